"""Lists that don't fit on one page: links to the next one, cursors, and one that goes round in circles."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import select

from kitchen import models
from kitchen.draw import Draw
from kitchen.evening import STATUSES
from kitchen.problems import invalid
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.strict import Number
from kitchen.tables import Order
from kitchen.world import Kitchen

router = corner("Long lists")


# ---------------------------------------------------------------------------- by number


@router.get("/annex/dishes", summary="The annex's records", response_model=models.Dishes, responses=problems(422))
async def annex_dishes(
    page: Annotated[Number, Query(ge=1, description="From 1.")] = 1,
    per_page: Annotated[Number, Query(ge=1, le=50, description="How many dishes a page has.")] = 20,
) -> Response:
    """The annex opens next week. Nothing is in its stock room yet, so that every page is empty."""
    return JSONResponse({"dishes": [], "total": 0, "page": page, "per_page": per_page})


# ---------------------------------------------------------------------------- by link

Statuses = Annotated[
    str | None,
    Query(description="Only orders with one of these, separated by commas.", examples=["placed,cooking"]),
]
Limit = Annotated[Number, Query(ge=1, le=50, description="How many orders make a page.", examples=[3])]
First = Annotated[
    str | None, Query(alias="from", description="The order with which the page begins: a link says which.")
]
LINKS = {
    "Link": "Where the other pages are (RFC 8288): `last`, `prev`, `next`, `first`, as far as there are such pages."
}


@router.get(
    "/slips",
    summary="All orders, a page at a time",
    response_model=list[models.Order],
    responses={**replies(200, "A page of orders, the oldest first.", headers=LINKS), **problems(422)},
)
async def slips(
    kitchen: TheKitchen, request: Request, status: Statuses = None, limit: Limit = 20, first: First = None
) -> Response:
    """The slips of the evening's orders. The links are whole URLs."""
    wanted = wanted_statuses(status)
    rows = [row for row in all_slips(kitchen) if row["status"] in wanted]
    start = place_of_slip(rows, first)
    links = links_from(rows, start, limit, lambda begin: f"{address(request)}?{slips_query(status, limit, begin)}")
    return JSONResponse(rows[start : start + limit], headers=links)


@router.get(
    "/terrace/slips",
    summary="All orders, with short links",
    response_model=list[models.Order],
    responses={**replies(200, "A page of orders, the oldest first.", headers=LINKS), **problems(422)},
)
async def terrace_slips(
    kitchen: TheKitchen, request: Request, status: Statuses = None, limit: Limit = 20, first: First = None
) -> Response:
    """The same, but the links are relative references (RFC 3986, 4.2), on every other page without the path."""
    wanted = wanted_statuses(status)
    rows = [row for row in all_slips(kitchen) if row["status"] in wanted]
    start = place_of_slip(rows, first)
    path = "" if start // limit % 2 else request.url.path
    links = links_from(rows, start, limit, lambda begin: f"{path}?{slips_query(status, limit, begin)}")
    return JSONResponse(rows[start : start + limit], headers=links)


@router.get(
    "/counter/slips",
    summary="All orders, looked through a page at a time",
    response_model=list[models.Order],
    responses={**replies(200, "What fits of a page of orders.", headers=LINKS), **problems(422)},
)
async def counter_slips(
    kitchen: TheKitchen, request: Request, status: Statuses = None, limit: Limit = 20, first: First = None
) -> Response:
    """The same, but the waiter takes so many slips and only then looks which of them fit: a page may be empty."""
    wanted = wanted_statuses(status)
    rows = all_slips(kitchen)
    start = place_of_slip(rows, first)
    links = links_from(rows, start, limit, lambda begin: f"{address(request)}?{slips_query(status, limit, begin)}")
    return JSONResponse([row for row in rows[start : start + limit] if row["status"] in wanted], headers=links)


def address(request: Request) -> str:
    """Where the request went, as a whole URL without a query."""
    return f"{request.url.scheme}://{request.url.netloc}{request.url.path}"


def all_slips(kitchen: Kitchen) -> list[dict[str, Any]]:
    """Every order, the oldest first."""
    with kitchen.session() as session:
        query = select(Order).order_by(Order.position)  # type: ignore[arg-type]
        return [kitchen.order_record(session, order) for order in session.exec(query).all()]


def wanted_statuses(status: str | None) -> Sequence[str]:
    """`"placed,cooking"` taken apart; all that there are when nothing is said."""
    wanted = STATUSES if status is None else tuple(status.split(","))
    if not set(wanted) <= set(STATUSES):
        raise invalid([{"parameter": "status", "detail": f"must be some of {', '.join(STATUSES)}"}])
    return wanted


def place_of_slip(rows: list[dict[str, Any]], first: str | None) -> int:
    """Where the page begins."""
    if first is None:
        return 0
    for place, row in enumerate(rows):
        if row["id"] == first:
            return place
    raise invalid([{"parameter": "from", "detail": "no page begins with such an order"}])


def slips_query(status: str | None, limit: int, first: str) -> str:
    """The query of a page. The commas stay as they are, as they may (RFC 3986, 3.4)."""
    parameters = {"status": status, "limit": limit, "from": first}
    return urlencode({name: value for name, value in parameters.items() if value is not None}, safe=",")


