"""A Session of its own where none is passed in, a loop that ends itself, and an error that is made by hand."""

import contextlib
import json
import math
import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests


def parse_retry_after(value, now):
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)


def get_when_ready(
    url: str,
    *,
    attempts: int = 3,
    max_wait: float = 60.0,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> object:
    with contextlib.nullcontext(session) if session else requests.Session() as session:
        left = attempts
        while left:
            left -= 1
            answer = session.get(url, timeout=(timeout, timeout))
            if answer.status_code not in {429, 503}:
                break
            said = parse_retry_after(answer.headers.get("retry-after", ""), datetime.now(UTC).timestamp())
            pause = 1 if said is None else said
            if left and pause <= max_wait:
                for _ in range(math.ceil(pause)):  # a second at a time, so that Ctrl-C is heard
                    time.sleep(1)
            else:
                raise requests.HTTPError(f"{answer.status_code}, {pause} s to wait", response=answer)
        answer.raise_for_status()
        return json.loads(answer.content)
