"""Tables as CSV that a spreadsheet can open without running anything that a learner wrote into a name.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula. Quotation marks don't help; an
apostrophe in front does. Where a list is separated by commas and its reader expects semicolons, a cell may also begin
within another one: so the same is done behind those.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from grader.faces.text import one_line

FORMULA = re.compile("(^|[;,])( ?)(?=[=+@＝＋－＠−-])")
"""Where a formula would begin, the full-width signs included, which some spreadsheets read alike."""

NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")

Cell = str | int | float


def harmless(text: str) -> str:
    """The text on one line, without control characters and escape sequences, and never a formula; numbers stay."""
    text = one_line(text)
    return text if NUMBER.fullmatch(text) else FORMULA.sub(r"\1\2'", text)


def is_harmless(text: str) -> bool:
    """Whether nothing has to be changed: it can be a key by which another program finds somebody."""
    return harmless(text) == text


def decimal(points: float) -> str:
    """Points with two decimals and a point, as every gradebook reads them: ``8.50``."""
    return f"{points:.2f}"


def table(rows: Iterable[Sequence[Cell]], *, delimiter: str = ",", line_end: str = "\r\n", mark: bool = False) -> bytes:
    """The rows as CSV in UTF-8. The cells are written as they are: whoever made them made them harmless.

    Args:
        rows: the cells.
        delimiter: what separates them.
        line_end: what ends a row.
        mark: whether the file begins with the byte order mark by which Excel knows UTF-8.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")
