"""An auth object sets the header; the error of raise_for_status() is taken up, and says more."""

from dataclasses import dataclass, field

import requests
from requests.auth import AuthBase


class Bearer(AuthBase):
    def __init__(self, key):
        self.key = key

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.key}"
        return request


@dataclass(frozen=True, kw_only=True)
class Reply:
    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list = field(default_factory=list)


def chat(base_url, api_key, model, messages, *, max_completion_tokens=None, timeout=5.0, session=None):
    body = {"model": model, "messages": messages}
    if max_completion_tokens is not None:
        body |= {"max_completion_tokens": max_completion_tokens}
    post = requests.post if session is None else session.post
    with post(f"{base_url}/chat/completions", auth=Bearer(api_key), json=body, timeout=timeout) as response:
        try:
            response.raise_for_status()
        except requests.HTTPError as error:
            # The whole body says whatever there is to say, in whatever form.
            raise requests.HTTPError(f"{error}: {response.text}", response=response) from error
        answer = response.json()
    (choice, *_), usage = answer["choices"], answer["usage"]
    return Reply(
        text=choice["message"].get("content", None),
        tool_calls=choice["message"].get("tool_calls", []) or [],
        finish_reason=choice["finish_reason"],
        request_id=next((value for name, value in response.headers.items() if name.lower() == "x-request-id"), None),
        **{name: usage[name] for name in ("prompt_tokens", "completion_tokens")},
    )
