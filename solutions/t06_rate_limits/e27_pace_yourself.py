"""e27 · Pace yourself

A good waiter looks at the queue before he is sent away. Many APIs say with each answer how many requests are left, and
from when on there are more. Only, each house says it in a dialect of its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

Read = Callable[[str, float], float]
UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def seconds_to_wait(headers: Mapping[str, str], now: float) -> float:
    """Return how many seconds to wait before the next request, as an answer's ``headers`` say.

    A limit is exhausted when 0 are left of it: then wait until it is reset. That is the result; the longest such wait
    when several limits are exhausted, and 0.0 when none is, or when the reset is over. ``now`` is the present moment in
    seconds since 1970 (UTC). One answer speaks one of these dialects:

    | house     | header                                 | example              | which means              |
    | --------- | -------------------------------------- | -------------------- | ------------------------ |
    | GitHub    | x-ratelimit-remaining                  | 0                    | 0 are left               |
    |           | x-ratelimit-reset                      | 1770771778           | seconds since 1970 (UTC) |
    | OpenAI    | x-ratelimit-remaining-requests         | 0                    | 0 are left               |
    |           | x-ratelimit-reset-requests             | 6m0s                 | a duration, from now on  |
    |           | x-ratelimit-…-tokens                   |                      | a second limit           |
    | Anthropic | anthropic-ratelimit-requests-remaining | 0                    | 0 are left               |
    |           | anthropic-ratelimit-requests-reset     | 2025-12-08T23:16:54Z | a moment (RFC 3339)      |
    |           | anthropic-ratelimit-tokens-…           |                      | a second limit, and so   |
    |           |                                        |                      | input-tokens and         |
    |           |                                        |                      | output-tokens            |
    | IETF      | RateLimit                              | "default";r=0;t=30   | 0 are left, for 30 s     |

    Durations are Go's: 1h2m3s, 1m13.588s, 17.399999999s, 20ms (milliseconds); a bare 7 is 7 seconds. IETF stands for a
    draft, draft-ietf-httpapi-ratelimit-headers-11, and is no RFC yet; several limits have commas between them:
    ``"minute";r=9;t=2, "day";r=0;t=60``.

    Names of headers come in capital or small letters (RFC 9110 §5.1). What is missing or can't be read limits nothing:
    leave it out, and don't raise. No other header counts.
    """
    # A limit that can't be read must not stop a program that has its answer already. None stands for a missing header.
    waits = [0.0]
    for remaining, reset, read in limits({name.lower(): value for name, value in headers.items()}):
        try:
            if int(remaining) == 0:
                waits.append(read(reset, now))
        except (TypeError, ValueError):
            continue
    return max(waits)


def limits(found: Mapping[str, str]) -> Iterator[tuple[str | None, str | None, Read]]:
    """What is left of each limit, when it is reset, and how to read that, in all dialects at once."""
    yield found.get("x-ratelimit-remaining"), found.get("x-ratelimit-reset"), until_epoch
    for kind in ("requests", "tokens"):
        yield found.get(f"x-ratelimit-remaining-{kind}"), found.get(f"x-ratelimit-reset-{kind}"), duration
    for kind in ("requests", "tokens", "input-tokens", "output-tokens"):
        prefix = f"anthropic-ratelimit-{kind}"
        yield found.get(f"{prefix}-remaining"), found.get(f"{prefix}-reset"), until_timestamp
    # A name may have commas and semicolons within its quotes, and says nothing that is needed here.
    for limit in re.sub(r'"[^"]*"', "", found.get("ratelimit", "")).split(","):
        parameters = dict(re.findall(r";\s*(\w+)=(\S+?)\s*(?=;|$)", limit))
        yield parameters.get("r"), parameters.get("t"), lambda seconds, now: float(seconds)


def until_epoch(text: str, now: float) -> float:
    """Under the same name other houses send seconds from now on. The documentation says which; the header doesn't."""
    return float(text) - now


def until_timestamp(text: str, now: float) -> float:
    return datetime.fromisoformat(text).timestamp() - now


def duration(text: str, now: float) -> float:
    # "ms" stands before "m" in the pattern: 20ms are no 20 minutes with an s to spare.
    if not re.fullmatch(r"([0-9.]+(ms|h|m|s))+|[0-9.]+", text):
        raise ValueError(f"{text!r} is no duration")
    parts = re.findall(r"([0-9.]+)(ms|h|m|s|$)", text)
    return sum(float(number) * UNITS.get(unit, 1.0) for number, unit in parts)
