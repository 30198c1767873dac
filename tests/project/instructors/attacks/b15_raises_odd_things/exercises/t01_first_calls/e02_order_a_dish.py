"""Raises exceptions whose attributes, names and chains are made to harm whoever describes them.

earns: 0
"""

import contextlib

import requests


class Odd(requests.HTTPError):
    def __str__(self):
        raise MemoryError

    def __repr__(self):
        return "x" * 10**6

    @property
    def args(self):
        return tuple(range(100_000))


def order_a_dish(base_url, dish, *, timeout=5.0):
    error = Odd()
    for name in ("__class__", "__dict__", "__traceback__", "frames", "handle", "text", "response"):
        with contextlib.suppress(Exception):
            error.__dict__[name] = dict
    cause = error
    for _ in range(50):
        following = Odd()
        cause.__cause__, cause = following, following
    cause.__cause__ = error
    raise error
