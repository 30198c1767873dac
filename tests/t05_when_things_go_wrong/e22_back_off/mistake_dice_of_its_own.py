"""The dice that are passed in are not used.

caught by: doubles_each_time
message: does not call `rng`
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [random.random() * min(cap, base * 2**n) for n in range(attempts - 1)]
