"""A table of spices, and a comprehension."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import requests


class Spice(StrEnum):
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


SPICES = {spice.value: spice for spice in Spice}


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def get_dishes(base_url: str, *, timeout: float = 5.0) -> list[Dish]:
    answer = requests.request("get", f"{base_url}/dishes", timeout=timeout)
    answer.raise_for_status()
    return [
        Dish(
            **{name: record[name] for name in ("slug", "name", "tags")},
            price=Decimal(record["price"]),
            spice=SPICES.get(record["spice"], Spice.UNKNOWN),
            chef=record.get("chef"),
            on_menu_since=moment(record.get("on_menu_since")),
        )
        for record in answer.json()["dishes"]
    ]
