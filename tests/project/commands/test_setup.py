"""Set-up: from nothing to a verdict, and back on its feet after whatever happens to it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader import setup
from grader.course import Course

from .conftest import ROOT, environment

WINDOWS = os.name == "nt"


def copy(course: Course) -> Path:
    """The tiny course with the engine and the requirements, as a clone has them: without a ``.venv``."""
    shutil.copytree(ROOT / "grader", course.root / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", course.root / "requirements")
    return course.root


def grader(
    root: Path, *arguments: str, python: str = sys.executable, **variables: str
) -> subprocess.CompletedProcess[str]:
    own = environment(**variables)
    del own["PYTHONPATH"]
    return subprocess.run(
        [python, "-m", "grader", *arguments], cwd=root, env=own, capture_output=True, encoding="utf-8", timeout=300
    )


def test_from_a_clone_to_a_verdict(course: Course) -> None:
    """The whole way with the real packages, and plain pytest afterwards, as a test explorer starts it."""
    root = copy(course)
    first = grader(root, "test", "e02", "--room", "solutions")
    assert first.returncode == 0, first.stderr
    assert first.stderr == "Setting up, once: about half a minute ...\n"
    assert first.stdout.startswith("e02 · Second plate")
    second = grader(root, "test", "e02", "--room", "solutions")
    assert (second.stderr, second.stdout) == ("", first.stdout)

    pytest_script = Path(setup.PYTHON.replace(str(ROOT), str(root))).with_name("pytest.exe" if WINDOWS else "pytest")
    own = environment()
    del own["PYTHONPATH"]
    plain = subprocess.run(
        [str(pytest_script), "--room=solutions", str(course.find("e02")[0].checks)],
        cwd=course.find("e02")[0].checks.parent,
        env=own,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "1 passed" in plain.stdout, plain.stdout + plain.stderr


@pytest.fixture
def quick(course: Course) -> Path:
    """The same with nothing to install, for what is about the ``.venv`` itself."""
    root = copy(course)
    (root / "requirements" / "learner.txt").write_text("# nothing\n")
    return root


def test_heals_itself(quick: Path) -> None:
    venv = quick / ".venv"
    python = venv / os.path.relpath(setup.PYTHON, setup.VENV)
    settings = venv / "pyvenv.cfg"

    # Three at once: one does it, the others wait.
    own = environment()
    del own["PYTHONPATH"]
    command = [sys.executable, "-m", "grader", "list"]
    started = [subprocess.Popen(command, cwd=quick, env=own, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert sum("Setting up, once" in words for words in said) == 1, said

    # Up to date: nothing is done.
    made = settings.stat().st_ino, settings.stat().st_mtime_ns
    assert grader(quick, "list").stderr == ""
    assert (settings.stat().st_ino, settings.stat().st_mtime_ns) == made

    # Interrupted while a package was installed: it is installed again, .venv stays.
    (venv / "order-up" / "learner.txt").write_bytes(b"")
    again = grader(quick, "list")
    assert (again.returncode, again.stderr) == (0, "Setting up, once: about half a minute ...\n")
    assert (venv / "order-up" / "learner.txt").read_text() == "# nothing\n"
    assert (settings.stat().st_ino, settings.stat().st_mtime_ns) == made

    # Interrupted while .venv was made: it is made anew.
    (venv / "order-up" / "unfinished").touch()
    (venv / "litter").touch()
    assert grader(quick, "list").returncode == 0
    assert not (venv / "litter").exists()

    # Its Python is gone after an upgrade of the system.
    if not WINDOWS:
        python.unlink()
        python.symlink_to("/nowhere/python3")
        assert grader(quick, "list").returncode == 0
        assert python.exists()


def test_looking_whether_all_is_there_loads_nothing_slow(tmp_path: Path) -> None:
    """It is done each time: it reads a few files, and leaves what costs time to load to whoever needs it."""
    script = (
        "import sys; from grader import setup\n"
        f"setup.VENV, setup.STAMPS = sys.prefix, {str(tmp_path)!r}; setup.UNFINISHED = {str(tmp_path / 'no')!r}\n"
        "setup.PYTHON = sys.executable\n"
        "from grader import commands\n"
        "assert setup.usable() and setup.inside() and setup.installed('learner')\n"
        "setup.enter(commands.groups(['test']), [])\n"
        "slow = {'subprocess', 'argparse', 'hashlib', 'pytest', 'requests', 'rich'}\n"
        "print(*slow.intersection(sys.modules))"
    )
    shutil.copy(ROOT / "requirements" / "learner.txt", tmp_path)
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, check=True, text=True)
    assert done.stdout.split() == []


class TestAnOldPython:
    def old(self, root: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        code = "import runpy, sys; sys.version_info = (3, 9, 1, 'final', 0); sys.argv = ['grader', 'test']; "
        code += "runpy.run_module('grader', run_name='__main__')"
        own = environment(**variables)
        del own["PYTHONPATH"]
        return subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=own, capture_output=True, text=True, timeout=60
        )

    def test_is_told_what_is_needed(self, quick: Path) -> None:
        done = self.old(quick, PATH="")
        assert done.returncode == 2
        assert done.stderr.startswith("Order Up needs Python 3.11 or newer; this is 3.9. Install a newer one")
        assert not (quick / ".venv").exists()

    @pytest.mark.skipif(WINDOWS, reason="programs have other names there")
    def test_is_told_of_a_newer_one(self, quick: Path, tmp_path: Path) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in ("python3.10", "python3.12"):
            (folder / name).touch(0o755)
        assert "`make PYTHON=python3.12`" in self.old(quick, PATH=str(folder)).stderr

    @pytest.mark.parametrize("name", ["__init__", "__main__", "setup"])
    def test_can_read_what_tells_it(self, name: str) -> None:
        source = (ROOT / "grader" / f"{name}.py").read_text(encoding="utf-8")
        tree = ast.parse(source, feature_version=(3, 8))
        imported = {
            alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert imported <= set(sys.stdlib_module_names)


class TestWhenItCannotBeDone:
    """One sentence and what helps, by what pip and venv print."""

    @pytest.fixture(autouse=True)
    def elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(setup, "STATE", str(tmp_path / "state"))
        monkeypatch.setattr(setup, "VENV", str(tmp_path / "venv"))
        monkeypatch.setattr(setup, "STAMPS", str(tmp_path / "venv" / "order-up"))
        monkeypatch.setattr(setup, "UNFINISHED", str(tmp_path / "venv" / "order-up" / "unfinished"))
        monkeypatch.setattr(setup, "PYTHON", str(tmp_path / "venv" / "python"))
        return tmp_path

    @pytest.mark.parametrize(
        ("output", "sentence"),
        [
            (
                "... Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
                "no connection",
            ),
            ("... ProxyError('Cannot connect to proxy.', NewConnectionError(...", "no connection"),
            ("... SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ...", "PIP_CERT"),
            ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
            ("ERROR: ... [Errno 30] Read-only file system: '/course/.venv/lib'", "a folder that is yours"),
            ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "cache purge"),
            (
                "The virtual environment was not created successfully because ensurepip is not",
                "apt install python3-venv",
            ),
        ],
    )
    def test_the_reason_is_told(self, output: str, sentence: str) -> None:
        told = setup._reason(output, "pip could not install it.")
        assert sentence in told
        assert "run the same command again" in told
        assert output not in told

    def test_an_unknown_reason_is_shown_as_it_is(self) -> None:
        told = setup._reason("one\ntwo\nERROR: something new", "pip could not install it.")
        assert told.startswith("  one\n  two\n  ERROR: something new\n\npip could not install it.")

    def test_without_the_venv_module(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        with pytest.raises(setup.SetupError, match="sudo apt install python3-venv"):
            setup.prepare(("learner",))

    def test_where_nothing_can_be_written(self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (elsewhere / "file").touch()
        monkeypatch.setattr(setup, "STATE", str(elsewhere / "file" / "state"))
        with pytest.raises(setup.SetupError, match=r"Set-up can't write to .*file"):
            setup.prepare(("learner",))

    def test_without_requirements(self) -> None:
        with pytest.raises(setup.SetupError, match=r"requirements/nonsense\.txt is missing"):
            setup.installed("nonsense")

    def test_a_python_that_never_gets_there_gives_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(setup.HANDED_ON, "1")
        with pytest.raises(setup.SetupError, match="PYTHONHOME"):
            setup.enter((), [])


class TestRequirements:
    FILES = sorted((ROOT / "requirements").glob("*.txt"))

    def test_each_group_of_a_command_has_its_file(self) -> None:
        from grader.commands import COMMANDS

        needed = {group for command in COMMANDS.values() for group in command.groups}
        apart = {"clients", "rivals"}  # for a job, and for virtual environments, of their own
        assert needed | apart == {path.stem for path in self.FILES}

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_everything_is_pinned_and_hashed_and_nothing_else_is_in_it(self, path: Path) -> None:
        lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
        names = [line for line in lines if not line.startswith("    --hash=sha256:")]
        assert names
        for line in names:
            name, equal, rest = line.partition("==")
            assert equal, line
            assert name.replace("-", "").replace(".", "").isalnum(), line
            assert rest.endswith("\\"), line
        assert "://" not in path.read_text(), "no registry's address"

    def test_the_groups_fit_into_one_venv(self) -> None:
        pins: dict[str, set[str]] = {}
        for path in (path for path in self.FILES if not path.with_suffix(".in").exists()):
            for line in path.read_text().splitlines():
                if "==" in line and not line.startswith((" ", "#")):
                    name, _, rest = line.partition("==")
                    pins.setdefault(name + rest.partition(";")[2], set()).add(rest.partition(" ")[0])
        assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}

    def test_a_learner_needs_neither_the_kitchens_nor_the_authors(self) -> None:
        text = (ROOT / "requirements" / "learner.txt").read_text()
        assert not [name for name in ("fastapi", "uvicorn", "mypy", "xdist", "sqlmodel") if f"{name}==" in text]
