"""Each address answers as its page says: menu, boards, specials, photos, bookings, the staff's page, the old till."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import requests

from kitchen.matrix import PIXEL
from kitchen.pictures import image_type

Ask = Callable[..., requests.Response]


def test_hello(bistro: Ask, running: Any) -> None:
    one = bistro("GET", "/hello")
    assert one.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not one.text.isascii()
    running.reset(2)
    assert bistro("GET", "/hello").text != one.text


def test_search(bistro: Ask, world: dict[str, Any]) -> None:
    menu = bistro("GET", "/menu").json()
    assert len(menu) == 30
    assert [list(dish) for dish in menu] == [["slug", "name", "price", "tags", "vegan"]] * 30
    assert bistro("GET", "/menu", params={"limit": 3}).json() == menu[:3]
    for sign in "&/+éè":
        found = bistro("GET", "/menu", params={"text": sign}).json()
        assert found == [dish for dish in menu if sign in dish["name"].lower()]
    both = bistro("GET", "/menu", params={"tag": ["main", "warm"]}).json()
    assert both == [dish for dish in menu if {"main", "warm"} <= set(dish["tags"])]
    for word in ("true", "false"):
        assert {dish["vegan"] for dish in bistro("GET", "/menu", params={"vegan": word}).json()} == {word == "true"}


@pytest.mark.parametrize(
    "query",
    [
        "vegan=True",
        "vegan=1",
        "vegan=",
        "vegan",
        "limit=0",
        "limit=51",
        "limit=5.0",
        "limit=05",
        "limit=%2B5",
        "limit=1&limit=1",
        "tag=",
        "text=",
        "page=1",
        "Limit=5",
        "text=a&text=b",
    ],
)
def test_strict_query(bistro: Ask, query: str) -> None:
    response = bistro("GET", f"/menu?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_query_that_is_not_utf8(bistro: Ask) -> None:
    assert bistro("GET", "/menu?text=%E9").status_code == 400


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/*;q=0.5, text/html", "text/html; charset=utf-8"),
        ("application/json;q=0.1, text/plain;q=0.2", "text/plain; charset=utf-8"),
        ("application/xml, */*;q=0.1", "application/json"),
        ("application/*;q=0, */*", "text/plain; charset=utf-8"),
    ],
)
def test_one_dish(bistro: Ask, world: dict[str, Any], accept: str | None, content_type: str) -> None:
    dish = next(dish for dish in world["dishes"] if not dish["name"].isascii())
    response = bistro("GET", f"/menu/{dish['slug']}", headers={"Accept": accept})
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Vary"] == "Accept"
    assert dish["name"] in (response.json()["name"] if "json" in content_type else response.text)


def test_dish_problems(bistro: Ask, world: dict[str, Any]) -> None:
    missing = bistro("GET", f"/menu/{world['missing']['dish']}")
    assert missing.status_code == 404
    assert missing.headers["Content-Type"] == "application/problem+json"
    assert list(missing.json()) == ["type", "title", "status", "detail", "instance"]
    assert missing.json()["instance"] == f"/menu/{world['missing']['dish']}"
    refused = bistro("GET", f"/menu/{world['dishes'][0]['slug']}", headers={"Accept": "application/xml"})
    assert (refused.status_code, refused.json()["status"]) == (406, 406)


def test_dishes_by_pages(bistro: Ask) -> None:
    whole = bistro("GET", "/dishes").json()
    assert [whole[key] for key in ("total", "page", "per_page")] == [30, 1, 30]
    pages = [bistro("GET", "/dishes", params={"page": page, "per_page": 12}).json() for page in (1, 2, 3, 4)]
    assert [len(page["dishes"]) for page in pages] == [12, 12, 6, 0]
    assert [dish for page in pages for dish in page["dishes"]] == whole["dishes"]
    assert bistro("GET", "/dishes", params={"page": 2}).json()["per_page"] == 20
    assert bistro("GET", "/dishes", params={"page": 0}).status_code == 422


def test_dishes_less_messy(bistro: Ask) -> None:
    whole = bistro("GET", "/dishes").json()["dishes"]
    terrace = bistro("GET", "/terrace/dishes").json()
    known = [dish for dish in whole if dish["spice"] in ("mild", "medium", "hot")]
    assert 0 < len(known) < len(whole)
    assert [terrace[name] for name in ("total", "page", "per_page")] == [len(known), 1, len(known)]
    for dish, messy in zip(terrace["dishes"], known, strict=True):
        since = dish.get("on_menu_since")
        assert dish == (messy | {"on_menu_since": since} if since else messy)
        if since:
            difference = datetime.fromisoformat(messy["on_menu_since"]) - datetime.fromisoformat(since)
            assert since.endswith("Z")
            assert abs(difference.total_seconds()) < 1
    fields = {"slug", "name", "price", "tags", "spice", "chef", "on_menu_since"}
    counter = bistro("GET", "/counter/dishes").json()["dishes"]
    assert counter
    assert counter == [
        {name: dish[name] for name in fields}
        for dish in terrace["dishes"]
        if dish.get("chef") is not None and dish.get("on_menu_since") is not None
    ]


def test_boards(bistro: Ask, running: Any) -> None:
    for path, cache_control in (("/board", "max-age=60"), ("/terrace/board", "no-cache")):
        first = bistro("GET", path)
        assert first.headers["Cache-Control"] == cache_control
        again = bistro("GET", path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == cache_control
    counter = bistro("GET", "/counter/board", headers={"If-None-Match": "*"})
    assert (counter.status_code, counter.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in counter.headers
    assert counter.json() == first.json()

    requests.post(f"{running.control}/clock", json={"advance": 600}, timeout=5).raise_for_status()
    later = bistro("GET", "/board", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert later.json() != first.json()
    assert later.headers["Date"] != first.headers["Date"]


def test_specials(bistro: Ask) -> None:
    week = [
        bistro("GET", "/specials", params={"day": day}).json()
        for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    ]
    assert len({special["slug"] for special in week}) > 1
    assert list(week[0]) == ["day", "slug", "name", "price", "usual_price"]
    assert [bistro("GET", f"/specials{query}").status_code for query in ("", "?day=Mon", "?day=today")] == [422] * 3


def test_photos(bistro: Ask, world: dict[str, Any]) -> None:
    for slug in world["photos"]:
        photo = bistro("GET", f"/photos/{slug}")
        assert photo.headers["Content-Type"] == "image/png"
        assert image_type(photo.content) == "image/png"
        assert 3_000 <= len(photo.content) <= 20_000
        assert photo.headers["Content-Length"] == str(len(photo.content))
    assert bistro("GET", f"/photos/{slug}", headers={"If-None-Match": photo.headers["ETag"]}).status_code == 304
    large = bistro("GET", f"/photos/{slug}", params={"size": "large"})
    assert 50_000 <= len(large.content) <= 60_000
    assert large.headers["ETag"] != photo.headers["ETag"]
    for missing in (world["missing"]["photo"], world["missing"]["dish"]):
        assert bistro("GET", f"/photos/{missing}").status_code == 404


def upload(bistro: Ask, world: dict[str, Any], **files: Any) -> requests.Response:
    return bistro("POST", f"/menu/{world['missing']['photo']}/photo", files=files)


def test_photo_upload(bistro: Ask, world: dict[str, Any]) -> None:
    meta = (None, json.dumps({"caption": "Très bon"}), "application/json")
    sent = upload(bistro, world, photo=("plate.png", PIXEL, "application/octet-stream"), meta=meta)
    assert sent.status_code == 201
    assert sent.json() == {
        "dish": world["missing"]["photo"],
        "filename": "plate.png",
        "content_type": "image/png",
        "size": len(PIXEL),
        "sha256": hashlib.sha256(PIXEL).hexdigest(),
        "caption": "Très bon",
    }
    assert bistro("GET", sent.headers["Location"]).content == PIXEL


def test_photo_upload_refused(bistro: Ask, world: dict[str, Any]) -> None:
    photo, meta = ("plate.png", PIXEL, "image/png"), (None, '{"caption": "x"}', "application/json")
    assert upload(bistro, world, photo=photo, meta=meta, more=meta).status_code == 422
    assert upload(bistro, world, photo=("plate.png", PIXEL[:-5], "image/png"), meta=meta).status_code == 422
    assert upload(bistro, world, photo=("plate.txt", PIXEL, "text/plain"), meta=meta).status_code == 422
    assert upload(bistro, world, photo=photo, meta=(None, "caption", "application/json")).status_code == 422
    for content in ("{}", '{"caption": 1}', '{"caption": "x", "by": "me"}', '"x"'):
        refused = upload(bistro, world, photo=photo, meta=(None, content, "application/json"))
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"].startswith("#/meta")
    assert upload(bistro, world, photo=("plate.png", b"x" * 1_100_000, "image/png"), meta=meta).status_code == 413
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"", b"not a part", PIXEL):
        response = bistro("POST", f"/menu/{world['photos'][0]}/photo", data=body, headers=broken)
        assert response.status_code in (400, 422)


def test_bookings(bistro: Ask) -> None:
    terrace = {"X-Seating": "terrace"}
    booked = bistro("POST", "/bookings", json={"name": "Zoë", "guests": 12}, headers=terrace)
    assert booked.status_code == 201
    assert list(booked.json()) == ["id", "name", "guests", "high_chair", "seating", "table"]
    assert bistro("GET", booked.headers["Location"]).json() == booked.json()
    for guests in (0, 13, 1.5, "2", True, None):
        refused = bistro("POST", "/bookings", json={"name": "Zoë", "guests": guests}, headers=terrace)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/guests")
    for headers in ({}, {"X-Seating": "roof"}):
        refused = bistro("POST", "/bookings", json={"name": "Zoë", "guests": 2}, headers=headers)
        assert (refused.status_code, refused.json()["errors"][0]["header"]) == (422, "X-Seating")


def test_guestbook(bistro: Ask, world: dict[str, Any]) -> None:
    entry = {"name": "Zoë", "message": "1 + 1 & so on", "stars": "5", "liked": [world["dishes"][0]["slug"]]}
    assert bistro("POST", "/guestbook", data=entry).json() == {"id": 1, **entry, "stars": 5}
    for change in ({"stars": "6"}, {"stars": "five"}, {"stars": ["5", "5"]}, {"liked": ["stone-soup"]}, {"name": ""}):
        assert bistro("POST", "/guestbook", data=entry | change).status_code == 422


def test_staff(bistro: Ask, world: dict[str, Any]) -> None:
    chef, trainee = ((world[key]["user"], world[key]["password"]) for key in ("staff", "trainee"))
    assert bistro("GET", "/staff", auth=chef).json()["cook"] == chef[0]
    assert bistro("GET", "/staff", auth=trainee).status_code == 403
    for auth in (None, (chef[0], trainee[1]), ("nobody", "x")):
        refused = bistro("GET", "/staff", auth=auth)
        assert (refused.status_code, refused.headers["WWW-Authenticate"].split()[0]) == (401, "Basic")
    for value in ("Basic", "Basic !!!", "Basic /w=="):
        assert bistro("GET", "/staff", headers={"Authorization": value}).status_code == 401


@pytest.mark.parametrize(
    ("name", "status", "content_type"),
    [
        ("menu", 502, "text/html"),
        ("broken", 200, "application/json"),
        ("empty", 200, "application/json"),
        ("nothing", 204, None),
        ("vendor", 200, "application/vnd.bistro.menu+json"),
        ("shouting", 200, "Application/JSON; Charset=UTF-8"),
        ("null", 200, "application/json"),
        ("untyped", 200, None),
        ("plain", 200, "text/plain; charset=utf-8"),
        ("lines", 200, "application/x-ndjson"),
        ("line", 200, "application/x-ndjson"),
        ("shut", 503, "application/json"),
    ],
)
def test_the_old_till(bistro: Ask, name: str, status: int, content_type: str | None) -> None:
    response = bistro("GET", f"/legacy/{name}")
    assert (response.status_code, response.headers.get("Content-Type")) == (status, content_type)
    assert (response.content == b"") == (name in ("empty", "nothing"))
    if name in ("vendor", "shouting", "null", "untyped", "plain", "line", "shut"):
        response.json()
    elif response.content:
        with pytest.raises(requests.JSONDecodeError):
            response.json()
