"""Text that stays text in Markdown (CommonMark, and GitHub's dialect), whatever is written in it."""

from __future__ import annotations

import re

from grader.faces.text import clean, one_line

SIGNS = re.compile(
    r"[\\`*_\[\]<>&#~|@$]"  # emphasis, code, links, HTML, entities, tables, mentions, formulas
    r"|:(?=[^\s\d])"  # http://, mailto:
    r"|(?<=[wW]{3})\."  # www.
    r"|^[-+=]"  # lists, rules and headings, which begin a line
)
"""What means something, or might. A backslash makes any ASCII punctuation plain (CommonMark 0.31, 2.4)."""


class Markdown(str):
    """Text that is Markdown already, and is not escaped again."""

    __slots__ = ()


def words(text: str) -> Markdown:
    """The text on a line, as words: nothing in it is markup, a link or HTML."""
    line = SIGNS.sub(lambda sign: "\\" + sign[0], one_line(text))
    return Markdown(re.sub(r"^(\d+)([.)])(?!\S)", r"\1\\\2", line))  # the beginning of a numbered list


def prose(text: str) -> Markdown:
    """A sentence of the course: words, and what stands between backticks as code."""
    parts = re.split(r"`+([^`]+)`+", one_line(text))
    return Markdown("".join(code(part) if place % 2 else spaced(part) for place, part in enumerate(parts)))


def spaced(text: str) -> Markdown:
    """Words in the middle of a line: a space before or behind them stays."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return Markdown(f"{before}{words(text)}{after}" if text.strip() else before)


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
