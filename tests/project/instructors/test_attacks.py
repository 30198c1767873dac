"""Attacks on the grade, each a submission in attacks/: none gets a point that it did not earn, nor harms a neighbour.

``a01`` to ``a32`` are the rows of a list of what was tried on other graders; ``b…`` are attacks on our own door. In the
docstring of each file stands what it tries, and what the exercise is worth all the same: ``earns: 0``.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import socket
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from grader.assignment import Assignment
from grader.batch import store, submissions
from grader.batch.pool import LocalPool
from grader.batch.run import Round, Tally
from grader.batch.slot import Options
from grader.course import Course, docstring
from grader.isolation import choose
from grader.report import ExerciseResult, Verdict

ROOT = Path(__file__).resolve().parents[3]
ATTACKS = Path(__file__).with_name("attacks")
NAMES = sorted(path.name for path in ATTACKS.iterdir() if path.is_dir() and path.name != "__pycache__")
NEIGHBOURS = ("a00_neighbour", "a20_neighbour", "b09_neighbour", "z_neighbour")
STEMS = ("e02_order_a_dish", "e06_place_an_order", "e09_read_the_reply", "e22_back_off", "e29_show_your_key")
BESIDE = "e22_back_off"
"""Attacks that have no file of their own for this exercise have its right answer, and keep its points."""

LINKS, SLIP, BOMB = "a25_links", "a26_slips_out", "a26_is_a_bomb"
MADE = {LINKS: 0, SLIP: 0, BOMB: 0}
"""Submissions that can't lie in a repository: links, and zips. What they earn besides the exercise beside them."""

CANARY = "canary-of-the-instructor-5b1d"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="classes are graded on POSIX systems")


def test_every_row_of_the_list_is_tried() -> None:
    covered = {int(name[1:3]) for name in (*NAMES, *MADE) if name.startswith("a")}
    assert covered == set(range(1, 33))


def test_every_attack_says_what_it_tries_and_earns() -> None:
    for path in sorted(ATTACKS.glob("*/exercises/t*/e*.py")):
        assert path.stem in STEMS, path
        assert re.search(r"(?m)^earns: \d$", docstring(path) or ""), path


@dataclass
class Class:
    """The class after it was graded."""

    results: dict[str, dict[str, ExerciseResult]]
    """By learner and stem."""
    notes: dict[str, tuple[str, ...]]
    errors: dict[str, str]
    isolation: str
    called: bool
    """Whether somebody reached a port of this machine."""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """All attacks and their neighbours, graded in one batch."""
    folder, course = tmp_path_factory.mktemp("attacks"), Course(ROOT)
    isolation = choose(allow_weak=True).name
    assignment = Assignment("Attacks", STEMS)
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_TOKEN", CANARY)
        patch.setenv("ORDER_UP_API_KEY", CANARY)
        hand_in(folder / "submissions", course, port=listener.getsockname()[1])
        pool = LocalPool(Options(str(ROOT), STEMS, isolation), 2)
        try:
            with store.opened(folder / "out" / "grades.sqlite") as kept:
                this = Round(kept, course, assignment, pool, isolation)
                tally = this.grade(submissions.find(folder / "submissions"), lambda tally: None)
                assert isinstance(tally, Tally)
                attempts = list(kept.attempts())
                listener.setblocking(False)
                yield Class(
                    {one.learner: _results(kept, one) for one in attempts},
                    {one.learner: one.notes for one in attempts},
                    {one.learner: one.error for one in attempts},
                    isolation,
                    _was_called(listener),
                )
        finally:
            pool.close()


def _results(kept: store.Store, attempt: store.Attempt) -> dict[str, ExerciseResult]:
    return {stem: graded.result for stem, graded in kept.results(attempt.learner, attempt.attempt).items()}


