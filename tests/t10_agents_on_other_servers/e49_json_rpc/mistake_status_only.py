"""M108 · Only the status is looked at, and an error in a 200 is taken for success.

caught by: raises_the_error_in_a_200
message: took an error in a 200 for success
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
    response.raise_for_status()
    answer = response.json()
    if answer["id"] != request_id:
        raise BadReply("the answer to another request")
    return answer.get("result")


def notify(url, method, params=None, *, headers=None, timeout=5.0, session=None):
    post = session.post if session else requests.post
    message = {"jsonrpc": "2.0", "method": method}
    if params is not None:
        message["params"] = params
    post(url, json=message, headers=headers, timeout=timeout).raise_for_status()
