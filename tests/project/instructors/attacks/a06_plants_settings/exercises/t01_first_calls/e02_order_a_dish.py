"""Settings of pytest beside it collect only, deselect the checks, and load a plugin of its own.

earns: 0
"""


def order_a_dish(base_url, dish, *, timeout=5.0):
    return {"slug": dish}
