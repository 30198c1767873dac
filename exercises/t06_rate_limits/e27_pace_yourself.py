"""e27 · Pace yourself

A good waiter looks at the queue before he is sent away. Many APIs say with each answer how many requests are left, and
from when on there are more. Only, each house says it in a dialect of its own.
"""

from collections.abc import Mapping


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
    # TODO 1: read GitHub's two headers, whatever letters their names are in.
    # TODO 2: read a duration, and OpenAI's two limits.
    # TODO 3: read the other dialects, and leave out what can't be read.
    raise NotImplementedError("TODO 1: read GitHub's two headers")
