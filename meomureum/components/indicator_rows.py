"""The indicators of a place as low rows: value, bar, trend, verdict, people, due year; cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from meomureum.analysis.words.plain_verdict import goal_text, missing, short_standing
from meomureum.components.indicator import NO_DENOMINATOR, OLD_YEARS
from meomureum.components.small_charts import bullet
from meomureum.components.target_tiles import Address, badge, counts, small_trend
from meomureum.figures.overview import change_text, shown
from meomureum.figures.standing import Standing
from meomureum.figures.value_rows import short_marks
from meomureum.measures.indicators.formula import ANNOUNCED
from meomureum.texts import Language, Text, number, plain

NAME = Text("지표", "Indicator")
NAMED = Text("{place} {name}", "{place}: {name}")
PEOPLE = Text("{far}, 약 {people}명", "{far}, about {people}")
NO_FORMULA = Text("산식 밝히지 않음", "formula not stated")
YEAR = Text("{year}년", "{year}")
AGE = Text("{years}년 전", "{years} yr ago")
ONE_VALUE = Text("한 해 값", "One year")
NOTHING = "–"


def rows(
    held: Sequence[Standing],
    on: int,
    language: Language,
    address: Address,
    caption: str,
    *,
    named: bool = False,
) -> Markup:
    """A table with a row each; columns that hold nothing are left out.

    `on` is the present year; `named` ones say whose they are.
    """
    columns = [
        _Column(look, label(language), [cell(each, on, language) for each in held])
        for look, label, cell in CELLS
    ]
    columns = [column for column in columns if any(column.cells)]
    names = [_name(each, language, address(each), named=named) for each in held]
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(look, name)
        for look, name in (("", NAME(language)), *((column.look, column.name) for column in columns))
    )
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name, Markup("").join(_cell(column, column.cells[at]) for column in columns)
        )
        for at, name in enumerate(names)
    )
    return Markup(
        '<div class="mm-table mm-rows" role="region" aria-label="{}" tabindex="0"><table>'
        '<caption class="mm-unseen">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(caption, caption, head, body)


@dataclass(frozen=True)
class _Column:
    look: str
    name: str
    cells: list[Markup]


def _cell(column: _Column, cell: Markup) -> Markup:
    """On a phone, where no heading stands over it, the cell says what it is."""
    look = column.look if cell else f"{column.look} mm-nothing"
    return Markup('<td data-name="{}" class="{}">{}</td>').format(column.name, look, cell or NOTHING)


def _name(each: Standing, language: Language, address: str, *, named: bool) -> Markup:
    latest = each.progress.latest
    formula = plain("") if latest is None else each.kpi.formula(latest["formula_id"]).name
    if latest is not None and latest["formula_id"] == ANNOUNCED.id:
        formula = NO_FORMULA
    name = NAMED.fill(place=each.place, name=each.kpi.name) if named else each.kpi.name
    link = Markup('<a class="mm-link" href="{}" target="_self">{}</a>').format(address, name(language))
    return link + _small(formula if each.kpi.unit == "percent" else plain(""), language)


def _small(words: Text, language: Language) -> Markup:
    told = words(language)
    return Markup("<small>{}</small>").format(told) if told else Markup("")


def _value(each: Standing, _on: int, language: Language) -> Markup:
    """The value over its counts; a value whose formula nobody stated has none."""
    of = counts(each)
    told = plain("") if of == NO_DENOMINATOR else of
    return Markup("<strong>{}</strong>{}").format(shown(each)(language), _small(told, language))


def _date(each: Standing, on: int, language: Language) -> Markup:
    """The year over the age of the value and the reservations on it."""
    latest = each.progress.latest
    if latest is None:
        return Markup("")
    year = int(latest["year"])
    told = [words] if (words := short_marks(latest, language)) else []
    told += [AGE.fill(years=on - year)(language)] if on - year >= OLD_YEARS else []
    return _words(YEAR.fill(year=year), language) + _small(plain(" · ".join(told)), language)


def _change(each: Standing, _on: int, language: Language) -> Markup:
    return _words(change_text(each), language)


def _trend(each: Standing, _on: int, language: Language) -> Markup:
    """The small line; that there is one value only, where that is so."""
    drawn = small_trend(each, language, with_path=False)
    return drawn if drawn or not each.valued else _words(ONE_VALUE, language)


def _to_target(each: Standing, on: int, language: Language) -> Markup:
    """The bar over what is aimed at and by when."""
    drawn, target = bullet(each.progress, on, language), each.target
    return drawn + _small(goal_text(target), language) if drawn and target is not None else Markup("")


def _verdict(each: Standing, _on: int, language: Language) -> Markup:
    """A badge where there is a judgement; that there is none is said without one. Then the people missing."""
    if each.target is None:
        return Markup("")
    told = badge(each, language) if each.progress.judged else _words(short_standing(each.progress), language)
    return told + _small(_missing(each), language)


def _missing(each: Standing) -> Text:
    """How far the target is, in its unit and in people."""
    if each.progress.gap is None or each.progress.reached:
        return plain("")
    far = missing(each.progress)
    return far if each.people is None else PEOPLE.fill(far=far, people=number(each.people))


def _words(told: Text | None, language: Language) -> Markup:
    return Markup("") if told is None else Markup("<span>{}</span>").format(told(language))


CELLS: tuple[tuple[str, Text, Callable[[Standing, int, Language], Markup]], ...] = (
    ("", Text("값", "Value"), _value),
    ("", Text("기준", "As of"), _date),
    ("mm-less", Text("앞선 값보다", "Change"), _change),
    ("", Text("추이", "Trend"), _trend),
    ("", Text("목표 · 기한", "Target, due"), _to_target),
    ("", Text("판정 · 남은 사람", "Verdict, to go"), _verdict),
)
"""What stands in a row beside the name, in order; "mm-less" is left out where there is little room."""
