"""e37 · Stopped too soon

Half a recipe is no recipe. The cook puts down her pen for one of several reasons, and says which: she is done, the
slip was full, or she will not write this at all. Only one of them means that you have it all.
"""

from dataclasses import dataclass, field
from typing import Any

import requests

GO_ON = "Go on exactly where you stopped. Do not repeat anything."


class Refused(Exception):
    """The model would not answer, or was not allowed to."""


@dataclass(frozen=True)
class Reply:
    """What a model answered, in the same form whoever it was."""

    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list[dict[str, Any]] = field(default_factory=list)


def ask(
    base_url: str, api_key: str, body: dict[str, Any], timeout: float, session: requests.Session | None
) -> requests.Response:
    """Send one request to a model (e35): what it answers, or requests.HTTPError."""
    headers = {"Authorization": f"Bearer {api_key}"}
    url = f"{base_url}/chat/completions"
    response = (session or requests).post(url, headers=headers, json=body, timeout=timeout)
    response.raise_for_status()
    return response


def finish(
    base_url: str,
    api_key: str,
    model: str,
    messages: list[dict[str, Any]],
    *,
    max_rounds: int = 3,
    max_completion_tokens: int | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> Reply:
    """Ask a model until its answer is finished, and return the whole of it.

    Each request is sent with ``ask``. Its body has ``model``, ``messages`` and, unless it is None,
    ``max_completion_tokens``. What to do next stands in ``choices[0]`` of the answer:

    =============================================  ================================================
    ``finish_reason`` is ``length``                the answer was cut off: go on
    ``finish_reason`` is ``content_filter``        raise Refused, whatever text there is already
    ``message.refusal`` is neither null nor        raise Refused with that text
    missing
    anything else                                  done
    =============================================  ================================================

    To go on, two messages are added to those of the request before: the part as it came, as the assistant's, and
    ``GO_ON``, as the user's. There are at most ``max_rounds`` requests, the first included; if the last answer is still
    cut off, it is returned all the same, and ``finish_reason`` stays ``length``. The list that was passed in stays as
    it was.

    The ``text`` is all parts, with nothing between them, or None when none of them has a text. The tokens are those of
    all answers together. Everything else is that of the last answer: ``request_id`` is its header ``x-request-id``, and
    ``tool_calls`` is [] when there are none.
    """
    limit = {} if max_completion_tokens is None else {"max_completion_tokens": max_completion_tokens}
    messages = list(messages)  # a list of our own: the caller's stays as it was
    parts: list[str] = []
    prompt_tokens = completion_tokens = 0
    for _ in range(max_rounds):
        response = ask(base_url, api_key, {"model": model, "messages": messages, **limit}, timeout, session)
        answer = response.json()
        choice = answer["choices"][0]
        message, reason = choice["message"], choice["finish_reason"]
        # Both come with a status of 200, and the first one with a text that looks like an answer.
        if reason == "content_filter":
            raise Refused("the content filter cut the answer off")
        if message.get("refusal") is not None:
            raise Refused(message["refusal"])
        parts += [message["content"]] if message["content"] is not None else []
        # Each round reads all that was there before, and that is paid for again.
        prompt_tokens += answer["usage"]["prompt_tokens"]
        completion_tokens += answer["usage"]["completion_tokens"]
        if reason != "length":
            break
        messages += [
            {"role": "assistant", "content": message["content"] or ""},
            {"role": "user", "content": GO_ON},
        ]
    return Reply(
        text="".join(parts) if parts else None,
        finish_reason=reason,
        prompt_tokens=prompt_tokens,
        completion_tokens=completion_tokens,
        request_id=response.headers.get("x-request-id"),
        tool_calls=message.get("tool_calls") or [],
    )
