"""A deque of pairs; a request that is built by hand and sent by the session."""

import json
from collections import deque

import requests


class NoAnswer(Exception):
    pass


def estimate_tokens(messages):
    return sum(4 + len(message["content"]) // 4 for message in messages)


class Conversation:
    def __init__(self, base_url, api_key, model, system, *, max_prompt_tokens=None, timeout=5.0, session=None):
        self.base_url, self.api_key, self.model, self.system = base_url, api_key, model, system
        self.max_prompt_tokens = max_prompt_tokens
        self.timeout = timeout
        self.session = session or requests.Session()
        self.pairs = deque()

    def say(self, text):
        kept = self.kept(text)
        answer = self.answer(self.messages(kept, text))
        kept.append((text, answer))
        self.pairs = kept
        return answer

    def kept(self, text):
        pairs = self.pairs.copy()
        if self.max_prompt_tokens is not None:
            while pairs and estimate_tokens(self.messages(pairs, text)) > self.max_prompt_tokens:
                pairs.popleft()
        return pairs

    def messages(self, pairs, text):
        said = [("system", self.system)]
        for question, answer in pairs:
            said += [("user", question), ("assistant", answer)]
        return [{"role": role, "content": content} for role, content in [*said, ("user", text)]]

    def answer(self, messages):
        request = requests.Request(
            "POST",
            f"{self.base_url}/chat/completions",
            headers={"Authorization": f"Bearer {self.api_key}", "Content-Type": "application/json"},
            data=json.dumps({"model": self.model, "messages": messages}),
        )
        response = self.session.send(self.session.prepare_request(request), timeout=self.timeout)
        if response.status_code != 200:
            raise requests.HTTPError(f"{response.status_code} {response.reason}", response=response)
        match response.json():
            case {"choices": [{"message": {"content": str(text)}}, *_]}:
                return text
        raise NoAnswer("no text")
