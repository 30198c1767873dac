"""What holds at every address: methods, slashes, bodies, JSON that is JSON."""

from collections.abc import Callable

import pytest
import requests

Ask = Callable[..., requests.Response]
HEADERS = {"X-Seating": "terrace", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/menu", "GET, HEAD"),
        ("PUT", "/orders", "POST"),
        ("POST", "/orders/ord-1", "DELETE, GET, HEAD, PATCH, PUT"),
        ("GET", "/bookings", "POST"),
        ("HEAD", "/bookings", "POST"),
        ("OPTIONS", "/board", "GET, HEAD"),
        ("DELETE", "/docs", "GET, HEAD"),
    ],
)
def test_methods(bistro: Ask, method: str, path: str, allowed: str) -> None:
    response = bistro(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/", "/menu/", "//menu", "/Menu", "/menu//x", "/orders/", "/nowhere", "/_kitchen/world"]
)
def test_unknown_addresses(bistro: Ask, path: str) -> None:
    response = bistro("GET", path, allow_redirects=False)
    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (404, "unknown-address")


@pytest.mark.parametrize(
    "path", ["/hello", "/menu", "/board", "/legacy/menu", "/docs", "/menu/onion-soup", "/orders/x"]
)
def test_nothing_takes_what_it_does_not_know(bistro: Ask, path: str) -> None:
    assert bistro("GET", path, data="a body").status_code == 400 or path == "/docs"
    assert bistro("GET", path, params={"debug": "1"}).status_code == 422 or path == "/docs"


def test_head_is_a_get_without_a_body(bistro: Ask, running: object) -> None:
    head, get = bistro("HEAD", "/menu"), bistro("GET", "/menu")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"{}"',
        b"{",
        b'{"name": "Zo\xeb", "guests": 2}',  # Latin-1
        b'{"name": "Zoe", "guests": NaN}',
        b'{"name": "Zoe", "guests": 2, "guests": 2}',
        b'{"name": "Zoe", "guests": 2.5}',
        b'{"name": "Zoe", "guests": 2, "high_chair": 0}',
        b'{"name": "Zoe", "guests": 2, "high_chair": "false"}',
        b'{"name": null, "guests": 2}',
        b"{'name': 'Zoe', 'guests': 2}",
    ],
)
def test_strict_json(bistro: Ask, body: bytes) -> None:
    response = bistro("POST", "/bookings", data=body, headers=HEADERS)
    assert response.status_code == 422
    assert response.json()["errors"]


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/xml", "json"]
)
def test_json_says_that_it_is_json(bistro: Ask, content_type: str | None) -> None:
    body = b'{"name": "Zoe", "guests": 2}'
    response = bistro("POST", "/bookings", data=body, headers={**HEADERS, "Content-Type": content_type})
    assert (response.status_code, response.headers["Accept-Post"]) == (415, "application/json")


def test_too_large(bistro: Ask) -> None:
    assert bistro("POST", "/bookings", data=b" " * 1_000_001, headers=HEADERS).status_code == 413
