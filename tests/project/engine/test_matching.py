"""Which requests are the same, what is said of those that are not, and what is never said."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from vcr.request import Request

from grader.judge.difference import SECRETS
from grader.judge.matching import Difference, body_bytes, differences, matches, nearest
from kitchen.matrix import REFERENCES, VARIANTS, Variant

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SECRET = "sk-test-0123456789-abcdef"


def request(
    method: str = "GET", url: str = "https://bistro.test/menu", body: Any = None, headers: Any = None
) -> Request:
    return Request(method, url, body, headers or {})


def get(url: str) -> Request:
    return request(url=url if "://" in url else f"https://bistro.test{url}")


def post(body: Any, headers: Any = JSON) -> Request:
    return request("POST", "https://bistro.test/orders", body, headers)


def order(value: Any) -> Request:
    return post(json.dumps(value))


def texts(sent: Request, recorded: Request, **options: Any) -> list[str]:
    found = differences(sent, recorded, **options)
    assert matches(sent, recorded, **options) == (not found)
    return [f"{difference.aspect} | {difference.text}" for difference in found]


# ---------------------------------------------------------------------------------------------------- the matrix


def on_the_wire(variant: Variant) -> Request:
    prepared = variant.prepare("http://bistro.test")
    return Request(prepared.method, prepared.url, prepared.body, dict(prepared.headers))


def test_the_matrix_is_whole() -> None:
    assert [sum(variant.right is right for variant in VARIANTS) for right in (True, False)] == [31, 32]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: f"{variant.group}: {variant.name}")
def test_the_matrix(variant: Variant) -> None:
    """What any server takes as the same request passes, whatever else is refused and explained."""
    match = ("authorization",) if variant.group in ("bearer", "basic") else ()
    sent, recorded = on_the_wire(variant), on_the_wire(REFERENCES[variant.group])
    found = texts(sent, recorded, match=match)
    assert (not found) == variant.right, found
    assert texts(sent, recorded, match=match) == found, "the body was gone after the first look"


# --------------------------------------------------------------------------------------------------- URL and query


@pytest.mark.parametrize(
    ("sent", "recorded"),
    [
        ("/menu/cr%c3%a8me", "/menu/cr%C3%A8me"),
        ("/menu/crème", "/menu/cr%C3%A8me"),
        ("/menu/%7Echef", "/menu/~chef"),
        ("/menu/chef%27s", "/menu/chef's"),
        ("/menu#today", "/menu"),
        ("https://BISTRO.test:443/menu", "/menu"),
        ("http://bistro.test:80/menu", "http://bistro.test/menu"),
        ("https://bistro.test", "/"),
        ("/menu?", "/menu"),
        ("/menu?a=1&b=2&a=3", "/menu?b=2&a=3&a=1"),
        ("/menu?text=a+b%2bc", "/menu?text=a%20b%2Bc"),
        ("/menu?text", "/menu?text="),
    ],
)
def test_the_same_address_in_other_letters(sent: str, recorded: str) -> None:
    assert texts(get(sent), get(recorded)) == []


@pytest.mark.parametrize(
    ("sent", "recorded", "expected"),
    [
        ("/menu/", "/menu", "URL | path: you sent '/menu/', expected '/menu' (without a slash at the end)"),
        ("/menu", "/menu/", "URL | path: you sent '/menu', expected '/menu/' (with a slash at the end)"),
        ("//menu", "/menu", "URL | path: you sent '//menu', expected '/menu' (two slashes in a row are not one)"),
        ("/a%2Fb", "/a/b", "URL | path: you sent '/a%2Fb', expected '/a/b'"),
        ("/Menu", "/menu", "URL | path: you sent '/Menu', expected '/menu'"),
        ("https://bistro.example/menu", "/menu", "URL | host: you sent 'bistro.example', expected 'bistro.test'"),
        ("http://bistro.test/menu", "/menu", "URL | scheme: you sent 'http', expected 'https'"),
        ("https://bistro.test:8443/menu", "/menu", "URL | port: you sent '8443', expected '443'"),
        ("/menu?limit=3", "/menu?limit=2", "query | limit: you sent '3', expected '2'"),
        ("/menu", "/menu?order=asc", "query | order is missing, expected 'asc'"),
        ("/menu", "/menu?cursor=", "query | cursor is missing, expected ''"),
        ("/menu?sort=asc", "/menu", "query | sort was not expected: you sent 'asc'"),
        ("/menu?sort=", "/menu", "query | sort was not expected: you sent ''"),
        ("/menu?tag=a", "/menu?tag=a&tag=b", "query | tag is missing, expected 'b'"),
        ("/menu?tag=a&tag=a", "/menu?tag=a", "query | tag was not expected: you sent 'a'"),
        ("/menu?text=a%2520b", "/menu?text=a%20b", "query | text: you sent 'a%20b', expected 'a b'"),
        ("/menu?text=%C3%BC", "/menu?text=%FC", "query | text: you sent 'ü', expected '\\udcfc'"),
        ("/menu?vegan=True", "/menu?vegan=true", "query | vegan: you sent 'True', expected 'true'"),
        ("/menu?a%20=1", "/menu?a=1", "query | a is missing, expected '1'"),
    ],
)
def test_another_address(sent: str, recorded: str, expected: str) -> None:
    assert texts(get(sent), get(recorded))[0] == expected


def test_a_name_that_could_not_be_seen_is_quoted() -> None:
    assert texts(get("/menu?limit%0A=1"), get("/menu")) == ["query | 'limit\\n' was not expected: you sent '1'"]


def test_every_difference_is_named() -> None:
    sent = request("PUT", "http://bistro.test/menus?limit=3&sort=asc", b"{}", JSON)
    assert texts(sent, get("/menu?limit=2&order=asc")) == [
        "method | you sent PUT, expected GET",
        "URL | scheme: you sent 'http', expected 'https'",
        "URL | path: you sent '/menus', expected '/menu'",
        "query | limit: you sent '3', expected '2'",
        "query | order is missing, expected 'asc'",
        "query | sort was not expected: you sent 'asc'",
        "body | a body of 2 bytes was sent with the PUT, expected none",
    ]


def test_long_values_are_cut_to_where_they_differ() -> None:
    sent, recorded = "x" * 500 + "one" + "y" * 500, "x" * 500 + "two" + "y" * 500
    [text] = texts(get(f"/menu?text={sent}"), get(f"/menu?text={recorded}"))
    assert "one" in text
    assert "two" in text
    assert len(text) < 220


# ---------------------------------------------------------------------------------------------------------- headers


def with_headers(**headers: str | bytes) -> Request:
    return request(headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_only_named_headers_are_compared() -> None:
    sent, recorded = with_headers(User_Agent="me", If_Match='"1"'), with_headers(If_Match='"2"', Accept="text/html")
    assert texts(sent, recorded) == []
    assert texts(sent, recorded, match=("if-match",)) == ["header | If-Match: you sent '\"1\"', expected '\"2\"'"]


@pytest.mark.parametrize(
    ("sent", "recorded"),
    [
        ({"authorization": "bearer abc"}, {"Authorization": "Bearer abc"}),
        ({"Authorization": b"Bearer abc"}, {"Authorization": "Bearer abc"}),
        ({"Accept": "*/*"}, {}),
        ({"Accept": "Text/HTML,  application/json;q=1.0"}, {"Accept": "application/json, text/html"}),
        ({"X-Api-Key": " abc "}, {"X-API-Key": "abc"}),
        ({"Cookie": "b=2; a=1"}, {"Cookie": "a=1; b=2"}),
    ],
)
def test_the_same_header_in_other_letters(sent: Any, recorded: Any) -> None:
    match = tuple(name.lower() for name in {**sent, **recorded})
    assert texts(request(headers=sent), request(headers=recorded), match=match) == []


@pytest.mark.parametrize(
    ("sent", "recorded", "expected"),
    [
        ({}, {"If-Match": '"1"'}, "the header If-Match is missing, expected '\"1\"'"),
        ({"If-Match": '"1"'}, {}, "the header If-Match was not expected here: you sent '\"1\"'"),
        ({"If-Match": ""}, {"If-Match": '"1"'}, "If-Match: you sent '', expected '\"1\"'"),
        ({"Accept": "text/html"}, {}, "Accept: you sent 'text/html', expected '*/*'"),
        ({"Accept": "text/html;q=0.5"}, {"Accept": "text/html"}, "Accept: you sent 'text/html;q=0.5', expected 'text/"),
        ({}, {"Authorization": f"Bearer {SECRET}"}, "the header Authorization is missing"),
        ({"Authorization": f"Bearer {SECRET}"}, {}, "the header Authorization was not expected here: you sent"),
        (
            {"Authorization": SECRET},
            {"Authorization": f"Bearer {SECRET}"},
            "Authorization: you sent 'sk-t…', expected 'Bearer sk-t…'",
        ),
        (
            {"Authorization": f"Token {SECRET}"},
            {"Authorization": f"Bearer {SECRET}"},
            "Authorization: you sent 'Token sk-t…', expected 'Bearer sk-t…'",
        ),
        (
            {"Authorization": "Bearer pk-other-key"},
            {"Authorization": f"Bearer {SECRET}"},
            "Authorization: after 'Bearer' you sent 'pk-o…', expected 'sk-t…'",
        ),
        (
            {"Authorization": f"Bearer {SECRET}\n."},
            {"Authorization": f"Bearer {SECRET}"},
            "Authorization: after 'Bearer' you sent 'sk-t…' (27 characters), expected another one (25 characters)",
        ),
        ({"X-API-Key": "other-key"}, {"X-API-Key": SECRET}, "X-API-Key: you sent 'othe…', expected 'sk-t…'"),
    ],
)
def test_another_header(sent: Any, recorded: Any, expected: str) -> None:
    match = tuple(name.lower() for name in {**sent, **recorded})
    [text] = texts(request(headers=sent), request(headers=recorded), match=match)
    assert text.startswith(f"header | {expected}")


def basic(text: str) -> Request:
    return with_headers(Authorization="Basic " + base64.b64encode(text.encode()).decode())


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (basic("ana:salt and pepper"), "the user name: you sent 'ana', expected 'anna'"),
        (basic("anna:salt und pfeffer"), "the password: you sent 'salt…' (16 characters), expected another one (15 ch"),
        (basic("anna"), "what follows 'Basic' is not user:password in base64"),
        (with_headers(Authorization="Basic anna:salt and pepper"), "what follows 'Basic' is not user:password in base"),
    ],
)
def test_basic_credentials_say_which_half_is_wrong(sent: Request, expected: str) -> None:
    [text] = texts(sent, basic("anna:salt and pepper"), match=("authorization",))
    assert text.startswith(f"header | Authorization: {expected}")


# ------------------------------------------------------------------------------------------------------------ JSON


@pytest.mark.parametrize(
    "body",
    [
        b'{"dish": "cr\\u00e8me", "n": 1.0, "vegan": false, "tags": [1, 2]}',
        '{"tags":[1,2],"vegan":false,"n":1,"dish":"crème"}'.encode(),
        '  {"tags":\n[1,2],"vegan":false,"n":1e0,"dish":"crème"}',
        io.BytesIO(b'{"dish": "cr\\u00e8me", "n": 1, "vegan": false, "tags": [1, 2]}'),
        io.StringIO('{"dish": "crème", "n": 1, "vegan": false, "tags": [1, 2]}'),
        iter([b'{"dish": "cr\\u00e8me", "n": 1, ', b'"vegan": false, "tags": [1, 2]}']),
        (piece for piece in ['{"dish": "crème", "n": 1, ', '"vegan": false, "tags": [1, 2]}']),
    ],
)
def test_the_same_json_in_other_letters(body: Any) -> None:
    recorded = order({"dish": "crème", "n": 1, "vegan": False, "tags": [1, 2]})
    assert texts(post(body, {"content-type": "Application/JSON; charset=UTF-8"}), recorded) == []


@pytest.mark.parametrize(
    ("sent", "recorded", "expected"),
    [
        ({"n": "2"}, {"n": 2}, '$.n: you sent the text "2", expected the number 2'),
        ({"n": 0}, {"n": False}, "$.n: you sent the number 0, expected false"),
        ({"n": True}, {"n": 1}, "$.n: you sent true, expected the number 1"),
        ({"n": None}, {"n": ""}, '$.n: you sent null, expected the text ""'),
        ({"n": {}}, {"n": []}, "$.n: you sent an object, expected a list of 0"),
        ({"n": 3}, {"n": 2}, "$.n: you sent 3, expected 2"),
        ({"n": True}, {"n": False}, "$.n: you sent true, expected false"),
        ({"n": "a"}, {"n": "b"}, '$.n: you sent "a", expected "b"'),
        ({}, {"n": None}, "$.n is missing, expected null"),
        ({}, {"n": {"a": 1}}, "$.n is missing, expected an object"),
        ({"n": 1, "note": "x"}, {"n": 1}, '$.note was not expected: you sent "x"'),
        ({"a b": 1}, {"a b": 2}, '$["a b"]: you sent 1, expected 2'),
        ([1, 2], [1], "$: you sent a list of 2, expected a list of 1"),
        ([{"q": [1]}], [{"q": [2]}], "$[0].q[0]: you sent 1, expected 2"),
        (json.dumps({"n": 1}), {"n": 1}, "the JSON was encoded twice: the body is a text that holds JSON, expected an"),
        ("soup", {"n": 1}, '$: you sent the text "soup", expected an object'),
    ],
)
def test_other_json(sent: Any, recorded: Any, expected: str) -> None:
    [text] = texts(order(sent), order(recorded))
    assert text.startswith(f"body | {expected}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"n": 1, "n": 1}', 'the name "n" stands twice in one JSON object'),
        (b'{"n": NaN}', "NaN is no JSON"),
        (b'{"n": -Infinity}', "-Infinity is no JSON"),
        (b"{'n': 1}", "the body is not JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
        (b"table=4&note=no+salt", "the body is not JSON, it looks like a form: table, note"),
        ('{"n": "ü"}'.encode("latin-1"), "the body is not JSON: it is not UTF-8 (byte 8)"),
        (b"[" * 100_000, "the body is not JSON that a server would read: it is nested too deep"),
    ],
)
def test_what_is_no_json(body: bytes, expected: str) -> None:
    [text] = texts(post(body), order({"n": 1}))
    assert text.startswith(f"body | {expected}")


def test_json_that_was_broken_on_purpose_matches_itself() -> None:
    assert texts(post(b'{"n": '), post(b'{"n": ')) == []
    assert texts(order({"n": 1}), post(b'{"n": ')) == ["body | you sent '{\"n\": 1}', expected '{\"n\": '"]


CHAT = {"model": "m-1", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]}


def chat(*messages: dict[str, Any]) -> Request:
    return order({"model": "m-1", "messages": list(messages)})


def test_free_text_may_be_anything_but_must_be_there() -> None:
    free = ("$.messages[*].content",)
    one, two = {"role": "system", "content": ["x"]}, {"role": "user", "content": None}
    assert texts(chat(one, two), order(CHAT), free=free) == []
    assert len(texts(chat(one, two), order(CHAT))) == 2
    assert texts(chat(one, {"role": "user"}), order(CHAT), free=free) == [
        'body | $.messages[1].content is missing, expected "Hi"'
    ]
    assert texts(chat(one, {**two, "role": "tool"}), order(CHAT), free=free) == [
        'body | $.messages[1].role: you sent "tool", expected "user"'
    ]
    assert texts(chat(one), order(CHAT), free=free) == ["body | $.messages: you sent a list of 1, expected a list of 2"]


@pytest.mark.parametrize(
    ("free", "left"),
    [
        ((), ["$.a.b", "$.a.c", "$.list[0]", "$.list[1]"]),
        (("$.a.*",), ["$.list[0]", "$.list[1]"]),
        (("$.*",), []),
        (("$",), []),
        (("$.a.b", "$.list[1]"), ["$.a.c", "$.list[0]"]),
        (("$['a'][\"c\"]", "$.list[*]"), ["$.a.b"]),
        (("$.b", "$.list.a", "$.a.b.d"), ["$.a.b", "$.a.c", "$.list[0]", "$.list[1]"]),
    ],
)
def test_free_paths(free: tuple[str, ...], left: list[str]) -> None:
    sent, recorded = {"a": {"b": 1, "c": 1}, "list": [1, 1]}, {"a": {"b": 2, "c": 2}, "list": [2, 2]}
    found = texts(order(sent), order(recorded), free=free)
    assert [text.split(" ")[2].rstrip(":") for text in found] == left


@pytest.mark.parametrize("path", ["messages", "$messages", "$.messages[", "$.a..b", "", "$.a[x]"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no JSON path"):
        differences(order({"a": 1}), order({"a": 2}), free=(path,))


# --------------------------------------------------------------------------------------------- media types and forms


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (None, {}, "body | no body was sent, expected JSON (application/json)"),
        (b"", JSON, "body | no body was sent, expected JSON (application/json)"),
        (
            b"n=1",
            FORM,
            "body | the body was sent as a form (application/x-www-form-urlencoded), expected JSON (application/json)",
        ),
        (b'{"n": 1}', FORM, "header | Content-Type: you sent 'application/x-www-form-urlencoded', expected 'applicat"),
        (b'{"n": 1}', {}, "header | the header Content-Type is missing, expected 'application/json'"),
        (
            b'{"n": 1}',
            {"Content-Type": "application/merge-patch+json"},
            "header | Content-Type: you sent 'application/merge-patch+json', expected 'application/json'",
        ),
        (b"\x89PNG", {"Content-Type": "image/png"}, "body | the body was sent as image/png, expected JSON"),
    ],
)
def test_a_body_of_another_kind(body: Any, headers: Any, expected: str) -> None:
    [text] = texts(post(body, headers), order({"n": 1}))
    assert text.startswith(expected)


def test_a_form_is_not_bound_to_an_order_but_to_its_blanks() -> None:
    recorded = post("name=ana&message=&stars=4&stars=5", FORM)
    assert texts(post("stars=5&message=&stars=4&name=an%61", FORM), recorded) == []
    assert texts(post("name=ana&stars=4&stars=5", FORM), recorded) == ["body | message is missing, expected ''"]
    assert texts(post('{"name": "ana"}', JSON), recorded) == [
        "body | the body was sent as JSON (application/json), expected a form (application/x-www-form-urlencoded)"
    ]


def test_other_bodies_are_compared_byte_by_byte() -> None:
    def note(body: bytes) -> Request:
        return post(body, {"Content-Type": "text/plain"})

    assert texts(note(b"soup"), note(b"soup")) == []
    assert texts(note(b"soup\n"), note(b"soup")) == ["body | you sent 'soup\\n', expected 'soup'"]
    assert texts(note(b"\xff\x00"), note(b"soup")) == ["body | you sent 2 bytes, expected 4 bytes"]
    assert texts(note(b"\xff\x00"), note(b"\xff\x01")) == [
        "body | you sent other bytes than expected, though as many (2)"
    ]
    assert texts(note(b"soup.png"), note(b"\xff\x00")) == [
        "body | you sent the text 'soup.png', expected 2 bytes that are no text"
    ]


def test_of_a_part_the_content_is_named_first() -> None:
    first, second = texts(upload({"photo": "/home/crème.png", "meta": (None, '{"caption": "x", "n": 1}')}), photo())
    assert first.startswith("body | the part 'photo': you sent the text '/home/crème.png', expected ")
    assert second.startswith("body | the part 'photo': the file name: ")


def test_a_body_without_a_recorded_type_may_have_any() -> None:
    assert texts(post(b"soup", {"Content-Type": "text/plain"}), post(b"soup", {})) == []


# --------------------------------------------------------------------------------------------------------- multipart

PHOTO = b"\x89PNG\r\n\r\n--not-a-boundary\r\n\x00\xff"


def upload(files: Any, data: Any = None, **headers: str) -> Request:
    prepared = requests.Request("POST", "https://bistro.test/photo", files=files, data=data, headers=headers).prepare()
    return Request(prepared.method, prepared.url, prepared.body, dict(prepared.headers))


def photo(content: bytes = PHOTO, name: str = "crème.png", meta: str = '{"caption": "x", "n": 1}') -> Request:
    return upload({"photo": (name, content), "meta": (None, meta, "application/json")})


def test_parts_are_compared_as_what_they_are() -> None:
    again = [("meta", (None, '{"n":1,"caption":"x"}')), ("photo", ("crème.png", io.BytesIO(PHOTO), "image/png"))]
    assert texts(upload(again), photo()) == []


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (upload({"photo": ("crème.png", PHOTO)}), "the part 'meta' is missing"),
        (
            upload({"photo": ("crème.png", PHOTO)}, {"meta": '{"caption": "x", "n": 1}', "x": "1"}),
            "the part 'x' was not expected",
        ),
        (photo(name="soup.png"), "the part 'photo': the file name: you sent 'soup.png', expected 'crème.png'"),
        (photo(PHOTO[:-1]), f"the part 'photo': you sent {len(PHOTO) - 1} bytes, expected {len(PHOTO)} bytes"),
        (
            photo(PHOTO[:-1] + b"\xfe"),
            f"the part 'photo': you sent other bytes than expected, though as many ({len(PHOTO)}",
        ),
        (photo(meta='{"caption": "y", "n": 1}'), 'the part \'meta\': $.caption: you sent "y", expected "x"'),
        (photo(meta="caption"), "the part 'meta': it is not JSON: Expecting value (line 1, column 1)"),
        (
            upload({"meta": ("meta.json", '{"caption": "x", "n": 1}'), "photo": ("crème.png", PHOTO)}),
            "the part 'meta': you sent a file (with a file name), expected a field (without a file name)",
        ),
    ],
)
def test_other_parts(sent: Request, expected: str) -> None:
    [text] = texts(sent, photo())
    assert text.startswith(f"body | {expected}")


@pytest.mark.parametrize(
    ("content_type", "cut", "expected"),
    [
        ("multipart/form-data", None, "Content-Type says multipart/form-data without a boundary, so the parts can't"),
        ("multipart/form-data; boundary=x", None, "the boundary that Content-Type names doesn't stand in the body"),
        (None, -4, "the body ends before the boundary that closes it"),
    ],
)
def test_parts_that_no_server_can_tell_apart(content_type: str | None, cut: int | None, expected: str) -> None:
    whole = photo()
    headers = {"Content-Type": content_type or whole.headers["Content-Type"]}
    [text] = texts(request("POST", "https://bistro.test/photo", whole.body[:cut], headers), whole)
    assert text.startswith(f"body | {expected}")


# ------------------------------------------------------------------------------------------------------------ bodies


def pieces() -> Iterator[bytes]:
    yield b"so"
    yield b"up"


@pytest.mark.parametrize(
    "body", [b"soup", "soup", bytearray(b"soup"), io.BytesIO(b"soup"), io.StringIO("soup"), pieces(), ["so", b"up"]]
)
def test_a_body_can_be_read_again_and_again(body: Any) -> None:
    sent = post(body)
    assert [body_bytes(sent), body_bytes(sent)] == [b"soup", b"soup"]


def test_no_body_is_an_empty_one() -> None:
    assert body_bytes(post(None)) == body_bytes(post("")) == body_bytes(post(iter([]))) == b""


# ------------------------------------------------------------------------------------------------------------ nearest


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (get("/menu?limit=3"), 0),
        (get("/menus?limit=2"), 0),
        (get("/order"), 1),
        (get("/orders/18"), 2),
        (request("PUT", "https://bistro.test/orders", b"{}", JSON), 3),
        (order({"table": 5}), 3),
        (get("https://auth.test/tokens"), 4),
        (get("http://bistro.test/orders/17"), 2),
    ],
)
def test_the_nearest_is_what_was_probably_meant(sent: Request, expected: int) -> None:
    candidates = [
        get("/menu?limit=2"),
        get("/orders"),
        get("/orders/17"),
        order({"table": 4}),
        get("https://auth.test/token"),
    ]
    found = nearest(sent, candidates)
    assert found is not None
    assert found == (expected, differences(sent, candidates[expected]))
    assert found[1]


def test_the_nearest_of_equals_is_the_first() -> None:
    assert nearest(get("/menu"), [get("/orders"), get("/menu"), get("/menu")]) == (1, [])
    assert nearest(get("/menu"), []) is None


def test_nearest_looks_at_what_the_check_looks_at() -> None:
    sent, recorded = with_headers(If_Match='"1"'), [with_headers(If_Match='"2"'), with_headers(If_Match='"1"')]
    assert nearest(sent, recorded) == (0, [])
    assert nearest(sent, recorded, match=("if-match",)) == (1, [])
    assert nearest(order({"a": 1}), [order({"a": 2})], free=("$.a",)) == (0, [])


# ------------------------------------------------------------------------------------------------------------ secrecy


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_no_secret_is_told_whole(name: str) -> None:
    """Neither the one that was sent nor the one that was recorded, wherever it stands."""
    other = "sk-live-zyxwvutsrq-98765"

    def sides(make: Any) -> list[tuple[Any, Any]]:
        return [
            (make(SECRET), make(other)),
            (make(SECRET), make(None)),
            (make(None), make(SECRET)),
            (make(1), make(SECRET)),
        ]

    def in_header(value: Any) -> Request:
        return with_headers(**({name: f"{value}"} if value else {}))

    def in_scheme(value: Any) -> Request:
        return with_headers(**({name: f"Bearer {value}"} if value else {}))

    def in_query(value: Any) -> Request:
        return get(f"/menu?{name}={value}" if value else "/menu")

    def in_form(value: Any) -> Request:
        return post(f"{name}={value}&a=1" if value else "a=1", FORM)

    def in_json(value: Any) -> Request:
        return order({"auth": {name: value}} if value else {"auth": {}})

    def in_list(value: Any) -> Request:
        return order({"auth": [{name: value}]} if value else {"auth": {name: SECRET}})

    def in_part(value: Any) -> Request:
        return upload({"a": "1", **({name: (None, str(value))} if value else {})})

    for make in (in_header, in_scheme, in_query, in_form, in_json, in_list, in_part):
        for sent, recorded in sides(make):
            found = " ".join(texts(sent, recorded, match=(name.replace("_", "-"),)))
            assert found, make.__name__
            assert SECRET[:6] not in found, make.__name__
            assert other[:6] not in found, make.__name__


def test_a_short_secret_is_not_told_whole_either() -> None:
    [text] = texts(with_headers(X_API_Key="ab"), with_headers(X_API_Key="abcd"), match=("x-api-key",))
    assert text == "header | X-API-Key: you sent 'a…', expected 'ab…'"


# -------------------------------------------------------------------------------------------------------------- speed


def test_a_comparison_costs_next_to_nothing() -> None:
    """One of a hundred candidates is found in well under a millisecond each, JSON body included."""
    body = {"model": "m-1", "messages": [{"role": "user", "content": f"line {line}"} for line in range(30)]}
    sent, recorded = order(body), [order({**body, "seed": seed}) for seed in range(100)]
    start = time.process_time()
    assert not any(matches(sent, other) for other in recorded)
    assert time.process_time() - start < 0.1


def test_a_difference_is_plain_data() -> None:
    [found] = differences(get("/menu?limit=3"), get("/menu?limit=2"))
    assert found == Difference("query", "limit: you sent '3', expected '2'")
