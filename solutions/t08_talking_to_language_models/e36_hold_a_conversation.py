"""e36 · Hold a conversation

The cook behind the hatch forgets you between two slips. If she is to know what was said before, it has to be on the
slip, all of it, each time; and when the slip is full, something at the top has to go.
"""

import requests


class NoAnswer(Exception):
    """The model answered without a text."""


def estimate_tokens(messages: list[dict[str, str]]) -> int:
    """Return about how many tokens these messages are: four characters each, and four tokens around a message."""
    return sum(4 + len(message["content"]) // 4 for message in messages)


class Conversation:
    """A conversation with a language model: ``POST {base_url}/chat/completions`` for each turn.

    The key goes into the header ``Authorization: Bearer <api_key>``, and the JSON body has ``model`` and ``messages``,
    nothing else. A message is ``{"role": …, "content": …}``, and a request has them in this order:

    ============  ============================================================================
    system        ``system``, first in every request
    user          what was said in the first turn
    assistant     what the model answered to it, as it came
    …             these two for each further turn
    user          what is said now
    ============  ============================================================================

    A turn that fails leaves no trace: the next request is as if it had not been. That is one whose request fails or is
    refused, and one whose answer has no text (``content`` is null).

    With ``max_prompt_tokens`` no request is longer than that by ``estimate_tokens``: before it is sent, the oldest pair
    of what was said and answered goes, for good, and the next oldest, until it fits. The system prompt and what is said
    now always stay, even if they alone are too long.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        system: str,
        *,
        max_prompt_tokens: int | None = None,
        timeout: float = 5.0,
        session: requests.Session | None = None,
    ) -> None:
        """Each request waits at most ``timeout`` seconds for an answer, and goes over ``session`` if there is one."""
        self.base_url = base_url
        self.api_key = api_key
        self.model = model
        self.system = system
        self.max_prompt_tokens = max_prompt_tokens
        self.timeout = timeout
        self.session = session or requests.Session()
        # Here, and not in the class: there it would be one history for all conversations.
        self._start = [{"role": "system", "content": system}]
        self._turns: list[dict[str, str]] = []

    def say(self, text: str) -> str:
        """Say something, and return what the model answers: ``choices[0].message.content``.

        Raises:
            requests.HTTPError: when the server answers with an error status.
            NoAnswer: when the answer has no text.
        """
        turns, said = list(self._turns), {"role": "user", "content": text}
        while turns and self._is_too_long([*self._start, *turns, said]):
            # A pair at a time: an answer whose question is gone would stand first, and some models refuse that.
            del turns[:2]
        answer = self._ask([*self._start, *turns, said])
        # Not a moment earlier: whatever was raised on the way here, the conversation is as it was before.
        self._turns = [*turns, said, {"role": "assistant", "content": answer}]
        return answer

    def _is_too_long(self, messages: list[dict[str, str]]) -> bool:
        return self.max_prompt_tokens is not None and estimate_tokens(messages) > self.max_prompt_tokens

    def _ask(self, messages: list[dict[str, str]]) -> str:
        response = self.session.post(
            f"{self.base_url}/chat/completions",
            headers={"Authorization": f"Bearer {self.api_key}"},  # per request: the session may be somebody else's
            json={"model": self.model, "messages": messages},
            timeout=self.timeout,
        )
        response.raise_for_status()
        answer: str | None = response.json()["choices"][0]["message"].get("content")
        if answer is None:
            raise NoAnswer("the model answered without a text")
        return answer
