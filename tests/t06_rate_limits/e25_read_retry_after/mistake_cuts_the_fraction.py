"""The seconds until the date are cut to whole ones, so that the wait is a little too short.

caught by: reads_a_date
message: s after `now`
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return float(max(0, int(parsedate_to_datetime(value).timestamp() - now)))
    except ValueError:
        return None
