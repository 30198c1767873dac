"""The requests are built by hand: JSON text, headers in lower case, prepared requests."""

import json

import requests


class Conflict(requests.HTTPError):
    """The order is not the one that you have read: somebody else was faster."""


def send(method: str, url: str, body: dict[str, object], headers: dict[str, str], timeout: float) -> dict[str, object]:
    request = requests.Request(method, url, data=json.dumps(body, ensure_ascii=False).encode(), headers=headers)
    with requests.Session() as session:
        answer = session.send(session.prepare_request(request), timeout=(timeout, timeout))
    if answer.status_code == 412:
        raise Conflict("412, changed meanwhile", response=answer)
    if answer.status_code >= 400:
        raise requests.HTTPError(f"{answer.status_code} {answer.reason}", response=answer)
    return json.loads(answer.content)


def change_note(
    base_url: str, order_id: str, note: str | None, *, etag: str, timeout: float = 5.0
) -> dict[str, object]:
    headers = {"if-match": etag, "content-type": "application/merge-patch+json"}
    return send("PATCH", f"{base_url}/orders/{order_id}", {"note": note}, headers, timeout)


def replace_order(base_url: str, order: dict[str, object], *, etag: str, timeout: float = 5.0) -> dict[str, object]:
    body = {"note": order["note"], "items": order["items"], "table": order["table"]}
    headers = {"if-match": etag, "content-type": "application/json"}
    return send("PUT", f"{base_url}/orders/{order['id']}", body, headers, timeout)
