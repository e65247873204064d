"""Who took part in a programme, who completed it, and who was hired afterwards."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import EDITION, INSTITUTION, PROGRAMME, SOURCE_ID, YEAR, people
from etl.contract import Column, Rule, Source
from meomureum.texts import Text

SOURCE = Source(
    table="programme_participation",
    label=Text("사업 참여·이수", "Programme participation"),
    key=("year", "programme_id", "institution_id", "course", "stage"),
    statement=("year", "programme_id", "institution_id"),
    columns=(
        YEAR,
        replace(PROGRAMME, blank=False),
        INSTITUTION,
        Column("course", Text("과정", "Course"), aliases=("과정명", "교육과정"), blank=True),
        Column(
            "stage",
            Text("성장경로 단계", "Stage"),
            aliases=("단계",),
            blank=True,
            codes={
                "basic": ("기초", "교육(기초)", "Basic"),
                "advanced": ("심화", "교육(심화)", "Advanced"),
                "employment": ("취업", "Employment"),
                "settlement": ("정착", "정착·성장", "Settlement"),
                "sustained": ("지속", "Sustained"),
            },
        ),
        people("participants", Text("참여자", "Participants"), "참여인원", "참여학생"),
        people("completers", Text("이수자", "Completers"), "이수인원", "수료자"),
        people(
            "hired_by_member_firms",
            Text("참여기업 채용", "Hired by member firms"),
            "참여기업채용",
            optional=True,
        ),
        people("hired_locally", Text("관내 채용", "Hired locally"), "관내채용", optional=True),
        EDITION,
        SOURCE_ID,
    ),
    rules=(
        Rule(
            "completers",
            "completers <= participants",
            Text("이수자는 참여자보다 많을 수 없습니다.", "Completers cannot exceed participants."),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
        Rule(
            "hired_by_member_firms",
            "hired_by_member_firms <= completers",
            Text(
                "채용된 이수자는 이수자보다 많을 수 없습니다.", "Completers hired cannot exceed completers."
            ),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
    ),
    sql="""
        SELECT staged.*, COALESCE(institutions.city_id, programmes.city_id) AS city_id
        FROM staged
        JOIN programmes USING (programme_id)
        LEFT JOIN institutions USING (institution_id)
    """,
    order=("city_id", "year"),
)
