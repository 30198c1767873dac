"""``test``, ``look``, ``hint``, ``list`` and ``debug`` as processes, on the tiny course."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.course import Course
from grader.report import Report

from .conftest import Runner, environment

Solve = Callable[..., None]


class TestTest:
    def test_a_fresh_clone(self, run: Runner) -> None:
        done = run("test", MAKELEVEL="1")
        assert done.returncode == 1
        assert done.stderr == ""
        assert "1 of 4 exercises done, 0 of 6 points." in done.stdout
        assert done.stdout.splitlines()[-2:] == ["", "make’s own “Error 1” only means that not everything passes yet."]
        assert "  then     make test EX=e02\n" in done.stdout
        assert len(done.stdout.splitlines()) <= 24

    def test_ends_with_0_when_all_that_was_asked_for_passes(self, run: Runner, solve: Solve) -> None:
        solve("e02")
        assert run("test", "e02").returncode == 0
        assert run("test", "t01").returncode == 0
        assert run("test", "e02", "e03").returncode == 1

    @pytest.mark.parametrize("name", ["e02", "2", "02", "second", "exercises/t01_plates/e02_second_plate.py"])
    def test_an_exercise_by_any_name(self, run: Runner, name: str) -> None:
        assert run("test", name).stdout.startswith("e02 · Second plate")

    def test_solutions(self, run: Runner) -> None:
        done = run("test", "--room", "solutions")
        assert done.returncode == 0
        assert "All done. 4 of 4 exercises done, 6 of 6 points." in done.stdout
        assert "Next: e02 · Second plate\n" in run("test").stdout, "someone else's answers are nobody's progress"

    def test_inline_gives_the_same_verdicts(self, run: Runner, solve: Solve) -> None:
        solve("e02", "return first - second")
        assert run("test", "--inline").stdout == run("test").stdout

    def test_reports(self, run: Runner, course: Course) -> None:
        done = run("test", "--json", "report.json", "--junit", "report.xml")
        assert done.returncode == 1
        report = Report.from_json(json.loads((course.root / "report.json").read_text(encoding="utf-8")))
        assert (report.points, report.earned, len(report.exercises)) == (6, 0, 4)
        assert ElementTree.parse(course.root / "report.xml").getroot().get("failures") == "3"
        assert json.loads(run("test", "--json", "-").stdout)["points"] == 6

    def test_verbose_is_pytests_own_output(self, run: Runner) -> None:
        assert "test_adds" not in run("test", "e02").stdout
        assert "test_adds" in run("test", "e02", "-v").stdout

    def test_ascii_console(self, run: Runner) -> None:
        done = run("test", "e02", PYTHONIOENCODING="ascii")
        assert done.returncode == 1
        assert done.stdout.isascii()
        assert '"the sum of both numbers is returned"' in done.stdout

    @pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send there")
    def test_ctrl_c(self, course: Course, solve: Solve) -> None:
        started = course.root / "started"
        solve("e02", f"open({str(started)!r}, 'w').close()\n    while True: pass")
        code = f"import sys; from grader.commands import main; sys.exit(main(['test', 'e02'], {str(course.root)!r}))"
        with subprocess.Popen(
            [sys.executable, "-c", code], env=environment(), stderr=subprocess.PIPE, text=True
        ) as process:
            for _ in range(500):
                if started.exists() or process.poll() is not None:
                    break
                time.sleep(0.02)
            assert started.exists()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
        assert process.returncode == 130
        assert "Traceback" not in errors


class TestLook:
    def test_from_a_fresh_clone_to_the_end(self, run: Runner, solve: Solve) -> None:
        fresh = run("look")
        assert " DONE   e01 · First plate\n" in fresh.stdout
        assert "\ne02 · Second plate  not started\n" in fresh.stdout
        assert "  edit     exercises/t01_plates/e02_second_plate.py\n" in fresh.stdout
        again = run("look")
        assert again.stdout == fresh.stdout.partition("\n\n")[2], "done is said once"

        solve("e02", "return first - second")
        wrong = run("look")
        assert "✗ wrong result" in wrong.stdout
        assert "  Got -1, expected 5.\n" in wrong.stdout

        solve("e02")
        done = run("look")
        assert done.stdout.startswith(" DONE   e02 · Second plate   2 of 2 points\n")
        assert "\ne04 · Wide glass  not started\n" in done.stdout, "the core path comes first"

        solve("e04")
        assert "\ne03 · Tall glass  not started\n" in run("look").stdout

        solve("e03")
        end = run("look")
        assert " ALL DONE   all 4 exercises pass: 6 of 6 points." in end.stdout
        assert {one.returncode for one in (fresh, again, wrong, done, end)} == {0}

    def test_what_was_passed_is_run_again_when_it_changed(self, run: Runner, solve: Solve) -> None:
        solve("e02")
        assert "e04" in run("look").stdout
        solve("e02", "return 7")
        assert "Got 7, expected 5." in run("look").stdout

    def test_untouched_stubs_are_not_run(self, run: Runner, course: Course) -> None:
        run("look")
        broken = course.find("e02")[0].checks
        broken.write_text(broken.read_text() + "\nraise SystemExit('this must not be loaded')\n")
        assert "e02 · Second plate  not started" in run("look").stdout

    def test_an_empty_copy(self, run: Runner, course: Course) -> None:
        for path in course.root.glob("tests/*/*.py"):
            path.unlink()
        done = run("look")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("There are no exercises below ")


class TestHint:
    def test_three_steps_one_more_each_time(self, run: Runner, solve: Solve) -> None:
        first, second, third, fourth = (run("hint", "e02").stdout for _ in range(4))
        assert "Hint 1 of 3: what the check looks for\n    Returns the sum.\n" in first
        assert "e02_second_plate.py:3 says “the sum of both numbers is returned”" in first
        assert "Which sign adds?" not in first
        assert "Hint 2 of 3: where to look\n    Which sign adds?\n" in second
        assert "first + second" not in second
        assert "Hint 3 of 3: nearly the code\n    first + second\n" in third
        assert "solutions/t01_plates/e02_second_plate.py" in third
        assert fourth == third
        solve("e02")
        assert "no hint is needed" in run("hint", "e02").stdout
        solve("e02", "return 7")
        assert run("hint", "e02").stdout == first, "what was passed starts from the first hint again"

    def test_is_about_the_current_exercise_when_none_is_named(self, run: Runner, solve: Solve) -> None:
        solve("e02")
        run("look")
        assert run("hint").stdout.startswith("e04 · Wide glass\n")


def test_list_knows_without_running(run: Runner, solve: Solve, course: Course) -> None:
    solve("e03", "return 7")
    run("look")
    for path in course.root.glob("tests/*/*.py"):
        path.write_text(path.read_text() + "\n")  # the checks changed: e01 must be seen to pass again
    lines = run("list").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines if line.startswith("t")] == ["t01", "t02"]
    states = {line.split()[0]: line for line in lines if line.startswith("     e")}
    assert "you are here" in states["e01"]
    assert "not started" in states["e02"]
    assert "begun" in states["e03"]
    assert "core" not in states["e03"]
    assert "core" in states["e04"]
    assert "2 points" in states["e04"]


@pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal there")
def test_debug_stops_at_a_breakpoint_in_the_stub(course: Course, solve: Solve) -> None:
    solve("e02", "breakpoint()\n    return first + second")
    code = f"import sys; from grader.commands import main; sys.exit(main(['debug', 'e02'], {str(course.root)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=course.root,
        env=environment(),
        input="p 'seen', first, second\ncontinue\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "('seen', 2, 3)" in done.stdout
    assert done.returncode == 0, done.stdout + done.stderr


def test_plain_pytest_gives_the_same_verdict(course: Course, solve: Solve) -> None:
    solve("e02")
    paths = [str(course.find(code)[0].checks) for code in ("e02", "e03")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", f"--course={course.root}", *paths],
        cwd=course.root,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr


def test_the_state_may_be_lost_or_unreadable(run: Runner, solve: Solve, course: Course) -> None:
    solve("e02")
    before = run("look").stdout.partition("\n\n")[2]
    state: Path = course.root / ".order-up" / "passed"
    state.write_bytes(b"\xff\x00 nonsense\n")
    assert run("look").stdout.endswith(before.splitlines()[-1] + "\n")
    state.unlink()
    state.mkdir()
    done = run("look")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
