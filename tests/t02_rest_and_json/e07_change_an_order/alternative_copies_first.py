"""The order is copied, and what is not sent is taken out of the copy."""

import copy

import requests


class Conflict(Exception):
    """The order is not the one that you have read: somebody else was faster."""


def change_note(
    base_url: str, order_id: str, note: str | None, *, etag: str, timeout: float = 5.0
) -> dict[str, object]:
    answer = requests.request(
        "PATCH",
        f"{base_url}/orders/{order_id}",
        json={"note": note},
        headers={"If-Match": etag, "Content-Type": "application/merge-patch+json"},
        timeout=timeout,
    )
    check(answer)
    return answer.json()


def replace_order(base_url: str, order: dict[str, object], *, etag: str, timeout: float = 5.0) -> dict[str, object]:
    body = copy.deepcopy(order)
    url = f"{base_url}/orders/{body.pop('id')}"
    for name in list(body):
        if name not in ("table", "items", "note"):
            del body[name]
    answer = requests.request("PUT", url, json=body, headers={"If-Match": etag}, timeout=timeout)
    check(answer)
    return answer.json()


def check(answer: requests.Response) -> None:
    match answer.status_code:
        case 412:
            raise Conflict(answer.json()["detail"])
        case status if status >= 400:
            answer.raise_for_status()
