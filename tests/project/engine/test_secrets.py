"""A key that shows is found: in URLs, output, logs, the texts of exceptions and all that hangs on them, and reprs."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from grader.judge.given import Secrets

from .conftest import Opener, exchange

SOURCE = """
    import contextlib, dataclasses, logging, os, requests
    log = logging.getLogger(__name__)
    KEY = os.environ.get("KEY", "")

    @dataclasses.dataclass
    class Open:
        key: str

    @dataclasses.dataclass
    class Closed:
        key: str = dataclasses.field(repr=False)

    class Client:
        def __init__(self, key): self.key = key

    class Shows(Client):
        def __str__(self): return f"a client with {self.key}"

    def make(kind): return globals()[kind](KEY)
    def in_the_url(): return requests.get("https://bistro.test/", params={"key": KEY}, timeout=1).status_code
    def printed(): print("using", KEY)
    def debugged(): log.debug("headers: %s", {"X-API-Key": KEY})
    def with_traceback():
        with contextlib.suppress(ValueError):
            try: raise ValueError(KEY)
            except ValueError: log.exception("no luck"); raise
    def by_library(): logging.getLogger("urllib3").debug("never by this file, but %s", "")
    def raised(): raise ValueError(f"{KEY} was refused")
    def with_note():
        error = ValueError("refused"); error.add_note(KEY); raise error
    def from_it():
        try: raised()
        except ValueError as error: raise RuntimeError("no") from error
    def from_none():
        try: raised()
        except ValueError: raise RuntimeError("no") from None
    def afterwards():
        failed = False
        try: raised()
        except ValueError: failed = True
        if failed: raise RuntimeError("no")
    def well(): log.warning("asked with a key of %d characters", len(KEY)); raise RuntimeError("refused")
"""

KEY = "sk-test-CANARY-e00/+1"  # with signs that a URL writes in another way


ALONG = "the text of the ValueError that your exception carries along as"


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("in_the_url", ["the URL of request 1"]),
        ("printed", ["the output"]),
        ("debugged", ["what your code logs"]),
        ("with_traceback", ["the output", "what your code logs"]),
        ("by_library", []),
        ("raised", ["the text of ValueError"]),
        ("with_note", ["the text of ValueError"]),
        ("from_it", [f"{ALONG} __cause__", f"{ALONG} __context__"]),
        ("from_none", [f"{ALONG} __context__"]),
        ("afterwards", []),
        ("well", []),
    ],
)
def test_where_a_key_shows(open_door: Opener, name: str, places: list[str]) -> None:
    opened = open_door(SOURCE, exchange(url="https://bistro.test/?key=sk-test-CANARY-e00%2F%2B1"))
    secrets, caught = Secrets(opened.door, "e00"), None
    assert secrets.put("KEY", KEY) == KEY
    try:
        getattr(opened.module, name)()
    except Exception as error:
        caught = error
    assert list(secrets.leaks(caught)) == places


@pytest.mark.parametrize(
    ("kind", "places"),
    [("Open", ["the repr of Open"]), ("Closed", []), ("Client", []), ("Shows", ["the repr of Shows"])],
)
def test_reprs(open_door: Opener, kind: str, places: list[str]) -> None:
    """What is printed of an object where it is at home, not of the copy here."""
    opened = open_door(SOURCE)
    secrets = Secrets(opened.door, "e00")
    secrets.put("KEY", KEY)
    thing: Any = opened.module.make(kind)
    assert list(secrets.leaks(thing)) == places
    assert list(secrets.leaks(None, thing)) == places


def test_logging_is_as_before_in_the_next_check(open_door: Opener) -> None:
    opened = open_door(SOURCE)
    Secrets(opened.door, "e00").put("KEY", KEY)
    with contextlib.suppress(RuntimeError):
        opened.module.well()
    assert "asked with a key of 21 characters" in opened.door.logged
    opened = open_door(SOURCE)
    opened.module.debugged()
    assert opened.door.logged == ""
