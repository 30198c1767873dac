"""The request is prepared once and sent again; who asks anew is the function itself, with an attempt less."""

import re
import threading
import time
from datetime import UTC
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
    request = requests.Request("GET", url)
    own = session or requests.Session()
    return ask(own, own.prepare_request(request), attempts, max_wait, timeout)


def ask(session, request, attempts, max_wait, timeout):
    answer = session.send(request, timeout=timeout)
    try:
        answer.raise_for_status()
    except requests.HTTPError as error:
        if error.response.status_code not in (429, 503) or attempts <= 1:
            raise
        wait = parse_retry_after(answer.headers.get("Retry-After"), time.time())
        wait = 1.0 if wait is None else wait + 0.05  # their clock may be a little behind ours
        if wait > max_wait + 0.05:
            raise
        threading.Event().wait(wait)
        return ask(session, request, attempts - 1, max_wait, timeout)
    return answer.json()
