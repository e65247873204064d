"""Tables of public portals that are known and not used: named for what they are, never guessed to be ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from etl.grids import HEADER_SEARCH_ROWS, Grid, flattened, spelling
from etl.official.layout import Found, Layout, set_aside
from etl.sheet_reader import Sheet
from meomureum.texts import Text


@dataclass(frozen=True)
class Known:
    """A table that is told by words of its header: each stands in one of the labels."""

    name: Text
    words: tuple[str, ...]


TABLES = (
    Known(Text("등록금 현황", "Tuition fees"), ("입학금", "등록금")),
    Known(Text("등록금 현황", "Tuition fees"), ("평균등록금",)),
    Known(Text("장학금 수혜 현황", "Scholarships"), ("장학금", "교외", "교내")),
    Known(Text("졸업생의 진학 현황", "Graduates who go on to study"), ("졸업자", "진학자", "진학률")),
    Known(Text("외국학생 중도탈락 현황", "Drop-outs among foreign students"), ("외국", "중도탈락")),
    Known(Text("편입학 선발 결과", "Transfer admissions"), ("편입", "모집인원", "지원자")),
    Known(
        Text("신입생의 출신 고등학교 유형별 현황", "Freshmen by type of high school"), ("총입학자", "일반고")
    ),
    Known(Text("전임교원 확보율", "Full-time faculty"), ("전임교원", "확보율")),
    Known(Text("연구비 수혜 실적", "Research funding"), ("연구비", "전임교원")),
    Known(Text("기숙사 수용 현황", "Dormitories"), ("기숙사", "수용")),
    Known(Text("학생 1인당 교육비", "Spending per student"), ("교육비", "재학생")),
    Known(Text("세대원수별 세대수", "Households by size"), ("1인세대", "2인세대")),
    Known(
        Text("주민등록 인구 및 세대현황", "Registered population and households"), ("총인구수", "세대당인구")
    ),
    Known(Text("출생등록자수", "Registered births"), ("출생자수",)),
    Known(Text("사망말소자수", "Registered deaths"), ("사망자수",)),
    Known(Text("주민등록 평균연령", "Average age on the register"), ("평균연령",)),
    Known(Text("등록외국인 현황", "Registered foreigners"), ("등록외국인",)),
    Known(Text("혼인 통계", "Marriages"), ("혼인건수",)),
    Known(Text("학업중단 학생 현황", "Pupils who left school"), ("학업중단",)),
    Known(Text("국내인구이동통계", "Internal migration"), ("전입", "전출", "순이동")),
    Known(Text("국내인구이동통계", "Internal migration"), ("전출지", "전입지")),
    Known(Text("경제활동인구", "Economically active population"), ("경제활동인구", "고용률")),
    Known(Text("전국사업체조사", "Census of establishments"), ("사업체수", "종사자수")),
    Known(Text("고용보험 통계", "Employment insurance"), ("피보험자",)),
    Known(Text("학교 현황", "Schools, classes and teachers"), ("학급수", "학생수", "교원수")),
)


def named(labels: Iterable[str]) -> Text | None:
    """The table that has such labels, or None when it is none of those known."""
    spelled = [spelling(label) for label in labels]
    return next(
        (
            known.name
            for known in TABLES
            if all(any(word in label for label in spelled) for word in known.words)
        ),
        None,
    )


def read(grid: Grid) -> Sheet | None:
    """The sheet set aside under its name when one of its first rows is the header of a known table."""
    for at, (_, cells) in enumerate(grid.rows[:HEADER_SEARCH_ROWS]):
        labels = [cell for cell in cells if cell.strip()]
        name = named(labels) if len(labels) > 2 else None
        if name:
            layout = Layout(id="catalogue", name=name, labels={}, open_ended=True)
            return set_aside(Found(grid, layout, at, at, flattened(grid, at, at), {}))
    return None