def _was_called(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True


def hand_in(folder: Path, course: Course, *, port: int) -> None:
    """Lay out the submissions as learners would hand them in."""
    solutions = {stem: course.find(stem)[0].solution for stem in STEMS}
    places = {stem: course.find(stem)[0].stub.relative_to(ROOT) for stem in STEMS}
    recorded = [json.loads(body) for body in _bodies(course.find("e02")[0].cassettes / "returns_the_dish.yaml")]
    answers = {answer["slug"]: answer for answer in recorded}
    for name in NAMES:
        shutil.copytree(ATTACKS / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for path in folder.glob(f"{name}/exercises/t*/e*.py"):
            text = path.read_text(encoding="utf-8")
            text = text.replace("ANSWERS = {}", f"ANSWERS = {answers!r}").replace("PORT = 0", f"PORT = {port}")
            path.write_text(text, encoding="utf-8")
        if not (folder / name / places[BESIDE]).exists():
            _copy(solutions[BESIDE], folder / name / places[BESIDE])
    for name in NEIGHBOURS:
        for stem in STEMS:
            _copy(solutions[stem], folder / name / places[stem])
    _copy(solutions[BESIDE], folder / LINKS / places[BESIDE])
    for stem in STEMS[:2]:
        (folder / LINKS / places[stem]).parent.mkdir(parents=True)
        (folder / LINKS / places[stem]).symlink_to(solutions[stem])
    (folder / LINKS / "exercises" / "t02_rest_and_json" / "more").symlink_to(ROOT)
    beside = (places[BESIDE].as_posix(), solutions[BESIDE].read_bytes())
    with zipfile.ZipFile(folder / f"{SLIP}.zip", "w") as made:
        made.writestr(*beside)
        made.writestr("../" * 12 + str(places[STEMS[0]]), solutions[STEMS[0]].read_bytes())
        made.writestr(str(folder / SLIP / places[STEMS[1]]), solutions[STEMS[1]].read_bytes())
        linked = zipfile.ZipInfo(places[STEMS[2]].as_posix())
        linked.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(linked, str(solutions[STEMS[2]]))
    with zipfile.ZipFile(folder / f"{BOMB}.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(*beside)
        made.writestr(places[STEMS[0]].as_posix(), solutions[STEMS[0]].read_bytes() + b"\n" * 60_000_000)


def _bodies(cassette: Path) -> Iterator[str]:
    for interaction in yaml.safe_load(cassette.read_text(encoding="utf-8"))["interactions"]:
        yield interaction["response"]["body"]["string"]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def earns(name: str) -> dict[str, int]:
    """What each exercise of an attack is worth, as its docstring says."""
    if name in MADE:
        return {BESIDE: 4}
    files = {path.stem: docstring(path) or "" for path in (ATTACKS / name).glob("exercises/t*/e*.py")}
    return {BESIDE: 4} | {stem: int(text.rpartition("earns: ")[2]) for stem, text in files.items()}


@pytest.mark.parametrize("name", [*NAMES, *MADE])
def test_no_point_that_was_not_earned(graded: Class, name: str) -> None:
    earned = {stem: result.earned for stem, result in graded.results[name].items()}
    assert earned == earns(name), {stem: result.verdict.value for stem, result in graded.results[name].items()}
    assert not graded.errors[name]


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_the_neighbours_have_their_right_grade(graded: Class, name: str) -> None:
    assert {stem: result.verdict for stem, result in graded.results[name].items()} == dict.fromkeys(
        STEMS, Verdict.PASSED
    )
    assert graded.notes[name] == ()


@pytest.mark.parametrize("name", MADE)
def test_what_was_refused_is_said(graded: Class, name: str) -> None:
    assert graded.notes[name]


def printed(results: dict[str, ExerciseResult]) -> str:
    return "\n".join(check.printed for result in results.values() for check in result.checks)


def test_nothing_was_found_that_gives_the_grading_away(graded: Class) -> None:
    assert "GRADED" not in printed(graded.results["a27_knows_when_it_is_graded"])


def apart(graded: Class) -> None:
    if graded.isolation == "weak":
        pytest.skip("the weak tier, the only one that works here, does not stop this")


def test_nobody_found_the_course(graded: Class) -> None:
    apart(graded)
    assert "FOUND" not in printed(graded.results["a16_reads_the_course"])


def test_nobody_reached_this_machine(graded: Class) -> None:
    apart(graded)
    assert not graded.called


def test_no_key_of_the_instructor_is_in_any_result(graded: Class) -> None:
    everything = repr(graded.results)
    assert "LANG" in printed(graded.results["a28_looks_for_keys"]), "it did print its environment"
    assert CANARY not in printed(graded.results["a28_looks_for_keys"])
    assert CANARY not in everything


def test_no_process_is_left_behind(graded: Class) -> None:
    apart(graded)
    lines = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(place.read_bytes())
        except OSError:  # gone meanwhile
            continue
    assert lines
    assert not [line for line in lines if b"987654" in line]


def test_output_is_cut(graded: Class) -> None:
    checks = graded.results["a23_writes_without_end"]["e02_order_a_dish"].checks
    assert max(len(check.printed) for check in checks) == 20_000


def test_nothing_is_ever_unpickled(graded: Class) -> None:
    assert not Path("/tmp/order-up-unpickled").exists()
    for path in (ROOT / "grader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"pickle", "dill", "cloudpickle", "marshal", "shelve"} & set(names), path
