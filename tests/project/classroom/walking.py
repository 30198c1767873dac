"""A workflow's job, walked here: its own steps in their order, with what GitHub's runner would give them.

``run`` steps run as they stand, in bash. Of actions there is what they would leave behind: a checkout is a clone, the
packages are those that are installed here, and the reporter is the real one where it can be had.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .conftest import ROOT, environment, git, with_packages

REPORTER = Path(os.environ.get("ORDER_UP_REPORTER") or ROOT / ".order-up" / "reporter" / "main.js")
"""``dist/main.js`` of classroom-resources/autograding-grading-reporter, tag v1; see docs/instructors.md."""

NODE = shutil.which("node")
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
DEFAULT = re.compile(r"vars\.(\w+) \|\| '([^']*)'")


@dataclass
class Job:
    """What came of a job."""

    log: str = ""
    status: dict[str, int] = field(default_factory=dict)
    """Of each ``run`` step by its name."""
    outputs: dict[str, str] = field(default_factory=dict)
    """Of the step with an id: there is one."""
    handed_on: dict[str, str] = field(default_factory=dict)
    """What was written to ``GITHUB_ENV``."""
    summary: str = ""
    artifacts: list[str] = field(default_factory=list)
    reported: str = ""
    """What the reporter printed."""


def walk(repository: Path, courses: Mapping[str, Path], workspace: Path, **variables: str) -> Job:
    """Run the job of a student's repository.

    Args:
        repository: the student's, whose workflow it is.
        courses: the folders of repositories by their names at GitHub.
        workspace: an empty folder.
        variables: the organisation's.
    """
    workspace.mkdir()
    workflow = yaml.safe_load((repository / ".github" / "workflows" / "order-up.yml").read_text())
    given = _surroundings(workspace.with_name(f"{workspace.name}-runner"), workspace)
    job = Job()
    for step in workflow["jobs"]["grade"]["steps"]:
        filled = _filled(step, job, variables)
        if "result" in str(step.get("if", "")) and not job.outputs.get("result"):
            continue
        action, settings = filled.get("uses", "").partition("@")[0], filled.get("with", {})
        if action == "actions/checkout":
            source = courses[settings["repository"]] if "repository" in settings else repository
            _check_out(source, workspace / settings["path"], settings)
        elif action == "actions/setup-python":
            assert (workspace / settings["cache-dependency-path"]).exists()
            with_packages(workspace / "course")
        elif action == "actions/upload-artifact":
            job.artifacts.append((workspace / settings["path"]).read_text(encoding="utf-8"))
        elif action.endswith("autograding-grading-reporter"):
            job.reported = report(settings["runners"], job.handed_on)[1] if NODE and REPORTER.exists() else ""
        else:
            _run(filled, workspace, given, job)
    return job


def report(runners: str, results: Mapping[str, str]) -> tuple[int, str]:
    """The real reporter: its exit status and what it prints."""
    assert NODE is not None
    own = environment(**results, INPUT_RUNNERS=runners)
    done = subprocess.run([NODE, str(REPORTER)], env=own, capture_output=True, encoding="utf-8", timeout=60)
    return done.returncode, done.stdout + done.stderr


def _filled(step: dict[str, Any], job: Job, variables: Mapping[str, str]) -> dict[str, Any]:
    def value(match: re.Match[str]) -> str:
        if found := DEFAULT.fullmatch(match[1]):
            return variables.get(found[1]) or found[2]
        return job.outputs.get(match[1].removeprefix("steps.grade.outputs."), "")

    def fill(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: fill(one) for key, one in part.items()}
        return EXPRESSION.sub(value, part) if isinstance(part, str) else part

    return {key: fill(part) for key, part in step.items() if key != "if"}


def _check_out(source: Path, path: Path, settings: Mapping[str, Any]) -> None:
    git(source.parent, "clone", "-q", "--no-checkout", str(source), str(path))
    if "sparse-checkout" in settings:
        assert settings["sparse-checkout-cone-mode"] is False
        git(path, "sparse-checkout", "set", "--no-cone", *settings["sparse-checkout"].split())
    git(path, "checkout", "-q", settings.get("ref") or "HEAD")


def _surroundings(folder: Path, workspace: Path) -> dict[str, str]:
    """The environment of all steps; ``sudo`` only notes what it was asked for."""
    (folder / "bin").mkdir(parents=True)
    sudo = folder / "bin" / "sudo"
    sudo.write_text(f'#!/bin/sh\necho "$@" >> {folder}/sudo\n')
    sudo.chmod(0o755)
    files = {f"GITHUB_{name}": str(folder / name.lower()) for name in ("OUTPUT", "ENV", "STEP_SUMMARY")}
    for place in files.values():
        Path(place).touch()
    path = os.pathsep.join([str(workspace / "course" / ".venv" / "bin"), str(folder / "bin"), os.environ["PATH"]])
    about = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "a-school/alice", "GITHUB_SHA": "abc123"}
    return environment(**files, **about, PATH=path, CI="true", GITHUB_ACTIONS="true", GITHUB_TOKEN="ghs_not_for_you")


def _run(step: Mapping[str, Any], workspace: Path, given: Mapping[str, str], job: Job) -> None:
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=workspace / step.get("working-directory", "."),
        env={**given, **step.get("env", {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    job.log += done.stdout + done.stderr
    job.status[step["name"]] = done.returncode
    job.summary = Path(given["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    for name, into in (("OUTPUT", job.outputs), ("ENV", job.handed_on)):
        lines = Path(given[f"GITHUB_{name}"]).read_text(encoding="utf-8").splitlines()
        into.update(line.split("=", 1) for line in lines)  # type: ignore[arg-type]
