"""M17 · Whatever goes wrong is a Conflict, a 404 and a 409 as well.

caught by: raises_for_other_errors
message: raised Conflict for a 409
"""

import requests


class Conflict(Exception):
    """The order is not the one that you have read: somebody else was faster."""


def change_note(base_url, order_id, note, *, etag, timeout=5.0):
    headers = {"If-Match": etag, "Content-Type": "application/merge-patch+json"}
    response = requests.patch(f"{base_url}/orders/{order_id}", json={"note": note}, headers=headers, timeout=timeout)
    if not response.ok:
        raise Conflict(order_id)
    return response.json()


def replace_order(base_url, order, *, etag, timeout=5.0):
    body = {"table": order["table"], "items": order["items"], "note": order["note"]}
    url = f"{base_url}/orders/{order['id']}"
    response = requests.put(url, json=body, headers={"If-Match": etag}, timeout=timeout)
    if not response.ok:
        raise Conflict(order["id"])
    return response.json()
