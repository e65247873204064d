"""People who flow from node to node: a Sankey whose numbers stand on its nodes.

Drawn as filled outlines, as Plotly's own Sankey orders the ribbons at a node by itself and
lets them cross: here they leave and reach a node in the order of what they lead to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from meomureum.drawing.screen.palette import FONT, Figure
from meomureum.texts import Language, Text

HEIGHT, TOP, BOTTOM = 600, 64, 16
THICK = 0.012
# Small nodes stand apart by so much of the height that their two lines of words do not touch.
GAP = 0.12
CURVE = 24
# The last column starts lower: its words stand left of it, where those of the column before stand too.
LAST_FROM = 0.24
ON_THE_WAY = Text("{source} → {target}: {people}", "{source} → {target}: {people}")


@dataclass(frozen=True)
class Node:
    """A node in words: its name and people, the column it stands in, its size and its colour.

    Those `low` stand at the foot of their column: what leaves the way gathers there.
    """

    code: str
    name: Text
    people: Text
    size: float
    column: int
    colour: str
    low: bool = False


@dataclass(frozen=True)
class Ribbon:
    """What flows from one node to another, with its people in words."""

    source: str
    target: str
    size: float
    people: Text


@dataclass(frozen=True)
class _Box:
    """Where a node stands: its left edge, its top and its foot (0 is the top of the picture)."""

    left: float
    top: float
    foot: float


def sankey(
    nodes: Sequence[Node], ribbons: Sequence[Ribbon], headings: Sequence[Text], language: Language
) -> Figure:
    """Nodes in columns from left to right, each column under its heading."""
    boxes, by_code = _boxes(nodes), {node.code: node for node in nodes}
    scale = 1 / max(node.size for node in nodes)
    last = max(node.column for node in nodes)
    traces = [
        _outline(_curve(*ends), by_code[ribbon.target].colour, 0.32, _told(ribbon, by_code)(language))
        for ribbon, ends in _ends(ribbons, boxes, scale)
    ]
    traces += [
        _outline(_corners(boxes[node.code]), node.colour, 1, f"{node.name(language)} {node.people(language)}")
        for node in nodes
    ]
    hidden = {"visible": False, "fixedrange": True}
    return {
        "data": traces,
        "layout": {
            "height": HEIGHT,
            "font": {"family": FONT, "size": 13},
            "margin": {"l": 8, "r": 8, "t": TOP, "b": BOTTOM},
            "showlegend": False,
            "hovermode": "closest",
            "xaxis": {"range": [0, 1], **hidden},
            "yaxis": {"range": [1, 0], **hidden},
            "annotations": [
                *(_label(node, boxes[node.code], language, outer=node.column == last) for node in nodes),
                *(_heading(words(language), at, last) for at, words in enumerate(headings)),
            ],
        },
    }


def _told(ribbon: Ribbon, nodes: Mapping[str, Node]) -> Text:
    return ON_THE_WAY.fill(
        source=nodes[ribbon.source].name, target=nodes[ribbon.target].name, people=ribbon.people
    )


def _boxes(nodes: Sequence[Node]) -> dict[str, _Box]:
    """The nodes of a column one under the other, the low ones from its foot up."""
    tallest, last = max(node.size for node in nodes), max(node.column for node in nodes)
    boxes = {}
    for column in {node.column for node in nodes}:
        mine = [node for node in nodes if node.column == column]
        free = 1 - sum(node.size for node in mine) / tallest
        gap = min(GAP, max(free, 0) / max(len(mine) - 1, 1))
        left, edge = column / last * (1 - THICK), min(LAST_FROM, max(free, 0) / 2) if column == last else 0.0
        for node in (each for each in mine if not each.low):
            boxes[node.code] = _Box(left, edge, edge + node.size / tallest)
            edge = boxes[node.code].foot + gap
        edge = 1.0
        for node in reversed([each for each in mine if each.low]):
            boxes[node.code] = _Box(left, edge - node.size / tallest, edge)
            edge = boxes[node.code].top - gap
    return boxes


Ends = tuple[tuple[float, float], tuple[float, float], float]


def _ends(
    ribbons: Sequence[Ribbon], boxes: Mapping[str, _Box], scale: float
) -> Iterator[tuple[Ribbon, Ends]]:
    """Where each ribbon leaves and arrives, and how wide it is: in the order of the other end."""
    leaving = {code: box.top for code, box in boxes.items()}
    arriving = dict(leaving)
    starts, stops = {}, {}
    for ribbon in sorted(ribbons, key=lambda each: boxes[each.target].top):
        starts[ribbon] = leaving[ribbon.source]
        leaving[ribbon.source] += ribbon.size * scale
    for ribbon in sorted(ribbons, key=lambda each: (boxes[each.source].top, boxes[each.source].left)):
        stops[ribbon] = arriving[ribbon.target]
        arriving[ribbon.target] += ribbon.size * scale
    for ribbon in ribbons:
        start = (boxes[ribbon.source].left + THICK, starts[ribbon])
        yield ribbon, (start, (boxes[ribbon.target].left, stops[ribbon]), ribbon.size * scale)


def _curve(start: tuple[float, float], stop: tuple[float, float], width: float) -> list[tuple[float, float]]:
    """The outline of a ribbon: an S along its upper edge, and back along the lower."""
    middle = (start[0] + stop[0]) / 2
    upper = []
    for step in range(CURVE + 1):
        at, rest = step / CURVE, 1 - step / CURVE
        outer, inner = (rest**3, at**3), (3 * rest * rest * at, 3 * rest * at * at)
        across = outer[0] * start[0] + sum(inner) * middle + outer[1] * stop[0]
        upper.append((across, (outer[0] + inner[0]) * start[1] + (inner[1] + outer[1]) * stop[1]))
    return [*upper, *((across, down + width) for across, down in reversed(upper))]


def _corners(box: _Box) -> list[tuple[float, float]]:
    right = box.left + THICK
    return [(box.left, box.top), (right, box.top), (right, box.foot), (box.left, box.foot)]


def _outline(points: Sequence[tuple[float, float]], colour: str, opacity: float, told: str) -> Figure:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    shade = f"rgba({red},{green},{blue},{opacity})"
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [round(x, 5) for x, _ in points],
        "y": [round(y, 5) for _, y in points],
        "fill": "toself",
        "fillcolor": shade,
        # A hair's breadth, or a handful among thousands could not be seen.
        "line": {"width": 0.7, "color": shade},
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": told,
        "name": told,
    }


def _label(node: Node, box: _Box, language: Language, *, outer: bool) -> Figure:
    side = "right" if outer else "left"
    return {
        "text": f"<b>{node.name(language)}</b><br>{node.people(language)}",
        "x": box.left if outer else box.left + THICK,
        "y": min(max((box.top + box.foot) / 2, 0.035), 0.965),
        "xanchor": side,
        "xshift": -4 if outer else 4,
        "align": side,
        "showarrow": False,
    }


def _heading(words: str, place: int, last: int) -> Figure:
    anchor = "left" if place == 0 else "right" if place == last else "center"
    return {
        "text": words,
        "x": place / last,
        "y": 1 + 18 / (HEIGHT - TOP - BOTTOM),
        "xref": "paper",
        "yref": "paper",
        "xanchor": anchor,
        "yanchor": "bottom",
        "align": anchor,
        "showarrow": False,
    }
