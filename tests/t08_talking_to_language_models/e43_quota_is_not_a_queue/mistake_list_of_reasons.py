"""M33 · The reasons are a list.

caught by: says_why_each_failed
message: are a list, and should be a dict
"""

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


def ask_any(providers, messages, *, attempts=3, timeout=5.0, session=None):
    reasons = {}
    for provider in providers:
        for attempt in range(attempts):
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
            reason = reasons[provider.name] = reason_for(response)
            if reason not in ("rate limit", "overloaded") or attempt == attempts - 1:
                break
            told = parse_retry_after(response.headers.get("Retry-After"), time.time())
            time.sleep(2**attempt if told is None else told)
    error = AllFailed(reasons)
    error.reasons = list(reasons.values())
    raise error


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
