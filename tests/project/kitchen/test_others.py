"""Servers that nobody here wrote: reachable by their names, at the kitchen's time, started anew with it."""

from typing import Any

import pytest
import requests

pytestmark = pytest.mark.usefixtures("routed")


@pytest.fixture
def session(running: Any) -> requests.Session:
    """A session that looks at nothing in the environment, on a fresh evening of seed 1."""
    running.reset(1)
    session = requests.Session()
    session.trust_env = False
    return session


def test_httpbin(session: requests.Session) -> None:
    """httpbin answers by its own name, chunked bodies and redirects included, at the kitchen's time."""
    got = session.get("http://httpbin.test/get", params={"q": "ü"}, timeout=5)
    assert got.json()["url"] == "http://httpbin.test/get?q=ü"
    assert got.headers["Date"] == session.get("http://bistro.test/hello", timeout=5).headers["Date"]
    sent = session.post("http://httpbin.test/post", data=iter([b"a", b"b"]), timeout=5)
    assert sent.json()["data"] == "ab"
    assert [r.status_code for r in session.get("http://httpbin.test/redirect/2", timeout=5).history] == [302, 302]


def test_datasette_links_its_pages(session: requests.Session, running: Any) -> None:
    """All of the evening's orders, four at a time, and no link on the last page."""
    url: str | None = "http://datasette.test/kitchen/orders.json?_shape=array&_size=4"
    seen = []
    while url:
        page = session.get(url, timeout=5)
        seen += [order["id"] for order in page.json()]
        url = page.links.get("next", {}).get("url")
    assert sorted(seen) == sorted(order["id"] for order in running.world()["orders"])
    running.reset(7)
    anew = session.get("http://datasette.test/kitchen/orders.json?_shape=array&_size=1", timeout=5).json()
    assert anew[0]["id"] in {order["id"] for order in running.world()["orders"]} - set(seen)


def test_roundup_limits_how_often_it_is_asked(session: requests.Session, running: Any) -> None:
    """Six calls at once, then one every two seconds, by the kitchen's clock."""

    def ask() -> requests.Response:
        return session.get("http://roundup.test/rest/data/issue/1", timeout=5)

    assert [ask().status_code for _ in range(7)] == [200] * 6 + [429]
    assert ask().headers["Retry-After"] == "2"
    for seconds, status in ((1, 429), (1, 200), (0, 429)):
        requests.post(f"{running.control}/clock", json={"advance": seconds}, timeout=5).raise_for_status()
        assert ask().status_code == status
    title = session.get("http://bistro.test/hello", timeout=5)
    assert ask().headers["Date"] == title.headers["Date"]
    running.reset(7)
    assert ask().json()["data"]["attributes"]["title"] == running.world()["notes"][0]
