"""M17 · raise_for_status() stands first, so that a 412 is an HTTPError like any other.

caught by: raises_conflict
message: raised HTTPError for a 412, and should raise Conflict
"""

import requests


class Conflict(Exception):
    """The order is not the one that you have read: somebody else was faster."""


def change_note(base_url, order_id, note, *, etag, timeout=5.0):
    headers = {"If-Match": etag, "Content-Type": "application/merge-patch+json"}
    response = requests.patch(f"{base_url}/orders/{order_id}", json={"note": note}, headers=headers, timeout=timeout)
    response.raise_for_status()
    if response.status_code == 412:
        raise Conflict(order_id)
    return response.json()


def replace_order(base_url, order, *, etag, timeout=5.0):
    body = {"table": order["table"], "items": order["items"], "note": order["note"]}
    url = f"{base_url}/orders/{order['id']}"
    response = requests.put(url, json=body, headers={"If-Match": etag}, timeout=timeout)
    response.raise_for_status()
    if response.status_code == 412:
        raise Conflict(order["id"])
    return response.json()
