"""Puts lines of styled words on a terminal: with colours, plain, or in ASCII only where the console knows no more."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Iterable
from typing import TextIO

Span = str | tuple[str, str]
"""Plain words, or words and their style: one of STYLES."""

Line = tuple[Span, ...]

STYLES = {  # legible on dark and on light: yellow and cyan are not
    "strong": "bold",
    "good": "bold green",
    "done": "bold reverse green",
    "bad": "bold red",
    "wait": "magenta",
    "faint": "dim",
    "path": "magenta",
}

ASCII = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("–—‐‑−", "-"),
        **dict.fromkeys("·•", "-"),
        "…": "...",
        "→": "->",
        "←": "<-",
        "×": "x",
        "✓": "+",
        "✗": "x",
        "≤": "<=",
        "≥": ">=",
        "\u00a0": " ",
        "\u202f": " ",
        "\N{REPLACEMENT CHARACTER}": "?",
    }
)


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    """What to write instead of characters that can't be written: a likeness, or else Python's escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escaped(error.object[error.start : error.end]), error.end


def _escaped(text: str) -> str:
    return text.translate(ASCII).encode("ascii", "backslashreplace").decode("ascii")


def _likeness(line: str) -> str:
    """The line in ASCII, which may need more room than the line itself, in at most 80 columns."""
    line = _escaped(line)
    return line if len(line) <= 80 else line[:77] + "..."


def prepare_streams() -> None:
    """Make everything printable everywhere: only ASCII goes to a console that isn't UTF-8, whoever prints.

    More would be shown wrongly: a Windows console reads another code page than Python writes into a pipe.
    """
    codecs.register_error("likeness", _in_ascii)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8" if is_utf8(stream) else "ascii", errors="likeness")


def is_utf8(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "ascii").lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig")


def is_colourful(stream: TextIO) -> bool:
    """Whether the stream is a terminal whose reader wants colours."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty() and is_utf8(stream)


def columns(stream: TextIO | None = None) -> int:
    """How wide a page may be: 80 columns, fewer on a smaller terminal, and where ``…`` will become ``...``."""
    stream = stream or sys.stdout
    room = min(80, max(40, shutil.get_terminal_size().columns)) if stream.isatty() else 80
    return room if is_utf8(stream) else room - 4


def show(lines: Iterable[Line], stream: TextIO | None = None) -> None:
    """Print the lines. They are taken as they are: whoever made them cut them to size."""
    stream = stream or sys.stdout
    if not is_utf8(stream):
        stream.write("".join(_likeness(plain(line)) + "\n" for line in lines))
        return
    if not is_colourful(stream):
        stream.write("".join(plain(line) + "\n" for line in lines))
        return
    from rich.console import Console  # here, because it takes longer to import than the rest of the page to make
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in lines:
        text = Text()
        for span in line:
            words, style = (span, "") if isinstance(span, str) else span
            text.append(words, STYLES.get(style, ""))
        text.rstrip()
        console.print(text)


def plain(line: Line) -> str:
    """The line without styles."""
    return "".join(span if isinstance(span, str) else span[0] for span in line).rstrip()
