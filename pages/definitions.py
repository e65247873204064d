"""Definitions: every indicator as the catalogue defines it."""

from __future__ import annotations

from dataclasses import replace

from meomureum import session
from meomureum.components import elements
from meomureum.measures.measurement import KPIS, RUNGS, Kpi
from meomureum.session import View
from meomureum.texts import Language, Text
from meomureum.units import UNITS

TITLE = Text("정의", "Definitions")
LEAD = Text(
    "지표 {count}개의 뜻, 산식, 기준일, 출처입니다. 산식이 다른 값은 한 선으로 잇지 않습니다.",
    "Meaning, formulas, reference day and source of {count} indicators. Values of different formulas never share a line.",
)
DIRECTIONS = {
    "up": Text("높을수록 좋음", "Higher is better"),
    "down": Text("낮을수록 좋음", "Lower is better"),
}
DAY = Text("{month}월 {day}일", "{month}/{day} (month/day)")


def render(view: View) -> None:
    """One entry an indicator, in the order of the catalogue."""
    language = view.language
    elements.heading(TITLE(language), LEAD.fill(count=len(KPIS))(language))
    elements.entries(
        [
            (
                kpi.id,
                kpi.name(language),
                _facts(kpi, language),
                session.href("sheet", replace(view, kpi=kpi.id, formula="")),
            )
            for kpi in KPIS
        ],
        language,
    )


def _facts(kpi: Kpi, language: Language) -> list[tuple[str, str]]:
    month, day = (int(part) for part in kpi.reference_day.split("-"))
    pairs = [
        (Text("대상", "Population"), kpi.population),
        (Text("분자", "Numerator"), kpi.numerator),
        (Text("분모", "Denominator"), kpi.denominator),
        (Text("단위", "Unit"), UNITS[kpi.unit].name),
        (Text("방향", "Direction"), DIRECTIONS[kpi.direction]),
        (Text("기준일", "Reference day"), DAY.fill(month=month, day=day)),
        (Text("정의의 출처", "Source of the definition"), kpi.official_source),
        (Text("주의", "Caveat"), kpi.caveat),
        (Text("값이 없을 때", "Where there is no value"), kpi.unavailable),
    ]
    told = [(label(language), words(language)) for label, words in pairs if words(language)]
    return told + [_formula(kpi, formula_id, language) for formula_id in (each.id for each in kpi.formulas)]


def _formula(kpi: Kpi, formula_id: str, language: Language) -> tuple[str, str]:
    formula = kpi.formula(formula_id)
    local = Text("지역 범위: {rung}", "local means: {rung}").fill(rung=RUNGS[formula.geography])(language)
    base = Text("분모: {words}", "denominator: {words}").fill(words=formula.denominator_text)(language)
    divided = base if formula.denominator_text.ko else ""
    words = [f"{formula.name(language)} [{formula.id}]", divided, local, formula.note(language)]
    return Text("산식", "Formula")(language), " · ".join(word for word in words if word)
