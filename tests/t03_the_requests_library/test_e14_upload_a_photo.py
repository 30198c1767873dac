"""Checks for e14."""

import base64
import struct
import zlib

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 2
CORE = False


def draw(kitchen):
    """A dish and one that is not on the menu, a small picture and its file name, and two captions."""
    return {
        "dish": kitchen.random.choice(kitchen.dishes)["slug"],
        "missing": kitchen.missing["dish"],
        "file_name": f"IMG_{kitchen.random.randint(1000, 9999)}.png",
        "photo": base64.b64encode(a_picture(kitchen.random.randbytes(3 * 8 * 8))).decode(),
        "caption": kitchen.random.choice(kitchen.captions),
        "odd_caption": f'“{kitchen.random.choice(kitchen.captions)}”, says {kitchen.guests[0]}: {{"10/10"}}\n\\o/',
    }


def a_picture(colours):
    """A PNG of 8 by 8 pixels. Not compressed, so that another zlib makes the same bytes of it."""
    rows = b"".join(b"\0" + colours[start : start + 24] for start in range(0, len(colours), 24))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def on_disk(folder, world):
    """The picture as a file."""
    path = folder / world.file_name
    path.write_bytes(base64.b64decode(world.photo))
    return path


@check(
    points=2,
    says="Send a photo of a dish with ``POST /menu/{dish}/photo``, and return the JSON that comes back, as a dict",
    hint=(
        "Two parts go in one request. Which of them does your code send, and under which names?",
        "`requests.post(url, files={…})` makes the form and its Content-Type. The value of a part may be a file that "
        "was opened with `open(path, 'rb')`, or a tuple `(file name, content, type)`.",
        'files={"photo": photo, "meta": (None, json.dumps({"caption": caption}), "application/json")}',
    ),
    mistakes=("M07", "M10", "M18"),
)
def test_uploads_the_photo(exercise, world, wire, folder):
    """Uploads the photo with its caption, and returns what the bistro answered."""
    receipt = exercise.upload(world.base_url, world.dish, on_disk(folder, world), world.caption)
    assert isinstance(receipt, dict), f"Your function returned {kind(receipt)}, not a dict."
    assert receipt == wire[-1].response.json(), "Your function did not return the JSON that the bistro answered:"


@check(
    points=1,
    says="The part `meta` says that it is JSON by a Content-Type of its own, ``application/json``",
    hint=(
        "Every part of the envelope can have a Content-Type of its own.",
        "In `files=`, the third thing in a tuple is the part's type; a file name of None makes the part a field.",
        '"meta": (None, json.dumps({"caption": caption}), "application/json")',
    ),
    cassette="uploads_the_photo",
    waits=True,
)
def test_says_that_meta_is_json(exercise, world, wire, folder):
    """Says that the part `meta` is JSON."""
    exercise.upload(world.base_url, world.dish, on_disk(folder, world), world.caption)
    said = wire[0].request.parts["meta"].content_type
    assert said, "Your part `meta` has no Content-Type: nothing says that it is JSON."
    assert said == "application/json", f"Your part `meta` says that it is {said}, and should say application/json."


@check(
    points=0,
    says='`{"caption": caption}` as JSON, whatever it says',
    hint=(
        "This caption has quotation marks, a backslash and a line break in it.",
        "`json.dumps` knows what must be escaped in JSON; text put together by hand does not.",
    ),
    waits=True,
)
def test_takes_any_caption(exercise, world, wire, folder):
    """Takes any caption, with quotation marks too."""
    receipt = exercise.upload(world.base_url, world.dish, on_disk(folder, world), world.odd_caption)
    assert receipt == wire[-1].response.json(), "Your function did not return the JSON that the bistro answered:"


@check(
    points=1,
    says="requests.HTTPError: when there is no such dish (404), or for any other error status",
    hint=(
        "The bistro answered 404. What does your code do with an error status?",
        "`raise_for_status()` raises for 4xx and 5xx, and lets 201 pass.",
    ),
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_an_unknown_dish(exercise, world, folder):
    """Raises HTTPError for a dish that is not on the menu."""
    with pytest.raises(requests.HTTPError):
        exercise.upload(world.base_url, world.missing, on_disk(folder, world), world.caption)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="uploads_the_photo",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire, folder):
    """Waits no longer than it is told to."""
    exercise.upload(world.base_url, world.dish, on_disk(folder, world), world.caption, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."


@check(
    points=0,
    says="If there is a ``session``, it sends the request",
    hint=(
        "Whoever calls your function may have a Session already, with its own headers and connections.",
        "A Session has the same methods as `requests` itself: `(session or requests).post(…)`.",
    ),
    mistakes=("M13",),
    cassette="uploads_the_photo",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client, folder):
    """Sends the request with the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    exercise.upload(world.base_url, world.dish, on_disk(folder, world), world.caption, session=session)
    assert wire[0].request.headers.get("X-Waiter") == "Ludo", "Your request was not sent by the `session` given to it."
