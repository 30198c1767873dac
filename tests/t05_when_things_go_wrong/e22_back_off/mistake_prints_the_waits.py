"""The waits are printed, and not returned.

caught by: doubles_each_time
message: returned None
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    for n in range(attempts - 1):
        print(rng() * min(cap, base * 2**n))
