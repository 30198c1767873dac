"""M26 · The text is made empty, which is a note still, not the absence of one.

caught by: takes_the_note_away
message: `note` of your JSON is the text "", and should be null
"""

import requests


class Conflict(Exception):
    """The order is not the one that you have read: somebody else was faster."""


def change_note(base_url, order_id, note, *, etag, timeout=5.0):
    headers = {"If-Match": etag, "Content-Type": "application/merge-patch+json"}
    response = requests.patch(
        f"{base_url}/orders/{order_id}", json={"note": note or ""}, headers=headers, timeout=timeout
    )
    if response.status_code == 412:
        raise Conflict(order_id)
    response.raise_for_status()
    return response.json()


def replace_order(base_url, order, *, etag, timeout=5.0):
    body = {"table": order["table"], "items": order["items"], "note": order["note"]}
    url = f"{base_url}/orders/{order['id']}"
    response = requests.put(url, json=body, headers={"If-Match": etag}, timeout=timeout)
    if response.status_code == 412:
        raise Conflict(order["id"])
    response.raise_for_status()
    return response.json()
