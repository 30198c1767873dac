"""e22 · Back off

“The kitchen can't keep up, come back later.” If all who were sent away come back a second later, they are sent away
together again. So you wait longer each time, and everybody throws dice for how long: exponential backoff with jitter.
"""

import random
from collections.abc import Callable


def delays(
    attempts: int, *, base: float = 0.5, cap: float = 8.0, rng: Callable[[], float] = random.random
) -> list[float]:
    """Return how long to wait between ``attempts`` attempts, in seconds and in their order.

    That is one wait less than there are attempts: nobody waits before the first attempt or after the last one.
    One attempt needs no wait at all.

    The limit of each wait is twice the one before it. It begins with ``base``, and is never more than ``cap``. How much
    of its limit is waited is a throw of the dice: ``rng()``, a number from 0 up to 1, and a new one for each wait.

    ====  =============================
    wait  seconds
    ====  =============================
    0     rng() * min(cap, base)
    1     rng() * min(cap, base * 2)
    2     rng() * min(cap, base * 4)
    n     rng() * min(cap, base * 2**n)
    ====  =============================

    >>> delays(4, rng=lambda: 1.0)
    [0.5, 1.0, 2.0]

    ``attempts`` is 1 or more, and there may be thousands.
    """
    # TODO 1: as many waits as there are between the attempts, each with a limit twice as long as the one before.
    # TODO 2: no limit above the cap.
    # TODO 3: throw the dice for each wait.
    raise NotImplementedError("TODO 1: as many waits as there are between the attempts")
