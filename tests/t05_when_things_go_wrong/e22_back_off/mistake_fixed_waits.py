"""M42 · Each wait is as long as the one before it.

caught by: doubles_each_time
message: should be twice the one before it
"""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [base for _ in range(attempts - 1)]
