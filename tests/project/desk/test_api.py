"""``api``: the bistro's own page, kept where a learner has it without the kitchen's packages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands import api
from grader.course import Course

from .conftest import ROOT, START, environment

HOW = "`python -m grader api --write` makes it anew."


def test_the_page_and_the_document_are_the_bistros() -> None:
    for place, text in api.made(Course(ROOT)).items():
        assert (ROOT / place).read_text(encoding="utf-8") == text, f"{place} is out of date: {HOW}"


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = (ROOT / api.PAGE).read_text(encoding="utf-8")
    links = re.findall(r"""(?:href|src|action)=["']?([^"'\s>]+)""", text)
    assert "openapi.json" in links
    assert {link for link in links if not link.startswith("#")} == {"openapi.json"}
    assert not re.search(r"<script|@import|url\(", text)
    targets = set(re.findall(r'id="([^"]+)"', text))
    assert {link[1:] for link in links if link.startswith("#")} <= targets


def call(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, str(ROOT), "api"],
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display there")
def test_without_a_display_the_path_is_told() -> None:
    done = call()
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{ROOT / api.PAGE}\n", "")


@pytest.mark.skipif(os.name == "nt", reason="the browser here is a shell script")
def test_the_browser_is_asked_to_open_it(tmp_path: Path) -> None:
    browser, told = tmp_path / "browser", tmp_path / "told"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}\n')
    browser.chmod(0o755)
    done = call(BROWSER=f"{browser} %s")
    assert done.returncode == 0, done.stderr
    assert told.read_text() == (ROOT / api.PAGE).as_uri()


@pytest.mark.skipif(os.name == "nt", reason="the browser here is a shell script")
def test_a_browser_that_does_not_open_is_no_mishap() -> None:
    done = call(BROWSER="/nowhere/browser %s")
    assert done.returncode == 0
    assert done.stderr == "No browser could be opened: open that file yourself.\n"
