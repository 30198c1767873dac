"""What the worker knows of a request: timeouts, certificates, connections, bytes read."""

from __future__ import annotations

import pytest

from .conftest import Opener, exchange

SOURCE = """
    import requests
    from requests.adapters import HTTPAdapter
    URL = "https://bistro.test/"
    def get(**keywords): return requests.get(URL, **keywords).status_code
    class Patient(HTTPAdapter):
        def send(self, request, **keywords):
            if keywords.get("timeout") is None: keywords["timeout"] = (2, 7)
            return super().send(request, **keywords)
    def by_default():
        with requests.Session() as session:
            session.mount("https://", Patient())
            return session.get(URL).status_code
    def in_a_session(count=3):
        with requests.Session() as session:
            return [session.get(URL, timeout=3).status_code for _ in range(count)]
    def separately(count=3): return [requests.get(URL, timeout=3).status_code for _ in range(count)]
    def unverified():
        with requests.Session() as session:
            session.verify = False
            return session.get(URL, timeout=3).status_code
    def by_hand():
        request = requests.Request("GET", URL).prepare()
        with requests.Session() as session: return session.send(request, timeout=3).status_code
    kept = []
    def half():
        with requests.get(URL, stream=True, timeout=3) as response:
            return len(next(response.iter_content(500)))
    def half_left_open():
        kept.append(requests.get(URL, stream=True, timeout=3))
        return len(next(kept[-1].iter_content(500)))
    def untouched(): kept.append(requests.get(URL, stream=True, timeout=3))
    def whole(): return len(b"".join(requests.get(URL, stream=True, timeout=3).iter_content(300)))
    def close(): kept[-1].close()
    def streamed_twice():
        with requests.Session() as session:
            for _ in range(2):
                with session.get(URL, stream=True, timeout=3) as response: next(response.iter_content(10))
    def read_twice():
        with requests.Session() as session:
            for _ in range(2): session.get(URL, stream=True, timeout=3).content
    def urllib():
        import urllib.request
        with urllib.request.urlopen(URL, timeout=4) as answer: return answer.status, len(answer.read())
"""

LARGE = exchange(answer=b"x" * 1000, Content_Length="1000")


@pytest.mark.parametrize(
    ("keywords", "timeout"),
    [
        ({}, (None, None)),
        ({"timeout": None}, (None, None)),
        ({"timeout": 5}, (5, 5)),
        ({"timeout": 0.5}, (0.5, 0.5)),
        ({"timeout": (3, 27)}, (3, 27)),
        ({"timeout": (3, None)}, (3, None)),
        ({"timeout": (None, 9)}, (None, 9)),
    ],
)
def test_timeouts(open_door: Opener, keywords: dict[str, object], timeout: tuple[float | None, float | None]) -> None:
    opened = open_door(SOURCE, exchange())
    assert opened.module.get(**keywords) == 200
    assert opened.wire[0].timeout == timeout


def test_a_timeout_by_default(open_door: Opener) -> None:
    opened = open_door(SOURCE, exchange())
    assert opened.module.by_default() == 200
    assert opened.wire[0].timeout == (2, 7)


def test_timeouts_of_a_connection_that_is_used_again(open_door: Opener) -> None:
    opened = open_door(
        """
        import requests
        def both():
            with requests.Session() as session:
                session.get("https://bistro.test/", timeout=(1, 2))
                session.get("https://bistro.test/", timeout=(3, 4))
                session.get("https://bistro.test/")
        """,
        exchange(),
    )
    opened.module.both()
    assert [one.timeout for one in opened.wire] == [(1, 2), (3, 4), (None, None)]
    assert [one.reused for one in opened.wire] == [False, True, True]


def test_certificates(open_door: Opener) -> None:
    opened = open_door(SOURCE, exchange())
    opened.module.get(timeout=1)
    opened.module.get(timeout=1, verify=False)
    opened.module.unverified()
    opened.module.by_hand()
    assert [one.verify for one in opened.wire] == [True, False, False, True]


def test_a_session_keeps_its_connection(open_door: Opener) -> None:
    opened = open_door(SOURCE, exchange())
    opened.module.in_a_session()
    assert [one.reused for one in opened.wire] == [False, True, True]
    assert len({one.connection for one in opened.wire}) == 1
    opened = open_door(SOURCE, exchange())
    opened.module.separately()
    assert [one.reused for one in opened.wire] == [False, False, False]
    assert len({one.connection for one in opened.wire}) == 3


def test_a_connection_whose_answer_was_not_read_is_not_used_again(open_door: Opener) -> None:
    opened = open_door(SOURCE, LARGE)
    opened.module.streamed_twice()
    assert [one.reused for one in opened.wire] == [False, False]
    opened = open_door(SOURCE, LARGE)
    opened.module.read_twice()
    assert [one.reused for one in opened.wire] == [False, True]


def test_bytes_read(open_door: Opener) -> None:
    opened = open_door(SOURCE, LARGE)
    assert opened.module.half() == 500
    assert opened.module.half_left_open() == 500
    opened.module.untouched()
    assert opened.module.whole() == 1000
    assert [one.response.bytes_read for one in opened.wire] == [500, 500, 0, 1000]
    assert [one.response.closed for one in opened.wire] == [True, False, False, True]
    opened.module.close()
    assert [one.response.closed for one in opened.wire] == [True, False, True, True]
    opened.module.get(timeout=1)
    assert (opened.wire[-1].response.bytes_read, opened.wire[-1].response.closed) == (1000, True)


def test_http_without_requests(open_door: Opener) -> None:
    opened = open_door(SOURCE, LARGE)
    assert opened.module.urllib() == (200, 1000)
    assert opened.wire[0].request.headers["User-Agent"].startswith("Python-urllib")
    assert opened.wire[0].timeout == (4, 4)
