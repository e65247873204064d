"""Wholes lying side by side, each divided by how far away its people went; a bar adds to 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meomureum.drawing.screen.ladder import FILLS, LABELLED_FROM, PATTERNS, WORDS_ON
from meomureum.drawing.screen.palette import FONT, QUIET, Figure
from meomureum.texts import Language, Text, number, percent

ROW = 74
TOLD = Text("{name}: {segment} {share} ({persons}명)", "{name}: {segment} {share} ({persons})")


@dataclass(frozen=True)
class Whole:
    """One bar: its name and the people of each segment."""

    name: Text
    people: tuple[float, ...]


def shares(wholes: Sequence[Whole], segments: Sequence[Text], language: Language) -> Figure:
    """The bars under one another, near on the left, far on the right."""
    height = ROW * len(wholes) + 150
    return {
        "data": [_segment(wholes, at, name, language) for at, name in enumerate(segments)],
        "layout": {
            "barmode": "stack",
            "bargap": 0.35,
            "height": height,
            "font": {"family": FONT, "size": 14},
            "margin": {"l": 8, "r": 24, "t": 8, "b": 100},
            "legend": {
                "orientation": "h",
                "yanchor": "top",
                "y": -40 / (height - 108),
                "x": 0,
                "traceorder": "normal",
            },
            "xaxis": {"range": [0, 1], "tickformat": ".0%", "dtick": 0.25, "title": {"text": ""}},
            "yaxis": {"autorange": "reversed", "automargin": True, "title": {"text": ""}},
        },
    }


def _segment(wholes: Sequence[Whole], at: int, name: Text, language: Language) -> Figure:
    parts = [whole.people[at] / sum(whole.people) for whole in wholes]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name(language),
        "y": [whole.name(language) for whole in wholes],
        "x": parts,
        "text": [percent(part, 0) if part >= LABELLED_FROM else "" for part in parts],
        "textposition": "inside",
        "textangle": 0,
        "constraintext": "none",
        "insidetextanchor": "middle",
        "textfont": {"color": WORDS_ON[at], "size": 12},
        "marker": {
            "color": FILLS[at],
            "line": {"color": QUIET, "width": 0.5},
            "pattern": {
                "shape": PATTERNS[at],
                "fillmode": "overlay",
                "solidity": 0.1,
                "size": 7,
                "fgcolor": WORDS_ON[at],
                "fgopacity": 0.45,
            },
        },
        "hovertext": [
            TOLD.fill(name=whole.name, segment=name, share=percent(part), persons=number(whole.people[at]))(
                language
            )
            for whole, part in zip(wholes, parts, strict=True)
        ],
        "hoverinfo": "text",
    }
