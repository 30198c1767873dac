"""M37 · The exponent counts from one, so the first wait is twice the base already.

caught by: doubles_each_time
message: twice the base
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [rng() * min(cap, base * 2**n) for n in range(1, attempts)]
