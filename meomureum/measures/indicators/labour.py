"""Indicators of what employers need: shortage, unfilled openings, supply against plans."""

from __future__ import annotations

from meomureum.measures.indicators.formula import Formula, Kpi
from meomureum.texts import Text

_LOAD_LABOUR = Text(
    "공표된 값이 없습니다. 인력수요 조사 자료를 적재하면 계산됩니다.",
    "No value has been published. Loading the labour-demand survey computes it.",
)

# A firm may answer for several occupations: of these the one with most firms counts it.
_FIRMS = """
    IF(
        ROW_NUMBER() OVER (
            PARTITION BY data_set, city_id, year, half, industry_id, firm_size
            ORDER BY firms_answered DESC NULLS LAST
        ) = 1,
        firms_answered,
        0
    )
"""
_OF_FIRMS = Text(
    "약 {denominator}명 중 {numerator}명(기업 {sampled}곳 응답)",
    "{numerator} of about {denominator} (from {sampled} firms)",
)


def _labour_rate(kpi_id: str, name: Text, formula: Formula, numerator: Text, denominator: Text) -> Kpi:
    return Kpi(
        id=kpi_id,
        name=name,
        population=Text("인력수요 조사에 응답한 기업", "Firms that answered the labour-demand survey"),
        numerator=numerator,
        denominator=denominator,
        direction="down",
        reference_day="10-01",
        formulas=(formula,),
        official_source=Text(
            "고용노동부 직종별사업체노동력조사의 산식", "Formula of the MOEL occupational labour force survey"
        ),
        unavailable=_LOAD_LABOUR,
    )


LABOUR_SHORTAGE = _labour_rate(
    "labour_shortage_rate",
    Text("인력부족률", "Labour shortage rate"),
    Formula(
        "official",
        Text("공식 산식", "Official formula"),
        table="labour_demand",
        by_industry=True,
        surveys="half",
        stock=True,
        sample_size=_FIRMS,
        sampled=_OF_FIRMS,
        numerator="shortage",
        denominator="employees + shortage",
        measures=("shortage", "employees"),
    ),
    Text("부족인원", "Shortage"),
    Text("현원 + 부족인원", "Employees plus shortage"),
)
UNFILLED = _labour_rate(
    "unfilled_rate",
    Text("미충원율", "Unfilled rate"),
    Formula(
        "official",
        Text("공식 산식", "Official formula"),
        table="labour_demand",
        by_industry=True,
        surveys="half",
        sample_size=_FIRMS,
        sampled=_OF_FIRMS,
        numerator="openings - hires",
        denominator="openings",
        measures=("openings", "hires"),
    ),
    Text("미충원인원", "Unfilled openings"),
    Text("구인인원", "Openings"),
)

SUPPLY_DEMAND = Kpi(
    id="supply_demand_gap",
    name=Text("수급 격차", "Supply and demand gap"),
    population=Text("연계표로 산업에 맞춘 졸업자", "Graduates matched to an industry by the crosswalk"),
    numerator=Text("산업에 맞춘 졸업자(진학·입대 제외)", "Matched graduates (not advanced, not enlisted)"),
    denominator=Text("기업의 채용계획", "Planned hires"),
    unit="persons",
    shape="difference",
    reference_day="12-31",
    formulas=(
        Formula(
            "graduates_less_plans",
            Text("졸업자 − 채용계획", "Graduates less planned hires"),
            table="supply_demand",
            by_industry=True,
            numerator="graduates_matched",
            denominator="planned_hires",
            measures=("graduates_matched", "planned_hires"),
        ),
        Formula(
            "graduates_and_completers_less_plans",
            Text("(졸업자 + 이수자) - 채용계획", "Graduates and completers less planned hires"),
            table="supply_demand",
            by_industry=True,
            numerator="graduates_matched + completers_matched",
            denominator="planned_hires",
            measures=("graduates_matched", "completers_matched", "planned_hires"),
            note=Text(
                "이수자가 같은 해 졸업자이면 두 번 셉니다. 따라서 공급이 가장 많은 경우입니다.",
                "A completer who graduates in the same year is counted twice, so this is the largest supply.",
            ),
        ),
    ),
    unavailable=_LOAD_LABOUR,
    caveat=Text(
        "양수면 졸업자가, 음수면 채용계획이 더 많습니다. 학과·산업 연계표의 판을 함께 봅니다.",
        "Positive: more graduates than plans; negative: more plans. Read it with the crosswalk version.",
    ),
)
