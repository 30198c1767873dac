"""One function that calls itself: for the next attempt, and for the next provider."""

import re
import time
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

import requests


@dataclass(frozen=True)
class Provider:
    name: str
    base_url: str
    api_key: str = field(repr=False)
    model: str


@dataclass(frozen=True)
class Reply:
    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list = field(default_factory=list)


class AllFailed(Exception):
    def __init__(self, reasons):
        super().__init__(", ".join(f"{name}: {reason}" for name, reason in reasons.items()))
        self.reasons = reasons


def parse_retry_after(value, now):
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)


class Key(requests.auth.AuthBase):
    def __init__(self, key):
        self.key = key

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.key}"
        return request


def ask_any(providers, messages, *, attempts=3, timeout=5.0, session=None, _reasons=None, _attempt=1):
    reasons = _reasons or {}
    if not providers:
        raise AllFailed(reasons)
    first, *others = providers
    keywords = {"attempts": attempts, "timeout": timeout, "session": session}
    try:
        response = (session or requests).post(
            f"{first.base_url}/chat/completions",
            json={"model": first.model, "messages": messages},
            auth=Key(first.api_key),
            timeout=timeout,
        )
    except (requests.ConnectionError, requests.Timeout):
        return ask_any(others, messages, **keywords, _reasons=reasons | {first.name: "unreachable"})
    if response.ok:
        return reply_from(response)
    reason = reason_for(response)
    if reason in ("rate limit", "overloaded") and _attempt < attempts:
        told = parse_retry_after(response.headers.get("Retry-After"), time.time())
        time.sleep(2.0 ** (_attempt - 1) if told is None else told)
        return ask_any(providers, messages, **keywords, _reasons=reasons, _attempt=_attempt + 1)
    return ask_any(others, messages, **keywords, _reasons=reasons | {first.name: reason})


def reason_for(response):
    status = response.status_code
    if status == 402 or (status == 429 and quota_is_spent(response)):
        return "quota"
    if status in (401, 403):
        return "key"
    if status == 429:
        return "rate limit"
    return "overloaded" if status >= 500 else f"status {status}"


def quota_is_spent(response):
    try:
        error = response.json()["error"]
        return "insufficient_quota" in (error.get("type"), error.get("code"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def reply_from(response):
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
