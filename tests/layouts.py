"""Official layouts written by hand: the header rows, merges, footers and traps of the real files, other numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter
from small import written

Merge = tuple[int, int, int, int, str]

KESS_HEADER = 3
_SITUATION, _ENTERED = "졸업 후 상황", "고등학교 -> 고등교육기관 과정 진학자 세부 구분"
_MIDDLE = "중학교 -> 고등학교 과정 진학자 세부 구분"
_KINDS = ("국내_전문대학", "국내_교육대학", "국내_대학", "국내_각종학교", "국외_전문대학", "국외_대학")
_KESS_COLUMNS: tuple[tuple[str, str, str], ...] = (
    *((group, group, leaf) for group in ("입학자", "졸업자") for leaf in ("전체", "여자")),
    *((_SITUATION, each, leaf) for each in ("진학자", "취업자") for leaf in ("전체", "여자")),
    (_SITUATION, "입대자", "전체"),
    *((_SITUATION, "기타", leaf) for leaf in ("전체", "여자")),
    *(
        (_MIDDLE, each, leaf)
        for each in ("일반고", "특목고", "특성화고", "자율고", "기타")
        for leaf in ("전체", "여자")
    ),
    *((_ENTERED, each, leaf) for each in _KINDS for leaf in ("전체", "여자")),
)


def kess_header() -> list[list[str]]:
    """The three merged header rows of KESS, written in every cell as KESS does."""
    first = ["시도", "행정구역", "학제"]
    return [first + [column[depth] for column in _KESS_COLUMNS] for depth in range(3)]


def kess_row(
    province: str,
    city: str,
    level: str,
    entered: tuple[int, int, int] = (0, 0, 0),
    employed: int = 0,
    enlisted: int = 0,
    other: int = 0,
) -> list[object]:
    """A row whose sums are right: `entered` is junior colleges, universities, abroad."""
    junior, university, abroad = entered
    advanced = sum(entered)
    graduates = advanced + employed + enlisted + other
    counts: list[int] = [graduates + 7, 0, graduates, 0, advanced, 0, employed, 0, enlisted, other, 0]
    counts += [0] * 10
    counts += [junior, 0, 0, 0, university, 0, 0, 0, 0, 0, abroad, 0]
    return [province, city, level, *map(float, counts)]


def summed(province: str, city: str, level: str, rows: Iterable[Sequence[object]]) -> list[object]:
    """The row that adds others up."""
    columns = zip(*(row[3:] for row in rows), strict=True)
    return [province, city, level, *(sum(float(str(cell)) for cell in column) for column in columns)]


def kess_rows() -> list[list[object]]:
    """Two cities of one province with every kind of row."""
    first = [
        kess_row("경기", "안산시", "(일반고)", (30, 60, 1), 5, 2, 22),
        kess_row("경기", "안산시", "(특성화고)", (11, 7, 0), 13, 1, 8),
    ]
    second = [kess_row("경기", "시흥시", "(특성화고)", (4, 3, 0), 6, 0, 2)]
    schools = [summed("경기", "안산시", "고등학교", first), summed("경기", "시흥시", "고등학교", second)]
    return [
        kess_row("경기", "안산시", "유치원"),
        schools[0],
        *first,
        summed("경기", "안산시", "소계", [schools[0]]),
        schools[1],
        *second,
        summed("경기", "시흥시", "소계", [schools[1]]),
        summed("경기", "소계", "고등학교", schools),
        [*first[0][:1], "소계", *first[0][2:]],
        summed("경기", "소계", "(특성화고)", [first[1], second[0]]),
        summed("경기", "소계", "소계", schools),
    ]


KESS_FOOTER: list[list[object]] = [
    [],
    ["단위: 명"],
    [],
    ["산출식"],
    ["1. 입학은 3월 입학 기준임"],
    ["주석"],
    ["2. 출처: 지어낸 표"],
]


def kess(
    path: Path, rows: Iterable[Sequence[object]] | None = None, header: list[list[str]] | None = None
) -> Path:
    """A KESS workbook."""
    body = kess_rows() if rows is None else rows
    return workbook(path, [*(header or kess_header()), *body, *KESS_FOOTER])


KEDI_GROUPS = ("졸업자", "취업자", "진학자", "입대자", "제외인정자", "미취업자")


def kedi_row(province: str, kind: str, *men_and_women: tuple[int, int]) -> list[object]:
    """Outcomes as (men, women), in the order of the groups after the graduates."""
    graduates = (sum(men for men, _ in men_and_women), sum(women for _, women in men_and_women))
    return [
        province,
        kind,
        *(cell for men, women in (graduates, *men_and_women) for cell in (men + women, men, women)),
    ]


def kedi(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A KEDI workbook: two header rows, the upper one merged and otherwise blank."""
    upper = ["시도", "학교유형", *(cell for group in KEDI_GROUPS for cell in (group, "", ""))]
    lower = ["", "", *(leaf for _ in KEDI_GROUPS for leaf in ("계", "남", "여"))]
    merges: list[Merge] = [(0, 0, 1, 0, "시도"), (0, 1, 1, 1, "학교유형")]
    merges += [(0, 2 + 3 * at, 0, 4 + 3 * at, group) for at, group in enumerate(KEDI_GROUPS)]
    return workbook(path, [upper, lower, *rows], merges)


