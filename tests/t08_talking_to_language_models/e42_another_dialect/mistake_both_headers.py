"""The key is sent twice, to be sure.

caught by: shows_the_key
message: has both
"""

import json
from dataclasses import dataclass, field

import requests

FINISH_REASONS = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
    "refusal": "content_filter",
}


@dataclass(frozen=True)
class Reply:
    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list = field(default_factory=list)


def message(base_url, api_key, model, system, messages, *, max_tokens, version="2026-10-21", timeout=5.0, session=None):
    headers = {"Authorization": f"Bearer {api_key}", "x-api-key": api_key, "anthropic-version": version}
    body = {"model": model, "max_tokens": max_tokens, "messages": messages}
    if system is not None:
        body["system"] = system
    response = (session or requests).post(f"{base_url}/messages", headers=headers, json=body, timeout=timeout)
    response.raise_for_status()
    answer = response.json()
    texts = [block["text"] for block in answer["content"] if block["type"] == "text"]
    usage = answer["usage"]
    kept = (usage.get("cache_read_input_tokens") or 0) + (usage.get("cache_creation_input_tokens") or 0)
    return Reply(
        text="".join(texts) if texts else None,
        finish_reason=FINISH_REASONS.get(answer["stop_reason"], answer["stop_reason"]),
        prompt_tokens=usage["input_tokens"] + kept,
        completion_tokens=usage["output_tokens"],
        request_id=response.headers.get("request-id"),
        tool_calls=[call_of(block) for block in answer["content"] if block["type"] == "tool_use"],
    )


def call_of(block):
    function = {"name": block["name"], "arguments": json.dumps(block["input"])}
    return {"id": block["id"], "type": "function", "function": function}
