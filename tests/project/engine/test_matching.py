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
        (
            "/menu/",
            "/menu",
            "URL | to '/menu/', and should go to '/menu', without a slash at the end.",
        ),
        ("/menu", "/menu/", "URL | to '/menu', and should go to '/menu/', with a slash at the end."),
        (
            "//menu",
            "/menu",
            "URL | to '//menu', and should go to '/menu': two slashes in a row are not one.",
        ),
        ("/a%2Fb", "/a/b", "URL | to '/a%2Fb', and should go to '/a/b'."),
        ("/Menu", "/menu", "URL | to '/Menu', and should go to '/menu'."),
        (
            "https://bistro.example/menu",
            "/menu",
            "URL | to the host 'bistro.example', and should go to 'bistro.test'.",
        ),
        ("http://bistro.test/menu", "/menu", "URL | over http, and should go over https."),
        ("https://bistro.test:8443/menu", "/menu", "URL | to port 8443, and should go to port 443."),
        ("/menu?limit=3", "/menu?limit=2", "query | `limit` is '3', and should be '2'."),
        ("/menu", "/menu?order=asc", "query | `order` is missing, and should be 'asc'."),
        ("/menu", "/menu?cursor=", "query | `cursor` is missing, and should be ''."),
        ("/menu?sort=asc", "/menu", "query | `sort` is 'asc', and should not be there."),
        ("/menu?sort=", "/menu", "query | `sort` is '', and should not be there."),
        ("/menu?tag=a", "/menu?tag=a&tag=b", "query | `tag` is missing, and should be 'b'."),
        ("/menu?tag=a&tag=a", "/menu?tag=a", "query | `tag` is 'a', and should not be there."),
        (
            "/menu?text=a%2520b",
            "/menu?text=a%20b",
            "query | `text` is 'a%20b', and should be 'a b': it was percent-encoded twice.",
        ),
        ("/menu?text=%C3%BC", "/menu?text=%FC", "query | `text` is 'ü', and should be '\\udcfc'."),
        (
            "/menu?vegan=True",
            "/menu?vegan=true",
            "query | `vegan` is 'True', and should be 'true': mind capital and small letters.",
        ),
        ("/menu?text=a%20b", "/menu?text=a%2Bb", "query | `text` is 'a b', and should be 'a+b'"),
        ("/menu?text=a&b", "/menu?text=a%26b", "query | `text` is 'a', and should be 'a&b'"),
        ("/menu?tag=a,b", "/menu?tag=a&tag=b", "query | `tag` is there once, with its values joined"),
        ("/menu?tags=a&tags=b", "/menu?tag=a&tag=b", "query | `tag` was sent under another name: `tags`."),
        ("/menu?a%20=1", "/menu?a=1", "query | `a` was sent under another name: 'a '."),
    ],
)
def test_another_address(sent: str, recorded: str, expected: str) -> None:
    [first, *_] = texts(get(sent), get(recorded))
    assert first.replace("The query parameter ", "").replace("Your request went ", "").startswith(expected)


def test_a_name_that_could_not_be_seen_is_quoted() -> None:
    assert texts(get("/menu?limit%0A=1"), get("/menu")) == [
        "query | The query parameter 'limit\\n' is '1', and should not be there."
    ]


