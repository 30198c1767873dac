"""e43 · A quota is not a queue

“Full, come back in ten minutes” and “your tab has not been paid” sound the same through the hatch: 429. After the first
you wait. After the second you can wait till morning, so you walk over to the bistro next door.
"""

import re
import time
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import requests


@dataclass(frozen=True)
class Provider:
    """A server that speaks OpenAI's dialect, and what it knows you by."""

    name: str
    base_url: str
    api_key: str = field(repr=False)
    model: str


@dataclass(frozen=True)
class Reply:
    """What a model answered, in the same form whoever it was."""

    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list[dict[str, Any]] = field(default_factory=list)


class AllFailed(Exception):
    """No provider answered. ``reasons`` has the name of each, in their order, and why it did not."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {reason}" for name, reason in reasons.items()))
        self.reasons = reasons


def parse_retry_after(value: str | None, now: float) -> float | None:
    """Return how many seconds ``Retry-After`` asks you to wait, counted from ``now`` (seconds since 1970), or None."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)


def ask_any(
    providers: list[Provider],
    messages: list[dict[str, Any]],
    *,
    attempts: int = 3,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> Reply:
    """Ask the providers in their order until one of them answers, and return its reply.

    To ask is a ``POST {base_url}/chat/completions`` with ``Authorization: Bearer <api_key>`` and JSON: the provider's
    ``model``, and the ``messages``. A provider's key is for that provider alone, and shows in no text.

    =========================================================  ==================  ================
    what comes of a request                                    what to do          the reason
    =========================================================  ==================  ================
    2xx                                                        return the reply
    402; or 429 with ``insufficient_quota`` as the ``type``    the next provider   ``quota``
    or the ``code`` in the body's ``error``
    any other 429                                              the same, later     ``rate limit``
    500 and above, such as 503 and 529                         the same, later     ``overloaded``
    401, 403                                                   the next provider   ``key``
    any other error status, such as 404                        the next provider   ``status 404``
    requests.ConnectionError, requests.Timeout                 the next provider   ``unreachable``
    =========================================================  ==================  ================

    A body may be anything: one that is not JSON, or has no such ``error``, says no more than the status.

    Before you ask the same provider again, wait what ``Retry-After`` says. When it says nothing usable, wait 1 second
    before the second request to it, 2 before the third, and twice as long each time. Up to a second longer does no
    harm; sooner does. ``attempts`` counts the requests to each provider, the first included. After the last of them,
    and wherever the table says so, the next provider is asked at once.

    Each request waits at most ``timeout`` seconds for an answer, and goes over ``session`` when one is passed in.

    Raises:
        AllFailed: when no provider answered, with the reason for the last request to each.
    """
    reasons: dict[str, str] = {}
    for provider in providers:
        for attempt in range(1, attempts + 1):
            try:
                response = (session or requests).post(
                    f"{provider.base_url}/chat/completions",
                    headers={"Authorization": f"Bearer {provider.api_key}"},
                    json={"model": provider.model, "messages": messages},
                    timeout=timeout,
                )
            except (requests.ConnectionError, requests.Timeout):
                reasons[provider.name] = "unreachable"
                break
            if response.ok:
                return reply_from(response)
            reasons[provider.name] = reason = reason_for(response)
            # Nothing is waited for after the last attempt: the next provider may be free.
            if reason not in ("rate limit", "overloaded") or attempt == attempts:
                break
            told = parse_retry_after(response.headers.get("Retry-After"), time.time())
            time.sleep(2.0 ** (attempt - 1) if told is None else told)
    raise AllFailed(reasons)


def reason_for(response: requests.Response) -> str:
    """Why there is no reply, in the table's words."""
    match response.status_code:
        case 402:
            return "quota"
        case 429:
            # Two things have the same status: "slow down", which passes, and "pay first", which doesn't.
            return "quota" if "insufficient_quota" in kinds_of_error(response) else "rate limit"
        case 401 | 403:
            return "key"
        case status if status >= 500:
            return "overloaded"
        case status:
            return f"status {status}"


def kinds_of_error(response: requests.Response) -> list[object]:
    """The ``type`` and the ``code`` of the error in the body, as far as there are such."""
    try:
        error = response.json()["error"]
        # OpenAI has said it in both: in `code` for years, now also in `type` with a `code` that is more precise.
        return [error.get("type"), error.get("code")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []  # a proxy's page, or an error that is only text


def reply_from(response: requests.Response) -> Reply:
    """Return the reply in a completion, as in e35.

    Servers that only resemble OpenAI's may leave out ``usage``, or have null there or in it: that counts as 0 tokens.
    """
    answer = response.json()
    message, usage = answer["choices"][0]["message"], answer.get("usage") or {}
    return Reply(
        text=message.get("content"),
        finish_reason=answer["choices"][0]["finish_reason"],
        prompt_tokens=usage.get("prompt_tokens") or 0,
        completion_tokens=usage.get("completion_tokens") or 0,
        request_id=response.headers.get("x-request-id"),
        tool_calls=message.get("tool_calls") or [],
    )
