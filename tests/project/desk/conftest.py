"""A clone of the first topic, with git's store, to run the learner's commands on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import stubs
from grader.course import Course

ROOT = Path(__file__).resolve().parents[3]
START = "import sys; from grader.commands import main; sys.exit(main(sys.argv[2:], sys.argv[1]))"

Runner = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first three exercises as a repository with one commit."""
    root = tmp_path_factory.mktemp("shipped") / "order-up"
    for exercise in Course(ROOT).exercises[:3]:
        for path in (exercise.stub, exercise.solution, exercise.checks, exercise.variants, exercise.cassettes):
            target = root / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
            elif path.exists():
                shutil.copy(path, target)
    stubs.write(Course(root))
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "shipped"]):
        git(root, *command)
    return root


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True, env=environment())


@pytest.fixture
def clone(shipped: Path, tmp_path: Path) -> Course:
    root = tmp_path / "order-up"
    shutil.copytree(shipped, root)
    return Course(root)


@pytest.fixture
def run(clone: Course) -> Runner:
    """``python -m grader ARGUMENTS`` on the clone, without a terminal and without set-up."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", START, str(clone.root), *arguments],
            cwd=clone.root,
            env=environment(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )

    return run


def environment(**variables: str) -> dict[str, str]:
    """Ours without what would change a page: make's variables, and those of a run around this one."""
    left_out = ("MAKE", "ORDER_UP_", "PYTEST_", "GIT_", "BROWSER", "DISPLAY", "WAYLAND")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **variables}


def on_a_terminal(root: Path, *arguments: str, typed: str = "", asked: str = "[y/N]") -> tuple[int, str]:
    """The same on a terminal of 80 by 24; ``typed`` is typed once the question has been asked. Status and screen."""
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(root), *arguments],
        cwd=root,
        env=environment(TERM="xterm-256color", COLUMNS="80", LINES="24"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    written, waiting = b"", bool(typed)
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
        if waiting and asked.encode() in written:
            os.write(ours, typed.encode())
            waiting = False
    os.close(ours)
    return process.wait(timeout=60), written.decode("utf-8").replace("\r\n", "\n")
