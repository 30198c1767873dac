"""M89 · The messages of the rounds before are dropped.

caught by: goes_on
message: does not begin with the messages of the request before
"""

from dataclasses import dataclass, field

import requests

GO_ON = "Go on exactly where you stopped. Do not repeat anything."


class Refused(Exception):
    pass


@dataclass(frozen=True)
class Reply:
    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list = field(default_factory=list)


def ask(base_url, api_key, body, timeout, session):
    headers = {"Authorization": f"Bearer {api_key}"}
    url = f"{base_url}/chat/completions"
    response = (session or requests).post(url, headers=headers, json=body, timeout=timeout)
    response.raise_for_status()
    return response


def finish(base_url, api_key, model, messages, *, max_rounds=3, max_completion_tokens=None, timeout=5.0, session=None):
    text, prompt_tokens, completion_tokens = None, 0, 0
    first, messages = list(messages), list(messages)
    for _ in range(max_rounds):
        body = {"model": model, "messages": messages}
        if max_completion_tokens is not None:
            body["max_completion_tokens"] = max_completion_tokens
        response = ask(base_url, api_key, body, timeout, session)
        answer = response.json()
        choice = answer["choices"][0]
        part = choice["message"]["content"]
        if choice["finish_reason"] == "content_filter":
            raise Refused("content filter")
        if choice["message"].get("refusal") is not None:
            raise Refused(choice["message"]["refusal"])
        if part is not None:
            text = (text or "") + part
        prompt_tokens += answer["usage"]["prompt_tokens"]
        completion_tokens += answer["usage"]["completion_tokens"]
        if choice["finish_reason"] != "length":
            break
        messages = [*first, {"role": "assistant", "content": part}, {"role": "user", "content": GO_ON}]
    return Reply(
        text,
        choice["finish_reason"],
        prompt_tokens,
        completion_tokens,
        response.headers.get("x-request-id"),
        choice["message"].get("tool_calls") or [],
    )
