"""e40 · Structured output

Guests write to the bistro as they like: «a table for four, Friday, and the tart was worth nine stars!» The book wants a
name, a number and a day. A model can read the one and write the other, if somebody looks at what it wrote.
"""

import json
from typing import Any

import requests

TASK = "Extract what the text says. Answer with one JSON object, and nothing else."
MAX_TOKENS = 100
TYPES = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


class BadOutput(Exception):
    """The model did not say what it was asked for. ``answer`` is what it said last, None if nothing."""

    def __init__(self, reason: str, answer: str | None) -> None:
        super().__init__(reason)
        self.answer = answer


def validate(data: object, schema: dict[str, Any]) -> None:
    """Raise ValueError, with a sentence about it, when ``data`` is no object with the properties of ``schema``."""
    if not isinstance(data, dict):
        raise ValueError(f"the answer should be an object, not {data!r}")
    for name in sorted(data.keys() ^ schema["properties"].keys()):
        raise ValueError(f"{name!r} {'does not belong there' if name in data else 'is missing'}")
    for name, rule in schema["properties"].items():
        value = data[name]
        if type(value) not in TYPES[rule["type"]]:
            raise ValueError(f"{name!r} should be of type {rule['type']}, not {value!r}")
        if value not in rule.get("enum", [value]):
            raise ValueError(f"{name!r} should be one of {rule['enum']}, not {value!r}")
        if "maximum" in rule and value > rule["maximum"]:
            raise ValueError(f"{name!r} should be at most {rule['maximum']}, not {value}")


def ask(
    base_url: str, api_key: str, body: dict[str, Any], *, timeout: float, session: requests.Session | None
) -> dict[str, Any]:
    """Send ``body``, return the first of the ``choices``: ``{"message": {"content": …}, "finish_reason": …}``."""
    headers = {"Authorization": f"Bearer {api_key}"}
    url = f"{base_url}/chat/completions"
    response = (session or requests).post(url, json=body, headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()["choices"][0]


def extract(
    base_url: str,
    api_key: str,
    model: str,
    text: str,
    schema: dict[str, Any],
    *,
    max_repairs: int = 1,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict[str, Any]:
    """Ask a model for what ``text`` says, and return it as a dict that fits ``schema``.

    The body has ``model``, two ``messages`` (TASK from the ``system``, ``text`` from the ``user``),
    ``max_completion_tokens`` (MAX_TOKENS), and nothing else but the form of the answer::

        "response_format": {"type": "json_schema",
                            "json_schema": {"name": "answer", "schema": schema, "strict": True}}

    The ``content`` that comes back should then be JSON that fits. Not every server keeps every rule, so look first:

    ===================================  ==========================================================================
    ``finish_reason`` is ``length``      BadOutput at once: its end is missing, and a repair would leave it out
    ``content`` is null                  BadOutput at once: the model refuses
    it is not JSON                       a repair turn; also when it is JSON in a code fence or between words
                                         (taking the JSON out yourself is as good)
    ``validate`` raises ValueError       a repair turn
    ``validate`` has nothing to say      return it
    ===================================  ==========================================================================

    A repair turn is another request, with two more ``messages`` than the last one: the bad answer as it was, from the
    ``assistant``, and then, from the ``user``, a text of yours that contains the text of the error. The next repair
    turn goes on from there.

    Give ``timeout`` and ``session`` to ``ask`` with each request.

    Raises:
        BadOutput: also when the answer is bad after ``max_repairs`` repair turns. Its ``answer`` is the last one.
    """
    # TODO 1: ask for an answer of that form, and make a dict of it.
    # TODO 2: look at it, and when it is bad, ask again in a repair turn.
    # TODO 3: know when to give up.
    raise NotImplementedError("TODO 1: ask for an answer of that form, and make a dict of it")
