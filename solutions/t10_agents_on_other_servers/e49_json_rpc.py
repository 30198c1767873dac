"""e49 · Ask by JSON-RPC

In your own kitchen you call a function. At the bistro you ask for an address: that was REST. The pantry has a third
door: a single hatch. You push a slip through it that says what is to be done, and it has a number, so that you know
which answer is yours.
"""

import requests


class RpcError(Exception):
    """The ``error`` of an answer: the other side could not do what was asked (JSON-RPC 2.0 §5.1)."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class BadReply(Exception):
    """What came back is no answer to what was asked."""


def call(
    url: str,
    method: str,
    params: dict[str, object] | list[object] | None = None,
    *,
    request_id: int | str = 1,
    headers: dict[str, str] | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> object:
    """Call ``method`` at ``url`` by JSON-RPC 2.0 and return its result. One POST, its body is this JSON (§4):

        {"jsonrpc": "2.0", "method": "stock.look_up", "params": {"ingredient": "rice"}, "id": 1}

    The ``id`` is ``request_id``. ``params`` is left out when it is None. ``headers`` are sent besides.
    An answer is told by its body, whatever the status: some servers put an error into a 200, others into a 4xx.

    ==================================  ============================================================================
    the answer is JSON and has          then
    ==================================  ============================================================================
    ``"result": …`` and your id         return the result, even if it is ``null`` (None)
    ``"error": {…}`` and your id        raise RpcError with its ``code``, ``message`` and ``data`` (None if missing)
    ``"error": {…}`` and ``"id": null``  the same: the server could not read whose request it was (§5)
    another id than yours               raise BadReply: it answers somebody else
    both result and error               raise BadReply
    ==================================  ============================================================================

    Each request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in.

    Raises:
        RpcError, BadReply: as above. requests.HTTPError: for an error status with anything else in its body.
        BadReply: for any other status with anything else in its body.
    """
    request: dict[str, object] = {"jsonrpc": "2.0", "method": method, "id": request_id}
    if params is not None:
        request["params"] = params
    post = requests.post if session is None else session.post
    response = post(url, json=request, headers=headers, timeout=timeout)
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict) or not ("result" in answer or isinstance(answer.get("error"), dict)):
        # Only now the status: raise_for_status() would hide what the body of a 4xx has to say.
        response.raise_for_status()
        raise BadReply(f"a {response.status_code} without a JSON-RPC answer")
    error = answer.get("error")
    if error and "result" in answer:  # `in`, here and above: a result that is null is a result
        raise BadReply("an answer with both a result and an error")
    may_be = (request_id, None) if error else (request_id,)
    if answer.get("id") not in may_be:
        raise BadReply(f"an answer to {answer.get('id')!r}, and the request was {request_id!r}")
    if error:
        raise RpcError(error.get("code"), error.get("message"), error.get("data"))
    return answer["result"]


def notify(
    url: str,
    method: str,
    params: dict[str, object] | list[object] | None = None,
    *,
    headers: dict[str, str] | None = None,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> None:
    """Send a notification (§4.1): the same, but without an ``id``. So nobody answers, and the body stays unread.

    Raises:
        requests.HTTPError: for an error status. Any other status is fine; 202 and 204 are usual.
    """
    message: dict[str, object] = {"jsonrpc": "2.0", "method": method}
    if params is not None:
        message["params"] = params
    post = requests.post if session is None else session.post
    # Nothing of the body: it is empty, and response.json() would raise.
    post(url, json=message, headers=headers, timeout=timeout).raise_for_status()
