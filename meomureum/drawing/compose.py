"""Figure in, drawing out: one function a kind of figure, the one entry for whatever draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from meomureum.drawing.ages import ages
from meomureum.drawing.bars import bars
from meomureum.drawing.bridge import steps
from meomureum.drawing.drawing import Drawing
from meomureum.drawing.figure import Figure, FigureKind
from meomureum.drawing.flow import flow
from meomureum.drawing.funnel import funnel
from meomureum.drawing.heat import heat
from meomureum.drawing.lines import line_drawing
from meomureum.drawing.maps import areas
from meomureum.drawing.nation import country, swarm
from meomureum.drawing.panels import panel_drawing
from meomureum.drawing.stacks import stacks

Composer = Callable[[Figure], Drawing]

COMPOSERS: Mapping[FigureKind, Composer] = {
    "line": line_drawing,
    "panels": panel_drawing,
    "bar": bars,
    "stacked": stacks,
    "funnel": funnel,
    "bridge": steps,
    "heat": heat,
    "flow": flow,
    "map": areas,
    "ages": ages,
    "swarm": swarm,
    "country": country,
}
"""How each kind is drawn; a table has no drawing."""


@lru_cache(maxsize=256)
def drawing_of(figure: Figure) -> Drawing | None:
    """What is drawn of a figure, composed once; None where there is nothing to draw."""
    composer = COMPOSERS.get(figure.kind)
    return composer(figure) if composer is not None and has_values(figure) and _has_places(figure) else None


def _has_places(figure: Figure) -> bool:
    """Whether it says where its marks stand: the nodes of a flow, the sizes of a funnel."""
    if figure.kind == "funnel":
        return any(
            point.across for series in figure.series for point in series.points if series.role != "limit"
        )
    return figure.kind != "flow" or bool(figure.nodes)


def has_values(figure: Figure) -> bool:
    """Whether any point has a value."""
    return any(point.value is not None for series in figure.series for point in series.points)
