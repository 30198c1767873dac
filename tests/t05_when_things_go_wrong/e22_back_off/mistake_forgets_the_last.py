"""M37 · The range ends one too early, and the last attempt comes without a wait.

caught by: doubles_each_time
message: but between
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [rng() * min(cap, base * 2**n) for n in range(attempts - 2)]
