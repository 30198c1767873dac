"""Behind the curtain: a page for cooks (HTTP Basic), and a guest's own orders (Bearer)."""

import base64
import binascii
from hmac import compare_digest

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import select

from kitchen import models
from kitchen.problems import Problem
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.tables import Order

router = corner("Behind the curtain")

ASK_BASIC = 'Basic realm="Bistro staff", charset="UTF-8"'
ASK_BEARER = 'Bearer realm="Bistro guests"'


def credentials(request: Request, scheme: str) -> str | None:
    """What stands behind the scheme's word in `Authorization`; the word's case does not matter (RFC 9110, 11.1)."""
    word, _, rest = request.headers.get("authorization", "").partition(" ")
    return rest.strip() if word.lower() == scheme and rest.strip() else None


def not_logged_in(challenge: str, detail: str) -> Problem:
    """A 401 that says which scheme is asked for."""
    return Problem(401, "not-logged-in", detail, headers={"WWW-Authenticate": challenge})


@router.get(
    "/staff",
    summary="The cooks' page",
    response_model=models.StaffPage,
    responses={**replies(200, "Welcome, cook."), **problems(401, 403, 422)},
    openapi_extra={"security": [{"basic": []}]},
)
async def staff_page(kitchen: TheKitchen, request: Request) -> Response:
    """For cooks only: trainees have a name and a password, but may not see it."""
    sent = credentials(request, "basic")
    if sent is None:
        raise not_logged_in(ASK_BASIC, "This page wants a name and a password (HTTP Basic).")
    try:
        user, _, password = base64.b64decode(sent, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise not_logged_in(ASK_BASIC, "The name and the password can't be read.") from None
    for login in (kitchen.evening.chef, kitchen.evening.trainee, *kitchen.evening.visitors):
        if user == login.user and compare_digest(password.encode(), login.password.encode()):
            break
    else:
        raise not_logged_in(ASK_BASIC, "The name or the password is wrong.")
    if login is kitchen.evening.trainee:
        raise Problem(403, "not-allowed", "Trainees may not see this page.")
    with kitchen.session() as session:
        still_open = len(session.exec(select(Order).where(Order.status != "served")).all())
    shift = "lunch" if kitchen.now.hour < 15 else "evening"
    return JSONResponse({"cook": user, "role": "chef", "shift": shift, "open_orders": still_open})


@router.get(
    "/my/orders",
    summary="My orders",
    response_model=list[models.Order],
    responses={**replies(200, "All of the guest's orders."), **problems(401, 403, 422)},
    openapi_extra={"security": [{"bearer": []}]},
)
async def my_orders(kitchen: TheKitchen, request: Request) -> Response:
    """The orders of the guest that the token belongs to."""
    sent = credentials(request, "bearer")
    if sent is None:
        raise not_logged_in(ASK_BEARER, "This list wants a token (Bearer).")
    if compare_digest(sent.encode(), kitchen.evening.token_without_orders.encode()):
        challenge = {"WWW-Authenticate": f'{ASK_BEARER}, error="insufficient_scope", scope="orders"'}
        raise Problem(403, "not-allowed", "This token is not for orders.", headers=challenge)
    if not compare_digest(sent.encode(), kitchen.evening.token.encode()):
        raise not_logged_in(f'{ASK_BEARER}, error="invalid_token"', "Nobody has this token.")
    with kitchen.session() as session:
        query = select(Order).where(Order.guest == kitchen.evening.guest).order_by(Order.position)  # type: ignore[arg-type]
        return JSONResponse([kitchen.order_record(session, order) for order in session.exec(query).all()])
