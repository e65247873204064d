"""People who flow from node to node: a Sankey whose numbers stand on its nodes.

Ribbons leave and reach a node in the order of what they lead to, so that they do not cross there.
Places are shares of the width and the height, 0 the left edge and the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from meomureum.drawing.drawing import Axis, Drawing, Ink, Label, Outline, Panel, Place
from meomureum.drawing.figure import Figure, Node, Point
from meomureum.texts import Text

HEIGHT = 600
THICK = 0.012
GAP = 0.12
"""Small nodes stand apart by so much of the height that their two lines of words do not touch."""
CURVE = 24
LAST_FROM = 0.24
"""The last column starts lower: its words stand left of it, where those of the column before stand too."""
ON_THE_WAY = Text("{source} → {target}: {people}", "{source} → {target}: {people}")
RIBBON = 0.32
HIGHEST, LOWEST = 0.035, 0.965
INKS: Mapping[str, Ink] = {
    "keep": Ink("stack 2"),
    "reach": Ink("rise"),
    "lost": Ink("fall"),
    "beside": Ink("aside"),
    "out": Ink("event"),
}


@dataclass(frozen=True)
class _Box:
    """Where a node stands: its left edge, its top and its foot."""

    left: float
    top: float
    foot: float


@dataclass(frozen=True)
class _Ribbon:
    """What flows from one node to another."""

    source: str
    target: str
    point: Point

    @property
    def size(self) -> float:
        """How many people flow."""
        return self.point.value or 0.0


def flow(figure: Figure) -> Drawing:
    """Nodes in columns from left to right, each column under its heading."""
    ribbons = [_Ribbon(series.name, point.at, point) for series in figure.series for point in series.points]
    sizes = _sizes(figure, ribbons)
    nodes = [node for node in figure.nodes if sizes[node.name] > 0]
    boxes, by_name = _boxes(nodes, sizes), {node.name: node for node in nodes}
    scale, last = 1 / max(sizes.values()), max(node.column for node in nodes)
    bands = [
        Outline(told, (_curve(*ends),), Ink(ink.role, RIBBON), told)
        for ribbon, ends in _ends(ribbons, boxes, scale)
        for told, ink in [(_told(figure, ribbon), INKS[by_name[ribbon.target].part])]
    ]
    stands = [
        Outline(
            f"{node.name} {node.shown}",
            (_corners(boxes[node.name]),),
            INKS[node.part],
            f"{node.name}: {node.shown}",
        )
        for node in nodes
    ]
    labels = [
        *(_label(node, boxes[node.name], outer=node.column == last) for node in nodes),
        *(_heading(words, at, last) for at, words in enumerate(figure.headings)),
    ]
    down = Axis("numbers", (), 0.0, 1.0, reversed=True, shown=False)
    panel = Panel((*bands, *stands), tuple(labels))
    return Drawing(
        "outlines", Axis("numbers", (), 0.0, 1.0, shown=False), down, (panel,), figure.language, HEIGHT
    )


def _sizes(figure: Figure, ribbons: Sequence[_Ribbon]) -> dict[str, float]:
    """The people of each node: what flows in, of the first what flows out."""
    arriving = {
        node.name: sum(each.size for each in ribbons if each.target == node.name) for node in figure.nodes
    }
    leaving = {
        node.name: sum(each.size for each in ribbons if each.source == node.name) for node in figure.nodes
    }
    return {name: people or leaving[name] for name, people in arriving.items()}


def _told(figure: Figure, ribbon: _Ribbon) -> str:
    words = ON_THE_WAY.fill(source=ribbon.source, target=ribbon.target, people=ribbon.point.shown)
    return words(figure.language)


def _boxes(nodes: Sequence[Node], sizes: Mapping[str, float]) -> dict[str, _Box]:
    """The nodes of a column one under the other, the low ones from its foot up."""
    tallest, last = max(sizes.values()), max(node.column for node in nodes)
    boxes = {}
    for column in {node.column for node in nodes}:
        mine = [node for node in nodes if node.column == column]
        free = max(1 - sum(sizes[node.name] for node in mine) / tallest, 0)
        gap = min(GAP, free / max(len(mine) - 1, 1))
        left = column / last * (1 - THICK)
        edge = min(LAST_FROM, free / 2) if column == last else 0.0
        for node in (each for each in mine if not each.low):
            boxes[node.name] = _Box(left, edge, edge + sizes[node.name] / tallest)
            edge = boxes[node.name].foot + gap
        edge = 1.0
        for node in reversed([each for each in mine if each.low]):
            boxes[node.name] = _Box(left, edge - sizes[node.name] / tallest, edge)
            edge = boxes[node.name].top - gap
    return boxes


def _ends(
    ribbons: Sequence[_Ribbon], boxes: Mapping[str, _Box], scale: float
) -> Iterator[tuple[_Ribbon, tuple[Place, Place, float]]]:
    """Where each ribbon leaves and arrives, and how wide it is: in the order of the other end."""
    leaving = {name: box.top for name, box in boxes.items()}
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


def _curve(start: Place, stop: Place, width: float) -> tuple[Place, ...]:
    """The outline of a ribbon: an S along its upper edge, and back along the lower."""
    middle = (start[0] + stop[0]) / 2
    upper = []
    for step in range(CURVE + 1):
        at, rest = step / CURVE, 1 - step / CURVE
        outer, inner = (rest**3, at**3), (3 * rest * rest * at, 3 * rest * at * at)
        across = outer[0] * start[0] + sum(inner) * middle + outer[1] * stop[0]
        down = (outer[0] + inner[0]) * start[1] + (inner[1] + outer[1]) * stop[1]
        upper.append((round(across, 5), round(down, 5)))
    return (*upper, *((across, round(down + width, 5)) for across, down in reversed(upper)))


def _corners(box: _Box) -> tuple[Place, ...]:
    right = box.left + THICK
    return ((box.left, box.top), (right, box.top), (right, box.foot), (box.left, box.foot))


def _label(node: Node, box: _Box, *, outer: bool) -> Label:
    level = min(max((box.top + box.foot) / 2, HIGHEST), LOWEST)
    words = f"{node.name}\n{node.shown}"
    at = (box.left if outer else box.left + THICK, level)
    return Label(at, words, "left" if outer else "right", Ink("text"), strong=True)


def _heading(words: str, place: int, last: int) -> Label:
    """Over its column: the first begins at the left edge, the last ends at the right one."""
    return Label((place / max(last, 1), 0.0), words, "above")
