"""M42 · The cap is put on what the dice made of the limit.

caught by: throws_the_dice_for_each_wait
message: caps what the dice made of the limit
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [min(cap, rng() * base * 2**n) for n in range(attempts - 1)]
