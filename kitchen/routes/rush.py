"""Addresses that may not be asked too often. The counting is done by `limits`, on the kitchen's clock."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

from fastapi import Request
from fastapi.responses import Response
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlmodel import delete

from kitchen import models
from kitchen.problems import Problem
from kitchen.routes import menu
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.tables import Visits
from kitchen.world import Kitchen

router = corner("Rush hour")

COUNTED = {
    "X-RateLimit-Limit": "How many requests the address takes before it is reset.",
    "X-RateLimit-Remaining": "How many of them are left.",
    "X-RateLimit-Reset": "When there are as many again: seconds since 1970 (UTC), not seconds from now.",
}

When = Callable[[float, float], str | None]
"""What `Retry-After` says, from now and the moment of the reset, both in seconds since 1970. None: there is none."""


# ---------------------------------------------------------------------------- addresses


@router.get(
    "/rush/specials",
    summary="The special of a day, twice in 12 seconds",
    response_model=models.Special,
    responses={**replies(200, "The special.", headers=COUNTED), **problems(422, 429)},
)
async def specials(kitchen: TheKitchen, day: menu.Day) -> Response:
    """As `/specials`. Who asks too often gets a 429 with `Retry-After` in seconds."""
    left = admit(kitchen, "/rush/specials", RateLimitItemPerSecond(2, 12), in_seconds)
    return counted(await menu.specials(kitchen, day), left)


@router.get(
    "/rush/by-date/specials",
    summary="The special of a day, twice in 20 seconds",
    response_model=models.Special,
    responses={**replies(200, "The special.", headers=COUNTED), **problems(422, 429)},
)
async def specials_by_date(kitchen: TheKitchen, day: menu.Day) -> Response:
    """The same, but `Retry-After` is an HTTP-date."""
    left = admit(kitchen, "/rush/by-date/specials", RateLimitItemPerSecond(2, 20), as_date)
    return counted(await menu.specials(kitchen, day), left)


@router.get(
    "/rush/busy/specials",
    summary="The special of a day, twice in 15 seconds",
    response_model=models.Special,
    responses={**replies(200, "The special.", headers=COUNTED), **problems(422, 503)},
)
async def busy_specials(kitchen: TheKitchen, day: menu.Day) -> Response:
    """The same, but the refusal is a 503, and `Retry-After` is in seconds."""
    left = admit(kitchen, "/rush/busy/specials", RateLimitItemPerSecond(2, 15), in_seconds, status=503)
    return counted(await menu.specials(kitchen, day), left)


@router.get(
    "/rush/silent/specials",
    summary="The special of a day, twice in 5 seconds",
    response_model=models.Special,
    responses={**replies(200, "The special. Nothing says how many are left."), **problems(422, 429)},
)
async def silent_specials(kitchen: TheKitchen, day: menu.Day) -> Response:
    """The same, but no answer says a word about the limit: there is no `Retry-After`."""
    admit(kitchen, "/rush/silent/specials", RateLimitItemPerSecond(2, 5), lambda now, reset: None, open_book=False)
    return await menu.specials(kitchen, day)


@router.get(
    "/rush/mumbling/specials",
    summary="The special of a day, twice in 5 seconds",
    response_model=models.Special,
    responses={**replies(200, "The special. Nothing says how many are left."), **problems(422, 429)},
)
async def mumbling_specials(kitchen: TheKitchen, day: menu.Day) -> Response:
    """The same, but `Retry-After` says `soon`, which is neither a number nor a date."""
    admit(kitchen, "/rush/mumbling/specials", RateLimitItemPerSecond(2, 5), lambda now, reset: "soon", open_book=False)
    return await menu.specials(kitchen, day)


@router.get(
    "/rush/menu/{slug}",
    summary="One dish, five times a second",
    response_model=models.DishPage,
    responses={**replies(200, "The dish.", headers=COUNTED), **problems(404, 406, 422, 429)},
)
async def one_dish(kitchen: TheKitchen, request: Request, slug: menu.Slug) -> Response:
    """As `/menu/{slug}`; all dishes count together. Who asks too often gets a 429 with `Retry-After` in seconds."""
    left = admit(kitchen, "/rush/menu", RateLimitItemPerSecond(5), in_seconds)
    return counted(await menu.one_dish(kitchen, request, slug), left)


# ---------------------------------------------------------------------------- helpers


def in_seconds(now: float, reset: float) -> str:
    """Rounded up: whoever comes back then is let in."""
    return str(math.ceil(reset - now))


def as_date(now: float, reset: float) -> str:
    """The same moment as an HTTP-date (RFC 9110, 5.6.7), which has whole seconds."""
    return format_datetime(datetime.fromtimestamp(math.ceil(reset), UTC), usegmt=True)


def admit(
    kitchen: Kitchen, address: str, limit: RateLimitItem, when: When, *, status: int = 429, open_book: bool = True
) -> dict[str, str]:
    """Count a request; the headers that say what is left, or a refusal.

    With `open_book` the refusal has those headers as well; without, nobody is told of them.
    """
    counting = FixedWindowRateLimiter(Counters(kitchen))
    admitted = counting.hit(limit, address)
    reset, remaining = counting.get_window_stats(limit, address)
    said = {
        "X-RateLimit-Limit": str(limit.amount),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": str(math.ceil(reset)),
    }
    if admitted:
        return said
    retry_after = when(kitchen.now.timestamp(), reset)
    headers = (said if open_book else {}) | ({} if retry_after is None else {"Retry-After": retry_after})
    times = "once" if limit.amount == 1 else f"{limit.amount} times"
    period = "a second" if limit.get_expiry() == 1 else f"in {limit.get_expiry()} seconds"
    kind, detail = ("busy", "can't keep up") if status == 503 else ("too-many", "is full")
    raise Problem(status, kind, f"The kitchen {detail}: it takes this {times} {period}.", headers=headers)


def counted(response: Response, said: dict[str, str]) -> Response:
    """The answer, with what is left."""
    response.headers.update(said)
    return response


class Counters(Storage):
    """What `limits` counts, in the kitchen's data base: its time is the kitchen's, and a reset clears it."""

    STORAGE_SCHEME = None
    base_exceptions = ()

    def __init__(self, kitchen: Kitchen) -> None:
        super().__init__()
        self._kitchen = kitchen

    @property
    def _now(self) -> float:
        return self._kitchen.now.timestamp()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with self._kitchen.session() as session:
            visits = session.get(Visits, key) or Visits(key=key, count=0, until=0.0)
            if visits.until <= self._now:
                visits.count, visits.until = 0, self._now + expiry
            visits.count += amount
            session.add(visits)
            session.commit()
            return visits.count

    def get(self, key: str) -> int:
        with self._kitchen.session() as session:
            visits = session.get(Visits, key)
            return visits.count if visits and visits.until > self._now else 0

    def get_expiry(self, key: str) -> float:
        with self._kitchen.session() as session:
            visits = session.get(Visits, key)
            return visits.until if visits else self._now

    def check(self) -> bool:
        return True

    def reset(self) -> None:
        with self._kitchen.session() as session:
            session.execute(delete(Visits))
            session.commit()

    def clear(self, key: str) -> None:
        with self._kitchen.session() as session:
            if visits := session.get(Visits, key):
                session.delete(visits)
                session.commit()
