"""M17 · The first error status is raised, though there is another provider.

caught by: goes_on_after_a_bad_key
message: HTTPError
"""

import re
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
        for _ in range(attempts):
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
            response.raise_for_status()
            return reply_from(response)
    raise AllFailed(reasons)


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
