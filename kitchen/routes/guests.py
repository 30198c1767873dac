"""For guests: a table for tonight, and the guest book."""

from typing import Annotated, Any, Literal

from fastapi import Header, Path, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import func, select

from kitchen import models
from kitchen.draw import Draw
from kitchen.problems import Problem, invalid
from kitchen.routes.common import TheKitchen, corner, problems, replies
from kitchen.strict import FORM_TYPE, read_pairs, require_media_type, validate
from kitchen.tables import Booking, Dish, Entry

router = corner("Guests")


@router.post(
    "/bookings",
    status_code=201,
    summary="Book a table",
    response_model=models.Booking,
    responses={
        **replies(201, "A table is kept.", headers={"Location": "The booking's address, relative."}),
        **problems(400, 415, 422),
    },
)
async def book(
    kitchen: TheKitchen,
    new: models.NewBooking,
    seating: Annotated[
        Literal["indoors", "terrace"], Header(alias="X-Seating", description="Where you would like to sit.")
    ],
) -> Response:
    """A table for one to twelve guests. Larger parties, please call us on the telephone."""
    booking_id = kitchen.next_id("book")
    first = 21 if seating == "terrace" else 1
    booking = Booking(
        id=booking_id,
        name=new.name,
        guests=new.guests,
        high_chair=new.high_chair,
        seating=seating,
        table_number=Draw(kitchen.seed, "table", booking_id).between(first, first + 19),
    )
    with kitchen.session() as session:
        session.add(booking)
        session.commit()
        return JSONResponse(booking_record(booking), 201, {"Location": f"/bookings/{booking_id}"})


@router.get(
    "/bookings/{booking_id}",
    summary="Look at a booking",
    response_model=models.Booking,
    responses=problems(404, 422),
)
async def read_booking(
    kitchen: TheKitchen, booking_id: Annotated[str, Path(description="Its id.", examples=["book-w3n8q2tf"])]
) -> Response:
    """A booking as it was made."""
    with kitchen.session() as session:
        booking = session.get(Booking, booking_id)
    if booking is None:
        raise Problem(404, "unknown-booking", f"There is no booking {booking_id!r}.")
    return JSONResponse(booking_record(booking))


def booking_record(booking: Booking) -> dict[str, Any]:
    """A booking as guests see it."""
    return {
        "id": booking.id,
        "name": booking.name,
        "guests": booking.guests,
        "high_chair": booking.high_chair,
        "seating": booking.seating,
        "table": booking.table_number,
    }


@router.post(
    "/guestbook",
    status_code=201,
    summary="Write into the guest book",
    response_model=models.GuestbookEntry,
    responses={**replies(201, "Thank you!"), **problems(400, 415, 422)},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {FORM_TYPE: {"schema": {"$ref": "#/components/schemas/NewEntry"}}},
        }
    },
)
async def write_entry(kitchen: TheKitchen, request: Request) -> Response:
    """A web form, as browsers send it: `name`, `message`, `stars` from 1 to 5, and `liked` once for each dish."""
    require_media_type(request, FORM_TYPE)
    new = read_form(await request.body())
    with kitchen.session() as session:
        unknown = [slug for slug in new.liked if session.get(Dish, slug) is None]
        if unknown:
            raise invalid([{"pointer": "#/liked", "detail": f"There is no {unknown[0]!r} on the menu tonight."}])
        entry = Entry(id=(session.exec(select(func.max(Entry.id))).one() or 0) + 1, **new.model_dump())
        session.add(entry)
        session.commit()
        return JSONResponse({"id": entry.id, **new.model_dump()}, 201)


def read_form(body: bytes) -> models.NewEntry:
    """The form's fields; one that is blank, unknown or given twice is a 422."""
    fields: dict[str, Any] = {}
    errors = []
    for name, value in read_pairs(body, "form"):
        if not value:
            errors.append({"pointer": f"#/{name}", "detail": "must not be blank; leave it out instead"})
        elif name == "liked":
            fields.setdefault(name, []).append(value)
        elif name in fields:
            errors.append({"pointer": f"#/{name}", "detail": "must not be given twice"})
        else:
            # In a form everything is text, so that one field alone is turned into what it means.
            fields[name] = int(value) if name == "stars" and value in "12345" and len(value) == 1 else value
    if errors:
        raise invalid(errors)
    entry: models.NewEntry = validate(models.NewEntry, fields)
    return entry
