"""KEDI "(직업계고) 시도·유형별 취업현황": outcomes of vocational high schools by province and type.

Two header rows; provinces with an order in front ("01.서울"); 소계 stands in the first column
for one block and in the second for another. Loaded by type, without sex, as published.
"""

from __future__ import annotations

import re

from etl.contract import Problem
from etl.grids import JOINT, Row, spelling
from etl.official.cell_sums import mismatch
from etl.official.layout import Found, Layout, sheet_of
from etl.official.reference_year import year_of
from etl.sheet_reader import TOTAL_WORDS, Sheet, not_data
from meomureum.texts import Text

COLUMNS = ("year", "region_id", "school_type", "outcome", "graduates", "method", "source_id")
SOURCES = {"2020": "kedi_vocational_sido_2020"}
ANY_YEAR = "kedi_vocational_sido"
SCHOOL_TYPES = {"마이스터고": "meister", "특성화고": "specialised", "일반고직업반": "general_vocational"}
OUTCOMES = {
    "employed": "취업자",
    "advanced": "진학자",
    "enlisted": "입대자",
    "excluded": "제외인정자",
    "other": "미취업자",
}
_ORDER = re.compile(r"^\d+\s*\.\s*")
_MERGED = re.compile(r"[_\s·]")
_COUNTS = {"graduates": "졸업자", **OUTCOMES}
_PARTS = (("", "계"), ("_men", "남"), ("_women", "여"))


def read(found: Found) -> Sheet:
    """One row a province, school type and outcome; sums checked and left out."""
    year, told = year_of(found)
    left_out = found.heading()
    block: list[Row] = []
    rows: list[Row] = []
    totals: list[Row] = []
    faults: list[Problem] = []
    for line, cells in found.rows:
        words = {spelling(found.cell(cells, name)) for name in ("province", "type")}
        if words & TOTAL_WORDS:
            parts = rows if words & {"합계", "총계"} else block
            faults += _total_faults(found, (line, cells), parts)
            totals.append((line, cells))
            block = []
        elif all(found.cell(cells, name) for name in ("province", "type", "graduates")):
            block.append((line, cells))
            rows.append((line, cells))
            faults += _row_faults(found, (line, cells))
        else:
            left_out.append((line, not_data(cells) or "footer"))
    held = {fault.line for fault in faults}
    left_out += [(line, "total") for line, _ in totals if line not in held]
    records = [record for row in rows if row[0] not in held for record in _records(found, row, year)]
    return sheet_of(found, "high_school_outcomes", COLUMNS, records, left_out, totals, tuple(faults), (told,))


def _type(found: Found, cells: list[str]) -> str:
    """The code of a school type; a type not known before goes on as it is, to be named a fault."""
    written = found.cell(cells, "type")
    return SCHOOL_TYPES.get(_MERGED.sub("", written), written)


def _row_faults(found: Found, row: Row) -> list[Problem]:
    line, cells = row
    which = Text("진로별 인원", "The outcomes")
    outcomes = [found.cell(cells, name) for name in OUTCOMES]
    faults = mismatch(found, line, "graduates", found.cell(cells, "graduates"), outcomes, which)
    for name in _COUNTS:
        parts = [found.cell(cells, f"{name}{part}") for part, _ in _PARTS[1:]]
        faults += mismatch(found, line, name, found.cell(cells, name), parts, Text("남녀", "Men and women"))
    return faults


def _total_faults(found: Found, total: Row, parts: list[Row]) -> list[Problem]:
    line, cells = total
    which = Text("위 행들", "The rows above")
    return [
        fault
        for name in _COUNTS
        for fault in mismatch(
            found, line, name, found.cell(cells, name), [found.cell(part, name) for _, part in parts], which
        )
    ]


def _records(found: Found, row: Row, year: str) -> list[tuple[int, tuple[str, ...]]]:
    line, cells = row
    province = _ORDER.sub("", found.cell(cells, "province"))
    source = SOURCES.get(year, ANY_YEAR)
    return [
        (line, (year, province, _type(found, cells), outcome, found.cell(cells, outcome), "linked", source))
        for outcome in OUTCOMES
    ]


LAYOUT = Layout(
    id="kedi_vocational",
    name=Text("직업계고 시도·유형별 취업현황", "KEDI vocational high schools by province and type"),
    labels={
        "province": "시도",
        "type": "학교유형",
        **{
            f"{name}{part}": f"{label}{JOINT}{leaf}"
            for name, label in _COUNTS.items()
            for part, leaf in _PARTS
        },
    },
    read=read,
)
