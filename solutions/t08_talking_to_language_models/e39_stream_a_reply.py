"""e39 · Stream a reply

Who waits for the whole answer waits long. The cook calls out each word as she has it, and the waiter passes it on at
once. Only when she calls “done” is the answer whole: when she falls silent, she may have fainted.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests


@dataclass(frozen=True)
class Reply:
    """What a model answered, in the same form whoever it was."""

    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list[dict[str, Any]] = field(default_factory=list)


class StreamBroken(Exception):
    """The answer ended too soon. Its text until then is ``text_so_far``."""

    def __init__(self, text_so_far: str, reason: str = "") -> None:
        super().__init__(f"the answer broke off after {len(text_so_far)} characters: {reason}")
        self.text_so_far = text_so_far


def stream_chat(
    base_url: str,
    api_key: str,
    model: str,
    messages: list[dict[str, Any]],
    *,
    on_text: Callable[[str], object] | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> Reply:
    """Ask a language model with ``POST {base_url}/chat/completions``, and pass its answer on while it is written.

    The key goes into the header ``Authorization: Bearer <api_key>``. The body has ``model``, ``messages``,
    ``"stream": true`` and ``"stream_options": {"include_usage": true}``, and nothing else. What comes back is a stream
    of events, which ``iter_sse`` reads (e38). The ``data`` of each is JSON, but for the last:

    ==============================  ================================================================================
    ``choices[0].delta.content``    the next piece of the text; may be missing, null or empty. ``choices`` may be
                                    empty, too: it is in the event that has the ``usage``
    ``choices[0].finish_reason``    why the model stopped; null or missing until it does
    ``usage``                       has ``prompt_tokens`` and ``completion_tokens``; null or missing until it is known
    ``error``                       something went wrong, although the status was 200; ``error.message`` says what
    ``[DONE]``                      no JSON: the end of an answer that is whole
    ==============================  ================================================================================

    ``on_text`` is called with each piece that is not empty, in order, as soon as it has come: before more is read.

    Returns the Reply: all pieces joined (None when there were none), the finish reason, the tokens (0 where the server
    never says), and the header ``x-request-id``, or None. No tools are offered, so ``tool_calls`` stays empty.

    Wait at most ``timeout`` seconds for the answer, and for each next part of it. The request goes over ``session``
    when one is passed in. Whatever happens, close the response: half read, it keeps its connection.

    Raises:
        requests.HTTPError: for an error status.
        StreamBroken: for an ``error`` in the stream (its text contains ``error.message``), for a connection that
            breaks or falls silent in the middle of it, and for an end without ``[DONE]``. Half an answer must not look
            like a whole one.
    """
    post = requests.post if session is None else session.post
    body = {"model": model, "messages": messages, "stream": True, "stream_options": {"include_usage": True}}
    headers = {"Authorization": f"Bearer {api_key}"}
    pieces: list[str] = []
    finish_reason, usage = "", {"prompt_tokens": 0, "completion_tokens": 0}
    # stream=True: otherwise requests reads the whole answer first. `with` closes it, however this ends.
    with post(f"{base_url}/chat/completions", json=body, headers=headers, timeout=timeout, stream=True) as response:
        response.raise_for_status()
        try:
            # None takes the bytes as they come; with a number, some connections wait until so many are there.
            for event in iter_sse(response.iter_content(chunk_size=None)):
                if event.data == "[DONE]":
                    return Reply(
                        text="".join(pieces) or None,
                        finish_reason=finish_reason,
                        prompt_tokens=usage["prompt_tokens"],
                        completion_tokens=usage["completion_tokens"],
                        request_id=response.headers.get("x-request-id"),
                    )
                part = json.loads(event.data)
                if part.get("error"):
                    raise StreamBroken("".join(pieces), part["error"]["message"])
                usage = part.get("usage") or usage
                for choice in part["choices"][:1]:
                    finish_reason = choice.get("finish_reason") or finish_reason
                    if piece := choice["delta"].get("content"):
                        pieces.append(piece)
                        if on_text is not None:
                            on_text(piece)
        except requests.RequestException as error:
            raise StreamBroken("".join(pieces), "the connection is lost") from error
    # No error, only an end: a proxy that gave up, a server that was restarted.
    raise StreamBroken("".join(pieces), "it ended without [DONE]")


# Given: what e38 was about.


@dataclass(frozen=True)
class Event:
    """One event of a stream."""

    event: str = "message"
    data: str = ""
    id: str | None = None
    retry: int | None = None


def iter_sse(chunks: Iterable[bytes]) -> Iterator[Event]:
    """Iterate over the events of a stream whose chunks may end anywhere. Each is yielded as soon as it is whole."""
    name, data, last_id, retry = "", [], None, None
    for line in _lines(chunks):
        if not line:
            if data:
                yield Event(name or "message", "\n".join(data), last_id, retry)
            name, data, retry = "", [], None
            continue
        key, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if key == "data":
            data.append(value)
        elif key == "event":
            name = value
        elif key == "id" and "\0" not in value:
            last_id = value
        elif key == "retry" and value.isascii() and value.isdigit():
            retry = int(value)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a stream, each as soon as its end has come."""
    rest, after_cr = b"", False
    encoding = "utf-8-sig"
    for chunk in filter(None, chunks):
        if after_cr:
            chunk = chunk.removeprefix(b"\n")
        after_cr = chunk.endswith(b"\r")
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop() if lines and not lines[-1].endswith((b"\r", b"\n")) else b""
        for line in lines:
            yield line.rstrip(b"\r\n").decode(encoding, "replace")
            encoding = "utf-8"
