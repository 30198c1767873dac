"""What lies on the shelves right now."""

from typing import Any

from sqlalchemy import insert
from sqlmodel import select

from kitchen.shelves import SHELVES, pantry
from kitchen.tables import Stock
from kitchen.world import Kitchen


class NotHere(Exception):
    """What was asked for is not in the pantry, or not that much of it. The text is for whoever asked."""


def write_stock(kitchen: Kitchen) -> None:
    """Fill the shelves as they are when the doors open."""
    rows = [vars(ingredient) | {"position": place} for place, ingredient in enumerate(pantry(kitchen.seed).ingredients)]
    with kitchen.session() as session:
        session.execute(insert(Stock), rows)
        session.commit()


def look_up(kitchen: Kitchen, ingredient: str) -> dict[str, Any]:
    """How much there is of something, and where. Raises `NotHere`."""
    with kitchen.session() as session:
        found = session.get(Stock, ingredient)
        if found is None:
            raise NotHere(f"There is no {ingredient!r} in the pantry.")
        return shown(found)


def take(kitchen: Kitchen, ingredient: str, quantity: int) -> dict[str, Any]:
    """Take some of it out, and say what is left. Raises `NotHere`, and then nothing was taken."""
    with kitchen.session() as session:
        found = session.get(Stock, ingredient)
        if found is None:
            raise NotHere(f"There is no {ingredient!r} in the pantry.")
        if found.quantity < quantity:
            raise NotHere(f"There are only {found.quantity} {found.unit} of {ingredient} left, not {quantity}.")
        found.quantity -= quantity
        session.add(found)
        session.commit()
        return {"taken": quantity, **shown(found)}


def on_shelf(kitchen: Kitchen, shelf: str) -> list[dict[str, Any]]:
    """What is on a shelf, in its order. Raises `NotHere`."""
    if shelf not in SHELVES:
        raise NotHere(f"There is no shelf {shelf!r}, only {', '.join(SHELVES)}.")
    with kitchen.session() as session:
        query = select(Stock).where(Stock.shelf == shelf).order_by(Stock.position)  # type: ignore[arg-type]
        return [shown(row) for row in session.exec(query).all()]


def next_delivery(kitchen: Kitchen, ingredient: str) -> dict[str, Any] | None:
    """On which day more of it comes; None when nothing is expected. Raises `NotHere`."""
    with kitchen.session() as session:
        found = session.get(Stock, ingredient)
        if found is None:
            raise NotHere(f"There is no {ingredient!r} in the pantry.")
        return {"ingredient": ingredient, "day": found.delivery} if found.delivery else None


def shown(row: Stock) -> dict[str, Any]:
    """A row as people see it."""
    return {"ingredient": row.ingredient, "quantity": row.quantity, "unit": row.unit, "shelf": row.shelf}
