"""Checks for e13."""

import pytest
import requests

from grader.check import check

DIFFICULTY = 3
CORE = False

PLENTY = 1_000_000
PIECE = 8192


def draw(kitchen):
    """A dish with a photo and one without; and a number that a stranger makes many bytes of."""
    return {
        "photo": kitchen.random.choice(kitchen.photos),
        "missing": kitchen.missing["photo"],
        "stream": f"/stream-bytes/40000?seed={kitchen.random.randint(1, 9999)}",
    }


def needs_the_same_bytes(target, response):
    assert target.exists(), "Your code wrote no file at `target`."
    got = target.read_bytes()
    as_text = got == response.body.decode("utf-8", "replace").encode() != response.body
    assert not as_text, "Your code saved the body as text: the bytes that are no text were lost."
    assert len(got) == len(response.body), f"Your file has {len(got)} bytes, and the server sent {len(response.body)}."
    assert got == response.body, "Your file has other bytes than the server sent."


def needs_an_empty_folder(folder):
    left = sorted(path.name for path in folder.iterdir())
    assert not left, f"Your code left {' and '.join(left)} behind."


@check(
    points=2,
    says="Save the body of ``GET url`` as the file ``target``, and return how many bytes it has",
    hint=(
        "A photo is bytes, not text: open the file with the mode 'wb'.",
        "With stream=True the body has not come yet when you get the response; `iter_content` brings it.",
        "for piece in response.iter_content(PIECE): file.write(piece)",
    ),
)
def test_saves_the_photo(exercise, world, wire, folder):
    """Saves the photo, and returns how many bytes it has."""
    target = folder / "photo.png"
    done = exercise.download(world.url(f"/photos/{world.photo}"), target, max_bytes=PLENTY)
    needs_the_same_bytes(target, wire[0].response)
    assert done == len(wire[0].response.body), (
        f"Your function returned {done!r}, and the photo has {len(wire[0].response.body)} bytes."
    )
    others = sorted(path.name for path in folder.iterdir() if path != target)
    assert not others, f"Your code left {' and '.join(others)} beside the photo."


@check(
    points=1,
    says="After each piece ``progress(done, total)`` is called: how many bytes are written by now",
    hint=(
        "Print what you tell `progress`: the first number grows, the second stays.",
        "Add up the lengths of the pieces. Headers are text: Content-Length needs int(…), if it is there at all.",
    ),
    cassette="saves_the_photo",
    waits=True,
)
def test_tells_the_progress(exercise, world, wire, folder):
    """Tells how many bytes are written, of how many."""
    told = []
    exercise.download(
        world.url(f"/photos/{world.photo}"),
        folder / "photo.png",
        max_bytes=PLENTY,
        progress=lambda done, total: told.append((done, total)),
    )
    size = len(wire[0].response.body)
    assert told, "Your code never called `progress`."
    totals = {total for _, total in told}
    named = ", ".join(map(repr, totals))
    assert totals == {size}, (
        f"Your code told `progress` that the total is {named}: the Content-Length is the number {size}."
    )
    seen = [done for done, _ in told]
    assert seen[-1] == size, f"Your last `done` was {seen[-1]!r}, and by then {size} bytes are written: count them all."
    needs_small_steps(seen)


def needs_small_steps(seen):
    steps = [later - earlier for earlier, later in zip([0, *seen], seen, strict=False)]
    assert min(steps) >= 0, "`done` went down: it counts all the bytes that are written by now."
    assert max(steps) <= PIECE, f"`done` went up by {max(steps)} at once: take pieces of at most {PIECE} bytes."


