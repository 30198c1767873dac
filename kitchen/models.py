"""The JSON that comes in, taken strictly, and the JSON that goes out, as the OpenAPI page shows it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kitchen.strict import Strict

Slug = Annotated[str, Field(description="A dish's name in addresses.", examples=["onion-soup"])]
Price = Annotated[str, Field(description="Euros and cents, as text.", examples=["9.50"])]
Table = Annotated[int, Field(ge=1, le=40, description="The number of the table.", examples=[7])]
NoteText = Annotated[str, Field(min_length=1, max_length=200, examples=["no onions, please"])]


# ---------------------------------------------------------------------------- what guests send


class OrderItem(Strict):
    """So many of one dish."""

    dish: Slug
    quantity: Annotated[int, Field(ge=1, le=20, examples=[2])]


Items = Annotated[list[OrderItem], Field(min_length=1, max_length=20)]


class NewOrder(Strict):
    """An order, as the waiter takes it down."""

    table: Table
    items: Items
    note: Annotated[NoteText | None, Field(description="A word to the cook; may be left out.")] = None


class WholeOrder(Strict):
    """An order that takes the place of the one before: every field has to be there."""

    table: Table
    items: Items
    note: Annotated[NoteText | None, Field(description="A word to the cook, or null for none.")]


class OrderPatch(Strict):
    """A merge patch (RFC 7396): the note is changed, or with null taken away; the rest stays."""

    note: NoteText | None


class NewBooking(Strict):
    """Who comes, and how many."""

    name: Annotated[str, Field(min_length=1, max_length=80, examples=["Zoë Ångström"])]
    guests: Annotated[int, Field(ge=1, le=12, examples=[4])]
    high_chair: Annotated[bool, Field(description="Is a small child among them?", examples=[False])] = False


class PhotoMeta(Strict):
    """What the part `meta` of an upload says."""

    caption: Annotated[str, Field(min_length=1, max_length=120, examples=["Straight from the oven"])]


class NewEntry(Strict):
    """What the guest book's form says."""

    name: Annotated[str, Field(min_length=1, max_length=80, examples=["Zoë Ångström"])]
    message: Annotated[str, Field(min_length=1, max_length=500, examples=["We'll be back!"])]
    stars: Annotated[int, Field(ge=1, le=5, examples=[5])]
    liked: Annotated[
        list[Slug], Field(default_factory=list, max_length=5, description="Slugs; repeat the field for each.")
    ]


# ---------------------------------------------------------------------------- what the bistro answers


class DishCard(BaseModel):
    """A dish as the menu shows it."""

    slug: Slug
    name: Annotated[str, Field(examples=["Crème brûlée"])]
    price: Price
    tags: Annotated[list[str], Field(examples=[["dessert", "nut free"]])]
    vegan: bool


class DishPage(DishCard):
    """A dish, and what the waiter says about it."""

    waiter_says: str


class DishRecord(BaseModel):
    """A dish as the stock room knows it. More fields may be there, and more may come; ignore what you don't know."""

    model_config = ConfigDict(extra="allow")

    slug: Slug
    name: str
    price: Price
    tags: list[str]
    spice: Annotated[str, Field(description="`mild`, `medium` or `hot`; new words may come.", examples=["mild"])]
    chef: Annotated[str | None, Field(description="Null, or missing, when nobody in particular cooks it.")] = None
    on_menu_since: Annotated[
        str | None,
        Field(
            description="ISO 8601 with `Z` or an offset; null, or missing, when nobody remembers.",
            examples=["2026-03-14T11:30:00Z", "2025-10-02T18:00:00+02:00"],
        ),
    ] = None


class Dishes(BaseModel):
    """One page of records."""

    dishes: list[DishRecord]
    total: Annotated[int, Field(description="How many there are on all pages.", examples=[30])]
    page: Annotated[int, Field(examples=[1])]
    per_page: Annotated[int, Field(examples=[20])]


class Order(BaseModel):
    """An order, as the kitchen has it."""

    id: Annotated[str, Field(examples=["ord-k7m2x9bd"])]
    table: Table
    items: Items
    note: str | None
    status: Literal["placed", "cooking", "served"]
    total: Price
    placed_at: Annotated[str, Field(examples=["2026-11-12T18:20:00Z"])]


class Booking(BaseModel):
    """A table that is kept."""

    id: Annotated[str, Field(examples=["book-w3n8q2tf"])]
    name: str
    guests: int
    high_chair: bool
    seating: Literal["indoors", "terrace"]
    table: Table


class ChalkLine(BaseModel):
    """A line on the chalkboard."""

    slug: Slug
    name: str
    price: Price
    portions: Annotated[int, Field(description="How many are left.", examples=[6])]


class Special(BaseModel):
    """The special of a day."""

    day: Annotated[str, Field(examples=["tue"])]
    slug: Slug
    name: str
    price: Price
    usual_price: Price


class PhotoReceipt(BaseModel):
    """What arrived of a photo."""

    dish: Slug
    filename: Annotated[str, Field(examples=["plate.png"])]
    content_type: Annotated[str, Field(examples=["image/png"])]
    size: Annotated[int, Field(description="In bytes.", examples=[7311])]
    sha256: Annotated[str, Field(description="In hexadecimal digits.")]
    caption: str


class GuestbookEntry(NewEntry):
    """A page of the guest book."""

    id: int


class StaffPage(BaseModel):
    """What only cooks may see."""

    cook: str
    role: Annotated[str, Field(examples=["chef"])]
    shift: Annotated[str, Field(examples=["evening"])]
    open_orders: int


class ProblemError(BaseModel):
    """One thing that is wrong. It says where by one of `pointer`, `parameter` and `header`."""

    detail: str
    pointer: Annotated[
        str | None, Field(description="Where in the body or the form.", examples=["#/items/0/quantity"])
    ] = None
    parameter: Annotated[str | None, Field(description="Which query parameter.")] = None
    header: Annotated[str | None, Field(description="Which header.")] = None


class Problem(BaseModel):
    """A problem document (RFC 9457). Look at `status` and `type`; `detail` is for people."""

    type: Annotated[str, Field(examples=["https://bistro.test/problems/unknown-dish"])]
    title: Annotated[str, Field(examples=["This dish is not on the menu"])]
    status: Annotated[int, Field(examples=[404])]
    detail: Annotated[str, Field(examples=["There is no 'stone-soup' on the menu tonight."])]
    instance: Annotated[str, Field(description="The path that was asked for.", examples=["/menu/stone-soup"])]
    errors: Annotated[list[ProblemError] | None, Field(description="With 422: all that is not valid.")] = None
