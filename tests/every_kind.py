"""One figure of every kind, for the tests of formats: small, with a gap, a mark and long names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from handed_over import MADE_ON, snapshot

from meomureum.drawing.figure import Briefing, Event, Figure, FigureKind, Node, Point, Series
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.store.address import View
from meomureum.texts import Language, Text, number, percent, points

KINDS: tuple[FigureKind, ...] = (
    "line",
    "panels",
    "bar",
    "stacked",
    "funnel",
    "bridge",
    "heat",
    "flow",
    "map",
    "table",
    "ages",
    "swarm",
    "country",
)
YEARS = ("2019", "2020", "2021", "2022", "2023")


def rate(at: str, value: float, of: float = 1000, *, marks: tuple[str, ...] = ()) -> Point:
    return Point(at, value, percent(value), value * of, of, marks)


def _line() -> list[Series]:
    measured = [rate(year, 0.08 + at / 100, 5000) for at, year in enumerate(YEARS)]
    measured[2] = Point("2021", None, "비공개(소수 보호)")
    aims = [rate(year, 0.09 + at / 40) for at, year in enumerate((*YEARS, "2024", "2025"))]
    ahead = [rate("2023", 0.12), rate("2024", 0.125), rate("2025", 0.13)]
    return [
        Series("김해시", "computed", tuple(measured)),
        Series("김해시 공표값", "published", (rate("2023", 0.09),), place="김해시"),
        Series("김해시 목표 경로", "target", tuple(aims), place="김해시", goal="목표 24.0%"),
        Series("김해시 전망", "projected", tuple(ahead), place="김해시"),
    ]


def _panels() -> list[Series]:
    made = []
    for school in range(5):
        panel = f"{school + 1}고등학교"
        for at, line in enumerate(("여자", "남자")):
            points = [rate(year, 0.1 + school / 20 + at / 10, 100) for year in YEARS]
            points[1] = Point(YEARS[1], None, "비공개(소수 보호)")
            made.append(Series(f"{panel} · {line}", "computed", tuple(points), panel, line))
    told = (rate("2023", 0.21),)
    return [*made, Series("5고등학교 · 남자 공표값", "published", told, "5고등학교", "남자 공표값", "남자")]


def _bar() -> list[Series]:
    names = ("전체 졸업자 대비", "진학자 대비", "취업자 대비(건강보험 자격 기준)")
    made = [rate(name, 0.1 + at / 10, 900) for at, name in enumerate(names)]
    return [
        Series(
            "김해시",
            "computed",
            tuple(
                Point(
                    p.at,
                    p.value,
                    p.shown,
                    p.numerator,
                    p.denominator,
                    (),
                    None,
                    p.value - 0.02,
                    p.value + 0.03,
                )
                for p in made
                if p.value is not None
            ),
        )
    ]


def _stacked() -> list[Series]:
    parts = ("시 안", "권역의 나머지", "그 밖", "진학하지 않음")
    shares = ((0.1, 0.5, 0.2, 0.2), (0.12, 0.48, 0.22, 0.18))
    return [
        Series(
            name, "computed", tuple(rate(year, shares[at][part], 4000) for at, year in enumerate(YEARS[:2]))
        )
        for part, name in enumerate(parts)
    ]


def _funnel() -> list[Series]:
    sizes = (60, 120, 180, 240, 300, 420, 560, 800, 950)
    rates = (0.3, 0.16, 0.21, 0.18, 0.36, 0.19, 0.2, 0.1, 0.205)
    schools = tuple(
        Point(
            f"{at + 1}고등학교",
            value,
            percent(value),
            value * size,
            size,
            ("한계 밖",) if value in (0.36, 0.1) else (),
            across=size,
        )
        for at, (size, value) in enumerate(zip(sizes, rates, strict=True))
    )
    across = range(50, 1001, 95)
    limits = {"평균": 0.0, "위 95%": 0.8, "아래 95%": -0.8}
    lines = [
        Series(
            name,
            "limit",
            tuple(
                Point(number(size), 0.2 + far / size**0.5, percent(0.2 + far / size**0.5), across=size)
                for size in across
            ),
        )
        for name, far in limits.items()
    ]
    return [Series("고등학교", "computed", schools), *lines]


def _bridge() -> list[Series]:
    changes = (("학교 구성의 변화", -0.012), ("성별 구성의 변화", 0.003), ("각 집단 안의 변화", 0.031))
    return [
        Series(
            "김해시",
            "computed",
            (
                rate("2019년", 0.098, 5100),
                *(Point(name, value, points(value)) for name, value in changes),
                rate("2023년", 0.12, 4800),
            ),
        )
    ]


def _heat() -> list[Series]:
    places = ("김해시", "안산시", "시흥시")
    found = []
    for row, place in enumerate(places):
        cells = [rate(year, 0.05 + row / 30 + at / 60, 700) for at, year in enumerate(YEARS)]
        if row == 1:
            cells[3] = Point("2022", None, "비공개(소수 보호)")
        found.append(Series(place, "computed", tuple(cells)))
    return found


def _flow() -> list[Series]:
    def persons(at: str, value: float) -> Point:
        return Point(at, value, f"{number(value)}명", value)

    return [
        Series(
            "고교 졸업",
            "computed",
            (persons("지역 대학", 700), persons("다른 지역 대학", 2900), persons("진학하지 않음", 1400)),
        ),
        Series(
            "지역 대학",
            "computed",
            (persons("지역 취업", 310), persons("다른 지역 취업", 240), persons("미취업", 150)),
        ),
    ]


def _nodes() -> tuple[Node, ...]:
    columns = {
        "고교 졸업": 0,
        "지역 대학": 1,
        "다른 지역 대학": 1,
        "진학하지 않음": 1,
        "지역 취업": 2,
        "다른 지역 취업": 2,
        "미취업": 2,
    }
    reached = {point.at: point.shown for series in _flow() for point in series.points}
    return tuple(Node(name, reached.get(name, "5,000명"), column) for name, column in columns.items())


def _map() -> list[Series]:
    return [
        Series("경상남도", "computed", (Point("김해시", 0.126, "12.6%", 688, 5460, code="gimhae"),)),
        Series(
            "경기도",
            "computed",
            (
                Point("안산시", 0.076, "7.6%", 410, 5394, code="ansan"),
                Point("시흥시", None, "공표되지 않음", code="siheung"),
            ),
        ),
    ]


def _ages() -> list[Series]:
    left = [rate(str(age), 1.0 - abs(21 - age) / 40, 6000) for age in range(15, 30)]
    nation = [rate(str(age), 0.99) for age in range(15, 30)]
    turns = Series("", "limit", (Point("18", None, "18세 대학 진학"),))
    return [Series("김해시", "computed", tuple(left)), Series("전국", "limit", tuple(nation)), turns]


def _swarm() -> list[Series]:
    every = [rate(f"{at}번째 시", 0.6 + at % 37 / 60) for at in range(1, 60)]
    mine = replace(rate("김해시", 0.81), named=True)
    return [
        Series("전국 시군구", "limit", tuple(every)),
        Series("고른 도시", "computed", (mine,)),
        Series("비슷한 곳", "published", (rate("창원시", 0.84),)),
    ]


MADE = {
    "line": _line,
    "panels": _panels,
    "bar": _bar,
    "stacked": _stacked,
    "funnel": _funnel,
    "bridge": _bridge,
    "heat": _heat,
    "flow": _flow,
    "map": _map,
    "table": list,
    "ages": _ages,
    "swarm": _swarm,
    "country": _map,
}


@cache
def figure(kind: FigureKind, language: Language = "ko") -> Figure:
    words = Text(
        "김해시 지역 대학 진학률은 2019년 9.8%에서 2023년 12.0%로 올랐습니다",
        "Local university entry rate, Gimhae: rose from 9.8% in 2019 to 12.0% in 2023",
    )
    draft = Draft(
        snapshot(),
        "compare",
        View(language, "sample", ("gimhae",)),
        unit="persons" if kind == "flow" else "percent",
        source="",
        as_of="2023-04-01",
        definition="지역 대학에 들어간 사람 ÷ 고등학교 졸업자",
        marks=("잠정",),
    )
    lines = Table(("구분", "연도", "값"), [(f"{at}번", year, f"{at}.5%") for at, year in enumerate(YEARS)])
    finding = Finding(
        f"{kind}: {words(language)}",
        "지역 대학 진학률 · 김해시 · 2019~2023년 · 전체 졸업자 대비",
        ("작은 분모는 흔들립니다.",),
        alt=f"{kind} 그림의 설명",
    )
    made = draft.figure(kind, kind, finding, MADE[kind](), lines if kind == "table" else None)
    made = replace(
        made,
        events=(Event(2019.75, "2019-10-02 조례 공포"), Event(2023.4, "2023-06-27 비전 선포식"))
        if kind == "line"
        else (),
        axes=("졸업자(명)", "진학률") if kind == "funnel" else ("", ""),
    )
    return replace(made, nodes=_nodes(), headings=("졸업", "진학", "취업")) if kind == "flow" else made


@cache
def briefing(language: Language = "ko") -> Briefing:
    made = tuple(figure(kind, language) for kind in KINDS)
    return Briefing("모든 그림", "합성 표본 데이터", language, MADE_ON, made, made[0].snapshot_id)
