"""A table that the reader sorts and searches where it stands; the script of the page answers it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from meomureum.components import markup
from meomureum.texts import Language, Text

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
