"""``requirements``: pin and hash what each dependency group of ``pyproject.toml`` needs. For authors; it needs uv.

What ``requirements/*.in`` names is for a virtual environment of its own, and is pinned by itself.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path

from grader.course import Course, CourseError

HEAD = "# Made by `python -m grader requirements` from {source}. For every platform, Python 3.11 and newer.\n"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions instead of keeping the pins")


def run(arguments: argparse.Namespace, course: Course) -> int:
    uv = shutil.which("uv")
    if uv is None:
        raise CourseError("This needs uv, which pins for all platforms at once. Install it with `pip install uv`.")
    project = course.root / "pyproject.toml"
    groups = list(tomllib.loads(project.read_text(encoding="utf-8"))["dependency-groups"])
    pinned = {group: course.root / "requirements" / f"{group}.txt" for group in groups}
    with tempfile.TemporaryDirectory() as folder:
        # First all groups together, then each one bound to that: so any of them fit into one .venv.
        together = Path(folder) / "together.txt"
        if not arguments.upgrade:
            together.write_text("\n".join(_pins(path) for path in pinned.values()), encoding="utf-8")
        _compile(uv, project, groups, together)
        for group, path in pinned.items():
            made = Path(folder) / path.name
            _compile(uv, project, [group], made, "--constraints", str(together), "--generate-hashes")
            _write(path, "pyproject.toml", made)
        for apart in sorted((course.root / "requirements").glob("*.in")):
            path = apart.with_suffix(".txt")
            made = Path(folder) / path.name
            if not arguments.upgrade and path.exists():
                made.write_text(_pins(path), encoding="utf-8")  # what is there already, uv keeps
            _pinned(uv, made, str(apart), "--generate-hashes")
            _write(path, f"requirements/{apart.name}", made)
    return 0


def _write(path: Path, source: str, made: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    text = HEAD.format(source=source) + made.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"requirements/{path.name}: {_pins(path).count('==')} packages")


def _pins(path: Path) -> str:
    """The lines with versions, without hashes."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return "\n".join(line.removesuffix(" \\") for line in lines if "==" in line and not line.startswith((" ", "#")))


def _compile(uv: str, project: Path, groups: list[str], output: Path, *options: str) -> None:
    of_groups = [word for group in groups for word in ("--group", f"{project}:{group}")]
    _pinned(uv, output, *options, *of_groups)


def _pinned(uv: str, output: Path, *options: str) -> None:
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-header"]
    command += ["--no-annotate", "--output-file", str(output), *options]
    # uv prints what it wrote even when it is told to be quiet.
    if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
        raise CourseError("uv could not pin the requirements; what it says is above.")
