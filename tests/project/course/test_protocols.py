"""docs/protocols.md says which versions of which protocols the course speaks; nothing in the course says otherwise."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from .conftest import ROOT

PAGE = ROOT / "docs" / "protocols.md"
ROOMS = ("exercises", "solutions", "kitchen")
DATED = r"(?<![\w-])(20\d\d-\d\d-\d\d|DRAFT-\w+-v\d+)(?![\w-])"
"""A day, without the time of day that a moment has."""

FINDERS = {
    "MCP": ("*/t1[01]_*/* kitchen/others/pantry/*", DATED),
    "A2A": ("**/*", r"(?:A2A|A2A-Version|protocolVersion|JSONRPC|HTTP\+JSON)[\"'`]*[:,]?\s+[\"'`]?(\d+\.\d+)\b"),
    "anthropic-version": ("*/t08_*/*", DATED),
    "OpenAI's chat completions": ("**/*", r"(/v\d+)/(?:chat/completions|embeddings)"),
    "GitHub API version": ("**/*", r"X-GitHub-Api-Version\W+(\d{4}-\d\d-\d\d)"),
    "IETF RateLimit": ("**/*", r"(draft-ietf-httpapi-ratelimit[a-z-]*-\d+)"),
    "IETF Idempotency-Key": ("**/*", r"(draft-ietf-httpapi-idempotency[a-z-]*-\d+)"),
    "WHATWG server-sent events": ("**/*", r"(?:WHATWG|HTML standard)[^§\n]*(§\d[\d.]*\d)"),
}
"""Where the versions of each protocol stand, and how they look there."""


class Row(NamedTuple):
    """A protocol of the page."""

    spoken: set[str]
    named: set[str]
    checked: datetime.date
    source: str


def rows() -> dict[str, Row]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {
        name: Row(versions(spoken), versions(named), datetime.date.fromisoformat(checked), source)
        for name, spoken, named, checked, source in cells[1:]
        if not name.startswith("---")
    }


def versions(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def found(name: str) -> Iterator[tuple[str, str]]:
    """Each version of a protocol in the course, with where it stands."""
    places, pattern = FINDERS[name]
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            place = path.relative_to(ROOT)
            looked_for = places == "**/*" or any(place.match(one) for one in places.split())
            if path.suffix not in (".py", ".md", ".jinja") or not looked_for:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for version in re.findall(pattern, line):
                    yield version, f"{place.as_posix()}:{number}"


def test_the_page_has_each_protocol() -> None:
    assert list(rows()) == list(FINDERS)
    assert all(row.source for row in rows().values())


@pytest.mark.parametrize("name", FINDERS)
def test_what_stands_in_the_course_stands_on_the_page(name: str) -> None:
    row = rows()[name]
    strangers = [f"{place}: {version}" for version, place in found(name) if version not in row.spoken | row.named]
    assert not strangers, f"docs/protocols.md does not have these versions of {name}"


@pytest.mark.parametrize("name", FINDERS)
def test_what_stands_on_the_page_stands_in_the_course(name: str) -> None:
    row, there = rows()[name], {version for version, _ in found(name)}
    assert row.spoken | row.named == there
