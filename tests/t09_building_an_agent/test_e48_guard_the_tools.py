"""Checks for e48.

What must not happen is looked for where it would show: in the list of the calls that ran, and on the wire.
"""

from urllib.parse import urlencode, urlsplit

import pytest

from grader.check import check, kind

DIFFICULTY = 4
CORE = False

HOSTS = ["bistro.test"]
ELSEWHERE = {
    "https://httpbin.test/": "is another host",
    "https://bistro.test.test/": "only begins with the name of a host that is allowed",
    "https://evilbistro.test/": "only ends with the name of a host that is allowed",
    "https://evil.test/bistro.test": "has the name of an allowed host in its path, not as its host",
    "https://evil.test/?https://bistro.test/": "has an allowed address in its query, not as its host",
    "https://127.0.0.1/": "is the machine that your code runs on",
    "https://169.254.169.254/latest/meta-data/": "is where a machine in a cloud keeps its own keys",
}
SIDE_DOORS = {
    "http://bistro.test/hello": "goes over http, and anybody on the way may write what the model reads",
    "https://bistro.test:8443/hello": "has another port, behind which there may be somebody else's program",
    "https://bistro.test@evil.test/": "has the allowed host as a user: its host comes after the @",
    "https://bistro.test:443@evil.test/": "has the allowed host as a user: its host comes after the @",
    "https://ada:pw@bistro.test/hello": "carries a user and a password",
}


def draw(kitchen):
    """A dish, an order, and a reason that somebody might give."""
    return {
        "dish": kitchen.random.choice(kitchen.dishes)["slug"],
        "order": kitchen.random.randint(100, 999),
        "reason": kitchen.random.choice(["the guest left", "we are out of it", "ordered twice"]),
    }


def tools_of(exercise, props):
    return {
        "stock": props.stock,
        "fetch_page": exercise.fetch_page,
        "cancel_order": props.cancel_order,
        "pay_out": props.pay_out,
    }


def guarded(exercise, props, *, approve=None, ask_first=("cancel_order", "pay_out"), **keywords):
    """The tools behind the guard; where nobody is said to be asked, nobody should be."""

    def not_asked(name, arguments):
        pytest.fail(f"Your code asked for leave to use {name!r}, which is not in `ask_first`.")

    made = exercise.guard(
        tools_of(exercise, props),
        ask_first=list(ask_first),
        approve=approve or not_asked,
        allow_hosts=HOSTS,
        **keywords,
    )
    assert isinstance(made, dict), f"Your function returned {kind(made)}, and should return a dict of tools."
    names = list(tools_of(exercise, props))
    assert list(made) == names, f"The names in your dict are {', '.join(made)}, and should be {', '.join(names)}."
    return made


def use(tool, **arguments):
    """What a guarded tool returns; what it raises is no text that a model could read."""
    try:
        return tool(**arguments)
    except (PermissionError, ValueError, RuntimeError) as error:
        pytest.fail(
            f"Your guarded tool raised {type(error).__name__}, and should return a text that says why it refused."
        )


def is_a_refusal(value, what):
    assert isinstance(value, str), f"For {what} your guarded tool returned {kind(value)}, and not a text for the model."
    assert value.startswith("Refused: "), (
        f"For {what} your guarded tool returned a text that does not begin with 'Refused: ':\n{value[:80]!r}"
    )


def goes_nowhere(tool, wire, addresses):
    """Whether the tool refuses all these addresses, and asks at none of them."""
    for url, why in addresses.items():
        value = use(tool, url=url)
        assert not len(wire), f"Your fetch_page sent a request to {url}, which {why}."
        is_a_refusal(value, url)


def is_not_led_to(places, door_to, tool, wire):
    """Whether the tool asks at the doors, and at none of the places that they lead to."""
    for number, place in enumerate(places, 1):
        value = use(tool, url=door_to(place))
        assert len(wire) >= number, f"Your fetch_page refused {door_to(place)}, which is allowed, before it had asked."
        assert len(wire) == number, (
            f"The bistro sent your fetch_page on to {place}, and it went there.\n"
            "A redirect is an address like any other: look at it before you go."
        )
        is_a_refusal(value, f"a redirect to {place}")


