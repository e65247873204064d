"""Definitions: every indicator as the catalogue defines it."""

from __future__ import annotations

from dataclasses import replace

from meomureum import session
from meomureum.analysis.words.values import meaning
from meomureum.components import definition_list, elements
from meomureum.components.definition_list import Entry
from meomureum.components.indicator import DIRECTIONS, reference_day
from meomureum.measures.indicators.formula import ANNOUNCED
from meomureum.measures.measurement import KPIS, RUNGS, Formula, Kpi
from meomureum.session import View
from meomureum.texts import Language, Text
from meomureum.units import UNITS

TITLE = Text("정의", "Definitions")
LEAD = Text(
    "지표 {count}개의 뜻, 산식, 기준일, 출처입니다. 산식이 다른 값은 한 선으로 잇지 않습니다.",
    "Meaning, formulas, reference day and source of {count} indicators. Values of different formulas never share a line.",
)
NOTHING = "–"


COLUMNS = (
    Text("산식", "Formula"),
    Text("분모", "Denominator"),
    Text("‘지역’의 뜻", "Local means"),
    Text("설명", "Note"),
    Text("코드", "Code"),
)


def render(view: View) -> None:
    """One fold an indicator, in the order of the catalogue; that of the address is open."""
    language = view.language
    elements.heading(TITLE(language), LEAD.fill(count=len(KPIS))(language))
    definition_list.entries([_entry(kpi, view) for kpi in KPIS], language)


def _entry(kpi: Kpi, view: View) -> Entry:
    language = view.language
    return Entry(
        kpi.id,
        kpi.name(language),
        meaning(kpi, kpi.formulas[0])(language),
        _facts(kpi, language),
        [column(language) for column in COLUMNS],
        [_formula(kpi, formula, language) for formula in kpi.formulas],
        session.href("sheet", replace(view, kpi=kpi.id, formula="")),
        is_open=kpi.id == view.kpi,
    )


def _facts(kpi: Kpi, language: Language) -> list[tuple[str, str]]:
    pairs = [
        (Text("대상", "Population"), kpi.population),
        (Text("분자", "Numerator"), kpi.numerator),
        (Text("분모", "Denominator"), kpi.denominator),
        (Text("단위", "Unit"), UNITS[kpi.unit].name),
        (Text("방향", "Direction"), DIRECTIONS[kpi.direction]),
        (Text("기준일", "Reference day"), reference_day(kpi)),
        (Text("정의의 출처", "Source of the definition"), kpi.official_source),
        (Text("주의", "Caveat"), kpi.caveat),
        (Text("값이 없을 때", "Where there is no value"), kpi.unavailable),
    ]
    return [(label(language), words(language)) for label, words in pairs if words(language)]


def _formula(kpi: Kpi, formula: Formula, language: Language) -> list[str]:
    stated = formula.denominator_text if formula.denominator_text.ko else kpi.denominator
    divided = RUNGS["not_stated"] if formula is ANNOUNCED else stated
    told = (formula.name, divided, RUNGS[formula.geography], formula.note)
    return [*(words(language) or NOTHING for words in told), formula.id]
