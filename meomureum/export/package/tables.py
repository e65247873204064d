"""What a package holds: the tables of one release, its figures as one long table, and the catalogue behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import get_args

import pandas as pd
import pyarrow as pa

from meomureum.analysis.questions import typed, with_interval
from meomureum.measures import register
from meomureum.measures.indicators import KPIS, Kpi
from meomureum.measures.indicators.dimensions import CODES
from meomureum.measures.measurement import Scope, columns_of, find, measure
from meomureum.measures.queries.scope import DataSet
from meomureum.measures.register import NAMED
from meomureum.measures.views import COLUMNS, LONG
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

FIGURES, INDICATORS, FORMULAS = LONG, "indicators", "formulas"
DERIVED = ("places", "cohorts", "supply", "supply_demand", "files")
"""Tables that no contract describes and readers have a use for."""
PROTECTED = "protected"
DATA_SETS: tuple[DataSet, ...] = get_args(DataSet)
CODE_OF: Mapping[str, str] = {**NAMED, "sources": "source_id", "files": "file_id", INDICATORS: "kpi_id"}
"""Tables that name codes, and the column of the code."""
TYPES = {"VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "DOUBLE": "number", "FLOAT": "number"}
_ORDER = "kpi_id, formula_id, origin, data_set, city_id, institution_id, school_type, year"


@dataclass(frozen=True)
class Column:
    """One column: what it holds in both languages, its type in Frictionless's words, its codes with their names.

    `refers_to` is the table whose codes it holds.
    """

    name: str
    kind: str
    about: str
    codes: Mapping[str, Text]
    refers_to: str = ""
    is_count: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what it is, its columns, the columns that tell its rows apart, how it is read from the snapshot."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sql: str = ""


def tables(snapshot: Snapshot) -> tuple[Table, ...]:
    """Every table of a package, those that others refer to first."""
    contracts = snapshot.query("SELECT * FROM contracts")
    described = list(dict.fromkeys(contracts["table_name"]))
    held = [name for name in (*described, *DERIVED, PROTECTED) if columns_of(snapshot, name)]
    stored = [_stored(snapshot, name, contracts[contracts["table_name"] == name], held) for name in held]
    return (_indicators(), _formulas(), *stored, _figures(snapshot))


@contextmanager
def rows_of(snapshot: Snapshot, table: Table) -> Iterator[pa.RecordBatchReader]:
    """The rows of a table, piece by piece."""
    if table.sql:
        with snapshot.batches(table.sql) as found:
            yield found
        return
    made = {INDICATORS: _indicator_rows, FORMULAS: _formula_rows}.get(table.name)
    yield (pa.Table.from_pylist(made()) if made else _measured(snapshot)).to_reader()


def _stored(snapshot: Snapshot, name: str, contract: pd.DataFrame, held: list[str]) -> Table:
    told = {row["column_name"]: row for row in contract.to_dict("records")}
    found = snapshot.query(
        """
        SELECT column_name, data_type, comment FROM duckdb_columns()
        WHERE table_name = $table AND NOT internal ORDER BY column_index
        """,
        {"table": name},
    )
    columns = [
        _column(str(column), str(kind), comment, told.get(column, {}), held)
        for column, kind, comment in found.itertuples(index=False, name=None)
    ]
    names = [column.name for column in columns]
    key = [str(column) for column, row in told.items() if row["is_key"]]
    if key and "city_id" in names:  # sums of whole regions name no institution
        key = list(dict.fromkeys([*key, "city_id"]))
    picked = ", ".join(
        f'"{each.name}"::VARCHAR AS "{each.name}"' if each.kind == "string" else f'"{each.name}"'
        for each in columns
    )
    about = snapshot.query("SELECT comment FROM duckdb_tables() WHERE table_name = $table", {"table": name})
    return Table(
        name,
        str(about["comment"].iloc[0]) if len(about) and about["comment"].notna().iloc[0] else name,
        tuple(columns),
        ("data_set", *key) if key and {"data_set", *key} <= {*names} else (),
        f"SELECT {picked} FROM {name}",
    )


def _column(name: str, kind: str, comment: object, told: Mapping[object, object], held: list[str]) -> Column:
    reference = str(told.get("reference") or "")
    codes = json.loads(str(told.get("codes") or "{}"))
    refers_to = reference or ("files" if name == "file_id" else "")
    return Column(
        name,
        "string"
        if kind.startswith("ENUM")
        else TYPES.get(kind.partition("(")[0], "integer" if "INT" in kind else "number"),
        comment if isinstance(comment, str) else name,
        {code: _code_name(name, code, words) for code, words in codes.items()},
        refers_to if refers_to in held and refers_to in CODE_OF else "",
        bool(told.get("is_count")),
    )


def _code_name(column: str, code: str, words: list[str]) -> Text:
    """The catalogue's name of a code, else the words that files write for it."""
    known = CODES.get(column, CODES.get(column.removesuffix("_group") + "s", {})).get(code)
    english = [word for word in words if word.isascii()]
    return known or Text(words[0] if words else code, english[-1] if english else code)


