"""e25 · Read Retry-After

The kitchen is full, and the waiter says when to come back. One says “in ten minutes”, another “at half past eight”, and
a third only mumbles. Learn to read what they say before you learn to wait.
"""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime


def parse_retry_after(value: str | None, now: float) -> float | None:
    """Return how many seconds a ``Retry-After`` header asks you to wait, or None when it says nothing usable.

    ``value`` is what the header says (RFC 9110 §10.2.3). ``now`` is the present moment in seconds since 1970 (UTC):
    count from there, and don't look at a clock. Both ``now`` and the result may have a fraction.

    | value                           | what it means                             | result                      |
    | ------------------------------- | ----------------------------------------- | --------------------------- |
    | None                            | there is no such header                   | None                        |
    | "7", "0"                        | seconds                                   | 7.0, 0.0                    |
    | "31536000000"                   | seconds, however many                     | 31536000000.0, as it is     |
    | "1.5"                           | not in the RFC, but some servers say so   | 1.5                         |
    | "Thu, 05 Nov 2026 14:33:00 GMT" | a date (RFC 9110 §5.6.7), always in UTC   | seconds from now until then |
    | a date that is over             | come back at once                         | 0.0                         |
    | "-1", "inf", "nan"              | no wait that anybody could mean           | None                        |
    | "soon", "7 minutes", "", …      | nobody knows                              | None                        |

    Spaces around the value don't count. No text makes this function raise: what a server mumbles must not end your
    program.
    """
    text = (value or "").strip()
    # A pattern, not `try: float(text)`: that would take "-1", "inf" and "nan" for numbers, too.
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        # Neither: somebody else decides how long to wait. An exception here would come in the middle of dealing with
        # another failure, where nobody expects it.
        return None
    if moment.tzinfo is None:
        # The oldest form of the date names no zone, and every date of HTTP is UTC. Left as it is, timestamp() would
        # take it for local time, which nobody notices in London in winter.
        moment = moment.replace(tzinfo=UTC)
    # Their clock and ours differ a little, and an answer takes its time: then may be over already.
    return max(0.0, moment.timestamp() - now)
