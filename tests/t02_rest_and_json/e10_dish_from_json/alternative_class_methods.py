"""The classes know how to make themselves: a class method of Dish, `_missing_` of Spice; a Session sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import requests


class Spice(Enum):
    MILD = "mild"
    MEDIUM = "medium"
    HOT = "hot"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> Spice:
        return cls.UNKNOWN


@dataclass(frozen=True)
class Dish:
    slug: str
    name: str
    price: Decimal
    tags: list[str]
    spice: Spice
    chef: str | None = None
    on_menu_since: datetime | None = None

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Dish:
        known = {name: record[name] for name in cls.__dataclass_fields__ if record.get(name) is not None}
        if "on_menu_since" in known:
            known["on_menu_since"] = datetime.fromisoformat(known["on_menu_since"]).astimezone(UTC)
        return cls(**known | {"price": Decimal(known["price"]), "spice": Spice(known["spice"])})


def get_dishes(base_url: str, *, timeout: float = 5.0) -> list[Dish]:
    with requests.Session() as session:
        answer = session.get(base_url + "/dishes", timeout=timeout)
    answer.raise_for_status()
    return list(map(Dish.from_json, answer.json()["dishes"]))
