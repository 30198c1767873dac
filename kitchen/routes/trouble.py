"""Where something goes wrong, on purpose: a house that can't bring your order, and a cellar that is hard to reach."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import Path, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel

from kitchen.draw import Draw
from kitchen.problems import KINDS, MEDIA_TYPE, Problem
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.routes.staff import ASK_BEARER
from kitchen.strict import JSON_TYPE
from kitchen.world import Kitchen

router = corner("Trouble")

NO_ANSWER = """<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><h1>Bad Gateway</h1><p>The kitchen did not answer the waiter.</p></body></html>
"""
CLOSED = """<!DOCTYPE html>
<html><head><title>The cellar</title></head>
<body><p>Please tell the cellarer who you are, and try again.</p></body></html>
"""

# ---------------------------------------------------------------------------- orders that can't be brought

PROBLEMS: dict[str, tuple[int, str, str]] = {
    "stranger": (401, "not-logged-in", "Say who you are before you ask for {order}."),
    "private": (403, "not-allowed", "{order} belongs to another table."),
    "smudged": (400, "bad-request", "Nobody can read what you ask of {order}."),
    "impossible": (422, "invalid", "{order} has more courses than the kitchen has plates."),
    "served": (409, "already-served", "{order} is on the table already."),
    "unpaid": (402, "not-paid", "{order} comes when the last bill is paid."),
    "hasty": (429, "too-many", "You have asked for {order} often enough."),
    "burnt": (500, "kitchen-fire", "{order} was in the oven for too long."),
    "crowded": (503, "busy", "{order} has to wait until a cook is free."),
}
"""Places with a whole problem document: status, kind, detail."""

DOCUMENTS: dict[str, tuple[int, dict[str, Any]]] = {
    "two-waiters": (409, {"type": "/problems/two-waiters", "title": "Two waiters want to bring it", "status": 409}),
    "curt": (500, {"type": "https://bistro.test/problems/kitchen-fire", "title": KINDS["kitchen-fire"]}),
    "unnamed": (410, {"type": "about:blank", "title": "Gone", "status": 410, "detail": "It was eaten by somebody."}),
    "wordless": (503, {"status": 503}),
    "careless": (500, {"type": 7, "title": None, "status": "500", "detail": {"en": "Oops"}}),
}
"""Places with a problem document that lacks something, all of which RFC 9457 lets it lack, or bears."""

OTHERS: dict[str, tuple[int, str, str]] = {
    "gateway": (502, "text/html", NO_ANSWER),
    "till": (503, JSON_TYPE, '{"message": "The till is being counted."}'),
    "list": (500, JSON_TYPE, '["The kitchen", "is closed"]'),
    "silent": (504, "text/plain", ""),
}
"""Places where somebody answers who has never heard of problem documents: status, type, body."""

Place = Literal[
    "stranger", "private", "smudged", "impossible", "served", "unpaid", "hasty", "burnt", "crowded",
    "two-waiters", "curt", "unnamed", "wordless", "careless",
    "gateway", "till", "list", "silent",
]  # fmt: skip


@router.get(
    "/trouble/{place}/orders/{order_id}",
    summary="An order that can't be brought",
    status_code=400,
    responses={
        **problems(400, 401, 403, 422, 429, 500, 503),
        **replies(402, "A bill is open."),
        **replies(409, "It is too late, or two waiters are at it: then the problem's `type` is only a path."),
        **replies(410, "A problem of no type: `about:blank`."),
        **replies(502, "A web page.", "text/html"),
        **replies(504, "Not a word."),
    },
)
async def order(
    place: Place, order_id: Annotated[str, Path(description="Any id.", examples=["ord-k7m2x9bd"])]
) -> Response:
    """Each place answers with an error of its own, most of them with a problem document, whichever order is asked for.

    Take `/trouble/private` for the base URL, and asking for an order is a 403.
    """
    if place in PROBLEMS:
        status, kind, detail = PROBLEMS[place]
        headers = {401: {"WWW-Authenticate": ASK_BEARER}, 429: {"Retry-After": "30"}, 503: {"Retry-After": "5"}}
        raise Problem(status, kind, detail.format(order=order_id), headers=headers.get(status))
    if place in DOCUMENTS:
        status, document = DOCUMENTS[place]
        return JSONResponse(document, status, media_type=MEDIA_TYPE)
    status, media_type, body = OTHERS[place]
    return Response(body, status, headers={"Content-Type": media_type})


# ---------------------------------------------------------------------------- the cellar

Key = Annotated[str, Query(description="Any key will do; it goes into the query, as old machines want it.")]
SHELVES = 12
WINES = ("Riesling", "Pinot noir", "Grüner Veltliner", "Rosé", "Chenin blanc", "Zweigelt", "Silvaner", "Mencía")


class Wine(BaseModel):
    """What lies there."""

    name: str
    year: int
    bottles: int


class Shelf(BaseModel):
    """A shelf of the cellar."""

    shelf: int
    wines: list[Wine]


def read_shelf(kitchen: Kitchen, number: int) -> Shelf:
    """What lies on a shelf tonight."""
    draw = Draw(kitchen.seed, "cellar", number)
    names = draw.sample(WINES, 3)
    wines = [Wine(name=name, year=draw.between(2009, 2025), bottles=draw.between(1, 24)) for name in names]
    return Shelf(shelf=number, wines=wines)


@router.get("/cellar/ledger", summary="JSON that breaks off, and asks for a key", responses=problems(422))
async def ledger(kitchen: TheKitchen, key: Key) -> Response:
    """`200` and `application/json`, but the page is torn in the middle."""
    text = read_shelf(kitchen, 1).model_dump_json().encode()
    return Response(text[: len(text) // 2], media_type=JSON_TYPE)


@router.get(
    "/cellar/door", summary="A web page where JSON should be", response_class=HTMLResponse, responses=problems(422)
)
async def door(key: Key) -> Response:
    """`200` with `text/html`: what a network says that wants you to log in first."""
    return HTMLResponse(CLOSED)


@router.get("/cellar/stairs", summary="Down the stairs", status_code=302, responses=problems(422))
async def stairs(key: Key) -> Response:
    """`302` to `/cellar/landing`."""
    return onwards("/cellar/landing", key)


@router.get("/cellar/landing", summary="Up the stairs", status_code=302, responses=problems(422))
async def landing(key: Key) -> Response:
    """`302` to `/cellar/stairs`: who follows, goes up and down for ever."""
    return onwards("/cellar/stairs", key)


@router.get(
    "/cellar/{shelf}",
    summary="What lies on a shelf",
    response_model=Shelf,
    responses={**replies(200, "The wines."), **problems(404, 422)},
)
async def shelf(
    kitchen: TheKitchen, shelf: Annotated[int, Path(description="1 to 12.", examples=[3])], key: Key
) -> Shelf:
    """The wines on a shelf. The cellar is older than headers: it wants its key in the query, where keys get read."""
    if not 1 <= shelf <= SHELVES:
        raise Problem(404, "unknown-shelf", f"The cellar has {SHELVES} shelves, and none of them is number {shelf}.")
    return read_shelf(kitchen, shelf)


def onwards(path: str, key: str) -> Response:
    """A redirect that carries the key along."""
    return Response(status_code=302, headers={"Location": f"{path}?key={quote(key, safe='')}"})
