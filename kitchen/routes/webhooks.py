"""What the bistro sends by itself, signed, and a look at what has arrived of it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from kitchen.deliveries import Delivery, webhooks
from kitchen.evening import timestamp
from kitchen.problems import Problem
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.strict import JSON_TYPE, Number
from kitchen.world import Kitchen

router = corner("Webhooks")
calls = APIRouter(tags=["Webhooks"])
"""What the bistro calls, where others only declare what they answer."""

EventId = Annotated[str, Field(description="Equal for an event that is sent again.", examples=["evt-k7m2x9bd"])]
Signature = Annotated[
    str,
    Header(
        alias="Bistro-Signature",
        description="`t` is the moment of signing in seconds since 1970. Each `v1` is an HMAC-SHA256 in hexadecimal, "
        "keyed with the secret that you were given, of `t`, a dot and the body's bytes. There may be several while "
        "keys change; ignore other schemes.",
        examples=["t=1795370400,v1=5257a869e7ec…"],
    ),
]


class ServedOrder(BaseModel):
    """An order that has reached its table."""

    id: Annotated[str, Field(examples=["ord-k7m2x9bd"])]
    table: Annotated[int, Field(examples=[7])]
    courses: Annotated[int, Field(examples=[3])]


class OrderServed(BaseModel):
    """Tells that an order was served."""

    id: EventId
    type: Literal["order.served"]
    order: ServedOrder


class PostedReview(BaseModel):
    """What a guest thinks of a dish."""

    stars: Annotated[int, Field(ge=1, le=5, examples=[4])]
    dish: Annotated[str, Field(examples=["onion-soup"])]
    text: Annotated[str, Field(examples=["Crème brûlée wie bei Großmutter. Danke!"])]


class ReviewPosted(BaseModel):
    """Tells that a guest has written a review."""

    id: EventId
    type: Literal["review.posted"]
    review: PostedReview


class Arrived(BaseModel):
    """A delivery, without what was delivered."""

    number: Annotated[int, Field(examples=[1])]
    what: Annotated[str, Field(examples=["an order was served"])]
    arrived_at: Annotated[str, Field(examples=["2026-11-12T18:20:00Z"])]
    size: Annotated[int, Field(description="In bytes.", examples=[120])]


# ---------------------------------------------------------------------------- what the bistro calls


@calls.post("order-served", summary="An order was served", status_code=204)
async def order_served(event: OrderServed, bistro_signature: Signature) -> None:
    """The bistro posts this to an address of yours, soon after it has happened. Answer 204; until then it tries again.

    Check the signature before you believe a word: anybody can post to an address of yours.
    """


@calls.post("review-posted", summary="A guest has written a review", status_code=204)
async def review_posted(event: ReviewPosted, bistro_signature: Signature) -> None:
    """The same, for reviews."""


# ---------------------------------------------------------------------------- what has arrived


@router.get(
    "/webhooks/deliveries",
    summary="What has arrived",
    response_model=list[Arrived],
    responses=problems(422),
)
async def deliveries(kitchen: TheKitchen) -> Response:
    """All that was posted tonight to the address that you named. Not all of it is from the bistro, or from tonight."""
    return JSONResponse(
        [
            {
                "number": number,
                "what": delivery.what,
                "arrived_at": timestamp(delivery.arrived_at),
                "size": len(delivery.body),
            }
            for number, delivery in enumerate(arrived(kitchen), 1)
        ]
    )


@router.get(
    "/webhooks/deliveries/{number}",
    summary="A delivery as it arrived",
    response_model=OrderServed | ReviewPosted,
    responses={
        **replies(200, "Its body, byte for byte.", headers={"Bistro-Signature": "The signature that came with it."}),
        **problems(404, 422),
    },
)
async def delivery(
    kitchen: TheKitchen, number: Annotated[Number, Path(ge=1, description="Its number.", examples=[1])]
) -> Response:
    """Exactly what was posted. Whether to believe it is for you to find out."""
    known = arrived(kitchen)
    if number > len(known):
        raise Problem(404, "unknown-delivery", f"There were {len(known)} deliveries, and not a {number}th.")
    one = known[number - 1]
    return Response(one.body, media_type=JSON_TYPE, headers={"Bistro-Signature": one.signature})


def arrived(kitchen: Kitchen) -> list[Delivery]:
    """Tonight's deliveries."""
    return webhooks(kitchen.seed).deliveries
