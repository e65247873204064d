"""Fair comparison: groups of different size within limits, and any two of them against each other."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from meomureum import session
from meomureum.analysis.targets.groups import EXACT, Comparison
from meomureum.analysis.words.groups import (
    difference_of_groups,
    difference_of_years,
    interval_text,
    people_of,
    stand_in,
)
from meomureum.components import elements, figure_frame, judged_indicator, known_instead, page_writer
from meomureum.components.evidence import Shown, evidence
from meomureum.components.markup import Action
from meomureum.components.small_charts import difference_bar
from meomureum.drawing.figure import Figure
from meomureum.figures.funnel import scope_of
from meomureum.measures.measurement import STATUSES, find
from meomureum.session import View, group_choices, page_figures
from meomureum.texts import LANGUAGES, Text

TITLE = Text("공정 비교", "Fair comparison")
LEAD = Text(
    "크기가 다른 학교나 학과를 순위 없이 비교합니다. 우연히 그럴 수 있는 범위를 벗어난 곳만 가려냅니다.",
    "Schools or departments of different size, without a ranking: only what lies beyond chance stands out.",
)
TABLE = Text("표로 보기", "As a table")
ORDER = Text("정렬", "Sort by")
ORDERS = {"name": Text("이름", "Name"), "size": Text("분모", "Denominator")}
SIZE_COLUMN = 3
TWO = Text("두 값 비교", "Compare two")
TWO_LEAD = Text(
    "높다, 낮다, 올랐다, 내렸다는 말은 차이의 95% 구간이 0을 벗어날 때만 씁니다.",
    "Higher, lower, rose and fell are said only when the 95% interval of the difference excludes zero.",
)
NO_PAIR = Text(
    "비교할 두 값이 없습니다. 다른 대상이나 연도를 골라 주십시오.",
    "There are not two values to compare. Please choose others.",
)
IN_YEAR = Text("{year}년", "{year}")
NOTHING = Text("비교할 집단이 없습니다", "There are no groups to compare")
NO_RATIO = Text(
    "이 지표는 나누는 수가 있는 비율이 아니어서 집단을 비교할 수 없습니다.",
    "This indicator is not a rate with a denominator, so groups cannot be compared.",
)
TOO_FEW = Text(
    "고른 조건에서 분모를 아는 집단이 둘이 되지 않습니다.",
    "Under these choices fewer than two groups have a known denominator.",
)
NOT_OFFERED = Text(
    "이 공개 수준에서는 이 지표를 집단별로 제공하지 않습니다.",
    "At this level of detail the indicator is not offered by groups.",
)
HIDDEN = Text(
    "고른 조건에서 분모를 아는 집단이 둘이 되지 않습니다. 나머지의 상태: {statuses}.",
    "Under these choices fewer than two groups have a known denominator. The others: {statuses}.",
)
WHY = Text("왜 달라졌는지 보기", "See why it moved")


def render(view: View) -> None:
    """The choosers, the funnel with its table, then two against each other."""
    elements.heading(TITLE(view.language), LEAD(view.language))
    asked, view = view, page_figures.opened("funnel", view)
    with elements.choosers("of the funnel"):
        group_choices.choose_ratio(view)
        session.choose_formula(view, session.choices())
        found = group_choices.comparison(view)
        _choosers(view, found)
    told = stand_in(found.question, view.formula)
    notices = [*group_choices.opened_with(asked, view), *([told] if told else [])]
    figure = page_figures.page_figures("funnel", view).get("funnel")
    if figure is None:
        elements.notices(notices, view.language)
        known_instead.nothing(view, "funnel", NOTHING, _reason(view, found))
        return
    if view.pair:  # who asks for two sees them first
        _two(view, found)
    with figure_frame.frame(figure, "funnel", view, tabled=False):
        elements.notices(notices, view.language)
        _table(view, figure)
        of_year = scope_of(replace(view, first_year=found.year, last_year=found.year, pair=()))
        shown = Shown(session.snapshot(), view.kpi, of_year, ("city", "year"), found.question.formula.id)
        evidence(shown, view.language)
    if not view.pair:
        _two(view, found)


def _choosers(view: View, found: Comparison) -> None:
    group_choices.choose_unit(view, found.question.units, found.question.unit)
    if found.year is not None:
        group_choices.choose_year(view, found.question.years, found.year)


def _table(view: View, figure: Figure) -> None:
    """Every group by name or by size, never by its value."""
    with elements.folded(TABLE(view.language)):
        order = st.segmented_control(
            ORDER(view.language),
            list(ORDERS),
            default="name",
            format_func=lambda code: ORDERS[code](view.language),
            required=True,
            key=f"order {view.language}",
        )
        rows = list(zip(figure.rows, figure.numbers, strict=True))
        if order == "size":
            rows.sort(key=lambda row: -(row[1][SIZE_COLUMN] or 0))
        figure_frame.table(replace(figure, rows=tuple(row for row, _ in rows)))


def _two(view: View, found: Comparison) -> None:
    language, unit = view.language, found.question.unit
    elements.section(TWO(language), TWO_LEAD(language))
    named = group_choices.named(unit, [each.code for each in found.groups], view)
    group_choices.choose_pair(view, named)
    compared = group_choices.difference(view)
    two_years = compared is None or not compared.between_groups
    earlier = [year for year in found.question.years if found.year and year < found.year]
    if two_years and earlier:
        shown = int(compared.change.first["year"]) if compared else earlier[0]
        group_choices.choose_earlier(view, earlier, shown if shown in earlier else earlier[0])
    if compared is None:
        elements.paragraph(NO_PAIR(language))
        return
    change, name = compared.change, found.question.kpi.name
    labels = [group_choices.name_of(unit, code) for code in (compared.first, compared.second)]
    if two_years:
        told = difference_of_years(change, name, labels[1])
        labels = [IN_YEAR.fill(year=int(row["year"])) for row in (change.first, change.last)]
    else:
        told = difference_of_groups(change, name, *labels)
    elements.finding(told(language), found.question.formula.name(language))
    if view.data_set == "sample":
        elements.synthetic_mark(language)
    interval = interval_text(change)
    page_writer.show(difference_bar(change, (interval or told)(language), language))
    words = [*([interval] if interval else []), *people_of(change, labels[0], labels[1])]
    words += group_choices.reserved(change, labels)
    if words:
        elements.listing([each(language) for each in words])
    judged_indicator.change_source_line(view, change)
    if two_years:
        elements.actions([Action(WHY(language), session.href("explain", replace(view, pair=())))])


def _reason(view: View, found: Comparison) -> Text:
    """Why there is nothing to compare: no rate, nothing published, hidden, or too few."""
    kpi, rows = find(view.kpi), found.question.rows
    if kpi.shape != "ratio":
        return NO_RATIO
    if not found.question.units and session.snapshot().release != EXACT:
        return NOT_OFFERED
    silent = rows.loc[rows["value"].isna(), "status"].unique() if len(rows) else ()
    if len(silent):
        words = [STATUSES[each] for each in silent]
        told = Text(*(", ".join(each(language) for each in words) for language in LANGUAGES))
        return HIDDEN.fill(statuses=told)
    if found.question.years or view.data_set == "sample":
        return TOO_FEW
    return group_choices.undivided(view) or kpi.unavailable
