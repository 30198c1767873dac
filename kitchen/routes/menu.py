"""The menu: hello, search, a dish in three formats, the stock room's records, specials."""

from datetime import datetime
from html import escape
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from kitchen import catalogue, models
from kitchen.draw import Draw
from kitchen.evening import timestamp
from kitchen.negotiation import preferred
from kitchen.problems import Problem
from kitchen.routes.common import TheKitchen, corner, find_dish, problems, replies
from kitchen.strict import JSON_TYPE, Number, Truth
from kitchen.world import Kitchen, dish_card, dish_record, euros

router = corner("Menu")

Slug = Annotated[str, Path(description="The dish's slug, as the menu gives it.", examples=["onion-soup"])]
Day = Annotated[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], Query(description="Which day.")]
FORMATS = (JSON_TYPE, "text/plain", "text/html")
EVERY_FIELD = ("slug", "name", "price", "tags", "spice", "chef", "on_menu_since")


@router.get(
    "/hello",
    summary="A friendly word",
    response_class=PlainTextResponse,
    responses=problems(422),
)
async def hello(kitchen: TheKitchen) -> Response:
    """One sentence of plain text, to see that the bistro is open."""
    draw = Draw(kitchen.seed, "hello")
    dish = draw.choice(kitchen.evening.dishes)["name"]
    sentence = f"{draw.choice(catalogue.GREETINGS)} {draw.choice(catalogue.CHEFS)} is in the kitchen, try the {dish}."
    return PlainTextResponse(sentence)


@router.get("/menu", summary="Search the menu", response_model=list[models.DishCard], responses=problems(422))
async def search(
    kitchen: TheKitchen,
    text: Annotated[
        str | None, Query(max_length=80, description="A part of the name; case does not matter.", examples=["soup"])
    ] = None,
    limit: Annotated[Number, Query(ge=1, le=50, description="At most so many dishes.", examples=[5])] = 50,
    tag: Annotated[
        list[str], Query(description="Only dishes with this tag. Repeat it: all of them.", examples=[["warm", "main"]])
    ] = [],  # noqa: B006 - the framework copies it
    vegan: Annotated[Truth | None, Query(description="`true`: only vegan dishes, `false`: only the others.")] = None,
) -> Response:
    """Tonight's dishes, in the menu's order. Without parameters: all of them.

    Parameters that the bistro does not know, and blank ones, are refused.
    """
    wanted = (text or "").casefold()
    with kitchen.session() as session:
        found = [
            dish_card(dish)
            for dish in kitchen.dishes(session)
            if wanted in dish.name.casefold() and set(tag) <= set(dish.tags) and vegan in (None, dish.vegan)
        ]
    return JSONResponse(found[:limit])


@router.get(
    "/menu/{slug}",
    summary="One dish",
    response_model=models.DishPage,
    responses={
        **replies(200, "The dish, in the format that `Accept` likes best."),
        **problems(404, 406, 422),
    },
    openapi_extra={
        "parameters": [
            {
                "name": "Accept",
                "in": "header",
                "description": "`application/json` (also when nothing is said), `text/plain` or `text/html`.",
                "schema": {"type": "string", "default": JSON_TYPE},
            }
        ]
    },
)
async def one_dish(kitchen: TheKitchen, request: Request, slug: Slug) -> Response:
    """A dish, as JSON, as a line of text, or as a small web page."""
    with kitchen.session() as session:
        dish = find_dish(session, slug)
    format_ = preferred(request.headers.get("accept"), FORMATS)
    response: Response
    if format_ is None:
        raise Problem(406, "not-acceptable", f"A dish comes as {', '.join(FORMATS)}.", headers={"Vary": "Accept"})
    if format_ == "text/plain":
        response = PlainTextResponse(f"{dish.name}, {euros(dish.cents)} €. {dish.waiter_says}\n")
    elif format_ == "text/html":
        response = HTMLResponse(
            f"<!doctype html>\n<title>{escape(dish.name)}</title>\n"
            f"<h1>{escape(dish.name)}</h1>\n<p>{euros(dish.cents)} €</p>\n<p>{escape(dish.waiter_says)}</p>\n"
        )
    else:
        response = JSONResponse(dish_card(dish) | {"waiter_says": dish.waiter_says})
    response.headers["Vary"] = "Accept"
    return response


@router.get("/dishes", summary="The stock room's records", response_model=models.Dishes, responses=problems(422))
async def dishes(
    kitchen: TheKitchen,
    page: Annotated[Number | None, Query(ge=1, description="From 1. A page after the last one is empty.")] = None,
    per_page: Annotated[Number | None, Query(ge=1, le=50, description="20 when only a page is named.")] = None,
) -> Response:
    """All that is known about the dishes. Without parameters: all of them on one page.

    These records are as messy as real ones: fields may be null, missing or new.
    """
    known = records(kitchen)
    if page is None and per_page is None:
        return JSONResponse(one_page(known))
    number, size = page or 1, per_page or 20
    shown = known[(number - 1) * size : number * size]
    return JSONResponse({"dishes": shown, "total": len(known), "page": number, "per_page": size})


@router.get("/terrace/dishes", summary="The terrace's records", response_model=models.Dishes, responses=problems(422))
async def terrace_dishes(kitchen: TheKitchen) -> Response:
    """The stock room's records, a little tidied: only `mild`, `medium` and `hot`, and all times in UTC with `Z`."""
    return JSONResponse(one_page(tidied(kitchen)))


@router.get("/counter/dishes", summary="The counter's records", response_model=models.Dishes, responses=problems(422))
async def counter_dishes(kitchen: TheKitchen) -> Response:
    """The tidy ones of the terrace's records: nothing is null or missing, and there is nothing new."""
    named = [{name: record.get(name) for name in EVERY_FIELD} for record in tidied(kitchen)]
    return JSONResponse(one_page([record for record in named if None not in record.values()]))


@router.get("/specials", summary="The special of a day", response_model=models.Special, responses=problems(422))
async def specials(
    kitchen: TheKitchen,
    day: Day,
) -> Response:
    """What costs a fifth less on that day of the week."""
    dish = Draw(kitchen.seed, "special", day).choice(kitchen.evening.dishes)
    cents = dish["cents"] * 8 // 100 * 10
    return JSONResponse(
        {
            "day": day,
            "slug": dish["slug"],
            "name": dish["name"],
            "price": euros(cents),
            "usual_price": euros(dish["cents"]),
        }
    )


def records(kitchen: Kitchen) -> list[dict[str, Any]]:
    """All that the stock room knows."""
    with kitchen.session() as session:
        return [dish_record(dish) for dish in kitchen.dishes(session)]


def tidied(kitchen: Kitchen) -> list[dict[str, Any]]:
    """The records with words and times as everybody knows them. What is null, missing or new is left as it is."""
    known = [record for record in records(kitchen) if record["spice"] in catalogue.SPICES]
    for record in known:
        if since := record.get("on_menu_since"):
            record["on_menu_since"] = timestamp(datetime.fromisoformat(since))
    return known


def one_page(shown: list[dict[str, Any]]) -> dict[str, Any]:
    """A list that fits on one page."""
    return {"dishes": shown, "total": len(shown), "page": 1, "per_page": len(shown)}
