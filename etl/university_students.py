"""Students enrolled on 1 April and those who dropped out from March to February after it."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import EDITION, FIELD, INSTITUTION, OF_UNIVERSITIES, REGION, SOURCE_ID, YEAR, people
from etl.contract import Rule, Source
from etl.whole_regions import UNIVERSITIES_SQL
from meomureum.texts import Text

REASONS = (
    ("dropped_no_registration", Text("미등록", "Did not register")),
    ("dropped_no_return", Text("미복학", "Did not return from leave")),
    ("dropped_voluntary", Text("자퇴", "Left voluntarily")),
    ("dropped_academic", Text("학사경고", "Academic dismissal")),
    ("dropped_other", Text("그 밖의 사유", "Other reason")),
)

SOURCE = Source(
    table="university_students",
    label=Text("대학 재적·중도탈락", "University students and drop-outs"),
    key=("year", "institution_id", "field", "home_region_id"),
    coverage=("year", "institution_id"),
    statement=("year", "institution_id"),
    columns=(
        YEAR,
        replace(INSTITUTION, blank=False),
        FIELD,
        replace(
            REGION,
            name="home_region_id",
            label=Text("출신 지역", "Home region"),
            aliases=("출신지", "출신고지역"),
            optional=True,
        ),
        people("enrolled", Text("재적학생", "Enrolled"), "재적학생수", "재적생"),
        people("dropped_out", Text("중도탈락", "Dropped out"), "중도탈락학생", "중도탈락자"),
        *(people(name, label, optional=True) for name, label in REASONS),
        people("enrolled_first_year", Text("신입생 재적", "First-year enrolled"), optional=True),
        people("dropped_out_first_year", Text("신입생 중도탈락", "First-year dropped out"), optional=True),
        EDITION,
        SOURCE_ID,
    ),
    rules=(
        OF_UNIVERSITIES,
        Rule(
            "dropped_out",
            # A university about to close, or just opened, is disclosed with more who left than were enrolled in April.
            "dropped_out <= enrolled OR source_id IS NOT DISTINCT FROM 'academyinfo_4sa'",
            Text("중도탈락자는 재적학생보다 많을 수 없습니다.", "Drop-outs cannot exceed the enrolled."),
            Text("두 값을 확인하세요.", "Check both counts."),
        ),
        Rule(
            "dropped_out",
            " + ".join(name for name, _ in REASONS) + " = dropped_out",
            Text("사유별 합이 중도탈락자와 다릅니다.", "The reasons do not add up to the drop-outs."),
            Text("사유별 인원을 확인하세요.", "Check the counts by reason."),
        ),
    ),
    sql="""
        SELECT staged.*, institutions.city_id, institutions.kind
        FROM staged
        JOIN institutions USING (institution_id)
    """,
    wholes=(UNIVERSITIES_SQL,),
    order=("city_id", "year"),
)
