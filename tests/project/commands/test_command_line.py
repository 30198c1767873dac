"""The command line itself: wrong use in a sentence, no traceback, and nothing that a shell could run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands import COMMANDS, groups, main, overview
from grader.course import Course

from .conftest import ROOT, Runner, environment

MAKE = shutil.which("make")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["tets"], r"There is no command “tets”\. Did you mean “test”\? `\S+ -m grader help` shows them all\."),
        (["xyzzy"], r"There is no command “xyzzy”\. `\S+ -m grader help` shows them all\."),
        (["test", "e99"], r"There is no exercise “e99”\. They are called e01 to e04; .*"),
        (["test", "secnd_plate"], r"There is no exercise “secnd_plate”\..* Did you mean e02_second_plate\?"),
        (["test", "e02", "e03", "nothing"], r"There is no exercise “nothing”\..*"),
        (["hint", "glass"], r"“glass” fits several exercises: e03_tall_glass, e04_wide_glass\. Say one of them\."),
        (["debug"], r"Which exercise\? For example: .* debug e02"),
        (["debug", "t02"], r"“t02” is 2 exercises; this works on one at a time: e03, say\."),
        (
            ["test", "e02", "--json", "missing/report.json"],
            r"The report could not be written to missing/report.json: .*\.",
        ),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(run: Runner, arguments: list[str], sentence: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert re.fullmatch(sentence + "\n", done.stderr), done.stderr


def test_unknown_options_are_wrong_use(run: Runner) -> None:
    done = run("test", "--colour")
    assert done.returncode == 2
    assert "unrecognized arguments: --colour" in done.stderr


def test_help_names_every_command_that_is_there(run: Runner) -> None:
    page = run("help")
    assert page.returncode == 0
    assert page.stdout == run("--help").stdout
    assert page.stdout.rstrip("\n") == overview()
    there = [name for name in COMMANDS if f"\n  {name}" in page.stdout]
    assert {"look", "test", "hint", "list", "debug", "serve", "check"} <= set(there)
    for name in there:
        done = run(name, "--help")
        assert done.returncode == 0
        assert f"-m grader {name}" in done.stdout


def test_a_command_that_is_not_part_of_this_copy_says_so(capsys: pytest.CaptureFixture[str], course: Course) -> None:
    COMMANDS["dance"] = COMMANDS["look"]
    try:
        assert main(["dance"], str(course.root)) == 2
    finally:
        del COMMANDS["dance"]
    assert "not part of this copy" in capsys.readouterr().err


def test_what_needs_no_packages_asks_for_none() -> None:
    assert groups([]) == ("learner",)
    assert groups(["test", "e02"]) == ("learner",)
    assert groups(["check"]) == ("learner", "instructor", "cluster", "record", "dev")
    assert groups(["help"]) == groups(["tets"]) == groups(["test", "--help"]) == ()


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGPIPE there")
def test_output_that_nobody_reads_to_its_end(course: Course) -> None:
    code = f"import sys; from grader.commands import main; sys.exit(main(['list'], {str(course.root)!r}))"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), stdout=writer, stderr=subprocess.PIPE, text=True
    )
    os.close(writer)
    assert done.stderr == ""
    assert done.returncode == 141


def test_the_variables_of_make_become_arguments(run: Runner, course: Course) -> None:
    done = run("test", ORDER_UP_EX="e02 e03", ORDER_UP_JSON="a report.json", ORDER_UP_SEED="7")
    assert "e04" not in done.stdout.partition("Next")[0]
    assert (course.root / "a report.json").exists()
    assert run("test", ORDER_UP_EX="--help").stderr.startswith("There is no exercise “--help”.")
    assert "test_adds" in run("test", ORDER_UP_EX="2", ORDER_UP_V="1").stdout
    assert "test_adds" not in run("test", ORDER_UP_EX="2", ORDER_UP_V="0").stdout


@pytest.fixture
def make(tmp_path: Path) -> Path:
    """A folder with our Makefile and a ``grader`` that only says how it was called."""
    if MAKE is None:
        pytest.skip("make is not installed")
    (tmp_path / "grader").mkdir()
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "grader" / "__init__.py").touch()
    (tmp_path / "grader" / "__main__.py").write_text(
        "import os, sys\n"
        "handed = {name[9:]: value for name, value in os.environ.items() if name.startswith('ORDER_UP_') and value}\n"
        "print(sys.argv[1:], handed, 'EX' in os.environ)\n"
    )
    return tmp_path


def made(folder: Path, *arguments: str, **variables: str) -> str:
    done = subprocess.run(
        [str(MAKE), "-C", str(folder), "--no-print-directory", f"PYTHON={sys.executable}", *arguments],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class TestTheMakefile:
    def test_bare_make_looks(self, make: Path) -> None:
        assert made(make) == "['look'] {} False"

    @pytest.mark.parametrize(
        "target",
        [name for name, command in COMMANDS.items() if command.role != "author"]
        + ["check", "record", "new", "bench", "help"],
    )
    def test_each_target_is_a_command(self, make: Path, target: str) -> None:
        assert made(make, target) == f"[{target!r}] {{}} False"

    @pytest.mark.parametrize(
        "value", ["a b; touch pwned", "$(shell touch pwned)", "`touch pwned`", "e'07\"", "$$(touch pwned)", "a\\b|c&d"]
    )
    def test_no_shell_ever_reads_a_value(self, make: Path, value: str) -> None:
        assert made(make, "test", f"EX={value}") == f"['test'] {{'EX': {value!r}}} False"
        assert made(make, "test", EX=value) == f"['test'] {{'EX': {value!r}}} False"
        assert not (make / "pwned").exists()

    def test_all_variables(self, make: Path) -> None:
        given = {name: f"a {name}" for name in ("EX", "JSON", "JUNIT", "SEED", "PORT", "PART", "TOPIC", "V")}
        handed = made(make, "test", *(f"{name}={value}" for name, value in given.items()))
        assert all(f"{name!r}: {value!r}" in handed for name, value in given.items())
