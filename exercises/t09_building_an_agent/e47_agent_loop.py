"""e47 · The agent loop

A guest asks how much is left of the soup. The cook behind the hatch can't see the shelf, so she sends the waiter: he
looks, writes it on the slip, hands the slip in again, and so on until she has an answer. A waiter who lets himself be
sent without end never gets home, so he counts.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

import requests


@dataclass(frozen=True)
class ToolResult:
    ok: bool
    content: str
    structured: dict[str, Any] | None = None


@dataclass(frozen=True)
class AgentRun:
    """How a run went."""

    text: str | None
    steps: int
    tokens: int
    messages: list[dict[str, Any]]
    stopped: Literal["answer", "steps", "tokens", "repeat", "length"]


def describe_tool(function: Callable[..., Any]) -> dict[str, Any]:
    """Describe a function whose parameters are texts and whole numbers as a tool: e44 in short."""
    names = {str: {"type": "string"}, int: {"type": "integer"}}
    properties = {name: names[hint] for name, hint in get_type_hints(function).items() if name != "return"}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    description = {"name": function.__name__, "description": function.__doc__, "parameters": parameters}
    return {"type": "function", "function": description}


def run_tool(tools: dict[str, Callable[..., Any]], name: str, arguments: str) -> ToolResult:
    """Run a tool; ``arguments`` is JSON text. What goes wrong is told in ``content``, and not raised: e45 in short."""
    if name not in tools:
        return ToolResult(False, f"There is no tool {name!r}.")
    try:
        returned = tools[name](**json.loads(arguments))
        return ToolResult(True, returned if isinstance(returned, str) else json.dumps(returned))
    except Exception as error:
        return ToolResult(False, f"{name} did not work ({type(error).__name__}).")


def ask(
    base_url: str, api_key: str, body: dict[str, Any], *, timeout: float, session: requests.Session | None
) -> dict[str, Any]:
    """Send ``body`` to the model, and return the JSON of its answer."""
    headers = {"Authorization": f"Bearer {api_key}"}
    url = f"{base_url}/chat/completions"
    response = (session or requests).post(url, json=body, headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()


def run_agent(
    base_url: str,
    api_key: str,
    model: str,
    messages: list[dict[str, Any]],
    tools: dict[str, Callable[..., Any]],
    *,
    max_steps: int = 8,
    max_tokens: int | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> AgentRun:
    """Ask a model until it answers, and run the tools that it calls meanwhile.

    Each step is a request with ``ask``. Its body has ``model``, ``messages`` and ``tools``, a description of each tool
    in their order, and nothing else. What comes back has ``choices[0]`` with a ``finish_reason`` and a ``message``, and
    mostly ``usage.total_tokens``. Look at it in this order; the first that is true ends the run, and no call is run:

    ==============================================================  =============
    the answer                                                      ``stopped``
    ==============================================================  =============
    its ``finish_reason`` is ``length``: a call in it may be cut    "length"
    it has no ``tool_calls``: they are missing, null or empty       "answer"
    with it, the same call has come three times in this run         "repeat"
    it was the answer to step number ``max_steps``                  "steps"
    ``max_tokens`` is given, and so many are used, or more          "tokens"
    ==============================================================  =============

    Otherwise all its calls are run, each with ``run_tool``, whatever the ``finish_reason``. The next request has the
    message as it came, and then, for each call, the result or what went wrong::

        {"role": "tool", "tool_call_id": the id of the call, "content": the content of the ToolResult}

    Two calls are the same when their tool is, and their ``arguments`` say the same as JSON: spaces and the order of
    names say nothing, and neither does the ``id``. What is not JSON is compared as text.

    What the run returns:

    ============  ==================================================================================
    text          ``content`` of the last message, None where that is null or missing
    steps         how many requests there were
    tokens        the sum of ``usage.total_tokens``; an answer without ``usage`` counts nothing
    messages      a new list: those given, and all that came after them. A last message whose calls
                  were not run is left out, so that the list can be sent again
    stopped       why the run ended
    ============  ==================================================================================

    Give ``timeout`` and ``session`` to ``ask`` with each request.
    """
    # TODO 1: ask until there is an answer, and run the call that an answer has instead.
    # TODO 2: run several calls, and tell the model what went wrong.
    # TODO 3: know when to stop.
    raise NotImplementedError("TODO 1: ask until there is an answer, and run the call that an answer has instead")
