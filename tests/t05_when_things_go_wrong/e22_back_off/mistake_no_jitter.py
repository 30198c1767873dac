"""M42 · There is no jitter: everybody waits equally long and comes back together.

caught by: throws_the_dice_for_each_wait
message: never calls `rng`
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [min(cap, base * 2**n) for n in range(attempts - 1)]