def _plain(name: str, about: Text, kind: str = "string", refers_to: str = "") -> Column:
    return Column(name, kind, f"{about.ko} / {about.en}", {}, refers_to)


def _figures(snapshot: Snapshot) -> Table:
    numbers = ("numerator", "denominator", "value", "value_high", "low", "high", "sample_size")
    refers = {"kpi_id": INDICATORS, "city_id": "regions", "institution_id": "institutions"}
    columns = [
        _plain(
            name,
            about,
            "integer" if name == "year" else "number" if name in numbers else "string",
            refers.get(name, ""),
        )
        for name, about in COLUMNS.items()
    ]
    snapshot_id = _plain("snapshot_id", Text("스냅숏", "The snapshot that answered"))
    about = "모든 지표의 값(시와 기관, 연도) / The values of all indicators by city, institution and year"
    from_view = f"SELECT *, '{snapshot.id}' AS snapshot_id FROM {LONG} ORDER BY {_ORDER}"
    return Table(
        FIGURES,
        about,
        (*columns, snapshot_id),
        (),
        from_view
        if columns_of(snapshot, LONG)
        else "",  # a protected release has no rows for a view to add up
    )


_INDICATOR = {
    "kpi_id": Text("지표 코드", "Code of the indicator"),
    "name_ko": Text("이름", "Name, in Korean"),
    "name_en": Text("이름(영문)", "Name, in English"),
    "unit": Text("단위", "Unit"),
    "direction": Text("좋은 방향(up, down)", "Which way is better"),
    "population_ko": Text("대상", "Population, in Korean"),
    "population_en": Text("대상(영문)", "Population, in English"),
    "numerator_ko": Text("분자", "Numerator, in Korean"),
    "numerator_en": Text("분자(영문)", "Numerator, in English"),
    "denominator_ko": Text("분모", "Denominator, in Korean"),
    "denominator_en": Text("분모(영문)", "Denominator, in English"),
    "reference_day": Text("기준일(월-일)", "Month and day that a year's value refers to"),
    "official_source_ko": Text("정의의 출처", "Where the definition comes from, in Korean"),
    "official_source_en": Text("정의의 출처(영문)", "Where the definition comes from, in English"),
    "caveat_ko": Text("유의", "What to beware of, in Korean"),
    "caveat_en": Text("유의(영문)", "What to beware of, in English"),
}
_FORMULA = {
    "kpi_id": Text("지표 코드", "Code of the indicator"),
    "formula_id": Text("산식 코드", "Code of the formula"),
    "name_ko": Text("이름", "Name, in Korean"),
    "name_en": Text("이름(영문)", "Name, in English"),
    "geography": Text("'지역'의 범위", "How far “local” reaches"),
    "note_ko": Text("설명", "Note, in Korean"),
    "note_en": Text("설명(영문)", "Note, in English"),
}


