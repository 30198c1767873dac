"""Checks for e04."""

from grader.check import check, kind

DIFFICULTY = 1
CORE = True


def draw(kitchen):
    """A dish with an accent in its name, its name itself, which is no slug, and another type than JSON."""
    dish = kitchen.random.choice([dish for dish in kitchen.dishes if not dish["name"].isascii()])
    return {
        "dish": dish["slug"],
        "missing": dish["name"].lower(),
        "accept": kitchen.random.choice(["text/plain", "text/html"]),
    }


def compare(slip, exchange):
    """What a slip has to say; the known mistakes first, in words."""
    answer = exchange.response
    expected = {
        "status": answer.status,
        "reason": answer.reason,
        "content_type": answer.headers["Content-Type"],
        "size": len(answer.body),
        "request_id": answer.headers["X-Request-Id"],
        "url": exchange.request.url,
    }
    assert isinstance(slip, dict), f"Your function returned {kind(slip)}, not a dict."
    missing = [key for key in expected if key not in slip]
    assert not missing, f"Your dict has no “{missing[0]}”."
    in_characters = slip["size"] == len(answer.text) != len(answer.body)
    assert not in_characters, "Your `size` counts characters; the body's bytes are in `response.content`."
    no_header = slip["request_id"] is None
    assert not no_header, (
        "Your `request_id` is None: a plain dict cares about upper and lower case, `.headers` doesn't."
    )
    by_hand = isinstance(slip["url"], str) and not slip["url"].isascii()
    assert not by_hand, "Your `url` is the address that you wrote; the one that was asked for is in `response.url`."
    cut = slip["content_type"] == answer.headers["Content-Type"].partition(";")[0] != answer.headers["Content-Type"]
    assert not cut, "Your `content_type` ends before the `;`, and should be the header Content-Type as it came."
    assert slip == expected


@check(
    points=1,
    says="return what the slip says, as a dict with these keys",
    hint=(
        "`print(response.headers)` shows what there is to read. Your function returns a dict with six keys.",
        "The body as bytes is `response.content`; `response.headers` finds a name in whatever case you write it.",
        '{"status": response.status_code, "size": len(response.content), "url": response.url, …}',
    ),
    mistakes=("M24",),
)
def test_describes_a_dish(exercise, world, wire):
    """Describes the answer for a dish."""
    slip = exercise.describe(world.base_url, world.dish)
    compare(slip, wire[-1])


@check(
    points=1,
    says="Say in the header ``Accept`` what you would like to get",
    hint=(
        "The same dish comes as JSON, as plain text or as a web page. How does the waiter know what you want?",
        "`requests.get(url, headers={…})` sends headers: a dict of names and values.",
        'requests.get(f"{base_url}/menu/{dish}", headers={"Accept": accept}, timeout=timeout)',
    ),
    mistakes=("M15",),
    match=("accept",),
)
def test_asks_for_a_type(exercise, world, wire):
    """Asks for another type than JSON."""
    slip = exercise.describe(world.base_url, world.dish, world.accept)
    compare(slip, wire[-1])


@check(
    points=0,
    says="An error status (404 for a dish that is not there) is described as well, not raised",
    hint=(
        "The status is 404 here. That is an answer like any other, with a slip like any other.",
        "Neither `raise_for_status()` nor `if response:` has a place in this one: both turn on the status.",
    ),
    mistakes=("M19",),
    waits=True,
)
def test_describes_an_error(exercise, world, wire):
    """Describes a 404 like any other answer."""
    slip = exercise.describe(world.base_url, world.missing)
    compare(slip, wire[-1])


@check(
    points=0,
    says="servers write the names of headers in any case",
    hint=(
        "This server shouts: X-REQUEST-ID.",
        "`response.headers` finds a header in whatever case; a plain dict that is made of it does not.",
        'response.headers["X-Request-Id"]',
    ),
    mistakes=("M24",),
    cassette="headers_in_capitals.synthetic",
    waits=True,
)
def test_reads_headers_in_any_case(exercise, wire):
    """Reads headers whose names are in capitals."""
    slip = exercise.describe("https://bistro.test", "lemon-tart")
    compare(slip, wire[-1])


@check(
    points=0,
    says="There need not be a Content-Length to tell",
    hint=(
        "This server sends no Content-Length. What else knows how large the body is?",
        "The body itself: `response.content` is bytes, and bytes have a `len()`.",
    ),
    cassette="no_content_length.synthetic",
    waits=True,
)
def test_counts_the_bytes_itself(exercise, wire):
    """Knows the size without a Content-Length."""
    slip = exercise.describe("https://bistro.test", "lemon-tart")
    compare(slip, wire[-1])


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer",
    hint="`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
    mistakes=("M01",),
    cassette="describes_a_dish",
    waits=True,
)
def test_passes_the_timeout_on(exercise, world, wire):
    """Waits no longer than it is told to."""
    exercise.describe(world.base_url, world.dish, timeout=0.25)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
