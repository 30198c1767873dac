"""What the corners of the house share."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from kitchen.negotiation import none_match
from kitchen.problems import KINDS, MEDIA_TYPE, Problem
from kitchen.strict import StrictRoute
from kitchen.tables import Dish
from kitchen.world import Kitchen


def _kitchen(request: Request) -> Kitchen:
    kitchen: Kitchen = request.app.state.kitchen
    return kitchen


TheKitchen = Annotated[Kitchen, Depends(_kitchen)]

_WHY = {
    400: "The request can't be understood.",
    401: "Not logged in.",
    403: "Logged in, but not allowed.",
    404: "It does not exist.",
    406: "None of the accepted types is on offer.",
    409: "It can't be done any more.",
    412: "`If-Match` names an older version.",
    413: "The body is too large.",
    415: "The body has the wrong Content-Type.",
    422: "Something in the request is not valid; `errors` says what.",
    428: "`If-Match` is missing.",
    429: "You ask too often; `Retry-After` says when to come back.",
    500: "Something went wrong in the kitchen.",
    503: "The kitchen can't keep up; come back later.",
}


def corner(tag: str) -> APIRouter:
    """A router for one corner of the house, strict in what it takes."""
    return APIRouter(tags=[tag], route_class=StrictRoute)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an address that can answer with these problems."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": _WHY[status], "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses}


def replies(
    status: int, description: str, media_type: str | None = None, *, headers: dict[str, str] | None = None
) -> dict[int | str, dict[str, Any]]:
    """The `responses` entry of an answer that is no JSON model, or has headers worth knowing."""
    entry: dict[str, Any] = {"description": description}
    if media_type:
        entry["content"] = {media_type: {}}
    if headers:
        entry["headers"] = {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}
    return {status: entry}


def find_dish(session: Session, slug: str) -> Dish:
    """The dish with this slug, or a 404."""
    dish = session.get(Dish, slug)
    if dish is None:
        raise Problem(404, "unknown-dish", f"There is no {slug!r} on the menu tonight.")
    return dish


def unless_same(request: Request, tag: str, response: Response) -> Response:
    """The response with its ETag, or a 304 without a body for somebody who has this version already."""
    response.headers["ETag"] = tag
    if none_match(request.headers.get("if-none-match"), tag):
        return response
    kept = {name: value for name, value in response.headers.items() if name in ("etag", "cache-control", "vary")}
    return Response(status_code=304, headers=kept)


__all__ = ["KINDS", "TheKitchen", "corner", "find_dish", "problems", "replies", "unless_same"]
