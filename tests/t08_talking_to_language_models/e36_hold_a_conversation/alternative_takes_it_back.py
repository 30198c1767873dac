"""Adds at once, and takes everything back when something is raised; keeps the messages as the server sent them."""

import copy

import requests


class NoAnswer(Exception):
    pass


def estimate_tokens(messages):
    return sum(4 + len(message["content"]) // 4 for message in messages)


class Conversation:
    def __init__(self, base_url, api_key, model, system, *, max_prompt_tokens=None, timeout=5.0, session=None):
        self.url, self.model, self.timeout = base_url.rstrip("/") + "/chat/completions", model, timeout
        self.headers = {"Authorization": f"Bearer {api_key}"}
        self.budget = float("inf") if max_prompt_tokens is None else max_prompt_tokens
        self.session = requests.Session() if session is None else session
        self.messages = [{"role": "system", "content": system}]

    def say(self, text):
        before = copy.deepcopy(self.messages)
        try:
            self.messages.append({"content": text, "role": "user"})
            while estimate_tokens(self.messages) > self.budget and len(self.messages) >= 4:
                self.messages.pop(1)
                self.messages.pop(1)
            body = {"messages": self.messages, "model": self.model}
            with self.session.post(self.url, json=body, headers=self.headers, timeout=self.timeout) as response:
                response.raise_for_status()
                message = response.json()["choices"][0]["message"]
            if message["content"] is None:
                raise NoAnswer(message.get("refusal"))
            self.messages.append(message)
        except BaseException:
            self.messages = before
            raise
        return message["content"]
