"""The objects are returned as they are, and no Dish is made of them.

caught by: makes_dishes
message: Dish objects in it, and has a dict
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
    return response.json()["dishes"]


def spice_from(word):
    return Spice(word) if word in ("mild", "medium", "hot") else Spice.UNKNOWN
