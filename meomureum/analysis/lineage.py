"""Where a value comes from - formula, SQL, files with lines, checks - and which values a file touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from meomureum.measures import measurement
from meomureum.measures.indicators import KPIS, Formula, Kpi
from meomureum.measures.measurement import Scope
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

# A derived table holds no lines of its own; these are the tables it is worked out from.
DERIVED: dict[str, tuple[str, ...]] = {
    "supply_demand": (
        *("high_school_outcomes", "university_outcomes", "programme_participation"),
        *("crosswalk", "labour_demand"),
    ),
    "cohorts": ("population_by_age",),
}
# So many years on a row beneath a derived table counts once more.
COUNTED_AGAIN = {"cohorts": 5}
# Rows that hold for an institution, whatever the year.
UNDATED = {"crosswalk": "institution_id IN (FROM institutions SELECT institution_id WHERE {})"}
_LINES_SHOWN = 6

LINES = Text("{lines}행", "lines {lines}")
AND_MORE = Text("{shown} 외 {more}구간", "{shown} and {more} more stretches")


@dataclass(frozen=True)
class FileLines:
    """The lines of one file and sheet that stand behind a value."""

    file: str
    sheet: str
    data_set: str
    table: str
    loaded_at: str
    lines: tuple[int, ...]

    def stretches(self) -> Text:
        """The lines as ranges, "2-15, 18"; a long list ends with the number left out."""
        told = _stretches(self.lines)
        shown = ", ".join(told[:_LINES_SHOWN])
        words = LINES.fill(lines=shown)
        return (
            words if len(told) <= _LINES_SHOWN else AND_MORE.fill(shown=words, more=len(told) - _LINES_SHOWN)
        )


@dataclass(frozen=True)
class Trace:
    """Everything between a value and the lines it was read from."""

    kpi: Kpi
    formula: Formula
    values: pd.DataFrame
    sql: str
    parameters: dict[str, Any]
    rows: int
    files: tuple[FileLines, ...]
    checks: tuple[Text, ...]
    restated: tuple[Text, ...]
    snapshot_id: str


@dataclass(frozen=True)
class Touch:
    """The values of one formula that rest on a file."""

    kpi: Kpi
    formula: Formula
    first_year: int
    last_year: int
    cities: tuple[str, ...]
    rows: int


def trace(
    snapshot: Snapshot,
    kpi_id: str,
    scope: Scope | None = None,
    by: Sequence[str] = ("city", "year"),
    formula_id: str = "",
) -> Trace:
    """Trace the values of an indicator in a scope to the lines of the files behind them."""
    kpi, scope = measurement.find(kpi_id), scope or Scope()
    formula = kpi.formula(formula_id)
    sql, parameters = measurement.statement(snapshot, kpi_id, scope, by, formula_id)
    found = _rows_of_chain(snapshot, kpi, scope) if kpi.shape == "chain" else None
    if found is None:
        found = measurement.rows_behind(snapshot, kpi_id, scope, by, formula_id)
        if formula.table in DERIVED:
            found = pd.concat([found, _rows_of_derived(snapshot, formula.table, scope)])
    found = found.drop_duplicates(["file_id", "line"])
    files = _files(snapshot, found)
    return Trace(
        kpi,
        formula,
        measurement.measure(snapshot, kpi_id, scope, by, formula_id),
        sql,
        parameters,
        len(found),
        files,
        _checks(snapshot, {each.table for each in files}),
        _restated(snapshot, found),
        snapshot.id,
    )


def _rows_of_chain(snapshot: Snapshot, kpi: Kpi, scope: Scope) -> pd.DataFrame:
    """The rows behind each stage, in the years that the stage follows the cohort."""
    tables = []
    for stage in kpi.stages:
        first = scope.first_year and scope.first_year + min(stage.years_after)
        last = scope.last_year and scope.last_year + max(stage.years_after)
        whole = replace(scope, first_year=first, last_year=last)
        tables.append(measurement.rows_behind(snapshot, stage.kpi_id, whole, formula_id=stage.formula_id))
    return pd.concat(tables)


def _rows_of_derived(snapshot: Snapshot, table: str, scope: Scope) -> pd.DataFrame:
    sets = ["published", "real"] if scope.data_set == "published" else ["sample"]
    asked = " UNION ALL ".join(
        f"""
        SELECT 'computed' AS origin, file_id, line
        FROM {each}
        WHERE LIST_CONTAINS($sets, data_set)
            AND {_within(each, table)}
        """
        for each in DERIVED[table]
    )
    return snapshot.query(
        asked,
        {
            "sets": sets,
            "cities": list(scope.cities or measurement.followed_cities(snapshot)),
            "first_year": scope.first_year or 0,
            "last_year": scope.last_year or 9999,
        },
    )


def _within(table: str, derived: str) -> str:
    cities, years = "LIST_CONTAINS($cities, city_id)", "year BETWEEN $first_year AND $last_year"
    if derived in COUNTED_AGAIN:
        years = f"({years} OR year + {COUNTED_AGAIN[derived]} BETWEEN $first_year AND $last_year)"
    return UNDATED[table].format(cities) if table in UNDATED else f"{cities} AND {years}"


def _files(snapshot: Snapshot, found: pd.DataFrame) -> tuple[FileLines, ...]:
    accounts = snapshot.query("SELECT * FROM files ORDER BY file_id").set_index("file_id")
    told = []
    for file_id, lines in found.groupby("file_id")["line"]:
        account = accounts.loc[int(str(file_id))]
        told.append(
            FileLines(
                str(account["file"]),
                str(account["sheet"]),
                str(account["data_set"]),
                str(account["table_name"]),
                str(account["loaded_at"]),
                tuple(sorted(int(line) for line in lines)),
            )
        )
    return tuple(told)


def _checks(snapshot: Snapshot, tables: set[str]) -> tuple[Text, ...]:
    found = snapshot.query("SELECT label_ko, label_en, table_name FROM checks")
    return tuple(
        Text(str(ko), str(en))
        for ko, en, table in found.itertuples(index=False, name=None)
        if table in tables
    )


def _restated(snapshot: Snapshot, found: pd.DataFrame) -> tuple[Text, ...]:
    """The values among these rows that an earlier file gave otherwise."""
    changes = snapshot.query(
        "SELECT new_file_id AS file_id, new_line AS line, item, column_name, old_value, new_value, why_ko, why_en FROM restated"
    )
    mine = changes.merge(found[["file_id", "line"]], on=["file_id", "line"])
    return tuple(
        Text(
            f"{row['item']} {row['column_name']}: {row['old_value']} → {row['new_value']} ({row['why_ko']})",
            f"{row['item']} {row['column_name']}: {row['old_value']} → {row['new_value']} ({row['why_en']})",
        )
        for row in mine.to_dict("records")
    )


def touched(snapshot: Snapshot, file: str) -> tuple[Touch, ...]:
    """The values that rest on a file, by indicator and formula, in the order of the catalogue."""
    known = snapshot.query("SELECT DISTINCT table_name FROM files WHERE file = $file", {"file": file})
    tables = set(known["table_name"]) | ({"observations"} if "targets" in set(known["table_name"]) else set())
    return tuple(
        touch
        for kpi in KPIS
        for formula in kpi.formulas
        for touch in _touches(snapshot, kpi, formula, tables, file)
    )


def tables_of(kpi_id: str) -> tuple[str, ...]:
    """The loaded tables that an indicator reads; empty if the indicator is unknown."""
    chosen = [kpi for kpi in KPIS if kpi.id == kpi_id]
    stages = [measurement.find(stage.kpi_id) for kpi in chosen for stage in kpi.stages]
    read = [formula.table for kpi in chosen + stages for formula in kpi.formulas if formula.table]
    loaded = [each for table in read for each in DERIVED.get(table, (table,))]
    return tuple(dict.fromkeys([*loaded, "observations"])) if chosen else ()


def _touches(snapshot: Snapshot, kpi: Kpi, formula: Formula, tables: set[str], file: str) -> Iterable[Touch]:
    read = DERIVED.get(formula.table, (formula.table,)) if formula.table else ("observations",)
    for table in read:
        if table not in tables:
            continue
        where = "measure_id = $kpi AND formula_id = $formula" if table == "observations" else "TRUE"
        where = f"({formula.where})" if table == formula.table else where
        sql = f"""
            SELECT MIN(year) AS first, MAX(year) AS last, LIST(DISTINCT city_id ORDER BY city_id) AS cities, COUNT(*) AS rows
            FROM {table}
            WHERE {where} AND file_id IN (SELECT file_id FROM files WHERE file = $file)
        """
        asked = {"kpi": kpi.id, "formula": formula.id, "file": file}
        row = snapshot.query(sql, {name: v for name, v in asked.items() if f"${name}" in sql}).iloc[0]
        if row["rows"]:
            cities = tuple(str(city) for city in row["cities"] if city)
            yield Touch(kpi, formula, int(row["first"]), int(row["last"]), cities, int(row["rows"]))


def _stretches(lines: Sequence[int]) -> list[str]:
    told: list[tuple[int, int]] = []
    for line in lines:
        if told and line == told[-1][1] + 1:
            told[-1] = (told[-1][0], line)
        else:
            told.append((line, line))
    return [str(first) if first == last else f"{first}-{last}" for first, last in told]
