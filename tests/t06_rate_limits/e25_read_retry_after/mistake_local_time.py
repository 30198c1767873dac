"""M29 · The date becomes a naive datetime, and `timestamp()` takes it for local time.

caught by: reads_a_date
message: in the local time zone
"""

import math
from datetime import datetime


def parse_retry_after(value, now):
    try:
        seconds = float(value)
        return seconds if seconds >= 0 and math.isfinite(seconds) else None
    except (TypeError, ValueError):
        pass
    try:
        moment = datetime.strptime(value.strip(), "%a, %d %b %Y %H:%M:%S GMT")
    except (AttributeError, ValueError):
        return None
    return max(0.0, moment.timestamp() - now)
