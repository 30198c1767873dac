"""Checks for e31."""

from urllib.parse import urlencode, urlsplit

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = False

SECRET = ("Authorization", "Cookie", "X-API-Key")


def draw(kitchen):
    """What somebody carries along: a key, a token, a cookie, and the language that they speak."""
    return {
        "key": kitchen.api_key,
        "token": f"Bearer {kitchen.token}",
        "cookie": f"table={kitchen.random.randint(1, 40)}; coat={kitchen.random.randint(100, 999)}",
        "language": kitchen.random.choice(["fr", "de", "vi", "pl", "tr"]),
    }


def headers_of(world):
    """Three headers that are nobody else's business, and some that are for everybody."""
    return {
        "Authorization": world.token,
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Accept-Language": world.language,
        "Cookie": world.cookie,
        "User-Agent": "a guest on foot",
        "X-API-Key": world.key,
    }


def door(world, to, **options):
    """An address of the bistro that redirects to another one."""
    return world.url(f"/doors?{urlencode({'to': to, **options})}")


def home(exchange):
    """The origin that a request went to, as people write it."""
    parts = urlsplit(exchange.request.url)
    return f"{parts.scheme}://{parts.netloc}"


def listed(names):
    """``a, b and c``; empty for none."""
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def carried(exchange):
    """Which of the three went along, in words; empty for none."""
    return listed([name for name in SECRET if name in exchange.request.headers])


def needs_all(exchanges, headers, names):
    """Whether these headers went along with each request."""
    for number, exchange in enumerate(exchanges, 1):
        for name in names:
            same = exchange.request.headers.get(name) == headers[name]
            assert same, f"Your request {number} went without your {name}, which should go along."


def needs_a_response(value):
    assert hasattr(value, "status_code"), f"Your function returned {kind(value)}, not the response."


@check(
    points=2,
    says="follow the redirects, and return the last response",
    hint=(
        "A redirect is an answer that says where to ask instead. How does your code know that it got one?",
        "`response.is_redirect` is True for one, and `urllib.parse.urljoin` completes the Location.",
        'url = urljoin(response.url, response.headers["Location"]), and then ask again, in a loop.',
    ),
    mistakes=("M12",),
)
def test_follows_to_the_end(exercise, world, wire):
    """Follows three redirects, and returns the last response."""
    response = exercise.get_following(world.url("/corridor/3"), headers_of(world))
    needs_a_response(response)
    status = wire[-1].response.status
    assert response.status_code == status, f"Your function returned a {response.status_code}, and the last is {status}."
    assert response.json() == wire[-1].response.json(), "Your function returned another response than the last one."


@check(
    points=1,
    says="requests.TooManyRedirects: when there is still a redirect after ``max_hops`` of them",
    hint=(
        "Count: with max_hops=1 there are at most two requests, since the first one follows nothing.",
        "`for _ in range(max_hops + 1):` with the request in it, and the `raise` behind it.",
        "raise requests.TooManyRedirects(…)",
    ),
    cassette="follows_to_the_end",
    waits=True,
)
def test_gives_up_after_max_hops(exercise, world, wire):
    """Raises TooManyRedirects after max_hops redirects, and follows no more."""
    try:
        exercise.get_following(world.url("/corridor/3"), headers_of(world), max_hops=1)
    except requests.TooManyRedirects:
        followed = len(wire) - 1
        assert followed == 1, f"With max_hops=1 your code followed {followed} redirects before it gave up."
    else:
        pytest.fail(f"With max_hops=1 your code followed {len(wire) - 1} of three redirects, and raised nothing.")