def test_every_difference_is_named() -> None:
    sent = request("PUT", "http://bistro.test/menus?limit=3&sort=asc", b"{}", JSON)
    assert texts(sent, get("/menu?limit=2&order=asc")) == [
        "method | Your code sent a PUT where a GET is expected.",
        "URL | Your request went over http, and should go over https.",
        "URL | Your request went to '/menus', and should go to '/menu'.",
        "query | The query parameter `limit` is '3', and should be '2'.",
        "query | The query parameter `order` was sent under another name: `sort`.",
        "body | Your PUT has a body of 2 bytes, and should have none.",
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
    assert texts(sent, recorded, match=("if-match",)) == [
        "header | The header If-Match is '\"1\"', and should be '\"2\"'."
    ]


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
        ({}, {"If-Match": '"1"'}, "The header If-Match is missing, and should be '\"1\"'."),
        ({"If-Match": '"1"'}, {}, "The header If-Match is '\"1\"', and should not be there."),
        ({"If-Match": ""}, {"If-Match": '"1"'}, "The header If-Match is '', and should be '\"1\"'."),
        ({"Accept": "text/html"}, {}, "The header Accept is 'text/html', and should be '*/*'."),
        (
            {"Accept": "text/html;q=0.5"},
            {"Accept": "text/html"},
            "The header Accept is 'text/html;q=0.5', and should be",
        ),
        ({}, {"Authorization": f"Bearer {SECRET}"}, "The header Authorization is missing."),
        ({"Authorization": f"Bearer {SECRET}"}, {}, "The header Authorization is 'Bear…', and should not be there."),
        (
            {"Authorization": SECRET},
            {"Authorization": f"Bearer {SECRET}"},
            "The header Authorization is 'sk-t…', and should be 'Bearer sk-t…'.",
        ),
        (
            {"Authorization": f"Token {SECRET}"},
            {"Authorization": f"Bearer {SECRET}"},
            "The header Authorization is 'Token sk-t…', and should be 'Bearer sk-t…'.",
        ),
        (
            {"Authorization": "Bearer pk-other-key"},
            {"Authorization": f"Bearer {SECRET}"},
            "The header Authorization has another value after 'Bearer': it is 'pk-o…', and should be 'sk-t…'.",
        ),
        (
            {"Authorization": f"Bearer {SECRET}\n."},
            {"Authorization": f"Bearer {SECRET}"},
            "The header Authorization has another value after 'Bearer': it is 'sk-t…' (27 characters), and should be",
        ),
        ({"X-API-Key": "other-key"}, {"X-API-Key": SECRET}, "The header X-API-Key is 'othe…', and should be 'sk-t…'."),
    ],
)
def test_another_header(sent: Any, recorded: Any, expected: str) -> None:
    match = tuple(name.lower() for name in {**sent, **recorded})
    [text] = texts(request(headers=sent), request(headers=recorded), match=match)
    assert text.startswith(f"header | {expected}")


def test_a_header_that_was_meant_is_recognised() -> None:
    etag = with_headers(If_Match='"1"')
    [text] = texts(with_headers(If_None_Match='"1"'), etag, match=("if-match",))
    assert text.endswith("is missing, and should be '\"1\"': you sent that as If-None-Match.")
    [text] = texts(with_headers(If_Match="1"), etag, match=("if-match",))
    assert text.endswith(": the quotation marks belong to it.")
    [text] = texts(with_headers(Accept="*/*"), with_headers(Accept="text/html"), match=("accept",))
    assert text.endswith("The header Accept is missing, and should be 'text/html'."), "requests sends */* by itself"


def basic(text: str) -> Request:
    return with_headers(Authorization="Basic " + base64.b64encode(text.encode()).decode())


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (basic("ana:salt and pepper"), "has another user name: it is 'ana', and should be 'anna'."),
        (
            basic("anna:salt und pfeffer"),
            "has another password: it is 'salt…' (16 characters), and should",
        ),
        (basic("anna"), "should have user:password in base64"),
        (
            with_headers(Authorization="Basic anna:salt and pepper"),
            "should have user:password in base64",
        ),
    ],
)
def test_basic_credentials_say_which_half_is_wrong(sent: Request, expected: str) -> None:
    [text] = texts(sent, basic("anna:salt and pepper"), match=("authorization",))
    assert text.startswith(f"header | The header Authorization {expected}")


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
        ({"n": "2"}, {"n": 2}, 'The field `n` of your JSON is the text "2", and should be the number 2.'),
        ({"n": 0}, {"n": False}, "The field `n` of your JSON is the number 0, and should be false."),
        ({"n": True}, {"n": 1}, "The field `n` of your JSON is true, and should be the number 1."),
        ({"n": None}, {"n": ""}, 'The field `n` of your JSON is null, and should be the text "".'),
        ({"n": {}}, {"n": []}, "The field `n` of your JSON is an object, and should be a list of 0."),
        ({"n": 3}, {"n": 2}, "The field `n` of your JSON is 3, and should be 2."),
        ({"n": True}, {"n": False}, "The field `n` of your JSON is true, and should be false."),
        ({"n": "a"}, {"n": "b"}, 'The field `n` of your JSON is "a", and should be "b".'),
        ({}, {"n": None}, "The field `n` of your JSON is missing, and should be null."),
        ({}, {"n": {"a": 1}}, "The field `n` of your JSON is missing, and should be an object."),
        ({"n": 1, "note": "x"}, {"n": 1}, 'The field `note` of your JSON is "x", and should not be there.'),
        ({"a b": 1}, {"a b": 2}, 'The field `["a b"]` of your JSON is 1, and should be 2.'),
        ([1, 2], [1], "Your JSON is a list of 2, and should be a list of 1."),
        ([{"q": [1]}], [{"q": [2]}], "The field `[0].q[0]` of your JSON is 1, and should be 2."),
        (json.dumps({"n": 1}), {"n": 1}, "Your JSON was encoded twice: it is a text that holds JSON, and should be an"),
        ("soup", {"n": 1}, 'Your JSON is the text "soup", and should be an object.'),
    ],
)
def test_other_json(sent: Any, recorded: Any, expected: str) -> None:
    [text] = texts(order(sent), order(recorded))
    assert text.startswith(f"body | {expected}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"n": 1, "n": 1}', 'has the name "n" twice in one JSON object.'),
        (b'{"n": NaN}', "is not JSON: NaN is not"),
        (b'{"n": -Infinity}', "is not JSON: -Infinity is not"),
        (b"{'n': 1}", "is not JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
        (b"table=4&note=no+salt", "is not JSON, but a form (table, note): `data=` sends"),
        ('{"n": "ü"}'.encode("latin-1"), "is not JSON: it is not UTF-8 (byte 8)."),
        (b"[" * 100_000, "is not JSON that a server would read: it is nested too deep."),
    ],
)
def test_what_is_no_json(body: bytes, expected: str) -> None:
    [text] = texts(post(body), order({"n": 1}))
    assert text.startswith(f"body | Your body {expected}")


