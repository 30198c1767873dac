"""M40 · A date that is over becomes a negative wait, and `time.sleep` raises.

caught by: returns_zero_for_a_date_that_is_over
message: for a date that is over
"""

import re
from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    if re.fullmatch(r"\d+(\.\d+)?", value.strip()):
        return float(value)
    try:
        return parsedate_to_datetime(value).timestamp() - now
    except ValueError:
        return None
