"""M42 · The base is taken to a power, so that a base below 1 makes the waits shorter and shorter.

caught by: doubles_each_time
message: should double from
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [rng() * min(cap, base ** (n + 1)) for n in range(attempts - 1)]