@check(
    points=1,
    says="another scheme, host or port are dropped: it is another origin (RFC 6454 §5)",
    hint=(
        "Where does this redirect lead, and what did your code show there?",
        "Compare the origin of the address that was asked for with that of the next one: scheme, host and port.",
        "`urlsplit(url)` has .scheme, .hostname and .port.",
    ),
    mistakes=("M59", "M60"),
    waits=True,
)
def test_drops_them_at_a_strangers(exercise, world, wire):
    """Shows a stranger neither Authorization nor Cookie nor X-API-Key."""
    response = exercise.get_following(door(world, world.url("/headers", server="httpbin")), headers_of(world))
    assert not carried(wire[1]), (
        f"Your code carried {carried(wire[1])} to {home(wire[1])}, which is another origin.\n"
        "What is secret stays with the house that it is for, RFC 9110 §15.4."
    )
    needs_a_response(response)
    assert response.json() == wire[1].response.json(), "Your function returned another response than the stranger's."


@check(
    points=1,
    says="stay dropped, at home as well: strangers chose the way",
    hint=(
        "From the bistro to a stranger, on to another of the stranger's doors, and back to the bistro: which headers "
        "does your code send each time?",
        "If each request begins with all the headers, they come back as soon as two addresses in a row are alike.",
        "Take them out of the headers that you go on with: headers = {… for … if name.lower() not in SECRET}",
    ),
    mistakes=("M59",),
    waits=True,
)
def test_they_stay_dropped(exercise, world, wire):
    """Goes on without them, through the stranger's house and back at home."""
    home_again = f"/redirect-to?{urlencode({'url': world.url('/hello')})}"
    start = door(world, world.url(f"/redirect-to?{urlencode({'url': home_again})}", server="httpbin"))
    response = exercise.get_following(start, headers_of(world))
    needs_a_response(response)
    assert not carried(wire[1]), f"Your code carried {carried(wire[1])} to {home(wire[1])}, which is another origin."
    assert not carried(wire[2]), (
        f"Within {home(wire[2])} your code sent {carried(wire[2])} again, after it had dropped that."
    )
    assert not carried(wire[3]), (
        f"Back home your code sent {carried(wire[3])} again, after it had dropped that.\n"
        "By now it is a stranger who says where you ask."
    )
    assert response.status_code == wire[3].response.status, "Your function returned another response than the last one."


@check(
    points=1,
    says="it is another origin (RFC 6454 §5), and so is http to https",
    hint=(
        "The host is the same, and the scheme is not. Over http anybody on the way can read along.",
        "`urlsplit(url).netloc` has no scheme in it, and no port either where the scheme's own is meant.",
        "(parts.scheme, parts.hostname, parts.port)",
    ),
    mistakes=("M59",),
    cassette="other_origins.synthetic",
    waits=True,
)
def test_never_shows_them_in_the_clear(exercise, world, wire):
    """Drops them where https leads to http, on the same host."""
    exercise.get_following("https://bistro.test/old-menu", headers_of(world))
    assert not carried(wire[1]), (
        f"Your code carried {carried(wire[1])} from https to http, where anybody on the way can read it.\n"
        "Another scheme is another origin, RFC 6454 §5."
    )


@check(
    points=0,
    says="another scheme, host or port",
    hint=(
        "Behind another port of the same host there may be somebody else's program.",
        "Compare `urlsplit(url).port` as well.",
    ),
    mistakes=("M59",),
    cassette="other_origins.synthetic",
    waits=True,
)
def test_another_port_is_another_origin(exercise, world, wire):
    """Drops them at another port of the same host."""
    exercise.get_following("https://bistro.test/cloakroom", headers_of(world))
    assert not carried(wire[1]), (
        f"Your code carried {carried(wire[1])} to another port: {home(wire[1])}.\n"
        "Another port is another origin, RFC 6454 §5."
    )


@check(
    points=0,
    says="All other headers go along to the end",
    hint=(
        "A stranger may know which language you speak. Leave out three headers, and not all of them.",
        "{name: value for name, value in headers.items() if name.lower() not in SECRET}",
    ),
    cassette="drops_them_at_a_strangers",
    waits=True,
)
def test_carries_all_others_along(exercise, world, wire):
    """Carries the other headers along, to a stranger as well."""
    headers = headers_of(world)
    exercise.get_following(door(world, world.url("/headers", server="httpbin")), headers)
    needs_all(wire, headers, [name for name in headers if name not in SECRET])


