"""Text that came from a learner or a server, made harmless and cut to size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and cursor moves
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)"  # titles, links and other strings
    r"|\x1b[ -/]*[0-~]?",
    re.DOTALL,
)
# Control characters, halves of surrogate pairs, and what turns the direction of writing round.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without escape sequences and control characters; tabs and line ends become plain ones."""
    text = ESCAPES.sub("", text).replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """The text on a single line, harmless."""
    return " ".join(clean(text).split())


def width(text: str) -> int:
    """How many columns the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def cut(text: str, room: int) -> str:
    """The text in at most ``room`` columns, with an ellipsis where something was left out."""
    if width(text) <= room:
        return text
    taken, used = "", 0
    for character in text:
        used += _columns(character)
        if used > room - 1:
            break
        taken += character
    return taken.rstrip() + "…"


def cut_middle(text: str, room: int) -> str:
    """The same for what tells most at both ends: addresses and paths."""
    if width(text) <= room or room < 8:
        return cut(text, room)
    tail = room // 3
    return text[: room - tail - 1] + "…" + text[-tail:] if text.isascii() else cut(text, room)


def wrap(text: str, room: int, lines: int) -> list[str]:
    """The text broken between words into at most so many lines, the last one cut if need be."""
    wrapped: list[str] = []
    for word in text.split():
        if wrapped and width(wrapped[-1]) + 1 + width(word) <= room:
            wrapped[-1] += " " + word
        elif len(wrapped) < lines:
            wrapped.append(word)
        else:
            wrapped[-1] = cut(wrapped[-1] + " " + word + " " * room + "…", room)
            break
    return [cut(line, room) for line in wrapped]


def pad(text: str, room: int) -> str:
    """The text in exactly ``room`` columns."""
    text = cut(text, room)
    return text + " " * (room - width(text))


def share(wanted: Iterable[int], room: int) -> list[int]:
    """Deal out ``room`` lines to sections that want so many each: one each in turn, the first ones first."""
    wishes = list(wanted)
    given = [0] * len(wishes)
    while room > 0 and given != wishes:
        for place, wish in enumerate(wishes):
            if given[place] < wish and room > 0:
                given[place] += 1
                room -= 1
    return given


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
