"""e35 · First completion

A language model is a cook behind a hatch. You order as everywhere else, with a slip of JSON; she writes, and you pay by
the token, a piece of a word. No library is needed for that, and no other kind of waiter.
"""

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


def chat(
    base_url: str,
    api_key: str,
    model: str,
    messages: list[dict[str, Any]],
    *,
    max_completion_tokens: int | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> Reply:
    """Ask a language model with ``POST {base_url}/chat/completions``, and return what it answers.

    The key goes into the header ``Authorization: Bearer <api_key>`` and shows nowhere else. The body is JSON with
    ``model`` and ``messages`` as they were given, and with ``max_completion_tokens``, the most tokens that the answer
    may have (``max_tokens`` was its name once, and is deprecated). What is None is not sent, and nothing else is.
    Of the JSON that comes back:

    ===================================  ==============================================================
    text                                 ``choices[0].message.content``; None where that is null
    finish_reason                        ``choices[0].finish_reason``: why the model stopped
    prompt_tokens, completion_tokens     their namesakes in ``usage``
    request_id                           the header ``x-request-id``, or None when there is none
    tool_calls                           ``choices[0].message.tool_calls``, or [] when there are none
    ===================================  ==============================================================

    Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in.

    Raises:
        requests.HTTPError: for an error status. Its text contains ``error.message`` of the body, which says what was
            wrong. A body without it, or one that is not JSON, is no other error.
    """
    body: dict[str, Any] = {"model": model, "messages": messages}
    if max_completion_tokens is not None:
        # A null where a number is expected is an error to some servers.
        body["max_completion_tokens"] = max_completion_tokens
    response = (session or requests).post(
        f"{base_url}/chat/completions",
        headers={"Authorization": f"Bearer {api_key}"},
        json=body,
        timeout=timeout,
    )
    if not response.ok:
        # raise_for_status() would say "400 Client Error", and not a word of what was wrong.
        raise requests.HTTPError(f"{response.status_code}: {message_of(response)}", response=response)
    answer = response.json()
    message, usage = answer["choices"][0]["message"], answer["usage"]
    return Reply(
        text=message.get("content"),  # null when the model refuses, or calls a tool instead
        finish_reason=answer["choices"][0]["finish_reason"],
        prompt_tokens=usage["prompt_tokens"],
        completion_tokens=usage["completion_tokens"],
        request_id=response.headers.get("x-request-id"),
        tool_calls=message.get("tool_calls") or [],  # may be missing, or null
    )


def message_of(response: requests.Response) -> str:
    """What an error's body says of it; its reason phrase when the body says nothing, or is a proxy's page."""
    try:
        return str(response.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return response.reason