@check(
    points=1,
    says="A tool named in ``ask_first`` runs after ``approve(name, arguments)`` returned True",
    hint=(
        "The guarded tool is another function: it asks, and then it calls the tool.",
        "`def asks(**arguments):` has the arguments as a dict.",
        "if approve(name, arguments) is True: return tool(**arguments)",
    ),
    mistakes=("M107",),
    offline=True,
)
def test_asks_first(exercise, world, props):
    """Asks once before such a tool runs, and runs it once with the very arguments."""
    asked, ran_before = [], []

    def approve(name, arguments):
        asked.append([name, arguments])
        ran_before.append(list(props.ran))
        return True

    tools = guarded(exercise, props, approve=approve, ask_first=["cancel_order"])
    assert not asked, "Your guard asked for leave before the model had called a tool."
    arguments = {"number": world.order, "reason": world.reason}
    answer = use(tools["cancel_order"], **arguments)
    assert asked, "Your guard let an order be cancelled, and had asked nobody."
    assert ran_before[0] == [], "Your guard asked for leave when the order was cancelled already."
    assert asked[0] == ["cancel_order", arguments], "Your guard did not ask with the name and the arguments as a dict:"
    assert len(asked) == 1, f"Your guard asked {len(asked)} times for one call."
    assert len(props.ran) == 1, f"It was approved once, and your guard ran the tool {len(props.ran)} times."
    assert props.ran == [["cancel_order", world.order, world.reason]], "What ran is not what was approved:"
    assert answer == f"order {world.order} is cancelled", "The guarded tool did not return what the tool returned:"
    use(tools["cancel_order"], number=world.order)
    assert len(asked) == 2, "Your guard asked for the first call only: a yes to one order is no yes to the next."
    assert asked[1] == ["cancel_order", {"number": world.order}], "Your guard asked for what was not called:"


@check(
    points=1,
    says="The guarded ``fetch_page`` takes a ``url``, sends a GET, and returns the text of the page",
    hint=(
        "Return a new dict: those tools that need no guard as they are, and a `fetch_page` of your own.",
        "It is a function within `guard`, so that it sees `allow_hosts`. It returns `response.text`.",
        "@functools.wraps(tool)\ndef fetches(url): …",
    ),
    mistakes=("M107",),
)
def test_does_what_is_allowed(exercise, world, wire, props):
    """Fetches a page from a host that is allowed, and runs the tools that need no guard."""
    needs_https(world)
    tools = guarded(exercise, props)
    url = world.url(f"/menu/{world.dish}")
    text = use(tools["fetch_page"], url=url)
    refused = isinstance(text, str) and text.startswith("Refused")
    assert not refused, f"Your fetch_page refused {url}, and {urlsplit(url).hostname} is one of `allow_hosts`.\n{text}"
    assert isinstance(text, str), f"Your fetch_page returned {kind(text)}, and should return the text of the page."
    assert text == wire[0].response.text, "Your fetch_page did not return the text of the page:"
    answer = use(tools["stock"], dish=world.dish)
    assert props.ran == [["stock", world.dish]], "Your guard did not run a tool that needs no leave, with its argument:"
    assert answer == f"two of {world.dish}", "The guarded tool did not return what the tool returned:"


@check(
    points=1,
    says="What it refuses to do is not done, and nothing is raised",
    hint=(
        "Who reads that it was not approved? The model, and it can read only what a tool returns.",
        'Return a text: f"Refused: …", with a reason that helps the model to go on.',
    ),
    mistakes=("M105", "M107"),
    offline=True,
    waits=True,
)
def test_takes_no_for_an_answer(exercise, world, props):
    """Does not run what was not approved, and says so in a text."""
    tools = guarded(exercise, props, approve=lambda name, arguments: False)
    text = use(tools["cancel_order"], number=world.order)
    assert not props.ran, "The order was cancelled, although `approve` had said no."
    is_a_refusal(text, "what was not approved")
    assert len(text) > len("Refused: "), "Your text says that it was refused, and not why."


@check(
    points=1,
    says="host                one of ``allow_hosts``, to the letter",
    hint=(
        "Take the address apart with `urllib.parse.urlsplit`: which part of it says who is asked?",
        "`in` and `startswith` on a whole address find the name anywhere in it.",
        "urlsplit(url).hostname in allow_hosts",
    ),
    mistakes=("M97", "M105"),
    cassette="wrong_places.synthetic",
    silent=True,
    waits=True,
)
def test_goes_to_no_other_host(exercise, wire, props):
    """Sends nothing to a host that is not allowed, whatever its name looks like."""
    goes_nowhere(guarded(exercise, props)["fetch_page"], wire, ELSEWHERE)


