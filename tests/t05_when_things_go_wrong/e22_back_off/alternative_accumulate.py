"""The limits are an iterator that doubles; the dice are thrown first and put together with them."""

import itertools
import random


def delays(attempts, *, base=0.5, cap=8.0, rng=random.random):
    thrown = [rng() for _ in range(1, attempts)]
    tops = itertools.accumulate(itertools.repeat(base), lambda limit, _: min(cap, 2 * limit))
    return [part * min(cap, top) for part, top in zip(thrown, tops, strict=False)]
