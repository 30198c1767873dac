"""Orders: placed, read, changed, cancelled, and every way in which that is refused."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

Ask = Callable[..., requests.Response]


@pytest.fixture
def new(world: dict[str, Any]) -> dict[str, Any]:
    return {"table": 7, "items": [{"dish": world["dishes"][0]["slug"], "quantity": 2}], "note": "très vite"}


def by_status(world: dict[str, Any], status: str) -> dict[str, Any]:
    return next(order for order in world["orders"] if order["status"] == status)


def test_life_of_an_order(bistro: Ask, new: dict[str, Any]) -> None:
    placed = bistro("POST", "/orders", json=new)
    assert placed.status_code == 201
    address = placed.headers["Location"]
    assert address == f"/orders/{placed.json()['id']}"
    assert list(placed.json()) == ["id", "table", "items", "note", "status", "total", "placed_at"]
    first = placed.headers["ETag"]

    assert bistro("GET", address).json() == placed.json()
    same = bistro("GET", address, headers={"If-None-Match": f'"other", W/{first}'})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", first)

    patch = {"Content-Type": "application/merge-patch+json", "If-Match": first}
    changed = bistro("PATCH", address, data='{"note": null}', headers=patch)
    assert (changed.status_code, changed.json()["note"]) == (200, None)
    second = changed.headers["ETag"]
    assert second != first
    assert bistro("GET", address, headers={"If-None-Match": first}).status_code == 200

    whole = {**new, "table": 9}
    assert bistro("PUT", address, json=whole, headers={"If-Match": first}).status_code == 412
    replaced = bistro("PUT", address, json=whole, headers={"If-Match": second})
    assert (replaced.status_code, replaced.json()["table"], replaced.json()["note"]) == (200, 9, "très vite")
    assert replaced.headers["ETag"] not in (first, second)

    cancelled = bistro("DELETE", address)
    assert (cancelled.status_code, cancelled.content) == (204, b"")
    assert [bistro(method, address).status_code for method in ("GET", "DELETE")] == [404, 404]


def test_changes_need_the_version(bistro: Ask, world: dict[str, Any], new: dict[str, Any]) -> None:
    order = by_status(world, "placed")
    address = f"/orders/{order['id']}"
    for method, body in (("PATCH", {"note": "x"}), ("PUT", new)):
        assert bistro(method, address, json=body).status_code == 428
        assert bistro(method, address, json=body, headers={"If-Match": '"stale"'}).status_code == 412
        assert bistro(method, address, json=body, headers={"If-Match": f"W/{order['etag']}"}).status_code == 412
        assert bistro(method, "/orders/ord-none", json=body, headers={"If-Match": "*"}).status_code == 404
    assert bistro("PATCH", address, json={"note": "x"}, headers={"If-Match": order["etag"]}).status_code == 200
    assert bistro("DELETE", address, headers={"If-Match": order["etag"]}).status_code == 412


def test_what_is_served_stays(bistro: Ask, world: dict[str, Any], new: dict[str, Any]) -> None:
    order = by_status(world, "served")
    address, version = f"/orders/{order['id']}", {"If-Match": order["etag"]}
    assert bistro("DELETE", address).status_code == 409
    assert bistro("PATCH", address, json={"note": "x"}, headers=version).status_code == 409
    assert bistro("PUT", address, json=new, headers=version).status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"table": "7"}, "#/table"),
        ({"table": 0}, "#/table"),
        ({"table": True}, "#/table"),
        ({"items": []}, "#/items"),
        ({"items": [{"dish": "stone-soup", "quantity": 1}]}, "#/items/0/dish"),
        ({"items": [{"dish": "stone-soup"}]}, "#/items/0/quantity"),
        ({"note": ""}, "#/note"),
        ({"status": "served"}, "#/status"),
    ],
)
def test_strict_body(bistro: Ask, new: dict[str, Any], change: dict[str, Any], pointer: str) -> None:
    response = bistro("POST", "/orders", json=new | change)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_put_is_whole_and_patch_is_one_field(bistro: Ask, world: dict[str, Any], new: dict[str, Any]) -> None:
    order = by_status(world, "placed")
    address, version = f"/orders/{order['id']}", {"If-Match": order["etag"]}
    without_note = {key: value for key, value in new.items() if key != "note"}
    assert bistro("PUT", address, json=without_note, headers=version).status_code == 422
    assert bistro("PUT", address, json={**new, "id": order["id"]}, headers=version).status_code == 422
    assert bistro("PATCH", address, json={"table": 3}, headers=version).status_code == 422
    assert bistro("PATCH", address, json={}, headers=version).status_code == 422
    merge_patch = {**version, "Content-Type": "application/merge-patch+json"}
    assert bistro("PUT", address, json=new, headers=merge_patch).status_code == 415


def test_my_orders(bistro: Ask, world: dict[str, Any]) -> None:
    mine = bistro("GET", "/my/orders", headers={"Authorization": f"bearer {world['token']}"})
    wanted = [order["id"] for order in world["orders"] if order["guest"] == world["token_guest"]]
    assert [order["id"] for order in mine.json()] == wanted
    assert len(wanted) == 3
    bare = bistro("GET", "/my/orders")
    assert (bare.status_code, bare.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Bistro guests"')
    wrong = bistro("GET", "/my/orders", headers={"Authorization": "Bearer nobody"})
    assert (wrong.status_code, "invalid_token" in wrong.headers["WWW-Authenticate"]) == (401, True)
    other = bistro("GET", "/my/orders", headers={"Authorization": f"Bearer {world['token_without_orders']}"})
    assert (other.status_code, "insufficient_scope" in other.headers["WWW-Authenticate"]) == (403, True)
