"""``capture``: the README's pictures are what the commands say today, and can be read by everybody."""

from __future__ import annotations

import html
import os
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from grader.commands import capture
from grader.course import Course

ROOT = Path(__file__).resolve().parents[3]
WIDTH = 12.2
"""How wide a character is drawn."""

PICTURES = sorted(capture.PICTURES.values())


def words(picture: str) -> list[str]:
    """The lines of text in a picture."""
    lines: dict[float, str] = {}
    for element in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"):
        if "title" in element.get("class", ""):
            continue
        place = float(element.get("y", "0"))
        column = round(float(element.get("x", "0")) / WIDTH)
        lines[place] = lines.get(place, "").ljust(column) + (element.text or "")
    return [line.replace("\u00a0", " ").rstrip() for _, line in sorted(lines.items())]


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")
def test_they_are_up_to_date() -> None:
    made = capture.pictures(Course(ROOT))
    for place in PICTURES:
        kept = (ROOT / place).read_text(encoding="utf-8")
        assert words(kept) == words(made[place]), f"{place} is out of date: `python -m grader capture` makes it anew."


@pytest.mark.parametrize("place", PICTURES)
class TestAPicture:
    @pytest.fixture
    def picture(self, place: str) -> str:
        return (ROOT / place).read_text(encoding="utf-8")

    def test_shows_the_session(self, picture: str) -> None:
        text = "\n".join(words(picture))
        for typed, _, _, expected in capture.STEPS:
            assert f"$ {typed}" in text
            assert expected.strip() in text
        assert "next     e03" in text, "e01 counts as done"

    def test_needs_nothing_from_elsewhere(self, picture: str) -> None:
        addresses = set(re.findall(r"https?://[^\s\"'<)]+", html.unescape(picture))) - {"http://www.w3.org/2000/svg"}
        assert {address for address in addresses if not address.startswith("https://bistro.test/")} == set()
        assert "@font-face" not in picture
        assert "@import" not in picture

    def test_has_a_description(self, picture: str) -> None:
        assert ElementTree.fromstring(picture).get("aria-label")

    def test_can_be_read(self, picture: str, place: str) -> None:
        """Contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3) for all text."""
        _, paper, _, _ = capture.THEMES["light" if "light" in place else "dark"]
        colours = re.findall(r"fill: #([0-9a-f]{6})", picture)
        assert len(colours) >= 4
        for colour in colours:
            ink = tuple(int(colour[place : place + 2], 16) for place in (0, 2, 4))
            assert contrast(ink, paper) >= 4.5 or ink == paper, f"#{colour}"


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: tuple[int, ...]) -> float:
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")
def test_the_same_session_gives_the_same_bytes() -> None:
    printed = "\x1b[1m$ make\x1b[0m\n\x1b[1;32m✓ passed\x1b[0m \x1b[2mfaint\x1b[0m <&>"
    assert capture.drawn(printed, "dark") == capture.drawn(printed, "dark")
    assert words(capture.drawn(printed, "light")) == ["$ make", "✓ passed faint <&>"]
