"""A table whose cells are shaded: the larger the value, the darker."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from meomureum.drawing.drawing import Cell, Drawing, Ink
from meomureum.drawing.palette import FLAGGED, GROUND, heat_ink, on_paper, words_on
from meomureum.drawing.picture.area import Area
from meomureum.drawing.picture.paper import lines_that_fit, width_of

NAME_SHARE, HEAD, HIGHEST_ROW = 0.3, 2.6, 6.0


def draw_grid(area: Area, drawing: Drawing) -> None:
    """The names of rows and columns, then every cell."""
    columns, rows, size = drawing.across.ticks, drawing.up.ticks, area.size
    longest = max((width_of(name, size * 0.95) for _, name in rows), default=0.0)
    room = min(longest + size, area.wide * NAME_SHARE)
    wide = (area.wide - room) / max(len(columns), 1)
    tall = min((area.tall - HEAD * size) / max(len(rows), 1), HIGHEST_ROW * size)
    left, top = area.left + room, area.top + HEAD * size
    for at, name in columns:
        box = Area(area.paper, left + at * wide, area.top, left + (at + 1) * wide, top, size)
        _words(box, name, Ink("text"), align="center")
    for at, name in rows:
        box = Area(area.paper, area.left, top + at * tall, left, top + (at + 1) * tall, size)
        _words(box, name, Ink("text"))
    for cell in drawing.marks:
        if isinstance(cell, Cell):
            start, over = left + cell.column * wide, top + cell.row * tall
            _cell(Area(area.paper, start, over, start + wide, over + tall, size), cell)


def _cell(box: Area, cell: Cell) -> None:
    ink = None if cell.shade is None else heat_ink(cell.shade)
    _rectangle(
        box, 0.0, facecolor=f"#{GROUND}" if ink is None else on_paper(ink), edgecolor="white", linewidth=1
    )
    if cell.outlined:
        look = {"facecolor": "none", "edgecolor": f"#{FLAGGED}", "linewidth": box.size / 7}
        _rectangle(box, box.size * 0.12, **look)
    _words(box, cell.words, Ink("text") if ink is None else words_on(ink), align="center")


def _rectangle(box: Area, inset: float, **look: object) -> None:
    paper = box.paper
    shape = Rectangle(
        ((box.left + inset) / paper.width, 1 - (box.bottom - inset) / paper.height),
        (box.wide - 2 * inset) / paper.width,
        (box.tall - 2 * inset) / paper.height,
        transform=paper.canvas.transFigure,
        **look,  # type: ignore[arg-type]  # a look by names
    )
    paper.canvas.add_artist(shape)


def _words(box: Area, words: str, ink: Ink, *, align: str = "left") -> None:
    """In the middle of a cell, in at most two lines."""
    lines, size = lines_that_fit(words, box.wide - 0.4 * box.size, box.size * 0.92, 2)
    start = box.top + (box.tall - len(lines) * size * 1.25) / 2
    left = (box.left + box.right) / 2 if align == "center" else box.left
    for at, line in enumerate(lines):
        box.paper.text(left, start + at * size * 1.25, line, size, colour=on_paper(ink), align=align)
