"""M40 · A long wait is cut to a minute, so that the caller can't know how long it was.

caught by: leaves_a_long_wait_as_it_is
message: the caller decides
"""

import re
from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    value = value.strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        seconds = float(value)
        return seconds if seconds < 86_400 else 60.0
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
