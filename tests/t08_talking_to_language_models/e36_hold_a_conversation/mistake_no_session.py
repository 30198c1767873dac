"""M13 · The session is not used.

caught by: uses_the_session
message: did not go over the `session`
"""

import requests


class NoAnswer(Exception):
    pass


def estimate_tokens(messages):
    return sum(4 + len(message["content"]) // 4 for message in messages)


class Conversation:
    def __init__(self, base_url, api_key, model, system, *, max_prompt_tokens=None, timeout=5.0, session=None):
        self.base_url, self.api_key, self.model, self.system = base_url, api_key, model, system
        self.max_prompt_tokens, self.timeout = max_prompt_tokens, timeout
        self.session = session or requests.Session()
        self.messages = [{"role": "system", "content": system}]

    def ask(self, messages):
        response = requests.post(
            self.base_url + "/chat/completions",
            headers={"Authorization": "Bearer " + self.api_key},
            json={"model": self.model, "messages": messages},
            timeout=self.timeout,
        )
        response.raise_for_status()
        answer = response.json()["choices"][0]["message"]["content"]
        if answer is None:
            raise NoAnswer
        return answer

    def say(self, text):
        messages = [*self.messages, {"role": "user", "content": text}]
        if self.max_prompt_tokens is not None:
            while len(messages) > 2 and estimate_tokens(messages) > self.max_prompt_tokens:
                del messages[1:3]
        answer = self.ask(messages)
        self.messages = [*messages, {"role": "assistant", "content": answer}]
        return answer
