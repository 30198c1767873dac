"""What lies in the pantry when the doors open."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from kitchen.draw import Draw

SHELVES = ("top", "middle", "cellar")
UNITS = {
    "anchovies": "tins",
    "basil": "pots",
    "butter": "blocks",
    "capers": "jars",
    "chickpeas": "bags",
    "cream": "bottles",
    "eggs": "pieces",
    "flour": "bags",
    "gouda": "wheels",
    "honey": "jars",
    "lemons": "pieces",
    "olive oil": "bottles",
    "rice": "bags",
    "saffron": "tins",
    "thyme": "bunches",
    "walnuts": "bags",
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Ingredient:
    """One thing on a shelf, and when more of it comes."""

    ingredient: str
    quantity: int
    unit: str
    shelf: str
    delivery: str | None
    """A day of the week; None where nothing is expected."""


@dataclass(frozen=True)
class Pantry:
    """All that is there, and something that isn't."""

    ingredients: tuple[Ingredient, ...]
    missing: str
    next_page: str
    """The cursor of the second page, where the tools are listed in pages."""

    def facts(self) -> dict[str, Any]:
        """The same as JSON, for whoever draws inputs for checks."""
        return {
            "ingredients": [asdict(ingredient) for ingredient in self.ingredients],
            "missing": self.missing,
            "shelves": list(SHELVES),
        }


@lru_cache(maxsize=8)
def pantry(seed: int) -> Pantry:
    """The pantry on the evening of a seed."""
    draw = Draw(seed, "pantry")
    *here, missing = draw.sample(sorted(UNITS), 11)
    ingredients = tuple(
        Ingredient(
            ingredient=name,
            quantity=draw.between(4, 24),
            unit=UNITS[name],
            shelf=SHELVES[place % len(SHELVES)],
            delivery=draw.choice(DAYS) if place % 2 else None,
        )
        for place, name in enumerate(here)
    )
    return Pantry(ingredients, missing, next_page=draw.token(12))
