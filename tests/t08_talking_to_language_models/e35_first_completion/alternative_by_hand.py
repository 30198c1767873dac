"""The request is built by hand, bytes and all; the answer is taken apart by a match statement."""

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
    tool_calls: list = field(default_factory=list)


def chat(base_url, api_key, model, messages, *, max_completion_tokens=None, timeout=5.0, session=None):
    wanted = {"max_completion_tokens": max_completion_tokens, "messages": messages, "model": model}
    body = json.dumps({name: value for name, value in wanted.items() if value is not None}, ensure_ascii=False)
    headers = {"authorization": f"bearer {api_key}", "content-type": "application/json; charset=utf-8"}
    request = requests.Request("POST", base_url.rstrip("/") + "/chat/completions", headers, data=body.encode())
    sender = session if session is not None else requests.Session()
    response = sender.send(sender.prepare_request(request), timeout=(timeout, timeout))
    try:
        answer = json.loads(response.content)
    except ValueError:
        answer = None
    match answer:
        case {"choices": [{"message": message, "finish_reason": reason}, *_], "usage": usage} if response.ok:
            return Reply(
                text=message["content"],
                finish_reason=reason,
                prompt_tokens=usage["prompt_tokens"],
                completion_tokens=usage["completion_tokens"],
                request_id=response.headers.get("X-Request-ID"),
                tool_calls=list(message.get("tool_calls") or ()),
            )
        case {"error": {"message": str(message)}}:
            raise requests.HTTPError(message, response=response)
    raise requests.HTTPError(f"{response.status_code} {response.reason}", response=response)
