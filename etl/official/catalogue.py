"""Tables of public portals that are known and not used: named for what they are, never guessed to be ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.grids import HEADER_SEARCH_ROWS, Grid, flattened, spelling
from etl.official.layout import Found, Layout, set_aside
from etl.sheet_reader import Sheet
from meomureum.texts import Text


@dataclass(frozen=True)
class Known:
    """A table that is told by words of its header: each stands in one of the labels, and none of `without` does.

    `instead` says which table has what is looked for in this one.
    """

    name: Text
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    instead: Text | None = None

    def fits(self, labels: Sequence[str]) -> bool:
        """Whether labels, as they are compared, are those of this table."""
        in_some = {word for word in (*self.words, *self.without) if any(word in label for label in labels)}
        return in_some == {*self.words}


_OWN = ("학교명", "학과")  # a school's own list of its leavers is read as it comes
_LEAVERS = Text(
    "고교 졸업자 진로는 교육통계 '행정구역별 입학 및 졸업' 파일이나 서식(meomureum template high_school_outcomes)에서 읽습니다.",
    "Outcomes of school leavers are read from the KESS table '행정구역별 입학 및 졸업', or from the template "
    "(meomureum template high_school_outcomes).",
)
_RATE = Text(
    "{measure:은/는} 인원이 함께 있는 대학알리미 {disclosure} 공시 파일에서 읽습니다.",
    "{measure} is read from the Academyinfo disclosure ({disclosure}), which states the counts.",
)


TABLES = (
    Known(Text("등록금 현황", "Tuition fees"), ("입학금", "등록금")),
    Known(Text("등록금 현황", "Tuition fees"), ("평균등록금",)),
    Known(Text("장학금 수혜 현황", "Scholarships"), ("장학금", "교외", "교내")),
    Known(
        Text("대학별 재학생 충원율", "Enrolment fill rates of universities"),
        ("재학생충원율",),
        instead=_RATE.fill(measure=Text("재학생 충원율", "The enrolment fill rate"), disclosure="4-라-1"),
    ),
    Known(
        Text("대학별 신입생 충원율", "Freshman fill rates of universities"),
        ("신입생충원율",),
        instead=_RATE.fill(measure=Text("신입생 충원율", "The freshman fill rate"), disclosure="4-다"),
    ),
    Known(
        Text("학교별 졸업생의 진로 현황", "What leavers of each school went on to"),
        ("정보공시", "졸업자"),
        instead=_LEAVERS,
    ),
    Known(
        Text("시도별 졸업자의 진로 현황", "What school leavers of each province went on to"),
        ("시도", "졸업자", "진학자", "취업자"),
        (*_OWN, "행정구역", "시군구"),
        _LEAVERS,
    ),
    # With a year of its own such a table of cities is read like the form that a city fills in.
    *(
        Known(
            Text("시군구별 졸업자의 진로 현황", "What school leavers of each city went on to"),
            (place, "졸업자", "진학자", "취업자"),
            (*_OWN, "연도", "년도"),
            _LEAVERS,
        )
        for place in ("행정구역", "시군구")
    ),
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


def named(labels: Iterable[str]) -> Known | None:
    """The table that has such labels, or None when it is none of those known."""
    spelled = [spelling(label) for label in labels]
    return next((known for known in TABLES if known.fits(spelled)), None)


def read(grid: Grid) -> Sheet | None:
    """The sheet set aside under its name when one of its first rows is the header of a known table."""
    for at, (_, cells) in enumerate(grid.rows[:HEADER_SEARCH_ROWS]):
        labels = [cell for cell in cells if cell.strip()]
        known = named(labels) if len(labels) > 1 else None
        if known:
            layout = Layout(id="catalogue", name=known.name, labels={}, open_ended=True)
            return set_aside(Found(grid, layout, at, at, flattened(grid, at, at), {}), why=known.instead)
    return None
