"""M21 · The body of a 502 is decoded as JSON, though a proxy wrote it.

caught by: raises_for_a_status_without_an_answer
message: JSON
"""

import requests


class RpcError(Exception):
    def __init__(self, code, message, data=None):
        super().__init__(f"{message} ({code})")
        self.code, self.message, self.data = code, message, data


class BadReply(Exception):
    pass


def call(url, method, params=None, *, request_id=1, headers=None, timeout=5.0, session=None):
    post = session.post if session else requests.post
    request = {"jsonrpc": "2.0", "method": method, "id": request_id}
    if params is not None:
        request["params"] = params
    response = post(url, json=request, headers=headers, timeout=timeout)
    answer = response.json()
    error = answer.get("error")
    if error is None and "result" not in answer:
        response.raise_for_status()
        raise BadReply("no answer")
    if error is not None and "result" in answer:
        raise BadReply("both result and error")
    if answer["id"] != request_id and (error is None or answer["id"] is not None):
        raise BadReply("the answer to another request")
    if error is not None:
        raise RpcError(error["code"], error["message"], error.get("data"))
    return answer["result"]


def notify(url, method, params=None, *, headers=None, timeout=5.0, session=None):
    post = session.post if session else requests.post
    message = {"jsonrpc": "2.0", "method": method}
    if params is not None:
        message["params"] = params
    post(url, json=message, headers=headers, timeout=timeout).raise_for_status()
