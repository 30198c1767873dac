"""The date as a tuple of its parts, in a function of its own; None is what that finds where there is no date."""

from calendar import timegm
from email.utils import parsedate


def until(text: str, now: float) -> float | None:
    parts = parsedate(text)
    return None if parts is None else max(0.0, timegm(parts) - now)


def parse_retry_after(value: str | None, now: float) -> float | None:
    if not value:
        return None
    text = value.strip()
    if text and set(text) <= set("0123456789.") and text.count(".") < 2:
        return float(text)
    return until(text, now)
