"""Checks for e52."""

import pytest
import requests

from grader.check import check, kind

DIFFICULTY = 3
CORE = False

FIELDS = {"url": "url", "binding": "protocolBinding", "version": "protocolVersion", "tenant": "tenant"}
"""An Interface's fields, and what the card calls them."""


def same(interface, door):
    """Whether an Interface says what the card says of this door."""
    assert hasattr(interface, "url"), f"Your discover() returned {kind(interface)}, and should return an Interface."
    for field, name in FIELDS.items():
        got = getattr(interface, field)
        assert got == door.get(name), f"The `{field}` of your Interface is not what the card says:"


def refused(exercise, origin, error, why):
    """Whether there was exactly this error."""
    try:
        found = exercise.discover(origin)
    except exercise.TooOld:
        raised = "TooOld"
    except exercise.NoInterface:
        raised = "NoInterface"
    except exercise.ForeignAgent:
        raised = "ForeignAgent"
    else:
        there = getattr(found, "url", None)
        pytest.fail(f"Your discover() returned {there or kind(found)}. {why}")
    assert raised == error, f"Your discover() raised {raised}. {why}"


@check(
    points=2,
    says="take the first that you speak (§8.3.2), as the card has it",
    hint=(
        "Print the card. Which of its interfaces speak JSONRPC, and which of these at 1.x?",
        "`supportedInterfaces` is a list. Go through it, and return at the first that is right.",
        'Interface(one["url"], one["protocolBinding"], one["protocolVersion"], one.get("tenant"))',
    ),
    mistakes=("M118", "M120", "M12"),
)
def test_finds_the_interface(exercise, world, wire):
    """Finds the first interface that speaks JSONRPC at 1.x."""
    interface = exercise.discover(world.url("", server="sommelier"))
    card = wire[0].response.json()
    doors = [door for door in card["supportedInterfaces"] if door["protocolBinding"] == "JSONRPC"]
    got = getattr(interface, "url", None)
    older = [door["url"] for door in doors if door["protocolVersion"].startswith("0.")]
    assert got not in older, (
        f"Your discover() chose {got}, which speaks an older A2A. What a card has at its top is for old clients."
    )
    others = [door["url"] for door in card["supportedInterfaces"] if door["protocolBinding"] != "JSONRPC"]
    assert got not in others, f"Your discover() chose {got}, where nobody speaks JSONRPC."
    first, *later = [door for door in doors if door["protocolVersion"] == "1.0"]
    if got is not None and [getattr(interface, field) for field in FIELDS] == [later[0].get(FIELDS[f]) for f in FIELDS]:
        pytest.fail("Your discover() took a later interface at 1.x, the one with a tenant. The first is liked best.")
    same(interface, first)


@check(
    points=1,
    says='any version whose first number is 1: "1.0", "1.2"',
    hint=(
        "Which versions does your code take? The card has 10.0, 1.2 and 1.0, in this order.",
        'The first number of "10.0" is 10. What is in front of the dot?',
        'version.partition(".")[0] == "1"',
    ),
    mistakes=("M120",),
    cassette="several_versions.synthetic",
    waits=True,
)
def test_takes_a_minor_version(exercise, wire):
    """Takes 1.2, not 10.0, and its tenant."""
    try:
        interface = exercise.discover("https://sommelier.test")
    except exercise.NoInterface:
        pytest.fail("Your discover() found no interface: 1.2 is as good as 1.0.")
    version = getattr(interface, "version", None)
    assert version != "10.0", "Your discover() took 10.0 for a 1.x: its first number is 10."
    assert version != "1.0", "Your discover() passed over 1.2, which comes first and is 1.x as well."
    same(interface, wire[0].response.json()["supportedInterfaces"][2])


@check(
    points=1,
    says="raise TooOld",
    hint=(
        "Nobody speaks 1.x here. What does your code say of that?",
        "Look at all JSONRPC interfaces before you raise: is there one, and are they all at 0.x?",
        'Cards of A2A 0.3 have no "supportedInterfaces". Use `card.get("supportedInterfaces", [])`.',
    ),
    mistakes=("M118",),
    cassette="old_cards.synthetic",
    waits=True,
)
def test_finds_it_too_old(exercise):
    """Raises TooOld when there are only older versions."""
    refused(exercise, "https://old-cellar.test", "TooOld", "This agent speaks JSONRPC only at 0.3: raise TooOld.")
    try:
        refused(exercise, "https://older-cellar.test", "TooOld", "This is a card of A2A 0.3: raise TooOld.")
    except KeyError as error:
        pytest.fail(f"Your discover() looked for {error} in a card of A2A 0.3, which has none: raise TooOld.")


