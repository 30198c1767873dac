"""The request is built by hand, and the answer is taken apart with `match`."""

import json
from dataclasses import dataclass, field

import requests


@dataclass(frozen=True)
class Reply:
    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list[dict[str, object]] = field(default_factory=list)


def finish_reason(stop_reason):
    match stop_reason:
        case "end_turn" | "stop_sequence":
            return "stop"
        case "max_tokens" | "model_context_window_exceeded":
            return "length"
        case "tool_use":
            return "tool_calls"
        case "refusal":
            return "content_filter"
        case other:
            return other


def message(base_url, api_key, model, system, messages, *, max_tokens, version="2026-10-21", timeout=5.0, session=None):
    fields = {"max_tokens": max_tokens, "messages": messages, "system": system, "model": model}
    body = json.dumps({name: value for name, value in fields.items() if value is not None}, ensure_ascii=False)
    headers = {
        "Authorization": f"Bearer {api_key}",
        "Anthropic-Version": version,
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        "User-Agent": "order-up/1.0",
    }
    request = requests.Request("POST", base_url.rstrip("/") + "/messages", headers=headers, data=body.encode())
    sender = session or requests.Session()
    response = sender.send(sender.prepare_request(request), timeout=(timeout, timeout))
    response.raise_for_status()
    answer = response.json()
    text, calls = None, []
    for block in answer["content"]:
        match block:
            case {"type": "text", "text": piece}:
                text = (text or "") + piece
            case {"type": "tool_use", "id": name_of_call, "name": name, "input": given}:
                arguments = json.dumps(given, ensure_ascii=False, indent=1)
                calls.append(
                    {"id": name_of_call, "type": "function", "function": {"name": name, "arguments": arguments}}
                )
    counts = {name: count or 0 for name, count in answer["usage"].items() if name.endswith("input_tokens")}
    return Reply(
        text,
        finish_reason(answer["stop_reason"]),
        sum(counts.values()),
        answer["usage"]["output_tokens"],
        response.headers.get("Request-Id"),
        calls,
    )