@check(
    points=0,
    says="or None when there is no such header",
    hint=(
        "This server is a stranger, and it does not know how many bytes it will send.",
        'response.headers.get("Content-Length") is None when there is none; headers["Content-Length"] raises.',
    ),
    waits=True,
)
def test_saves_a_body_of_unknown_length(exercise, world, wire, folder):
    """Saves a stranger's body that comes without a Content-Length."""
    target, told = folder / "stream.bin", []
    done = exercise.download(
        world.url(world.stream, server="httpbin"),
        target,
        max_bytes=PLENTY,
        progress=lambda done, total: told.append((done, total)),
    )
    needs_the_same_bytes(target, wire[0].response)
    assert done == len(wire[0].response.body), (
        f"Your function returned {done!r}, and the body has {len(wire[0].response.body)} bytes."
    )
    assert {total for _, total in told} == {None}, (
        "Your code told `progress` a total that nobody knows here: it should be None."
    )
    needs_small_steps([done for done, _ in told])


@check(
    points=1,
    says="When more than ``max_bytes`` have come, stop: never take more than one piece beyond them",
    hint=(
        "How much did your code read before it saw that it is too much?",
        "`response.content` reads everything. Count while you go through `iter_content(PIECE)`, and raise.",
        "requests.get(url, stream=True, timeout=timeout), then if done > max_bytes: raise TooLarge(…)",
    ),
    mistakes=("M30",),
    cassette="saves_a_body_of_unknown_length",
    waits=True,
)
def test_stops_above_the_limit(exercise, world, wire, folder):
    """Stops reading when there is too much, and raises TooLarge."""
    with pytest.raises(exercise.TooLarge):
        exercise.download(world.url(world.stream, server="httpbin"), folder / "stream.bin", max_bytes=10_000)
    read = wire[0].response.bytes_read
    assert read <= 10_000 + PIECE, f"With max_bytes=10000 your code read {read} bytes before it stopped."


@check(
    points=1,
    says="requests.RequestException: when the connection breaks, also when the body is cut short",
    hint=(
        "`iter_content` raises when fewer bytes come than the Content-Length says. What does your code do then?",
        "Let the exception go through, but take the half file away first: try … finally.",
    ),
    mistakes=("M31",),
    cassette="saves_the_photo",
    overlay={0: {"body_bytes": 1500}},
    waits=True,
)
def test_notices_a_body_cut_short(exercise, world, folder):
    """Raises when the body is cut short, and leaves no half photo behind."""
    with pytest.raises(requests.RequestException):
        exercise.download(world.url(f"/photos/{world.photo}"), folder / "photo.png", max_bytes=PLENTY)
    needs_an_empty_folder(folder)


@check(
    points=1,
    says="Whatever fails, nothing is left behind",
    hint=(
        "What is in the folder after TooLarge? And where is the photo that was there yesterday?",
        "Write to another name in the same folder, and give the file its own name when it is whole.",
        "part = target.with_name(target.name + '.part'), then part.replace(target), and finally part.unlink(…)",
    ),
    mistakes=("M31",),
    cassette="saves_a_body_of_unknown_length",
    waits=True,
)
def test_leaves_the_folder_as_it_was(exercise, world, folder):
    """Leaves the folder, and an older file in it, as they were when something fails."""
    target, url = folder / "stream.bin", world.url(world.stream, server="httpbin")
    with pytest.raises(exercise.TooLarge):
        exercise.download(url, target, max_bytes=10_000)
    needs_an_empty_folder(folder)
    target.write_bytes(b"yesterday's bytes")
    with pytest.raises(exercise.TooLarge):
        exercise.download(url, target, max_bytes=10_000)
    assert target.exists(), "Your code took the older file away when the download failed."
    assert target.read_bytes() == b"yesterday's bytes", "Your code wrote over the older file when the download failed."
    target.unlink()
    needs_an_empty_folder(folder)


@check(
    points=0,
    says="TooLarge: when the body has more than ``max_bytes`` bytes",
    hint="Compare with >, not with >=: as many as are allowed are not too many.",
    cassette="saves_the_photo",
    waits=True,
)
def test_takes_as_many_as_are_allowed(exercise, world, recording, folder):
    """Saves a photo that has exactly as many bytes as are allowed."""
    size, target = len(recording[0].response.body), folder / "photo.png"
    try:
        done = exercise.download(world.url(f"/photos/{world.photo}"), target, max_bytes=size)
    except exercise.TooLarge:
        pytest.fail(f"Your code raised TooLarge for a photo of {size} bytes, where {size} are allowed.")
    assert done == size, f"Your function returned {done!r}, and the photo has {size} bytes."
    needs_the_same_bytes(target, recording[0].response)


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint="An error has a body, too, but it is no photo: `raise_for_status()` comes before anything is written.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_when_there_is_no_photo(exercise, world, folder):
    """Raises HTTPError when there is no photo, and saves nothing."""
    with pytest.raises(requests.HTTPError):
        exercise.download(world.url(f"/photos/{world.missing}"), folder / "photo.png", max_bytes=PLENTY)
    needs_an_empty_folder(folder)


