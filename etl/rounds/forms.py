"""What a round can ask for: of each table the columns, whose total is stated beside the rows, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from etl import (
    freshmen,
    high_school_outcomes,
    labour_demand,
    programme_participation,
    settlement_survey,
    university_outcomes,
    university_students,
)
from etl.contract import Column, Source
from meomureum.texts import Text

SCHOOLS = ("high_school", "specialised_high_school")
UNIVERSITIES = ("university", "junior_college")
FIRMS = "firm"
# What the round knows of itself, or what is the city's to say; no institution is asked for it.
_NOT_ASKED = {
    *(
        "year",
        "half",
        "city_id",
        "region_id",
        "institution_id",
        "respondent_group",
        "industry_id",
        "firm_size",
    ),
    *("school_type", "track", "ksic", "method", "edition", "source_id", "firms_asked", "firms_answered"),
}
WORDINGS: Mapping[str, Text] = {
    "intends_to_settle": Text(
        "졸업하거나 직장을 옮기더라도 {city}에 계속 살 생각이 있다.",
        "I mean to go on living in {city} even after graduating or changing jobs.",
    ),
    "satisfied_with_city": Text("{city}에 사는 것에 만족한다.", "I am satisfied with living in {city}."),
}
"""The sentences of the settlement survey, by the code of the question."""
_ASKED = tuple(
    Text(f"{words[0]}: {WORDINGS[code].ko}", f"{words[-1]}: {WORDINGS[code].en}")
    for code, words in settlement_survey.QUESTION.codes.items()
)
PEOPLE_ASKED = Text("조사를 요청한 사람 수", "People who were asked")
LAST_YEAR, LAST_TIME = Text("지난해", "Last year"), Text("지난 조사", "Last survey")
STATED_TOTAL = Text("올해 합계", "Total this year")


@dataclass(frozen=True)
class Form:
    """One table as an institution fills it in.

    The rows of each `group` (a department, a question; "" for all rows) are to add up to a total that
    is stated beside them: to the same number, or where a survey has silent people at most to it.
    `rows` are the codes of columns whose every combination stands in the form. A blank cell of `same`
    takes the count of the row. In one row, `sums` says which counts add up to another, `within` which
    is at most another; the sheet points out what its contract would refuse. `questions` are asked above the headings of a questionnaire.
    """

    source: Source
    kinds: tuple[str, ...]
    group: str = ""
    also: tuple[str, ...] = ()
    total: Literal["equal", "most"] = "equal"
    rows: tuple[str, ...] = ()
    same: str = ""
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Text] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table whose rows it brings."""
        return self.source.table

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are asked for, those that name a row before its numbers."""
        asked = [
            each for each in self.source.columns if each.name not in _NOT_ASKED or each.name in self.also
        ]
        return tuple(sorted(asked, key=lambda each: each.measure))

    @property
    def named(self) -> tuple[Column, ...]:
        """The columns that name a row."""
        return tuple(each for each in self.columns if not each.measure)

    @property
    def counted(self) -> Column:
        """The count whose sum is compared with the stated total."""
        return next(each for each in self.columns if each.measure and each.kind == "integer")

    @property
    def last_time(self) -> Text:
        """What the figures from before are called: a survey is not taken every year."""
        return LAST_TIME if self.questions else LAST_YEAR

    @property
    def total_label(self) -> Text:
        """What the stated total is called."""
        return PEOPLE_ASKED if self.total == "most" else STATED_TOTAL


FORMS: Mapping[str, Form] = {
    form.table: form
    for form in (
        Form(
            high_school_outcomes.SOURCE,
            SCHOOLS,
            "department",
            also=("industry_id",),
            within={"retained_6m": "graduates", "retained_12m": "graduates"},
        ),
        Form(
            university_outcomes.SOURCE,
            UNIVERSITIES,
            "department",
            also=("industry_id",),
            within={"retained_6m": "graduates", "retained_11m": "graduates"},
        ),
        Form(
            university_students.SOURCE,
            UNIVERSITIES,
            "field",
            sums={"dropped_out": tuple(name for name, _ in university_students.REASONS)},
            within={"dropped_out": "enrolled"},
        ),
        Form(freshmen.SOURCE, UNIVERSITIES),
        Form(
            programme_participation.SOURCE,
            (*SCHOOLS, *UNIVERSITIES),
            "programme_id",
            within={"completers": "participants", "hired_by_member_firms": "completers"},
        ),
        Form(
            settlement_survey.SOURCE,
            (*SCHOOLS, *UNIVERSITIES),
            "question",
            total="most",
            rows=("question", "answer"),
            same="weight",
            questions={
                "question": Text(
                    "\n".join(each.ko for each in _ASKED),
                    "\n".join(each.en for each in _ASKED),
                ),
                "respondents": Text("이렇게 답한 사람은 몇 명입니까?", "How many people answered so?"),
                "weight": Text("가중값이 없으면 비워 두십시오.", "Leave it blank where nothing is weighted."),
            },
        ),
        Form(
            labour_demand.SOURCE,
            (FIRMS,),
            within={"hires": "openings"},
            questions={
                "occupation": Text("어떤 일을 합니까?", "Which work is it?"),
                "employees": Text("지금 몇 명이 일합니까?", "How many work in it now?"),
                "shortage": Text("몇 명이 모자랍니까?", "How many are short?"),
                "openings": Text("이번 반기에 몇 명을 구했습니까?", "How many were sought this half-year?"),
                "hires": Text("그 가운데 몇 명을 뽑았습니까?", "How many of them were hired?"),
                "planned_hires": Text(
                    "다음 반기에 몇 명을 뽑을 계획입니까?", "How many are to be hired next?"
                ),
            },
        ),
    )
}