def _indicators() -> Table:
    columns = tuple(_plain(name, about) for name, about in _INDICATOR.items())
    return Table(INDICATORS, "지표 / Indicators", columns, ("kpi_id",))


def _formulas() -> Table:
    columns = tuple(
        _plain(name, about, refers_to=INDICATORS if name == "kpi_id" else "")
        for name, about in _FORMULA.items()
    )
    return Table(FORMULAS, "산식 / Formulas", columns, ("kpi_id", "formula_id"))


@cache
def _indicator_rows() -> list[dict[str, str]]:
    worded = ("name", "population", "numerator", "denominator", "official_source", "caveat")
    return [
        {"kpi_id": kpi.id, "unit": kpi.unit, "direction": kpi.direction, "reference_day": kpi.reference_day}
        | {
            f"{each}_{language}": getattr(getattr(kpi, each), language)
            for each in worded
            for language in ("ko", "en")
        }
        for kpi in KPIS
    ]


@cache
def _formula_rows() -> list[dict[str, str]]:
    return [
        {
            "kpi_id": kpi.id,
            "formula_id": formula.id,
            "name_ko": formula.name.ko,
            "name_en": formula.name.en,
            "geography": formula.geography,
            "note_ko": formula.note.ko,
            "note_en": formula.note.en,
        }
        for kpi in KPIS
        for formula in (
            kpi.formula("announced"),
            *(each for each in (*kpi.formulas, *kpi.outer) if each.id != "announced"),
        )
    ]


def _measured(snapshot: Snapshot) -> pa.Table:
    """The figures of a protected release: what it shows, and nothing worked out anew."""
    names = register.names(snapshot)
    places = tuple(register.table(snapshot, "SELECT region_id FROM regions ORDER BY line")["region_id"])
    found = [each for kpi in KPIS for each in _of_indicator(snapshot, kpi, places) if len(each)]
    rows = pd.concat(found, ignore_index=True)
    of_formulas = zip(rows["kpi_id"], rows["formula_id"], strict=True)
    told: dict[str, list[Text | None]] = {
        "kpi_name": [find(kpi_id).name for kpi_id in rows["kpi_id"]],
        "formula_name": [find(kpi_id).formula(formula).name for kpi_id, formula in of_formulas],
        "city_name": [names.get(code) for code in rows["city_id"]],
        "institution_name": [names.get(code) for code in rows["institution_id"]],
    }
    for name, texts in told.items():
        for language in ("ko", "en"):
            rows[f"{name}_{language}"] = [
                getattr(text, language) if isinstance(text, Text) else None for text in texts
            ]
    rows = rows.sort_values(_ORDER.split(", "), na_position="first")[[*COLUMNS, "snapshot_id"]]
    return pa.Table.from_pandas(rows, preserve_index=False)


def _of_indicator(snapshot: Snapshot, kpi: Kpi, places: tuple[str, ...]) -> Iterator[pd.DataFrame]:
    """By city and by institution: computed by every formula, then what was published, each value once."""
    for formula in (*kpi.formulas, *kpi.outer):
        of_institutions = "institution_id" in columns_of(snapshot, formula.table)
        for by in (("city", "year"), ("city", "institution", "year"))[: 1 + of_institutions]:
            for data_set in DATA_SETS if formula.table or kpi.shape == "chain" else ():
                rows = measure(snapshot, kpi, Scope(data_set, cities=places), by, formula.id)
                yield _held(kpi, rows[rows["origin"] == "computed"], by)
    for by in (("city", "school_type", "year"), ("city", "institution", "year")):
        rows = measure(snapshot, kpi, Scope(cities=places), by)
        yield _held(kpi, rows[rows["origin"] == "published"], by)


def _held(kpi: Kpi, rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows that stand in the snapshot, not those that say of a place that it has none."""
    held = rows["data_set"].notna() & (rows["institution_id"].notna() | ("institution" not in by))
    return with_interval(kpi, typed(rows[held]))
