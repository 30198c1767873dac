"""Each tier of isolation against code that means harm: what it achieved, by its own word and seen from outside.

A copy of the engine and of five exercises is the course here, and what is around it plays the instructor's machine.
The tiers that need another user than the one who runs the tests get one, in a container of bubblewrap's.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course, CourseError
from grader.isolation import choose
from grader.isolation.tiers import USERS, remove
from grader.worker.calls import program
from grader.worker.limits import descendants, parents

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent / "isolation"
ATTACKS = (HERE / "attacks.py").read_text(encoding="utf-8")
NOBODY = 1000

TIERS = ("bubblewrap", "rootless", "user", "weak")
SEALED = ("bubblewrap", "rootless")
"""Those with namespaces of their own."""

EXERCISES = (2, 13, 19, 26, 28)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="isolation is Linux's")


def _why_not(name: str) -> str:
    """Why a tier can't be tried here; empty when it can."""
    root, bubblewrap = os.geteuid() == 0, shutil.which("bwrap") is not None
    if name == "bubblewrap" and not (root and bubblewrap):
        return "bubblewrap with a user for each worker needs root and bubblewrap"
    if name == "rootless" and not bubblewrap:
        return "bubblewrap is not installed"
    if name == "rootless" and root and shutil.which("setpriv") is None:
        return "setpriv is not installed"
    if name == "user" and not root:
        return "only root can make a process another user's"
    if name == "user" and not bubblewrap and _locked(Path(sys.base_prefix)) is not None:
        return "other users can't read this Python, and bubblewrap is not installed"
    return ""


def _locked(path: Path) -> Path | None:
    """The outermost folder on the way that other users may not go through."""
    folders = [*reversed(path.resolve().parents), path.resolve()]
    return next((folder for folder in folders if not folder.stat().st_mode & stat.S_IXOTH), None)


def _container() -> list[str]:
    """What must run a command so that other users can read this Python: pyenv puts it into root's home."""
    locked = _locked(Path(sys.base_prefix))
    if locked is None:
        return []
    base = Path(sys.base_prefix).resolve()
    ways = [folder for folder in reversed(base.parents) if folder.is_relative_to(locked) and folder != locked]
    return [
        *("bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--cap-add", "ALL"),
        *("--perms", "0755", "--tmpfs", str(locked)),
        *(part for folder in ways for part in ("--perms", "0755", "--dir", str(folder))),
        *("--ro-bind", str(base), str(base), "--die-with-parent", "--"),
    ]


def before_long(look: Callable[[], Any], enough: Callable[[Any], bool]) -> Any:
    """What is seen once it is as it should be, or after ten seconds: what was killed takes a moment to be gone."""
    deadline = time.monotonic() + 10
    while not enough(seen := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return seen


class Stage:
    """The other side of stage.py."""

    def __init__(self, name: str, course: Path) -> None:
        self.name = name
        self.course = course
        self.user = NOBODY if name == "rootless" and os.geteuid() == 0 else os.geteuid()
        around = _container() if name in ("user", "rootless") and os.geteuid() == 0 else []
        if self.user != os.geteuid():
            around += ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
        tier = "bubblewrap" if name == "rootless" else name
        self._place = Path(tempfile.mkdtemp(prefix="order-up-stage-"))
        self._place.chmod(0o1777)
        self._process = subprocess.Popen(
            [*around, sys.executable, "-P", "-B", str(course / "stage.py"), str(course), tier],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "TMPDIR": str(self._place), "API_TOKEN": "the judge's secret"},
            cwd=course,
            text=True,
        )

    def ask(self, operation: str, **fields: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"op": operation, **fields}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline() or '"the judge is gone"')

    def attack(self, function: str, *arguments: Any, **options: Any) -> dict[str, Any]:
        """What came of calling this function of attacks.py in a new worker."""
        answer: dict[str, Any] = self.ask(
            "attack", source=ATTACKS, function=function, arguments=list(arguments), **options
        )
        return answer

    def tell(self, function: str, *arguments: Any) -> Any:
        answer = self.attack(function, *arguments)
        assert "value" in answer, answer
        return answer["value"]

    def start(self, function: str, *arguments: Any) -> None:
        """Begin an attack, and don't wait for what comes of it."""
        assert self._process.stdin is not None
        question = {"op": "attack", "source": ATTACKS, "function": function, "arguments": list(arguments)}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()

    def processes(self) -> list[int]:
        return descendants(self._process.pid)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        remove([self._place])

    def close(self) -> None:
        """The submission is over."""
        left = self.ask("close")
        assert left == {"processes": 0, "files": []}
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        remove([self._place])


