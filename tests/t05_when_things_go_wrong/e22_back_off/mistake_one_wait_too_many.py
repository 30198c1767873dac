"""M37 · There are as many waits as attempts, so that it waits after the last failure as well.

caught by: doubles_each_time
message: one too many
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [rng() * min(cap, base * 2**n) for n in range(attempts)]
