"""Answers questions that nobody asked, with numbers that are none, and those of earlier checks.

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
    wrong = (True, -1, 0, 1.0, "4", None, 10**30)
    say(*[{"re": number, "value": {"slug": dish}, "news": {}} for number in wrong])
    say({"re": [], "value": 1}, {"re": {}, "value": 1})
    return {"slug": dish}
