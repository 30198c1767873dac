"""urllib3 waits and asks again, by a Retry that has been told what counts as a wait."""

import re
import time
from datetime import UTC
from email.utils import parsedate_to_datetime

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.exceptions import MaxRetryError


def parse_retry_after(value, now):
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)


def retry_up_to(max_wait):
    class AsTold(Retry):
        def is_retry(self, method, status_code, has_retry_after=False):
            return status_code in (429, 503)

        def get_retry_after(self, response):
            wait = parse_retry_after(response.headers.get("Retry-After"), time.time())
            return 1.0 if wait is None else wait

        def increment(self, method=None, url=None, response=None, error=None, _pool=None, _stacktrace=None):
            if response is not None and self.get_retry_after(response) > max_wait:
                raise MaxRetryError(_pool, url)
            return super().increment(method, url, response, error, _pool, _stacktrace)

    return AsTold


def get_when_ready(
    url: str,
    *,
    attempts: int = 3,
    max_wait: float = 60.0,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> object:
    own = session or requests.Session()
    before = own.get_adapter(url)
    own.mount(url, HTTPAdapter(max_retries=retry_up_to(max_wait)(total=attempts - 1, raise_on_status=False)))
    try:
        response = own.get(url, timeout=timeout)
    finally:
        own.mount(url, before)  # a session that was passed in stays as it was
    response.raise_for_status()
    return response.json()
