"""The status is looked at by hand, and what is raised is a kind of HTTPError."""

import requests


class NoSuchDish(requests.HTTPError):
    """The bistro has no such dish."""


def order_a_dish(base_url: str, dish: str, *, timeout: float = 5.0) -> dict[str, object]:
    response = requests.request("get", f"{base_url}/menu/{dish}", timeout=(timeout / 2, timeout))
    if response.status_code == requests.codes.not_found:
        raise NoSuchDish(dish, response=response)
    if not response.ok:
        raise requests.HTTPError(response.reason, response=response)
    return response.json()
