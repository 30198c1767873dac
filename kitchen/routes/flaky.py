"""A pot that boils over some times before there is soup: addresses that fail as often as their path says."""

from typing import Annotated, Any

from fastapi import Path
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field

from kitchen.draw import Draw
from kitchen.problems import Problem
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.tables import Failures
from kitchen.world import Kitchen, euros

router = corner("Trouble")

KINDS = {
    429: ("too-many", "You are not the only one who wants soup.", {"Retry-After": "1"}),
    500: ("kitchen-fire", "The soup has boiled over.", {}),
    501: ("not-implemented", "Nobody here knows how to make that.", {}),
    503: ("busy", "The pot is on the stove; come back later.", {}),
}
FROM_A_PROXY = {502: "Bad Gateway", 504: "Gateway Timeout"}
"""These are said by a machine in between, as a web page: it does not know what the kitchen talks like."""
STATUS = "(429|500|501|502|503|504)"

Troubles = Annotated[
    str,
    Path(
        pattern=f"^{STATUS}(-{STATUS}){{0,7}}$",
        description="The statuses that come first, in their order: up to eight, with hyphens between them.",
        examples=["503-502"],
    ),
]


class Soup(BaseModel):
    """The soup of the day, at last."""

    soup: Annotated[str, Field(examples=["Onion Soup"])]
    price: Annotated[str, Field(description="Euros and cents, as text.", examples=["6.50"])]
    bowls: Annotated[int, Field(description="How many are left.", examples=[12])]


ANSWERS: dict[int | str, dict[str, Any]] = problems(422, 429, 500, 503)
ANSWERS[501] = {**ANSWERS[500], "description": "Nobody here knows how to do that."}
for _status, _words in FROM_A_PROXY.items():
    ANSWERS.update(replies(_status, f"{_words}: a web page.", "text/html"))


@router.get("/flaky/{troubles}/soup", summary="Soup, after some failures", response_model=Soup, responses=ANSWERS)
async def soup(kitchen: TheKitchen, troubles: Troubles) -> Response:
    """`/flaky/503-502/soup` answers 503, then 502, then 200 with the soup; and after that it begins anew."""
    statuses = [int(status) for status in troubles.split("-")]
    turn = count(kitchen, troubles) % (len(statuses) + 1)
    if turn == len(statuses):
        return JSONResponse(soup_of_the_day(kitchen))
    status = statuses[turn]
    if status in FROM_A_PROXY:
        words = f"{status} {FROM_A_PROXY[status]}"
        return HTMLResponse(f"<html><head><title>{words}</title></head><body><h1>{words}</h1></body></html>\n", status)
    kind, detail, headers = KINDS[status]
    raise Problem(status, kind, detail, headers=headers)


def count(kitchen: Kitchen, troubles: str) -> int:
    """How often this was asked for before. A reset forgets it."""
    with kitchen.session() as session:
        row = session.get(Failures, troubles) or Failures(troubles=troubles, asked=0)
        before = row.asked
        row.asked += 1
        session.add(row)
        session.commit()
    return before


def soup_of_the_day(kitchen: Kitchen) -> dict[str, Any]:
    """What is in the pot, if nothing goes wrong."""
    draw = Draw(kitchen.seed, "soup of the day")
    dishes = kitchen.evening.dishes
    dish = draw.choice([dish for dish in dishes if "soup" in dish["tags"]] or dishes)
    return {"soup": dish["name"], "price": euros(dish["cents"]), "bowls": draw.between(3, 40)}
