"""The three forms of a date are tried one after the other, and a float is looked at after it was read."""

import calendar
import math
import time

FORMS = ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y")


def parse_retry_after(value: str | None, now: float) -> float | None:
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        pass
    else:
        return seconds if math.isfinite(seconds) and seconds >= 0 else None
    for form in FORMS:
        try:
            return max(calendar.timegm(time.strptime(value.strip(), form)) - now, 0.0)
        except ValueError:
            continue
    return None