ACADEMYINFO = ("기준연도", "학교종류", "설립구분", "지역", "상태", "학교명")
REASONS = ("미등록", "미복학", "자퇴", "학사경고", "학생활동", "유급·제적")


def dropouts(path: Path, rows: Sequence[Sequence[object]], excess: str, unit: str = "(단위 : 명)") -> Path:
    """대학알리미 4-사: title, blank, unit row, four header rows; the year on the first row only.

    `excess` is what the vintage calls those who stayed too long.
    """
    reasons = (*REASONS, excess, "기타")
    wide = 6 + 1 + len(reasons) + 2 + 2
    upper = [*ACADEMYINFO, "재적학생(A)", "중도탈락학생", *[""] * (len(reasons) + 1), "신입생", ""]
    middle = [
        *[""] * 7,
        "사유별 중도탈락 학생",
        *[""] * (len(reasons) - 1),
        "계(B)",
        "중도탈락학생비율(%)\n(B/AX100)",
        "신입생(C)",
        "중도탈락학생(D)",
    ]
    lower = [*[""] * 7, *reasons, *[""] * 4]
    merges: list[Merge] = [(3, at, 6, at, name) for at, name in enumerate(upper[:7])]
    merges += [
        (3, 7, 3, 8 + len(reasons), "중도탈락학생"),
        (4, 7, 4, 6 + len(reasons), "사유별 중도탈락 학생"),
    ]
    merges += [(5, 7 + at, 6, 7 + at, reason) for at, reason in enumerate(reasons)]
    merges += [
        (4, 7 + len(reasons) + at, 6, 7 + len(reasons) + at, middle[7 + len(reasons) + at]) for at in range(4)
    ]
    merges += [(3, wide - 2, 3, wide - 1, "신입생")]
    title = ["2023년_ [4-사. 중도탈락 학생 현황_]"]
    return workbook(path, [title, [], [unit], upper, middle, lower, [], *rows], merges)


FIRST_YEAR = "사유별 중도탈락 학생(신입생)"
_BOTH_BLOCKS = (
    *((name, name, name) for name in (*ACADEMYINFO[:5], "학교", "재적학생 (A)")),
    *(("사유별 중도탈락 학생", leaf, leaf) for leaf in ("계(B)", *REASONS, "재학연한초과", "기타")),
    *((name, name, name) for name in ("중도탈락학생비율(%) (B/A) × 100", "재적학생 (신입생) (A`)")),
    *((FIRST_YEAR, leaf, leaf) for leaf in ("계(B`)", *REASONS, "재학연한초과", "기타")),
    *((name, name, name) for name in ("중도탈락학생(신입생)비율(%) (B`/A`) × 100",)),
)


