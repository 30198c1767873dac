"""The gradebook as a table for spreadsheets: a row per learner, a column per exercise, in the exercise's own points.

An empty cell is an exercise for which nothing was handed in. The score is rescaled, and less what being late costs.
"""

from __future__ import annotations

from grader.faces.cells import Cell, decimal, harmless, table
from grader.gradebook import Gradebook, Row

BEFORE = ("learner", "name", "email", "id", "section", "state", "score", "out of", "earned")
AFTER = ("submitted", "days late", "late percent", "attempts", "isolation", "notes")


def encode(gradebook: Gradebook) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel reads it; the first row names the columns."""
    stems = [harmless(column.stem) for column in gradebook.columns]
    return table(
        [[*BEFORE, *stems, *AFTER], *(_row(gradebook, row) for row in gradebook.rows)],
        mark=True,
    )


def _row(gradebook: Gradebook, row: Row) -> list[Cell]:
    earned = {mark.stem: decimal(mark.earned) for mark in row.marks if mark.verdict != "missing" or mark.earned}
    return [
        *(harmless(text) for text in (row.learner, row.name, row.email, row.identifier, row.section, row.state)),
        decimal(row.score),
        decimal(gradebook.out_of),
        decimal(row.earned),
        *(earned.get(column.stem, "") for column in gradebook.columns),
        harmless(row.submitted),
        row.days_late,
        decimal(row.late_percent),
        row.attempts,
        harmless(row.isolation),
        harmless(" ".join(row.notes)),
    ]
