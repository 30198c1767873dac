"""The seconds until the date are counted from the computer's clock.

caught by: reads_a_date
message: should count from `now`
"""

import time
from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
