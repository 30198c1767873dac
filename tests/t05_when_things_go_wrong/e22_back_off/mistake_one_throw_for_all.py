"""M42 · The dice are thrown once, before the loop.

caught by: throws_the_dice_for_each_wait
message: throws the dice once
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    jitter = rng()
    return [jitter * min(cap, base * 2**n) for n in range(attempts - 1)]
