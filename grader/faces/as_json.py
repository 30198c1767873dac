"""The report as JSON: ``Report.to_json``, in UTF-8."""

from __future__ import annotations

import json

from grader.report import Report


def encode(report: Report, *, indent: int | None = 2) -> bytes:
    """A JSON document that ends with a line end; without ``indent`` it is one line, and made much faster.

    Half a surrogate pair, which a learner's output may hold and UTF-8 may not, is written as ``\\udc80``.
    """
    text = json.dumps(report.to_json(), ensure_ascii=False, indent=indent, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace")
