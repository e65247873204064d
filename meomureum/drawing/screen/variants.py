"""One rate by each of its definitions, as bars from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meomureum.analysis.words import value_text
from meomureum.drawing.screen.palette import FONT, Figure, colour
from meomureum.texts import Language

BAR_HEIGHT, EDGES = 56, 60
CHOSEN_SHARE, OTHER_SHARE = 1.0, 0.55


@dataclass(frozen=True)
class Variant:
    """A value by one definition; `chosen` is the one that the others are compared with."""

    name: str
    value: float
    chosen: bool


def variants(unit: str, drawn: Sequence[Variant], language: Language) -> Figure:
    """The definitions above each other, each with its name and value in words."""
    words = [f"{each.name} {value_text(unit, each.value)(language)}" for each in drawn]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [each.value for each in drawn],
                "y": list(range(len(drawn))),
                "marker": {
                    "color": colour(0),
                    "opacity": [CHOSEN_SHARE if each.chosen else OTHER_SHARE for each in drawn],
                },
                "hovertext": words,
                "hoverinfo": "text",
            }
        ],
        "layout": {
            "height": len(drawn) * BAR_HEIGHT + EDGES,
            "font": {"family": FONT, "size": 14},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 36},
            "bargap": 0.62,
            "separators": ".,",
            "showlegend": False,
            "xaxis": {"tickformat": ".2~%" if unit == "percent" else ",d", "rangemode": "tozero"},
            "yaxis": {"autorange": "reversed", "showticklabels": False, "showgrid": False},
            # Above its bar a name has the whole width, on a narrow screen too.
            "annotations": [
                {
                    "x": 0,
                    "y": at - 0.36,
                    "xanchor": "left",
                    "text": text,
                    "showarrow": False,
                }
                for at, text in enumerate(words)
            ],
        },
    }
