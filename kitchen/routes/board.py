"""The chalkboard, three times: may be kept for a minute, must be asked for again, must not be kept at all."""

from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from kitchen import models
from kitchen.draw import Draw
from kitchen.routes.common import TheKitchen, corner, problems, replies, unless_same
from kitchen.world import Kitchen, euros

router = corner("Chalkboard")

NOT_MODIFIED = replies(304, "`If-None-Match` names what the board still says.")


@router.get(
    "/board",
    summary="Today's chalkboard",
    response_model=list[models.ChalkLine],
    responses={
        **replies(
            200,
            "What is left.",
            headers={"Cache-Control": "`max-age=60`: good for a minute.", "ETag": "For `If-None-Match`."},
        ),
        **NOT_MODIFIED,
        **problems(422),
    },
)
async def board(kitchen: TheKitchen, request: Request) -> Response:
    """What is left of today's dishes. Somebody wipes and writes it anew every full ten minutes."""
    return chalkboard(kitchen, request, "max-age=60")


@router.get(
    "/terrace/board",
    summary="The chalkboard on the terrace",
    response_model=list[models.ChalkLine],
    responses={
        **replies(200, "What is left.", headers={"Cache-Control": "`no-cache`: ask again each time."}),
        **NOT_MODIFIED,
        **problems(422),
    },
)
async def terrace_board(kitchen: TheKitchen, request: Request) -> Response:
    """The same, but a copy may be used only after asking whether it is still right."""
    return chalkboard(kitchen, request, "no-cache")


@router.get(
    "/counter/board",
    summary="The chalkboard at the counter",
    response_model=list[models.ChalkLine],
    responses={
        **replies(200, "What is left.", headers={"Cache-Control": "`no-store`: keep no copy."}),
        **problems(422),
    },
)
async def counter_board(kitchen: TheKitchen) -> Response:
    """The same, but nobody may keep a copy: it has no ETag."""
    return JSONResponse(lines(kitchen), headers={"Cache-Control": "no-store"})


def chalkboard(kitchen: Kitchen, request: Request, cache_control: str) -> Response:
    """The board with its validator and this `Cache-Control`."""
    response = JSONResponse(lines(kitchen), headers={"Cache-Control": cache_control})
    return unless_same(request, kitchen.entity_tag("board", written_at(kitchen.now)), response)


def written_at(now: datetime) -> datetime:
    """When the board was written: the last full ten minutes."""
    return now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)


def lines(kitchen: Kitchen) -> list[dict[str, Any]]:
    """What the board says now."""
    draw = Draw(kitchen.seed, "board", written_at(kitchen.now))
    return [
        {"slug": dish["slug"], "name": dish["name"], "price": euros(dish["cents"]), "portions": draw.between(1, 12)}
        for dish in draw.sample(kitchen.evening.dishes, 6)
    ]