def test_json_that_was_broken_on_purpose_matches_itself() -> None:
    assert texts(post(b'{"n": '), post(b'{"n": ')) == []
    assert texts(order({"n": 1}), post(b'{"n": ')) == ["body | Your JSON is '{\"n\": 1}', and should be '{\"n\": '."]


CHAT = {"model": "m-1", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]}


def chat(*messages: dict[str, Any]) -> Request:
    return order({"model": "m-1", "messages": list(messages)})


def test_free_text_may_be_anything_but_must_be_there() -> None:
    free = ("$.messages[*].content",)
    one, two = {"role": "system", "content": ["x"]}, {"role": "user", "content": None}
    assert texts(chat(one, two), order(CHAT), free=free) == []
    assert len(texts(chat(one, two), order(CHAT))) == 2
    assert texts(chat(one, {"role": "user"}), order(CHAT), free=free) == [
        'body | The field `messages[1].content` of your JSON is missing, and should be "Hi".'
    ]
    assert texts(chat(one, {**two, "role": "tool"}), order(CHAT), free=free) == [
        'body | The field `messages[1].role` of your JSON is "tool", and should be "user".'
    ]
    assert texts(chat(one), order(CHAT), free=free) == [
        "body | The field `messages` of your JSON is a list of 1, and should be a list of 2."
    ]


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
    assert ["$." + text.split("`")[1] for text in found] == left


@pytest.mark.parametrize("path", ["messages", "$messages", "$.messages[", "$.a..b", "", "$.a[x]"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="no JSON path"):
        differences(order({"a": 1}), order({"a": 2}), free=(path,))


# --------------------------------------------------------------------------------------------- media types and forms


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (None, {}, "body | Your POST has no body, and should have JSON (application/json)."),
        (b"", JSON, "body | Your POST has no body, and should have JSON (application/json)."),
        (
            b"n=1",
            FORM,
            "body | Your body is a form (application/x-www-form-urlencoded), and should be JSON (application/json): `",
        ),
        (
            b'{"n": 1}',
            FORM,
            "header | The header Content-Type is 'application/x-www-form-urlencoded', and should be",
        ),
        (b'{"n": 1}', {}, "header | The header Content-Type is missing, and should be 'application/json': nothing"),
        (
            b'{"n": 1}',
            {"Content-Type": "application/merge-patch+json"},
            "header | The header Content-Type is 'application/merge-patch+json', and should be 'application/json'.",
        ),
        (b"\x89PNG", {"Content-Type": "image/png"}, "body | Your body is image/png, and should be JSON"),
    ],
)
def test_a_body_of_another_kind(body: Any, headers: Any, expected: str) -> None:
    [text] = texts(post(body, headers), order({"n": 1}))
    assert text.startswith(expected)


