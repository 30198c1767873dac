"""``doctor``: whether all is well here: the Python, the packages, the recordings …; and what helps where it is not.

It looks as far as it can when set-up is broken, too. So this file is standard library only, with no syntax newer than
Python 3.8, and imports what needs more only where it is used.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from grader import setup
from grader.faces.calling import how_to, program

if TYPE_CHECKING:
    from collections.abc import Callable

FINE, NOTE, MEND = "fine", "note", "MEND"

ROOMS = ("exercises", "tests", "cassettes", "grader", "requirements", "pyproject.toml", "Makefile")
EDITORS = ("code", "codium", "cursor", "zed", "pycharm", "charm", "subl", "hx", "nvim", "vim", "emacs", "micro", "nano")
SHADOWED = (
    "requests",
    "vcr",
    "pytest",
    "yaml",
    "rich",
    "urllib3",
    "json",
    "http",
    "email",
    "socket",
    "random",
    "types",
)
"""Names that somebody's own file in the course's folder would take from the packages that are meant."""


class Finding(NamedTuple):
    """What was found out about one thing."""

    state: str
    """FINE, NOTE where it works all the same, or MEND."""
    says: str
    mend: str = ""
    """What helps, mostly a command."""


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(arguments: argparse.Namespace, course: Any) -> int:
    return examine(str(course.root))


def examine(root: str) -> int:
    """Look at everything, a line or two each, as it is found; 0 when nothing needs mending."""
    looks: list[tuple[str, Callable[[str], Finding]]] = [
        ("Python", _python),
        ("folder", _folder),
        ("writing", _writing),
        (".venv", _venv),
        ("packages", _packages),
        ("git", _git),
        ("make", _make),
        ("editor", _editor),
        ("terminal", _terminal),
        ("clock", _clock),
    ]
    if sys.version_info >= setup.NEEDED:
        looks += [("recordings", _recordings), ("stubs", _stubs)]
    ready = setup.inside() and setup.usable() and setup.installed("learner")
    if ready:
        looks += [("grading", _forked), ("grading anew", _spawned)]
    mend = 0
    for name, look in looks:
        try:
            found = look(root)
        except Exception as error:  # one thing that is badly broken must not hide the others
            found = Finding(MEND, "could not be looked at: " + " ".join(str(error).split())[:200])
        mend += found.state == MEND
        _show(name, found)
    left = "" if ready else " Grading itself was not tried: set-up comes first."
    print()
    print((f"{mend} to mend." if mend else "All is well.") + left)
    return 1 if mend else 0


# ------------------------------------------------------------------------------------------------ set-up


def _python(root: str) -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    for name in ("PYTHONHOME", "PYTHONPATH"):
        if os.environ.get(name):
            return Finding(NOTE, f"{version}; {name} is set, and may lead Python elsewhere", f"unset {name}")
    if sys.version_info < setup.NEEDED:
        said, _, helps = " ".join(setup._too_old().split()).partition(". ")
        return Finding(MEND, said.replace("; this is", ", and this is"), helps.rstrip("."))
    return Finding(FINE, f"{version}, {sys.executable}")


def _folder(root: str) -> Finding:
    rooms = ROOMS if _for_a_class(root) else (*ROOMS, "solutions")
    missing = [name for name in rooms if not os.path.exists(os.path.join(root, name))]
    if missing:
        names = " ".join(missing)
        return Finding(MEND, f"{root} is incomplete: {', '.join(missing)} missing", f"git checkout -- {names}")
    taken = [name for name in SHADOWED if os.path.exists(os.path.join(root, name + ".py"))]
    if taken:
        return Finding(MEND, f"{taken[0]}.py in {root} hides the real {taken[0]}", f"rename {taken[0]}.py")
    try:
        here = os.getcwd()
    except OSError:
        return Finding(MEND, "the folder you are in does not exist any more", f"cd {root}")
    if os.path.realpath(here) != os.path.realpath(root):
        return Finding(NOTE, f"{root}; you are in {here}", f"cd {root}")
    return Finding(FINE, root)


def _for_a_class(root: str) -> bool:
    """Whether this is a learner's copy that an instructor made: it is without solutions."""
    return os.path.exists(os.path.join(root, ".order-up-course"))


def _writing(root: str) -> Finding:
    import tempfile

    for name in (".", "exercises", ".order-up"):
        folder = os.path.join(root, name)
        if name == ".order-up" and not os.path.exists(folder):
            continue  # it will be made in the first one
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return Finding(MEND, f"nothing can be written to {folder}: {reason}", "clone to a folder that is yours")
    free = shutil.disk_usage(root).free
    if free < 200_000_000:
        return Finding(NOTE, f"only {free // 1_000_000} MB are free; set-up needs about 150", "make room")
    return Finding(FINE, f"everywhere; {free // 1_000_000_000} GB free")


