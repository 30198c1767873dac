"""Two aware datetimes are subtracted, and whole seconds stay an int."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def parse_retry_after(value: str | None, now: float) -> float | None:
    value = (value or "").strip()
    if value.isdecimal():
        return int(value)
    if value.replace(".", "", 1).isdecimal():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except Exception:
        return None
    until = then.replace(tzinfo=then.tzinfo or UTC) - datetime.fromtimestamp(now, UTC)
    return max(until.total_seconds(), 0)
