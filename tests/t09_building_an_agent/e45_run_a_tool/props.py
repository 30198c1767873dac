"""Tools of the bistro. ``called`` says which of them were called, in order, and with what."""

import datetime
import decimal

called = []


def get_price(dish: str, guests: int = 1, takeaway: bool = False, voucher: str | None = None) -> str:
    """Say what a dish costs."""
    called.append(["get_price", dish, guests, takeaway, voucher])
    return f"{guests} × {dish}{', to take away' if takeaway else ''}: {guests * 7.5:.2f} €"


def open_tables() -> list[int]:
    """Find the tables that nobody sits at."""
    called.append(["open_tables"])
    return [3, 7, 12]


def close_the_bistro(*anything, **more):
    """Never to be called by a model."""
    called.append(["close_the_bistro"])
    return "The bistro is closed for ever."


def returning(value):
    """A tool that returns this, whatever it is asked."""

    def look_up(dish: str):
        called.append(["look_up", dish])
        return value

    return look_up


def returning_bill():
    """A tool that returns what JSON has no word for."""
    return returning({"date": datetime.date(2026, 11, 5), "total": decimal.Decimal("31.50"), "paid": False})


def returning_itself():
    """A tool that returns a list that holds itself."""
    knot = []
    knot.append(knot)
    return returning(knot)


def raising(error, *arguments):
    """A tool that raises this class of exception, with these arguments."""

    def look_up(dish: str):
        called.append(["look_up", dish])
        raise error(*arguments)

    return look_up
