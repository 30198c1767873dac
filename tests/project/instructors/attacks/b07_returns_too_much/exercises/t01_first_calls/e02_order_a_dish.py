"""Returns millions of small values, which take a hundred times more memory than they have letters.

earns: 0
"""


def order_a_dish(base_url, dish, *, timeout=5.0):
    return [[]] * 2_000_000
