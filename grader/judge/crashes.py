"""What an exception of the learner's code says to somebody who has not seen it before."""

from __future__ import annotations

import re
from typing import Any

from grader.check import KINDS
from grader.report import Frame, Problem

from .wire import Exchange

USUALLY = (
    (r"unexpected keyword argument", "`**` passes on all names, also those that nobody expects"),
    (r"multiple values for keyword argument", "it is passed twice: by its name, and within `**`"),
    (r"argument must be str, not bytes", 'a file that was opened as text takes no bytes: open it with "wb"'),
    (r"fromisoformat: argument must be str", "there was no text to read: None, perhaps"),
    (r"not JSON serializable", "JSON knows dicts, lists, texts, numbers, true, false and null"),
    (r"'NoneType' object is not (subscriptable|iterable)", "what should have given a value gave None"),
)
"""What a message usually means, where its own words leave a beginner alone."""

SLIPS = (ArithmeticError, AttributeError, ImportError, LookupError, NameError, RecursionError, TypeError)
"""Never raised on purpose, so that it helps nobody to hear which exception was wanted instead."""


def crash(error: Any, last: Exchange | None, awaited: str) -> Problem:
    """What a learner reads when an exception came out of the code.

    Args:
        error: the exception, as it arrived from the worker.
        last: the last exchange before it; None where there was none.
        awaited: the exception that the check waits for at that place; empty where it waits for none.
    """
    name, text = type(error).__name__, (error.text.splitlines() or [""])[0]
    frames: tuple[Frame, ...] = error.frames
    if isinstance(error, SyntaxError):
        return Problem(f"Python can't read your file: {text}", (), frames)
    said = _said(error, name, text, last)
    status = last.response.status if last is not None and last.answered else 0
    if awaited and not isinstance(error, SLIPS) and name != "JSONDecodeError":
        reason = f" for a {status}" if _of_requests(text) else f" ({text})" if 0 < len(text) <= 50 else ""
        return Problem(f"Your code raised {name}{reason}, and should raise {awaited}.", (), frames)
    summary, *details = said or [f"Your code raised {name}: {text}".rstrip(": ")]
    details += [f"{'usually':<9}{meaning}" for pattern, meaning in USUALLY if not details and re.search(pattern, text)]
    details += [f"{'expected':<9}{awaited}"] if awaited else []
    return Problem(summary, tuple(details), frames)


def _said(error: Any, name: str, text: str, last: Exchange | None) -> list[str]:
    """The sentence for an exception whose own text says little, and what it usually means; nothing for others."""
    status = last.response.status if last is not None and last.answered else 0
    match name:
        case "HTTPError" if 0 < status < 400:
            return [f"Your code raised HTTPError, although the answer was {status}, which is a success."]
        case "HTTPError" if _of_requests(text):
            return [f"Your code raised HTTPError for a {status}."]
        case "JSONDecodeError":
            return ["Your code read JSON where there is none (JSONDecodeError).", *_answer(last)]
        case "KeyError":
            usually = "it need not be there: `.get(…)` gives None then"
            if last is not None and last.answered and text in last.response.headers:
                usually = "a plain dict minds capital letters, `response.headers` does not"
            elif status >= 400:
                usually = f"the answer was a {status}: is the status looked at?"
            return [f"Your code looked up '{text}', which is not there (KeyError).", f"{'usually':<9}{usually}"]
        case "AttributeError" if found := re.match(r"'(\w+)' object has no attribute '(\w+)'", text):
            return _no_attribute(*found.groups())
        case "UnboundLocalError" if found := re.search(r"variable '(\w+)'", text):
            return [
                f"Your code used `{found[1]}` before it had a value (UnboundLocalError).",
                f"{'usually':<9}the line that gives it one was skipped, by an `if` or an exception",
            ]
        case "NameError" if found := re.search(r"name '(\w+)' is not defined", text):
            return [
                f"Your code uses the name `{found[1]}`, which it does not define (NameError).",
                f"{'usually':<9}a slip of the pen, or a missing import",
            ]
        case "UnicodeDecodeError":
            return [
                "Your code read bytes as text that are no text (UnicodeDecodeError).",
                f'{"usually":<9}a picture was opened as text: open it with "rb"',
            ]
        case "TypeError" if not error.frames:  # it never came into the learner's code
            return [f"Your function can't be called as the stub says: {text}."]
    if last is not None and "X-Cassette-Raise" in (last.response.headers if last.answered else ()):
        return [f"Your code let a {name} out: the network fails in this check."]
    return []


def _of_requests(text: str) -> bool:
    """Whether it is the text of ``raise_for_status()``, which says nothing new."""
    return re.match(r"\d{3} (Client|Server) Error", text) is not None


def _no_attribute(kind: str, attribute: str) -> list[str]:
    if kind == "NoneType":
        return [
            f"Your code used `.{attribute}` on None (AttributeError).",
            f"{'usually':<9}what should have given a value gave None",
        ]
    lines = [f"Your code used `.{attribute}` on {KINDS.get(kind, kind)}, which has none (AttributeError)."]
    if kind == "str":
        lines.append(f"{'usually':<9}a loop over a dict gives its keys, which are texts")
    return lines


def _answer(last: Exchange | None) -> list[str]:
    if last is None or not last.answered:
        return []
    answer = last.response
    if not answer.body:
        return [f"{'answer':<9}{answer.status}, without a body"]
    kind = answer.headers.get("Content-Type", "without a Content-Type")
    return [f"{'answer':<9}{answer.status}, {kind}: {' '.join(answer.text.split())[:60]!r}"]
