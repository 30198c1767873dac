"""M07 · The body is sent as a form: `data=` with a dict.

caught by: asks_the_model
message: form
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


def chat(base_url, api_key, model, messages, *, max_completion_tokens=None, timeout=5.0, session=None):
    url = f"{base_url}/chat/completions"
    headers = {"Authorization": f"Bearer {api_key}"}
    body = {"model": model, "messages": messages}
    if max_completion_tokens is not None:
        body["max_completion_tokens"] = max_completion_tokens
    response = (session or requests).post(url, headers=headers, data=body, timeout=timeout)
    if not response.ok:
        try:
            message = response.json()["error"]["message"]
        except (ValueError, KeyError, TypeError):
            message = response.reason
        raise requests.HTTPError(message, response=response)
    answer = response.json()
    choice, usage = answer["choices"][0], answer["usage"]
    return Reply(
        choice["message"].get("content"),
        choice["finish_reason"],
        usage["prompt_tokens"],
        usage["completion_tokens"],
        response.headers.get("x-request-id"),
        choice["message"].get("tool_calls") or [],
    )
