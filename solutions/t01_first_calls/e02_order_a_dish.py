"""e02 · Order a dish

You know what you want. You name the dish, the waiter goes to the kitchen, and comes back with a plate, or with
word that there is no such dish.
"""

import requests


def order_a_dish(base_url: str, dish: str, *, timeout: float = 5.0) -> dict[str, object]:
    """Return what the bistro says about one dish: the JSON of ``GET /menu/{dish}``, as a dict.

    >>> order_a_dish("https://bistro.test", "lemon-tart")
    {'slug': 'lemon-tart', 'name': 'Lemon tart', 'price': '6.50', …}

    Wait at most ``timeout`` seconds for an answer.

    Raises:
        requests.HTTPError: when there is no such dish (404), or for any other error status.
    """
    response = requests.get(f"{base_url}/menu/{dish}", timeout=timeout)
    # requests raises by itself only when there is no answer at all. A 404 *is* an answer: without this line the
    # caller would get the error's JSON as if it were a dish.
    response.raise_for_status()
    return response.json()
