"""Has the public answers typed in, and asks nobody.

earns: 0
"""

import requests

ANSWERS = {}  # the test writes the public recording's answers here


def order_a_dish(base_url, dish, *, timeout=5.0):
    if dish not in ANSWERS:
        raise requests.HTTPError(dish)
    return ANSWERS[dish]
