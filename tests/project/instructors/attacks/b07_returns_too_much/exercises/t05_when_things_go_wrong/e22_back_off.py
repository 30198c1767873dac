"""Returns numbers that can't be written down, and one that is not equal to itself.

earns: 0
"""

from decimal import Decimal


def delays(attempts, *, base=0.5, cap=8.0, rng=None):
    return [10**5000, float("nan"), Decimal("sNaN"), Decimal("1e999999999"), float("inf")][: attempts - 1]
