"""A Session of its own with the key in its headers; the tools run in threads, and the messages are new lists."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import get_type_hints

import requests


class NoAnswer(Exception):
    pass


def describe_tool(function):
    names = {str: {"type": "string"}, int: {"type": "integer"}}
    properties = {name: names[hint] for name, hint in get_type_hints(function).items() if name != "return"}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    description = {"name": function.__name__, "description": function.__doc__, "parameters": parameters}
    return {"type": "function", "function": description}


def run_tool(tools, name, arguments):
    if name not in tools:
        return f"Error: there is no tool {name!r}."
    try:
        returned = tools[name](**json.loads(arguments))
    except Exception as error:
        return f"Error: {name} did not work ({type(error).__name__})."
    return returned if isinstance(returned, str) else json.dumps(returned)


def answer_with_tools(base_url, api_key, model, question, tools, *, timeout=5.0, session=None):
    with nullcontext(session) if session is not None else requests.Session() as connection:

        def say(*messages):
            answer = connection.post(
                base_url.rstrip("/") + "/chat/completions",
                headers={"authorization": f"Bearer {api_key}"},
                json={"messages": messages, "tools": list(map(describe_tool, tools.values())), "model": model},
                timeout=(timeout, timeout),
            )
            answer.raise_for_status()
            return answer.json()["choices"][0]["message"]

        def run(call):
            function = call["function"]
            text = run_tool(tools, function["name"], function["arguments"])
            return {"content": text, "role": "tool", "tool_call_id": call["id"]}

        asked = {"role": "user", "content": question}
        message = say(asked)
        if message.get("tool_calls"):
            with ThreadPoolExecutor(4) as pool:
                results = list(pool.map(run, message["tool_calls"]))
            message = say(asked, message, *results)
        match message:
            case {"tool_calls": [_, *_]}:
                raise NoAnswer
            case {"content": str(text)} if text:
                return text
        raise NoAnswer
