"""Checks for e15."""

import datetime

import pytest
import requests

from grader.check import check

DIFFICULTY = 3
CORE = False

FRESH = 60
"""How long the board may be kept: the bistro says `max-age=60`."""
ANEW = 600
"""The board is written anew every full ten minutes."""


def draw(kitchen):
    """When the board is next written anew, in seconds from the recording's moment."""
    now = datetime.datetime.fromisoformat(kitchen.now)
    return {"until_anew": ANEW - (now.minute * 60 + now.second) % ANEW}


def begin_with_a_new_board(clock, world):
    """Go on to where the board has just been written: for nearly ten minutes it stays as it is."""
    clock.advance(world.until_anew + 1)


def asked_whether_it_changed(exchange):
    """Whether a request is conditional. A wrong ETag in it is no answer in the recording; a missing one gets a 200."""
    return "If-None-Match" in exchange.request.headers


@check(
    points=1,
    says="Return what the board says: its JSON, a list of dicts",
    hint=(
        "Forget about keeping anything at first: `get()` asks for the board and returns its JSON.",
        '`self.session.get(f"{self.base_url}/board", timeout=self.timeout)`, then `.json()`.',
    ),
)
def test_returns_the_board(exercise, world, wire):
    """Returns what the board says."""
    board = exercise.MenuCache(world.base_url).get()
    assert board == wire[-1].response.json(), "Your get() did not return what the board says:"


@check(
    points=1,
    says="for 60 seconds it is fresh, and is returned without sending a request",
    hint=(
        "What would your object have to remember to know, in the second call, that it need not ask?",
        "Keep the board, and until when it is fresh: `time.monotonic()` plus the seconds of `max-age`.",
        'int(directives(response).get("max-age", 0))',
    ),
    mistakes=("M77",),
    waits=True,
)
def test_sends_nothing_while_it_is_fresh(exercise, world, wire, clock):
    """Returns the same board for a minute, without asking again."""
    begin_with_a_new_board(clock, world)
    cache = exercise.MenuCache(world.base_url)
    boards = [cache.get(), cache.get()]
    assert len(wire) == 1, "Your second get() sent a request at once, although the answer was fresh for 60 seconds."
    clock.advance(FRESH - 1)
    boards.append(cache.get())
    assert len(wire) == 1, "Your get() sent a request after 59 seconds, although the answer was fresh for 60."
    assert boards == [wire[0].response.json()] * 3, "What your get() returned without asking is not what it had kept."


@check(
    points=2,
    says="sending the kept answer's ``ETag``, quotation marks and all, as ``If-None-Match``",
    hint=(
        "When the 60 seconds are over, your code asks again. What does it send so that the bistro can say “no change”?",
        "The header `If-None-Match` with the ETag of what you keep. The answer is then 304, and it has no body.",
        'headers={"If-None-Match": self.etag}, and `if response.status_code == 304:` before `.json()`',
    ),
    mistakes=("M20", "M77"),
    match=("if-none-match",),
)
def test_asks_whether_it_changed(exercise, world, wire, clock):
    """Asks whether the board changed when a minute is over, and keeps it after a 304."""
    begin_with_a_new_board(clock, world)
    cache = exercise.MenuCache(world.base_url)
    first = cache.get()
    clock.advance(FRESH + 1)
    try:
        second = cache.get()
    except ValueError as error:
        decoded = "JSON" in type(error).__name__ and wire[-1].response.status == 304
        assert not decoded, "Your get() decodes the body of a 304 as JSON, but a 304 has no body."
        raise
    assert len(wire) > 1, "Your get() sent no request after 61 seconds, although the answer was fresh for 60."
    assert asked_whether_it_changed(wire[1]), (
        "Your second request has no If-None-Match: it asks for the whole board, not whether it changed."
    )
    assert second == first, "Your get() did not return the kept board after a 304, which says that it still holds:"


@check(
    points=1,
    says="A 200 brings a new answer with an ``ETag`` of its own, in place of the kept one",
    hint=(
        "Ten minutes later somebody has written the board anew. What does your code keep then, and which ETag?",
        "A 200 replaces all that you keep: the board, its ETag, and until when it is fresh.",
    ),
    mistakes=("M77",),
    match=("if-none-match",),
    waits=True,
)
def test_takes_what_is_new(exercise, world, wire, clock):
    """Takes the new board with its new ETag when it has changed."""
    begin_with_a_new_board(clock, world)
    cache = exercise.MenuCache(world.base_url)
    cache.get()
    clock.advance(ANEW)
    second = cache.get()
    assert len(wire) > 1, "Your get() sent no request after ten minutes, although the answer was fresh for 60 seconds."
    assert asked_whether_it_changed(wire[1]), (
        "Your second request has no If-None-Match with the ETag of the first board."
    )
    assert second == wire[1].response.json(), "The board had changed, but your get() did not return the new one."
    clock.advance(FRESH + 1)
    third = cache.get()
    asked_about = wire[-1].request.headers.get("If-None-Match")
    assert asked_about != wire[0].response.headers["ETag"], (
        "Your third request asks about the first board: your code still sends the ETag that came with that one."
    )
    assert asked_about, "Your third request has no If-None-Match with the ETag of the new board."
    assert third == second, "After a 200 and a 304 your get() should return what came with the 200."


