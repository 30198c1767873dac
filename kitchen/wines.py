"""What the sommelier knows on an evening: the wines, what goes with which dish, and how long the cellar stairs are."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kitchen.draw import Draw
from kitchen.evening import evening

WINES = (
    ("Riesling Kabinett", "the Mosel", "white", "Its acidity cuts through anything rich."),
    ("Grüner Veltliner", "the Wachau", "white", "Its pepper wakes up what is mild."),
    ("Sancerre", "the Loire", "white", "It is lean, and leaves the first word to the plate."),
    ("Furmint", "Tokaj", "white", "Dry, with smoke: it can stand up to spice."),
    ("Albariño", "the Rías Baixas", "white", "It tastes of the sea, and of lemons."),
    ("Vinho Verde", "the Minho", "white", "Light enough for a second glass."),
    ("Chianti Classico", "Tuscany", "red", "Its cherries like herbs and tomatoes."),
    ("Pinot Noir", "Burgundy", "red", "Fine enough for what is tender."),
    ("Zweigelt", "Burgenland", "red", "Young and fresh; it may be cool."),
    ("Barbera", "Piedmont", "red", "All fruit, hardly any tannin."),
    ("Kékfrankos", "Sopron", "red", "It is spicy, and so is the dish."),
    ("Mencía", "the Bierzo", "red", "It smells of violets, and stays slim."),
)


@dataclass(frozen=True)
class Wine:
    """A wine, and what it costs here."""

    name: str
    year: int
    region: str
    colour: str
    why: str
    degrees: int
    glass: str
    """The price of a glass, in euros."""


@dataclass(frozen=True)
class Cellar:
    """What there is, and how long things take."""

    wines: tuple[Wine, ...]
    pairings: dict[str, int]
    """For the name of each dish on the menu, the number of the wine that goes with it."""
    search: float
    """Seconds to find a bottle in the cellar."""
    fetch: float
    """Seconds to fetch one whose place is known."""

    def wine_for(self, dish: str, colour: str | None = None, price: float | None = None) -> Wine:
        """The wine for a dish. Of a colour and at a price the next one in the list, or else the cheapest."""
        first = self.pairings[dish]
        row = [wine for wine in self.wines[first:] + self.wines[:first] if colour in (None, wine.colour)]
        cheapest = min(row, key=lambda wine: float(wine.glass))
        return next((wine for wine in row if price is None or float(wine.glass) <= price), cheapest)

    def facts(self) -> dict[str, Any]:
        """What somebody has to know who asks the sommelier."""
        return {"search": self.search, "fetch": self.fetch, "wines": [wine.name for wine in self.wines]}


@lru_cache(maxsize=8)
def cellar(seed: int) -> Cellar:
    """The cellar on the evening of a seed."""
    draw = Draw(seed, "wines")
    wines = tuple(
        Wine(
            name=name,
            year=draw.between(2016, 2024),
            region=region,
            colour=colour,
            why=why,
            degrees=draw.between(7, 10) if colour == "white" else draw.between(13, 17),
            glass=f"{draw.between(4, 9)}.{draw.between(0, 9)}0",
        )
        for name, region, colour, why in draw.shuffled(WINES)
    )
    pairings = {str(dish["name"]): draw.below(len(wines)) for dish in evening(seed).dishes}
    # Never a whole second: nobody who waits for whole seconds comes at the very moment.
    return Cellar(wines, pairings, search=draw.between(16, 21) + 0.5, fetch=draw.between(3, 6) + 0.5)
