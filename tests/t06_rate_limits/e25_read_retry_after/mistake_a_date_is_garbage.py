"""M39 · A date is no number, so it is thrown away.

caught by: reads_a_date
message: Your function returned None for
"""


def parse_retry_after(value, now):
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    return seconds if 0 <= seconds < float("inf") else None
