"""What is said of an assertion that fails, and of an exception that comes out of the learner's code."""

from __future__ import annotations

import inspect
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
from vcr.request import Request

from grader.judge import explain
from grader.judge.explain import NO_RETURN, PRINTED, awaited_at, compare, verdict_of
from grader.judge.remote import Raised
from grader.judge.wire import Exchange, exchanges
from grader.report import Frame, Problem, Verdict

FRAMES = (Frame(3, "order", "dish['price']"),)


def raised(cls: type[Exception], text: str, frames: tuple[Frame, ...] = FRAMES) -> Any:
    error: Any = (OSError if issubclass(cls, OSError) else cls).__new__(type(cls.__name__, (Raised, cls), {}))
    error.__dict__.update(text=text, frames=frames)
    return error


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Exchange:
    named = {name.replace("_", "-"): [value] for name, value in headers.items()}
    response = {"status": {"code": status, "message": ""}, "headers": named, "body": {"string": body}}
    [made] = exchanges([(Request("GET", "https://bistro.test/menu", None, {}), response)])
    return made


def crashed(error: Any, last: Exchange | None = None, awaited: str = "") -> Problem:
    verdict, problem = verdict_of(error, None, last, awaited)
    assert verdict is Verdict.CRASHED
    return problem


@pytest.mark.parametrize(
    ("error", "last", "expected"),
    [
        (raised(KeyError, "chef"), answer(), "looked up 'chef', which is not there (KeyError)."),
        (raised(requests.HTTPError, "404 Client Error: Not Found"), answer(404), "raised HTTPError for a 404."),
        (raised(requests.HTTPError, "failed: 201"), answer(201), "although the answer was 201, which is a success."),
        (raised(requests.JSONDecodeError, "Expecting value"), answer(), "read JSON where there is none (JSONDecodeE"),
        (
            raised(AttributeError, "'NoneType' object has no attribute 'get'"),
            None,
            "used `.get` on None (AttributeError).",
        ),
        (raised(AttributeError, "'str' object has no attribute 'get'"), None, "used `.get` on a text (str), which has"),
        (
            raised(UnboundLocalError, "cannot access local variable 'dish' where it is not associated with a value"),
            None,
            "used `dish` before it had a value (UnboundLocalError).",
        ),
        (raised(NameError, "name 'reqests' is not defined"), None, "uses the name `reqests`, which it does not define"),
        (raised(UnicodeDecodeError, "'utf-8' codec can't decode"), None, "read bytes as text that are no text"),
        (
            raised(TypeError, "order() got an unexpected keyword argument 'timeout'", ()),
            None,
            "Your function can't be called as the stub says: order() got an unexpected keyword argument 'timeout'.",
        ),
        (
            raised(requests.ConnectionError, "Max retries"),
            answer(X_Cassette_Raise="refused"),
            "Your code let a ConnectionError out: the network fails in this check.",
        ),
        (raised(ValueError, "no such day"), None, "raised ValueError: no such day"),
        (raised(ValueError, ""), None, "raised ValueError"),
    ],
)
def test_an_exception_is_said_in_words(error: Any, last: Exchange | None, expected: str) -> None:
    problem = crashed(error, last)
    assert expected in problem.summary
    assert problem.frames == error.frames


@pytest.mark.parametrize(
    ("error", "last", "expected"),
    [
        (raised(KeyError, "chef"), answer(), "usually  it need not be there: `.get(…)` gives None then"),
        (raised(KeyError, "dishes"), answer(404), "usually  the answer was a 404: is the status looked at?"),
        (raised(KeyError, "etag"), answer(ETag='"1"'), "usually  a plain dict minds capital letters, `response.hea"),
        (raised(requests.JSONDecodeError, "x"), answer(204), "answer   204, without a body"),
        (
            raised(requests.JSONDecodeError, "x"),
            answer(502, b"<h1>No</h1>", Content_Type="text/html"),
            "answer   502, text/html: '<h1>No</h1>'",
        ),
        (raised(TypeError, "a() got an unexpected keyword argument 'b'"), None, "usually  `**` passes on all names"),
        (raised(TypeError, "Object of type Decimal is not JSON serializable"), None, "usually  JSON knows dicts"),
    ],
)
def test_what_it_usually_means(error: Any, last: Exchange | None, expected: str) -> None:
    [detail] = crashed(error, last).details
    assert detail.startswith(expected)


