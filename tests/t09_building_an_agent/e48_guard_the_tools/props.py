"""Tools of the bistro, and a list of the calls that really ran."""

import inspect

ran = []


def stock(dish: str) -> str:
    """Say how many portions are left of a dish."""
    ran.append(["stock", dish])
    return f"two of {dish}"


def cancel_order(number: int, reason: str = "none") -> str:
    """Cancel an order. It can't be undone."""
    ran.append(["cancel_order", number, reason])
    return f"order {number} is cancelled"


def pay_out(amount: str) -> str:
    """Take money out of the till."""
    ran.append(["pay_out", amount])
    return f"{amount} euros are gone"


def described(tool):
    """What a model is told of a tool."""
    return [tool.__name__, inspect.getdoc(tool), list(inspect.signature(tool).parameters)]
