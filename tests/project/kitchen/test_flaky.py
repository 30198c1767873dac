"""The pot that boils over: so many failures, then soup."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

Ask = Callable[..., requests.Response]


def test_fails_as_often_as_it_says(bistro: Ask) -> None:
    wanted = [429, 500, 501, 502, 503, 504]
    path = f"/flaky/{'-'.join(map(str, wanted))}/soup"
    answers = [bistro("GET", path) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [*wanted, 200, 429]
    assert answers[0].headers["Retry-After"] == "1"
    assert [answer.headers["Content-Type"].partition(";")[0] for answer in answers[2:4]] == [
        "application/problem+json",
        "text/html",
    ]
    assert list(answers[6].json()) == ["soup", "price", "bowls"]


def test_each_address_counts_for_itself_until_a_reset(bistro: Ask, running: Any) -> None:
    assert [bistro("GET", f"/flaky/{troubles}/soup").status_code for troubles in ("503", "504", "503")] == [
        503,
        504,
        200,
    ]
    running.reset(1)
    assert bistro("GET", "/flaky/504/soup").status_code == 504


@pytest.mark.parametrize("troubles", ["200", "503-", "503,503", "418", "-".join(["503"] * 9)])
def test_what_it_does_not_know(bistro: Ask, troubles: str) -> None:
    assert bistro("GET", f"/flaky/{troubles}/soup").status_code == 422
