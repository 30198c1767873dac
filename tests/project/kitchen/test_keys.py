"""API keys, cooks from elsewhere, and doors that lead elsewhere."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
import requests

Ask = Callable[..., requests.Response]


def test_whose_key(bistro: Ask, world: dict[str, Any], running: Any) -> None:
    asked = bistro("GET", "/whoami", headers={"X-API-Key": world["api_key"]})
    assert (asked.status_code, list(asked.json())) == (200, ["name", "table", "guest_since"])
    assert asked.json()["name"] == world["token_guest"]
    withdrawn = bistro("GET", "/whoami", headers={"X-API-Key": world["withdrawn_key"]})
    assert (withdrawn.status_code, "www-authenticate" in withdrawn.headers) == (403, False)
    running.reset(2)
    assert running.world()["api_key"] != world["api_key"]


@pytest.mark.parametrize("key", [None, "practice-key-nobody", "clé"])
def test_no_key(bistro: Ask, key: str | None) -> None:
    asked = bistro("GET", "/whoami", headers={"X-API-Key": key})
    assert (asked.status_code, asked.json()["title"]) == (401, "Tell us who you are")
    assert asked.headers["WWW-Authenticate"].startswith("APIKey ")


def test_a_key_in_the_query_is_not_taken(bistro: Ask, world: dict[str, Any]) -> None:
    assert bistro("GET", "/whoami", params={"api_key": world["api_key"]}).status_code == 422


def test_cooks_from_elsewhere(bistro: Ask, world: dict[str, Any]) -> None:
    """Names and passwords are UTF-8, as the challenge says (RFC 7617, 2.1)."""
    for cook in world["visitors"]:
        pair = f"{cook['user']}:{cook['password']}"
        right = base64.b64encode(pair.encode()).decode()
        assert bistro("GET", "/staff", headers={"Authorization": f"Basic {right}"}).json()["cook"] == cook["user"]
    near, far = world["visitors"]
    wrong = base64.b64encode(f"{near['user']}:{near['password']}".encode("latin-1")).decode()
    refused = bistro("GET", "/staff", headers={"Authorization": f"Basic {wrong}"})
    assert (refused.status_code, 'charset="UTF-8"' in refused.headers["WWW-Authenticate"]) == (401, True)
    with pytest.raises(UnicodeEncodeError):
        far["password"].encode("latin-1")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_door(bistro: Ask, status: int) -> None:
    response = bistro("GET", "/doors", params={"to": "/whoami", "status": status}, allow_redirects=False)
    assert (response.status_code, response.headers["Location"], response.content) == (status, "/whoami", b"")


@pytest.mark.parametrize(
    "place",
    [
        "https://httpbin.test/headers",
        "http://bistro.test/whoami",
        "//httpbin.test/headers",
        "https://BISTRO.test:443/whoami",
        "http://127.0.0.1:8080/redirect-to?url=http%3A%2F%2Flocalhost%3A8081%2Fwhoami",
        "http://[::1]:8080/",
    ],
)
def test_a_door_to_another_house(bistro: Ask, place: str) -> None:
    assert bistro("GET", "/doors", params={"to": place}, allow_redirects=False).headers["Location"] == place


@pytest.mark.parametrize(
    "place",
    [
        "https://example.org/",
        "//example.org/",
        "///example.org",
        "/\\example.org",
        "https:/\\example.org",
        "https://bistro.test@example.org/",
        "https://bistro.test.example.org/",
        "https://10.0.0.1/",
        "ftp://bistro.test/",
        "javascript:alert(1)",
        "whoami",
        "/who\nami",
        "/whö",
        "https://bistro.test:http/",
        "https://[bistro.test/",
    ],
)
def test_a_door_that_is_not_there(bistro: Ask, place: str) -> None:
    response = bistro("GET", "/doors", params={"to": place}, allow_redirects=False)
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, "to")


def test_a_corridor(bistro: Ask, world: dict[str, Any]) -> None:
    end = bistro("GET", "/corridor/3", headers={"X-API-Key": world["api_key"]})
    assert [step.headers["Location"] for step in end.history] == ["2", "1", "../whoami"]
    assert end.json()["name"] == world["token_guest"]
    assert bistro("GET", "/corridor/0", allow_redirects=False).status_code == 422
