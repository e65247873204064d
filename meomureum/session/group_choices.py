"""The choices of a fair comparison and of why a rate moved, kept in the address, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from meomureum.analysis.targets import groups
from meomureum.analysis.targets.changes import Change
from meomureum.analysis.targets.groups import UNITS, Comparison, Difference
from meomureum.analysis.targets.movement import Moved
from meomureum.figures import explain as moving
from meomureum.figures import funnel
from meomureum.measures import register
from meomureum.measures.facets import FILTER_OF
from meomureum.measures.indicators import KPIS
from meomureum.measures.indicators.dimensions import NAMES
from meomureum.measures.measurement import MARKS
from meomureum.measures.queries.holdings import with_divisions
from meomureum.session.answers import choices, measured
from meomureum.session.snapshots import once_a_view, snapshot
from meomureum.session.view import change, choose_kpi, current, drawn_from
from meomureum.store.address import View
from meomureum.texts import Text

_UNIT = Text("무엇별로", "By")
_YEAR, _FIRST, _LAST = (
    Text("연도", "Year"),
    Text("이전 연도", "Earlier year"),
    Text("이후 연도", "Later year"),
)
_CITY = Text("도시", "City")
_PAIR = Text(
    "비교 대상(한 곳을 고르면 두 연도, 두 곳을 고르면 서로 비교)",
    "What to compare (one: two years; two: each other)",
)
_ALL = Text("전체", "all together")
_DRILL = Text("행을 볼 대상", "Rows of which group")
_MARKED = Text("{name}: {mark}", "{name}: {mark}")
_OPENED = Text(
    "'{asked}' 지표는 집단별 값이 없어 '{used}' 지표로 열었습니다.",
    "'{asked}' has no values by groups, so the page opens with '{used}'.",
)
_UNDIVIDED = Text(
    "이 지표의 값은 있지만 집단별로 나뉘어 있지 않습니다. 학교나 기관의 자료를 적재하면 집단별로 계산됩니다.",
    "There are values of this indicator, but none by groups. Loading the files of schools or institutions computes them.",
)
_NOBODY = Text("고르지 않음", "None chosen")


def comparison(view: View) -> Comparison:
    """What the view compares."""
    return _comparison(replace(view, language="ko"))


@once_a_view
def _comparison(view: View) -> Comparison:
    return funnel.comparison(snapshot(), view)


def difference(view: View) -> Difference | None:
    """The pair of the view held against each other."""
    return _difference(replace(view, language="ko"))


@once_a_view
def _difference(view: View) -> Difference | None:
    return groups.difference(snapshot(), _comparison(view), funnel.scope_of(view), view.pair)


def moved(view: View) -> Moved:
    """What the view asks to explain."""
    return _moved(replace(view, language="ko", pair=()))


@once_a_view
def _moved(view: View) -> Moved:
    return moving.movement_of(snapshot(), view)


def name_of(unit: str, code: str) -> Text:
    """What a group is called; an empty code means all together."""
    return groups.name_of(snapshot(), unit, code) if code else _ALL


def named(unit: str, codes: Sequence[str], view: View) -> dict[str, Text]:
    """Groups sorted by their names in the reader's language, never by rank."""
    found = {code: name_of(unit, code) for code in codes}
    return dict(sorted(found.items(), key=lambda each: each[1](view.language)))


def within(view: View, unit: str, code: str) -> View | None:
    """The view of one group; None if no filter selects it."""
    parts = code.split("/", maxsplit=len(UNITS[unit]) - 1)
    if not all(parts) or (unit == "ksic" and _has_divisions(code)):
        return None
    chosen = {FILTER_OF[part]: (each,) for part, each in zip(UNITS[unit], parts, strict=True)}
    return replace(view, **chosen, pair=())  # type: ignore[arg-type]


def _has_divisions(code: str) -> bool:
    """Whether a filter by that industry would take more than the rows that name it."""
    of = snapshot()
    return len({*with_divisions(of, (code,))} & {*register.codes(of)["ksic"]}) > 1


