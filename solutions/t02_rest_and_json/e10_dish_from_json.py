"""e10 · Dishes from JSON

The kitchen sends JSON: texts, numbers, lists. Your program wants dishes. And nobody has tidied up for you: here a chef
is missing, there is a field that nobody told you of, and somebody has invented a new spice.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import requests


class Spice(Enum):
    MILD = "mild"
    MEDIUM = "medium"
    HOT = "hot"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Dish:
    slug: str
    name: str
    price: Decimal
    tags: list[str]
    spice: Spice
    chef: str | None
    on_menu_since: datetime | None


def get_dishes(base_url: str, *, timeout: float = 5.0) -> list[Dish]:
    """Return the dishes of ``GET /dishes`` as a list of Dish, in the order in which they come.

    The JSON is ``{"dishes": [{"slug": "lemon-tart", "name": "Lemon tart", …}, …], "total": 30, …}``. Slug, name and
    tags go into the Dish as they are. The others need a look:

    | field         | in the JSON                                     | in the Dish                                  |
    | ------------- | ----------------------------------------------- | -------------------------------------------- |
    | chef          | text; may be null, or missing                   | the text, or None                            |
    | on_menu_since | ISO 8601 with offset; may be null, or missing   | an aware datetime, that very moment; or None |
    | any new field | may be there                                    | is ignored                                   |
    | price         | text such as "9.50"                             | a Decimal, exactly that price                |
    | spice         | "mild", "medium" or "hot"; may be a new word    | a Spice; UNKNOWN for a new word              |

    Wait at most ``timeout`` seconds for an answer.

    Raises:
        requests.HTTPError: for an error status.
    """
    response = requests.get(f"{base_url}/dishes", timeout=timeout)
    response.raise_for_status()
    return [dish_from(record) for record in response.json()["dishes"]]


def dish_from(record: dict[str, Any]) -> Dish:
    """One dish. Each field is named: with `Dish(**record)`, the first new field of the server would be a TypeError."""
    # `get` makes one of what JSON can say in two ways: null, and nothing at all. The other fields are promised, so
    # there `[…]` is right: if one of them is missing, it's better to hear of it here than to go on without.
    since = record.get("on_menu_since")
    return Dish(
        slug=record["slug"],
        name=record["name"],
        # From the text: a float in between would make 9.3000000000000007 of 9.30.
        price=Decimal(record["price"]),
        tags=record["tags"],
        spice=spice_from(record["spice"]),
        chef=record.get("chef"),
        # It reads “Z” and offsets, and keeps them: an aware datetime is a moment, a naive one only a wish.
        on_menu_since=datetime.fromisoformat(since) if since is not None else None,
    )


def spice_from(word: str) -> Spice:
    """A server may have new words at any time. One dish that we can't taste is no reason to lose the whole menu."""
    try:
        return Spice(word)
    except ValueError:
        return Spice.UNKNOWN
