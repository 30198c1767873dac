"""e10 · Dishes from JSON

The kitchen sends JSON: texts, numbers, lists. Your program wants dishes. And nobody has tidied up for you: here a chef
is missing, there is a field that nobody told you of, and somebody has invented a new spice.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

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
    # TODO 1: make a Dish of each object in the list.
    # TODO 2: bear what is null, missing or new.
    # TODO 3: give price, on_menu_since and spice their types.
    raise NotImplementedError("TODO 1: make a Dish of each object in the list")