def test_the_exception_that_was_wanted_is_named() -> None:
    problem = crashed(raised(ValueError, "no beans"), answer(404), "HTTPError")
    assert problem.summary == "Your code raised ValueError (no beans), and should raise HTTPError."
    problem = crashed(raised(requests.HTTPError, "412 Client Error: x"), answer(412), "Conflict")
    assert problem.summary == "Your code raised HTTPError for a 412, and should raise Conflict."
    problem = crashed(raised(KeyError, "dishes"), answer(404), "HTTPError")
    assert "looked up 'dishes'" in problem.summary, "that was no choice between two exceptions"
    assert problem.details[-1] == "expected HTTPError"


def test_what_a_check_waits_for_is_read_from_its_code() -> None:
    here = Path(__file__)
    first = inspect.getsourcelines(_a_check)[1]
    assert awaited_at(here, first + 3) == "HTTPError or Timeout"
    assert awaited_at(here, first + 5) == "Conflict"
    assert awaited_at(here, first + 1) == ""


def _a_check(exercise: Any) -> None:
    exercise.first()
    with pytest.raises((requests.HTTPError, requests.Timeout)):
        exercise.second()
    with pytest.raises(exercise.Conflict, match="x"):
        exercise.third()


@pytest.mark.parametrize(
    ("got", "expected", "sentence"),
    [
        (2, 3, "Got 2, expected 3."),
        (["a"], ("a",), "Got ['a'] as a list, and it should be a tuple."),
        ("9.30", Decimal("9.30"), "Got '9.30' as a text (str), and it should be a Decimal."),
        (
            {"n": "1"},
            {"n": 1},
            "Your result differs at ['n']: got '1' as a text (str), and it should be a number (int).",
        ),
        ({"n": [1]}, {"n": [1, 2]}, "Your result differs at ['n'][1]: got nothing, expected 2."),
        (None, {}, "Got None, expected {}."),
    ],
)
def test_a_difference_is_said_in_words(got: Any, expected: Any, sentence: str) -> None:
    assert compare("==", got, expected).sentence == sentence


def asserted(text: str, compared: explain.Comparison | None = None, *, printed: bool = False) -> Problem:
    verdict, problem = verdict_of(AssertionError(text), compared, printed=printed)
    assert verdict is Verdict.WRONG_RESULT
    return problem


def test_a_sentence_of_the_check_stands_alone_unless_it_ends_in_a_colon() -> None:
    compared = compare("==", {"total": 2}, {"total": 3})
    assert asserted("Your dict is another:\nassert x", compared) == Problem(
        "Your dict is another.", ("got      2  at ['total']", "expected 3  at ['total']")
    )
    assert asserted("Your dict is another.\nassert x", compared) == Problem("Your dict is another.")
    assert asserted("Yours is another.\nIt says so.\nassert x") == Problem("Yours is another.", ("It says so.",))
    assert asserted("assert x == y", compared).summary == compared.sentence
    assert asserted("assert ready").summary == "This should hold, and does not: ready"


def test_long_texts_are_shown_where_they_differ() -> None:
    compared = compare("==", [f"{'a' * 60}, got this"], [f"{'a' * 60}, not that"])
    assert asserted("Yours is another:\nassert x", compared).details == (
        f"got      …'{'a' * 18}, got this'  at [0]",
        f"expected …'{'a' * 18}, not that'  at [0]",
    )
    assert compare("==", "a dish", "a disc").values == ("'a dish'", "'a disc'")


def test_none_asks_for_a_return() -> None:
    assert asserted("Your function returned None, not a dict.\nassert x").details == (NO_RETURN,)
    assert asserted("Your function returned None, not a dict.\nassert x", printed=True).details == (PRINTED,)
    assert asserted("assert x", compare("==", None, 3)).details == (NO_RETURN,)
    assert asserted("Your function returned None, and should raise it.\nassert x").details == ()
    assert asserted("Your function returned 7.\nassert x").details == ()


def test_going_on_after_an_error_is_said() -> None:
    failed = pytest.fail.Exception("DID NOT RAISE <class 'requests.exceptions.HTTPError'>")
    _, problem = verdict_of(failed, None, answer(404))
    assert problem.summary == "Your code went on after a 404, and should have raised HTTPError."
    _, problem = verdict_of(failed, None, answer(200, json.dumps({}).encode()))
    assert problem.summary == "Your code should have raised HTTPError here, and raised nothing."
