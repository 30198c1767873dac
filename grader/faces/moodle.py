"""The gradebook as a table for Moodle's “Import grades from CSV file”.

Moodle imports all of a file or nothing of it: one unknown user, one grade that is no number or above 100 ends it. So
only rows go in that can be imported; about all others there is a sentence. (What Moodle does stands in its
``grade/import/csv/classes/load_data.php``.)
"""

from __future__ import annotations

import collections

from grader.faces.cells import decimal, harmless, is_harmless, table
from grader.faces.text import one_line
from grader.gradebook import Gradebook, Row

MOST = 100.0
"""The highest grade that a Moodle takes unless its administrator allowed more."""


def encode(gradebook: Gradebook) -> tuple[bytes, tuple[str, ...]]:
    """The table, and a sentence for each learner who is not in it and whatever else should be known.

    Users are known by ``email`` where the roster has addresses, else by ``username``: the first column, to be mapped to
    the field of that name. Then come the score and a word of feedback.
    """
    by_email = any(row.email for row in gradebook.rows)
    on_roster = any(row.name or row.email or row.identifier for row in gradebook.rows)
    in_percent = gradebook.out_of > MOST
    title = harmless(gradebook.title) + (" (percent)" if in_percent else "")
    keys = collections.Counter(_key(row, by_email) for row in gradebook.rows)

    lines: list[list[str]] = [["email" if by_email else "username", title, f"{title} feedback"]]
    sentences: list[str] = []
    if in_percent:
        out_of = decimal(gradebook.out_of)
        sentences.append(f"Moodle takes no grade above 100, and this is out of {out_of}: the scores are in percent.")
    for row in gradebook.rows:
        key = _key(row, by_email)
        if problem := _problem(row, key, on_roster=on_roster, by_email=by_email, often=keys[key] > 1):
            sentences.append(f"{one_line(row.learner)} is not in the table for Moodle: {problem}.")
        else:
            score = 100 * row.score / gradebook.out_of if in_percent else row.score
            lines.append([key, decimal(min(score, MOST)), _feedback(gradebook, row)])
    return table(lines), tuple(sentences)


def _key(row: Row, by_email: bool) -> str:
    if not by_email:
        return row.learner.strip()
    return row.email.strip() or (row.learner.strip() if "@" in row.learner.strip()[1:-1] else "")


def _problem(row: Row, key: str, *, on_roster: bool, by_email: bool, often: bool) -> str:
    """Why a row can't be imported, or would end the import; empty when all is well."""
    if row.state != "graded":
        return f"{row.state}, so there is no grade"
    if on_roster and not (row.name or row.email or row.identifier):
        return "the roster does not have them, and a user whom Moodle does not know ends the whole import"
    if not key:
        return f"the roster has no {'email address' if by_email else 'name'} for them"
    if not is_harmless(key):
        return f"“{one_line(key)}” could be read as a formula or has odd characters"
    return f"“{key}” stands for several learners" if often else ""


def _feedback(gradebook: Gradebook, row: Row) -> str:
    done = sum(mark.verdict == "passed" for mark in row.marks)
    text = f"{decimal(row.score)} of {decimal(gradebook.out_of)} points, {done} of {len(row.marks)} exercises done."
    if row.late_percent:
        days = "1 day" if row.days_late == 1 else f"{row.days_late} days"
        text += f" {days} late: {row.late_percent:g} percent less."
    return text
