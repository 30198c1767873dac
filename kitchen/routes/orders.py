"""Orders: placed, read, changed by one field or whole, cancelled. ETags keep two waiters from undoing each other."""

from typing import Annotated

from fastapi import Header, Path, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session, func, select

from kitchen import models
from kitchen.evening import timestamp
from kitchen.negotiation import does_match
from kitchen.problems import Problem, invalid
from kitchen.routes.common import TheKitchen, corner, problems, replies, unless_same
from kitchen.strict import MERGE_PATCH
from kitchen.tables import Dish, Line, Order
from kitchen.world import Kitchen

router = corner("Orders")

OrderId = Annotated[str, Path(description="The order's id.", examples=["ord-k7m2x9bd"])]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The ETag of the version that you know; without it: 428.")
]
ETAG = {"ETag": "The version; send it as `If-Match` to change the order."}


@router.post(
    "/orders",
    status_code=201,
    summary="Place an order",
    response_model=models.Order,
    responses={
        **replies(201, "The kitchen has it.", headers={"Location": "The order's address, relative.", **ETAG}),
        **problems(400, 415, 422),
    },
)
async def place(kitchen: TheKitchen, new: models.NewOrder) -> Response:
    """The waiter takes it down and brings it to the kitchen."""
    with kitchen.session() as session:
        require_dishes(session, new.items)
        last = session.exec(select(func.max(Order.position))).one() or 0
        order = Order(
            id=kitchen.next_id("ord"),
            position=last + 1,
            table_number=new.table,
            note=new.note,
            status="placed",
            placed_at=timestamp(kitchen.now),
        )
        session.add(order)
        write_lines(session, order, new.items)
        session.commit()
        response = order_response(kitchen, session, order, 201)
    response.headers["Location"] = f"/orders/{order.id}"
    return response


@router.get(
    "/orders/{order_id}",
    summary="Look at an order",
    response_model=models.Order,
    responses={
        **replies(200, "The order.", headers=ETAG),
        **replies(304, "`If-None-Match` names the version that it still is."),
        **problems(404, 422),
    },
)
async def read(kitchen: TheKitchen, request: Request, order_id: OrderId) -> Response:
    """An order as it is now."""
    with kitchen.session() as session:
        order = find_order(session, order_id)
        return unless_same(request, kitchen.order_tag(order), order_response(kitchen, session, order))


@router.patch(
    "/orders/{order_id}",
    summary="Change the note",
    response_model=models.Order,
    responses={
        **replies(200, "The order, changed.", headers=ETAG),
        **problems(400, 404, 409, 412, 415, 422, 428),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {MERGE_PATCH: {"schema": {"$ref": "#/components/schemas/OrderPatch"}}},
        }
    },
)
async def change(
    kitchen: TheKitchen, order_id: OrderId, patch: models.OrderPatch, if_match: IfMatch = None
) -> Response:
    """Change the one field that may be changed alone: the note. Null takes it away."""
    with kitchen.session() as session:
        order = changeable(kitchen, session, order_id, if_match)
        order.note = patch.note
        return write(kitchen, session, order)


@router.put(
    "/orders/{order_id}",
    summary="Replace an order",
    response_model=models.Order,
    responses={
        **replies(200, "The order, replaced.", headers=ETAG),
        **problems(400, 404, 409, 412, 415, 422, 428),
    },
)
async def replace(
    kitchen: TheKitchen, order_id: OrderId, whole: models.WholeOrder, if_match: IfMatch = None
) -> Response:
    """Replace the whole of what a guest decides: table, items and note. The rest (id, status, total …) is not sent."""
    with kitchen.session() as session:
        order = changeable(kitchen, session, order_id, if_match)
        require_dishes(session, whole.items)
        order.table_number, order.note = whole.table, whole.note
        for line in kitchen.lines(session, order.id):
            session.delete(line)
        session.flush()
        write_lines(session, order, whole.items)
        return write(kitchen, session, order)


@router.delete(
    "/orders/{order_id}",
    status_code=204,
    summary="Cancel an order",
    responses={**replies(204, "It is cancelled, and gone."), **problems(400, 404, 409, 412, 422)},
)
async def cancel(
    kitchen: TheKitchen,
    order_id: OrderId,
    if_match: Annotated[
        str | None, Header(alias="If-Match", description="Cancel only this version; may be left out.")
    ] = None,
) -> Response:
    """Nobody gets it any more. What is on the table already can't be cancelled."""
    with kitchen.session() as session:
        order = changeable(kitchen, session, order_id, if_match or "*")
        for line in kitchen.lines(session, order.id):
            session.delete(line)
        session.delete(order)
        session.commit()
    return Response(status_code=204)


# ---------------------------------------------------------------------------- helpers


def find_order(session: Session, order_id: str) -> Order:
    """The order, or a 404; a cancelled one is as unknown as one that never was."""
    order = session.get(Order, order_id)
    if order is None:
        raise Problem(404, "unknown-order", f"There is no order {order_id!r}.")
    return order


def changeable(kitchen: Kitchen, session: Session, order_id: str, if_match: str | None) -> Order:
    """The order, when the guest knows its newest version and it is not on the table yet."""
    order = find_order(session, order_id)
    if if_match is None:
        detail = "Send the ETag of the order as you know it in `If-Match`."
        raise Problem(428, "precondition-required", detail)
    if not does_match(if_match, kitchen.order_tag(order)):
        raise Problem(412, "changed-meanwhile", "The order has changed since; get it again and look.")
    if order.status == "served":
        raise Problem(409, "already-served", "The order is on the table already.")
    return order


def require_dishes(session: Session, items: list[models.OrderItem]) -> None:
    """A 422 for each dish that is not on the menu."""
    errors = [
        {"pointer": f"#/items/{number}/dish", "detail": f"There is no {item.dish!r} on the menu tonight."}
        for number, item in enumerate(items)
        if session.get(Dish, item.dish) is None
    ]
    if errors:
        raise invalid(errors)


def write_lines(session: Session, order: Order, items: list[models.OrderItem]) -> None:
    """Write down what is ordered."""
    session.add_all(
        Line(order_id=order.id, position=number, dish=item.dish, quantity=item.quantity)
        for number, item in enumerate(items)
    )


def write(kitchen: Kitchen, session: Session, order: Order) -> Response:
    """Keep a change: the order has a new version now."""
    order.version += 1
    session.add(order)
    session.commit()
    return order_response(kitchen, session, order)


def order_response(kitchen: Kitchen, session: Session, order: Order, status: int = 200) -> Response:
    """The order and its ETag."""
    return JSONResponse(kitchen.order_record(session, order), status, {"ETag": kitchen.order_tag(order)})
