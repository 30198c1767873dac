"""What is JSON is told by the Content-Type, a Session of its own sends the requests, and ids are compared strictly."""

import requests


class RpcError(Exception):
    def __init__(self, code, message, data=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


class BadReply(ValueError):
    pass


def post(url, body, headers, timeout, session):
    if session is not None:
        return session.request("POST", url, json=body, headers=headers, timeout=timeout)
    with requests.Session() as own:
        return own.post(url, json=body, headers=headers, timeout=timeout)


def envelope(method, params):
    return {"jsonrpc": "2.0", "method": method, **({"params": params} if params is not None else {})}


def call(url, method, params=None, *, request_id=1, headers=None, timeout=5.0, session=None):
    response = post(url, {**envelope(method, params), "id": request_id}, headers, timeout, session)
    is_json = response.headers.get("Content-Type", "").split(";")[0].strip().lower() == "application/json"
    answer = response.json() if is_json else None
    if not isinstance(answer, dict) or not {"result", "error"} & answer.keys():
        response.raise_for_status()
        raise BadReply(f"{response.status_code} {response.text[:80]}")
    if {"result", "error"} <= answer.keys():
        raise BadReply("result and error")
    answered = answer.get("id")
    if "error" in answer and (answered is None or answered == request_id):
        raise RpcError(**answer["error"])
    if type(answered) is not type(request_id) or answered != request_id:
        raise BadReply(f"this answers {answered!r}")
    return answer["result"]


def notify(url, method, params=None, *, headers=None, timeout=5.0, session=None):
    post(url, envelope(method, params), headers, timeout, session).raise_for_status()
