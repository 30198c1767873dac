"""e07 · Change an order

“No onions, please!” The order is written down already, so the waiter changes the slip. But two waiters may hold a copy
of the same slip: so each says which version he has read, and the one who comes second is told.
"""

import requests


class Conflict(Exception):
    """The order is not the one that you have read: somebody else was faster."""


def change_note(
    base_url: str, order_id: str, note: str | None, *, etag: str, timeout: float = 5.0
) -> dict[str, object]:
    """Change the note of an order with ``PATCH /orders/{order_id}``, and return the order as it is now.

    The body is a merge patch (RFC 7396): a JSON object that has only what changes, ``{"note": "no onions, please"}``.
    When ``note`` is None, the note is taken away, which a merge patch says with null: ``{"note": null}``. Send it
    with the Content-Type ``application/merge-patch+json``.

    ``etag`` is the version that you have read, as its ETag header had it, quotes and all. Send it in the header
    ``If-Match``, unchanged. Wait at most ``timeout`` seconds for an answer.

    Raises:
        Conflict: for a 412: the order has another version by now.
        requests.HTTPError: for any other error status, such as 409 when the order was served already.
    """
    # `json=` makes the body, and leaves a Content-Type alone that stands in `headers=` already.
    headers = {"If-Match": etag, "Content-Type": "application/merge-patch+json"}
    # Not `if note:`. Here None is a value that is sent, and leaving the field out would mean “don't touch it”.
    body = {"note": note}
    return changed(requests.patch(f"{base_url}/orders/{order_id}", json=body, headers=headers, timeout=timeout))


def replace_order(base_url: str, order: dict[str, object], *, etag: str, timeout: float = 5.0) -> dict[str, object]:
    """Replace a whole order with ``PUT /orders/{id}``, and return the order as it is now.

    ``order`` is what ``GET /orders/{id}`` answered, with your changes in it. The body is JSON with the three fields
    that a guest decides, ``table``, ``items`` and ``note``, and no others. The caller's dict stays as it was.

    ``etag``, ``timeout`` and the exceptions are those of ``change_note``.
    """
    # A new dict for the body: deleting fields from `order` would delete them from the caller's dict as well.
    body = {name: order[name] for name in ("table", "items", "note")}
    headers = {"If-Match": etag}
    return changed(requests.put(f"{base_url}/orders/{order['id']}", json=body, headers=headers, timeout=timeout))


def changed(response: requests.Response) -> dict[str, object]:
    """The order in an answer, or the exception that fits its status."""
    # 412 Precondition Failed is what If-Match is for. A 409 is called “Conflict” in HTTP, but is another one here:
    # reading the order again and trying once more helps against the first, and never against the second.
    if response.status_code == 412:
        raise Conflict("The order has changed since you read it.")
    response.raise_for_status()
    return response.json()
