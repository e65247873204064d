"""The form that all 대학알리미 disclosures share: one row a university beneath a block of header rows.

As a workbook a disclosure has a title, a blank and a unit row, then up to four merged header
rows, and the reference year on the first row only. As a flat table or a trend over the years
it has one header row, parts of a label joined by "_", and the disclosure year beside the
reference year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.grids import JOINT, Row
from etl.official.layout import Found
from etl.sheet_reader import not_data
from meomureum.texts import Text

LABELS = {  # the first of them tells where the header is
    "kind": "학교종류",
    "year": "기준연도",
    "founding": "설립구분",
    "region": "지역",
    "status": "상태",
    "institution": "학교명",
    "disclosed": "공시연도",
    "campus": "본분교명",
}
FORMER = {
    "year": ("기준년도", "연도"),
    "kind": ("학교구분",),
    "region": ("지역구분", "지역명"),
    "status": ("학교상태",),
    "institution": ("학교", "대학명"),
    "disclosed": ("공시년도",),
    "campus": ("본분교",),
}
OPTIONAL = frozenset({"year", "disclosed", "campus"})
INFERRED = Text(
    "기준연도가 없어 공시연도의 앞 해로 읽었습니다(추정).",
    "No reference year is stated; the year before the disclosure was taken (inferred).",
)
_MAIN_CAMPUS = ("", "본교")
_FORMULAS = re.compile(r"\([^()가-힣]*\)|\[[^\]]*\]|[{(][^가-힣]*[)}]|[·ㆍ,/_\s%×X*`]|(?<=\D)100$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE = re.compile(r"\[\s*(.+?)_?\s*\]")


@dataclass(frozen=True)
class University:
    """One university's row: its name with the campus, and the years that stand for it."""

    line: int
    cells: list[str]
    name: str
    year: str
    disclosed: str


def title(found: Found) -> str:
    """What a disclosure calls itself above its header, such as "4-사. 중도탈락 학생 현황"; or ""."""
    above = (cell for _, cells in found.grid.rows[: found.first] for cell in cells if cell.strip())
    match = _TITLE.search(next(above, ""))
    return match.group(1).strip() if match else ""


def parts(label: str) -> tuple[str, ...]:
    """The words of a label from the top down, without signs of a formula."""
    return tuple(_FORMULAS.sub("", part) for part in re.split(rf"{JOINT}|_", label))


def universities(found: Found, left_out: list[tuple[int, str]], totals: list[Row]) -> Iterator[University]:
    """The rows of universities; all others go to `left_out`, sums to `totals` too."""
    year = disclosed = ""
    for line, cells in found.rows:
        year, disclosed = found.cell(cells, "year") or year, found.cell(cells, "disclosed") or disclosed
        reason = _left_out(found, cells)
        if reason == "total":
            totals.append((line, cells))
        if reason:
            left_out.append((line, reason))
        else:
            yield University(line, cells, _name(found, cells), year, disclosed)


def _left_out(found: Found, cells: list[str]) -> str:
    """Why a row is no university's, or ""."""
    if found.cell(cells, "institution"):
        return not_data(cells[found.at["institution"] :]) and "total"
    return not_data(cells) or "footer"


def _name(found: Found, cells: list[str]) -> str:
    name, campus = found.cell(cells, "institution"), found.cell(cells, "campus")
    return name if campus in _MAIN_CAMPUS or campus in name else f"{name} _{campus}"


def base_year(university: University, lag: int) -> str:
    """The year that figures are of: as stated, else `lag` years before the disclosure."""
    if university.year or not _YEAR.fullmatch(university.disclosed):
        return university.year or university.disclosed
    return str(int(university.disclosed) - lag)


def inferred(found: Found, lag: int) -> tuple[Text, ...]:
    """The notice that a sheet states no reference year, where that makes a difference."""
    return (INFERRED,) if lag and "year" not in found.at else ()
