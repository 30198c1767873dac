"""How the scores of a class are distributed: a drawing by pygal, and the same in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import pygal
from markupsafe import Markup

BINS = 10
WIDTH, HEIGHT = 640, 260

LONGEST_LABEL = 6
"""Characters for which there is room below a bar."""

UNUSED = ("defs", "desc", "title", "script", "style")


@dataclass(frozen=True)
class Bin:
    """Scores from ``low`` to below ``high``; full marks belong to the last one."""

    low: float
    high: float
    count: int


def bins(scores: Sequence[float], out_of: float) -> list[Bin]:
    """How many scores lie in each tenth of what there is to be had."""
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, max(0, int(score * BINS / out_of)))] += 1
    return [Bin(out_of * place / BINS, out_of * (place + 1) / BINS, count) for place, count in enumerate(counts)]


def drawing(parts: Sequence[Bin], label: str) -> Markup:
    """The distribution as SVG to stand in a page: without script, style or font; its colours are in the style sheet.

    Args:
        parts: the tenths.
        label: the same in words, for whoever can't see it.
    """
    chart = pygal.Bar(
        width=WIDTH,
        height=HEIGHT,
        js=[],
        css=[],
        show_legend=False,
        show_y_labels=False,
        show_y_guides=False,
        print_values=True,
        print_values_position="top",
        print_zeroes=False,
        margin=8,
        margin_top=26,
        spacing=4,
        range=(0, max([1, *(part.count for part in parts)])),
        formatter=lambda value: f"{value:g}" if value else "",
        disable_xml_declaration=True,
    )
    ranges = [f"{part.low:g}–{part.high:g}" for part in parts]
    too_long = max(map(len, ranges)) > LONGEST_LABEL
    chart.x_labels = [f"≥ {part.low:g}" for part in parts] if too_long else ranges
    chart.add("", [part.count for part in parts])
    root = ElementTree.fromstring(chart.render())  # which leaves its comments out
    _simplify(root)
    root.attrib = {"viewBox": root.attrib["viewBox"], "class": "chart", "role": "img", "aria-label": label}
    # What pygal wrote, from the numbers above and the label, which ElementTree escapes.
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _simplify(element: ElementTree.Element) -> None:
    """Take out what only pygal's own script and style sheet use; names lose their namespace, as HTML has it."""
    element.tag = element.tag.rpartition("}")[2]
    element.attrib.pop("style", None)
    for child in list(element):
        if child.tag.rpartition("}")[2] in UNUSED or "tooltip-overlay" in child.get("class", ""):
            element.remove(child)
        else:
            _simplify(child)
