"""Paying, once: an Idempotency-Key is remembered together with its answer."""

import re
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Header
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session, func, select

from kitchen.evening import timestamp
from kitchen.problems import Problem
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.routes.orders import OrderId, find_order
from kitchen.strict import Strict
from kitchen.tables import Payment
from kitchen.world import Kitchen

router = corner("Payments")

SLOW = timedelta(seconds=1)
"""How long the card machine on the terrace goes on after the waiter has given it up."""
KEY = re.compile(r"[A-Za-z0-9._~-]{1,255}")

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A name for this payment that nobody used before, such as a UUID: up to 255 letters, digits and "
        "`-._~`, without quotation marks. Without it: 400.",
        examples=["5f2c1d9e-8f0b-4d8e-9a51-0c7be7a3c1d4"],
    ),
]
Amount = Annotated[
    str,
    Field(
        pattern=r"^(0|[1-9]\d{0,3})\.\d{2}$", description="Euros and cents, as text: two digits.", examples=["12.50"]
    ),
]


class NewPayment(Strict):
    """What the guest pays."""

    amount: Amount


class Receipt(BaseModel):
    """A payment that was made."""

    id: Annotated[str, Field(examples=["pay-h7c3n9wd"])]
    order: Annotated[str, Field(examples=["ord-k7m2x9bd"])]
    amount: Amount
    paid_at: Annotated[str, Field(examples=["2026-11-12T18:20:00Z"])]


ANSWERS: dict[int | str, dict[str, Any]] = {
    **replies(
        201,
        "Paid. The same key and the same payment, sent again: the same answer, and nothing is paid twice.",
        headers={"Idempotent-Replayed": "`true` where the answer is that to an earlier request."},
    ),
    **problems(400, 404, 409, 415, 422),
}
ANSWERS[409]["description"] = "The first request with this key is still in flight; come back in a second."
ANSWERS[422]["description"] = "The key was used for another payment, or the body is not valid; `type` says which."


@router.post(
    "/orders/{order_id}/payments",
    status_code=201,
    summary="Pay for an order",
    response_model=Receipt,
    responses=ANSWERS,
)
async def pay(kitchen: TheKitchen, order_id: OrderId, new: NewPayment, key: IdempotencyKey = None) -> Response:
    """Pay the bill, or a part of it. Keys are those of draft-ietf-httpapi-idempotency-key-header-07, without quotes."""
    with kitchen.session() as session:
        known = look_up(kitchen, session, order_id, new.amount, key)
        if known is not None:
            return receipt(known, replayed=True)
        return receipt(write(kitchen, session, order_id, new.amount, key, timedelta()))


@router.post(
    "/terrace/orders/{order_id}/payments",
    status_code=201,
    summary="Pay for an order on the terrace, by a slow card machine",
    response_model=Receipt,
    responses={**ANSWERS, **problems(503)},
)
async def pay_on_the_terrace(
    kitchen: TheKitchen, order_id: OrderId, new: NewPayment, key: IdempotencyKey = None
) -> Response:
    """The same, but the first answer to a key is always a 503, while the payment goes on: it takes another second."""
    with kitchen.session() as session:
        known = look_up(kitchen, session, order_id, new.amount, key)
        if known is not None:
            return receipt(known, replayed=True)
        write(kitchen, session, order_id, new.amount, key, SLOW)
    raise Problem(503, "card-machine", "The card machine does not answer. It may have taken the money, or not.")


@router.get(
    "/orders/{order_id}/payments",
    summary="What was paid for an order",
    response_model=list[Receipt],
    responses=problems(404, 422),
)
async def payments(kitchen: TheKitchen, order_id: OrderId) -> Response:
    """All payments that were made for an order, the first one first. Two of the same amount may be one too many."""
    with kitchen.session() as session:
        find_order(session, order_id)
        query = select(Payment).where(Payment.order_id == order_id).order_by(Payment.position)  # type: ignore[arg-type]
        made = [payment for payment in session.exec(query) if payment.done_at <= kitchen.now.timestamp()]
        return JSONResponse([record(payment) for payment in made])


# ---------------------------------------------------------------------------- helpers


def look_up(kitchen: Kitchen, session: Session, order_id: str, amount: str, key: str | None) -> Payment | None:
    """The payment that was made with this key; None for a new one. It must be the same payment, and be over."""
    find_order(session, order_id)
    if key is None:
        raise Problem(400, "key-missing", "Send an Idempotency-Key, so that nothing is paid twice.")
    if not KEY.fullmatch(key):
        raise Problem(400, "bad-request", "An Idempotency-Key has up to 255 letters, digits and -._~ here, no quotes.")
    known = session.get(Payment, key)
    if known is None:
        return None
    if (known.order_id, known.amount) != (order_id, amount):
        raise Problem(422, "key-reused", "This Idempotency-Key was used for another payment.")
    if kitchen.now.timestamp() < known.done_at:
        detail = "The first request with this Idempotency-Key is still in flight. Come back in a second."
        raise Problem(409, "payment-in-flight", detail, headers={"Retry-After": "1"})
    return known


def write(kitchen: Kitchen, session: Session, order_id: str, amount: str, key: str | None, takes: timedelta) -> Payment:
    """Take the money, and remember it under its key."""
    last = session.exec(select(func.max(Payment.position))).one() or 0
    payment = Payment(
        key=key or "",
        position=last + 1,
        id=kitchen.next_id("pay"),
        order_id=order_id,
        amount=amount,
        paid_at=timestamp(kitchen.now),
        done_at=(kitchen.now + takes).timestamp(),
    )
    session.add(payment)
    session.commit()
    return payment


def record(payment: Payment) -> dict[str, Any]:
    """A payment as its readers see it; the key is nobody's business."""
    return {"id": payment.id, "order": payment.order_id, "amount": payment.amount, "paid_at": payment.paid_at}


def receipt(payment: Payment, *, replayed: bool = False) -> Response:
    """The answer, the first time and each time after."""
    return JSONResponse(record(payment), 201, {"Idempotent-Replayed": "true"} if replayed else {})