@check(
    points=0,
    says="the same origin go along",
    hint="Who compares the wrong things finds strangers everywhere: look at both origins that your code compares.",
    cassette="follows_to_the_end",
    waits=True,
)
def test_keeps_them_at_home(exercise, world, wire):
    """Carries all headers along while the redirects stay at home."""
    headers = headers_of(world)
    exercise.get_following(world.url("/corridor/3"), headers)
    needs_all(wire, headers, headers)


@check(
    points=0,
    says="``Authorization``, ``Cookie`` and ``X-API-Key``, in capital or small letters",
    hint=(
        "A header's name means the same in capital and in small letters (RFC 9110 §5.1). A key of a dict doesn't.",
        "Compare `name.lower()`.",
    ),
    mistakes=("M59",),
    cassette="drops_them_at_a_strangers",
    waits=True,
)
def test_names_have_no_case(exercise, world, wire):
    """Drops them whether their names are in capital or in small letters."""
    headers = {"authorization": world.token, "COOKIE": world.cookie, "x-api-key": world.key}
    exercise.get_following(door(world, world.url("/headers", server="httpbin")), headers)
    names = listed([name for name in headers if name in wire[1].request.headers])
    assert not names, (
        f"Your code carried {names} to {home(wire[1])}: it knows such names in one spelling only.\n"
        "Headers' names are the same in capital and small letters, RFC 9110 §5.1."
    )


@check(
    points=0,
    says="such as ``/menu``, ``../menu`` or ``//other.house/menu``",
    hint=(
        "This Location begins with //: it names a host, and leaves only the scheme out (RFC 3986 §4.2).",
        "First make a whole URL of the Location with `urljoin`, then look where it leads.",
    ),
    mistakes=("M60",),
    waits=True,
)
def test_knows_an_address_without_a_scheme(exercise, world, wire):
    """Knows a stranger's address even where it comes without a scheme."""
    stranger = world.url("/headers", server="httpbin")
    response = exercise.get_following(door(world, stranger[stranger.index("//") :]), headers_of(world))
    assert not carried(wire[1]), (
        f"Your code carried {carried(wire[1])} to {home(wire[1])}: it took a Location that begins with // for a path.\n"
        "It names a host, RFC 3986 §4.2."
    )
    needs_a_response(response)
    assert response.json() == wire[1].response.json(), "Your function returned another response than the stranger's."


@check(
    points=0,
    says="A redirect is a 301, 302, 303, 307 or 308 that has a ``Location``",
    hint=(
        "There are five of them. For a GET they all mean the same: ask there.",
        "`response.is_redirect` knows them all.",
    ),
    waits=True,
)
def test_follows_every_kind(exercise, world, wire):
    """Follows each of the five statuses that are redirects."""
    for status in (301, 302, 303, 307, 308):
        response = exercise.get_following(door(world, "/whoami", status=status), headers_of(world))
        needs_a_response(response)
        assert response.status_code != status, f"Your code does not follow a {status}."
        assert response.json() == wire[-1].response.json(), "Your function returned another response than the last one."


@check(
    points=0,
    says="return the last response, whatever its status",
    hint=(
        "A 200 may have a Location, too, and a 401 is an answer like any other: whoever asked decides what it means.",
        "`response.is_redirect` is True only for a redirect's status and a Location.",
    ),
    waits=True,
)
def test_returns_what_is_no_redirect(exercise, world, wire):
    """Returns what is no redirect: a 401, and a 200 with a Location."""
    locked = world.url("/whoami")
    has_a_location = world.url(f"/response-headers?{urlencode({'Location': locked})}", server="httpbin")
    for number, url in enumerate((locked, has_a_location), 1):
        response = exercise.get_following(url, {"Accept-Encoding": "identity"})
        needs_a_response(response)
        assert len(wire) == number, (
            f"Your code followed the Location of a {wire[1].response.status}: it is no redirect."
        )
        status = wire[-1].response.status
        assert response.status_code == status, f"Your function returned a {response.status_code}, and not the {status}."


