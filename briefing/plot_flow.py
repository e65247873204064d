"""What flows from where to where: bands as broad as the amount, from left to right."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from briefing.figure import Figure, Point
from briefing.palette import TEXT, series_colour, tint
from briefing.paper import fitted
from briefing.plot_axes import Area, shown

GAP, THICK = 0.04, 1.1
NAME_SHARE = 0.2


@dataclass
class _Node:
    """Where a node stands: its column, its top edge, its height, and what has been drawn of it."""

    column: int
    amount: float = 0.0
    top: float = 0.0
    left_out: float = 0.0
    come_in: float = 0.0


def draw_flow(area: Area, figure: Figure) -> None:
    """Nodes in columns, each flow as a band, names and amounts beside the nodes."""
    flows = [(s.name, p.at, p) for s in figure.series for p in s.points if p.value]
    nodes = _placed(area, flows)
    columns = max(node.column for node in nodes.values())
    room = (area.right - area.left) * NAME_SHARE
    across = (area.right - area.left - room - THICK * area.size) / max(columns, 1)
    scale = _scale(area, nodes)
    colours = {name: series_colour(at) for at, name in enumerate(nodes)}
    for start, end, point in flows:
        one, two, wide = nodes[start], nodes[end], (point.value or 0.0) * scale
        left = area.left + one.column * across + THICK * area.size
        right = area.left + two.column * across
        _band(
            area, left, one.top + one.left_out, right, two.top + two.come_in, wide, tint(colours[start], 0.5)
        )
        one.left_out += wide
        two.come_in += wide
    for name, node in nodes.items():
        _node(area, figure, name, node, area.left + node.column * across, scale, room, colours[name])


def _placed(area: Area, flows: list[tuple[str, str, Point]]) -> dict[str, _Node]:
    """Every node right of all that flow into it, below the others of its column."""
    nodes = {name: _Node(0) for start, end, _ in flows for name in (start, end)}
    for _ in nodes:
        for start, end, _point in flows:
            nodes[end].column = min(max(nodes[end].column, nodes[start].column + 1), len(nodes))
    for name, node in nodes.items():
        out = sum(point.value or 0.0 for start, _, point in flows if start == name)
        come = sum(point.value or 0.0 for _, end, point in flows if end == name)
        node.amount = max(out, come)
    scale = _scale(area, nodes)
    for column in {node.column for node in nodes.values()}:
        top = area.top + 1.2 * area.size
        for node in (each for each in nodes.values() if each.column == column):
            node.top = top
            top += node.amount * scale + _gap(area)
    return nodes


def _gap(area: Area) -> float:
    return max((area.bottom - area.top) * GAP, 2.6 * area.size)


def _scale(area: Area, nodes: dict[str, _Node]) -> float:
    """How many units of the sheet one of the amount takes, so that the fullest column fits."""
    least = float("inf")
    for column in {node.column for node in nodes.values()}:
        here = [node.amount for node in nodes.values() if node.column == column]
        room = area.bottom - area.top - 2.4 * area.size - _gap(area) * (len(here) - 1)
        least = min(least, max(room, area.size) / max(sum(here), 1e-9))
    return least


def _band(area: Area, left: float, top: float, right: float, end: float, wide: float, colour: str) -> None:
    paper, middle = area.paper, (left + right) / 2
    corners = [
        (left, top),
        (middle, top),
        (middle, end),
        (right, end),
        (right, end + wide),
        (middle, end + wide),
        (middle, top + wide),
        (left, top + wide),
        (left, top),
    ]
    moves = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    placed = [(x / paper.width, 1 - y / paper.height) for x, y in corners]
    band = PathPatch(
        Path(placed, moves),
        transform=paper.canvas.transFigure,
        facecolor=f"#{colour}",
        edgecolor="white",
        linewidth=0.4,
    )
    paper.canvas.add_artist(band)


def _node(
    area: Area, figure: Figure, name: str, node: _Node, left: float, scale: float, room: float, colour: str
) -> None:
    paper, tall = area.paper, max(node.amount * scale, 1.0)
    box = Rectangle(
        (left / paper.width, 1 - (node.top + tall) / paper.height),
        THICK * area.size / paper.width,
        tall / paper.height,
        transform=paper.canvas.transFigure,
        facecolor=f"#{colour}",
    )
    paper.canvas.add_artist(box)
    told = _told(figure, name)
    lines, size = fitted(f"{name} {told}".strip(), room - 0.6 * area.size, area.size * 0.92, 3)
    top = node.top + (tall - len(lines) * size * 1.25) / 2
    for at, line in enumerate(lines):
        paper.text(
            left + (THICK + 0.4) * area.size,
            top + at * size * 1.25,
            line,
            size,
            bold=at == 0,
            colour=f"#{TEXT}",
        )


def _told(figure: Figure, name: str) -> str:
    """The amount of a node in the words of its one flow; nodes of several flows are told by these."""
    into = [point for series in figure.series for point in series.points if point.at == name]
    return shown(into[0]) if len(into) == 1 else ""
