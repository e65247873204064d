"""대학알리미 rates of universities, made of the counts beside them: 5-다, 4-다, 4-라-1, and counts of 4-바-1 and 4-마.

A rate is worked out from its counts and held against the rate that the table states. The
reference year of employment is the year before the disclosure: 31 December of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.contract import Problem
from etl.grids import Row, spelling
from etl.official.academyinfo_form import University, base_year, inferred, parts, title, universities
from etl.official.cell_sums import added, decimal, unreadable
from etl.official.layout import Found, sheet_of
from etl.sheet_reader import Sheet
from etl.written_numbers import count
from meomureum.texts import Text

COLUMNS = (
    "measure_id",
    "formula_id",
    "institution_id",
    "year",
    "value",
    "unit",
    "numerator",
    "denominator",
    "basis",
    "source_id",
)
SOURCE_ID = "academyinfo_rates"
LATER_HALF, OTHER_REFERENCE, NO_VALUE = "later_half", "other_reference", "no_value"
_ROUNDED = 0.0501  # rates are stated with one decimal
_HALF = re.compile(r"^(\d{4})년?(상|하)반기$")
_SUM = re.compile(r"^(총?계|소계|합계)$")


@dataclass(frozen=True)
class Measure:
    """What a disclosure holds: the counts above and below the line, by the path of their labels.

    `below` is lessened by every column of `less`. Without `below` the count itself is the value.
    `subject` is a word that the labels or the title must hold.
    """

    id: str
    formula: str
    above: str
    below: str = ""
    less: str = r"(?!)"
    stated: str = r"(?!)"
    lag: int = 0
    subject: str = ""


MEASURES = (
    Measure(
        "university_employment_rate",
        "official",
        above=r"취업자(>|$)",
        below=r"졸업자(>|$)",
        less=r"(진학자|입대자|취업불가능자|외국인유학생|제외인정자|건강보험직장가입제외대상)(>|$)",
        stated=r"취업[률율]$",
        lag=1,
    ),
    Measure(
        "freshman_fill_rate",
        "published",
        above=r"입학자>정원내(>|$)|정원내입학자$",
        below=r"모집인원>정원내$|정원내모집인원$",
        stated=r"정원내신입생충원율$",
    ),
    Measure(
        "enrolment_fill_rate",
        "published",
        above=r"재학생>정원내$|정원내재학생$",
        below=r"학생정원$",
        less=r"학생모집정지인원$",
        stated=r"정원내재학생충원율$",
    ),
    Measure(
        "foreign_degree_students",
        "published",
        above=r"(.*>)?학위과정(대학)?(>(총?계|소계|합계))?$",
        subject="외국",
    ),
    Measure("registered_students", "published", above=r"재적학생>계>소계$"),
)


@dataclass(frozen=True)
class Table:
    """A sheet that holds one of the measures, with the columns of its counts."""

    measure: Measure
    above: tuple[int, ...]
    below: tuple[int, ...]
    less: tuple[int, ...]
    stated: tuple[int, ...]

    def counts(self) -> tuple[int, ...]:
        """Every column that holds a count."""
        return (*self.above, *self.below, *self.less)

    def sums(self, cells: list[str]) -> tuple[int | None, int | None]:
        """What stands above and below the line; None where a count is missing."""
        above, below, less = (
            count(added([cells[at] for at in columns])) for columns in (self.above, self.below, self.less)
        )
        return above, None if below is None or less is None else below - less


def table(found: Found) -> Table | None:
    """The measure that a disclosure holds; None for any other disclosure."""
    paths = [">".join(parts(label)) for label in found.header]
    if any("중도탈락" in path for path in paths):
        return None
    words = f"{title(found)} {' '.join(paths)}"
    fitting = [measure for measure in MEASURES if measure.subject in words]
    return next((known for measure in fitting if (known := _table(measure, paths))), None)


def _table(measure: Measure, paths: list[str]) -> Table | None:
    above, less = _counts(measure.above, paths), _counts(measure.less, paths)
    below = _counts(measure.below, paths) if measure.below else ()
    stated = [at for at, path in enumerate(paths) if re.match(measure.stated, path)]
    if not above or (measure.below and not (below and stated)):
        return None
    return Table(measure, above, below, less, tuple(stated[:1]))


def _counts(pattern: str, paths: list[str]) -> tuple[int, ...]:
    """The columns that add up to a count: its parts, or their sum where nothing else is given."""
    named = [at for at, path in enumerate(paths) if re.match(pattern, path)]
    counted = [at for at in named if not _SUM.match(paths[at].split(">")[-1])]
    return tuple(counted or named)


def read(found: Found, table: Table) -> Sheet:
    """One row a university with its counts; a rate that differs from the stated one is held back."""
    left_out = found.heading()
    totals: list[Row] = []
    records: list[tuple[int, tuple[str, ...]]] = []
    faults: list[Problem] = []
    for university in universities(found, left_out, totals):
        wrong = unreadable(found, university.line, university.cells, table.counts())
        reason = "" if wrong else _left_out(table, university)
        faults += wrong or ([] if reason else _unequal(found, table, university))
        if reason:
            left_out.append((university.line, reason))
        else:
            records.append((university.line, _record(table, university)))
    return sheet_of(
        found,
        "observations",
        COLUMNS,
        records,
        left_out,
        totals,
        tuple(faults),
        inferred(found, table.measure.lag),
        within="institution_id",
    )


def _year(table: Table, university: University) -> str:
    """The year of a row; the first half of 2025 is 2025."""
    return _HALF.sub(r"\1", spelling(base_year(university, table.measure.lag)))


def _left_out(table: Table, university: University) -> str:
    """Why a row gives no value, or ""."""
    half = _HALF.match(spelling(university.year))
    if half and half[2] == "하":
        return LATER_HALF
    year, disclosed = count(_year(table, university)), count(university.disclosed)
    if None not in (year, disclosed) and (disclosed or 0) - (year or 0) != table.measure.lag:
        return OTHER_REFERENCE
    above, below = table.sums(university.cells)
    return NO_VALUE if above is None or (table.below and not below) else ""


def _value(table: Table, cells: list[str]) -> float:
    above, below = table.sums(cells)
    return 100 * (above or 0) / (below or 1) if table.below else float(above or 0)


def _record(table: Table, university: University) -> tuple[str, ...]:
    measure = table.measure
    above, below = table.sums(university.cells)
    value = f"{_value(table, university.cells):.2f}".rstrip("0").rstrip(".")
    counts = (str(above), str(below)) if table.below else ("", "")
    basis = "assumed_year" if measure.lag and not university.year else ""
    unit = "percent" if table.below else "persons"
    year = _year(table, university)
    return (measure.id, measure.formula, university.name, year, value, unit, *counts, basis, SOURCE_ID)


def _unequal(found: Found, table: Table, university: University) -> list[Problem]:
    """The one problem when the counts do not give the rate that is stated."""
    for at in table.stated:
        stated, value = decimal(university.cells[at]), _value(table, university.cells)
        if stated is not None and abs(stated - value) > _ROUNDED:
            return [
                Problem(
                    found.grid.file,
                    found.grid.sheet,
                    university.line,
                    found.header[at],
                    university.cells[at],
                    Text(
                        f"인원으로 계산하면 {value:.2f}%입니다.", f"Its counts come to {value:.2f} per cent."
                    ),
                    Text("인원과 비율을 원본과 견주어 보세요.", "Compare counts and rate with the original."),
                )
            ]
    return []
