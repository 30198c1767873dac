"""Checks for e30."""

import base64

import pytest
import requests

from grader.check import check

DIFFICULTY = 2
CORE = True


def draw(kitchen):
    """A cook, a trainee, two cooks with letters that ASCII has not; and tokens: good, weak, and nobody's."""
    return {
        "cook": kitchen.staff,
        "trainee": kitchen.trainee,
        "visitors": kitchen.visitors,
        "token": kitchen.token,
        "weak_token": kitchen.token_without_orders,
        "strange_token": f"practice-token-{kitchen.random.randrange(10**8):08d}",
    }


def pair(login, charset="utf-8"):
    return f"{login['user']}:{login['password']}".encode(charset, "replace")


def shown(exchange):
    """What follows the word Basic, decoded; None where it is something else."""
    scheme, _, rest = exchange.request.headers.get("Authorization", "").partition(" ")
    try:
        return base64.b64decode(rest, validate=True) if scheme.lower() == "basic" else None
    except ValueError:
        return None


def staff_page(exercise, world, login, **options):
    return exercise.staff_page(world.base_url, login["user"], login["password"], **options)


@check(
    points=1,
    says="Return the JSON of ``GET /staff``, which wants HTTP Basic: ``user:password`` in base64 (RFC 7617)",
    hint=(
        "`requests` knows Basic: look for `auth=` in its documentation.",
        'requests.get(f"{base_url}/staff", auth=(user, password), timeout=timeout)',
    ),
    match=("authorization",),
    mistakes=("M62", "M63"),
)
def test_shows_name_and_password(exercise, world, wire):
    """Shows a name and a password, and returns the cooks' page."""
    try:
        page = staff_page(exercise, world, world.cook)
    except requests.exceptions.InvalidHeader:
        pytest.fail(
            "Your header ends with a line end, and `requests` refused it (InvalidHeader).\n"
            "`base64.encodebytes` puts one behind what it writes, `base64.b64encode` doesn't."
        )
    assert page == wire[0].response.json(), "Your `staff_page` did not return what the bistro sent:"


@check(
    points=1,
    says="Return the JSON of ``GET /my/orders``, which wants a token: ``Authorization: Bearer TOKEN`` (RFC 6750 §2.1)",
    hint=(
        "The header is one text: the word Bearer, one space, the token.",
        'headers={"Authorization": f"Bearer {token}"}',
    ),
    match=("authorization",),
    mistakes=("M56", "M63"),
)
def test_shows_the_token(exercise, world, wire):
    """Shows a token, and returns the guest's orders."""
    orders = exercise.my_orders(world.base_url, world.token)
    assert orders == wire[0].response.json(), "Your `my_orders` did not return what the bistro sent:"


@check(
    points=1,
    says="NotLoggedIn: nobody knows who you are",
    hint=(
        "`response.status_code` says which answer it is. What does your code do with a 401?",
        "if response.status_code == 401: raise NotLoggedIn(…), and that in both functions.",
    ),
    mistakes=("M17",),
    waits=True,
)
def test_knows_when_it_is_not_logged_in(exercise, world):
    """Raises NotLoggedIn for a wrong password and for a token that nobody has."""
    with pytest.raises(exercise.NotLoggedIn):
        exercise.staff_page(world.base_url, world.cook["user"], world.trainee["password"])
    with pytest.raises(exercise.NotLoggedIn):
        exercise.my_orders(world.base_url, world.strange_token)


@check(
    points=1,
    says="NotAllowed: it is known who you are, and you may not",
    hint=(
        "A trainee has the right password, and is no cook. Which status is that?",
        "401 and 403 mean different things: after a 401 another password may help, after a 403 none will.",
        "if response.status_code == 403: raise NotAllowed(…), and that in both functions.",
    ),
    mistakes=("M17",),
    waits=True,
)
def test_knows_when_it_is_not_allowed(exercise, world):
    """Raises NotAllowed for a trainee and for a token that is not for orders."""
    with pytest.raises(exercise.NotAllowed):
        staff_page(exercise, world, world.trainee)
    with pytest.raises(exercise.NotAllowed):
        exercise.my_orders(world.base_url, world.weak_token)


@check(
    points=0,
    says="`requests` writes a text in Latin-1, and takes bytes as they are",
    hint=(
        "Which bytes is an é? In Latin-1 it is one, in UTF-8 there are two; and Latin-1 has no ż at all.",
        "`text.encode()` makes the bytes of UTF-8. Do it before `requests` does it in its own way.",
        "auth=(user.encode(), password.encode())",
    ),
    mistakes=("M62",),
    waits=True,
)
def test_writes_every_letter(exercise, world, wire):
    """Shows names and passwords with letters that ASCII has not, in UTF-8."""
    rule = "The bistro reads UTF-8, as its challenge says (RFC 7617 §2.1)."
    for login in world.visitors:
        try:
            page = staff_page(exercise, world, login)
        except UnicodeEncodeError:
            pytest.fail(
                f"Your code tried to write {login['password']!r} in an alphabet that lacks its letters.\n{rule}"
            )
        said = shown(wire[-1])
        assert said != pair(login, "latin-1"), f"Your code wrote {login['password']!r} in Latin-1.\n{rule}"
        assert said == pair(login), f"Your code did not send {login['password']!r} as it is.\n{rule}"
        assert page == wire[-1].response.json(), "Your `staff_page` did not return what the bistro sent:"


