"""M40 · `float` decides what is a number: -1, inf and nan are some, too.

caught by: returns_none_for_what_nobody_knows
message: Your function returned -1.0 for '-1'
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
