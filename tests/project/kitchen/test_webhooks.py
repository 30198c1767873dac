"""What the bistro sends by itself: it says so on its page, and its signatures are what it says they are."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import requests

Ask = Callable[..., requests.Response]


def fetched(bistro: Ask, number: int) -> tuple[bytes, int, list[tuple[str, str]]]:
    """A delivery's body, the moment of its signing, and its signatures with their schemes."""
    response = bistro("GET", f"/webhooks/deliveries/{number}")
    assert response.headers["Content-Type"] == "application/json"
    moment, *signatures = (item.split("=") for item in response.headers["Bistro-Signature"].split(","))
    assert moment[0] == "t"
    return response.content, int(moment[1]), [(name, value) for name, value in signatures]


@pytest.mark.parametrize(
    ("number", "schemes", "late"),
    [
        (1, {"v1": True}, 3),
        (2, {"v1": True}, 3),
        (4, {"v0": False, "v1": True}, 3),
        (5, {"v1": True}, 7200),
        (6, {"v1": True}, -7200),
        (7, {"v1": False}, 3),
        (8, {"v1": False}, 3),
    ],
)
def test_signatures(bistro: Ask, world: dict[str, Any], number: int, schemes: dict[str, bool], late: int) -> None:
    body, moment, signatures = fetched(bistro, number)
    signed = str(moment).encode() + b"." + body
    right = hmac.new(world["webhooks"]["secret"].encode(), signed, hashlib.sha256).hexdigest()
    assert {scheme: value == right for scheme, value in signatures} == schemes
    assert datetime.fromisoformat(world["now"]).timestamp() - moment == late


def test_two_keys(bistro: Ask, world: dict[str, Any]) -> None:
    body, moment, signatures = fetched(bistro, 3)
    signed = str(moment).encode() + b"." + body
    right = hmac.new(world["webhooks"]["secret"].encode(), signed, hashlib.sha256).hexdigest()
    assert [(scheme, value == right) for scheme, value in signatures] == [("v1", False), ("v1", True)]


def test_bytes_matter(bistro: Ask) -> None:
    review = bistro("GET", "/webhooks/deliveries/2")
    assert not review.content.isascii()
    assert b" : " in review.content
    assert review.json()["type"] == "review.posted"


def test_list(bistro: Ask, world: dict[str, Any], running: Any) -> None:
    listed = bistro("GET", "/webhooks/deliveries").json()
    assert len(listed) == world["webhooks"]["deliveries"] == 8
    for entry in listed:
        assert entry["size"] == len(bistro("GET", f"/webhooks/deliveries/{entry['number']}").content)
    assert bistro("GET", "/webhooks/deliveries/9").json()["type"].endswith("/unknown-delivery")
    assert bistro("GET", "/webhooks/deliveries/0").status_code == 422
    first = bistro("GET", "/webhooks/deliveries/1").headers["Bistro-Signature"]
    running.reset(2)
    assert bistro("GET", "/webhooks/deliveries/1").headers["Bistro-Signature"] != first


def test_they_are_on_the_page(bistro: Ask) -> None:
    page, document = bistro("GET", "/docs").text, bistro("GET", "/openapi.json").json()
    assert set(document["webhooks"]) == {"order-served", "review-posted"}
    for name, item in document["webhooks"].items():
        operation = item["post"]
        assert operation["description"]
        assert list(operation["responses"]) == ["204"]
        assert [parameter["name"] for parameter in operation["parameters"]] == ["Bistro-Signature"]
        assert f"<code>{name}</code>" in page
        assert bistro("POST", f"/{name}").status_code == 404
    assert page.count("The bistro sends <code>application/json</code>") == 2