@check(
    points=1,
    says="It sends no request to an address that breaks one of these rules, and refuses instead",
    hint=(
        "The host is not all that counts. Look at the scheme, at the port, and at what stands before an `@`.",
        "`urlsplit(url)` has .scheme, .port and .netloc; .port is None where there is none.",
    ),
    mistakes=("M97",),
    cassette="wrong_places.synthetic",
    silent=True,
    waits=True,
)
def test_knows_the_side_doors(exercise, wire, props):
    """Sends nothing over http, to another port, or with a user in the address."""
    tool = guarded(exercise, props)["fetch_page"]
    goes_nowhere(tool, wire, SIDE_DOORS)
    for url in ("file:///etc/passwd", "ftp://bistro.test/menu", "bistro.test/hello", "https://[bistro.test/", ""):
        is_a_refusal(use(tool, url=url), repr(url))


@check(
    points=1,
    says="So is a redirect that leads to an address which breaks a rule",
    hint=(
        "The address was fine, and the bistro says: not here, ask there. Who asks there, your code or requests?",
        "`allow_redirects=False`, and a loop: look at the address, ask, and take the next one from `Location`.",
        'url = urljoin(response.url, response.headers["Location"])',
    ),
    mistakes=("M97",),
    waits=True,
)
def test_looks_where_a_redirect_leads(exercise, world, wire, props, client):
    """Follows no redirect to another host."""
    needs_https(world)
    stranger = world.url("/robots.txt", server="httpbin")
    is_not_led_to(
        [stranger, stranger[stranger.index("//") :]],
        lambda to: world.url(f"/doors?{urlencode({'to': to})}"),
        guarded(exercise, props)["fetch_page"],
        wire,
    )
    client.get(stranger)  # for code that goes there: it gets a real answer


@check(
    points=1,
    says="So is a redirect that leads to an address which breaks a rule",
    hint=(
        "The host is the right one, and the address is not. Which rules does your code know when it is sent on?",
        "One function for all rules, called for the first address and for each that comes after it.",
    ),
    mistakes=("M97",),
    cassette="back_doors.synthetic",
    waits=True,
)
def test_looks_at_all_of_a_redirect(exercise, wire, props):
    """Follows no redirect to http, to another port or to a cloud's own keys, at the right host or not."""
    places = ["http://bistro.test/hello", "https://bistro.test:8443/hello", "https://169.254.169.254/latest/meta-data/"]
    doors = {place: f"https://bistro.test/doors/{number}" for number, place in enumerate(places, 1)}
    is_not_led_to(places, doors.get, guarded(exercise, props)["fetch_page"], wire)


@check(
    points=1,
    says="Other redirects are followed (``response.is_redirect``; the ``Location`` may be relative)",
    hint=(
        "This redirect stays at the bistro, and its Location is only a path.",
        "`urllib.parse.urljoin(response.url, location)` makes a whole address of it. Then look at that.",
    ),
    mistakes=("M12",),
    waits=True,
)
def test_follows_what_stays_at_home(exercise, world, wire, props):
    """Follows redirects that stay at a host that is allowed."""
    needs_https(world)
    tool = guarded(exercise, props)["fetch_page"]
    for place in ("/hello", world.url("/hello")):
        before = len(wire)
        text = use(tool, url=world.url(f"/doors?{urlencode({'to': place})}"))
        assert len(wire) == before + 2, (
            f"Your fetch_page did not follow a redirect to {place}, which is allowed.\n{text}"
        )
        assert text == wire[-1].response.text, "Your fetch_page did not return the text of the last page:"


@check(
    points=0,
    says="one that comes after REDIRECTS of them",
    hint="Count: five redirects are six requests, and then there is a refusal. `for _ in range(REDIRECTS + 1):`",
    mistakes=("M102",),
    waits=True,
)
def test_tires_of_redirects(exercise, world, wire, props, client):
    """Refuses after five redirects."""
    needs_https(world)
    text = use(guarded(exercise, props)["fetch_page"], url=world.url("/corridor/8"))
    assert len(wire) == 6, f"Your fetch_page followed {len(wire) - 1} of eight redirects, and it may follow five."
    is_a_refusal(text, "the sixth redirect")
    client.get(world.url("/corridor/2"))  # for code that goes on: it gets to the end


@check(
    points=0,
    says='only True is a yes: a text such as "no" is not',
    hint=(
        'This approve() returns what somebody typed in: "no". Is that true or false in Python?',
        "`if approve(…) is True:` is a yes, and all else is none.",
    ),
    mistakes=("M107",),
    offline=True,
    waits=True,
)
def test_knows_a_yes(exercise, world, props):
    """Takes nothing but True for a yes."""
    for said in ("no", None, {"approved": False}):
        tools = guarded(exercise, props, approve=lambda name, arguments, said=said: said)
        text = use(tools["cancel_order"], number=world.order)
        assert not props.ran, f"The order was cancelled, although `approve` returned {said!r}."
        is_a_refusal(text, f"an approve() that returned {said!r}")


