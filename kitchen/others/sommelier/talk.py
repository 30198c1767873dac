"""What the sommelier makes of what he is told. Nothing here knows of the protocol.

=============================  ======================================================================================
the guest names a dish and…    the sommelier
=============================  ======================================================================================
(nothing else)                 names a glass at once
says “cellar”                  looks for a bottle, and that takes a while
says “for me”                  asks for a colour, then for a price, and fetches a bottle
says “oldest”                  fetches a bottle, and breaks it
says “next door”               sends somebody to a shop, which closes
says “locked”                  wants to see a card that nobody has
says “beer”                    refuses
=============================  ======================================================================================

A dish that is not on the menu is refused; where there is no talk of wine at all, he only says good evening.
"""

import re
from dataclasses import dataclass
from typing import Literal

from kitchen.wines import Cellar, Wine

State = Literal[
    "submitted", "working", "completed", "failed", "canceled", "rejected", "input_required", "auth_required"
]

GREETING = "Good evening. Tell me what you eat, and I tell you what to drink."
COLOURS = ("red", "white")


@dataclass(frozen=True)
class Step:
    """What has become of a task some seconds after the guest spoke."""

    after: float
    state: State
    says: str
    wine: Wine | None = None


def steps(cellar: Cellar, said: list[str]) -> list[Step] | str:
    """What comes of a task, soonest first, or only a sentence where no task comes of it.

    Args:
        said: all that the guest has said of this task, the latest last.
    """
    wish = said[0].casefold()
    if "beer" in wish:
        return [Step(0, "rejected", "This house has no beer.")]
    dish = max((name for name in cellar.pairings if name.casefold() in wish), key=len, default=None)
    if dish is None:
        if not re.search(r"\b(wine|glass|bottle)\b", wish):
            return GREETING
        return [Step(0, "rejected", "I know only what goes with the dishes of tonight's menu.")]
    wine = cellar.wine_for(dish)
    if "for me" in wish:
        return _questions(cellar, dish, said[1:])
    if "locked" in wish:
        return [Step(0, "auth_required", "The locked cabinet is for members: your card, please.")]
    if "cellar" in wish:
        return _goes(cellar.search, "completed", "Here it is. To your health!", wine)
    if "oldest" in wish:
        return _goes(cellar.fetch, "failed", "The oldest bottle slipped out of my hands.")
    if "next door" in wish:
        return _goes(cellar.fetch, "canceled", "The shop next door has closed.")
    return [Step(0, "completed", "To your health!", wine)]


def _goes(seconds: float, state: State, says: str, wine: Wine | None = None) -> list[Step]:
    """He notes it down, he goes, and he is back after so many seconds."""
    return [
        Step(0, "submitted", "I have noted it down."),
        Step(1.5, "working", "I am on the stairs."),
        Step(seconds, state, says, wine),
    ]


def _questions(cellar: Cellar, dish: str, answers: list[str]) -> list[Step]:
    """The next question, or the wine that fits the answers. What is no answer gets the same question again."""
    colour: str | None = None
    price: float | None = None
    for answer in answers:
        if colour is None:
            colour = next((colour for colour in COLOURS if colour in answer.casefold()), None)
        elif number := re.search(r"\d+(?:[.,]\d+)?", answer):
            price = float(number[0].replace(",", "."))
    if colour is None:
        return [Step(0, "input_required", "Red or white?")]
    if price is None:
        return [Step(0, "input_required", f"And what may a glass of {colour} cost, in euros?")]
    return [
        Step(0, "working", "Then I know one. A moment!"),
        Step(cellar.fetch, "completed", "Here it is. To your health!", cellar.wine_for(dish, colour, price)),
    ]
