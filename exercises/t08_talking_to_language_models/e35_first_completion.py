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
    # TODO 1: send the request, and make a Reply of the answer.
    # TODO 2: let an error say what the body says of it.
    raise NotImplementedError("TODO 1: send the request, and make a Reply of the answer")
