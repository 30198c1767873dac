"""M39 · What is neither a number nor a date ends the program.

caught by: returns_none_for_what_nobody_knows
message: Your code raised ValueError for 'soon'
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    value = value.strip()
    if value.replace(".", "", 1).isdigit():
        return float(value)
    return max(0.0, parsedate_to_datetime(value).timestamp() - now)
