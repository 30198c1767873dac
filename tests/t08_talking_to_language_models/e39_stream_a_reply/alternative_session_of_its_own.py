"""The events are read in a generator, and the connection is closed by an ExitStack."""

import json
from contextlib import ExitStack
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


def parts_of(response):
    """The JSON of each event until the end is called, which None stands for."""
    for event in iter_sse(response.iter_content(chunk_size=4096)):
        if event.data == "[DONE]":
            yield None
            return
        yield json.loads(event.data)


def stream_chat(base_url, api_key, model, messages, *, on_text=None, timeout=5.0, session=None):
    said, finish_reason, counted = [], "", (0, 0)
    with ExitStack() as stack:
        client = session if session is not None else stack.enter_context(requests.Session())
        response = stack.enter_context(
            client.request(
                "POST",
                f"{base_url.rstrip('/')}/chat/completions",
                data=json.dumps(
                    {"model": model, "messages": messages, "stream": True, "stream_options": {"include_usage": True}}
                ),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {api_key}"},
                timeout=timeout,
                stream=True,
            )
        )
        response.raise_for_status()
        try:
            for part in parts_of(response):
                if part is None:
                    break
                if "error" in part:
                    raise StreamBroken("".join(said), json.dumps(part["error"]))
                if part.get("usage"):
                    counted = (part["usage"]["prompt_tokens"], part["usage"]["completion_tokens"])
                for choice in part["choices"]:
                    finish_reason = choice["finish_reason"] or finish_reason
                    if choice["delta"].get("content"):
                        said.append(choice["delta"]["content"])
                        if on_text:
                            on_text(said[-1])
            else:
                raise StreamBroken("".join(said), "no end")
        except requests.RequestException as error:
            raise StreamBroken("".join(said)) from error
        return Reply("".join(said) or None, finish_reason, *counted, response.headers.get("x-request-id"))


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
