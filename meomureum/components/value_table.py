"""Measurements as a table in words: every value with all that it must not come without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from meomureum.components import markup
from meomureum.components.indicator import counted
from meomureum.figures import value_rows
from meomureum.figures.value_rows import status_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import Language, Text

__all__ = ["COLUMNS", "status_text", "values"]

COLUMNS = {
    **{name: value_rows.COLUMNS[name] for name in ("place", "year", "value")},
    "counted": Text("분자·분모", "Numerator, denominator"),
    **{name: value_rows.COLUMNS[name] for name in ("formula", "local", "origin", "date", "status")},
    "source": Text("출처", "Source"),
}


def values(
    kpi: Kpi, rows: pd.DataFrame, by: str, names: Mapping[str, Text], cited: pd.Series, language: Language
) -> pd.DataFrame:
    """One line a measurement; `by` is the column of the place, `cited` the publishers by source."""
    lines = [_line(kpi, row, names[row[by]], cited, language) for _, row in rows.iterrows()]
    return pd.DataFrame(lines, columns=[COLUMNS[name](language) for name in COLUMNS])


def _line(kpi: Kpi, row: pd.Series, place: Text, cited: pd.Series, language: Language) -> list[str]:
    sources = [] if pd.isna(row["source_ids"]) else [cited[code] for code in row["source_ids"].split(";")]
    told = value_rows.in_words(kpi, row, place, language) | {
        "counted": counted(kpi, row)(language),
        "source": ", ".join(sources) or value_rows.NOT_KNOWN,
    }
    return [told[name] for name in COLUMNS]


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


MOST_ROWS = 500
SEARCH = Text("표에서 찾기", "Find in the table")
SORT = Text("정렬: {column}", "Sort by {column}")
SHOWN = Text("{count}행", "{count} rows")
FIRST = Text(
    "앞의 {most}행만 보여 드립니다. {count}행 전체는 내려받은 파일에 있습니다.",
    "The first {most} rows are shown; a downloaded file has all {count}.",
)


def datatable(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[Sequence[float | None]],
    caption: str,
    language: Language,
) -> Markup:
    """Cells in words, sorted by the exact numbers behind them where there are any."""
    shown = rows[:MOST_ROWS]
    count = (
        FIRST.fill(most=MOST_ROWS, count=len(rows)) if len(rows) > MOST_ROWS else SHOWN.fill(count=len(rows))
    )
    numeric = [any(line[at] is not None for line in numbers) for at in range(len(columns))]
    head = Markup("").join(
        Markup(
            '<th scope="col" class="{}"><button type="button" class="mm-sort" title="{}">{}</button></th>'
        ).format(_look(is_number), SORT.fill(column=name)(language), name)
        for name, is_number in zip(columns, numeric, strict=True)
    )
    body = Markup("").join(_row(cells, exact, numeric) for cells, exact in zip(shown, numbers, strict=False))
    return Markup(
        '<div class="mm-datatable">'
        '<p class="mm-find"><label>{} <input type="search" class="mm-search"></label>'
        '<span class="mm-found" role="status">{}</span></p>'
        '<div class="mm-table" role="region" aria-label="{}" tabindex="0"><table>'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></div>"
    ).format(SEARCH(language), count(language), caption, caption, head, body)


def _look(is_number: bool) -> str:
    return "mm-number" if is_number else ""


def _row(cells: Sequence[str], exact: Sequence[float | None], numeric: Sequence[bool]) -> Markup:
    made = []
    for at, (cell, number, is_number) in enumerate(zip(cells, exact, numeric, strict=True)):
        tag = Markup('th scope="row"') if at == 0 else Markup("td")
        value = Markup(' data-value="{}"').format(repr(number)) if number is not None else Markup("")
        made.append(
            Markup('<{} class="{}"{}>{}</{}>').format(
                tag, _look(is_number), value, markup.whole_dates(cell), "th" if at == 0 else "td"
            )
        )
    return Markup("<tr>{}</tr>").format(Markup("").join(made))
