"""Calls the check's function from many threads, from within itself, and with what it can't take.

earns: 0
"""

import contextlib
import threading


def delays(attempts, *, base=0.5, cap=8.0, rng=None):
    def deeper(depth):
        with contextlib.suppress(Exception):
            rng(deeper, depth=rng)
        if depth:
            deeper(depth - 1)

    threads = [threading.Thread(target=deeper, args=(5,), daemon=True) for _ in range(20)]
    for thread in threads:
        thread.start()
    return rng