@check(
    points=0,
    says="another error status requests.HTTPError",
    hint="After the two that you know, `response.raise_for_status()` raises for all the others.",
    mistakes=("M17",),
    waits=True,
)
def test_raises_for_other_errors(exercise, world):
    """Raises HTTPError for any other error status."""
    elsewhere = world.url("/terrace")  # where there is no curtain: a 404
    with pytest.raises(requests.HTTPError):
        exercise.staff_page(elsewhere, world.cook["user"], world.cook["password"])
    with pytest.raises(requests.HTTPError):
        exercise.my_orders(elsewhere, world.token)


@check(
    points=0,
    says="It shows in no text, be it printed, logged or an exception's",
    hint=(
        "What do your exceptions say? They end up in logs, and many people read those.",
        "Say who was refused and where. base64 hides nothing: anybody can decode it.",
    ),
    mistakes=("M57",),
    cassette="knows_when_it_is_not_allowed",
    waits=True,
)
def test_shows_them_to_nobody_else(exercise, world, secrets):
    """Keeps password and token out of output, logs and the texts of exceptions."""
    secrets.put("PASSWORD", world.trainee["password"])
    secrets.put("THE_SAME_IN_BASE64", base64.b64encode(pair(world.trainee)).decode())
    secrets.put("TOKEN", world.weak_token)
    for ask in (
        lambda: staff_page(exercise, world, world.trainee),
        lambda: exercise.my_orders(world.base_url, world.weak_token),
    ):
        raised = None
        try:
            ask()
        except Exception as error:
            raised = error
        places = list(secrets.leaks(raised))
        assert not places, f"What you were given to show at the door shows in {places[0]}, where others read it."


@check(
    points=0,
    says="Wait at most ``timeout`` seconds for an answer. The request goes over ``session`` when one is passed in",
    hint=(
        "`requests` waits for ever unless it is told otherwise: pass `timeout=timeout` on.",
        "`session.get` takes what `requests.get` takes.",
    ),
    mistakes=("M01", "M13"),
    cassette="asks_as_whom_it_is_told",
    waits=True,
)
def test_passes_timeout_and_session_on(exercise, world, wire, client):
    """Waits no longer than it is told to, and uses the session that it is given."""
    session = client.session()
    session.headers.update({"User-Agent": "a guest who comes often"})
    staff_page(exercise, world, world.cook, timeout=0.25, session=session)
    exercise.my_orders(world.base_url, world.token, timeout=0.25, session=session)
    for exchange, name in zip(wire, ("staff_page", "my_orders"), strict=True):
        assert exchange.waits_at_most(0.25), f"The request of `{name}` does not pass `timeout` on to requests."
        used = exchange.request.headers.get("User-Agent") == "a guest who comes often"
        assert used, f"Your `{name}` did not use the session that it was given."


@check(
    points=0,
    says="what is passed in is what is sent, whatever a ``.netrc`` file says",
    hint=(
        "In this check there is a `.netrc` file, and in it somebody else's name and password.",
        "`requests` looks for it when it sees no `auth=`, and never minds your header. What can `auth=` be besides a "
        "name and a password?",
        "A function will do: it is given the request, sets the header, and returns the request.",
    ),
    mistakes=("M61",),
    extra=True,
    waits=True,
)
def test_asks_as_whom_it_is_told(exercise, world, wire, folder, secrets):
    """Shows what it was given, and not what a .netrc file says."""
    file = folder / "netrc"
    file.write_text("default login somebody password else\n", encoding="utf-8")
    secrets.put("NETRC", str(file))
    staff_page(exercise, world, world.cook)
    exercise.my_orders(world.base_url, world.token)
    rule = "`requests` puts what it finds in a `.netrc` file in the place of your header, unless there is an `auth=`."
    for exchange, name in zip(wire, ("staff_page", "my_orders"), strict=True):
        found = shown(exchange) == b"somebody:else"
        assert not found, f"Your `{name}` asked as somebody else, who stands in the `.netrc` file.\n{rule}"


@check(
    points=0,
    says="A user name can't: then raise ValueError, and send nothing",
    hint='Where does the password begin in "head:chef:secret"? The bistro would take it for something else.',
    mistakes=("M62",),
    cassette="shows_name_and_password",
    silent=True,
    extra=True,
    waits=True,
)
def test_refuses_a_name_with_a_colon(exercise, world, wire):
    """Raises ValueError for a user name with a colon in it, and sends nothing."""
    try:
        exercise.staff_page(world.base_url, "head:chef", world.cook["password"])
    except ValueError:
        assert len(wire) == 0, "Your code raised ValueError too late: it had sent a request already."
    else:
        pytest.fail(
            "Your code asked in the name of 'head:chef', which the bistro takes for 'head' and another password.\n"
            "A user name can't have a colon in it, RFC 7617 §2."
        )
