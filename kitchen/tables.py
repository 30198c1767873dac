"""What the bistro writes down. SQLite holds it; a reset writes it anew."""

from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel


class Dish(SQLModel, table=True):
    """A dish of tonight's menu."""

    slug: str = Field(primary_key=True)
    position: int = Field(index=True)
    name: str
    cents: int
    tags: list[str] = Field(sa_column=Column(JSON))
    vegan: bool
    waiter_says: str
    extras: dict[str, Any] = Field(sa_column=Column(JSON))
    """The messy part of the record that `GET /dishes` gives: some keys are missing, some are null, some unknown."""
    photo: bool


class Order(SQLModel, table=True):
    """An order; `version` counts its changes and makes its ETag."""

    id: str = Field(primary_key=True)
    position: int = Field(index=True)
    table_number: int
    note: str | None
    status: str
    placed_at: str
    guest: str | None = None
    version: int = 1


class Line(SQLModel, table=True):
    """One line of an order."""

    order_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    dish: str
    quantity: int


class Booking(SQLModel, table=True):
    """A table kept for somebody."""

    id: str = Field(primary_key=True)
    name: str
    guests: int
    high_chair: bool
    seating: str
    table_number: int


class Entry(SQLModel, table=True):
    """A page of the guest book."""

    id: int = Field(primary_key=True)
    name: str
    message: str
    stars: int
    liked: list[str] = Field(sa_column=Column(JSON))


class Upload(SQLModel, table=True):
    """A photo that a guest has sent; it takes the place of the kitchen's own."""

    slug: str = Field(primary_key=True)
    filename: str
    media_type: str
    caption: str
    content: bytes


class Visits(SQLModel, table=True):
    """How often a guest came to an address with a limit, and until when that counts (seconds since 1970)."""

    key: str = Field(primary_key=True)
    count: int
    until: float


class Payment(SQLModel, table=True):
    """A payment under its Idempotency-Key, with all that its answer says."""

    key: str = Field(primary_key=True)
    position: int = Field(index=True)
    id: str
    order_id: str = Field(index=True)
    amount: str
    paid_at: str
    done_at: float
    """Until then it is in flight (seconds since 1970)."""


class Failures(SQLModel, table=True):
    """How often an address that fails some times first was asked for."""

    troubles: str = Field(primary_key=True)
    asked: int


class Stock(SQLModel, table=True):
    """Something that lies in the pantry. The pantry's server writes it; the bistro knows nothing of it."""

    ingredient: str = Field(primary_key=True)
    position: int = Field(index=True)
    quantity: int
    unit: str
    shelf: str
    delivery: str | None = None