@check(
    points=0,
    says="after ``max_hops`` of them",
    hint="Five redirects are six requests: the first one, and one for each redirect.",
    waits=True,
)
def test_follows_as_many_as_it_may(exercise, world, wire):
    """Follows five redirects, unless it is told otherwise."""
    try:
        response = exercise.get_following(world.url("/corridor/5"), headers_of(world))
    except requests.TooManyRedirects:
        pytest.fail(f"Your code raised TooManyRedirects after {len(wire) - 1} of 5 redirects, and 5 are allowed.")
    needs_a_response(response)
    assert response.json() == wire[-1].response.json(), "Your function returned another response than the last one."


@check(
    points=0,
    says="The dict ``headers`` stays as it was",
    hint="`del headers[…]` and `headers.pop(…)` change the caller's dict. Make a new one.",
    mistakes=("M14",),
    cassette="drops_them_at_a_strangers",
    waits=True,
)
def test_leaves_your_dict_as_it_was(exercise, world):
    """Leaves the dict that it is given as it was."""
    headers = headers_of(world)
    exercise.get_following(door(world, world.url("/headers", server="httpbin")), headers)
    lost = [name for name in headers_of(world) if name not in headers]
    assert not lost, f"Your code took {listed(lost)} out of the caller's dict, who lacks that next time."
    assert headers == headers_of(world), "Your code changed the dict of headers that it was given:"


@check(
    points=0,
    says="its values show in no text, be it printed, logged or an exception's",
    hint="What do you print, log or say in the exception? Where somebody was sent is enough.",
    mistakes=("M57",),
    cassette="follows_to_the_end",
    waits=True,
)
def test_they_show_nowhere(exercise, world, secrets):
    """Keeps the values of the headers out of output, logs and the texts of exceptions."""
    for name, value in (("KEY", world.key), ("TOKEN", world.token), ("COOKIE", world.cookie)):
        secrets.put(name, value)
    raised = None
    try:
        exercise.get_following(world.url("/corridor/3"), headers_of(world), max_hops=1)
    except Exception as error:
        raised = error
    places = list(secrets.leaks(raised))
    assert not places, f"What is for the bistro alone shows in {places[0]}, where others read it."


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for each answer. The requests go over ``session`` when one is passed in",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on, each time.",
        "`session.get` takes what `requests.get` takes.",
    ),
    mistakes=("M01", "M13"),
    cassette="drops_them_at_a_strangers",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    start = door(world, world.url("/headers", server="httpbin"))
    exercise.get_following(start, {"X-API-Key": world.key}, timeout=0.25, session=session)
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."
        used = exchange.request.headers.get("User-Agent") == "a guest who comes often"
        assert used, f"Your request {number} did not go over the session that your code was given."


@check(
    points=0,
    says="the same origin go along",
    hint=(
        "Hosts know no capital letters, and 443 is the port of https in any case (RFC 6454 §4).",
        "`urlsplit(url).hostname` is in small letters, and `.port` is None where none is written.",
    ),
    extra=True,
    waits=True,
)
def test_knows_its_own_address(exercise, world, wire):
    """Knows its own house even where the address is written in another way."""
    parts = urlsplit(world.base_url)
    address = f"{parts.scheme}://{(parts.hostname or '').upper()}:{parts.port or 443}/whoami"
    headers = headers_of(world)
    exercise.get_following(door(world, address), headers)
    for name in SECRET:
        there = wire[1].request.headers.get(name) == headers[name]
        assert there, f"Your code dropped {name} on the way to {address}, which is the same origin, RFC 6454 §4."