@check(
    points=0,
    says="A name in ``ask_first`` that no tool has raises ValueError at once",
    hint=(
        "Here `ask_first` has `cancel_orders`, and the tool is called `cancel_order`. Which tool does it guard?",
        "set(ask_first) - set(tools) should be empty.",
    ),
    mistakes=("M107",),
    offline=True,
    waits=True,
)
def test_notices_a_slip_of_the_pen(exercise, props):
    """Raises ValueError for a name in ask_first that no tool has."""
    raised = False
    try:
        guarded(exercise, props, ask_first=["cancel_orders"])
    except ValueError:
        raised = True
    except KeyError:
        pytest.fail("Your guard raised KeyError, and should raise ValueError, for a name that no tool has.")
    assert raised, "Your guard took `cancel_orders` in `ask_first` for good, and now nothing guards `cancel_order`."


@check(
    points=0,
    says="A guarded tool keeps the name, the docstring and the signature of the other one",
    hint=(
        "What would `describe_tool` say of your inner function? Its own name, and `**arguments`.",
        "`functools.wraps(tool)` above the inner function takes over what the tool says of itself.",
    ),
    mistakes=("M14",),
    offline=True,
    waits=True,
)
def test_looks_the_same_to_a_model(exercise, props):
    """Keeps each tool's name, docstring and signature, and the caller's dict."""
    tools = tools_of(exercise, props)
    before = dict(tools)
    made = exercise.guard(tools, ask_first=["cancel_order"], approve=lambda name, arguments: True, allow_hosts=HOSTS)
    assert tools == before, "Your guard changed the dict of tools that it was given."
    for name, tool in tools.items():
        for what, one, other in zip(
            ("name", "docstring", "parameters"), props.described(made[name]), props.described(tool), strict=True
        ):
            assert one == other, f"A model would be told another {what} of the guarded {name}:"


@check(
    points=0,
    says="Return a new dict of the same tools",
    hint=(
        "Two tools are guarded here, and both run the last one. When does your inner function look at its variables?",
        "A function in a loop sees what the loop's variable is at the end. Make it in a function of its own, which "
        "takes the tool and its name as arguments.",
    ),
    offline=True,
    waits=True,
)
def test_keeps_tools_apart(exercise, world, props):
    """Runs the tool that was called, when several are guarded."""
    asked = []

    def approve(name, arguments):
        asked.append(name)
        return name == "cancel_order"

    tools = guarded(exercise, props, approve=approve)
    try:
        tools["cancel_order"](number=world.order)
        tools["pay_out"](amount="900")
    except TypeError as error:
        pytest.fail(f"Your guard ran another tool than the one that was called: {error}")
    assert asked == ["cancel_order", "pay_out"], "Your guard asked for another tool than the one that was called:"
    assert props.ran == [["cancel_order", world.order, "none"]], "What ran is not what was called and approved:"


@check(
    points=0,
    extra=True,
    says="there is no ``@`` before the path",
    hint=(
        "In https://evil.test\\@bistro.test/ urlsplit sees one host, and requests asks another.",
        "An `@` anywhere in `urlsplit(url).netloc` is enough to refuse.",
    ),
    mistakes=("M97",),
    cassette="wrong_places.synthetic",
    silent=True,
    waits=True,
)
def test_knows_an_address_of_two_minds(exercise, wire, props):
    """Refuses an address that two programs read in two ways."""
    why = "is evil.test to requests, and bistro.test to urlsplit"
    goes_nowhere(guarded(exercise, props)["fetch_page"], wire, {"https://evil.test\\@bistro.test/": why})


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for each answer. The requests go over ``session`` when one is passed in",
    hint="`guard` is told the timeout and the session, and your `fetch_page` uses them: (session or requests).get(…)",
    mistakes=("M01", "M13"),
    cassette="follows_what_stays_at_home",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, props, client):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"X-Waiter": "Ludo"})
    tool = guarded(exercise, props, timeout=0.25, session=session)["fetch_page"]
    use(tool, url=world.url("/doors?to=%2Fhello"))
    for number, exchange in enumerate(wire, 1):
        assert exchange.waits_at_most(0.25), f"Your request {number} does not pass `timeout` on to requests."
        used = exchange.request.headers.get("X-Waiter") == "Ludo"
        assert used, f"Your request {number} did not go over the session that was passed in."


def needs_https(world):
    """In a live run the servers speak plain http, which a guard has to refuse."""
    if not world.base_url.startswith("https:"):
        pytest.skip("the running servers speak http, and a guard has to refuse that")
