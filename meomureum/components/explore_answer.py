"""The answer to an analyst's question on the screen: what is in scope, the chart, the table behind it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from meomureum import session
from meomureum.analysis.words.values import row_text
from meomureum.components import elements, figure_frame, judged_indicator, known_instead, markup, page_writer
from meomureum.components.evidence import Shown, evidence
from meomureum.components.export_menu import table_downloads
from meomureum.components.markup import Action
from meomureum.components.value_table import DARKER, Cell, datatable, heat
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.line_figure import MOST_NAMED
from meomureum.drawing.plotly import chart_of
from meomureum.figures import explore
from meomureum.figures.explore_question import MOST_LINES, MOST_OF_LINES, Answer
from meomureum.figures.value_rows import definition_of
from meomureum.measures.measurement import MARKS, STATUSES, Kpi
from meomureum.session import View, explore_choices
from meomureum.session.snapshots import once_a_view
from meomureum.texts import Language, Text, number

FIGURE = explore.KEY
ROWS = Text("고른 조건의 자료 {rows}행 · 값 {values}개", "{rows} rows in scope · {values} values")
OF_STATUS = Text("{name} {count}개", "{count} {name}")
NO_FILTER = Text("거르지 않음", "No filter")
FILTERS = Text("거르기", "Filters")
CLEAR = Text("모두 지우기", "Clear all")
COPY, COPIED = Text("링크 복사", "Copy link"), Text("복사했습니다", "Copied")
LOOSEN = Text("{names} 풀기({rows}행)", "Without {names} ({rows} rows)")
EMPTY = Text("고른 조건에 맞는 자료가 없습니다", "No row meets all the filters")
EMPTIED = Text(
    "{names:을/를} 풀면 값이 있습니다. 다른 조건은 그대로 둡니다.",
    "There are rows without {names}. Everything else stays.",
)
FOREIGN = Text(
    "이 지표의 자료에는 {names} 구분이 없어 거를 수 없습니다.",
    "The data of this indicator do not tell {names} apart, so they cannot be filtered by it.",
)
OUTCOME = Text(
    "비율은 모든 졸업자를 분모로 하므로 졸업 후 진로로 거를 수 없습니다. 졸업자 수 지표에서 볼 수 있습니다.",
    "A rate divides by all graduates, so it cannot be filtered by outcome. The numbers of graduates can.",
)
PROTECTED = Text(
    "이 공개 수준에서는 이렇게 나누거나 거른 값을 내지 않습니다. 적은 사람이 드러날 수 있기 때문입니다.",
    "At this level of detail no values are given for these groups and filters: few people could be recognised.",
)
BY_CITY = Text("도시로 보기", "Show by city")
NO_DATA = Text("이 지표의 값이 없습니다", "This indicator has no value")
OTHER_FORMULA = Text("‘{name}’ 산식으로 보기", "Use the formula “{name}”")
CAPPED = Text(
    "묶음 {count}개 가운데 사람이 많은 {most}개를 그렸습니다. 표에는 모두 있습니다.",
    "Of {count} groups the {most} with the most people are drawn; the table has all of them.",
)
CAPPED_PANELS = Text(
    "묶음 {count}개 가운데 {most}개를 그렸습니다. 사람이 많은 순서로 {panels}칸, 칸마다 선 {lines}개까지입니다. "
    "표에는 모두 있습니다.",
    "Of {count} groups {most} are drawn: those with the most people, up to {panels} panels with {lines} lines "
    "each. The table has all of them.",
)
AS_PANELS = Text(
    "선이 {most}개를 넘어 묶음마다 한 칸에 그렸습니다.",
    "More than {most} lines, so each group has a panel of its own.",
)
LEGEND = Text(
    "채운 점은 자료에서 계산한 값, 빈 점은 공표된 값 그대로입니다. 점이 셋보다 적으면 선으로 잇지 않습니다.",
    "Filled points are computed from data, hollow ones taken over as published. Fewer than three points "
    "are not joined by a line.",
)
BARS = Text(
    "가는 선은 95% 우연 변동, 옅은 막대는 공표된 값 그대로입니다.",
    "Thin lines: chance variation (95%). Pale bars are taken over as published.",
)


def scope_line(view: View) -> None:
    """How many rows are in scope and which filters are in force, with the ways to clear and to share."""
    page_writer.show(_scope_line(view))


@once_a_view
def _scope_line(view: View) -> Markup:
    language, found = view.language, explore_choices.answer_of(view)
    rows = int(found.rows["rows"].sum())
    words = [ROWS.fill(rows=number(rows), values=number(len(found.valued)))(language)]
    words += [
        OF_STATUS.fill(name=STATUSES[str(code)], count=count)(language)
        for code, count in found.rows["status"].value_counts().items()
        if code not in ("value", "zero")
    ]
    weak = int(found.valued["marks"].str.contains("low_reliability").sum())
    words += [OF_STATUS.fill(name=MARKS["low_reliability"], count=weak)(language)] if weak else []
    filters = explore.filters_in_words(session.snapshot(), view) or NO_FILTER(language)
    clear = Action(CLEAR(language), session.href("explore", explore_choices.without_choices(view)))
    return Markup('<div class="mm-scope"><p>{}</p><p>{}</p><p class="mm-ways">{}{}</p></div>').format(
        " · ".join(words), filters, markup.action(clear, "secondary"), _copy(language)
    )


def _copy(language: Language) -> Markup:
    return Markup(
        '<a class="mm-action mm-secondary mm-copy" href="#copy" data-copied="{}">{}</a>'
        '<span class="mm-unseen mm-said" role="status"></span>'
    ).format(COPIED(language), COPY(language))


@once_a_view
def told(view: View) -> Markup:
    """Finding, chart, what its signs mean, source line."""
    language, found = view.language, explore_choices.answer_of(view)
    findings, subtitle = explore_choices.sentences_of(view)
    words, figure = [each(language) for each in findings], explore_choices.figure_of(view)
    drawing = None if figure is None or figure.kind == "heat" else drawing_of(figure)
    with page_writer.writing() as written:
        mark = elements.mark_of(language, synthetic=view.data_set == "sample")
        elements.finding(words[0], subtitle(language), mark)
        if drawing is None:
            page_writer.show(_heat(found, language))
        else:
            figure_frame.acts(language)
            page_writer.chart(chart_of(drawing), " ".join(words))
        if words[1:]:  # a picture stands under two sentences at most
            elements.listing(words[1:])
        elements.paragraph(" ".join(each(language) for each in _legend(found)))
        judged_indicator.rows_source_line(
            view, found.valued, definition_of(found.question.kpi, found.valued, language)
        )
    return written.whole


def _legend(found: Answer) -> list[Text]:
    chart, count = found.question.chart, found.valued["series"].nunique()
    words = {"bars": BARS, "heat": DARKER}.get(chart, LEGEND)
    notes = [words]
    if chart == "trend" and found.in_panels and not found.question.multiples:
        notes.append(AS_PANELS.fill(most=MOST_NAMED))
    if count > len(found.drawn):
        capped = CAPPED_PANELS if found.question.multiples else CAPPED
        notes.append(capped.fill(count=count, most=len(found.drawn), panels=MOST_OF_LINES, lines=MOST_LINES))
    return notes


def _heat(found: Answer, language: Language) -> Markup:
    rows, down, across = explore.matrix(session.snapshot(), found)
    cells = {
        (row["place"], row["part"]): _cell(found.question.kpi, row, language)
        for row in rows.to_dict("records")
    }
    return heat(cells, down, across, explore.subtitle(found)(language), language)


def _cell(kpi: Kpi, row: Mapping[Hashable, Any], language: Language) -> Cell:
    if pd.isna(row["value"]):
        return Cell(STATUSES[row["status"]](language))
    counts = [row["numerator"], row["denominator"]]
    counted = kpi.unit == "percent" and not any(pd.isna(each) for each in counts)
    return Cell(
        row_text(kpi.unit, row)(language),
        float(row["value"]),
        "/".join(number(each) for each in counts) if counted else "",
        weak="low_reliability" in row["marks"],
        published=row["origin"] == "published",
    )


def nothing(view: View, found: Answer) -> None:
    """An empty answer: which filter empties it, and the one step that brings rows back."""
    language, left = view.language, explore_choices.facets_of(view)
    if "not_offered" in set(found.rows["status"]):
        way = Action(BY_CITY(language), session.href("explore", explore_choices.without_choices(view)))
        elements.empty_state(EMPTY(language), PROTECTED(language), [way])
    elif left.foreign:
        words = OUTCOME if left.foreign == ("outcome",) else FOREIGN.fill(names=_listed(left.foreign))
        way = Action(_loosen(left.foreign, left.rows)(language), _without(view, left.foreign))
        elements.empty_state(EMPTY(language), words(language), [way])
    elif left.loosened:
        names = [names for names, _ in left.loosened]
        ways = [Action(_loosen(each, rows)(language), _without(view, each)) for each, rows in left.loosened]
        reason = EMPTIED.fill(names=_either(names))
        elements.empty_state(EMPTY(language), reason(language), ways)
    else:
        _no_value(view, found.question.kpi, found)


def _no_value(view: View, kpi: Kpi, found: Answer) -> None:
    language = view.language
    ways = [
        Action(
            OTHER_FORMULA.fill(name=each.name)(language),
            session.href("explore", replace(view, formula=each.id)),
        )
        for each in kpi.formulas
        if each.table
        and each.id != found.question.formula.id
        and explore_choices.facets_of(view, each.id).rows
    ]
    known_instead.nothing(view, "explore", NO_DATA, kpi.unavailable, ways)


def _without(view: View, names: tuple[str, ...]) -> str:
    return session.href("explore", explore_choices.without_filters(view, names))


def _loosen(names: tuple[str, ...], rows: int) -> Text:
    return LOOSEN.fill(names=_listed(names), rows=number(rows))


def _listed(names: tuple[str, ...]) -> Text:
    told = [explore_choices.filter_name(name) for name in names]
    return Text("·".join(each.ko for each in told), " and ".join(each.en for each in told))


def _either(names: list[tuple[str, ...]]) -> Text:
    told = [_listed(each) for each in names]
    return Text(" 또는 ".join(each.ko for each in told), " or ".join(each.en for each in told))


def table(view: View, found: Answer) -> None:
    """The table behind the chart, drawn when it is opened, with its files."""
    language = view.language
    box = st.expander(figure_frame.TABLE(language), on_change="rerun", key=f"explored table {language}")
    if not box.open:
        return
    with box:
        columns, rows, numbers = explore.table(session.snapshot(), found, language)
        st.html(str(datatable(columns, rows, numbers, figure_frame.TABLE(language), language)))
        table_downloads(view, "explore", explore.KEY)


def filters(view: View, found: Answer) -> None:
    """The choosers of the filters, drawn while they are unfolded; a link with filters opens unfolded."""
    name = f"filters {view.language}"
    # Decided once: what is unfolded must not fold under the hand that takes the last filter away.
    first = st.session_state.setdefault("filters at first", len(found.question.scope.filters()) > 1)
    box = st.expander(FILTERS(view.language), expanded=first, on_change="rerun", key=name)
    if box.open:
        with box:
            explore_choices.choose_filters(view, found.question, explore_choices.facets_of(view))


def behind(view: View, found: Answer) -> None:
    """Where the values come from, the SQL and the Python of the table."""
    asked = found.question
    shown = Shown(session.snapshot(), asked.kpi.id, asked.scope, asked.by, asked.formula.id)
    evidence(shown, view.language)
