"""Map: one indicator by one formula in one year, on the outlines of the cities, with its table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.words import meaning, value_text
from meomureum.components import elements, export_menu, figure_frame, indicator
from meomureum.components.judged_indicator import rows_source_line
from meomureum.components.markup import Action
from meomureum.components.two_columns import halves
from meomureum.drawing import boundaries
from meomureum.figures.regional_map import FINDING, GEOMETRY, SUBTITLE
from meomureum.measures.measurement import MARKS, RUNGS, STATUSES, Formula, Kpi, find
from meomureum.session import View, city_register, page_figures
from meomureum.texts import Language, Text

TITLE = Text("지도", "Map")
LEAD = Text(
    "지표 하나를 같은 산식, 같은 해로 도시마다 견줍니다.",
    "One indicator by city: the same formula, the same year.",
)
SHADES = Text(
    "색이 진할수록 값이 큽니다(값의 범위를 셋으로 나눔). 빗금은 값이 없는 곳이고 까닭을 적었습니다. 회색은 둘레의 지역입니다.",
    "The darker, the larger the value (the range in three). Hatched areas have no value and say why. Grey is around them.",
)
BY_DISTRICT = Text("구 단위 값은 공표되지 않음", "No figure is published by district")
NO_OUTLINE = Text(
    "{city:은/는} 경계 자료가 없어 표에만 있습니다.",
    "{city} has no outline here and stands in the table alone.",
)
CAPTION = Text("지도의 값", "The values of the map")
COLUMNS = (
    Text("지역", "Place"),
    Text("값", "Value"),
    Text("분자·분모", "Counts"),
    Text("상태", "Status"),
)
STAND_IN = Text(
    "'{asked}'보다 '{used}'의 값이 있는 도시가 많아 이것으로 견줍니다. 두 산식의 값은 서로 견줄 수 없습니다.",
    "More cities have a value by '{used}' than by '{asked}', so it is used. The two cannot be compared.",
)
LOAD = Text("내 파일 불러오기", "Load my files")
Rows = dict[str, pd.Series]
SAMPLE = Text("표본으로 보기", "Show the sample")
NOTHING = Text("지도에 그릴 값이 없습니다", "There is no value to draw")
NO_ANSWER = Text("고른 조건에 맞는 값이 없습니다.", "No value meets the choices.")


def render(view: View) -> None:
    """The chooser, the maps by province beside their table, the source."""
    language, kpi = view.language, find(view.kpi)
    elements.heading(TITLE(language), LEAD(language))
    with elements.choosers("of the map"):
        session.choose_kpi(view, session.choices())
        session.choose_formula(view, session.choices())
    cities = view.cities or tuple(session.choices().cities)
    chosen = city_register.one_year(view, kpi.id)
    if chosen.empty:
        _nothing(view, kpi)
        return
    formula, year = kpi.formula(str(chosen["formula_id"].iloc[0])), int(chosen["year"].iloc[0])
    rows = city_register.by_code(chosen, "city_id")
    subtitle = SUBTITLE.fill(
        formula=formula.name,
        rung=RUNGS[formula.geography],
        known=int(chosen["value"].notna().sum()),
        all=len(cities),
    )
    if not view.formula and formula.id != kpi.formula().id:
        elements.notices([STAND_IN.fill(asked=kpi.formula().name, used=formula.name)], language)
    mark = elements.mark_of(language, synthetic=view.data_set == "sample")
    elements.finding(FINDING.fill(name=kpi.name, year=year)(language), subtitle(language), mark)
    left, right = halves()
    with left:
        _maps(view, kpi, cities)
    with right:
        elements.table(_table(view, kpi, rows, cities), CAPTION(language), [COLUMNS[1](language)])
        if any(city_register.districts(city) for city in cities):
            elements.paragraph(BY_DISTRICT(language))
        elements.paragraph(SHADES(language))
    _source(view, kpi, formula, chosen)


def _maps(view: View, kpi: Kpi, cities: tuple[str, ...]) -> None:
    """One map a province: neighbours share one, far apart they would be specks on a single map."""
    figure_frame.picture(page_figures.page_figures("map", view)[f"map-{kpi.id}"])
    missing = [city for city in cities if city not in boundaries.outlines()]
    names = session.names()
    elements.notices([NO_OUTLINE.fill(city=names[city]) for city in missing], view.language)


def _value(rows: Rows, city: str) -> float | None:
    return float(rows[city]["value"]) if city in rows and pd.notna(rows[city]["value"]) else None


def _silence(view: View) -> str:
    """Why a city without any row has no value."""
    return "missing" if view.data_set == "sample" else "not_published"


def _status(rows: Rows, city: str, silence: str) -> str:
    return str(rows[city]["status"]) if city in rows else silence


def _worded(kpi: Kpi, rows: Rows, city: str, silence: str) -> Text:
    if _value(rows, city) is None:
        return STATUSES[_status(rows, city, silence)]
    return value_text(kpi.unit, rows[city]["value"], rows[city]["value_high"])


def _table(view: View, kpi: Kpi, rows: Rows, cities: tuple[str, ...]) -> pd.DataFrame:
    language, names, silence = view.language, session.names(), _silence(view)
    no_district = STATUSES["not_published"](language)
    lines = []
    for city in cities:
        lines.append([names[city](language), *_details(kpi, rows, city, silence, language)])
        lines += [[names[code](language), "–", "–", no_district] for code in city_register.districts(city)]
    return pd.DataFrame(lines, columns=[label(language) for label in COLUMNS])


def _details(kpi: Kpi, rows: Rows, city: str, silence: str, language: Language) -> tuple[str, str, str]:
    """Value, counts and status of a city."""
    status = STATUSES[_status(rows, city, silence)](language)
    if _value(rows, city) is None:
        return "–", "–", status
    marks = [MARKS[mark](language) for mark in str(rows[city]["marks"]).split()]
    value = _worded(kpi, rows, city, silence)(language)
    return value, indicator.counted(kpi.unit, rows[city])(language), ", ".join([status, *marks])


def _source(view: View, kpi: Kpi, formula: Formula, rows: pd.DataFrame) -> None:
    language = view.language
    rows_source_line(view, rows, meaning(kpi, formula)(language))
    elements.paragraph(GEOMETRY.fill(date=boundaries.base_date())(language))
    export_menu.export_button(view, "map")


def _nothing(view: View, kpi: Kpi) -> None:
    """Nothing to draw: why, and the ways on."""
    language = view.language
    ways = [Action(LOAD(language), session.href("data", view))]
    reason = NO_ANSWER
    if view.data_set == "published":
        ways.append(Action(SAMPLE(language), session.href("map", replace(view, data_set="sample"))))
        reason = kpi.unavailable
    elements.empty_state(NOTHING(language), reason(language), ways)
