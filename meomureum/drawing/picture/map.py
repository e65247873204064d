"""A map: one frame a province, the larger the value the darker, the value printed on its place."""

from __future__ import annotations

from math import cos, radians

from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.palette import QUIET_TEXT, RULE, TEXT
from meomureum.drawing.picture.axes import Area, shown
from meomureum.drawing.picture.paper import printable
from meomureum.drawing.screen import maps

BACKDROP = "#EEF0F2"
GAP = 1.2


def draw_map(area: Area, figure: Figure) -> None:
    """The provinces side by side; a place without an outline stands in the table alone."""
    points = [point for series in figure.series for point in series.points]
    shades = dict(zip([point.code for point in points], maps.shades([p.value for p in points]), strict=True))
    drawn = [each for each in figure.series if any(p.code in maps.outlines() for p in each.points)]
    wide = (area.right - area.left - GAP * area.size * (len(drawn) - 1)) / max(len(drawn), 1)
    for at, series in enumerate(drawn):
        left = area.left + at * (wide + GAP * area.size)
        area.paper.text(left, area.top, series.name, area.size, bold=True, colour=f"#{QUIET_TEXT}")
        axes = area.paper.axes(left, area.top + 1.6 * area.size, left + wide, area.bottom)
        _province(axes, area, series, shades)


def _province(axes: Axes, area: Area, series: Series, shades: dict[str, int | None]) -> None:
    held = [point for point in series.points if point.code in maps.outlines()]
    across, up = maps.frame([point.code for point in held])
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(f"#{RULE}")
    shown_here = {point.code for point in held}
    for code, rings in maps.outlines().items():
        if code not in shown_here:
            for ring in rings:
                axes.add_patch(Polygon(ring, facecolor=BACKDROP, edgecolor=f"#{RULE}", linewidth=0.5))
    for point in held:
        _place(axes, point, shades[point.code])
    for point in held:
        _label(axes, area, point, shades[point.code])
    across, up = _fitted(axes, area, across, up)
    axes.set_xlim(*across)
    axes.set_ylim(*up)


def _fitted(axes: Axes, area: Area, across: list[float], up: list[float]) -> tuple[list[float], list[float]]:
    """The same frame, widened one way so that a kilometre is as long across as up."""
    box = axes.get_position()
    paper = box.width * area.paper.width / (box.height * area.paper.height)
    shorter = cos(radians(sum(up) / 2))  # a degree of longitude beside one of latitude
    wide, tall = (across[1] - across[0]) * shorter, up[1] - up[0]
    if wide / tall < paper:
        return _widened(across, tall * paper / shorter), up
    return across, _widened(up, wide / paper)


def _widened(limits: list[float], length: float) -> list[float]:
    middle = sum(limits) / 2
    return [middle - length / 2, middle + length / 2]


def _place(axes: Axes, point: Point, shade: int | None) -> None:
    for ring in maps.outlines()[point.code]:
        if shade is None:
            look = {"facecolor": "white", "edgecolor": f"#{QUIET_TEXT}", "hatch": "///", "linestyle": "--"}
        else:
            look = {"facecolor": maps.SHADES[shade][0], "edgecolor": "white"}
        axes.add_patch(Polygon(ring, linewidth=1, **look))  # type: ignore[arg-type]  # a look by names


def _label(axes: Axes, area: Area, point: Point, shade: int | None) -> None:
    across, up = maps.inside(maps.outlines()[point.code][0])
    ground, ink = ("white", f"#{TEXT}") if shade is None else maps.SHADES[shade]
    axes.annotate(
        f"{printable(point.at)}\n{shown(point)}",
        (across, up),
        ha="center",
        va="center",
        fontsize=area.size,
        color=ink,
        zorder=6,
        bbox={"facecolor": ground, "edgecolor": "none", "pad": 1.5},
    )
