"""Official tables that no indicator draws on: known by their header, so that nobody wonders."""

from __future__ import annotations

import re

from etl.grids import JOINT
from etl.official.layout import Layout
from meomureum.texts import Text

# KOSIS: "2013. 01" down the first column, or periods along the header.
PERIOD = re.compile(r"^(19|20)\d\d(\s*[.년/]\s*(0?[1-9]|1[0-2])?\s*월?|\s*[.]?\s*[1-4]\s*/\s*4)?\s*p?\)?$")
_KOSIS = Text("국가통계포털(KOSIS) 통계표", "KOSIS table")


ENROLMENT = Layout(
    id="kess_enrolment",
    name=Text("교육통계 행정구역별 학과수 및 학년별 재적학생수", "KESS departments and enrolment by city"),
    labels={
        "province": "시도",
        "city": "행정구역",
        "division": "구분",
        "level": "학제",
        "schools": "학교수",
        "departments": "학과수",
        "enrolled": f"재적학생수(전체){JOINT}재적학생수{JOINT}전체",
        "attending": f"재적학생수(전체){JOINT}재학생{JOINT}전체",
        "on_leave": f"재적학생수(전체){JOINT}휴학생{JOINT}전체",
    },
    open_ended=True,
)
POPULATION = Layout(
    id="mois_population",
    name=Text("행정안전부 주민등록 인구 및 세대현황", "MOIS registered population and households"),
    labels={
        "region": "행정구역",
        "population": "총인구수",
        "households": "세대수",
        "men": "남자 인구수",
        "women": "여자 인구수",
    },
    open_ended=True,
)
KOSIS_DOWN = Layout(
    id="kosis_down",
    name=_KOSIS,
    labels={"period": "시점"},
    open_ended=True,
)
KOSIS_CLASSES = Layout(
    id="kosis_classes",
    name=_KOSIS,
    labels={"class": "행정구역별"},
    former={
        "class": tuple(
            f"{kind}{depth}"
            for kind in (
                "행정구역별",
                "행정구역(시군구)별",
                "시도별",
                "산업별",
                "산업분류별",
                "성별",
                "연령별",
                "연령계층별",
            )
            for depth in ("", "(1)", "(2)")
        )
    },
    pattern=PERIOD,
    open_ended=True,
)
