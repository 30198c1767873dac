"""M42 · Nothing keeps the waits from growing for ever.

caught by: stops_growing_at_the_cap
message: above the cap
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [rng() * base * 2**n for n in range(attempts - 1)]
