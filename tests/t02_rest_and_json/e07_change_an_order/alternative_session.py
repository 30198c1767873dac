"""A Session that knows the version sends the requests."""

from contextlib import closing

import requests


class Conflict(Exception):
    """The order is not the one that you have read: somebody else was faster."""


def session_for(etag: str) -> requests.Session:
    session = requests.Session()
    session.headers["If-Match"] = etag
    return session


def read(answer: requests.Response) -> dict[str, object]:
    try:
        answer.raise_for_status()
    except requests.HTTPError as error:
        if error.response.status_code == requests.codes.precondition_failed:
            raise Conflict("somebody else was faster") from error
        raise
    return answer.json()


def change_note(
    base_url: str, order_id: str, note: str | None, *, etag: str, timeout: float = 5.0
) -> dict[str, object]:
    with session_for(etag) as session:
        session.headers["Content-Type"] = "application/merge-patch+json; charset=utf-8"
        return read(session.patch(f"{base_url}/orders/{order_id}", json={"note": note}, timeout=timeout))


def replace_order(base_url: str, order: dict[str, object], *, etag: str, timeout: float = 5.0) -> dict[str, object]:
    theirs = {"id", "status", "total", "placed_at"}
    body = {name: value for name, value in order.items() if name not in theirs}
    with closing(session_for(etag)) as session:
        return read(session.put(f"{base_url}/orders/{order['id']}", json=body, timeout=timeout))
