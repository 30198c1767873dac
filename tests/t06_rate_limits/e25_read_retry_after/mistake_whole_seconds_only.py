"""Only digits are a number, so that 1.5 and a space in front are thrown away.

caught by: reads_fractions_and_spaces
message: It is a number of seconds
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