@pytest.fixture(scope="module")
def course() -> Iterator[Path]:
    """A course with secrets, that any user can read."""
    made = Path(tempfile.mkdtemp(prefix="order-up-course-"))
    made.chmod(0o755)
    shutil.copytree(ROOT / "grader", made / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", made)
    shutil.copy(HERE / "stage.py", made)
    for exercise in Course(ROOT).exercises:
        if exercise.number in EXERCISES:
            for path in (exercise.stub, exercise.solution, exercise.checks, exercise.variants, exercise.cassettes):
                target = made / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                if path.is_dir():
                    shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
                elif path.exists():
                    shutil.copy(path, target)
    for place in ("submissions/bob/exercises/e02.py", "grades/gradebook.csv", "kitchen/secret.py"):
        (made / place).parent.mkdir(parents=True)
        (made / place).write_text("secret")
    for folder, _, _ in os.walk(made):
        Path(folder).chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def stages(course: Path) -> Iterator[Callable[[str], Stage]]:
    opened: dict[str, Stage] = {}

    def stage(name: str) -> Stage:
        reason = _why_not(name)
        if reason:
            pytest.skip(reason)
        if name not in opened:
            opened[name] = Stage(name, course)
        return opened[name]

    yield stage
    for one in opened.values():
        one.close()


@pytest.fixture(params=TIERS)
def stage(request: pytest.FixtureRequest, stages: Callable[[str], Stage]) -> Iterator[Stage]:
    """A tier. Nothing of a worker is left after it, whatever it did; nor of the submission, see ``Stage.close``."""
    opened = stages(request.param)
    yield opened
    expected = 3 if opened.name in SEALED else 1  # the nursery; bubblewrap is two more
    left = before_long(lambda: opened.ask("left"), lambda left: left["processes"] <= expected)
    assert left["processes"] <= expected, left
    assert left["files"] == []


@pytest.fixture
def apart(stage: Stage) -> Stage:
    """The same for all tiers but the weak one."""
    if stage.name == "weak":
        pytest.skip("the weak tier does not stop it; docs/instructors.md says so")
    return stage


@pytest.fixture
def sealed(stage: Stage) -> Stage:
    if stage.name not in SEALED:
        pytest.skip("only namespaces stop it; docs/instructors.md says so")
    return stage


@pytest.fixture
def server() -> Iterator[tuple[int, str]]:
    """Somebody who would answer, on a port and in a file."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as one:
        os.chmod(folder, 0o700)
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(f"{folder}/socket")
            other.listen()
            yield one.getsockname()[1], f"{folder}/socket"


def test_the_tier_is_found_to_work(stage: Stage) -> None:
    tier = "bubblewrap" if stage.name == "rootless" else stage.name
    assert stage.ask("choose", allow_weak=True) == tier


def test_the_weak_tier_wants_to_be_allowed(stages: Callable[[str], Stage]) -> None:
    answer = stages("weak").ask("choose", allow_weak=False)
    assert answer.startswith("CourseError: ")
    assert "--allow-weak-isolation" in answer


def test_solutions_pass(stage: Stage) -> None:
    """Twenty threads, files, waiting, types of the check's: all of it works in there."""
    graded = stage.ask("solutions")
    assert graded["errors"] == []
    assert len(graded["verdicts"]) == len(EXERCISES)
    assert set(graded["verdicts"].values()) == {"passed"}, graded


# What it can see


def test_files_of_the_instructor(sealed: Stage) -> None:
    secret = ("solutions", "tests", "cassettes", "kitchen", "submissions", "grades", "grader/judge", "exercises")
    paths = [str(sealed.course / name) for name in (*secret, "submissions/bob/exercises/e02.py", "stage.py")]
    assert [path for path in paths if not os.path.exists(path)] == []
    home = os.path.expanduser("~")
    assert sealed.tell("read", [*paths, str(ROOT / "solutions"), "/etc/passwd", "/etc/shadow", "/etc/hostname"]) == []
    assert sealed.tell("read", [home + "/.ssh", home + "/.netrc", "/proc/1/root/etc/passwd", "/var", "/home"]) == []
    assert sealed.tell("read", [str(sealed.course / "grader" / "door")]) != []


def test_folders_are_hidden_while_a_class_is_graded(stages: Callable[[str], Stage]) -> None:
    stage = stages("user")
    paths = [str(stage.course / name) for name in ("solutions", "tests", "submissions", "grades")]
    before = [oct(os.stat(path).st_mode & 0o777) for path in paths]
    assert stage.tell("read", paths) == paths
    assert stage.ask("hidden", paths=paths, source=ATTACKS) == {"within": [], "after": before}


def test_other_folders_of_other_slots(apart: Stage, course: Path) -> None:
    """Another submission that is graded at the same time, and what the judge has of it."""
    with tempfile.TemporaryDirectory() as other:
        (Path(other) / "e02.py").write_text("theirs")
        assert apart.tell("read", [other, f"{other}/e02.py"]) == []


def test_nothing_of_the_judges_environment(stage: Stage) -> None:
    texts = stage.tell("environments")
    assert "PATH=" in texts
    if stage.name != "weak":
        assert "secret" not in texts


def test_other_processes(sealed: Stage) -> None:
    assert len(sealed.tell("processes")) == 3  # the first one, the nursery, and itself


def test_the_user(stage: Stage) -> None:
    user = stage.tell("who")
    if stage.name in ("bubblewrap", "user"):
        assert user in USERS
    else:
        assert user == stage.user


def test_no_way_back_to_privileges(stage: Stage) -> None:
    got = stage.tell("privileges")
    assert got == [] or (stage.name == "weak" and os.geteuid() == 0 and got == ["root", "groups"])


def test_the_network(stage: Stage, server: tuple[int, str]) -> None:
    reached = stage.tell("network", *server)
    assert reached == ([server[1]] if stage.name == "weak" else [])


def test_what_runs_the_next_submission(apart: Stage) -> None:
    """Python, its packages, the engine: nothing of it can be changed."""
    packages = Path(pytest.__file__).parents[1]
    engine = apart.course / "grader"
    places = [
        packages,
        Path(os.__file__).parent,
        Path(os.__file__),
        Path(sys.executable),
        engine,
        engine / "__init__.py",
    ]
    written = apart.tell("write", [*map(str, places), "/", "/dev", "/usr/lib", "/etc", "/proc/sys/kernel"])
    if apart.name == "rootless":  # the way to what it may read is in its own /tmp here, and goes with it
        written = [path for path in written if path != str(engine)]
    assert written == []
    assert [path for path in places if path.is_dir() and (path / "planted.py").exists()] == []
    assert apart.tell("hello") == "hello"


# What it can leave, and use up


def test_a_daemon(stage: Stage) -> None:
    assert stage.tell("daemon", "folder") == "left"
    assert stage.tell("hello") == "hello"
    if stage.name in SEALED:
        # It ended with its worker, not only with the submission.
        assert len(before_long(lambda: stage.tell("processes"), lambda found: len(found) == 3)) == 3


def test_forks_without_end(stage: Stage) -> None:
    count = stage.tell("forks", 150)
    if stage.name != "weak":
        assert count < 64
    assert stage.tell("hello") == "hello"


def test_threads(stage: Stage) -> None:
    assert stage.tell("threads", 30) == 30


def test_memory_of_one_process(stage: Stage) -> None:
    assert stage.attack("fill")["error"].startswith("MemoryError")
    assert stage.tell("hello") == "hello"


def test_memory_that_is_full_for_ever(stage: Stage) -> None:
    assert stage.attack("swallow", seconds=0.4)["verdict"] in ("too slow", "crashed")
    assert stage.tell("hello") == "hello"


@pytest.mark.parametrize("how", ["fill_by_many", "fill_shared"])
def test_memory_of_all_together(stage: Stage, how: str) -> None:
    megabyte = 1024 * 1024
    stage.ask("less", memory=200 * megabyte)
    arguments = (4, 100 * megabyte) if how == "fill_by_many" else (400 * megabyte,)
    answer = stage.attack(how, *arguments)
    assert (answer["verdict"], "of memory" in answer["summary"]) == ("crashed", True), answer
    assert stage.tell("hello") == "hello"


def test_a_file_that_is_too_large(stage: Stage) -> None:
    assert stage.tell("fill_disk", "folder", 20_000_000) == [0, "EFBIG"]


def test_the_shared_folder(stage: Stage) -> None:
    answer = stage.attack("fill_disk", "folder", 8_000_000)
    assert (answer["verdict"], "wrote more" in answer["summary"]) == ("crashed", True), answer
    assert stage.tell("hello") == "hello"


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm"])
def test_the_temporary_folders(sealed: Stage, place: str) -> None:
    total, why = sealed.tell("fill_disk", place, 8_000_000)
    assert why == "ENOSPC"
    assert total <= 64 * 1024 * 1024


@pytest.mark.parametrize("place", ["folder", "/tmp"])
def test_empty_files_without_end(stage: Stage, place: str) -> None:
    if place == "/tmp" and stage.name == "weak":
        pytest.skip("the weak tier does not stop it; docs/instructors.md says so")
    answer = stage.attack("many_files", place, 6000 if place == "/tmp" and stage.name in SEALED else 1000)
    assert (answer["verdict"], "wrote more" in answer["summary"]) == ("crashed", True), answer


def test_folders_that_are_hard_to_remove(stage: Stage) -> None:
    assert stage.tell("deep", "folder") == "deep"


def test_processor_time(stage: Stage) -> None:
    stage.ask("close")
    stage.ask("close")
    answer = stage.attack("burn", cpu_seconds=1, seconds=60)
    stage.ask("close")
    assert (answer["verdict"], "more than 1 seconds of processor time" in answer["summary"]) == ("crashed", True), (
        answer
    )


def test_output(stage: Stage) -> None:
    answer = stage.attack("flood", seconds=0.5)
    assert answer["verdict"] == "too slow"
    assert answer["printed"] == 20_000


def test_an_answer_without_end(stage: Stage) -> None:
    assert stage.tell("long", 3_000_000) == "x" * 3_000_000
    assert "more than can be passed on" in stage.attack("long", 20_000_000)["summary"]


# Whom it can attack


@pytest.mark.parametrize("number", [9, 19], ids=["kill", "stop"])
def test_the_parent(stage: Stage, number: int) -> None:
    """Who may signal it loses no more than the own check: the next one has a new nursery."""
    answer = stage.attack("to_parent", number, seconds=2)
    if stage.name in ("bubblewrap", "user"):
        assert answer["value"] == "EPERM"
    for _ in range(2):
        assert stage.tell("hello") == "hello"


def test_the_parents_memory(stage: Stage) -> None:
    done = stage.tell("trace")
    assert done == [] or (stage.name == "weak" and os.geteuid() == 0)


def test_what_the_judge_would_follow(stage: Stage) -> None:
    assert stage.attack("traps", "folder")["value"] == []


def test_a_worker_that_stops_itself(stage: Stage) -> None:
    assert stage.attack("stop_itself", seconds=0.4)["verdict"] == "too slow"
    assert stage.tell("hello") == "hello"


# What happens around it


def test_a_judge_that_is_killed(stage: Stage) -> None:
    """With ``kill -9``: no sandbox outlives it, whatever goes on in there."""
    other = Stage(stage.name, stage.course)
    assert other.tell("hello") == "hello"
    idle = len(other.processes())
    other.start("forks_and_stays", 3)
    _wait_until(lambda: len(other.processes()) >= idle + 4)
    started = other.processes()
    other.kill()
    _wait_until(lambda: not set(started) & set(parents()))


def _wait_until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    patience = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < patience
        time.sleep(0.02)


def test_a_bubblewrap_that_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own words are passed on: they say what the system would have to allow."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(CourseError, match=r"uid map: Permission denied.*--allow-weak-isolation"):
        choose(allow_weak=False, wanted="bubblewrap")


def test_there_is_no_such_tier() -> None:
    with pytest.raises(CourseError, match="There is no isolation “docker”"):
        choose(allow_weak=True, wanted="docker")


# The filter of system calls


@pytest.mark.parametrize("machine", ["x86_64", "aarch64", "riscv64"])
def test_the_filter_knows_its_machine(machine: str) -> None:
    filter_ = program(machine)
    assert (filter_ is None) == (machine == "riscv64" or sys.platform != "linux")
