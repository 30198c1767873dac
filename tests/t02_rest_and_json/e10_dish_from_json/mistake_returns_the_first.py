"""The `return` stands within the loop, so there is one dish only.

caught by: makes_dishes
message: Your list is 1 long
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


def get_dishes(base_url, *, timeout=5.0):
    response = requests.get(f"{base_url}/dishes", timeout=timeout)
    response.raise_for_status()
    dishes = []
    for record in response.json()["dishes"]:
        since = record.get("on_menu_since")
        dish = Dish(
            slug=record["slug"],
            name=record["name"],
            price=Decimal(record["price"]),
            tags=record["tags"],
            spice=spice_from(record["spice"]),
            chef=record.get("chef"),
            on_menu_since=datetime.fromisoformat(since) if since else None,
        )
        dishes.append(dish)
        return dishes


def spice_from(word):
    return Spice(word) if word in ("mild", "medium", "hot") else Spice.UNKNOWN
