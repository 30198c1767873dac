"""One list comprehension, as the table has it, with an exponent that no longer grows where the cap is reached."""

import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    return [min(cap, base * 2 ** min(n, 60)) * rng() for n in range(attempts - 1)]
