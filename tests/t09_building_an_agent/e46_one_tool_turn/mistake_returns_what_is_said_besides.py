"""M88 · What the model says beside a call, or null, is taken for the answer.

caught by: raises_when_there_is_no_answer
message: The second message calls a tool again, and your function returned
"""

import json
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


def ask(base_url, api_key, body, *, timeout, session):
    headers = {"Authorization": f"Bearer {api_key}"}
    url = f"{base_url}/chat/completions"
    response = (session or requests).post(url, json=body, headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()["choices"][0]["message"]


def answer_with_tools(base_url, api_key, model, question, tools, *, timeout=5.0, session=None):
    messages = [{"role": "user", "content": question}]
    body = {"model": model, "messages": messages, "tools": [describe_tool(function) for function in tools.values()]}
    message = ask(base_url, api_key, body, timeout=timeout, session=session)
    if message.get("tool_calls"):
        messages.append(message)
        for call in message["tool_calls"]:
            content = run_tool(tools, call["function"]["name"], call["function"]["arguments"])
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": content})
        message = ask(base_url, api_key, body, timeout=timeout, session=session)
    return message["content"]
