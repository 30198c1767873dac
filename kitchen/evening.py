"""One evening at the bistro: everything that a seed decides before the first request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from kitchen import catalogue
from kitchen.draw import Draw

STATUSES = ("placed", "cooking", "served")


@dataclass(frozen=True)
class Login:
    """A name and its password."""

    user: str
    password: str


@dataclass(frozen=True)
class Evening:
    """The state that a reset goes back to. Rows are plain dicts, ready for the tables."""

    now: datetime
    dishes: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    guests: list[str]
    notes: list[str]
    captions: list[str]
    chef: Login
    trainee: Login
    """May log in, but not see the staff's page."""
    visitors: list[Login]
    """Two cooks from elsewhere: one whose name and password Latin-1 can write, and one for whom it takes Unicode."""
    token: str
    token_without_orders: str
    guest: str
    """Whose token it is."""
    api_key: str
    withdrawn_key: str
    """Was good until yesterday."""
    missing_dish: str
    missing_order: str


@lru_cache(maxsize=8)
def evening(seed: int) -> Evening:
    """The evening of a seed. Each part has a draw of its own, so that a change in one leaves the others alone."""
    now = _moment(seed)
    dishes, missing = _menu(seed, now)
    draw = Draw(seed, "people")
    guests = draw.sample(catalogue.GUESTS, 8)
    chef, trainee = draw.sample(catalogue.STAFF, 2)
    passwords = draw.sample(catalogue.PASSWORDS, 2)
    orders, lines = _orders(seed, now, [dish["slug"] for dish in dishes], guests[0])
    keys = Draw(seed, "keys")
    return Evening(
        now=now,
        dishes=dishes,
        orders=orders,
        lines=lines,
        guests=guests,
        notes=draw.sample(catalogue.NOTES, 6),
        captions=draw.sample(catalogue.CAPTIONS, 6),
        chef=Login(chef, f"{passwords[0]} {draw.between(10, 99)}"),
        trainee=Login(trainee, f"{passwords[1]} {draw.between(10, 99)}"),
        visitors=_visitors(seed),
        token=f"practice-token-{draw.token()}",
        token_without_orders=f"practice-token-{draw.token()}",
        guest=guests[0],
        api_key=f"practice-key-{keys.token()}",
        withdrawn_key=f"practice-key-{keys.token()}",
        missing_dish=missing,
        missing_order=f"ord-{draw.token()}",
    )


def _moment(seed: int) -> datetime:
    draw = Draw(seed, "now")
    midnight = datetime(2026, 11, draw.between(2, 27), tzinfo=UTC)
    return midnight + timedelta(hours=draw.between(11, 20), minutes=draw.between(0, 59), seconds=draw.between(0, 59))


def _visitors(seed: int) -> list[Login]:
    draw = Draw(seed, "visitors")
    first, second = draw.sample(catalogue.VISITORS, 2)
    near, far = draw.choice(catalogue.PASSWORDS_IN_LATIN_1), draw.choice(catalogue.PASSWORDS_BEYOND)
    return [Login(first, f"{near} {draw.between(10, 99)}"), Login(second, f"{far} {draw.between(10, 99)}")]


def _menu(seed: int, now: datetime) -> tuple[list[dict[str, Any]], str]:
    """Thirty dishes, and the slug of a dish that is not among them."""
    draw = Draw(seed, "menu")
    plain = draw.sample(catalogue.PLAIN, 19)
    entries = draw.shuffled(
        plain[1:]
        + draw.sample(catalogue.WITH_AMPERSAND, 2)
        + draw.sample(catalogue.WITH_SLASH, 1)
        + draw.sample(catalogue.WITH_PLUS, 1)
        + draw.sample(catalogue.ACCENTED, 8)
    )
    dishes = []
    # The first roles of a shuffled list are given to each evening, so that none lacks a case that clients must bear.
    for role, entry in enumerate(entries):
        dishes.append(
            {
                "slug": entry.slug,
                "name": entry.name,
                "cents": entry.cents + 10 * draw.between(-9, 15),
                "tags": [*entry.tags, *draw.sample(catalogue.EXTRA_TAGS, draw.between(0, 2))],
                "vegan": "vegan" in entry.tags,
                "waiter_says": draw.choice(catalogue.SAYINGS),
                "extras": _extras(draw, role, now),
                "photo": role < 5 or (role != 5 and draw.chance(60)),
            }
        )
    dishes = draw.shuffled(dishes)
    for position, dish in enumerate(dishes):
        dish["position"] = position
    return dishes, plain[0].slug


def _extras(draw: Draw, role: int, now: datetime) -> dict[str, Any]:
    """What only some records have. Role 0 is complete, 1 to 6 are what trips clients up, the rest is chance."""
    extras: dict[str, Any] = {"spice": draw.choice(catalogue.SPICES)}
    if role == 6:
        extras["spice"] = draw.choice(catalogue.UNKNOWN_SPICES)
    chef, since = draw.choice(catalogue.CHEFS), _since(draw, role, now)
    lacks_chef, lacks_since = draw.below(5), draw.below(5)
    if role <= 6:
        lacks_chef = {1: 0, 2: 1, 5: 0}.get(role, 4)
        lacks_since = {3: 0, 4: 1, 5: 0}.get(role, 4)
    for key, value, lack in (("chef", chef, lacks_chef), ("on_menu_since", since, lacks_since)):
        if lack != 1:
            extras[key] = None if lack == 0 else value
    if role == 5 or draw.chance(30):
        extras["calories"] = draw.between(180, 950)
    if role == 5 or draw.chance(30):
        extras["allergens"] = draw.sample(catalogue.ALLERGENS, draw.between(0, 3))
    if draw.chance(10):
        extras["goes_with"] = {"wine": draw.choice(("Riesling", "Rosé", "Grüner Veltliner")), "glass": "5.80"}
    return extras


def _since(draw: Draw, role: int, now: datetime) -> str:
    """A moment in one of the spellings that ISO 8601 allows; the first roles have one of each."""
    moment = now - timedelta(days=draw.between(20, 900), minutes=draw.between(0, 1439), seconds=draw.between(0, 59))
    local = moment.replace(tzinfo=None, microsecond=0).isoformat()
    spellings = (f"{local}Z", f"{local}+02:00", f"{local}.250000-05:00", f"{local}+05:30")
    return spellings[role] if role < 3 else draw.choice(spellings)


def _orders(
    seed: int, now: datetime, slugs: list[str], guest: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The orders that are there when the doors open: two or more of each status, three of them by the token's guest."""
    draw = Draw(seed, "orders")
    orders, lines = [], []
    for position in range(8):
        order_id = f"ord-{draw.token()}"
        placed = now - timedelta(minutes=80 - 9 * position, seconds=draw.between(0, 59))
        orders.append(
            {
                "id": order_id,
                "position": position,
                "table_number": draw.between(1, 30),
                "note": draw.choice(catalogue.NOTES) if position % 2 else None,
                "status": STATUSES[(7 - position) // 3],
                "placed_at": timestamp(placed),
                "guest": guest if position in (1, 4, 6) else None,
            }
        )
        for number, dish in enumerate(draw.sample(slugs, draw.between(1, 3))):
            lines.append({"order_id": order_id, "position": number, "dish": dish, "quantity": draw.between(1, 4)})
    return orders, lines


def timestamp(moment: datetime) -> str:
    """`2026-11-12T18:20:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
