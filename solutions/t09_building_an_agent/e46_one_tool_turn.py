"""e46 · One tool turn

“What does the lemon tart cost?” asks a guest. The cook doesn't know, but she knows who does: out of the hatch comes a
slip, *look at the price list, lemon tart*. The waiter looks, hands the slip back with the price on it, and she answers.
"""

import json
from collections.abc import Callable
from typing import Any, get_type_hints

import requests


class NoAnswer(Exception):
    """The model did not come to an answer."""


def describe_tool(function: Callable[..., Any]) -> dict[str, Any]:
    """Describe a function whose parameters are texts and whole numbers as a tool: e44 in short."""
    names = {str: {"type": "string"}, int: {"type": "integer"}}
    properties = {name: names[hint] for name, hint in get_type_hints(function).items() if name != "return"}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    description = {"name": function.__name__, "description": function.__doc__, "parameters": parameters}
    return {"type": "function", "function": description}


def run_tool(tools: dict[str, Callable[..., Any]], name: str, arguments: str) -> str:
    """Run a tool; ``arguments`` is JSON text. What the model is to read, also when it goes wrong: e45 in short."""
    if name not in tools:
        return f"Error: there is no tool {name!r}."
    try:
        returned = tools[name](**json.loads(arguments))
    except Exception as error:
        return f"Error: {name} did not work ({type(error).__name__})."
    return returned if isinstance(returned, str) else json.dumps(returned)


def ask(
    base_url: str, api_key: str, body: dict[str, Any], *, timeout: float, session: requests.Session | None
) -> dict[str, Any]:
    """Send ``body`` to the model, and return the ``message`` of its answer."""
    headers = {"Authorization": f"Bearer {api_key}"}
    url = f"{base_url}/chat/completions"
    response = (session or requests).post(url, json=body, headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()["choices"][0]["message"]


def answer_with_tools(
    base_url: str,
    api_key: str,
    model: str,
    question: str,
    tools: dict[str, Callable[..., Any]],
    *,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> str:
    r"""Ask a model a question, run the tools that it calls, and return the text of its answer.

    The body has ``model``, ``messages`` (the question, from the ``user``), ``tools`` (what ``describe_tool`` says of
    each, in their order), and nothing else. In the message that comes back, ``tool_calls`` may be missing, null or
    empty: then its ``content`` is the answer. Otherwise it is a list of calls, such as

        {"id": "call_7", "type": "function", "function": {"name": "get_price", "arguments": "{\"dish\": \"tart\"}"}}

    Run each of them with ``run_tool``, once, and ask again with the same body but for its ``messages``. These are now

    =========================  =================================================================================
    the question               as before
    the message with calls     as it came, whatever is in it; its ``content`` may be "" or null
    the results                for each call, in their order: ``{"role": "tool", "tool_call_id": …, "content": …}``,
                               with the ``id`` of the call, and with what ``run_tool`` returned
    =========================  =================================================================================

    The ``content`` of the message that comes back now is the answer. This is all: there is no third request.

    Give ``timeout`` and ``session`` to ``ask`` with each request.

    Raises:
        requests.HTTPError: for an error status.
        NoAnswer: when the second message has calls again, or an answer has no text.
    """
    messages: list[dict[str, Any]] = [{"role": "user", "content": question}]
    body = {"model": model, "messages": messages, "tools": [describe_tool(function) for function in tools.values()]}
    message = ask(base_url, api_key, body, timeout=timeout, session=session)
    if calls := message.get("tool_calls"):
        # Models remember nothing. Without its own message it would not know what these results are for.
        messages.append(message)
        for call in calls:
            # A result for each of them, also for one that failed: servers refuse a call that nobody answered.
            content = run_tool(tools, call["function"]["name"], call["function"]["arguments"])
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": content})
        message = ask(base_url, api_key, body, timeout=timeout, session=session)
        if message.get("tool_calls"):
            raise NoAnswer("the model wants to call more tools")  # what it says besides is no answer yet
    if not message.get("content"):
        raise NoAnswer("the model said nothing")
    return message["content"]
