"""The requests are built by hand, and a counter says which of the two it is."""

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


def answer_with_tools(base_url, api_key, model, question, tools, *, timeout=5.0, session=None):
    session = session or requests.Session()
    messages = [{"role": "user", "content": question}]
    for turn in (1, 2):
        body = {"model": model, "messages": messages, "tools": [describe_tool(tool) for tool in tools.values()]}
        request = requests.Request(
            "POST",
            f"{base_url}/chat/completions",
            headers={"Content-Type": "application/json; charset=utf-8", "Authorization": f"bearer {api_key}"},
            data=json.dumps(body, ensure_ascii=False).encode(),
        )
        response = session.send(session.prepare_request(request), timeout=timeout)
        if response.status_code >= 400:
            raise requests.HTTPError(f"the model answered {response.status_code}", response=response)
        message = json.loads(response.content)["choices"][0]["message"]
        calls = message.get("tool_calls") or []
        if not calls:
            break
        if turn == 2:
            raise NoAnswer("it never ends")
        messages = [*messages, message]
        for call in calls:
            called = call["function"]
            result = run_tool(tools, called["name"], called["arguments"])
            messages += [{"role": "tool", "tool_call_id": call["id"], "content": result}]
    if message["content"] is None:
        raise NoAnswer("null")
    return message["content"]
