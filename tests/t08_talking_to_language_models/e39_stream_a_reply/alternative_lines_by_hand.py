"""`iter_lines` cuts the lines as bytes, a class collects, and a Session is made."""

import contextlib
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


class Collected:
    """What a stream has said so far."""

    def __init__(self, on_text):
        self.on_text = on_text or (lambda piece: None)
        self.pieces = []
        self.reason = ""
        self.usage = {}

    @property
    def text(self):
        return "".join(self.pieces)

    def take(self, part):
        if part.get("error") is not None:
            raise StreamBroken(self.text, part["error"].get("message", "an error"))
        self.usage = part.get("usage") or self.usage
        if part.get("choices"):
            choice = part["choices"][0]
            self.reason = choice.get("finish_reason") or self.reason
            content = choice.get("delta", {}).get("content")
            if content:
                self.pieces += [content]
                self.on_text(content)


def lines_of(response, collected):
    try:
        yield from response.iter_lines()
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise StreamBroken(collected.text, "connection lost") from error


def stream_chat(base_url, api_key, model, messages, *, on_text=None, timeout=5.0, session=None):
    collected, done = Collected(on_text), False
    with session_or_own(session) as client:
        response = client.post(
            f"{base_url}/chat/completions",
            headers={"Authorization": "Bearer " + api_key, "Accept": "text/event-stream"},
            json={"stream": True, "stream_options": {"include_usage": True}, "messages": messages, "model": model},
            timeout=(timeout, timeout),
            stream=True,
        )
        try:
            response.raise_for_status()
            for line in lines_of(response, collected):
                if line.startswith(b"data:"):
                    data = line[5:].strip()
                    if data == b"[DONE]":
                        done = True
                        break
                    collected.take(json.loads(data))
        finally:
            response.close()
    if not done:
        raise StreamBroken(collected.text, "the end was never called")
    return Reply(
        text=collected.text or None,
        finish_reason=collected.reason,
        prompt_tokens=collected.usage.get("prompt_tokens", 0),
        completion_tokens=collected.usage.get("completion_tokens", 0),
        request_id=response.headers.get("X-Request-Id"),
    )


@contextlib.contextmanager
def session_or_own(session):
    if session is not None:
        yield session
        return
    with requests.Session() as own:
        yield own
