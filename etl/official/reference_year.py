"""The year that a table is of, where no column states it."""

from __future__ import annotations

import re

from etl.contract import LoadRefused, Problem
from etl.official.layout import Found
from meomureum.texts import Text

_YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")
_REFERENCE_DAY = re.compile(r"(조사)?기준(일|년도|연도)")
YEAR_FROM_NAME = Text(
    "표에 연도가 없어 파일 이름의 {year}년으로 읽었습니다.",
    "The table states no year; {year} was taken from the file name.",
)
YEAR_FROM_SHEET = Text(
    "시트 이름의 {year}년으로 읽었습니다.", "The year {year} was taken from the name of the sheet."
)
YEAR_FROM_TITLE = Text(
    "표의 제목이나 주석에 적힌 {year}년으로 읽었습니다.",
    "The year {year} was taken from the title or a note.",
)


def year_of(found: Found) -> tuple[str, Text]:
    """The year of a table without a column of years: of its sheet, its title or notes, else its file name.

    LoadRefused where none of these states exactly one.
    """
    grid = found.grid
    around = [cell for _, cells in grid.rows[: found.first] for cell in cells]
    notes = [cell for _, cells in found.rows for cell in cells[:1] if _REFERENCE_DAY.search(cell)]
    for words, told in ((grid.sheet, YEAR_FROM_SHEET), (" ".join(around + notes), YEAR_FROM_TITLE)):
        if len(years := set(_YEAR.findall(words))) == 1:
            year = years.pop()
            return year, told.fill(year=year)
    if len(years := set(_YEAR.findall(grid.file))) == 1:
        year = years.pop()
        return year, YEAR_FROM_NAME.fill(year=year)
    raise LoadRefused((_without_year(found),))


def _without_year(found: Found) -> Problem:
    name = found.layout.name
    return Problem(
        found.grid.file,
        found.grid.sheet,
        0,
        "",
        "",
        Text(
            f"'{name.ko}' 양식에는 연도가 없고, 파일 이름에서도 하나로 알 수 없습니다.",
            f"'{name.en}' states no year, and the file name does not state one either.",
        ),
        Text(
            "파일 이름을 '2020_…'처럼 연도로 시작하게 고치세요.",
            "Begin the file name with the year, such as '2020_...'.",
        ),
    )
