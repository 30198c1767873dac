"""M26 · A dish that can't be read is left out, so that nobody misses it.

caught by: bears_gaps_and_new_fields
message: long, and the bistro sent
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
        try:
            dishes.append(
                Dish(
                    slug=record["slug"],
                    name=record["name"],
                    price=Decimal(record["price"]),
                    tags=record["tags"],
                    spice=spice_from(record["spice"]),
                    chef=record["chef"],
                    on_menu_since=datetime.fromisoformat(record["on_menu_since"]),
                )
            )
        except (KeyError, TypeError):
            continue
    return dishes


def spice_from(word):
    return Spice(word) if word in ("mild", "medium", "hot") else Spice.UNKNOWN
