"""Beside a city: the whole country, and the province by the same formula."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.words import meaning, value_text
from meomureum.components import elements
from meomureum.components.judged_indicator import rows_source_line
from meomureum.components.markup import Action
from meomureum.components.step_drawings import subsection
from meomureum.measures.measurement import Formula, Kpi, find
from meomureum.session import View, city_register
from meomureum.texts import Language, Text, number

TITLE = Text("전국과 시도", "Country and province")
LEAD = Text(
    "같은 산식으로 낸 값끼리만 한 표에 놓습니다. 산식이 다른 표의 값은 서로 견줄 수 없습니다.",
    "Only values of one formula stand in one table; values of different tables cannot be compared.",
)
IN_SAMPLE = Text(
    "전국과 시도의 값은 공표 자료에만 있어 합성 표본과 함께 놓지 않습니다.",
    "National and provincial values are published figures and never stand beside the synthetic sample.",
)
TO_PUBLISHED = Text("공표 자료로 보기", "Show published figures")
DISTRICTS = Text(
    "직업교육 혁신지구(전국, {year}년)", "Vocational education innovation districts (Korea, {year})"
)
# Single published values about the national programme, in the order in which one reads them.
COUNTS: dict[str, Text] = {
    "vocational_districts": Text("지구", "Districts"),
    "vocational_district_schools": Text("직업계고", "Vocational high schools"),
    "vocational_district_universities": Text("대학", "Universities"),
    "vocational_district_firms": Text("기업", "Firms"),
}
COMPARED = ("vocational_employment_rate", "vocational_advancement_rate")
YEAR = Text("연도", "Year")
COLUMN = Text("{place} {kind}", "{place}, {kind}")
FORMULA_TITLE = Text("{name} · {formula}", "{name} · {formula}")
NOTHING_OF = Text(
    "{city:은/는} 이 산식의 값이 공표되지 않았습니다.", "{city}: no value of this formula has been published."
)


def show(view: View, city: str) -> None:
    """National counts, then city, province and country by each formula that has values."""
    language = view.language
    if view.data_set == "sample":
        elements.section(TITLE(language), IN_SAMPLE(language))
        there = session.href("city", replace(view, data_set="published", cities=(city,)))
        elements.actions([Action(TO_PUBLISHED(language), there)])
        return
    elements.section(TITLE(language), LEAD(language))
    _counts(language)
    region = (city, *city_register.regions_above(city))
    for kpi in map(find, COMPARED):
        for formula in kpi.formulas:
            rows = city_register.rates_beside_regions(view, kpi.id, formula.id, region)
            known = set(rows["city_id"])
            # Where the city has nothing, only the indicator's own formula is worth a table.
            if len(known) > 1 and (city in known or formula is kpi.formula()):
                _comparison(view, city, kpi, formula, rows)


def _counts(language: Language) -> None:
    found = city_register.published("vocational_district")
    if found.empty:
        return
    by_measure = found.sort_values("year").groupby("measure_id").tail(1)
    counts = city_register.by_code(by_measure, "measure_id")
    subsection(DISTRICTS.fill(year=int(by_measure["year"].max()))(language))
    elements.facts(
        [(label(language), number(counts[code]["value"])) for code, label in COUNTS.items() if code in counts]
    )
    elements.source_line(
        language,
        session.cited(by_measure.rename(columns={"source_id": "source_ids"})),
        as_of=str(int(by_measure["year"].max())),
        snapshot=session.snapshot().id,
    )


def _comparison(view: View, city: str, kpi: Kpi, formula: Formula, rows: pd.DataFrame) -> None:
    language, names = view.language, session.names()
    title = FORMULA_TITLE.fill(name=kpi.name, formula=formula.name)(language)
    subsection(title, formula.note(language))
    kept = rows.sort_values("origin").drop_duplicates(["city_id", "school_type", "year"])
    order = {code: at for at, code in enumerate((city, *city_register.regions_above(city)))}
    kept = kept.sort_values("city_id", key=lambda codes: codes.map(order))
    groups = list(kept.groupby(["city_id", "school_type"], sort=False, dropna=False))
    columns = [
        COLUMN.fill(place=names[str(code)], kind=city_register.school_type(kind))(language)
        for (code, kind), _ in groups
    ]
    keyed = [city_register.by_code(own, "year") for _, own in groups]
    lines = [
        [str(year), *(_cell(kpi, own.get(str(year)), language) for own in keyed)]
        for year in sorted({int(year) for year in rows["year"]})
    ]
    if city not in set(rows["city_id"]):
        elements.paragraph(NOTHING_OF.fill(city=names[city])(language))
    elements.table(pd.DataFrame(lines, columns=[YEAR(language), *columns]), title, columns)
    rows_source_line(view, kept, meaning(kpi, formula)(language))


def _cell(kpi: Kpi, row: pd.Series | None, language: Language) -> str:
    if row is None:
        return "–"
    value = value_text(kpi.unit, row["value"])(language)
    if pd.isna(row["denominator"]):
        return value
    return f"{value} ({number(row['numerator'])} / {number(row['denominator'])})"