@check(
    points=2,
    says="raise ForeignAgent, even if there are more",
    hint=(
        "Compare scheme, host and port of the interface with those of `origin`. All three.",
        "A URL that begins like another one may be somewhere else: sommelier.test.elsewhere.test is elsewhere.",
        "`urllib.parse.urlsplit(url)` has `scheme`, `hostname` and `port`.",
    ),
    mistakes=("M60", "M120"),
    cassette="foreign_cards.synthetic",
    waits=True,
)
def test_notices_a_foreign_agent(exercise, wire):
    """Raises ForeignAgent when the card leads to another origin."""
    for house, where in (
        ("north", "another host"),
        ("east", "http, which is another scheme"),
        ("west", "another host whose name only begins like yours"),
        ("south", "another port"),
        ("harbour", "another host: what stands before the @ is a user's name"),
    ):
        why = f"The card of {house}.test leads to {where}: raise ForeignAgent."
        refused(exercise, f"https://{house}.test", "ForeignAgent", why)


@check(
    points=0,
    says="the case of scheme and host means nothing, nor does a port that is the usual one",
    hint=(
        "Here the card writes its own origin in another way: capital letters, and a port that is the usual one.",
        "`urlsplit(url).hostname` is in small letters. `.port` is None where there is none: which one is meant then?",
    ),
    mistakes=("M60",),
    cassette="written_otherwise.synthetic",
    waits=True,
)
def test_knows_its_own_house(exercise, wire):
    """Knows an origin that is written in another way."""
    for origin in ("https://sommelier.test", "http://cellar.test:80", "https://terrace.test:8443"):
        try:
            interface = exercise.discover(origin)
        except exercise.ForeignAgent:
            door = wire[-1].response.json()["supportedInterfaces"][0]["url"]
            pytest.fail(f"Your discover() took {door} for another origin than {origin}. They are the same.")
        same(interface, wire[-1].response.json()["supportedInterfaces"][0])


@check(
    points=0,
    says="raise NoInterface",
    hint=(
        "One agent speaks no JSONRPC at all, the other one only 2.0. Neither is old.",
        "Raise TooOld only where all JSONRPC interfaces are at 0.x, and there is one.",
    ),
    mistakes=("M120",),
    cassette="no_common_language.synthetic",
    waits=True,
)
def test_finds_no_common_language(exercise):
    """Raises NoInterface when there is neither 1.x nor an older one."""
    rest = "This agent speaks no JSONRPC, only HTTP+JSON: raise NoInterface, since it is not too old."
    refused(exercise, "https://rest-only.test", "NoInterface", rest)
    newer = "This agent speaks JSONRPC only at 2.0: raise NoInterface, since it is not too old."
    refused(exercise, "https://newer.test", "NoInterface", newer)


@check(
    points=0,
    says="requests.HTTPError: for an error status",
    hint="The bistro has no card: 404. `raise_for_status()` before you read it.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_where_there_is_no_card(exercise, world):
    """Raises HTTPError where there is no card."""
    with pytest.raises(requests.HTTPError):
        exercise.discover(world.base_url)


@check(
    points=0,
    says="with or without a slash at its end",
    hint='`origin.rstrip("/") + CARD` has one slash in the middle, whatever the origin has.',
    mistakes=("M12",),
    cassette="finds_the_interface",
    waits=True,
)
def test_takes_an_origin_with_a_slash(exercise, world, wire):
    """Takes an origin that ends with a slash."""
    interface = exercise.discover(world.url("/", server="sommelier"))
    card = wire[0].response.json()
    assert hasattr(interface, "url"), f"Your discover() returned {kind(interface)}, and should return an Interface."
    assert interface.url in {door["url"] for door in card["supportedInterfaces"]}, "That is no URL of the card:"


@check(
    points=0,
    says="The request waits at most ``timeout`` seconds, and goes over ``session`` when one is passed in",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
        "get = requests.get if session is None else session.get",
    ),
    mistakes=("M01", "M13"),
    cassette="finds_the_interface",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Passes timeout and session on."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    exercise.discover(world.url("", server="sommelier"), timeout=0.25, session=session)
    assert wire[0].waits_at_most(0.25), "Your request does not pass `timeout` on to requests."
    used = wire[0].request.headers.get("User-Agent") == "a guest who comes often"
    assert used, "Your discover() did not use the session that it was given."
