"""Limits: what is counted, what a refusal says, and that waiting as told is enough."""

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

Ask = Callable[..., requests.Response]


def go_on(running: Any, seconds: float) -> None:
    requests.post(f"{running.control}/clock", json={"advance": seconds}, timeout=5).raise_for_status()


def counts(response: requests.Response) -> list[int | None]:
    values = [response.headers.get(f"X-RateLimit-{name}") for name in ("Limit", "Remaining", "Reset")]
    return [int(value) if value is not None else None for value in values]


@pytest.mark.parametrize(
    ("base", "window", "status"),
    [("/rush", 12, 429), ("/rush/by-date", 20, 429), ("/rush/busy", 15, 503)],
)
def test_limit(bistro: Ask, world: dict[str, Any], running: Any, base: str, window: int, status: int) -> None:
    """Two are let in, the third is told when to come back, and then is let in."""
    address, start = f"{base}/specials?day=fri", datetime.fromisoformat(world["now"]).timestamp()
    let_in = [bistro("GET", address) for _ in range(2)]
    assert [response.json() for response in let_in] == [bistro("GET", "/specials?day=fri").json()] * 2
    assert [counts(response) for response in let_in] == [[2, 1, start + window], [2, 0, start + window]]
    assert all("Retry-After" not in response.headers for response in let_in)

    go_on(running, 2.25)
    refused = bistro("GET", address)
    assert (refused.status_code, refused.headers["Content-Type"]) == (status, "application/problem+json")
    assert counts(refused) == [2, 0, start + window]
    told = refused.headers["Retry-After"]
    if base == "/rush/by-date":
        assert parsedate_to_datetime(told).timestamp() == start + window
    else:
        assert told == str(window - 2)  # rounded up
    assert bistro("GET", f"{base}/specials?day=someday").status_code == 422

    go_on(running, window - 2.25 - 0.01)
    assert bistro("GET", address).status_code == status
    go_on(running, 0.01)
    again = bistro("GET", address)
    assert (again.status_code, counts(again)) == (200, [2, 1, start + 2 * window])


@pytest.mark.parametrize(("base", "told"), [("/rush/silent", None), ("/rush/mumbling", "soon")])
def test_limit_that_says_nothing(bistro: Ask, running: Any, base: str, told: str | None) -> None:
    answers = [bistro("GET", f"{base}/specials?day=fri") for _ in range(3)]
    assert [response.status_code for response in answers] == [200, 200, 429]
    assert [counts(response) for response in answers] == [[None] * 3] * 3
    assert [response.headers.get("Retry-After") for response in answers] == [None, None, told]
    go_on(running, 5)
    assert bistro("GET", f"{base}/specials?day=fri").status_code == 200


def test_menu_of_the_rush_hour(bistro: Ask, world: dict[str, Any], running: Any) -> None:
    """All dishes count together, those that do not exist as well; a reset clears what was counted."""
    slugs = [dish["slug"] for dish in world["dishes"]]
    answers = [bistro("GET", f"/rush/menu/{slug}") for slug in [*slugs[:4], "stone-soup", *slugs[4:6]]]
    assert [response.status_code for response in answers] == [200] * 4 + [404] + [429] * 2
    assert answers[0].json() == bistro("GET", f"/menu/{slugs[0]}").json()
    assert answers[-1].headers["Retry-After"] == "1"
    running.reset(1)
    assert bistro("GET", f"/rush/menu/{slugs[0]}").status_code == 200
    for fifth in range(1, 12):  # five a second, evenly, are never too many
        go_on(running, 0.2)
        assert bistro("GET", f"/rush/menu/{slugs[fifth]}").status_code == 200


def test_limits_do_not_count_for_each_other(bistro: Ask) -> None:
    for base in ("/rush", "/rush/by-date", "/rush/busy", "/rush/silent", "/rush/mumbling"):
        assert [bistro("GET", f"{base}/specials?day=mon").status_code for _ in range(2)] == [200, 200]
