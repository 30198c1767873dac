"""The gradebook as JUnit XML, for what draws tables of test runs: a suite per learner, a case per exercise.

What the course is to blame for, or could not be graded at all, is an ``error``; every other exercise that did not
pass, or was not handed in, is a ``failure``. Points are properties of suite and case.
"""

from __future__ import annotations

from xml.etree import ElementTree

from grader.faces.cells import decimal
from grader.faces.junit import NOT_XML
from grader.faces.text import clean, one_line
from grader.gradebook import Gradebook, Mark, Row

COURSE = "not recorded"
"""The verdict that is the course's fault."""


def encode(gradebook: Gradebook) -> bytes:
    """A JUnit XML document in UTF-8, valid whatever stands in names and messages."""
    root = ElementTree.Element("testsuites", name=_text(gradebook.title))
    topics = {column.stem: column.topic for column in gradebook.columns}
    points = {column.stem: float(column.points) for column in gradebook.columns}
    for row in gradebook.rows:
        suite = ElementTree.SubElement(root, "testsuite", name=_text(one_line(row.learner)))
        if row.submitted:
            suite.set("timestamp", _text(row.submitted))
        _properties(suite, gradebook.out_of, row.score)
        if row.state != "graded":
            _whole(suite, row)
        else:
            for mark in row.marks:
                _case(suite, topics.get(mark.stem, ""), points.get(mark.stem, 0.0), mark)
    for element in [*root, root]:
        cases = list(element.iter("testcase"))
        element.set("tests", str(len(cases)))
        element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
        element.set("errors", str(sum(case.find("error") is not None for case in cases)))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _whole(suite: ElementTree.Element, row: Row) -> None:
    """The one case of a learner for whom nothing was graded."""
    case = ElementTree.SubElement(suite, "testcase", classname="submission", name="submission")
    kind = "error" if row.state == "not graded" else "failure"
    element = ElementTree.SubElement(case, kind, type=row.state, message=_text(f"{row.state}".capitalize() + "."))
    element.text = _text("\n".join(row.notes))


def _case(suite: ElementTree.Element, topic: str, points: float, mark: Mark) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=_text(topic), name=_text(mark.stem))
    _properties(case, points, mark.earned)
    if mark.verdict != "passed":
        kind = "error" if mark.verdict == COURSE else "failure"
        message = one_line(mark.problem) or ("Nothing was handed in for it." if mark.verdict == "missing" else "")
        ElementTree.SubElement(case, kind, type=_text(mark.verdict), message=_text(message or mark.verdict))


def _properties(element: ElementTree.Element, points: float, earned: float) -> None:
    properties = ElementTree.SubElement(element, "properties")
    ElementTree.SubElement(properties, "property", name="points", value=decimal(points))
    ElementTree.SubElement(properties, "property", name="earned", value=decimal(earned))


def _text(text: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", clean(text))
