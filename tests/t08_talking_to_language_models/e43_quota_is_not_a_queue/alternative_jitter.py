"""The waits have jitter, up to a second on top; exceptions carry the reasons."""

import random
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


class Failed(Exception):
    pass


class Passing(Failed):
    def __init__(self, reason, wait):
        super().__init__(reason)
        self.wait = wait


def ask_once(provider, messages, session, timeout):
    url = provider.base_url.rstrip("/") + "/chat/completions"
    headers = {"Authorization": "Bearer " + provider.api_key}
    body = {"model": provider.model, "messages": list(messages)}
    try:
        response = session.post(url, json=body, headers=headers, timeout=timeout)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise Failed("unreachable") from error
    match response.status_code:
        case status if status < 400:
            return reply_from(response)
        case 402:
            raise Failed("quota")
        case 401 | 403:
            raise Failed("key")
        case 429 if re.search(r'"(type|code)"\s*:\s*"insufficient_quota"', response.text):
            raise Failed("quota")
        case status if status == 429 or status >= 500:
            wait = parse_retry_after(response.headers.get("Retry-After"), time.time())
            raise Passing("rate limit" if status == 429 else "overloaded", wait)
        case status:
            raise Failed(f"status {status}")


def ask_any(providers, messages, *, attempts=3, timeout=5.0, session=None):
    session = requests.Session() if session is None else session
    reasons = {}
    for provider in providers:
        wait = 1.0
        for left in reversed(range(attempts)):
            try:
                return ask_once(provider, messages, session, timeout)
            except Failed as error:
                reasons[provider.name] = str(error)
                if not isinstance(error, Passing) or not left:
                    break
                time.sleep((wait if error.wait is None else error.wait) + random.random() * 0.9)
                wait *= 2
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
