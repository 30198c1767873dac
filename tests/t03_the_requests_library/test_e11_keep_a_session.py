"""Checks for e11."""

from grader.check import check, kind

DIFFICULTY = 3
CORE = True


def draw(kitchen):
    """A dish that is on the menu, one that is not, and a table for tonight."""
    return {
        "dish": kitchen.random.choice(kitchen.dishes)["slug"],
        "missing": kitchen.missing["dish"],
        "booking": {"name": kitchen.random.choice(kitchen.guests), "guests": kitchen.random.randint(1, 12)},
        "seating": kitchen.random.choice(["terrace", "indoors"]),
    }


def needs_a_response(value, method):
    assert hasattr(value, "status_code"), f"Your `{method}` returned {kind(value)}, not the response."


@check(
    points=1,
    says="Like ``requests.get``, with all that it takes. Returns the response",
    hint=(
        "`_send` has everything it needs: the base URL, the path, the method, and in `kw` what else the caller said.",
        "A Session has a method `request(method, url, …)`, which takes what `requests.get` takes.",
        "return self._session.request(method, url, **kw)",
    ),
    match=("x-seating",),
)
def test_gets_and_posts(exercise, world, wire):
    """Gets and posts, and returns the responses."""
    bistro = exercise.Bistro(world.base_url)
    dish = bistro.get(f"/menu/{world.dish}")
    needs_a_response(dish, "get")
    assert dish.json() == wire[0].response.json(), "Your `get` returned another response than the server's."
    booking = bistro.post("/bookings", json=world.booking, headers={"X-Seating": world.seating})
    needs_a_response(booking, "post")
    assert booking.json() == wire[1].response.json(), "Your `post` returned another response than the server's."


@check(
    points=1,
    says="Base URL and path are joined with exactly one slash, whether both bring one, or one of them, or none",
    hint=(
        "Print the URL that your code asks for when the base URL ends with a slash, and when it has a path.",
        "Take the slashes away from both sides of the seam, and put one there: `rstrip` and `lstrip` do it.",
        "f\"{base_url.rstrip('/')}/{path.lstrip('/')}\"",
    ),
    mistakes=("M12",),
    waits=True,
)
def test_joins_with_one_slash(exercise, world, wire):
    """Joins base URL and path with exactly one slash."""
    for base_url in (world.url("/counter"), world.url("/counter/")):
        bistro = exercise.Bistro(base_url)
        for path in ("board", "/board"):
            board = bistro.get(path)
            assert board.json() == wire[-1].response.json(), "That is not the board that the server sent."


@check(
    points=1,
    says="All requests go over one session, so that the connection is used again",
    hint=(
        "Each `requests.get` opens a connection and closes it again. A Session keeps it.",
        "Make the Session once, in `__init__`, and send every request over it.",
        "self._session = requests.Session() if session is None else session",
    ),
    mistakes=("M13",),
    cassette="gets_and_posts",
    waits=True,
)
def test_uses_the_connection_again(exercise, world, wire):
    """Uses the connection of the first request for the others."""
    bistro = exercise.Bistro(world.base_url)
    bistro.get(f"/menu/{world.dish}")
    bistro.get(f"/menu/{world.dish}")
    bistro.post("/bookings", json=world.booking, headers={"X-Seating": world.seating})
    for number, exchange in enumerate(wire[1:], 2):
        assert exchange.connection == wire[0].connection, (
            f"Request {number} of your code opened a new connection: it went over another session."
        )


@check(
    points=1,
    says="``headers`` go with every request; what a call names in ``headers=`` is added, or takes their place",
    hint=(
        "Look at the headers of each request: yours, and those of the call.",
        "Make a new dict for each request: first the headers of the Bistro, then those of the call.",
        'kw["headers"] = {**self._headers, **(kw.get("headers") or {})}',
    ),
    mistakes=("M14", "M16"),
    match=("accept", "x-seating"),
    waits=True,
)
def test_sends_its_headers_with_every_request(exercise, world, wire):
    """Sends its headers with every request, and those of a call with that one."""
    bistro = exercise.Bistro(world.base_url, headers={"Accept": "text/plain", "X-Seating": world.seating})
    bistro.get(f"/menu/{world.dish}")
    bistro.get(f"/menu/{world.dish}", headers={"Accept": "application/json"})
    bistro.get(f"/menu/{world.dish}")
    kept = wire[2].request.headers.get("Accept") == "text/plain"
    assert kept, "Your code sent the header of one call with the next call, too: it was for that call only."
    bistro.post("/bookings", json=world.booking, headers={"Accept": "*/*"})
    assert wire[3].request.headers.get("X-Seating") == world.seating


