"""Official tables that no indicator draws on: known by their header, so that nobody wonders."""

from __future__ import annotations

from etl.grids import JOINT
from etl.official.layout import Layout
from meomureum.texts import Text

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
