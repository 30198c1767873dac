"""Each wait follows from the one before it: the function calls itself with the next power of two."""

import math
import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    def rest(left, exponent):
        if left < 1:
            return []
        limit = cap if exponent > 1000 else min(cap, math.ldexp(base, exponent))
        return [rng() * limit, *rest(left - 1, exponent + 1)]

    waits = []
    for first in range(0, attempts - 1, 100):  # in portions: a function can't call itself thousands of times
        waits += rest(min(100, attempts - 1 - first), first)
    return waits
