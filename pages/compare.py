"""Compare: "local" widened step by step, and one rate by each of its definitions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.words.values import gap_text, meaning, row_text
from meomureum.components import elements, figure_frame, indicator, known_instead, value_table
from meomureum.components.markup import Action
from meomureum.figures.definitions import base_formula, by_city, kpi_of
from meomureum.measures.measurement import KPIS, Formula, Kpi, find
from meomureum.session import View, page_figures
from meomureum.session.snapshots import once_a_view
from meomureum.texts import Language, Text

TITLE = Text("정의 비교", "Compare definitions")
LEAD = Text(
    "'지역'을 넓히거나 다른 산식을 쓰면 같은 비율이 얼마나 달라지는지 봅니다.",
    "How the same rate differs when 'local' is widened or another formula is used.",
)
LADDER = Text("'지역'을 넓혀 보면", "When 'local' is widened")
LADDER_LEAD = Text(
    "막대 하나가 {denominator}이며 모두 더하면 100%입니다. 맨 왼쪽이 이 지표의 값입니다.",
    "Each bar: {denominator}, in parts that add to 100%. The leftmost is the value of this indicator.",
)
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
    "한 도시의 값은 같은 해의 것입니다. 진한 막대가 비교 기준인 산식이고, 차이는 그 값과의 차이입니다.",
    "The values of a city are of one year. The dark bar is the formula compared with; differences are from it.",
)
ONE_FORMULA = Text(
    "한 해에 두 가지 산식으로 값이 있는 도시가 없어 비교할 수 없습니다.",
    "No city has values by two formulas in one year, so there is nothing to compare.",
)
ANOTHER_BASE = Text("나누는 것이 다릅니다: {meaning}.", "It divides something else: {meaning}.")
COMPARED_WITH = Text("비교 기준", "Compared with")
COLUMNS = (
    Text("도시", "City"),
    Text("산식", "Formula"),
    Text("값", "Value"),
    Text("차이", "Difference"),
    Text("분자·분모", "Numerator, denominator"),
    Text("기준일", "As of"),
    Text("상태", "Status"),
    Text("왜 다른가", "Why it differs"),
)
INSTEAD = Text(
    "‘{name}’은 한 해에 두 가지 산식의 값이 공표된 도시가 없고 졸업자가 간 지역도 공표되지 않아 ‘{used}’을 보여 드립니다.",
    "No city has published “{name}” by two formulas in one year, nor where graduates went; “{used}” is shown instead.",
)
NOTHING = Text("그릴 값이 없습니다", "There is nothing to draw")


def render(view: View) -> None:
    """The chooser, the ladder, the definitions side by side."""
    language, used = view.language, _used(view)
    elements.heading(TITLE(language), LEAD(language))
    shown, kpi = replace(view, kpi=used), find(used)
    if used != view.kpi:
        known_instead.show(view, "compare", INSTEAD.fill(name=find(view.kpi).name, used=kpi.name))
    with elements.choosers("of definitions"):
        session.choose_kpi(shown, session.choices())
    has_ladder = f"ladder-{used}" in page_figures.page_figures("compare", shown)
    parts = (_ladder, _variants) if has_ladder else (_variants, _ladder)
    for part in parts:
        part(shown, kpi, named=part is not parts[0])


@once_a_view
def _used(view: View) -> str:
    return kpi_of(session.snapshot(), view)


def _ladder(view: View, kpi: Kpi, *, named: bool) -> None:
    """`named` is the part that does not come first: the tab is the name of the first."""
    language, figure = view.language, page_figures.page_figures("compare", view).get(f"ladder-{kpi.id}")
    if named:
        elements.section(LADDER(language))
    if not kpi.ladder:
        elements.paragraph(NO_LADDER(language))
        with_ladder = [each for each in KPIS if each.ladder]
        elements.actions([Action(each.name(language), _address(view, each)) for each in with_ladder])
    elif figure is None:
        known_instead.nothing(view, "compare", NOTHING, NO_ROWS)
    else:
        with figure_frame.frame(figure, "compare", view):
            elements.paragraph(LADDER_LEAD.fill(denominator=kpi.denominator)(language))


def _address(view: View, kpi: Kpi) -> str:
    return session.href("compare", replace(view, kpi=kpi.id, formula=""))


def _variants(view: View, kpi: Kpi, *, named: bool) -> None:
    """The latest year of each place with a value by two formulas or more; `named` as above."""
    language = view.language
    if named:
        elements.section(VARIANTS(language))
    figure = page_figures.page_figures("compare", view).get(f"variants-{kpi.id}")
    if figure is None:
        known_instead.nothing(view, "compare", NOTHING, ONE_FORMULA)
        return
    with figure_frame.frame(figure, "compare", view, tabled=False):
        elements.paragraph(VARIANTS_LEAD(language))
        with elements.fold(figure_frame.TABLE(language)):
            _table(view, kpi, figure.subtitle)


def _table(view: View, kpi: Kpi, caption: str) -> None:
    """Each formula's value in each city against that of the one compared with, and why they differ."""
    language = view.language
    tables = [session.measured(view, kpi.id, formula_id=each.id) for each in kpi.formulas]
    held = by_city(kpi, tables, view.cities or tuple(session.choices().cities))
    lines = [line for rows in held.values() for line in _lines(view, kpi, rows)]
    columns = [column(language) for column in COLUMNS]
    elements.table(pd.DataFrame(lines, columns=columns), caption, columns[2:4])


def _lines(view: View, kpi: Kpi, rows: pd.DataFrame) -> list[list[str]]:
    """Those of one city."""
    chosen, place = base_formula(view, rows), session.names()[str(rows["city_id"].iloc[0])](view.language)
    base = float(rows.loc[rows["formula_id"] == chosen, "value"].iloc[0])
    return [[place, *_variant(kpi, row, chosen, base, view.language)] for _, row in rows.iterrows()]


def _variant(kpi: Kpi, row: pd.Series, chosen: str, base: float, language: Language) -> list[str]:
    formula, is_base = kpi.formula(row["formula_id"]), row["formula_id"] == chosen
    difference = COMPARED_WITH if is_base else gap_text(kpi.unit, float(row["value"]) - base)
    return [
        formula.name(language),
        row_text(kpi.unit, row)(language),
        difference(language),
        indicator.counted(kpi, row)(language),
        str(row["reference_date"]),
        value_table.status_text(row, language),
        "–" if is_base and not formula.note.ko else _why(kpi, formula)(language),
    ]


def _why(kpi: Kpi, formula: Formula) -> Text:
    return formula.note if formula.note.ko else ANOTHER_BASE.fill(meaning=meaning(kpi, formula))
