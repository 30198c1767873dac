"""``api``: the page about the bistro's API, offline, in the browser."""

from __future__ import annotations

import argparse
import json
import os
import sys
import urllib.request
import webbrowser
from pathlib import Path

from grader.course import Course, CourseError
from grader.faces import files

PAGE, DOCUMENT = "docs/api.html", "docs/openapi.json"
LINK, LINK_HERE = 'href="/openapi.json"', 'href="openapi.json"'
"""The page's link to the document: at the bistro, and in the repository."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help="for authors: make the page anew, from the running bistro")


def run(arguments: argparse.Namespace, course: Course) -> int:
    if arguments.write:
        write(course)
        print(f"Written: {PAGE} and {DOCUMENT}")
        return 0
    page = course.root / PAGE
    if not page.exists():
        raise CourseError(f"{PAGE} is missing. `git checkout -- docs` brings it back.")
    print(f"{page}")
    if has_display() and not webbrowser.open(page.as_uri()):
        print("No browser could be opened: open that file yourself.", file=sys.stderr)
    return 0


def has_display() -> bool:
    """Whether a browser would open in a window of its own, and not in this terminal."""
    if os.environ.get("BROWSER"):
        return True  # somebody said which; an editor's remote terminal does
    if os.name == "nt" or sys.platform == "darwin":
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def write(course: Course) -> None:
    """Keep the running bistro's page and document in ``docs/``."""
    from grader import setup

    setup.prepare(("record",))
    for place, text in made(course).items():
        (course.root / place).parent.mkdir(exist_ok=True)
        files.write(course.root / place, text.encode())


def made(course: Course) -> dict[str, str]:
    """Ask the running bistro for its page and its document; the texts by their places in the repository."""
    from tempfile import TemporaryDirectory

    from grader.commands.servers import running

    with TemporaryDirectory(prefix="order-up-") as folder, running(course, Path(folder), seed=1, tls=False) as told:
        bistro = json.loads(told.read_text(encoding="utf-8"))["servers"]["bistro"]
        document, page = (_get(f"{bistro}{path}") for path in ("/openapi.json", "/docs"))
    return {PAGE: kept_page(page), DOCUMENT: kept_document(json.loads(document))}


def kept_page(page: str) -> str:
    """The bistro's page as it is kept: the same, but for the link to the document, which lies beside it."""
    if LINK not in page:
        raise CourseError("The bistro's page has no link to its document any more: see grader/commands/api.py.")
    return page.replace(LINK, LINK_HERE)


def kept_document(document: object) -> str:
    """The bistro's OpenAPI document as it is kept: set out, so that a change is seen in a review."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _get(url: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return str(answer.read().decode("utf-8"))
