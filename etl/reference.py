"""Contracts of the reference tables: regions, institutions, industries, programmes, sources.

Spellings of a code come from these tables (`names` below), so a city, a school or an
industry is added by adding rows.
"""

from __future__ import annotations

from dataclasses import replace

from etl.columns import (
    CITY,
    FIELD,
    INDUSTRY,
    INSTITUTION,
    NOTE,
    PROGRAMME,
    REGION,
    SOURCE_ID,
    VALID_FROM,
    VALID_TO,
)
from etl.contract import Check, Column, Rule, Source
from meomureum.texts import Text

NAME_KO = Column("name_ko", Text("한글 이름", "Korean name"))
NAME_EN = Column("name_en", Text("영문 이름", "English name"))

SOURCES = Source(
    table="sources",
    kind="reference",
    label=Text("출처", "Sources"),
    key=("source_id",),
    columns=(
        Column("source_id", Text("출처 코드", "Source code"), "code"),
        Column("title", Text("제목", "Title")),
        Column("publisher", Text("발행처", "Publisher")),
        Column("date", Text("발행일", "Date published")),
        Column("kind", Text("종류", "Kind")),
        NOTE,
        Column("next_release", Text("다음 공표", "Next release"), "date", optional=True),
        Column(
            "next_release_basis",
            Text("다음 공표 근거", "Next release is"),
            optional=True,
            codes={"stated": ("명시", "Stated"), "assumed": ("가정", "Assumed")},
        ),
    ),
)

REGIONS = Source(
    table="regions",
    kind="reference",
    label=Text("행정구역", "Regions"),
    key=("region_id",),
    columns=(
        Column("region_id", Text("행정구역 코드", "Region code"), "code"),
        Column(
            "level",
            Text("단계", "Level"),
            codes={
                "country": ("전국", "Country"),
                "macro_region": ("권역", "Macro-region"),
                "province": ("시도", "Province"),
                "city": ("시군구", "City"),
                "district": ("구", "District"),
            },
        ),
        NAME_KO,
        NAME_EN,
        Column("parent_id", Text("상위 구역", "Parent"), "code", blank=True),
        Column("mois_code", Text("행정안전부 코드", "MOIS code"), "code", blank=True),
        Column("kostat_code", Text("통계청 코드", "KOSTAT code"), "code", blank=True),
        Column("aliases", Text("다른 이름", "Aliases"), optional=True),
        Column(
            "followed",
            Text("관리 대상", "Followed"),
            optional=True,
            codes={"yes": ("예", "Y"), "no": ("아니오", "N")},
        ),
        VALID_FROM,
        VALID_TO,
        Column("became", Text("오늘의 구역", "Became"), "code", optional=True),
        NOTE,
    ),
    checks=(
        Check(
            "region_became_exists",
            Text("바뀐 구역이 모두 있음", "Every region that another became exists"),
            """
            SELECT former.region_id
            FROM regions AS former
            LEFT JOIN regions AS today ON today.region_id = former.became
            WHERE former.became IS NOT NULL AND today.region_id IS NULL
            """,
        ),
        Check(
            "region_parent_exists",
            Text("상위 구역이 모두 있음", "Every parent region exists"),
            """
            SELECT child.region_id
            FROM regions AS child
            LEFT JOIN regions AS parent ON parent.region_id = child.parent_id
            WHERE child.parent_id IS NOT NULL AND parent.region_id IS NULL
            """,
        ),
    ),
)

# Which cities this installation is about; without rows the regions that are marked as followed.
OUR_CITIES = Source(
    table="our_cities",
    kind="reference",
    label=Text("우리 도시", "Our cities"),
    key=("city_id",),
    columns=(CITY, Column("colour", Text("도시 색", "City colour"), blank=True)),
    rules=(
        Rule(
            "colour",
            "REGEXP_FULL_MATCH(colour, '#[0-9a-fA-F]{6}')",
            Text("색은 '#0b50d0'처럼 적습니다.", "A colour is written as '#0b50d0'."),
            Text("우물 정(#) 뒤에 여섯 자리를 적으세요.", "Write six digits after the #."),
        ),
    ),
    checks=(
        Check(
            "our_cities_are_cities",
            Text("우리 도시가 모두 지금 있는 시군구임", "Our cities are cities that exist today"),
            """
            SELECT city_id
            FROM our_cities
            JOIN regions ON regions.region_id = city_id
            WHERE regions.level <> 'city' OR regions.valid_to IS NOT NULL
            """,
            Text("시·군·구 가운데에서 고르세요.", "Pick a city, county or district."),
        ),
    ),
)

