"""Text that stays text in Markdown (CommonMark, and GitHub's dialect), whatever is written in it."""

from __future__ import annotations

import re

from grader.faces.text import clean, one_line

SIGNS = re.compile(r"[!\"#$%&'()*+\-./:;<=>?@\[\\\]^_`{|}~]")
"""ASCII punctuation, all of which a backslash makes plain (CommonMark 0.31, 2.4). A comma never means anything."""

HARMLESS = re.compile(r"(?<=[\w,;”’)]) ?[.?](?=\s|$)|(?<=\w)['/](?=\w)|(?<=\w)-(?=\w)|[;?'\"%](?=\s|$)")
"""Punctuation in the middle or at the end of words, left alone so that the text can be read as it is."""


class Markdown(str):
    """Text that is Markdown already, and is not escaped again."""

    __slots__ = ()


def words(text: str) -> Markdown:
    """The text on a line, as words: nothing in it is markup, a link or HTML."""
    line = one_line(text)
    plain = {found.start() + len(found[0]) - 1 for found in HARMLESS.finditer(line)}
    if number := re.match(r"\d+[.)]", line):  # the beginning of a list
        plain.discard(number.end() - 1)
    return Markdown(SIGNS.sub(lambda sign: sign[0] if sign.start() in plain else "\\" + sign[0], line))


def prose(text: str) -> Markdown:
    """A sentence of the course: words, and what stands between backticks as code."""
    parts = re.split(r"`+([^`]+)`+", one_line(text))
    return Markdown("".join(code(part) if place % 2 else words_within(part) for place, part in enumerate(parts)))


def words_within(text: str) -> str:
    """Words of a sentence with the spaces around them."""
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return f"{before}{words(text)}{after}" if text.strip() else text


def code(text: str) -> Markdown:
    """The text on a line, as code."""
    line = one_line(text)
    if not line:
        return Markdown("")
    fence = "`" * (_longest_run(line) + 1)
    return Markdown(f"{fence} {line} {fence}" if "`" in (line[0], line[-1]) else f"{fence}{line}{fence}")


def block(text: str) -> Markdown:
    """The text as a block of code, line by line; it can't end the block itself."""
    whole = clean(text).strip("\n")
    fence = "`" * max(3, _longest_run(whole) + 1)
    return Markdown(f"{fence}text\n{whole}\n{fence}")


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
