"""The legend of a picture: a sign and a name each, in as many rows as they need."""

from __future__ import annotations

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from meomureum.drawing.drawing import Band, Bars, Drawing, Line
from meomureum.drawing.picture.area import Area, bar_look, line_look
from meomureum.drawing.picture.paper import lines_that_fit, width_of

SIGN, GAP, ROW = 2.6, 4.2, 1.5
"""The room of a sign, from one entry to the next, and of a row, in sizes of the type."""
Entry = Line | Bars | Band


def entries(drawing: Drawing) -> list[Entry]:
    """What the legend names."""
    marks = drawing.marks if drawing.legend else ()
    return [mark for mark in marks if isinstance(mark, Line | Bars | Band) and mark.in_legend]


def _rows(area: Area, drawing: Drawing) -> list[list[Entry]]:
    rows: list[list[Entry]] = [[]]
    across = 0.0
    for entry in entries(drawing):
        wide = width_of(entry.name, area.size) + GAP * area.size
        if rows[-1] and across + wide > area.wide:
            rows.append([])
            across = 0.0
        rows[-1].append(entry)
        across += wide
    return rows if rows[0] else []


def legend_height(area: Area, drawing: Drawing) -> float:
    """How high the legend stands; nought without one."""
    rows = _rows(area, drawing)
    return len(rows) * ROW * area.size + 0.4 * area.size if rows else 0.0


def draw_legend(area: Area, drawing: Drawing, top: float) -> None:
    """The entries in the order of their marks."""
    for row in _rows(area, drawing):
        across = area.left
        for entry in row:
            _sign(area, entry, across, top)
            room = area.right - across - SIGN * area.size
            (name, *_), size = lines_that_fit(entry.name, max(room, 2 * area.size), area.size, 1)
            area.paper.text(across + SIGN * area.size, top, name, size)
            across += width_of(entry.name, area.size) + GAP * area.size
        top += ROW * area.size


def _sign(area: Area, entry: Entry, left: float, top: float) -> None:
    """A piece of the line, or of what fills a bar."""
    paper, size = area.paper, area.size
    wide = (SIGN - 0.6) * size
    level = 1 - (top + 0.62 * size) / paper.height
    if isinstance(entry, Line):
        across = [left / paper.width, (left + wide / 2) / paper.width, (left + wide) / paper.width]
        paper.canvas.add_artist(Line2D(across, [level] * 3, markevery=[1], **line_look(entry, size)))
        return
    look = (
        bar_look(entry.ink, entry.pattern, pale=entry.pale)
        if isinstance(entry, Bars)
        else bar_look(entry.ink, "")
    )
    box = Rectangle(
        ((left + wide * 0.3) / paper.width, level - 0.42 * size / paper.height),
        wide * 0.5 / paper.width,
        0.84 * size / paper.height,
        transform=paper.canvas.transFigure,
        **look,
    )
    paper.canvas.add_artist(box)
