"""e53 · Have it done by an agent

You ask the sommelier for a bottle. He notes it down and goes to look for it, or comes back with a question first. So
you look in from time to time, less and less often, and when it gets too late you call it off.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import requests

HEADERS = {"A2A-Version": "1.0"}
"""With each request: whoever says nothing is taken for a client of A2A 0.3, and turned away."""
LONGEST = 8.0
"""No wait is longer, in seconds."""


@dataclass
class Interface:
    """A door of an agent: where it is, and how one talks there."""

    url: str
    binding: str
    version: str
    tenant: str | None


class RpcError(Exception):
    """The ``error`` of an answer (JSON-RPC 2.0 §5.1). A2A sends it in a 200."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class TaskFailed(Exception):
    """A task came to nothing: its last state, and the text of its status message (None if there is none)."""

    def __init__(self, state: str, message: str | None) -> None:
        super().__init__(f"{state}: {message}")
        self.state, self.message = state, message


def call(
    url: str,
    method: str,
    params: dict[str, object],
    *,
    headers: dict[str, str] | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> dict:
    """Call ``method`` by JSON-RPC, with 1 as the id, and return its result. Raises RpcError, requests.HTTPError."""
    post = requests.post if session is None else session.post
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    response = post(url, json=request, headers=headers, timeout=timeout)
    if "json" not in response.headers.get("Content-Type", ""):
        response.raise_for_status()
    answer = response.json()
    if "error" in answer:
        raise RpcError(answer["error"]["code"], answer["error"]["message"], answer["error"].get("data"))
    return answer["result"]


def ask_agent(
    interface: Interface,
    text: str,
    *,
    message_id: str,
    poll: float = 1.0,
    deadline: float = 60.0,
    on_input: Callable[[str], str] | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> str:
    """Send ``text`` to an agent, see the task through to its end, and return the text of what came of it (A2A 1.0).

    Each request is a ``call`` to the interface's url, with ``HEADERS``, and ``"tenant"`` in its params if there is one.
    The first is ``SendMessage``. It is not to wait until all is done:

        {"message": {"messageId": message_id, "role": "ROLE_USER", "parts": [{"text": text}]},
         "configuration": {"returnImmediately": True}}

    Its result has one key. ``{"message": {…}}`` is an answer without a task: return its text. ``{"task": {…}}`` goes by
    its ``["status"]["state"]``, now and after each answer:

    ====================================  ==========================================================================
    state                                 then
    ====================================  ==========================================================================
    TASK_STATE_COMPLETED                  return the text of its ``artifacts``; ``history`` and ``status`` are talk
    TASK_STATE_SUBMITTED                  wait, then ``GetTask`` with ``{"id": …}``. Its result is the task, unwrapped
    TASK_STATE_WORKING                    the same
    TASK_STATE_INPUT_REQUIRED             ``on_input`` is called with the text of the status message, a question. Send
                                          what it returns like the first message, with the task's ``taskId`` and
                                          ``contextId`` in the message, and ``{message_id}-2`` as its id, then ``-3``
    … and there is no ``on_input``        raise TaskFailed
    any other, known to you or not        raise TaskFailed: FAILED, REJECTED, CANCELED, AUTH_REQUIRED
    ====================================  ==========================================================================

    The text of a message is that of its ``parts`` which have a ``text``; of a task, that of all parts of all its
    artifacts. They are joined by line feeds, in their order. Parts with ``data``, ``url`` or ``raw`` are left out.

    The first wait is ``poll`` seconds, each further one twice as long, but never longer than ``LONGEST``; after a
    question they begin anew. A wait that would end more than ``deadline`` seconds after the call of this function is
    not begun: instead ``CancelTask`` with ``{"id": …}``, and TaskFailed with what it returns, the task as it is then.

    Each request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in.

    Raises:
        TaskFailed: as above. RpcError, requests.HTTPError: as ``call`` raises them.
    """
    # TODO 1: send the message, and return the text of a message or of a completed task.
    # TODO 2: wait and look again, until the task has come to an end or the deadline is too near.
    # TODO 3: answer questions.
    raise NotImplementedError("TODO 1: send the message, and return the text of a message or of a completed task")
