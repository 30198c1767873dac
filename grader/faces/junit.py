"""The report as JUnit XML, for continuous integration: a test suite per exercise, a test case per check.

What is not recorded, or went wrong outside the learner's code, is an ``error``; every other check that did not pass
is a ``failure``. An extra check never fails a build: it is ``skipped``. Points are properties of suite and case.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from grader.faces.text import clean
from grader.report import CheckResult, ExerciseResult, Report, Verdict

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def encode(report: Report) -> bytes:
    """A JUnit XML document in UTF-8, valid whatever the learner's code printed."""
    root = ElementTree.Element("testsuites", name="order-up")
    for exercise in report.exercises:
        _suite(root, exercise)
    if report.errors:
        suite = ElementTree.SubElement(root, "testsuite", name="order-up")
        for number, sentence in enumerate(report.errors, 1):
            case = ElementTree.SubElement(suite, "testcase", classname="order-up", name=f"run {number}")
            ElementTree.SubElement(case, "error", message=_text(sentence))
    for suite in [*root, root]:
        _count(suite)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(root: ElementTree.Element, exercise: ExerciseResult) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=exercise.stem, package=exercise.topic)
    _properties(suite, exercise.points, exercise.earned)
    for check in exercise.checks:
        _case(suite, exercise, check)
    if not exercise.checks and exercise.verdict is not Verdict.PASSED:
        case = ElementTree.SubElement(suite, "testcase", classname=exercise.stem, name="checks", file=exercise.source)
        ElementTree.SubElement(case, "error", message=f"no check was run: {exercise.verdict.value}")


def _case(suite: ElementTree.Element, exercise: ExerciseResult, check: CheckResult) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=exercise.stem, name=check.name, file=exercise.source)
    case.set("time", f"{check.seconds:.3f}")
    _properties(case, check.points, check.earned)
    if check.verdict is not Verdict.PASSED:
        kind = "error" if check.verdict is Verdict.NOT_RECORDED else "skipped" if check.extra else "failure"
        summary = check.problem.summary if check.problem else check.title
        element = ElementTree.SubElement(case, kind, type=check.verdict.value, message=_text(summary))
        element.text = _text("\n".join(_lines(check)))
    if check.printed:
        ElementTree.SubElement(case, "system-out").text = _text(check.printed)


def _lines(check: CheckResult) -> list[str]:
    lines = [check.title, f"The task says: “{check.says}”"]
    if check.problem:
        lines += [check.problem.summary, *check.problem.details]
        lines += [f"line {frame.line}, in {frame.function}: {frame.code}" for frame in check.problem.frames]
    for sent in check.sent:
        lines.append(f"sent {sent.method} {sent.url} -> {sent.status or sent.note}")
    return lines


def _properties(element: ElementTree.Element, points: int, earned: int) -> None:
    properties = ElementTree.SubElement(element, "properties")
    ElementTree.SubElement(properties, "property", name="points", value=str(points))
    ElementTree.SubElement(properties, "property", name="earned", value=str(earned))


def _count(element: ElementTree.Element) -> None:
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for plural, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        if kind == "skipped" and element.tag == "testsuites":
            continue
        element.set(plural, str(sum(case.find(kind) is not None for case in cases)))
    element.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")


def _text(text: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", clean(text))
