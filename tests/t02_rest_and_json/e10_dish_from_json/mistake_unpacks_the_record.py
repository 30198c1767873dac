"""M27 · The record is unpacked into the Dish, so that a field nobody told of is a TypeError.

caught by: bears_gaps_and_new_fields
message: TypeError
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
        record["price"] = Decimal(record["price"])
        record["spice"] = spice_from(record["spice"])
        record["on_menu_since"] = datetime.fromisoformat(since) if since else None
        record.setdefault("chef", None)
        dish = Dish(**record)
        dishes.append(dish)
    return dishes


def spice_from(word):
    return Spice(word) if word in ("mild", "medium", "hot") else Spice.UNKNOWN
