"""A table as a picture, for figures that have nothing to draw."""

from __future__ import annotations

from meomureum.drawing.figure import Figure
from meomureum.drawing.palette import PRIMARY, QUIET_TEXT, RULE, TEXT
from meomureum.drawing.picture.area import Area
from meomureum.drawing.picture.paper import width_of
from meomureum.texts import Language, Text

MORE = Text(
    "외 {count}행은 표 파일(XLSX, CSV)에 있습니다", "{count} more rows are in the table files (XLSX, CSV)"
)
NOTHING = Text("표시할 값이 없습니다", "There is no value to show")
ROW = 1.9
LEAST_TYPE = 0.55


def draw_table(area: Area, figure: Figure, language: Language) -> None:
    """Header and rows, as many as have room; what is left out is said."""
    if not figure.rows:
        area.paper.text(area.left, area.top, NOTHING(language), area.size * 1.2)
        return
    size = _type(area, figure)
    widths = _widths(figure, size, area.right - area.left)
    room = int((area.bottom - area.top) / (ROW * size))
    whole = len(figure.rows) + 1 <= room
    rows = figure.rows if whole else figure.rows[: max(room - 2, 0)]
    _row(area, figure.columns, widths, area.top, size, header=True)
    top = area.top + ROW * size
    area.paper.rule(top - 0.3 * size, f"#{QUIET_TEXT}")
    for row in rows:
        _row(area, row, widths, top, size)
        top += ROW * size
        area.paper.rule(top - 0.3 * size, f"#{RULE}")
    if not whole:
        left_out = MORE.fill(count=len(figure.rows) - len(rows))
        area.paper.text(area.left, top, left_out(language), size, colour=f"#{QUIET_TEXT}")


def _type(area: Area, figure: Figure) -> float:
    """The size at which the widest row still fits, within what can be read."""
    wide = sum(_natural(figure, area.size))
    return area.size * max(LEAST_TYPE, min(1.0, (area.right - area.left) / wide))


def _natural(figure: Figure, size: float) -> list[float]:
    columns = zip(figure.columns, *figure.rows, strict=True)
    return [max(width_of(cell, size) for cell in column) + 1.2 * size for column in columns]


def _widths(figure: Figure, size: float, room: float) -> list[float]:
    natural = _natural(figure, size)
    return [wide * room / sum(natural) for wide in natural]


def _row(
    area: Area,
    cells: tuple[str, ...],
    widths: list[float],
    top: float,
    size: float,
    *,
    header: bool = False,
) -> None:
    left = area.left
    for cell, wide in zip(cells, widths, strict=True):
        words = _cut(cell, wide - 0.4 * size, size)
        area.paper.text(left, top, words, size, bold=header, colour=f"#{PRIMARY if header else TEXT}")
        left += wide


def _cut(words: str, room: float, size: float) -> str:
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words + "…"
