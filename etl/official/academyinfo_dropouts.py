"""대학알리미 4-사 중도탈락 학생 현황: who left, why, and how many of them were in their first year.

What some years call 수업연한초과 and others 재학연한초과 is one reason. The block of first-year
students (신입생) came with base year 2020 and repeats the reasons.
"""

from __future__ import annotations

import re

from etl.contract import Problem
from etl.grids import Row
from etl.official.academyinfo_form import base_year, inferred, parts, universities
from etl.official.cell_sums import added, mismatch, unreadable
from etl.official.layout import Found, sheet_of
from etl.sheet_reader import Sheet
from etl.written_numbers import count
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
LAG = 1  # what is disclosed in a year is of the academic year before
REASONS = {
    "미등록": "dropped_no_registration",
    "미복학": "dropped_no_return",
    "자퇴": "dropped_voluntary",
    "학사경고": "dropped_academic",
    "학생활동": "activity",
    "유급제적": "repeating",
    "수업연한초과": "time_limit",
    "재학연한초과": "time_limit",
    "기타": "other",
}
OTHER = ("activity", "repeating", "time_limit", "other")
_ALL_REASONS = tuple(dict.fromkeys(REASONS.values()))
_ENROLLED = re.compile(r"^재적(학)?생(수)?$")
_DROPPED = re.compile(r"^(계|합계|소계|총계|중도탈락(학)?(생|자)?(수)?(계)?)$")
_FIRST_YEAR = re.compile(r"^(신입생(수)?|재적(학)?생(수)?|학생수)$")
_SUBJECT = "중도탈락"
_FOREIGN = re.compile("외국|유학")
Places = dict[str, list[int]]


def places(found: Found) -> Places:
    """The columns of each count, those of first-year students with "_first_year"; {} for another disclosure."""
    at: Places = {}
    for place, label in enumerate(found.header):
        if name := _meaning(label):
            at.setdefault(name, []).append(place)
    reasons = [name for name in _ALL_REASONS if name in at]
    return at if {"enrolled", "dropped_out"} <= at.keys() and len(reasons) in (0, len(_ALL_REASONS)) else {}


def _meaning(label: str) -> str:
    words = parts(label)
    if any(_FOREIGN.search(word) for word in words):
        return ""
    first_year = any("신입" in word for word in words)
    name = _count(words[-1].replace("(신입생)", ""), words, first_year=first_year)
    return f"{name}_first_year" if name and first_year else name


def _count(leaf: str, words: tuple[str, ...], *, first_year: bool) -> str:
    if (_FIRST_YEAR if first_year else _ENROLLED).match(leaf):
        return "enrolled"
    if not any(_SUBJECT in word for word in words):
        return ""
    return "dropped_out" if _DROPPED.match(leaf) else REASONS.get(leaf, "")


def read(found: Found, at: Places) -> Sheet:
    """One row a university; a row whose reasons do not add up is held back."""
    left_out = found.heading()
    totals: list[Row] = []
    records: list[tuple[int, tuple[str, ...]]] = []
    faults: list[Problem] = []
    for university in universities(found, left_out, totals):
        faults += _faults(found, at, (university.line, university.cells))
        counts = [_counted(at, university.cells, name) for name in COLUMNS[2:-1]]
        year = base_year(university, LAG)
        records.append((university.line, (year, university.name, *counts, SOURCE_ID)))
    return sheet_of(
        found,
        "university_students",
        COLUMNS,
        records,
        left_out,
        totals,
        tuple(faults),
        inferred(found, LAG),
        within="institution_id",
    )


def _counted(at: Places, cells: list[str], name: str) -> str:
    if name != "dropped_other":
        return _cell(at, cells, name)
    return added([_cell(at, cells, each) for each in OTHER]) if OTHER[0] in at else ""


def _cell(at: Places, cells: list[str], name: str) -> str:
    """The cell of a count; of two columns for one reason the one that holds a number."""
    written = [cells[place].strip() for place in at.get(name, ())]
    return next((cell for cell in written if count(cell) is not None), next(iter(written), ""))


def _faults(found: Found, at: Places, row: Row) -> list[Problem]:
    """Cells that are no counts; reasons that do not add up, of all students or of those in their first year."""
    line, cells = row
    faults = unreadable(found, line, cells, [place for places in at.values() for place in places])
    for ending, which in (
        ("", Text("중도탈락 사유", "The reasons for leaving")),
        ("_first_year", Text("신입생의 중도탈락 사유", "The reasons for leaving in the first year")),
    ):
        names = [f"{name}{ending}" for name in _ALL_REASONS]
        if at.keys() >= {f"dropped_out{ending}", *names}:
            reasons = [_cell(at, cells, name) for name in names]
            total = at[f"dropped_out{ending}"][0]
            faults += mismatch(found, line, total, cells[total], reasons, which)
    return faults
