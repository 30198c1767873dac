"""M40 · A date that is over is taken for nothing usable.

caught by: returns_zero_for_a_date_that_is_over
message: come back at once
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - now
    except ValueError:
        return None
    return seconds if seconds >= 0 else None
