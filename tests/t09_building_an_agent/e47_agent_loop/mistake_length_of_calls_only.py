"""M89 · Half a text is taken for the answer.

caught by: says_that_a_text_is_cut
message: ended with 'answer'
"""

import json
from dataclasses import dataclass
from typing import get_type_hints

import requests


@dataclass(frozen=True)
class AgentRun:
    text: str | None
    steps: int
    tokens: int
    messages: list
    stopped: str


def describe_tool(function):
    names = {str: {"type": "string"}, int: {"type": "integer"}}
    properties = {name: names[hint] for name, hint in get_type_hints(function).items() if name != "return"}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    description = {"name": function.__name__, "description": function.__doc__, "parameters": parameters}
    return {"type": "function", "function": description}


def run_tool(tools, name, arguments):
    try:
        returned = tools[name](**json.loads(arguments))
        return returned if isinstance(returned, str) else json.dumps(returned)
    except Exception as error:
        return f"{name} did not work ({type(error).__name__})."


def ask(base_url, api_key, body, timeout, session):
    headers = {"Authorization": f"Bearer {api_key}"}
    response = (session or requests).post(f"{base_url}/chat/completions", json=body, headers=headers, timeout=timeout)
    response.raise_for_status()
    return response.json()


def key(call):
    function = call["function"]
    try:
        return function["name"], json.dumps(json.loads(function["arguments"]), sort_keys=True)
    except ValueError:
        return function["name"], function["arguments"]


def run_agent(base_url, api_key, model, messages, tools, *, max_steps=8, max_tokens=None, timeout=5.0, session=None):
    said = list(messages)
    cards = [describe_tool(tool) for tool in tools.values()]
    seen, tokens = [], 0
    for step in range(1, max_steps + 1):
        answer = ask(base_url, api_key, {"model": model, "messages": said, "tools": cards}, timeout, session)
        message = answer["choices"][0]["message"]
        reason = answer["choices"][0]["finish_reason"]
        calls = message.get("tool_calls") or []
        tokens += (answer.get("usage") or {}).get("total_tokens", 0)
        seen += [key(call) for call in calls]
        stopped = None
        if reason == "length" and calls:
            stopped = "length"
        elif not calls:
            stopped = "answer"
        elif any(seen.count(key(call)) > 2 for call in calls):
            stopped = "repeat"
        elif step == max_steps:
            stopped = "steps"
        elif max_tokens is not None and tokens >= max_tokens:
            stopped = "tokens"
        if stopped:
            if not calls:
                said.append(message)
            return AgentRun(message.get("content"), step, tokens, said, stopped)
        said.append(message)
        for call in calls:
            content = run_tool(tools, call["function"]["name"], call["function"]["arguments"])
            said.append({"role": "tool", "tool_call_id": call["id"], "content": content})
