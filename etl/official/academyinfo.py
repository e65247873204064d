"""대학알리미 disclosures: the general form, and 4-사 중도탈락 학생 현황 in both its vintages.

Title, a blank and a unit row (filled or empty), then up to four header rows; the reference
year stands on the first row only. What the years call 수업연한초과 and 재학연한초과 is one reason.
"""

from __future__ import annotations

import re

from etl.contract import Problem
from etl.grids import JOINT, Row
from etl.official.cell_sums import added, mismatch
from etl.official.layout import Found, Layout, set_aside, sheet_of
from etl.sheet_reader import Sheet, not_data
from meomureum.texts import Text

COLUMNS = (
    "year",
    "institution_id",
    "enrolled",
    "dropped_out",
    "dropped_no_registration",
    "dropped_no_return",
    "dropped_voluntary",
    "dropped_academic",
    "dropped_other",
    "enrolled_first_year",
    "dropped_out_first_year",
    "source_id",
)
SOURCE_ID = "academyinfo_4sa"
GENERAL_LABELS = {
    "year": "기준연도",
    "kind": "학교종류",
    "founding": "설립구분",
    "region": "지역",
    "status": "상태",
    "institution": "학교명",
}
FORMER = {
    "institution": ("학교", "대학명"),
    "kind": ("학교구분",),
    "region": ("지역구분",),
    "year": ("공시연도",),
}
REASONS = {
    "미등록": "dropped_no_registration",
    "미복학": "dropped_no_return",
    "자퇴": "dropped_voluntary",
    "학사경고": "dropped_academic",
    "학생활동": "dropped_other",
    "유급제적": "dropped_other",
    "수업연한초과": "dropped_other",
    "재학연한초과": "dropped_other",
    "기타": "dropped_other",
}
_ENROLLED = re.compile(r"^재적(학)?생(수)?$")
_DROPPED = re.compile(r"^(계|합계|소계|중도탈락(학)?(생|자)(수)?(계)?)$")
_FIRST_YEAR = "신입"
_SIGNS = re.compile(r"\([^()가-힣]*\)|[·ㆍ,/_\s]")
_TITLE = re.compile(r"\[\s*(.+?)_?\s*\]")


def read(found: Found) -> Sheet:
    """Drop-outs where the columns are there; any other disclosure is known and set aside."""
    columns = _columns(found)
    if not columns:
        return set_aside(found, _title(found))
    left_out = found.heading()
    records: list[tuple[int, tuple[str, ...]]] = []
    faults: list[Problem] = []
    totals: list[Row] = []
    year = ""
    for line, cells in found.rows:
        year = found.cell(cells, "year") or year  # merged down the whole table
        reason = _left_out(found, cells)
        if reason == "total":
            totals.append((line, cells))
        if reason:
            left_out.append((line, reason))
            continue
        unequal = _faults(found, columns, (line, cells))
        faults += unequal
        if not unequal:
            records.append((line, _record(found, columns, cells, year)))
    return sheet_of(
        found,
        "university_students",
        COLUMNS,
        records,
        left_out,
        totals,
        tuple(faults),
        within="institution_id",
    )


def _left_out(found: Found, cells: list[str]) -> str:
    """Why a row is no university's, or ""."""
    if found.cell(cells, "institution"):
        return not_data(cells[found.at["institution"] :]) and "total"
    return not_data(cells) or "footer"


def _columns(found: Found) -> dict[str, list[int]]:
    """The columns of each count; {} when the sheet is not about drop-outs."""
    places: dict[str, list[int]] = {}
    for at, label in enumerate(found.header):
        name = _meaning(label)
        if name in ("enrolled", "dropped_out", "enrolled_first_year", "dropped_out_first_year"):
            places.setdefault(name, [at])  # the first: further ones are of parts
        elif name:
            places.setdefault(name, []).append(at)
    needed = {"enrolled", "dropped_out", *REASONS.values()}
    return places if needed <= places.keys() else {}


def _meaning(label: str) -> str:
    parts = [_SIGNS.sub("", part) for part in label.split(JOINT)]
    leaf = parts[-1]
    if any(part.startswith(_FIRST_YEAR) for part in parts):
        if _DROPPED.match(leaf.removeprefix("신입생")):
            return "dropped_out_first_year"
        return (
            "enrolled_first_year"
            if leaf in ("신입생", "신입생수", "재적학생", "재적학생수", "학생수")
            else ""
        )
    if _ENROLLED.match(leaf):
        return "enrolled"
    return "dropped_out" if _DROPPED.match(leaf) else REASONS.get(leaf, "")


def _faults(found: Found, columns: dict[str, list[int]], row: Row) -> list[Problem]:
    """Where the reasons do not add up to the drop-outs."""
    line, cells = row
    reasons = [cells[at] for name in dict.fromkeys(REASONS.values()) for at in columns[name]]
    at = columns["dropped_out"][0]
    return mismatch(found, line, at, cells[at], reasons, Text("중도탈락 사유", "The reasons for leaving"))


def _record(found: Found, columns: dict[str, list[int]], cells: list[str], year: str) -> tuple[str, ...]:
    counts = [added([cells[at] for at in columns[name]]) if name in columns else "" for name in COLUMNS[2:-1]]
    return (year, found.cell(cells, "institution"), *counts, SOURCE_ID)


def _title(found: Found) -> str:
    """What the disclosure calls itself above its header."""
    above = (cell for _, cells in found.grid.rows[: found.first] for cell in cells if cell.strip())
    match = _TITLE.search(next(above, ""))
    return match.group(1).strip() if match else ""


LAYOUT = Layout(
    id="academyinfo",
    name=Text("대학알리미 공시", "Academyinfo disclosure"),
    labels=GENERAL_LABELS,
    former=FORMER,
    read=read,
    open_ended=True,
)
