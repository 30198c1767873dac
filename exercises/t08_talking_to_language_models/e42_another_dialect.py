"""e42 · Another dialect

The kitchen across the street cooks as well as ours, and its slips look different: the rules of the house have a box of
their own, and the answer comes in courses. Your guests need not know. They get the same `Reply` as in e35.
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


def message(
    base_url: str,
    api_key: str,
    model: str,
    system: str | None,
    messages: list[dict[str, Any]],
    *,
    max_tokens: int,
    version: str = "2026-10-21",
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> Reply:
    """Ask a model by Anthropic's API with ``POST {base_url}/messages``, and return what it answers.

    ``base_url`` ends in ``/v1``, as ``https://api.anthropic.com/v1`` does. The key goes either into the header
    ``Authorization: Bearer <api_key>`` or into ``x-api-key: <api_key>``, as you like: into one of the two, and it
    shows nowhere else. The header ``anthropic-version`` is ``version``. The body is JSON with ``model``, ``system``,
    ``messages`` and ``max_tokens`` as they were given. Nothing else is sent (this version refuses a ``temperature``),
    nor is a ``system`` that is None. Of the JSON that comes back:

    =================  =====================================================================================
    text               the ``text`` of all blocks of type ``text`` in ``content``, joined with nothing
                       between them; None when there is no such block
    finish_reason      ``stop_reason``, in OpenAI's words: see below
    prompt_tokens      the sum of ``input_tokens``, ``cache_read_input_tokens`` and
                       ``cache_creation_input_tokens`` in ``usage``; what is missing or null counts as 0
    completion_tokens  ``output_tokens`` in ``usage``
    request_id         the header ``request-id``, or None when there is none
    tool_calls         for each block of type ``tool_use``, with its ``id``, its ``name``, and its ``input``
                       as JSON text: ``{"id": …, "type": "function", "function": {"name": …, "arguments": …}}``
    =================  =====================================================================================

    There are other types of blocks, such as ``thinking``, and any may come first: pass over what you don't know.

    ===============================================  ===============================
    stop_reason                                      finish_reason
    ===============================================  ===============================
    end_turn, stop_sequence                          stop
    max_tokens, model_context_window_exceeded        length
    tool_use                                         tool_calls
    refusal                                          content_filter
    any other (``pause_turn``, or one that is new)   the same word
    ===============================================  ===============================

    Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in.

    Raises:
        requests.HTTPError: for an error status.
    """
    # TODO 1: send the request, and make a Reply of an answer with one block of text.
    # TODO 2: say in OpenAI's words why the model stopped.
    # TODO 3: read several blocks, of all types.
    raise NotImplementedError("TODO 1: send the request, and make a Reply of an answer with one block of text")
