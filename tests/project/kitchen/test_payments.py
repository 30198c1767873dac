"""Payments: a key pays once, whatever happens to the answers."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

Ask = Callable[..., requests.Response]
Pay = Callable[..., requests.Response]


@pytest.fixture
def order(world: dict[str, Any]) -> str:
    address: str = f"/orders/{world['orders'][2]['id']}"
    return address


@pytest.fixture
def pay(bistro: Ask, order: str) -> Pay:
    """`pay("a key", "12.50")`, on the terrace with `base="/terrace"`."""

    def send(key: str | None, amount: object = "12.50", *, to: str = order, base: str = "") -> requests.Response:
        headers = {"Idempotency-Key": key} if key is not None else {}
        return bistro("POST", f"{base}{to}/payments", json={"amount": amount}, headers=headers)

    return send


def kind(response: requests.Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].rpartition("/")[2]


def test_the_same_key_pays_once(bistro: Ask, order: str, pay: Pay) -> None:
    first = pay("one")
    assert first.status_code == 201
    assert list(first.json()) == ["id", "order", "amount", "paid_at"]
    assert "Idempotent-Replayed" not in first.headers
    again = pay("one")
    assert (again.status_code, again.content, again.headers["Idempotent-Replayed"]) == (201, first.content, "true")
    assert bistro("GET", f"{order}/payments").json() == [first.json()]


def test_another_key_pays_again(bistro: Ask, order: str, pay: Pay) -> None:
    made = [pay(key).json() for key in ("one", "two")]
    assert made[0]["id"] != made[1]["id"]
    assert bistro("GET", f"{order}/payments").json() == made


def test_a_key_is_for_one_payment(world: dict[str, Any], pay: Pay) -> None:
    pay("one")
    assert kind(pay("one", "12.51")) == (422, "key-reused")
    assert kind(pay("one", to=f"/orders/{world['orders'][3]['id']}")) == (422, "key-reused")
    assert pay("one").status_code == 201


def test_a_key_has_to_be_there(bistro: Ask, order: str, pay: Pay) -> None:
    assert kind(pay(None)) == (400, "key-missing")
    for key in ("", '"one"', "a b", "x" * 256):
        assert pay(key).status_code == 400
    assert bistro("GET", f"{order}/payments").json() == []


def test_on_the_terrace_it_takes_a_second(running: Any, bistro: Ask, order: str, pay: Pay) -> None:
    def later(seconds: float) -> None:
        requests.post(f"{running.control}/clock", json={"advance": seconds}, timeout=5).raise_for_status()

    assert kind(pay("one", base="/terrace")) == (503, "card-machine")
    assert kind(pay("one", base="/terrace")) == (409, "payment-in-flight")
    later(0.9)
    assert pay("one", base="/terrace").headers["Retry-After"] == "1"
    assert bistro("GET", f"{order}/payments").json() == []
    later(0.1)
    paid = pay("one", base="/terrace")
    assert (paid.status_code, paid.headers["Idempotent-Replayed"]) == (201, "true")
    assert bistro("GET", f"{order}/payments").json() == [paid.json()]
    running.reset(1)
    assert pay("one", base="/terrace").status_code == 503


@pytest.mark.parametrize("amount", [12.5, "12.5", "12,50", "1E+2", "-1.00", "012.50", "10000.00", None])
def test_amounts_are_euros_and_cents(pay: Pay, amount: object) -> None:
    refused = pay("one", amount)
    assert kind(refused) == (422, "invalid")
    assert refused.json()["errors"][0]["pointer"] == "#/amount"


def test_no_such_order(pay: Pay) -> None:
    assert kind(pay("one", to="/orders/ord-none")) == (404, "unknown-order")
