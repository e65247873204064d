"""A heat table: a real table whose cells are the darker the larger their value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from meomureum.texts import Language, Text

SHADES = 5
CORNER = Text("묶음", "Group")
DARKER = Text(
    "색이 짙을수록 값이 큽니다. 빗금은 값이 없는 칸, *는 분모가 작은 값입니다.",
    "The darker, the larger. Hatched cells have no value, * marks a small denominator.",
)


@dataclass(frozen=True)
class Cell:
    """One cell in words; without a value the words say why."""

    words: str
    value: float | None = None
    counted: str = ""
    weak: bool = False
    published: bool = False


def heat(
    cells: Mapping[tuple[str, str], Cell],
    down: Mapping[str, Text],
    across: Mapping[str, Text],
    caption: str,
    language: Language,
) -> Markup:
    """Rows and columns by their codes; what has no cell stays empty."""
    known = [cell.value for cell in cells.values() if cell.value is not None]
    ends = (min(known), max(known)) if known else (0.0, 0.0)
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(name(language)) for name in across.values()
    )
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name(language), Markup("").join(_cell(cells.get((code, other)), ends) for other in across)
        )
        for code, name in down.items()
    )
    return Markup(
        '<div class="mm-table mm-heat" role="region" aria-label="{}" tabindex="0"><table><caption>{}</caption>'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(caption, caption, CORNER(language), head, body)


def _cell(cell: Cell | None, ends: Sequence[float]) -> Markup:
    if cell is None or cell.value is None:
        return Markup('<td class="mm-shade-none">{}</td>').format(cell.words if cell else "–")
    low, high = ends
    shade = int((cell.value - low) / (high - low) * (SHADES - 1) + 0.5) if high > low else SHADES // 2
    return Markup('<td class="mm-shade-{}{}">{}{}<small>{}</small></td>').format(
        shade, " mm-taken" if cell.published else "", cell.words, "*" if cell.weak else "", cell.counted
    )
