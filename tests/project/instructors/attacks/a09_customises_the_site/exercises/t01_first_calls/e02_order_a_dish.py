"""Start-up files of Python end every process that finds them, with status 0.

earns: 0
"""


def order_a_dish(base_url, dish, *, timeout=5.0):
    return {"slug": dish}