@check(
    points=0,
    says="In any case close the response, or its connection is lost",
    hint=(
        "With stream=True the connection is kept until the body was read to its end, or the response is closed.",
        "A response can be used with `with`, and is closed at its end, whatever happens.",
        "with requests.get(url, stream=True, timeout=timeout) as response: …",
    ),
    mistakes=("M30",),
    cassette="raises_when_there_is_no_photo",
    waits=True,
)
def test_closes_the_response(exercise, world, wire, folder):
    """Closes the response, also when it raises."""
    with pytest.raises(requests.HTTPError):
        exercise.download(world.url(f"/photos/{world.missing}"), folder / "photo.png", max_bytes=PLENTY)
    assert wire[0].response.closed, "Your code did not close the response, and its connection is lost."


@check(
    points=0,
    says="when the connection breaks",
    hint="Look at which exceptions your clean-up is for. `finally` is for all of them.",
    mistakes=("M31",),
    cassette="saves_a_body_of_unknown_length",
    overlay={0: {"body_bytes": 18_000, "break": "read-timeout"}},
    waits=True,
)
def test_notices_a_silent_server(exercise, world, folder):
    """Raises when the server falls silent in the middle, and leaves nothing behind."""
    with pytest.raises(requests.RequestException):
        exercise.download(world.url(world.stream, server="httpbin"), folder / "stream.bin", max_bytes=PLENTY)
    needs_an_empty_folder(folder)


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in.",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
        "`session.get` takes what `requests.get` takes.",
    ),
    mistakes=("M01", "M13"),
    cassette="saves_the_photo",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client, folder):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.download(
        world.url(f"/photos/{world.photo}"), folder / "photo.png", max_bytes=PLENTY, timeout=0.25, session=session
    )
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
    used = wire[0].request.headers.get("User-Agent") == "a guest who comes often"
    assert used, "Your code did not use the session that it was given."


@check(
    points=0,
    says="When the Content-Length says so from the start, not a byte needs to be read",
    hint="Compare the Content-Length with `max_bytes` before the first piece. It may be missing, and it may lie.",
    cassette="saves_the_photo",
    extra=True,
    waits=True,
)
def test_believes_a_content_length_that_is_too_large(exercise, world, wire, folder):
    """Reads nothing when the Content-Length is too large already."""
    with pytest.raises(exercise.TooLarge):
        exercise.download(world.url(f"/photos/{world.photo}"), folder / "photo.png", max_bytes=100)
    read = wire[0].response.bytes_read
    assert read == 0, f"The Content-Length said that it is too much, and your code read {read} bytes all the same."
    assert wire[0].response.closed, "Your code did not close the response, and its connection is lost."
    needs_an_empty_folder(folder)


@check(
    points=0,
    says="Whatever fails, nothing is left behind: the folder of ``target`` is as it was before",
    hint="`progress` is somebody else's code, and may raise: `finally` is for that, too.",
    cassette="saves_the_photo",
    extra=True,
    waits=True,
)
def test_cleans_up_after_somebody_elses_error(exercise, world, wire, folder):
    """Leaves nothing behind when `progress` raises."""

    def stop(done, total):
        raise RuntimeError("the guest has left")

    with pytest.raises(RuntimeError):
        exercise.download(world.url(f"/photos/{world.photo}"), folder / "photo.png", max_bytes=PLENTY, progress=stop)
    assert wire[0].response.closed, "Your code did not close the response, and its connection is lost."
    needs_an_empty_folder(folder)
