"""M41 · The seconds are taken for milliseconds.

caught by: reads_seconds
message: It is a number of seconds
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    if value.strip().isdigit():
        return int(value) / 1000
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
