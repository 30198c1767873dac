"""A wait of 0 seconds counts as false, and becomes None.

caught by: reads_seconds
message: for '0'
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if not value:
        return None
    if value.strip().isdigit():
        return float(value) or None
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
