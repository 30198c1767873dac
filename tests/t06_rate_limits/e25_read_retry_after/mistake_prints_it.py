"""The result is printed, not returned.

caught by: reads_seconds
message: Your function returned None
"""

from email.utils import parsedate_to_datetime


def parse_retry_after(value, now):
    if value is None:
        return
    if value.strip().isdigit():
        print(float(value))
    else:
        print(max(0.0, parsedate_to_datetime(value).timestamp() - now))
