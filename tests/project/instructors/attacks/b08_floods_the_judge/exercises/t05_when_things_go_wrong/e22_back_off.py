"""Calls the check's function without end and without listening, on the line to the judge itself.

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


def delays(attempts, *, base=0.5, cap=8.0, rng=None):
    called = {"op": "callback", "target": 1, "arguments": [], "keywords": {}}
    number = 1000
    while True:
        say(*[{"id": number + one, "during": one % 12, **called} for one in range(1000)])
        number += 1000
