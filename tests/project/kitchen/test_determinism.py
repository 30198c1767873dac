"""The same seed and the same requests give the same bytes; another seed is another world."""

import re
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests


def raw_conversation(url: str, world: dict[str, Any]) -> bytes:
    """Every byte that comes back over one connection: reads, writes, errors, pictures."""
    slug, order = world["dishes"][3]["slug"], world["orders"][-1]
    booking = '{"name":"Zoë","guests":2}'.encode()
    new = f'{{"table":4,"items":[{{"dish":"{slug}","quantity":2}}]}}'.encode()
    json_type = "Content-Type: application/json\r\n"
    slips: list[tuple[str, str, bytes]] = [
        ("GET /hello", "", b""),
        ("GET /menu?limit=3&tag=warm", "", b""),
        (f"GET /menu/{slug}", "Accept: text/html\r\n", b""),
        ("GET /dishes", "", b""),
        ("HEAD /board", "", b""),
        ("GET /board", "", b""),
        ("GET /specials?day=sun", "", b""),
        (f"GET /photos/{world['photos'][0]}", "", b""),
        ("POST /bookings", json_type + "X-Seating: terrace\r\n", booking),
        ("POST /bookings", json_type, booking),
        ("POST /orders", json_type, new),
        (f"PATCH /orders/{order['id']}", f"{json_type}If-Match: {order['etag']}\r\n", b'{"note":null}'),
        (f"DELETE /orders/{order['id']}", "", b""),
        ("GET /my/orders", f"Authorization: Bearer {world['token']}\r\n", b""),
        ("GET /nowhere", "", b""),
        ("GET /legacy/menu", "", b""),
        ("GET /docs", "", b""),
    ]
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as connection:
        answers = connection.makefile("rb")
        said = b""
        for line, headers, body in slips:
            length = f"Content-Length: {len(body)}\r\n" if body else ""
            connection.sendall(f"{line} HTTP/1.1\r\nHost: bistro.test\r\n{headers}{length}\r\n".encode() + body)
            said += one_answer(answers, has_body=not line.startswith("HEAD"))
        return said


def one_answer(answers: Any, *, has_body: bool) -> bytes:
    """Head and body of the next answer, byte by byte as they came."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = answers.readline()
        assert line, "the line went dead"
        head += line
    length = re.search(rb"content-length: (\d+)", head)
    return head + (answers.read(int(length[1])) if length and has_body else b"")


def test_same_seed_same_bytes(running: Any) -> None:
    """Two runs of a seed are the same to the last byte."""
    runs = []
    for _ in range(2):
        running.reset(7)
        runs.append(raw_conversation(running.url(), running.world()))
    assert runs[0] == runs[1]
    assert runs[0].count(b"HTTP/1.1 ") == 17
    assert b"\r\nserver: " not in runs[0]
    assert b"HTTP/1.1 422 Unprocessable Content\r\n" in runs[0]  # as RFC 9110 has it, whatever Python's version


def test_another_process_same_bytes(running: Any, start: Any, stop: Any) -> None:
    """Nothing of it hangs on the process, its hash seed or what was asked before."""
    running.reset(7)
    here = raw_conversation(running.url(), running.world())
    other = start("--seed", "7")
    there = raw_conversation(other.url(), other.world())
    assert stop(other) == 0
    assert here == there


def test_another_seed_is_another_world(running: Any) -> None:
    """Slugs, prices, tags, orders, people and the moment: all others."""
    running.reset(1)
    one = running.world()
    running.reset(2)
    two = running.world()
    for key in ("now", "orders", "guests", "photos", "missing", "staff", "token", "notes", "captions"):
        assert one[key] != two[key], key
    for key in ("slug", "name", "price", "tags"):
        assert [dish[key] for dish in one["dishes"]] != [dish[key] for dish in two["dishes"]]


def test_every_evening_has_its_cases(running: Any) -> None:
    """Whatever the seed: the menu has what the exercises are about."""
    for seed in range(1, 26):
        running.reset(seed)
        world = running.world()
        dishes = world["dishes"]
        names = " ".join(dish["name"] for dish in dishes)
        assert len({dish["slug"] for dish in dishes}) == 30
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", dish["slug"]) for dish in dishes)
        assert "&" in names
        assert "/" in names
        assert "+" in names
        assert not names.isascii()
        assert {dish["spice"] for dish in dishes} - {"mild", "medium", "hot"}
        for key in ("chef", "on_menu_since"):
            assert any(key not in dish for dish in dishes)
            assert any(dish.get(key, "") is None for dish in dishes)
        since = [dish.get("on_menu_since") or "" for dish in dishes]
        assert any(text.endswith("Z") for text in since)
        assert any(re.search(r"[+-]\d\d:\d\d$", text) for text in since)
        assert any("calories" in dish for dish in dishes)
        assert {order["status"] for order in world["orders"]} == {"placed", "cooking", "served"}
        assert not {world["missing"]["dish"]} & {dish["slug"] for dish in dishes}
        assert len(world["photos"]) >= 5
        assert world["missing"]["photo"] not in world["photos"]
        warm = [dish for dish in dishes if {"main", "warm"} <= set(dish["tags"])]
        assert len(warm) >= 3
        assert sum(dish["vegan"] for dish in dishes) >= 3


def test_request_ids(bistro: Callable[..., requests.Response], running: Any) -> None:
    """Each answer has a new one, in the same row after each reset; the client's own is not taken."""
    ids = [bistro("GET", "/hello", headers={"X-Request-Id": "mine"}).headers["X-Request-Id"] for _ in range(3)]
    ids.append(bistro("GET", "/nowhere").headers["X-Request-Id"])
    assert len(set(ids)) == 4
    assert "mine" not in ids
    running.reset(1)
    assert bistro("GET", "/hello").headers["X-Request-Id"] == ids[0]
    running.reset(2)
    assert bistro("GET", "/hello").headers["X-Request-Id"] != ids[0]
