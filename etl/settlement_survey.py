"""Settlement-intention survey: weighted answers 1-5 by group, and the questionnaire they were given to."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import CITY, EDITION, INSTITUTION, SEX, SOURCE_ID, YEAR, people
from etl.contract import Column, Rule, Source
from meomureum.texts import Text

RESPONDENT_GROUP = Column(
    "respondent_group",
    Text("응답자 집단", "Respondent group"),
    aliases=("응답집단", "대상"),
    codes={
        "high_school": ("고등학생", "High-school students"),
        "university": ("대학생", "University students"),
        "young_worker": ("청년 재직자", "Young workers"),
    },
)
QUESTION = Column(
    "question",
    Text("문항", "Question"),
    codes={
        "intends_to_settle": ("정주의향", "졸업 후 정주의향", "Intends to settle"),
        "satisfied_with_city": ("지역만족도", "Satisfied with the city"),
    },
)

SOURCE = Source(
    table="settlement_survey",
    label=Text("정주의향 조사", "Settlement survey"),
    key=("year", "city_id", "respondent_group", "institution_id", "sex", "question", "answer"),
    statement=("year", "city_id", "respondent_group", "institution_id", "question"),
    columns=(
        YEAR,
        CITY,
        RESPONDENT_GROUP,
        replace(INSTITUTION, optional=True),
        SEX,
        QUESTION,
        Column(
            "answer",
            Text("응답", "Answer"),
            codes={
                "1": ("전혀 그렇지 않다", "1점"),
                "2": ("그렇지 않다", "2점"),
                "3": ("보통이다", "3점"),
                "4": ("그렇다", "4점"),
                "5": ("매우 그렇다", "5점"),
                "none": ("무응답", "No answer"),
            },
        ),
        Column(
            "weight",
            Text("가중값", "Weight"),
            "decimal",
            aliases=("가중치",),
            blank=True,
            measure=True,
            minimum=0,
        ),
        people("respondents", Text("응답자", "Respondents"), "응답자수", "사례수"),
        EDITION,
        SOURCE_ID,
    ),
    rules=(
        Rule(
            "weight",
            "respondents > 0 OR weight = 0",
            Text("응답자가 없으면 가중값도 0이어야 합니다.", "No respondents means no weight."),
            Text("응답자 수와 가중값을 확인하세요.", "Check respondents and weight."),
        ),
    ),
    order=("city_id", "year"),
)

# No answers: what was asked, of whom, and how many were invited.
QUESTIONNAIRE = Source(
    table="survey_questions",
    label=Text("정주의향 조사표", "Settlement questionnaire"),
    key=("year", "city_id", "respondent_group", "question"),
    statement=("year", "city_id", "respondent_group"),
    columns=(
        YEAR,
        CITY,
        RESPONDENT_GROUP,
        QUESTION,
        Column("wording", Text("조사표 문장", "Wording"), aliases=("문항내용", "질문")),
        Column("wording_en", Text("영문 문장", "Wording in English"), optional=True),
        Column("population", Text("모집단", "Population"), aliases=("조사대상",)),
        Column("population_en", Text("영문 모집단", "Population in English"), optional=True),
        Column("method", Text("조사방법", "Method"), optional=True),
        Column("method_en", Text("영문 조사방법", "Method in English"), optional=True),
        people("invited", Text("조사 요청", "Invited"), "요청인원", "표본크기", optional=True),
        SOURCE_ID,
    ),
)
