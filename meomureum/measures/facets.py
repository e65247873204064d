"""Which filters go together: what can still be chosen, and which choice leaves nothing.

A reader's filters depend on each other. What is offered for one is what occurs among the rows
that meet all the others; and where nothing is left, every row says which filters it fails, so
the fewest that must be loosened are known rather than tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from meomureum.measures.indicators import Formula, Kpi
from meomureum.measures.measurement import (
    DIMENSIONS,
    Scope,
    columns_of,
    covering_cube,
    find,
    followed_cities,
    separates,
    widened_scope,
)
from meomureum.measures.queries import DIMENSION_TYPES, PUBLISHED_DIMENSIONS, columns_read
from meomureum.measures.queries.holdings import with_sections
from meomureum.store.warehouse import Snapshot

YEARS = "years"
FILTER_OF: Mapping[str, str] = {
    "city": "cities",
    "institution": "institutions",
    "department": "departments",
    "field": "fields",
    "industry": "industries",
    "ksic": "ksic",
    "sex": "sexes",
    "participant": "participants",
    "school_type": "school_types",
    "programme": "programmes",
    "stage": "stages",
    "strategy": "strategies",
    "track": "tracks",
    "age": "ages",
    "outcome": "outcomes",
}
"""Each dimension that can be filtered, and the field of `Scope` that holds its codes."""


@dataclass(frozen=True)
class Facets:
    """What the filters leave.

    `foreign` are filters of dimensions that the indicator's data do not have at all; `rows` meet
    all the others; `options` are the codes of each dimension among the rows that meet all the
    other filters, and the sections of their industries; `loosened` are the smallest sets of filters without which rows would be left,
    each with how many, and empty where something is left as it is.
    """

    rows: int
    options: Mapping[str, tuple[str, ...]]
    loosened: tuple[tuple[tuple[str, ...], int], ...]
    foreign: tuple[str, ...] = ()


def dimensions_of(snapshot: Snapshot, kpi: Kpi, formula: Formula) -> tuple[str, ...]:
    """What an indicator's data can be grouped by, apart from the year."""
    if kpi.shape == "chain":
        return ("city",)
    known = columns_of(snapshot, formula.table) if formula.table else PUBLISHED_DIMENSIONS
    return tuple(
        name
        for name, column in DIMENSIONS.items()
        if name != "year" and column in known and separates(kpi, formula, [column])
    )


def facets(snapshot: Snapshot, kpi_id: str, scope: Scope, formula_id: str = "") -> Facets:
    """What the filters of a scope leave of an indicator's rows; its `cities` may be empty."""
    return _facets(snapshot, kpi_id, scope, formula_id)


@lru_cache(maxsize=256)
def _facets(snapshot: Snapshot, kpi_id: str, scope: Scope, formula_id: str) -> Facets:
    kpi = find(kpi_id)
    formula = kpi.formula(formula_id)
    counted = pd.concat([snapshot.query(*each) for each in statements(snapshot, kpi, formula, scope)])
    options: dict[str, list[str]] = {name: [] for name in FILTER_OF}
    rows, failing = 0, []
    for kind, code, failed, count in counted.itertuples(index=False, name=None):
        if kind in options:
            options[kind].append(str(code))
        elif failed:
            failing.append((tuple(str(failed).split()), int(count)))
        else:
            rows = int(count)
    options["ksic"] = list(with_sections(snapshot, options["ksic"]))
    fewest = min((len(names) for names, _ in failing), default=0)
    loosened = sorted((each for each in failing if len(each[0]) == fewest), key=lambda each: -each[1])
    offered = dimensions_of(snapshot, kpi, formula)
    return Facets(
        rows,
        {name: tuple(codes) for name, codes in options.items()},
        () if rows else tuple(loosened),
        tuple(
            name
            for name in chosen(scope)
            if name not in offered and DIMENSIONS[name] not in formula.numerator_only
        ),
    )