COMMUTING_AREAS = Source(
    table="commuting_areas",
    kind="reference",
    label=Text("통근권", "Commuting areas"),
    key=("city_id", "region_id"),
    columns=(CITY, replace(REGION, blank=False), NOTE),
)

INSTITUTIONS = Source(
    table="institutions",
    kind="reference",
    label=Text("기관", "Institutions"),
    key=("institution_id",),
    columns=(
        Column("institution_id", Text("기관 코드", "Institution code"), "code"),
        replace(CITY, blank=True),
        Column(
            "kind",
            Text("종류", "Kind"),
            codes={
                "specialised_high_school": ("특성화고", "Specialised high school"),
                "high_school": ("고등학교", "High school"),
                "university": ("대학교", "University"),
                "junior_college": ("전문대학", "Junior college"),
                "industrial_university": ("산업대학", "Industrial university"),
                "education_university": ("교육대학", "University of education"),
                "cyber_university": ("사이버대학", "사이버대학(대학)", "Cyber university"),
                "open_university": ("방송통신대학", "Open university"),
                "technical_university": ("기술대학", "Technical university"),
                "other_university": ("각종학교", "각종학교(대학)", "Other university"),
                "polytechnic": ("기능대학", "Polytechnic"),
                "cyber_college": ("사이버대학(전문)", "Cyber college"),
                "other_college": ("각종학교(전문)", "Other college"),
            },
        ),
        NAME_KO,
        NAME_EN,
        Column("neis_code", Text("NEIS 표준학교코드", "NEIS code"), "code", blank=True),
        Column(
            "datagokr_school_id", Text("공공데이터포털 학교ID", "data.go.kr school id"), "code", blank=True
        ),
        Column("district", Text("구", "District"), blank=True),
        Column("founding", Text("설립", "Founding"), blank=True),
        Column("aliases", Text("다른 이름", "Aliases"), blank=True),
        VALID_FROM,
        VALID_TO,
        SOURCE_ID,
    ),
)

INDUSTRIES = Source(
    table="industries",
    kind="reference",
    label=Text("전략산업", "Strategic industries"),
    key=("city_id", "industry_id", "valid_from"),
    columns=(
        replace(CITY, blank=True),
        Column("industry_id", Text("산업 코드", "Industry code"), "code"),
        NAME_KO,
        NAME_EN,
        VALID_FROM,
        VALID_TO,
        SOURCE_ID,
        NOTE,
    ),
)

# Sections (a letter) and divisions (a letter and two digits) of the eleventh revision; the tenth has the same ones.
KSIC = Source(
    table="ksic",
    kind="reference",
    label=Text("한국표준산업분류", "Korean Standard Industrial Classification"),
    key=("ksic",),
    columns=(Column("ksic", Text("분류부호", "KSIC code"), "code"), NAME_KO, NAME_EN, SOURCE_ID),
)

PROGRAMMES = Source(
    table="programmes",
    kind="reference",
    label=Text("사업", "Programmes"),
    key=("programme_id",),
    columns=(
        Column("programme_id", Text("사업 코드", "Programme code"), "code"),
        replace(CITY, blank=True),
        NAME_KO,
        NAME_EN,
        Column("started", Text("시작", "Started"), "date", blank=True),
        Column("ended", Text("끝", "Ended"), "date", optional=True),
        Column("stages", Text("단계", "Stages"), blank=True),
        SOURCE_ID,
        NOTE,
    ),
)

