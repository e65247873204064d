"""Labour-demand survey of firms: staff, shortage, openings, hires and plans, by industry."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import CITY, EDITION, INDUSTRY, SOURCE_ID, YEAR, people
from etl.contract import Column, Rule, Source
from meomureum.texts import Text

SOURCE = Source(
    table="labour_demand",
    label=Text("인력수요 조사", "Labour demand"),
    key=("year", "half", "city_id", "industry_id", "occupation", "firm_size"),
    statement=("year", "half", "city_id"),
    columns=(
        YEAR,
        Column("half", Text("반기", "Half"), "integer", minimum=1, maximum=2),
        CITY,
        replace(INDUSTRY, blank=False),
        Column("occupation", Text("직종", "Occupation"), blank=True),
        Column(
            "firm_size",
            Text("기업 규모", "Firm size"),
            aliases=("규모",),
            blank=True,
            codes={
                "5-29": ("5~29인", "5-29명"),
                "30-299": ("30~299인", "30-299명"),
                "300+": ("300인 이상", "300명 이상"),
            },
        ),
        people("employees", Text("현원", "Employees"), "종사자"),
        people("shortage", Text("부족인원", "Shortage"), "부족인력"),
        people("openings", Text("구인인원", "Openings"), "구인"),
        people("hires", Text("채용인원", "Hires"), "채용"),
        people("planned_hires", Text("채용계획", "Planned hires"), "채용계획인원"),
        people("firms_asked", Text("조사대상 기업", "Firms asked"), "조사대상"),
        people("firms_answered", Text("응답 기업", "Firms that answered"), "응답기업"),
        EDITION,
        SOURCE_ID,
    ),
    rules=(
        Rule(
            "hires",
            "hires <= openings",
            Text("채용인원은 구인인원보다 많을 수 없습니다.", "Hires cannot exceed openings."),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
        Rule(
            "firms_answered",
            "firms_answered <= firms_asked",
            Text(
                "응답 기업은 조사대상보다 많을 수 없습니다.", "Firms that answered cannot exceed firms asked."
            ),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
    ),
    order=("city_id", "year"),
)
