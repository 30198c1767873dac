"""A class keeps what was said and counted, and each turn calls the next one."""

import json
from dataclasses import dataclass, field
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


@dataclass
class Agent:
    post: object
    tools: dict
    max_steps: int
    max_tokens: int | None
    messages: list
    steps: int = 0
    tokens: int = 0
    counts: dict = field(default_factory=dict)

    def turn(self):
        answer = self.post(self.messages)
        self.steps += 1
        self.tokens += (answer.get("usage") or {}).get("total_tokens") or 0
        choice = answer["choices"][0]
        message, calls = choice["message"], choice["message"].get("tool_calls") or []
        stopped = self.why_stop(choice["finish_reason"], calls)
        if stopped:
            messages = self.messages if calls else [*self.messages, message]
            return AgentRun(message.get("content"), self.steps, self.tokens, messages, stopped)
        self.messages = [*self.messages, message, *map(self.run, calls)]
        return self.turn()

    def why_stop(self, reason, calls):
        if reason == "length":
            return "length"
        if not calls:
            return "answer"
        for call in calls:
            self.counts[self.key(call)] = self.counts.get(self.key(call), 0) + 1
        if max(self.counts.values()) >= 3:
            return "repeat"
        if self.steps >= self.max_steps:
            return "steps"
        return "tokens" if self.max_tokens is not None and self.tokens >= self.max_tokens else None

    def key(self, call):
        try:
            return call["function"]["name"], repr(sorted(json.loads(call["function"]["arguments"]).items()))
        except (ValueError, AttributeError):
            return call["function"]["name"], call["function"]["arguments"]

    def run(self, call):
        try:
            content = self.tools[call["function"]["name"]](**json.loads(call["function"]["arguments"]))
        except Exception as error:
            content = f"It did not work ({type(error).__name__})."
        return {"role": "tool", "tool_call_id": call["id"], "content": str(content)}


def run_agent(base_url, api_key, model, messages, tools, *, max_steps=8, max_tokens=None, timeout=5.0, session=None):
    descriptions = [describe_tool(tool) for tool in tools.values()]

    def post(said):
        with session or requests.Session() as used:
            response = used.post(
                f"{base_url}/chat/completions",
                headers={"Authorization": f"Bearer {api_key}"},
                json={"model": model, "messages": said, "tools": descriptions},
                timeout=timeout,
            )
        response.raise_for_status()
        return response.json()

    return Agent(post, tools, max_steps, max_tokens, list(messages)).turn()
