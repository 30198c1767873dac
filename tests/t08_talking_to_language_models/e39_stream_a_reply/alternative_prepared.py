"""The request is prepared by hand, the body is read byte by byte, and on to its end after `[DONE]`."""

import contextlib
import io
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
    session = session or requests.Session()
    content = {"model": model, "messages": messages, "stream": True, "stream_options": {"include_usage": True}}
    request = requests.Request("POST", base_url + "/chat/completions", json=content)
    request.headers["authorization"] = f"Bearer {api_key}"
    text, facts, ended = io.StringIO(), {"usage": None, "finish_reason": None}, False
    with contextlib.closing(session.send(session.prepare_request(request), stream=True, timeout=timeout)) as response:
        if not response.ok:
            raise requests.HTTPError(f"{response.status_code} {response.reason}", response=response)
        events = iter_sse(response.iter_content(1))
        while True:
            try:
                event = next(events, None)
            except requests.RequestException as error:
                raise StreamBroken(text.getvalue(), type(error).__name__) from error
            if event is None:
                break
            ended = ended or event.data.startswith("[DONE]")
            if not ended:
                piece = take(json.loads(event.data), facts, text.getvalue())
                text.write(piece)
                if piece and on_text is not None:
                    on_text(piece)
    if not ended:
        raise StreamBroken(text.getvalue(), "it just ended")
    usage = facts["usage"] or {"prompt_tokens": 0, "completion_tokens": 0}
    return Reply(
        text.getvalue() or None,
        facts["finish_reason"],
        usage["prompt_tokens"],
        usage["completion_tokens"],
        response.headers.get("x-request-id"),
    )


def take(part, facts, text):
    """Note the facts of one event, and return its piece of text."""
    match part:
        case {"error": {"message": message}}:
            raise StreamBroken(text, message)
        case {"usage": dict(usage), "choices": []}:
            facts["usage"] = usage
        case {"choices": [choice, *_]}:
            facts["finish_reason"] = choice["finish_reason"] or facts["finish_reason"]
            return choice["delta"].get("content") or ""
    return ""


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
