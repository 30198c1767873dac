"""The OAuth 2.0 server and its API: tokens given, refused, expired, exchanged, given back."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest
import requests

Ask = Callable[..., requests.Response]


@pytest.fixture
def auth(running: Any, routed: None) -> Ask:
    """`auth("POST", "/token/", …)` on a fresh evening of seed 1."""
    running.reset(1)

    def ask(method: str, path: str, *, bearer: str | None = None, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return requests.request(method, f"http://auth.test{path}", headers=headers, timeout=5, **options)

    return ask


@pytest.fixture
def clients(running: Any) -> dict[str, Any]:
    running.reset(1)
    clients: dict[str, Any] = running.world()["clients"]
    return clients


@pytest.fixture
def till(clients: dict[str, Any]) -> tuple[str, str]:
    return clients["till"]["client_id"], clients["till"]["client_secret"]


def refresh(auth: Ask, token: str, **more: str) -> requests.Response:
    return auth("POST", "/token/", data={"grant_type": "refresh_token", "refresh_token": token, **more})


def test_a_program_asks_for_itself(auth: Ask, clients: dict[str, Any], till: tuple[str, str]) -> None:
    for scope, given in (("stock", "stock"), (None, "stock orders")):
        answer = auth("POST", "/token/", data={"grant_type": "client_credentials", "scope": scope}, auth=till)
        token = answer.json()
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert (token["scope"], token["expires_in"]) == (given, clients["seconds"])
        assert (token["token_type"], "refresh_token" in token) == ("Bearer", False)
    orders = auth("GET", "/api/orders", bearer=token["access_token"])
    assert (orders.status_code, len(orders.json())) == (200, 8)
    assert auth("GET", "/api/me", bearer=token["access_token"]).status_code == 403


@pytest.mark.parametrize(
    ("form", "secret", "status", "error"),
    [
        ({"grant_type": "client_credentials"}, "wrong", 401, "invalid_client"),
        ({"grant_type": "client_credentials", "scope": "staff"}, None, 400, "invalid_scope"),
        ({"grant_type": "password"}, None, 400, "invalid_request"),
        ({"grant_type": "tips"}, None, 400, "unsupported_grant_type"),
        ({"scope": "stock"}, None, 400, "unsupported_grant_type"),
    ],
)
def test_refusals(
    auth: Ask, till: tuple[str, str], form: dict[str, str], secret: str | None, status: int, error: str
) -> None:
    answer = auth("POST", "/token/", data=form, auth=(till[0], secret or till[1]))
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_json_is_no_form(auth: Ask, till: tuple[str, str]) -> None:
    assert auth("POST", "/token/", json={"grant_type": "client_credentials"}, auth=till).status_code == 400


def test_id_and_secret_are_encoded_before_basic(auth: Ask, clients: dict[str, Any]) -> None:
    odd, form = clients["odd"], {"grant_type": "client_credentials"}
    raw = odd["client_id"], odd["client_secret"]
    assert auth("POST", "/token/", data=form, auth=raw).json() == {"error": "invalid_client"}
    assert auth("POST", "/token/", data=form, auth=(quote_plus(raw[0]), quote_plus(raw[1]))).status_code == 200


def test_a_token_expires_by_the_kitchens_clock(auth: Ask, clients: dict[str, Any], running: Any) -> None:
    token = clients["access_token"]
    for seconds, status in ((0, 200), (clients["seconds"] - 1, 200), (1, 401)):
        requests.post(f"{running.control}/clock", json={"advance": seconds}, timeout=5)
        answer = auth("GET", "/api/orders", bearer=token)
        assert answer.status_code == status
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith("Bearer ")
    assert 'error="invalid_token"' in challenge
    assert "expired" in challenge


def test_a_guest_sees_only_what_is_allowed(auth: Ask, clients: dict[str, Any], running: Any) -> None:
    world, token = running.world(), clients["access_token"]
    mine = [order["id"] for order in world["orders"] if order["guest"] == world["token_guest"]]
    assert [order["id"] for order in auth("GET", "/api/orders", bearer=token).json()] == mine
    assert auth("GET", "/api/me", bearer=token).json() == {"name": world["token_guest"], "scope": clients["scope"]}
    staff = auth("GET", "/api/staff", bearer=token)
    assert (staff.status_code, 'error="insufficient_scope"' in staff.headers["WWW-Authenticate"]) == (403, True)
    for bearer, words in ((None, 'Bearer realm="api"'), ("nobody", 'error="invalid_token"')):
        refused = auth("GET", "/api/orders", bearer=bearer)
        assert (refused.status_code, words in refused.headers["WWW-Authenticate"]) == (401, True)


def test_each_refresh_gives_new_tokens(auth: Ask, clients: dict[str, Any]) -> None:
    old, first = clients["refresh_token"], refresh(auth, clients["refresh_token"]).json()
    second = refresh(auth, first["refresh_token"], client_id=clients["guest_app"]).json()
    assert len({old, first["refresh_token"], second["refresh_token"]}) == 3
    assert auth("GET", "/api/orders", bearer=second["access_token"]).status_code == 200
    for gone in (clients["access_token"], first["access_token"]):
        assert auth("GET", "/api/orders", bearer=gone).status_code == 401
    for gone in (old, first["refresh_token"], clients["used_refresh_token"], "unheard-of"):
        refused = refresh(auth, gone)
        assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})
    assert auth("POST", "/token/", data={"grant_type": "refresh_token"}).json()["error"] == "invalid_request"


def test_another_clients_refresh_token_is_refused(auth: Ask, clients: dict[str, Any], till: tuple[str, str]) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": clients["refresh_token"]}
    assert auth("POST", "/token/", data=form, auth=till).json() == {"error": "invalid_grant"}
    assert refresh(auth, clients["refresh_token"], client_id=till[0]).json() == {"error": "invalid_client"}


def test_introspection_and_revocation(auth: Ask, till: tuple[str, str]) -> None:
    form = {"grant_type": "client_credentials", "scope": "orders"}
    token = auth("POST", "/token/", data=form, auth=till).json()["access_token"]
    known = auth("POST", "/introspect/", data={"token": token}, auth=till).json()
    assert (known["active"], known["scope"], known["client_id"]) == (True, "orders", till[0])
    assert auth("POST", "/revoke_token/", data={"token": token}, auth=till).status_code == 200
    assert auth("POST", "/introspect/", data={"token": token}, auth=till).json() == {"active": False}
    assert auth("GET", "/api/orders", bearer=token).status_code == 401


def test_metadata(auth: Ask) -> None:
    said = auth("GET", "/.well-known/oauth-authorization-server").json()
    assert (said["issuer"], said["token_endpoint"]) == ("http://auth.test", "http://auth.test/token/")
    assert said["grant_types_supported"] == ["client_credentials", "refresh_token"]


def test_same_evening_same_tokens(auth: Ask, till: tuple[str, str], running: Any) -> None:
    """A reset takes back all that was given, and the next tokens are the first ones again."""
    runs = []
    for seed in (1, 1, 2):
        running.reset(seed)
        clients = running.world()["clients"]
        till = clients["till"]["client_id"], clients["till"]["client_secret"]
        given = auth("POST", "/token/", data={"grant_type": "client_credentials"}, auth=till)
        renewed = refresh(auth, clients["refresh_token"])
        assert renewed.status_code == 200
        runs.append((given.content, renewed.content, given.headers["Date"]))
    assert runs[0] == runs[1]
    assert all(one != other for one, other in zip(runs[0], runs[2], strict=True))