def dropouts_with_first_years(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """대학알리미 4-사 from base year 2020 on: the reasons a second time for first-year students."""
    return _headed(path, "[ 4-사. 중도탈락 학생 현황_ ]", "(단위 : 명, %)", _BOTH_BLOCKS, 2, rows)


FRESHMEN = (
    *((name,) * 3 for name in (*ACADEMYINFO[:5], "학교", "입학정원 (A)")),
    *(
        (group, leaf, leaf)
        for group, mark in (("모집인원", "(B)"), ("지원자", "(C)"))
        for leaf in ("계", f"정원내 {mark}", "정원외")
    ),
    ("입학자", "계", "계"),
    *(("입학자", group, leaf) for group in ("정원내(D)", "정원외") for leaf in ("남", "여")),
    *((name,) * 3 for name in ("정원내 신입생 충원율(%) (D/B) × 100", "경쟁률 (C/B)")),
)
STUDENTS = (
    *((name,) * 2 for name in (*ACADEMYINFO[:5], "학교", "학생정원(A)", "학생모집정지인원(B)")),
    *(("재학생", leaf) for leaf in ("계(C)", "정원내(D)", "정원외")),
    *((name,) * 2 for name in ("재학생충원율(%){C/(A-B)}X100", "정원내 재학생 충원율(%){D/(A-B)} X100")),
)
_EMPLOYED = (
    "건강보험 직장가입자",
    "해외취업자",
    "농림어업종사자",
    "개인창작활동종사자",
    "1인 창(사)업자",
    "프리랜서",
)
EMPLOYMENT = (
    *((name,) * 3 for name in (*ACADEMYINFO[:5], "학교")),
    *(("졸업자(A)", leaf, leaf) for leaf in ("남", "여")),
    *(("취업자(B)", kind, leaf) for kind in _EMPLOYED for leaf in ("남", "여")),
    *(("진학자(C)", leaf, leaf) for leaf in ("남", "여")),
    ("입대자(D)",) * 3,
    *(
        (f"{group}", leaf, leaf)
        for group in ("취업불가능자(E)", "외국인유학생(F)", "제외인정자(G)", "기타", "미상")
        for leaf in ("남", "여")
    ),
    ("취업률(%) [B/{A-(C+D+E+F+G)}]×100",) * 3,
    *(("입학당시 기취업자", leaf, leaf) for leaf in ("남", "여")),
)
FOREIGN = (
    *((name,) * 2 for name in (*ACADEMYINFO[:5], "학교", "외국인 유학생 총계")),
    *(("학위과정", leaf) for leaf in ("소계", "인문사회계열", "공학계열")),
    *(("연수과정", leaf) for leaf in ("소계", "어학연수생")),
)
ENROLLED = (
    *((name,) * 3 for name in (*ACADEMYINFO[:5], "학교", "학생정원")),
    *(("재학생(A)", "계", leaf) for leaf in ("소계", "정원내", "정원외")),
    *(("재적학생(D=A+B+C)", "계", leaf) for leaf in ("소계", "정원내", "정원외")),
)


def disclosed(
    path: Path, title: str, columns: Sequence[tuple[str, ...]], rows: Sequence[Sequence[object]]
) -> Path:
    """A 대학알리미 disclosure of these columns: title, two blank rows, merged header rows, one blank row."""
    return _headed(path, title, "", columns, len(columns[0]), rows)


def _headed(
    path: Path,
    title: str,
    unit: str,
    columns: Sequence[tuple[str, ...]],
    deep: int,
    rows: Sequence[Sequence[object]],
) -> Path:
    """Header cells that are alike side by side or one above the other are merged, as the portal does."""
    block = [[column[depth] for column in columns] for depth in range(deep)]
    merges: list[Merge] = []
    for at in range(len(columns)):
        for depth in range(deep):
            if (depth and block[depth][at] == block[depth - 1][at]) or (
                at and columns[at][: depth + 1] == columns[at - 1][: depth + 1]
            ):
                continue
            right, bottom = at, depth
            while right + 1 < len(columns) and columns[right + 1][: depth + 1] == columns[at][: depth + 1]:
                right += 1
            while bottom + 1 < deep and block[bottom + 1][at] == block[depth][at]:
                bottom += 1
            if (right, bottom) != (at, depth):
                merges.append((3 + depth, at, 3 + bottom, right, block[depth][at]))
    return workbook(path, [[title], [], [unit], *block, *rows], merges)


def register(rows: Iterable[tuple[str, Sequence[int]]], periods: Sequence[str], ages: Sequence[str]) -> str:
    """행정안전부 연령별 인구현황: for each period its sum, the sum of the ages shown, and the ages.

    A row gives the ages of all periods one after another; sums are worked out.
    """
    header = [
        "행정구역",
        *(f"{period}_{what}" for period in periods for what in ("총인구수", "연령구간인구수", *ages)),
    ]
    lines = []
    for region, counts in rows:
        cells = [region]
        for at in range(0, len(counts), len(ages)):
            part = counts[at : at + len(ages)]
            cells += [f"{sum(part):,}", f"{sum(part):,}", *(f"{each:,} " for each in part)]
        lines.append(cells)
    return written(header, lines)


SINGLE_AGES = (*(f"{age}세" for age in range(100)), "100세 이상")
FIVE_YEARS = (*(f"{age}~{age + 4}세" for age in range(0, 100, 5)), "100세 이상")


def disclosure(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Another 대학알리미 disclosure in the general form."""
    header = [*ACADEMYINFO, "장학금(A)"]
    merges: list[Merge] = [(3, at, 6, at, name) for at, name in enumerate(header)]
    return workbook(
        path, [["2023년_ [12-다. 장학금 수혜 현황_]"], [], [""], header, [], [], [], *rows], merges
    )


def sheets(
    path: Path, pages: Mapping[str, tuple[Sequence[Sequence[object]], Sequence[Merge]]], hidden: str = ""
) -> Path:
    """A workbook of several sheets, each with its rows and merged cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, (rows, merges) in pages.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, [None if cell == "" else cell for cell in row])
            for top, left, bottom, right, word in merges:
                page.merge_range(top, left, bottom, right, word)
            if name == hidden:
                page.hide()
    return path


def workbook(path: Path, rows: Iterable[Sequence[object]], merges: Sequence[Merge] = ()) -> Path:
    """Rows as an XLSX sheet with merged cells."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, [None if cell == "" else cell for cell in row])
        for top, left, bottom, right, word in merges:
            page.merge_range(top, left, bottom, right, word)
    return path


UNIVERSITY_LABELS = (
    "No",
    "학교명",
    "본분교명",
    "지역명",
    "입학정원(학부)\n(2025,명)",
    "신입생 충원율(학부)\n(2025,%)",
    "취업률(학부)\n(2024,%)",
    "신입생 경쟁률(학부)\n(2025,:1)",
)
TEXT_FILES = {
    "kosis": '"시점",계,P 교육 서비스업(85)\n"2031. 01",41,7\n"2031. 02",43,9\n',
    "population": '행정구역,총인구수,세대수,세대당 인구,남자 인구수,여자 인구수,남여 비율\n경기도,"1,234","567",217,"617","617",1\n',
    "schools": "학교ID,학교명,학교급구분,설립일자,설립형태,본교분교구분,운영상태,소재지지번주소,데이터기준일자\n"
    "B000011506,안산공업고등학교 ,고등학교,1980-01-01,사립,본교,운영,경기도 안산시,2031-01-01\n"
    "B000011505,다른이름고등학교,고등학교,1980-01-01,사립,본교,운영,경기도 안산시,2031-01-01\n",
    "universities": "학교명,학교 영문명,본분교구분명,대학구분명,학교구분명,시도명,소재지도로명주소,기준연도\n"
    "인제대학교,Inje University,본교,대학,대학교,경상남도,경상남도 김해시,2031\n",
    "neis": "시도교육청코드,시도교육청명,행정표준코드,학교명,학교종류명,설립명,도로명주소\n"
    "J10,경기도교육청,7530348,안산공업고등학교,고등학교,사립,경기도 안산시\n",
}


def universities(rows: Sequence[Sequence[object]]) -> str:
    """data.go.kr 대학주요정보 as CSV."""
    return written(UNIVERSITY_LABELS, rows)