def statements(
    snapshot: Snapshot, kpi: Kpi, formula: Formula, scope: Scope
) -> Iterator[tuple[str, dict[str, Any]]]:
    """One pass over each table that is needed, sums where they tell enough: which filters what fails, by code and by failure."""
    offered = dimensions_of(snapshot, kpi, formula)
    tests = _tests(scope, offered)
    filtered = tuple(name for name in offered if name in tests)
    parameters: dict[str, Any] = {
        "kpi": kpi.id,
        "sets": ["published", "real"] if scope.data_set == "published" else ["sample"],
        "followed": list(followed_cities(snapshot)),
        "own": list(snapshot.only or ()),
        "first_year": scope.first_year or 0,
        "last_year": scope.last_year or 9999,
        **{f"only_{name}": list(codes) for name, codes in chosen(widened_scope(snapshot, scope)).items()},
    }
    own = " AND LIST_CONTAINS($own, institution_id)" if snapshot.only is not None else ""
    by_table: dict[str, list[str]] = {_table(snapshot, formula, filtered): []}
    for name in offered:
        by_table.setdefault(_table(snapshot, formula, (*filtered, name)), []).append(name)
    for at, (table, names) in enumerate(by_table.items()):
        held = tuple(dict.fromkeys((*filtered, *names)))
        rows = "rows_behind" if table != formula.table else "1"
        where = formula.where + (own if "institution" in offered else "")
        parts = [_part(table, where, held, held, rows)] if table else []
        if scope.data_set == "published":
            taken = tuple(name for name in held if DIMENSIONS[name] in PUBLISHED_DIMENSIONS)
            parts.append(_part("observations", "measure_id = $kpi" + own, held, taken, "1"))
        sql = _counted(parts or [_part("observations", "FALSE", held, (), "1")], tests, names, every=at == 0)
        yield sql, {name: value for name, value in parameters.items() if f"${name}" in sql}


def _table(snapshot: Snapshot, formula: Formula, names: Sequence[str]) -> str:
    """The smallest table that holds some dimensions of the rows of a formula, those of the reader's institutions too."""
    own = ("institution_id",) if snapshot.only is not None else ()
    read = columns_read(formula, ["city_id", *own, *(DIMENSIONS[name] for name in names)], [])
    return covering_cube(snapshot, formula, read & columns_of(snapshot, formula.table)) or formula.table


def _counted(parts: Sequence[str], tests: Mapping[str, str], names: Sequence[str], *, every: bool) -> str:
    """The counts of the codes of some dimensions and, where `every` is asked for, of what fails which filters."""
    failed = ", ".join(f"IF({test}, NULL, '{name}')" for name, test in tests.items())
    whole = """SELECT 'rows' AS kind, NULL::VARCHAR AS code, failed, SUM(rows)::BIGINT AS count
FROM tested
GROUP BY failed"""
    counts = "\nUNION ALL\n".join([*([whole] if every else []), *(_options(name, tests) for name in names)])
    return f"""
WITH every AS (
    {" UNION ALL ".join(parts)}
),
tested AS (
    SELECT * EXCLUDE (rows, year), {f"CONCAT_WS(' ', {failed})" if tests else "''"} AS failed, SUM(rows) AS rows
    FROM every
    GROUP BY ALL
)
{counts}
ORDER BY kind, code, failed
"""


def chosen(scope: Scope) -> dict[str, tuple[str, ...]]:
    """The filters in force by dimension, apart from the years."""
    return {name: codes for name, field in FILTER_OF.items() if (codes := getattr(scope, field))}


def _tests(scope: Scope, offered: tuple[str, ...]) -> dict[str, str]:
    """The condition of each filter in force; a row that leaves the column empty fails it."""
    tests = {
        name: f"COALESCE(LIST_CONTAINS($only_{name}, {DIMENSIONS[name]}), FALSE)"
        for name in chosen(scope)
        if name in offered
    }
    if scope.first_year is not None or scope.last_year is not None:
        tests[YEARS] = "COALESCE(year BETWEEN $first_year AND $last_year, FALSE)"
    return tests


def _part(table: str, where: str, held: Sequence[str], known: Sequence[str], rows: str) -> str:
    """The rows of a table with the dimensions `held`, empty where it does not know them, and how many each stands for."""
    columns = [
        DIMENSIONS[name]
        if name in known
        else f"NULL::{DIMENSION_TYPES[DIMENSIONS[name]]} AS {DIMENSIONS[name]}"
        for name in held
    ]
    return f"""
    SELECT {", ".join((*columns, "year", f"{rows} AS rows"))}
    FROM {table}
    WHERE ({where}) AND LIST_CONTAINS($sets, data_set) AND LIST_CONTAINS($followed, city_id)"""


def _options(name: str, tests: Mapping[str, str]) -> str:
    column = DIMENSIONS[name]
    alone = f" OR failed = '{name}'" if name in tests else ""
    return f"""SELECT '{name}' AS kind, {column} AS code, NULL AS failed, SUM(rows)::BIGINT AS count
FROM tested
WHERE (failed = ''{alone}) AND {column} IS NOT NULL
GROUP BY {column}"""


def loosening(names: tuple[str, ...]) -> dict[str, Any]:
    """The changes to a scope, or to the reader's view, that remove some filters."""
    changes: dict[str, Any] = {}
    for name in names:
        changes |= {"first_year": None, "last_year": None} if name == YEARS else {FILTER_OF[name]: ()}
    return changes