MEMBERSHIPS = Source(
    table="memberships",
    kind="reference",
    label=Text("사업 참여기관", "Programme members"),
    key=("programme_id", "institution_id", "valid_from"),
    columns=(
        replace(PROGRAMME, blank=False),
        replace(INSTITUTION, blank=False),
        VALID_FROM,
        VALID_TO,
        SOURCE_ID,
    ),
)

CROSSWALK = Source(
    table="crosswalk",
    kind="reference",
    label=Text("학과·산업 연계표", "Department to industry crosswalk"),
    key=("version", "institution_id", "department", "field"),
    columns=(
        Column("version", Text("연계표 판", "Crosswalk version")),
        replace(INSTITUTION, blank=False),
        Column(
            "department",
            Text("학과나 과정", "Department or course"),
            aliases=("학과", "학과명", "Department"),
            blank=True,
        ),
        FIELD,
        INDUSTRY,
        VALID_FROM,
        VALID_TO,
        SOURCE_ID,
        NOTE,
    ),
    rules=(
        Rule(
            "department",
            "department IS NOT NULL OR field IS NOT NULL",
            Text(
                "학과·과정이나 계열 가운데 하나는 있어야 합니다.",
                "A department, a course or a field is needed.",
            ),
            Text("빈 칸을 채우세요.", "Fill in one of them."),
        ),
    ),
)

TABLES = (
    SOURCES,
    REGIONS,
    OUR_CITIES,
    COMMUTING_AREAS,
    INSTITUTIONS,
    INDUSTRIES,
    KSIC,
    PROGRAMMES,
    MEMBERSHIPS,
    CROSSWALK,
)

# Every spelling by which a file may name a code of these tables, as (id, words).
# People leave 시, 군 and 학교 out: 용인, 경남 고성, 부산대; not where that is registered for another one, as 광주 and 제주.
SPELLINGS_SQL = {
    "regions": """
        SELECT region_id AS id,
            [region_id, name_ko, name_en, mois_code, kostat_code, 'mois:' || mois_code, 'kostat:' || kostat_code]
                || COALESCE(STRING_SPLIT(aliases, ';'), [])
                || IF(
                    level = 'city' AND REGEXP_MATCHES(name_ko, '[가-힣]{2}[시군]$')
                        AND name_ko[:-2] NOT IN (
                            SELECT UNNEST([name_ko] || COALESCE(STRING_SPLIT(aliases, ';'), [])) FROM regions
                        ),
                    [name_ko[:-2]],
                    []
                ) AS words
        FROM regions
    """,
    "institutions": """
        SELECT institution_id AS id,
            [institution_id, name_ko, REGEXP_REPLACE(name_ko, '고등학교$', '고'), name_en, neis_code, datagokr_school_id]
                || COALESCE(STRING_SPLIT(aliases, ';'), [])
                || IF(
                    name_ko LIKE '%대학교' AND name_ko[:-3] NOT IN (
                        SELECT UNNEST([name_ko] || COALESCE(STRING_SPLIT(aliases, ';'), [])) FROM institutions
                    ),
                    [name_ko[:-3]],
                    []
                ) AS words
        FROM institutions
    """,
    "industries": "SELECT industry_id AS id, [industry_id, name_ko, name_en] AS words FROM industries",
    # A file may leave the letter of a division out, and a spreadsheet its leading zero.
    "ksic": """
        SELECT ksic AS id,
            [ksic, name_ko, name_en, NULLIF(ksic[2:], ''), NULLIF(LTRIM(ksic[2:], '0'), '')] AS words
        FROM ksic
    """,
    "programmes": "SELECT programme_id AS id, [programme_id, name_ko, name_en] AS words FROM programmes",
    "sources": "SELECT source_id AS id, [source_id, title] AS words FROM sources",
}

# A word that two entries share (a bare code of two code systems, say) names neither.
NAMES_SQL = """
    WITH spelled AS (
        {spellings}
    ),
    words AS (
        SELECT id, spelling(UNNEST(words)) AS word
        FROM spelled
    )
    SELECT '{reference}' AS reference, word, ANY_VALUE(id) AS id
    FROM words
    WHERE word IS NOT NULL AND word <> ''
    GROUP BY word
    HAVING COUNT(DISTINCT id) = 1
"""
