"""Brings checks, recordings and an engine along in which everything passes.

earns: 0
"""


def order_a_dish(base_url, dish, *, timeout=5.0):
    return {"slug": dish}