def links_from(rows: list[dict[str, Any]], start: int, limit: int, url: Callable[[str], str]) -> dict[str, str]:
    """The header `Link` of the page that begins at `start`, in no helpful order; no header when there is one page."""
    begins: dict[str, int] = {}
    if start + limit < len(rows):
        begins["last"] = start + (len(rows) - 1 - start) // limit * limit
    if start:
        begins["prev"] = max(0, start - limit)
    if start + limit < len(rows):
        begins["next"] = start + limit
    if begins:
        begins["first"] = 0
    links = [f'<{url(rows[place]["id"])}>; rel="{rel}"' for rel, place in begins.items()]
    return {"Link": ", ".join(links)} if links else {}


# ---------------------------------------------------------------------------- by cursor


class Review(BaseModel):
    """What a guest says afterwards."""

    id: Annotated[str, Field(examples=["rev-k7m2x9bd"])]
    guest: Annotated[str, Field(examples=["Zoë Ångström"])]
    dish: models.Slug
    stars: Annotated[int, Field(examples=[4])]
    text: Annotated[str, Field(examples=["We'll be back!"])]


class Reviews(BaseModel):
    """A page of reviews. Whether it is the last one says `has_more`, and nothing else."""

    reviews: Annotated[list[Review], Field(description="May be empty, on any page.")]
    has_more: Annotated[bool, Field(description="Whether there is another page.", examples=[True])]
    next_cursor: Annotated[
        str | None,
        Field(description="With `has_more`, what to send as `cursor` for the next page.", examples=["k7m2x9+1/bd="]),
    ]


Cursor = Annotated[
    str | None,
    Query(max_length=80, description="The `next_cursor` of the page before, as it is; without it: the first page."),
]
PAGES, PER_PAGE = 4, 4
TEXTS = (
    "We'll be back!", "The soup was a little cold, the welcome wasn't.", "Très bon, as always.", "Too loud, too good.",
    "My son ate all of it. All of it!", "I'd cross the city for that crust.", "A bit salty — but what a view.",
    "Wunderbar.", "The waiter knew before we did.", "Fine, not more.", "¡Qué rico!", "Twenty minutes for a coffee?",
)  # fmt: skip


@router.get("/reviews", summary="Reviews", response_model=Reviews, responses=problems(422))
async def reviews(kitchen: TheKitchen, cursor: Cursor = None) -> Response:
    """What guests say, a page at a time. The last page has no cursor."""
    place = place_of_cursor(kitchen, "reviews", cursor)
    count = PER_PAGE if place < PAGES - 1 else PER_PAGE // 2
    following = place + 1 if place < PAGES - 1 else None
    return reviews_page(kitchen, "reviews", place, count, following, has_more=following is not None)


@router.get("/terrace/reviews", summary="The terrace's reviews", response_model=Reviews, responses=problems(422))
async def terrace_reviews(kitchen: TheKitchen, cursor: Cursor = None) -> Response:
    """The same for the terrace, with an empty page in the middle, and with a cursor on the last page.

    That one is a bookmark, for people who come back tomorrow; today there is nothing behind it.
    """
    place = place_of_cursor(kitchen, "terrace", cursor)
    count = PER_PAGE if place < PAGES and place != 1 else 0
    following = place + 1 if place < PAGES else None
    return reviews_page(kitchen, "terrace", place, count, following, has_more=place < PAGES - 1)


@router.get("/revolving/reviews", summary="The revolving door", response_model=Reviews, responses=problems(422))
async def revolving_reviews(kitchen: TheKitchen, cursor: Cursor = None) -> Response:
    """A list with a mistake in it, for practice: its second page leads to the third, and that one to the second."""
    place = place_of_cursor(kitchen, "revolving", cursor)
    return reviews_page(kitchen, "revolving", place, PER_PAGE, 2 if place == 1 else 1, has_more=True)


@router.get("/endless/reviews", summary="The endless list", response_model=Reviews, responses=problems(422))
async def endless_reviews(kitchen: TheKitchen, cursor: Cursor = None) -> Response:
    """Another one for practice: there is always another page, with another cursor."""
    place = place_of_cursor(kitchen, "endless", cursor)
    return reviews_page(kitchen, "endless", place, PER_PAGE, place + 1, has_more=True)


def reviews_page(
    kitchen: Kitchen, shelf: str, place: int, count: int, following: int | None, *, has_more: bool
) -> Response:
    """So many reviews, and the cursor of the place that follows."""
    draw = Draw(kitchen.seed, "reviews", shelf, place)
    found = [
        {
            "id": f"rev-{draw.token()}",
            "guest": draw.choice(kitchen.evening.guests),
            "dish": draw.choice(kitchen.evening.dishes)["slug"],
            "stars": draw.between(2, 5),
            "text": draw.choice(TEXTS),
        }
        for _ in range(count)
    ]
    cursor = None if following is None else cursor_for(kitchen, shelf, following)
    return JSONResponse({"reviews": found, "has_more": has_more, "next_cursor": cursor})


def cursor_for(kitchen: Kitchen, shelf: str, place: int) -> str:
    """Looks like base64, so that it has signs which mean something else in a query: `+`, `/` and `=`."""
    draw = Draw(kitchen.seed, "cursor", shelf, place)
    return f"{draw.token(6)}+{place}/{draw.token(3)}="


def place_of_cursor(kitchen: Kitchen, shelf: str, cursor: str | None) -> int:
    """The place that a cursor stands for; one that was never given out is refused."""
    if cursor is None:
        return 0
    number = cursor.partition("+")[2].partition("/")[0]
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    if not place or cursor != cursor_for(kitchen, shelf, place):
        detail = "is none that this list gave out; send it back as it came, percent-encoded"
        raise invalid([{"parameter": "cursor", "detail": detail}])
    return place
