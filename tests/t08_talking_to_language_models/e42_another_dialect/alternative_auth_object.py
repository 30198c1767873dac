"""An auth object puts the key into its header; a Session of its own sends the request."""

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


class Key(requests.auth.AuthBase):
    def __init__(self, key):
        self.key = key

    def __call__(self, request):
        request.headers["X-Api-Key"] = self.key
        return request


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
    body = {"model": model, "messages": messages, "max_tokens": max_tokens}
    body |= {} if system is None else {"system": system}
    client = session if session is not None else requests.Session()
    response = client.post(
        f"{base_url}/messages", json=body, headers={"anthropic-version": version}, auth=Key(api_key), timeout=timeout
    )
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
