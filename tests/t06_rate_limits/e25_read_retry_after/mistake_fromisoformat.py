"""M29 · The date is read with `fromisoformat`, which knows another form of dates.

caught by: reads_a_date
message: Your code raised ValueError
"""

from datetime import datetime


def parse_retry_after(value, now):
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    return max(0.0, datetime.fromisoformat(value).timestamp() - now)