@check(
    points=1,
    says="The dicts and the session that are passed in stay as they were, the session's headers too",
    hint=(
        "Somebody else holds the same dict and the same session. What do they find in them afterwards?",
        "`session.headers.update(…)` and `kw['headers'].update(…)` change what is not yours. Build a new dict.",
    ),
    mistakes=("M14",),
    waits=True,
)
def test_leaves_your_things_as_they_were(exercise, world, wire, client):
    """Leaves the dicts and the session that it is given as they were."""
    session, mine, once = client.session(), {"X-Seating": world.seating}, {"Accept": "text/plain"}
    bistro = exercise.Bistro(world.base_url, headers=mine, session=session)
    bistro.get(f"/menu/{world.dish}", headers=once)
    assert mine == {"X-Seating": world.seating}, "Your code changed the dict of headers that `Bistro` was given:"
    assert once == {"Accept": "text/plain"}, "Your code changed the dict of headers that `get` was given:"
    session.get(world.url("/hello"))
    headers = wire[-1].request.headers
    left = [name for name in ("X-Seating", "Accept") if headers.get(name) in (world.seating, "text/plain")]
    assert not left, f"Your code changed the session that it was given: it now sends {' and '.join(left)} by itself."


@check(
    points=1,
    says="``close()`` closes only a session that the Bistro made",
    hint=(
        "Who opens something closes it. Whose session is it?",
        "Note in `__init__` whether a session was passed in: afterwards both look the same.",
        "self._owns_session = session is None",
    ),
    mistakes=("M13",),
    waits=True,
)
def test_closes_only_what_it_made(exercise, world, wire, client):
    """Closes a session that it made, and leaves yours open."""
    session = client.session()
    session.get(world.url("/hello"))
    with exercise.Bistro(world.base_url, session=session) as bistro:
        assert bistro is not None, "`with Bistro(…) as bistro` gave None: `__enter__` has to return self."
        bistro.get("/hello")
    assert wire[1].connection == wire[0].connection, "Your code did not use the session that it was given."
    session.get(world.url("/hello"))
    assert wire[2].connection == wire[1].connection, "Your code closed the session that it was given."

    bistro = exercise.Bistro(world.base_url)
    bistro.get("/hello")
    bistro.close()
    try:
        bistro.get("/hello")
    except Exception:
        return  # a closed Bistro may refuse to work
    assert wire[4].connection != wire[3].connection, "`close()` did not close the session that the Bistro made."


@check(
    points=0,
    says="Returns the response, whatever its status",
    hint="A 404 is an answer, too. Whoever calls `get` decides what it means: leave `raise_for_status()` to them.",
    waits=True,
)
def test_returns_an_error_as_it_is(exercise, world, wire):
    """Returns the response of an error, too, and raises nothing."""
    response = exercise.Bistro(world.base_url).get(f"/menu/{world.missing}")
    needs_a_response(response, "get")
    assert response.status_code == wire[0].response.status


@check(
    points=0,
    says="A request waits at most ``timeout`` seconds, unless its call names another ``timeout=``",
    hint=(
        "`requests` waits for ever unless it is told otherwise, and a Session has no timeout of its own.",
        '`kw.setdefault("timeout", self._timeout)` sets it where the call says nothing.',
    ),
    mistakes=("M01",),
    match=("x-seating",),
    cassette="gets_and_posts",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than the Bistro, or the call, is told to."""
    bistro = exercise.Bistro(world.base_url, timeout=0.25)
    bistro.get(f"/menu/{world.dish}")
    assert wire[0].waits_at_most(0.25), "Your `get` does not pass `timeout` on to requests."
    bistro.get(f"/menu/{world.dish}", timeout=0.125)
    assert wire[1].waits_at_most(0.125), "This call named its own `timeout`, and your code used the other one."
    bistro.post("/bookings", json=world.booking, headers={"X-Seating": world.seating})
    assert wire[2].waits_at_most(0.25), "Your `post` does not pass `timeout` on to requests."
