"""The text is returned, without the rest.

caught by: asks_and_returns_the_reply
message: returned a text (str)
"""

from dataclasses import dataclass, field

import requests


@dataclass(frozen=True)
class Reply:
    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list = field(default_factory=list)


def message(base_url, api_key, model, system, messages, *, max_tokens, version="2026-10-21", timeout=5.0, session=None):
    headers = {"x-api-key": api_key, "anthropic-version": version}
    body = {"model": model, "max_tokens": max_tokens, "messages": messages}
    if system is not None:
        body["system"] = system
    response = (session or requests).post(f"{base_url}/messages", headers=headers, json=body, timeout=timeout)
    response.raise_for_status()
    answer = response.json()
    texts = [block["text"] for block in answer["content"] if block["type"] == "text"]
    return "".join(texts)
