"""Where things go wrong on purpose: each place says its own error, and the cellar wants its key in the query."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
import requests

from kitchen.routes.trouble import DOCUMENTS, OTHERS, PROBLEMS, Place

Ask = Callable[..., requests.Response]


def test_every_place_has_an_answer_of_its_own(bistro: Ask) -> None:
    assert [*PROBLEMS, *DOCUMENTS, *OTHERS] == list(get_args(Place))
    for place, (status, kind, detail) in PROBLEMS.items():
        response = bistro("GET", f"/trouble/{place}/orders/ord-1")
        assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
        problem = response.json()
        assert problem["type"] == f"https://bistro.test/problems/{kind}"
        assert problem["detail"] == detail.format(order="ord-1")
    assert bistro("GET", "/trouble/nowhere/orders/ord-1").status_code == 422


def test_documents_that_lack_something_and_what_is_no_document(bistro: Ask) -> None:
    for place, (status, document) in DOCUMENTS.items():
        response = bistro("GET", f"/trouble/{place}/orders/ord-1")
        assert (response.status_code, response.json()) == (status, document)
        assert response.headers["Content-Type"] == "application/problem+json"
    for place, (status, media_type, body) in OTHERS.items():
        response = bistro("GET", f"/trouble/{place}/orders/ord-1")
        assert (response.status_code, response.headers["Content-Type"], response.text) == (status, media_type, body)
        assert response.headers["X-Request-Id"].startswith("req-")


def test_the_cellar(bistro: Ask) -> None:
    shelves = [bistro("GET", f"/cellar/{number}?key=a").json() for number in range(1, 13)]
    assert [shelf["shelf"] for shelf in shelves] == list(range(1, 13))
    assert len({str(shelf["wines"]) for shelf in shelves}) == 12
    assert bistro("GET", "/cellar/13?key=a").status_code == 404
    assert bistro("GET", "/cellar/3").status_code == 422
    assert bistro("GET", "/cellar/door?key=a").headers["Content-Type"].startswith("text/html")
    with pytest.raises(requests.JSONDecodeError):
        bistro("GET", "/cellar/ledger?key=a").json()


def test_the_stairs_lead_nowhere(bistro: Ask, running: Any) -> None:
    first = bistro("GET", "/cellar/stairs?key=a%2Bb", allow_redirects=False)
    assert (first.status_code, first.headers["Location"]) == (302, "/cellar/landing?key=a%2Bb")
    with pytest.raises(requests.TooManyRedirects):
        bistro("GET", "/cellar/stairs?key=a")
