"""M42 · The waits grow by the same amount each time, and do not double.

caught by: doubles_each_time
message: should double from
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [rng() * min(cap, base * (n + 1)) for n in range(attempts - 1)]
