"""Long lists: by number, by link, by cursor; and the lists with a mistake in them."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

Ask = Callable[..., requests.Response]


def pages_by_link(bistro: Ask, path: str) -> Iterator[requests.Response]:
    """Every page from here on."""
    while True:
        page = bistro("GET", path)
        yield page
        if "next" not in page.links:
            return
        path = urljoin(page.url, page.links["next"]["url"]).removeprefix(urljoin(page.url, "/")[:-1])


def pages_by_cursor(bistro: Ask, path: str, at_most: int = 20) -> Iterator[dict[str, Any]]:
    """Every page, as long as there is one."""
    cursor = None
    for _ in range(at_most):
        page = bistro("GET", path, params={"cursor": cursor}).json()
        yield page
        cursor = page["next_cursor"]
        if not page["has_more"]:
            return


def rels(page: requests.Response) -> list[str]:
    return list(page.links)


@pytest.mark.parametrize("base", ["", "/terrace", "/counter"])
@pytest.mark.parametrize(("limit", "count"), [(2, 4), (3, 3), (8, 1)])
def test_slips_have_every_order_once(bistro: Ask, world: dict[str, Any], base: str, limit: int, count: int) -> None:
    pages = list(pages_by_link(bistro, f"{base}/slips?status=placed,cooking,served&limit={limit}"))
    assert [order["id"] for page in pages for order in page.json()] == [order["id"] for order in world["orders"]]
    assert len(pages) == count
    if count == 1:
        assert "Link" not in pages[0].headers
        return
    assert rels(pages[0]) == ["last", "next", "first"]
    assert rels(pages[1]) == ["last", "prev", "next", "first"]
    assert rels(pages[-1]) == ["prev", "first"]
    whole = base != "/terrace"
    assert all(link["url"].startswith("http") == whole for page in pages for link in page.links.values())
    assert all("status=placed,cooking,served&" in page.headers["Link"] for page in pages)


def test_links_on_the_terrace_are_with_and_without_the_path(bistro: Ask) -> None:
    begins = [page.headers["Link"][:2] for page in pages_by_link(bistro, "/terrace/slips?limit=2")]
    assert begins == ["</", "<?", "</", "<?"]


def test_last_and_prev_lead_where_they_say(bistro: Ask, world: dict[str, Any]) -> None:
    first = bistro("GET", "/terrace/slips?limit=3")
    last = bistro("GET", first.links["last"]["url"])
    assert [order["id"] for order in last.json()] == [order["id"] for order in world["orders"][6:]]
    middle = bistro("GET", last.links["prev"]["url"])
    assert [order["id"] for order in middle.json()] == [order["id"] for order in world["orders"][3:6]]


def test_pages_at_the_counter_may_be_empty(bistro: Ask, world: dict[str, Any]) -> None:
    sizes = [len(page.json()) for page in pages_by_link(bistro, "/counter/slips?status=served,placed&limit=2")]
    assert sizes == [2, 0, 1, 2]
    filtered = [len(page.json()) for page in pages_by_link(bistro, "/slips?status=served,placed&limit=2")]
    assert filtered == [2, 2, 1]


@pytest.mark.parametrize("query", ["status=eaten", "status=placed,", "from=ord-none", "limit=0", "limit=51", "page=2"])
def test_slips_are_strict(bistro: Ask, query: str) -> None:
    answer = bistro("GET", f"/slips?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_reviews_end_without_a_cursor(bistro: Ask) -> None:
    pages = list(pages_by_cursor(bistro, "/reviews"))
    assert [len(page["reviews"]) for page in pages] == [4, 4, 4, 2]
    assert [page["has_more"] for page in pages] == [True, True, True, False]
    assert pages[-1]["next_cursor"] is None
    assert all({"+", "/", "="} <= set(page["next_cursor"]) for page in pages[:-1])
    assert len({review["id"] for page in pages for review in page["reviews"]}) == 14


def test_the_terrace_has_an_empty_page_and_a_bookmark(bistro: Ask) -> None:
    pages = list(pages_by_cursor(bistro, "/terrace/reviews"))
    assert [len(page["reviews"]) for page in pages] == [4, 0, 4, 4]
    bookmark = pages[-1]["next_cursor"]
    after = bistro("GET", "/terrace/reviews", params={"cursor": bookmark}).json()
    assert after == {"reviews": [], "has_more": False, "next_cursor": None}


def test_the_revolving_door_turns_and_the_endless_list_does_not_end(bistro: Ask) -> None:
    cursors = [page["next_cursor"] for page in pages_by_cursor(bistro, "/revolving/reviews", 5)]
    a, b = cursors[:2]
    assert cursors == [a, b, a, b, a]
    assert a != b
    endless = [page["next_cursor"] for page in pages_by_cursor(bistro, "/endless/reviews", 30)]
    assert len(set(endless)) == 30


@pytest.mark.parametrize("change", ["x{}", "{}x"])
def test_cursors_are_opaque_and_not_interchangeable(bistro: Ask, change: str) -> None:
    cursor = bistro("GET", "/reviews").json()["next_cursor"]
    for path, sent in (("/reviews", change.format(cursor)), ("/endless/reviews", cursor)):
        assert bistro("GET", path, params={"cursor": sent}).status_code == 422
    assert bistro("GET", f"/reviews?cursor={cursor}").status_code == 422  # a bare + is a space
    assert bistro("GET", "/reviews?cursor=").status_code == 422


def test_the_annex_is_empty(bistro: Ask) -> None:
    answer = bistro("GET", "/annex/dishes", params={"page": 1, "per_page": 5})
    assert answer.json() == {"dishes": [], "total": 0, "page": 1, "per_page": 5}