def _venv(root: str) -> Finding:
    import importlib.util

    again = _set_up()
    if not os.path.exists(setup.VENV):
        if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
            return Finding(MEND, "missing, and this Python has no venv module", "sudo apt install python3-venv")
        return Finding(MEND, "missing", again)
    if not os.path.isdir(setup.VENV) or os.path.exists(setup.UNFINISHED):
        return Finding(MEND, "unfinished: set-up was interrupted", again)
    if not os.path.exists(setup.PYTHON):
        return Finding(MEND, "broken: its Python is gone, perhaps after an upgrade", again)
    if not setup.usable():
        return Finding(MEND, "broken: it was made by another Python", again)
    try:
        subprocess.run([setup.PYTHON, "-I", "-c", ""], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    except (OSError, subprocess.SubprocessError):
        return Finding(MEND, "broken: its Python does not start", f"delete the folder .venv, then {how_to('list')}")
    return Finding(FINE, setup.VENV)


def _set_up() -> str:
    return f"{how_to('list')}   (sets it up; that needs the internet once)"


def _packages(root: str) -> Finding:
    import importlib.metadata

    wanted = {}
    with open(setup._requirements("learner"), encoding="utf-8") as file:
        for line in file:
            pin, _, marker = line.partition(";")
            name, equal, version = pin.partition("==")
            if equal and not marker and not line.startswith(("#", " ")):
                wanted[_plain(name)] = version.strip(" \\\n")
    version = ".".join(setup._configuration().get("version", sys.version.split()[0]).split(".")[:2])
    parts = ("Lib", "site-packages") if os.name == "nt" else ("lib", "python" + version, "site-packages")
    places = [os.path.join(setup.VENV, *parts)]
    there = {
        _plain(one.metadata["Name"]): one.version
        for one in importlib.metadata.distributions(path=places)
        if one.metadata["Name"]
    }
    wrong = [
        f"{name} {there.get(name, 'missing')} (needs {wanted[name]})"
        for name in wanted
        if there.get(name) != wanted[name]
    ]
    if not wrong and there and not setup.installed("learner"):
        return Finding(MEND, "set-up was interrupted, or other packages are wanted since", _set_up())
    if not wrong:
        return Finding(FINE, f"{len(wanted)}, the versions that are wanted: requests {wanted.get('requests', '?')}")
    if not set(there) & set(wanted):
        if setup.usable():
            return Finding(MEND, "none is installed: set-up did not come to its end", _set_up())
        return Finding(NOTE, "none is installed yet: .venv comes first")
    more = f" and {len(wrong) - 2} more" if len(wrong) > 2 else ""
    helps = f"delete the folder .venv, then {how_to('list')}" if setup.installed("learner") else _set_up()
    return Finding(MEND, ", ".join(wrong[:2]) + more, helps)


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")


# ------------------------------------------------------------------------------------------------ tools


def _git(root: str) -> Finding:
    version = _said(["git", "--version"])
    if version is None:
        return Finding(MEND, "not found; `reset` needs it", _install("git"))
    done = subprocess.run(
        ["git", "-C", root, "rev-parse", "--git-dir"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    version = version.replace("git version ", "")
    if done.returncode == 0:
        return Finding(FINE, version)
    said = done.stderr.decode("utf-8", "replace")
    if "safe.directory" in said:
        return Finding(MEND, "this folder belongs to somebody else", f"git config --global --add safe.directory {root}")
    return Finding(NOTE, f"{version}, but this is no clone: `reset` can't bring stubs back", "git clone it instead")


def _make(root: str) -> Finding:
    version = _said(["make", "--version"])
    if version is None:
        return Finding(NOTE, f"not found; `{program()} …` does the same", _install("make"))
    return Finding(FINE, version)


def _editor(root: str) -> Finding:
    if os.environ.get("TERM_PROGRAM") == "vscode":
        return Finding(FINE, "this is VS Code’s terminal")
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        if shutil.which(chosen.split()[0]):
            return Finding(FINE, chosen)
        return Finding(NOTE, f"EDITOR is {chosen}, which is not found", "export EDITOR=nano")
    found = [name for name in EDITORS if shutil.which(name)]
    if os.name == "nt" and not found:
        found = ["notepad"]
    if found:
        return Finding(FINE, found[0])
    return Finding(NOTE, "none was found by its name; any that saves plain text is fine")


def _terminal(root: str) -> Finding:
    encoding = (getattr(sys.stdout, "encoding", "") or "unknown").lower()
    columns = shutil.get_terminal_size().columns
    if not encoding.startswith("utf"):
        helps = "chcp 65001, then set PYTHONUTF8=1" if os.name == "nt" else "export PYTHONUTF8=1"
        return Finding(NOTE, f"{encoding}: signs like ✓ are shown in ASCII", helps)
    if not sys.stdout.isatty():
        return Finding(FINE, f"{encoding}; no terminal, so without colours")
    if columns < 80:
        return Finding(NOTE, f"{columns} columns; pages are made for 80", "make the window wider")
    plain = " without colours" if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else ""
    return Finding(FINE, f"{encoding}, {columns} columns{plain}")


def _clock(root: str) -> Finding:
    before, now = time.monotonic(), time.time()
    committed = _said(["git", "-C", root, "log", "-1", "--format=%ct"])
    today = time.strftime("%Y-%m-%d %H:%M", time.localtime(now))
    newest = float(committed) if committed and committed.isdigit() else 1.7e9
    if now < newest - 86400:
        return Finding(MEND, f"it is {today} here, which is before this course was made", "set the computer’s clock")
    time.sleep(0.01)
    if time.monotonic() <= before:
        return Finding(MEND, "time does not pass: the monotonic clock stands still", "start the computer anew")
    return Finding(FINE, today)


def _said(command: list[str]) -> str | None:
    """The first line that a program prints; None where there is no such program."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return lines[0].strip() if done.returncode == 0 and lines else None


def _install(name: str) -> str:
    if os.name == "nt":
        return "install Git for Windows from git-scm.com" if name == "git" else "winget install GnuWin32.Make"
    if sys.platform == "darwin":
        return "xcode-select --install"
    return f"sudo apt install {name}"


# ------------------------------------------------------------------------------------------------ the course


def _recordings(root: str) -> Finding:
    from pathlib import Path

    from grader.commands.peek import recorded
    from grader.course import Course

    wanted = {}
    for exercise in Course(Path(root)).exercises:
        checks = recorded(exercise)
        for path in [check.cassette for check in checks] + ([exercise.cassettes / "world.json"] if checks else []):
            wanted[path] = exercise
    missing = [path for path in wanted if not path.exists() or path.stat().st_size == 0]
    if missing:
        first = missing[0].relative_to(root).as_posix()
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        return Finding(MEND, f"missing or empty: {first}{more}", "git checkout -- cassettes")
    if not wanted:
        return Finding(MEND, "there are no exercises", "git checkout -- tests")
    return Finding(FINE, f"{len(wanted)} files, complete")


def _stubs(root: str) -> Finding:
    from pathlib import Path

    from grader import stubs
    from grader.course import Course

    exercises = Course(Path(root)).exercises
    missing = [exercise for exercise in exercises if not exercise.stub.exists()]
    if missing:
        return Finding(MEND, f"exercises/…/{missing[0].stub.name} is gone", how_to("reset", missing[0].code))
    listed = stubs.shipped(Path(root))
    unlisted = [one for one in exercises if f"{one.topic.name}/{one.stem}.py" not in listed]
    if unlisted:
        codes = ", ".join(one.code for one in unlisted[:4]) + (" …" if len(unlisted) > 4 else "")
        return Finding(MEND, f"exercises/.shipped does not list {codes}", "git checkout -- exercises/.shipped")
    untouched = sum(stubs.is_untouched(one) for one in exercises)
    return Finding(FINE, f"{len(exercises)}, of which {untouched} are as they were shipped")


def _forked(root: str) -> Finding:
    if not hasattr(os, "fork"):
        return Finding(FINE, "workers can’t be forked on this system, and needn’t be")
    return _graded(root, "forked")


def _spawned(root: str) -> Finding:
    return _graded(root, "started anew", "--spawn")


def _graded(root: str, way: str, *arguments: str) -> Finding:
    """Grade the first exercise's solution, or the learner's where there is none: pytest, a worker, a recording."""
    from pathlib import Path

    from grader.course import Course
    from grader.report import Verdict
    from grader.run import grade

    course = Course(Path(root))
    first = course.exercises[0]
    room = "exercises" if _for_a_class(root) else "solutions"
    before = time.monotonic()
    report = grade(course, [first], room=room, pytest_arguments=arguments)
    taken = time.monotonic() - before
    fine = report.passed or (room == "exercises" and report.exercises[0].verdict is not Verdict.NOT_RECORDED)
    if fine and not report.errors:
        does = "’s solution passes" if room == "solutions" else " is graded"
        return Finding(FINE, f"{first.code}{does} in {taken:.1f} s, with a worker {way}")
    problems = [result.first_problem.problem for result in report.exercises if result.first_problem]
    said = [*report.errors, *(problem.summary for problem in problems if problem)]
    why = " ".join(" ".join(said).split())[:120] or "it does not say why"
    does_not = "’s solution does not pass" if room == "solutions" else " can’t be graded"
    return Finding(MEND, f"{first.code}{does_not}: {why}", f"please report: {how_to('ask', first.code)}")


# ------------------------------------------------------------------------------------------------ the page


def _show(name: str, found: Finding) -> None:
    """A line, and under it what helps. On an old Python without colours."""
    rows = [f"{name:<13} {found.says}"] + ([f"{'':<19}→ {found.mend}"] if found.mend else [])
    style = {FINE: "good", NOTE: "wait", MEND: "bad"}[found.state]
    try:
        from grader.faces import screen
        from grader.faces.text import clean

        words = [clean(row) for row in rows]  # not cut: the end of a path or a command matters
        lines = [((f"{found.state:<5}", style), words[0])] + [(row,) for row in words[1:]]
        screen.show(lines)
    except Exception:  # an old Python, or rich is not installed
        for number, row in enumerate(rows):
            text = (row if number else f"{found.state:<5}{row}").replace("→", "->").replace("’", "'")
            print(text.encode("ascii", "replace").decode("ascii"))
    sys.stdout.flush()
