"""M85 · The first of the `choices` is taken, where the event with the usage has none.

caught by: joins_the_pieces
message: IndexError
"""

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


class StreamBroken(Exception):
    def __init__(self, text_so_far, reason=""):
        super().__init__(f"the answer broke off after {len(text_so_far)} characters: {reason}")
        self.text_so_far = text_so_far


def stream_chat(base_url, api_key, model, messages, *, on_text=None, timeout=5.0, session=None):
    post = requests.post if session is None else session.post
    body = {"model": model, "messages": messages, "stream": True, "stream_options": {"include_usage": True}}
    headers = {"Authorization": f"Bearer {api_key}"}
    text, reason, usage = "", "", {}
    with post(f"{base_url}/chat/completions", json=body, headers=headers, timeout=timeout, stream=True) as response:
        response.raise_for_status()
        try:
            for event in iter_sse(response.iter_content(chunk_size=None)):
                if event.data == "[DONE]":
                    return Reply(
                        text or None,
                        reason,
                        usage.get("prompt_tokens", 0),
                        usage.get("completion_tokens", 0),
                        response.headers.get("x-request-id"),
                    )
                part = json.loads(event.data)
                if "error" in part:
                    raise StreamBroken(text, part["error"]["message"])
                usage = part.get("usage") or usage
                choice = part["choices"][0]
                reason = choice["finish_reason"] or reason
                piece = choice["delta"].get("content")
                if piece:
                    text += piece
                    if on_text:
                        on_text(piece)
        except requests.RequestException as error:
            raise StreamBroken(text, "the connection is lost") from error
    raise StreamBroken(text, "no [DONE]")


@dataclass(frozen=True)
class Event:
    event: str = "message"
    data: str = ""


def iter_sse(chunks):
    rest, data = b"", []
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(b"data:"):
                data.append(line[5:].removeprefix(b" ").decode("utf-8"))
            elif not line and data:
                yield Event(data="\n".join(data))
                data = []