def reserved(change: Change, names: Sequence[Text]) -> list[Text]:
    """What a reader must know about either value, such as a small denominator or a provisional count."""
    told = []
    for name, row in zip(names, (change.first, change.last), strict=True):
        marks = [MARKS[mark] for mark in str(row["marks"]).split()]
        told += [_MARKED.fill(name=name, mark=mark) for mark in marks]
    return told


# --- the choosers --------------------------------------------------------------------


def opened_with(asked: View, used: View) -> list[Text]:
    """That another indicator than the one asked for is shown, and why."""
    names = choices().kpis
    return [] if asked.kpi == used.kpi else [_OPENED.fill(asked=names[asked.kpi], used=names[used.kpi])]


def undivided(view: View) -> Text | None:
    """That the values of the view's indicator are not divided by groups; None where it has none at all."""
    return _UNDIVIDED if measured(view, view.kpi)["value"].notna().any() else None


def choose_ratio(view: View) -> None:
    """The indicator: rates alone can be compared by limits or taken apart."""
    known = choices()
    rates = {kpi.id for kpi in KPIS if kpi.is_rate} | {view.kpi}
    choose_kpi(view, replace(known, kpis={code: name for code, name in known.kpis.items() if code in rates}))


def choose_unit(view: View, offered: Sequence[str], chosen: str) -> None:
    """What people are grouped by; another grouping has other groups to compare."""
    if len(offered) < 2:
        return
    _choose(
        view,
        "unit",
        _UNIT,
        {unit: NAMES[unit] for unit in offered},
        chosen,
        lambda code: {"groups": (code,), "pair": ()},
    )


def choose_year(view: View, years: Sequence[int], chosen: int) -> None:
    """The year of a comparison."""
    _choose_year(view, _YEAR, "last_year", years, chosen)


def choose_earlier(view: View, years: Sequence[int], chosen: int) -> None:
    """The year that a later one is held against."""
    _choose_year(view, _FIRST, "first_year", years, chosen)


def choose_later(view: View, years: Sequence[int], chosen: int) -> None:
    """The year that is held against an earlier one."""
    _choose_year(view, _LAST, "last_year", years, chosen)


def _choose_year(view: View, label: Text, field: str, years: Sequence[int], chosen: int) -> None:
    if len(years) < 2:
        return
    named = {str(year): Text(str(year), str(year)) for year in years}
    _choose(view, f"{field} {label.en}", label, named, str(chosen), lambda code: _years(field, int(code)))


def _years(field: str, year: int) -> dict[str, object]:
    """A year in the address; a first year that would come after the last one goes."""
    view = current()
    if field == "last_year" and view.first_year is not None and view.first_year > year:
        return {"first_year": None, "last_year": year}
    return {field: year}


def choose_city(view: View, chosen: str) -> None:
    """The one city of the page."""
    _choose(view, "city", _CITY, choices().cities, chosen, lambda code: {"cities": (code,), "pair": ()})


def choose_group(view: View, offered: Mapping[str, Text]) -> None:
    """One group to look into, as a click on its bar does."""
    named = {"": _NOBODY, **offered}
    chosen = next((code for code in view.pair if code in offered), "")
    _choose(view, "drill", _DRILL, named, chosen, lambda code: {"pair": (code,) if code else ()})


def choose_pair(view: View, offered: Mapping[str, Text]) -> None:
    """At most two groups."""
    chosen = [code for code in view.pair if code in offered]
    key = drawn_from("pair", chosen, f"{view.language} {view.kpi} {hash(tuple(offered))}")
    st.multiselect(
        _PAIR(view.language),
        list(offered),
        format_func=lambda code: offered[code](view.language),
        placeholder=_ALL(view.language),
        max_selections=2,
        key=key,
        on_change=lambda: change(pair=tuple(st.session_state[key])),
    )


def _choose(
    view: View,
    name: str,
    label: Text,
    offered: Mapping[str, Text],
    chosen: str,
    changes: Callable[[str], dict[str, object]],
) -> None:
    key = drawn_from(name, chosen, f"{view.language} {view.kpi} {hash(tuple(offered))}")
    st.selectbox(
        label(view.language),
        list(offered),
        format_func=lambda code: offered[code](view.language),
        key=key,
        on_change=lambda: change(**changes(st.session_state[key])),
    )
