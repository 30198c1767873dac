"""It yields the waits, and returns no list.

caught by: doubles_each_time
message: not a list
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    for n in range(attempts - 1):
        yield rng() * min(cap, base * 2**n)
