"""Asks as it should, and returns the public answers that it has typed in.

This passes wherever recordings are public. The private world catches it: see test_private_world.py.

earns: 2
"""

import requests

ANSWERS = {}  # the test writes the public recording's answers here


def order_a_dish(base_url, dish, *, timeout=5.0):
    requests.get(f"{base_url}/menu/{dish}", timeout=timeout).raise_for_status()
    return ANSWERS[dish]
