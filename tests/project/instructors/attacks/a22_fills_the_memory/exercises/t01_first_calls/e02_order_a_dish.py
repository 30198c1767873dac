"""Takes three gigabytes.

earns: 0
"""


def order_a_dish(base_url, dish, *, timeout=5.0):
    kept = []
    for _ in range(30):
        kept.append(bytearray(100_000_000))
    return {"slug": dish, "kept": len(kept)}
