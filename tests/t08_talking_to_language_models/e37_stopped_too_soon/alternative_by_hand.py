"""A loop that keeps all answers and reads them afterwards; the request is built by hand."""

import json
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
    headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}
    request = requests.Request("POST", f"{base_url}/chat/completions", headers, data=json.dumps(body))
    session = session or requests.Session()
    response = session.send(session.prepare_request(request), timeout=timeout)
    response.raise_for_status()
    return response


def finish(base_url, api_key, model, messages, *, max_rounds=3, max_completion_tokens=None, timeout=5.0, session=None):
    body = {"model": model, "messages": messages, "max_completion_tokens": max_completion_tokens}
    if body["max_completion_tokens"] is None:
        del body["max_completion_tokens"]
    answers = []
    while len(answers) < max_rounds:
        response = ask(base_url, api_key, body, timeout, session)
        answers.append(response.json())
        choice = answers[-1]["choices"][0]
        message = choice["message"]
        if message.get("refusal") or choice["finish_reason"] == "content_filter":
            raise Refused(message.get("refusal") or "content_filter")
        if choice["finish_reason"] != "length":
            break
        # The message goes back as it came, with all its fields.
        body = {**body, "messages": [*body["messages"], message, {"role": "user", "content": GO_ON}]}
    parts = [answer["choices"][0]["message"]["content"] for answer in answers]
    return Reply(
        text=None if all(part is None for part in parts) else "".join(filter(None, parts)),
        finish_reason=choice["finish_reason"],
        prompt_tokens=sum(answer["usage"]["prompt_tokens"] for answer in answers),
        completion_tokens=sum(answer["usage"]["completion_tokens"] for answer in answers),
        request_id=response.headers.get("x-request-id"),
        tool_calls=message.get("tool_calls") or [],
    )
