"""Shapes and shades of a drawing as traces of Plotly: outlines of places and flows, and tables of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meomureum.drawing.drawing import Cell, Ink, Outline, Place
from meomureum.drawing.palette import HEAT, on_screen
from meomureum.drawing.plotly_sheet import Sheet, Trace, colour, words


def outline_trace(outline: Outline) -> Trace:
    """A filled shape; one without words is not pointed at."""
    told = words(outline.words)
    trace: Trace = {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "hoveron": "fills",
        "showlegend": False,
        "x": list(_joined(outline.rings, 0)),
        "y": list(_joined(outline.rings, 1)),
        "fillcolor": colour(outline.ink),
        # A hair's breadth, or a handful among thousands could not be seen.
        "line": {"width": 0.7, "color": colour(outline.ink)},
        **({"name": told, "text": told, "hoverinfo": "text"} if told else {"hoverinfo": "skip"}),
    }
    if outline.edge is not None:
        width = 2 if outline.dash == "dash" else 1.2
        trace["line"] = {"width": width, "color": colour(outline.edge), "dash": outline.dash}
    if outline.pattern:
        hatch = {"shape": outline.pattern, "fgcolor": on_screen(Ink("hatch")), "bgcolor": "rgba(0,0,0,0)"}
        trace["fillpattern"] = {**hatch, "size": 9, "solidity": 0.25}
    return trace | ({"customdata": [outline.code]} if outline.code else {})


def _joined(rings: Sequence[Sequence[Place]], at: int) -> Iterator[float | None]:
    """Rings one after the other, with a gap between two of them."""
    for number, ring in enumerate(rings):
        if number:
            yield None
        yield from (place[at] for place in ring)


def cells_table(sheet: Sheet, cells: Sequence[Cell]) -> None:
    """A table of shades."""
    rows, columns = (1 + max(getattr(cell, name) for cell in cells) for name in ("row", "column"))
    held = {(cell.row, cell.column): cell for cell in cells}
    grid = [[held.get((row, column)) for column in range(columns)] for row in range(rows)]
    steps = len(HEAT) - 1
    sheet.add(
        {
            "type": "heatmap",
            "z": [[None if cell is None else cell.shade for cell in row] for row in grid],
            "zmin": 0,
            "zmax": 1,
            "text": [["" if cell is None else words(cell.words) for cell in row] for row in grid],
            "texttemplate": "%{text}",
            "hoverinfo": "text",
            "colorscale": [[at / steps, f"#{shade}"] for at, shade in enumerate(HEAT)],
            "showscale": False,
            "xgap": 2,
            "ygap": 2,
        }
    )
    for cell in cells:
        if cell.shade is None:
            sheet.say((float(cell.column), float(cell.row)), words(cell.words), "inside", Ink("quiet"))
