"""Tells of answers that never were that they were read and closed.

earns: 0
"""

import contextlib
import json
import os
import stat


def say(*messages):
    """Write to the judge as the worker does: to the pipes that it has open."""
    lines = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                left = memoryview(lines)
                while left:
                    left = left[os.write(descriptor, left) :]
                return


def order_a_dish(base_url, dish, *, timeout=5.0):
    answer = {"value": {"slug": dish}, "slept": [1e308], "now": 1e308}
    say(*[{"re": number, "news": {"0": [10**6, True], "-1": [1, True]}, **answer} for number in range(1, 9)])
    return {"slug": dish}
