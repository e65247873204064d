"""KESS "행정구역별 입학 및 졸업": what graduates went on to do, every city, by school type.

Three merged header rows, 36 columns. Of each city's rows those in brackets, such as (특성화고),
are the parts of its 고등학교 row; a province ends with 소계 rows that repeat its cities. Both
kinds of total are left out and used as checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.contract import Problem
from etl.grids import JOINT, Row
from etl.official.cell_sums import added, held_with, mismatch
from etl.official.layout import Found, Layout, sheet_of
from etl.official.reference_year import year_of
from etl.sheet_reader import Sheet, not_data
from meomureum.texts import Text

COLUMNS = ("year", "region_id", "school_type", "outcome", "graduates", "method", "source_id")
SOURCES = {"2020": "kess_2020", "2021": "kess_2021"}
ANY_YEAR = "kess"
HIGH_SCHOOL, SUBTOTAL = "고등학교", "소계"
SCHOOL_TYPES = {
    "(일반고)": "general",
    "(특목고)": "special_purpose",
    "(특성화고)": "specialised",
    "(자율고)": "autonomous",
}
_AFTER, _ENTERED = "졸업 후 상황", "고등학교 -> 고등교육기관 과정 진학자 세부 구분"
_FROM_MIDDLE = "중학교 -> 고등학교 과정 진학자 세부 구분"
_TOTALS = {
    "entrants": "입학자",
    "graduates": "졸업자",
    "advanced": f"{_AFTER}{JOINT}진학자",
    "employed": f"{_AFTER}{JOINT}취업자",
    "enlisted": f"{_AFTER}{JOINT}입대자",
    "other": f"{_AFTER}{JOINT}기타",
    "junior_college": f"{_ENTERED}{JOINT}국내_전문대학",
    "education_university": f"{_ENTERED}{JOINT}국내_교육대학",
    "university": f"{_ENTERED}{JOINT}국내_대학",
    "other_university": f"{_ENTERED}{JOINT}국내_각종학교",
    "junior_college_abroad": f"{_ENTERED}{JOINT}국외_전문대학",
    "university_abroad": f"{_ENTERED}{JOINT}국외_대학",
}
_MIDDLE = {
    f"middle_{at}": f"{_FROM_MIDDLE}{JOINT}{kind}"
    for at, kind in enumerate(("일반고", "특목고", "특성화고", "자율고", "기타"))
}
_WOMEN = {f"{name}_women": f"{label}{JOINT}여자" for name, label in (_TOTALS | _MIDDLE).items()}
# Each stored outcome and the columns that add up to it. 기타 mixes the excluded with the others.
OUTCOMES = {
    "university": ("education_university", "university", "other_university"),
    "junior_college": ("junior_college",),
    "abroad": ("junior_college_abroad", "university_abroad"),
    "employed": ("employed",),
    "enlisted": ("enlisted",),
    "unseparated": ("other",),
}
_SITUATIONS = ("advanced", "employed", "enlisted", "other")
_DETAILS = (*OUTCOMES["university"], *OUTCOMES["junior_college"], *OUTCOMES["abroad"])
_COUNTS = tuple(_TOTALS)


@dataclass
class _City:
    """The rows of one city, or of the 소계 of one province, that concern high schools."""

    province: str
    name: str
    total: Row | None = None
    parts: dict[str, Row] = field(default_factory=dict)


def read(found: Found) -> Sheet:
    """One row a city, school type and outcome; totals checked and left out."""
    year, told = year_of(found)
    left_out = found.heading()
    cities = list(_cities(found, left_out))
    faults = [fault for city in cities for fault in _own_faults(found, city)]
    faults += list(_province_faults(found, cities, {fault.line for fault in faults}))
    held = {fault.line for fault in faults}
    totals = [row for city in cities for row in _totals(city) if row[0] not in held]
    left_out += [(line, "total") for line, _ in totals]
    records = [
        record
        for city in cities
        if city.name != SUBTOTAL
        for record in _records(found, city, year)
        if record[0] not in held
    ]
    return sheet_of(
        found,
        "high_school_outcomes",
        COLUMNS,
        records,
        left_out,
        totals,
        tuple(faults),
        (told,),
    )


def _cities(found: Found, left_out: list[tuple[int, str]]) -> Iterator[_City]:
    """The cities in the order of the file; rows of other schools and below the table are left out."""
    city: _City | None = None
    for line, cells in found.rows:
        province, name, level = (found.cell(cells, each) for each in ("province", "city", "level"))
        if not province or not name or not level:
            left_out.append((line, not_data(cells) or "footer"))
            continue
        if city is None or (city.province, city.name) != (province, name):
            if city is not None:
                yield city
            city = _City(province, name)
        if level == HIGH_SCHOOL:
            city.total = (line, cells)
        elif level.startswith("("):
            city.parts[level] = (line, cells)
        else:
            left_out.append((line, "total" if level == SUBTOTAL else "other_level"))
    if city is not None:
        yield city


def _totals(city: _City) -> list[Row]:
    """Rows that only repeat others: a city's 고등학교 row, and all of a province's 소계."""
    repeated = [city.total] if city.total and (city.parts or city.name == SUBTOTAL) else []
    return repeated + (list(city.parts.values()) if city.name == SUBTOTAL else [])


def _own_faults(found: Found, city: _City) -> list[Problem]:
    """Where a row's outcomes, or a city's school types, do not add up."""
    faults = [fault for row in city.parts.values() for fault in _row_faults(found, row)]
    if city.total is None or not city.parts:
        return faults + (_row_faults(found, city.total) if city.total else [])
    line, cells = city.total
    which = Text(
        f"{city.province} {city.name}의 괄호 행", f"The bracketed rows of {city.province} {city.name}"
    )
    unequal = [
        fault
        for name in _COUNTS
        for fault in mismatch(
            found,
            line,
            name,
            found.cell(cells, name),
            [found.cell(part, name) for _, part in city.parts.values()],
            which,
        )
    ]
    return (
        faults + unequal + (held_with(found, [at for at, _ in city.parts.values()], line) if unequal else [])
    )


def _row_faults(found: Found, row: Row) -> list[Problem]:
    line, cells = row
    return [
        fault
        for name, parts, which in (
            ("graduates", _SITUATIONS, Text("졸업 후 상황", "The situations after graduation")),
            ("advanced", _DETAILS, Text("진학자 세부 구분", "The kinds of institution entered")),
        )
        for fault in mismatch(
            found, line, name, found.cell(cells, name), [found.cell(cells, part) for part in parts], which
        )
    ]


def _province_faults(found: Found, cities: list[_City], held: set[int]) -> Iterator[Problem]:
    """Where a province's 소계 is not the sum of its cities; the 소계 row is held back.

    A city that is held back explains the difference; it is told of once.
    """
    for subtotal in (city for city in cities if city.name == SUBTOTAL):
        members = [city for city in cities if city.province == subtotal.province and city is not subtotal]
        lines = {line for city in members for line, _ in _by_level(city).values()}
        if not members or lines & held:  # a mended quarantine file holds some rows only
            continue
        which = Text(f"{subtotal.province}의 시군구", f"The cities of {subtotal.province}")
        for level, (line, cells) in _by_level(subtotal).items():
            rows = [row for city in members if (row := _by_level(city).get(level))]
            for name in _COUNTS:
                parts = [found.cell(part, name) for _, part in rows]
                yield from mismatch(found, line, name, found.cell(cells, name), parts, which)


def _by_level(city: _City) -> dict[str, Row]:
    return city.parts | ({HIGH_SCHOOL: city.total} if city.total else {})


def _records(found: Found, city: _City, year: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    own = city.name.removeprefix(f"{city.province} ")  # some years write the province before each city
    place, source = f"{city.province} {own}", SOURCES.get(year, ANY_YEAR)
    for level, (line, cells) in city.parts.items():
        for outcome, columns in OUTCOMES.items():
            count = added([found.cell(cells, name) for name in columns])
            yield line, (year, place, SCHOOL_TYPES.get(level, level), outcome, count, "kess", source)
    if city.total and not city.parts:  # a city without a high school, or without its types
        line, cells = city.total
        for outcome, columns in OUTCOMES.items():
            count = added([found.cell(cells, name) for name in columns])
            yield line, (year, place, "", outcome, count, "kess", source)


LAYOUT = Layout(
    id="kess_graduates",
    name=Text("교육통계 행정구역별 입학 및 졸업", "KESS entrants and graduates by city"),
    labels={
        "province": "시도",
        "city": "행정구역",
        "level": "학제",
        **{name: f"{label}{JOINT}전체" for name, label in (_TOTALS | _MIDDLE).items()},
        **_WOMEN,
    },
    optional=frozenset({*_MIDDLE, *_WOMEN}),
    read=read,
)
