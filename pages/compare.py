"""Compare: "local" widened step by step, and one rate by each of its definitions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.ladder import Steps, segments
from meomureum.analysis.words import gap_text, meaning, value_text
from meomureum.components import (
    elements,
    export_menu,
    figure_frame,
    indicator,
    judged_indicator,
    known_instead,
    value_table,
)
from meomureum.components.markup import Action
from meomureum.figures.definitions import OF_YEAR, compared_with, kpi_of, ladder_finding, side_by_side
from meomureum.measures.measurement import KPIS, Formula, Kpi, find
from meomureum.session import View, page_figures
from meomureum.texts import Language, Text, number, percent

TITLE = Text("정의 견주기", "Compare definitions")
LEAD = Text(
    "'지역'을 넓히거나 다른 산식을 쓰면 같은 비율이 얼마나 달라지는지 봅니다.",
    "How the same rate differs when 'local' is widened or another formula is used.",
)
LADDER = Text("'지역'을 넓혀 보면", "When 'local' is widened")
LADDER_LEAD = Text(
    "막대 하나가 {denominator}이며 모두 더하면 100%입니다. 맨 아래가 이 지표의 값입니다.",
    "One bar is: {denominator}; its parts add to 100 %. The lowest is the value of this indicator.",
)
LADDER_TABLE = Text("막대의 값", "The values of the bars")
NO_LADDER = Text(
    "이 지표의 자료에는 지역을 단계로 나눌 열이 없습니다. 아래 지표에서 볼 수 있습니다.",
    "The data of this indicator do not divide 'local' into steps. These indicators do.",
)
NO_ROWS = Text(
    "졸업자마다 어느 지역으로 갔는지가 공표되지 않아 막대를 그릴 수 없습니다.",
    "Where each graduate went has not been published, so no bar can be drawn.",
)
VARIANTS = Text("다른 정의로 보면", "By other definitions")
VARIANTS_LEAD = Text(
    "같은 해의 값이며, 차이는 기준 산식에서 뺀 포인트(%p)입니다.",
    "Values of the same year; the difference is in points (%p) from the formula compared with.",
)
ONE_FORMULA = Text(
    "한 해에 두 가지 산식으로 값이 있는 도시가 없어 견줄 수 없습니다.",
    "No city has values by two formulas in one year, so there is nothing to compare.",
)
ANOTHER_BASE = Text("나누는 것이 다릅니다: {meaning}.", "It divides something else: {meaning}.")
COMPARED_WITH = Text("견주는 기준", "Compared with")
COLUMNS = (
    Text("산식", "Formula"),
    Text("값", "Value"),
    Text("차이", "Difference"),
    Text("분자·분모", "Numerator, denominator"),
    Text("기준일", "As of"),
    Text("상태", "Status"),
    Text("왜 다른가", "Why it differs"),
)
PLACE, YEAR, BASE = Text("대상", "Place"), Text("연도", "Year"), Text("분모", "Denominator")
LOAD = Text("내 파일 불러오기", "Load my files")
SAMPLE = Text("표본으로 보기", "Show the sample")
INSTEAD = Text(
    "‘{name}’은 한 해에 두 가지 산식의 값이 공표된 도시가 없고 졸업자가 간 지역도 공표되지 않아 ‘{used}’을 보여 드립니다.",
    "No city has published “{name}” by two formulas in one year, nor where graduates went; “{used}” is shown instead.",
)
NOTHING = Text("그릴 값이 없습니다", "There is nothing to draw")


def render(view: View) -> None:
    """The chooser, the ladder, the definitions side by side."""
    language, used = view.language, kpi_of(session.snapshot(), view)
    elements.heading(TITLE(language), LEAD(language))
    shown, kpi = replace(view, kpi=used), find(used)
    if used != view.kpi:
        known_instead.show(view, "compare", INSTEAD.fill(name=find(view.kpi).name, used=kpi.name))
    with elements.choosers("of definitions"):
        session.choose_kpi(shown, session.choices())
    parts = (_ladder, _variants) if session.steps(shown, used) else (_variants, _ladder)
    for part in parts:
        part(shown, kpi)


def _ladder(view: View, kpi: Kpi) -> None:
    language = view.language
    bars = session.steps(view, kpi.id)
    lead = LADDER_LEAD.fill(denominator=kpi.denominator)(language) if bars else ""
    elements.section(LADDER(language), lead)
    if not kpi.ladder:
        elements.paragraph(NO_LADDER(language))
        with_ladder = [each for each in KPIS if each.ladder]
        elements.actions([Action(each.name(language), _address(view, each)) for each in with_ladder])
        return
    if not bars:
        _nothing(view, NO_ROWS)
        return
    with figure_frame.box("ladder"):
        _bars(view, kpi, bars)


def _address(view: View, kpi: Kpi) -> str:
    return session.href("compare", replace(view, kpi=kpi.id, formula=""))


def _bars(view: View, kpi: Kpi, bars: list[Steps]) -> None:
    language, named = view.language, segments(kpi.id)
    places = {code: name for code, name in session.names().items() if any(b.city_id == code for b in bars)}
    last = {bar.city_id: bar for bar in sorted(bars, key=lambda bar: bar.year)}
    told = [ladder_finding(last[code], place)(language) for code, place in places.items()]
    mark = elements.mark_of(language, synthetic=view.data_set == "sample")
    elements.finding(told[0], f"{kpi.name(language)} · {kpi.population(language)}", mark)
    if told[1:]:
        elements.listing(told[1:])
    figure_frame.picture(page_figures.page_figures("compare", view)[f"ladder-{kpi.id}"], acting=True)
    measured = session.measured(view, kpi.id)
    elements.source_line(
        language,
        judged_indicator.source_of(view, measured),
        as_of=max(bar.reference_date for bar in bars),
        snapshot=session.snapshot().id,
        definition=meaning(kpi, kpi.formula())(language),
    )
    with elements.folded(LADDER_TABLE(language)):
        table = _bars_table(bars, named, language)
        elements.table(table, LADDER_TABLE(language), list(table.columns[1:]))
    export_menu.export_button(view, "compare", f"ladder-{kpi.id}")


def _bars_table(bars: list[Steps], named: tuple[Text, ...], language: Language) -> pd.DataFrame:
    names = session.names()
    rows = [
        [
            names[bar.city_id](language),
            str(bar.year),
            *(
                f"{percent(share)} ({number(persons)})"
                for share, persons in zip(bar.shares, bar.persons, strict=True)
            ),
            number(bar.denominator),
        ]
        for bar in bars
    ]
    columns = [PLACE, YEAR, *named, BASE]
    return pd.DataFrame(rows, columns=[column(language) for column in columns])


def _variants(view: View, kpi: Kpi) -> None:
    """One place after the other: the latest year with a value by two formulas or more."""
    language = view.language
    elements.section(VARIANTS(language), VARIANTS_LEAD(language))
    tables = [session.measured(view, kpi.id, formula_id=each.id) for each in kpi.formulas]
    every = pd.concat([each for each in tables if len(each)], ignore_index=True)
    drawn = False
    for city in view.cities or tuple(session.choices().cities):
        rows = side_by_side(kpi, every[every["city_id"] == city])
        if len(rows):
            drawn = True
            with figure_frame.box(f"variants {city}"):
                _side_by_side(view, kpi, city, rows)
    if not drawn:
        _nothing(view, ONE_FORMULA)


def _side_by_side(view: View, kpi: Kpi, city: str, ordered: pd.DataFrame) -> None:
    language, place, year = view.language, session.names()[city], int(ordered["year"].iloc[0])
    chosen = compared_with(view, ordered)
    base = float(ordered.loc[ordered["formula_id"] == chosen, "value"].iloc[0])
    title = OF_YEAR.fill(place=place, year=year)(language)
    mark = elements.mark_of(language, synthetic=view.data_set == "sample")
    elements.finding(title, kpi.name(language), mark)
    figure_frame.picture(page_figures.page_figures("compare", view)[f"variants-{kpi.id}-{city}"], acting=True)
    table = pd.DataFrame(
        [_variant(kpi, row, chosen, base, language) for _, row in ordered.iterrows()],
        columns=[column(language) for column in COLUMNS],
    )
    elements.table(table, f"{title} · {kpi.name(language)}", [column(language) for column in COLUMNS[1:3]])
    judged_indicator.rows_source_line(view, ordered)
    export_menu.export_button(view, "compare", f"variants-{kpi.id}-{city}")


def _variant(kpi: Kpi, row: pd.Series, chosen: str, base: float, language: Language) -> list[str]:
    formula, is_base = kpi.formula(row["formula_id"]), row["formula_id"] == chosen
    difference = COMPARED_WITH if is_base else gap_text(kpi.unit, float(row["value"]) - base)
    return [
        formula.name(language),
        value_text(kpi.unit, row["value"], row["value_high"])(language),
        difference(language),
        indicator.counted(kpi.unit, row)(language),
        str(row["reference_date"]),
        value_table.status_text(row, language),
        "–" if is_base and not formula.note.ko else _why(kpi, formula)(language),
    ]


def _why(kpi: Kpi, formula: Formula) -> Text:
    return formula.note if formula.note.ko else ANOTHER_BASE.fill(meaning=meaning(kpi, formula))


def _nothing(view: View, reason: Text) -> None:
    ways = [Action(LOAD(view.language), session.href("data", view))]
    if view.data_set == "published":
        ways.append(Action(SAMPLE(view.language), session.href("compare", replace(view, data_set="sample"))))
    elements.empty_state(NOTHING(view.language), reason(view.language), ways)