def test_a_form_is_not_bound_to_an_order_but_to_its_blanks() -> None:
    recorded = post("name=ana&message=&stars=4&stars=5", FORM)
    assert texts(post("stars=5&message=&stars=4&name=an%61", FORM), recorded) == []
    assert texts(post("name=ana&stars=4&stars=5", FORM), recorded) == [
        "body | The form field `message` is missing, and should be ''."
    ]
    assert texts(post('{"name": "ana"}', JSON), recorded) == [
        "body | Your body is JSON (application/json), and should be a form (application/x-www-form-urlencoded)."
    ]


def test_other_bodies_are_compared_byte_by_byte() -> None:
    def note(body: bytes) -> Request:
        return post(body, {"Content-Type": "text/plain"})

    assert texts(note(b"soup"), note(b"soup")) == []
    assert texts(note(b"soup\n"), note(b"soup")) == ["body | Your body is 'soup\\n', and should be 'soup'."]
    assert texts(note(b"\xff\x00"), note(b"soup")) == ["body | Your body has 2 bytes, and should have 4 bytes."]
    assert texts(note(b"\xff\x00"), note(b"\xff\x01")) == [
        "body | Your body has other bytes than expected, though as many (2)."
    ]
    assert texts(note(b"soup.png"), note(b"\xff\x00")) == [
        "body | Your body is the name of a file ('soup.png'), and should be what is in it: 2 bytes."
    ]


def test_of_a_part_the_content_is_named_first() -> None:
    first, second = texts(upload({"photo": "/home/crème.png", "meta": (None, '{"caption": "x", "n": 1}')}), photo())
    assert first.startswith(
        "body | The part `photo` is the name of a file ('crème.png'), and should be what is in it: "
    )
    assert second.startswith("body | The file name of the part `photo` is 'photo', and should be ")


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
        (upload({"photo": ("crème.png", PHOTO)}), "The part `meta` is missing."),
        (
            upload({"photo": ("crème.png", PHOTO)}, {"meta": '{"caption": "x", "n": 1}', "x": "1"}),
            "The part `x` should not be there.",
        ),
        (
            photo(name="/home/ana/crème.png"),
            "The file name of the part `photo` is a whole path, and should be 'crème.png' alone.",
        ),
        (photo(name="soup.png"), "The file name of the part `photo` is 'soup.png', and should be 'crème.png'."),
        (photo(PHOTO[:-1]), f"The part `photo` has {len(PHOTO) - 1} bytes, and should have {len(PHOTO)} bytes."),
        (
            photo(PHOTO[:-1] + b"\xfe"),
            f"The part `photo` has other bytes than expected, though as many ({len(PHOTO)}",
        ),
        (photo(meta='{"caption": "y", "n": 1}'), 'The field `caption` of the part `meta` is "y", and should be "x".'),
        (photo(meta="caption"), "The part `meta` is not JSON: Expecting value (line 1, column 1); json.dumps()"),
        (
            upload({"meta": ("meta.json", '{"caption": "x", "n": 1}'), "photo": ("crème.png", PHOTO)}),
            "The part `meta` has a file name, which makes it a file, and should have none.",
        ),
    ],
)
def test_other_parts(sent: Request, expected: str) -> None:
    [text] = texts(sent, photo())
    assert text.startswith(f"body | {expected}")


@pytest.mark.parametrize(
    ("content_type", "cut", "expected"),
    [
        (
            "multipart/form-data",
            None,
            "can't be taken apart: the Content-Type says multipart/form-data without a b",
        ),
        ("multipart/form-data; boundary=x", None, "does not have the boundary in it that the Content-Type names."),
        (None, -4, "ends before the boundary that closes it."),
    ],
)
def test_parts_that_no_server_can_tell_apart(content_type: str | None, cut: int | None, expected: str) -> None:
    whole = photo()
    headers = {"Content-Type": content_type or whole.headers["Content-Type"]}
    [text] = texts(request("POST", "https://bistro.test/photo", whole.body[:cut], headers), whole)
    assert text.startswith(f"body | Your body {expected}")


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
    assert text == "header | The header X-API-Key is 'a…', and should be 'ab…'."


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
    assert found == Difference("query", "The query parameter `limit` is '3', and should be '2'.")
