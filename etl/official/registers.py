"""Registers of schools and universities: nothing of them is loaded, all registered ones are checked."""

from __future__ import annotations

from etl.official.layout import Layout
from meomureum.texts import Text

SCHOOL_LOCATIONS = Layout(
    id="datagokr_schools",
    name=Text("전국초중등학교위치표준데이터", "data.go.kr locations of schools"),
    labels={
        "datagokr_school_id": "학교ID",
        "name_ko": "학교명",
        "level": "학교급구분",
        "founding": "설립형태",
        "status": "운영상태",
        "address": "소재지지번주소",
        "reference_date": "데이터기준일자",
    },
    open_ended=True,
)
UNIVERSITIES = Layout(
    id="datagokr_university_register",
    name=Text("전국대학및전문대학정보표준데이터", "data.go.kr register of universities"),
    labels={
        "name_ko": "학교명",
        "english_name": "학교 영문명",
        "campus": "본분교구분명",
        "level": "대학구분명",
        "kind": "학교구분명",
        "province": "시도명",
        "address": "소재지도로명주소",
        "reference_year": "기준연도",
    },
    open_ended=True,
)
NEIS_SCHOOLS = Layout(
    id="neis_schools",
    name=Text("나이스 학교기본정보", "NEIS register of schools"),
    labels={
        "neis_code": "행정표준코드",
        "office": "시도교육청명",
        "name_ko": "학교명",
        "level": "학교종류명",
        "founding": "설립명",
        "address": "도로명주소",
    },
    former={
        "neis_code": ("표준학교코드", "SD_SCHUL_CODE"),
        "office": ("ATPT_OFCDC_SC_NM",),
        "name_ko": ("SCHUL_NM",),
        "level": ("SCHUL_KND_SC_NM",),
        "founding": ("FOND_SC_NM",),
        "address": ("ORG_RDNMA",),
    },
    open_ended=True,
)