@check(
    points=1,
    says="keep nothing of it: the next call asks as if for the first time",
    hint=(
        "The board at the counter says `no-store`. What does your object remember of it?",
        'Look whether "no-store" is in `directives(response)`, and keep neither the board nor anything about it.',
    ),
    mistakes=("M77",),
    waits=True,
)
def test_keeps_nothing_of_no_store(exercise, world, wire, clock):
    """Keeps nothing of an answer that says no-store."""
    cache = exercise.MenuCache(world.url("/counter"))
    cache.get()
    cache.get()
    assert len(wire) == 2, "Your second get() sent no request: it kept an answer that says `no-store`."
    clock.advance(ANEW)
    assert cache.get() == wire[-1].response.json(), "Your get() returned an old board, which it had no right to keep."
    assert len(wire) == 3, "Your third get() sent no request: it kept an answer that says `no-store`."


@check(
    points=0,
    says="keep it, but ask each time whether it changed",
    hint=(
        "`no-cache` does not mean what it sounds like: the answer may be kept, but not used without asking.",
        "So it is fresh for 0 seconds, and its ETag is worth keeping.",
    ),
    mistakes=("M77",),
    match=("if-none-match",),
    waits=True,
)
def test_asks_each_time_for_no_cache(exercise, world, wire):
    """Asks each time, with the ETag, whether an answer that says no-cache has changed."""
    cache = exercise.MenuCache(world.url("/terrace"))
    boards = [cache.get(), cache.get()]
    assert len(wire) == 2, "Your second get() sent no request, although the answer said `no-cache`."
    assert asked_whether_it_changed(wire[1]), (
        "Your second request has no If-None-Match: `no-cache` was taken for `no-store`, and nothing was kept."
    )
    assert boards == [wire[0].response.json()] * 2, "The second get() did not return what the first had brought."


@check(
    points=0,
    says="what is kept still holds, and is fresh again from now for as long as the 304 says",
    hint=(
        "A 304 has headers, too. What does its Cache-Control say?",
        "Count the seconds of `max-age` from each answer, a 304 as well as a 200.",
    ),
    mistakes=("M77",),
    match=("if-none-match",),
    cassette="asks_whether_it_changed",
    waits=True,
)
def test_is_fresh_again_after_a_304(exercise, world, wire, clock):
    """Sends nothing for another minute after a 304."""
    begin_with_a_new_board(clock, world)
    cache = exercise.MenuCache(world.base_url)
    cache.get()
    clock.advance(FRESH + 1)
    second = cache.get()
    assert wire[-1].response.status == 304, "After 61 seconds your get() should ask whether the board changed."
    clock.advance(FRESH - 1)
    third = cache.get()
    assert len(wire) == 2, "Your get() asked again 59 seconds after a 304 that said `max-age=60`."
    assert third == second, "After a 304 the kept board is fresh again, but your get() returned something else."


@check(
    points=0,
    says="requests.HTTPError: for an error status (4xx, 5xx). What is kept stays as it is",
    hint=(
        "The second answer is a 503. What does your code do with an error status, and what has it thrown away by then?",
        "Call `raise_for_status()` before you change anything that is kept.",
    ),
    mistakes=("M17",),
    match=("if-none-match",),
    cassette="breaks_down.synthetic",
    waits=True,
)
def test_raises_and_keeps_what_it_has(exercise, wire, clock):
    """Raises HTTPError for an error status, and still has the board afterwards."""
    cache = exercise.MenuCache("https://bistro.test")
    first = cache.get()
    clock.advance(FRESH + 1)
    with pytest.raises(requests.HTTPError):
        cache.get()
    again = cache.get()
    assert len(wire) == 3, "After an error your get() should ask again: the kept board is no fresher than before."
    assert asked_whether_it_changed(wire[2]), (
        "After an error your get() asked as if for the first time: it had thrown away what it kept."
    )
    assert again == first, "After an error your get() should go on with the board that it had kept."


@check(
    points=0,
    says="Each request waits at most ``timeout`` seconds",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=self.timeout` on.",
    mistakes=("M01",),
    match=("if-none-match",),
    cassette="takes_what_is_new",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire, clock):
    """Waits no longer than it is told to."""
    begin_with_a_new_board(clock, world)
    cache = exercise.MenuCache(world.base_url, timeout=0.25)
    cache.get()
    clock.advance(ANEW)
    cache.get()
    assert all(exchange.waits_at_most(0.25) for exchange in wire), (
        "Your get() does not pass `timeout` on to requests each time."
    )


@check(
    points=0,
    says="is sent by ``session`` if there is one",
    hint="The constructor in the task keeps it already: send each request with `self.session`.",
    mistakes=("M13",),
    match=("if-none-match",),
    cassette="takes_what_is_new",
    waits=True,
)
def test_uses_the_session(exercise, world, wire, client, clock):
    """Sends each request with the session that it is given."""
    begin_with_a_new_board(clock, world)
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    cache = exercise.MenuCache(world.base_url, session=session)
    cache.get()
    clock.advance(ANEW)
    cache.get()
    assert all(exchange.request.headers.get("X-Waiter") == "Ludo" for exchange in wire), (
        "Your get() does not send its requests with the `session` that was given to the constructor."
    )
