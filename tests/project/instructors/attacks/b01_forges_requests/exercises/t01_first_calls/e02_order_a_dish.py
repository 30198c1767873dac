"""Writes requests on the line to the judge itself: with ids of its own, of nobody, and for another question.

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


def request(number, during, url):
    known = {"moment": 0.0, "thread": 1, "connection": 1, "reused": True, "verify": True}
    limits = {"connect_timeout": 0.1, "read_timeout": 0.1}
    sent = {"method": "GET", "uri": url, "headers": [], "body": None}
    return {"id": number, "during": during, "op": "http", **sent, **known, **limits}


def order_a_dish(base_url, dish, *, timeout=5.0):
    url = f"{base_url}/menu/{dish}"
    say(*[request(number, during, url) for number in (-1, 0, 1, 7, 10**9) for during in (0, 1, 2, 3)])
    return {"slug": dish, "name": "", "price": "0.00"}
