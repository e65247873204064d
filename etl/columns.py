"""Columns that several providers send, declared once."""

from __future__ import annotations

from dataclasses import replace

from etl.contract import Column, Rule
from etl.written_numbers import SCHOOL_YEAR
from meomureum.texts import Text

YEAR_LEFT = Column(
    "year",
    Text("연도", "Year"),
    "year",
    aliases=("기준연도", "졸업연도", "졸업년도", "조사연도", "공시연도", "Graduation year", "Reference year"),
    minimum=1990,
    maximum=2100,
    calendar=True,
)
YEAR = replace(YEAR_LEFT, aliases=(*YEAR_LEFT.aliases, SCHOOL_YEAR, "School year"), calendar=False)
CITY = Column("city_id", Text("시군구", "City"), aliases=("도시", "시", "city", "지역"), reference="regions")
REGION = Column(
    "region_id",
    Text("행정구역", "Region"),
    aliases=("지역", "시군구", "시도", "region"),
    reference="regions",
    blank=True,
)
INSTITUTION = Column(
    "institution_id",
    Text("기관", "Institution"),
    aliases=("학교", "학교명", "고교명", "대학", "대학명", "기관명", "School", "University"),
    reference="institutions",
    blank=True,
)
PROGRAMME = Column(
    "programme_id", Text("사업", "Programme"), aliases=("사업명",), reference="programmes", blank=True
)
INDUSTRY = Column(
    "industry_id", Text("산업", "Industry"), aliases=("업종", "전략산업"), reference="industries", blank=True
)
KSIC = Column(
    "ksic",
    Text("표준산업분류", "Industry (KSIC)"),
    aliases=("한국표준산업분류", "산업분류", "산업대분류", "산업중분류", "KSIC"),
    reference="ksic",
    optional=True,
)
DEPARTMENT = Column(
    "department", Text("학과", "Department"), aliases=("학과명", "세부학과", "과"), blank=True
)
FIELD = Column(
    "field",
    Text("계열", "Field"),
    aliases=("대계열",),
    optional=True,
    codes={
        "humanities": ("인문", "인문계열", "Humanities"),
        "social": ("사회", "사회계열", "Social sciences"),
        "education": ("교육", "교육계열", "Education"),
        "engineering": ("공학", "공학계열", "Engineering"),
        "science": ("자연", "자연계열", "Natural sciences"),
        "medicine": ("의약", "의약계열", "Medicine and health"),
        "arts": ("예체능", "예체능계열", "Arts and sports"),
    },
)
SEX = Column(
    "sex",
    Text("성별", "Sex"),
    optional=True,
    codes={"male": ("남", "남자", "M", "Male"), "female": ("여", "여자", "F", "Female")},
)
PARTICIPANT = Column(
    "participant",
    Text("사업참여", "Participant"),
    aliases=("참여여부", "참여"),
    optional=True,
    codes={"yes": ("참여", "Y", "예", "Yes"), "no": ("미참여", "N", "아니오", "No")},
)
SCHOOL_TYPE = Column(
    "school_type",
    Text("학교유형", "School type"),
    aliases=("학교급", "고교유형"),
    blank=True,
    codes={
        "general": ("일반고", "일반고등학교", "General"),
        "special_purpose": ("특목고", "특수목적고", "특수목적고등학교", "Special-purpose"),
        "specialised": ("특성화고", "특성화고등학교", "Specialised vocational"),
        "autonomous": ("자율고", "자율고등학교", "Autonomous"),
        "vocational": ("직업계고", "All vocational"),
        "meister": ("마이스터고", "Meister"),
        "general_vocational": ("일반고 직업반", "Vocational classes of general high schools"),
    },
)
EDITION = Column(
    "edition",
    Text("공표상태", "Edition"),
    aliases=("상태",),
    optional=True,
    codes={
        "final": ("확정", "확정치", "Final"),
        "provisional": ("잠정", "잠정치", "Provisional"),
        "revised": ("정정", "수정", "Revised"),
    },
)
SOURCE_ID = Column(
    "source_id", Text("출처", "Source"), aliases=("출처코드",), reference="sources", optional=True
)
NOTE = Column("note", Text("비고", "Note"), aliases=("주석", "참고"), optional=True)
VALID_FROM = Column(
    "valid_from", Text("유효 시작", "Valid from"), "year", optional=True, minimum=1900, maximum=2100
)
VALID_TO = replace(VALID_FROM, name="valid_to", label=Text("유효 끝", "Valid to"))


_IS_SCHOOL = """
    institution_id IN (
        SELECT institution_id FROM institutions WHERE kind IN ('high_school', 'specialised_high_school')
    )
"""
OF_SCHOOLS = Rule(
    "institution_id",
    f"institution_id IS NULL OR {_IS_SCHOOL}",
    Text("고등학교가 아닙니다.", "This is no high school."),
    Text(
        "대학 자료이면 자료 종류를 고르고, 아니면 학교 이름을 고치세요.",
        "If the file is of a university, name its table; otherwise mend the name.",
    ),
)
OF_UNIVERSITIES = Rule(
    "institution_id",
    f"NOT {_IS_SCHOOL}",
    Text("대학이 아닙니다.", "This is no university."),
    Text(
        "고등학교 자료이면 자료 종류를 고르고, 아니면 대학 이름을 고치세요.",
        "If the file is of a high school, name its table; otherwise mend the name.",
    ),
)
SCHOOL_NAMES = ("고", "고등학교", "high school")
UNIVERSITY_NAMES = ("대", "대학", "대학교", "university", "college")


def people(name: str, label: Text, *aliases: str, optional: bool = False) -> Column:
    """A count of persons that may be missing for a stated reason."""
    return Column(
        name,
        label,
        "integer",
        aliases=aliases,
        blank=True,
        optional=optional,
        measure=True,
        minimum=0,
        maximum=99_999_999,
    )
