"""One function sends both, by a prepared request and with JSON text; the answer is taken apart by `match`."""

import json

import requests


class RpcError(Exception):
    def __init__(self, code, message, data=None):
        super().__init__(code, message, data)
        self.code, self.message, self.data = code, message, data


class BadReply(Exception):
    pass


def _send(url, body, headers, timeout, session):
    text = json.dumps({"jsonrpc": "2.0", **body}, indent=1).encode()
    request = requests.Request("POST", url, headers={**(headers or {}), "content-type": "application/json"}, data=text)
    session = session or requests.Session()
    return session.send(session.prepare_request(request), timeout=(timeout, timeout))


def call(url, method, params=None, *, request_id=1, headers=None, timeout=5.0, session=None):
    body = {"id": request_id, "method": method} | ({} if params is None else {"params": params})
    response = _send(url, body, headers, timeout, session)
    try:
        answer = json.loads(response.content)
    except ValueError:
        response.raise_for_status()
        raise BadReply("no JSON") from None
    match answer:
        case {"result": _, "error": _}:
            raise BadReply("both")
        case {"id": None, "error": {"code": code, "message": message} as error}:
            raise RpcError(code, message, error.get("data"))
        case {"id": answered} if answered != request_id:
            raise BadReply(f"an answer to {answered}")
        case {"error": {"code": code, "message": message} as error}:
            raise RpcError(code, message, error.get("data"))
        case {"result": result}:
            return result
    response.raise_for_status()
    raise BadReply("no answer")


def notify(url, method, params=None, *, headers=None, timeout=5.0, session=None):
    body = {"method": method} | ({} if params is None else {"params": params})
    response = _send(url, body, headers, timeout, session)
    if not response.ok:
        raise requests.HTTPError(f"nobody took it: {response.status_code}", response=response)
