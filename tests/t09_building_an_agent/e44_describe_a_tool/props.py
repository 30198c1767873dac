"""Functions of the bistro that a model might use, to be described. None of them is called."""

import inspect
from typing import Literal, Optional


def write_bill(table: int, guest: str, tip: float, split: bool) -> str:
    """Write the bill for a table.

    It is printed at the bar, and whoever is nearest carries it.
    """


def tool_for_dishes(courses):
    """A tool that knows these courses."""

    def find_dishes(course: Literal[tuple(courses)], spice: Literal[0, 1, 2], tags: list[str]) -> list[str]:
        """Find dishes on the menu."""

    return find_dishes


def reserve(
    name: str,
    guests: int,
    diet: str | None,
    phone: Optional[str],  # noqa: UP045 - the older way to say it is out there, too
    note: str | None = None,
    *,
    day: str = "today",
    children: int = 0,
) -> bool:
    """Reserve a table."""


def rate_dish(dish: "str", stars: "int", remark: "str | None" = None) -> "None":
    """Say what you think of a dish."""


def open_up() -> None:
    """Open the bistro."""


def close_up() -> None:
    pass


def ring_the_bell(times: int = 1) -> None:
    """
    Ring the bell.

    Twice means that it is urgent.
    """


def seat_party(
    tables: list[list[int]], dishes: list[Literal["soup", "tart"] | None], wine: Literal["red", "white"] | None
) -> None:
    """Seat a party at some tables."""


def declared(function, name):
    """How a parameter is declared; the whole head of the function where there is none of that name."""
    signature = inspect.signature(function)
    text = str(signature.parameters.get(name, f"def {function.__name__}{signature}"))
    return text.replace("typing.", "")
