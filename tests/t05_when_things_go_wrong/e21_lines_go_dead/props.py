"""A session with a bug of its own."""

import requests


class Clumsy(requests.Session):
    """Whatever it is asked to send, it trips over its own feet."""

    def __init__(self, bug):
        super().__init__()
        self.bug = bug

    def send(self, request, **options):
        raise self.bug


BUGS = {
    "RuntimeError": RuntimeError("the waiter has two left feet"),
    "ValueError": ValueError("the waiter counts on two left hands"),
    "FileNotFoundError": FileNotFoundError("the waiter has lost his book"),
}


def clumsy(name):
    return Clumsy(BUGS[name])
