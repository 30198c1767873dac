"""``doctor``: a line for each thing, what helps where it is not well, and this also where nothing else runs."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import setup
from grader.course import Course

from .conftest import ROOT, Runner, environment

WINDOWS = os.name == "nt"


def test_all_is_well(run: Runner, clone: Course) -> None:
    whole(clone.root)
    done = run("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("\nAll is well.\n")
    lines = done.stdout.splitlines()
    names = ("Python", "folder", "writing", ".venv", "packages", "git", "make", "editor", "terminal", "clock")
    names += ("recordings", "stubs", "grading", "grading anew")
    assert [name for name in names if not any(line[5:].startswith(name) for line in lines)] == []
    assert "e01’s solution passes in " in done.stdout
    assert "with a worker started anew" in done.stdout
    assert "MEND" not in done.stdout


def whole(root: Path, *, engine: bool = False) -> None:
    """What a clone has besides the exercises; the engine as an empty folder where the real one does the work."""
    for name in ("grader", "requirements") if engine else ("requirements",):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "grader").mkdir(exist_ok=True)
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)


Breaks = Callable[[Path], object]

BROKEN: list[list[tuple[Breaks, str]]] = [
    [
        (
            lambda root: next((root / "cassettes").rglob("returns_the_dish.yaml")).unlink(),
            "missing or empty: cassettes/t01_first_calls/e02_order_a_dish/returns_the_dish.yaml → git checkout --",
        ),
        (
            lambda root: next((root / "exercises").rglob("e02*.py")).unlink(),
            "exercises/…/e02_order_a_dish.py is gone → python3 -m grader reset e02",
        ),
        (
            lambda root: shutil.rmtree(root / "solutions"),
            "is incomplete: solutions missing → git checkout -- solutions",
        ),
        (
            lambda root: (root / ".order-up").write_text("a file, where a folder should be"),
            ": not a directory → clone to a folder that is yours",
        ),
    ],
    [
        (
            lambda root: next((root / "cassettes").rglob("world.json")).write_bytes(b""),
            "world.json → git checkout -- cassettes",
        ),
        (
            lambda root: (root / "exercises" / ".shipped").unlink(),
            "exercises/.shipped does not list e01, e02, e03 → git checkout -- exercises/.shipped",
        ),
        (
            lambda root: (root / "requests.py").write_text("# my first requests\n"),
            "hides the real requests → rename requests.py",
        ),
    ],
]
"""What is broken at once, each with what is said of it."""


@pytest.mark.skipif(WINDOWS, reason="commands have other names there")
@pytest.mark.parametrize("broken", BROKEN, ids=["files are gone", "files are wrong"])
def test_what_is_broken_is_told_with_its_mend(broken: list[tuple[Breaks, str]], run: Runner, clone: Course) -> None:
    whole(clone.root)
    for breaks, _ in broken:
        breaks(clone.root)
    done = run("doctor")
    assert done.returncode == 1, done.stdout
    said = " ".join(done.stdout.split())
    assert [expected for _, expected in broken if expected not in said] == []
    assert "Traceback" not in done.stdout + done.stderr


class TestWhereNothingElseRuns:
    """As a process of its own in a copy of the tree, with no ``.venv`` or one that is broken."""

    @pytest.fixture
    def root(self, clone: Course) -> Path:
        whole(clone.root, engine=True)
        return clone.root

    def doctor(self, root: Path, python: str = sys.executable, **variables: str) -> subprocess.CompletedProcess[str]:
        own = environment(**variables)
        if "PYTHONPATH" not in variables:
            del own["PYTHONPATH"]
        return subprocess.run(
            [python, "-m", "grader", "doctor"],
            cwd=root,
            env=own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    def told(self, done: subprocess.CompletedProcess[str]) -> str:
        assert done.returncode == 1, done.stdout + done.stderr
        assert done.stderr == ""
        return " ".join(done.stdout.replace("->", "→").split())

    def test_without_a_venv(self, root: Path) -> None:
        told = self.told(self.doctor(root))
        assert "MEND .venv missing → " in told
        assert "(sets it up; that needs the internet once)" in told
        assert "1 to mend. Grading itself was not tried: set-up comes first." in told
        assert "fine recordings" in told
        assert not (root / ".venv").exists(), "it looks, and sets nothing up"

    def test_with_a_venv_whose_python_is_gone(self, root: Path) -> None:
        made = root / ".venv"
        made.mkdir()
        (made / "pyvenv.cfg").write_text(f"home = {root}\nversion = 3.12.1\n")
        assert "MEND .venv broken: its Python is gone, perhaps after an upgrade" in self.told(self.doctor(root))

    @pytest.mark.skipif(WINDOWS, reason="the Python here is a shell script")
    def test_with_a_venv_whose_python_does_not_start(self, root: Path) -> None:
        python = root / ".venv" / os.path.relpath(setup.PYTHON, setup.VENV)
        python.parent.mkdir(parents=True)
        (root / ".venv" / "pyvenv.cfg").write_text(f"home = {root}\nversion = 3.12.1\n")
        python.write_text("#!/bin/sh\nexit 127\n")
        python.chmod(0o755)
        told = self.told(self.doctor(root))
        assert "MEND .venv broken: its Python does not start → delete the folder .venv, then" in told

    def test_with_a_venv_that_is_half_made(self, root: Path) -> None:
        (root / ".venv" / "order-up").mkdir(parents=True)
        (root / ".venv" / "order-up" / "unfinished").touch()
        assert "MEND .venv unfinished: set-up was interrupted" in self.told(self.doctor(root))

    def test_without_git_and_make(self, root: Path) -> None:
        told = self.told(self.doctor(root, PATH=""))
        assert "MEND git not found; `reset` needs it →" in told
        assert "note make not found;" in told

    @pytest.mark.skipif(WINDOWS, reason="another command helps there")
    def test_by_a_python_that_is_too_old(self, root: Path) -> None:
        code = "import runpy, sys; sys.version_info = (3, 9, 1, 'final', 0); sys.argv = ['grader', 'doctor']; "
        code += "runpy.run_module('grader', run_name='__main__')"
        own = environment(PATH="")
        del own["PYTHONPATH"]
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=own, capture_output=True, encoding="utf-8", timeout=60
        )
        told = self.told(done)
        assert "MEND Python Order Up needs Python 3.11 or newer, and this is 3.9 → Install a newer one" in told
        assert "MEND .venv missing" in told

    def test_by_real_old_pythons(self, root: Path) -> None:
        pythons = {version: shutil.which(f"python{version}") for version in ("3.8", "3.9", "3.10")}
        started = 0
        for version, python in pythons.items():
            if python and subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
                told = self.told(self.doctor(root, python))
                assert f"MEND Python Order Up needs Python 3.11 or newer, and this is {version} →" in told
                started += 1
        if not started:
            pytest.skip("there is no old Python here")

    @pytest.mark.parametrize("name", ["commands/__init__", "commands/doctor", "faces/calling", "faces/__init__"])
    def test_an_old_python_can_read_it(self, name: str) -> None:
        ast.parse((ROOT / "grader" / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 8))

    def test_elsewhere(self, root: Path, tmp_path: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "grader", "doctor"],
            cwd=tmp_path,
            env=environment(PYTHONPATH=str(root)),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert f"note folder {root}; you are in {tmp_path} → cd {root}" in " ".join(done.stdout.split())


class TestSetUpThatFails:
    """One sentence and the command that helps, as processes in a copy of the tree."""

    @pytest.fixture
    def root(self, clone: Course) -> Path:
        whole(clone.root, engine=True)
        return clone.root

    def start(self, root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        own = environment(**variables)
        del own["PYTHONPATH"]
        return subprocess.run(
            [sys.executable, "-m", "grader", *arguments],
            cwd=root,
            env=own,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def test_without_a_network(self, root: Path) -> None:
        done = self.start(
            root, "list", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0", PIP_NO_CACHE_DIR="1"
        )
        assert done.returncode == 2
        assert done.stderr == (
            "Setting up, once: about half a minute ...\n"
            "The packages could not be downloaded: there is no connection to the package index.\n"
            "Connect to the internet (only set-up needs it) and run the same command again.\n"
        )
        after = self.start(root, "doctor")
        assert after.returncode == 1
        assert "MEND packages      none is installed: set-up did not come to its end" in after.stdout

    def test_on_a_disk_that_cannot_be_written(self, root: Path) -> None:
        (root / ".order-up").write_text("a file, where a folder should be")
        done = self.start(root, "list")
        assert done.returncode == 2
        assert done.stderr.startswith("Set-up can't write to ")
        assert "clone it to a folder that is yours" in done.stderr
        assert "Traceback" not in done.stderr

    def test_help_needs_no_set_up(self, root: Path) -> None:
        done = self.start(root, "help")
        assert (done.returncode, done.stderr) == (0, "")
        assert "doctor" in done.stdout
        wrong = self.start(root, "docter")
        assert wrong.returncode == 2
        assert "Did you mean “doctor”?" in wrong.stderr
        assert not (root / ".venv").exists()
