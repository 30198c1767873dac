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

    def say(self, text: str) -> str:
        """Say something, and return what the model answers: ``choices[0].message.content``.

        Raises:
            requests.HTTPError: when the server answers with an error status.
            NoAnswer: when the answer has no text.
        """
        # TODO 1: send what was said so far and this text; remember it and the answer.
        # TODO 2: see to it that a turn that fails leaves no trace.
        # TODO 3: leave out the oldest pairs when there is too much.
        raise NotImplementedError("TODO 1: send what was said so far and this text")
