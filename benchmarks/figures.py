"""Indicators at national size: 230 cities and 30 million rows, from sums and from the rows themselves.

python benchmarks/figures.py [millions of rows, at least 10]

Rows are drawn by a seed (`national.py`) straight into a snapshot. Printed as a Markdown table: the
95th percentile of each question on the clock, its processor time, and what the indicator layer
takes over the bare SQL that it asks, as a ratio of processor time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(Path(__file__).parent)]

import duckdb  # noqa: E402
import national  # noqa: E402

import kpis  # noqa: E402
from etl import cubes  # noqa: E402
from etl.build import BUILDER_SETTINGS, fill  # noqa: E402
from etl.column_words import enum_of  # noqa: E402
from etl.inputs import inputs_of  # noqa: E402
from etl.sources import SOURCES  # noqa: E402
from meomureum.analysis.statistics.decomposition import bridge  # noqa: E402
from meomureum.measures.measurement import Scope, measure, statement  # noqa: E402
from meomureum.store import warehouse  # noqa: E402
from meomureum.store.warehouse import Snapshot  # noqa: E402

TABLE = "high_school_outcomes"
KPI = "vocational_employment_rate"
ASKED = 60
KITAGAWA = "why a city moved between two years, by school"
Question = Callable[[int], tuple[Scope, tuple[str, ...]]]
Took = tuple[float, float]
CODED = ("city_id", "region_id", "institution_id", "department", "track", "sex", "participant", "outcome")
_FILLED = """
    CREATE OR REPLACE TABLE {table} AS
    {drawn}
    SELECT
        'real' AS data_set, 1 AS file_id, i + 2 AS line, year, institution_id, department, track, sex, participant, outcome,
        NULL::VARCHAR AS destination_institution_id, NULL::VARCHAR AS industry_id, placed AS destination_region_id,
        graduates, NULL::VARCHAR AS graduates_missing,
        IF(outcome = 'employed', LEAST(kept, graduates), NULL) AS retained_6m,
        IF(outcome = 'employed', NULL, 'not_applicable') AS retained_6m_missing,
        IF(outcome = 'employed', LEAST(kept // 2, graduates), NULL) AS retained_12m,
        IF(outcome = 'employed', NULL, 'not_applicable') AS retained_12m_missing,
        'final' AS edition, NULL::VARCHAR AS source_id, home AS region_id, home AS city_id, 'specialised' AS school_type,
        'linked' AS method, rungs.rung AS destination_level
    FROM (
        SELECT *, drawn.city_id AS home, IF(outcome IN ('employed', 'university', 'junior_college'), place_id, NULL) AS placed
        FROM drawn
    )
    LEFT JOIN rungs ON rungs.home_id = home AND rungs.place_id = placed
    ORDER BY city_id, year
"""


def snapshot(folder: Path, rows: int) -> tuple[Snapshot, dict[str, float]]:
    """A snapshot with that many rows in one table, and what its sums took: seconds, and share of its rows."""
    with facts(folder, rows) as (place, connection):
        before = time.process_time()
        cubes.build(connection, SOURCES)
        took = {"CPU seconds": time.process_time() - before}
        made = connection.execute(
            "SELECT table_name, estimated_size FROM duckdb_tables() WHERE STARTS_WITH(table_name, $1)",
            [f"{TABLE}_by_"],
        ).fetchall()
    return Snapshot(place), {**took, **{str(name): float(size) for name, size in made}}


@contextmanager
def facts(folder: Path, rows: int) -> Iterator[tuple[Path, duckdb.DuckDBPyConnection]]:
    """A snapshot with that many rows in one table and no sums yet: its folder, and its database open for writing."""
    national.reference(folder)
    place = folder / "snapshots" / "national"
    place.mkdir(parents=True)
    fill(place / "exact.duckdb", inputs_of(folder))
    with duckdb.connect(str(place / "exact.duckdb"), config=BUILDER_SETTINGS) as connection:
        connection.execute("SET preserve_insertion_order = false")
        drawn = national.drawn_sql(connection, rows, 1, as_words=False)
        connection.execute(_FILLED.format(table=TABLE, drawn=drawn))
        _enumerate(connection)
        yield place, connection


def _enumerate(connection: duckdb.DuckDBPyConnection) -> None:
    """Coded columns as a large file leaves them."""
    casts = []
    for name in (*CODED, "destination_region_id", "destination_level", "school_type", "method", "data_set"):
        words = connection.execute(f"SELECT DISTINCT {name} FROM {TABLE} WHERE {name} IS NOT NULL").fetchall()
        casts.append(f"CAST({name} AS {enum_of(str(word) for (word,) in words)}) AS {name}")
    connection.execute(f"CREATE TABLE coded AS SELECT * REPLACE ({', '.join(casts)}) FROM {TABLE}")
    connection.execute(f"DROP TABLE {TABLE}")
    connection.execute(f"ALTER TABLE coded RENAME TO {TABLE}")


def main() -> None:
    """Print the table."""
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        drawn, sums = snapshot(Path(folder), millions * 10**6)
        print(f"sums: {sums}", file=sys.stderr)
        print(
            f"| {millions}M rows, 230 cities | p95 from sums | CPU from sums | p95 from rows | over its own SQL |"
        )
        print("|---|---|---|---|---|")
        for words, question in questions().items():
            print(f"| {words} | {row(drawn, question)} |", flush=True)


def questions() -> dict[str, Question]:
    """What is asked, the same in every run: scope and grouping of the n-th question."""
    cities = [code for code, _ in national.cities()]
    return {
        "one city by year": lambda at: (Scope(cities=(cities[at % 230],)), ("city", "year")),
        "all cities by year": lambda _: (Scope(cities=tuple(cities)), ("city", "year")),
        KITAGAWA: lambda at: (
            Scope(cities=(cities[at % 230],), first_year=2024, last_year=2025),
            ("institution", "year"),
        ),
    }


def row(drawn: Snapshot, question: Question) -> str:
    """One question in figures: from sums, from rows, and beside its bare SQL, asked in turn."""
    quick: list[Took] = []
    layered: list[Took] = []
    bare: list[Took] = []
    for at in range(-3, ASKED):  # the first ones warm up
        quick.append(took(answered, drawn, *question(at)))
        layered.append(took(measure, drawn, KPI, *question(at)))
        bare.append(took(drawn.query, *statement(drawn, KPI, *question(at))))
    without_sums = mock.patch.object(kpis, "cubes_of", return_value=())
    with without_sums, mock.patch.object(warehouse, "QUERY_SECONDS", 60):
        slow = [took(answered, drawn, *question(at)) for at in range(ASKED // 6)]
    used, layer, alone = (statistics.median(cpu for _, cpu in each[3:]) for each in (quick, layered, bare))
    return f"{percentile(quick[3:]):.1f} ms | {used:.1f} ms | {percentile(slow):.0f} ms | {layer / alone:.2f}"


def answered(drawn: Snapshot, scope: Scope, by: tuple[str, ...]) -> object:
    """The figures of a question; of two years by school, the parts of their difference too."""
    found = measure(drawn, KPI, scope, by)
    if "institution" not in by:
        return found
    first, last = (
        dict(zip(of["institution_id"], zip(of["numerator"], of["denominator"], strict=True), strict=True))
        for of in (found[found["year"] == year] for year in (scope.first_year, scope.last_year))
    )
    return bridge(first, last)


def took(ask: Callable[..., object], *asked: object) -> Took:
    """Milliseconds on the clock, and of processor: what others do on the machine is not in the latter."""
    began, used = time.perf_counter(), time.process_time()
    ask(*asked)
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000


def percentile(taken: Sequence[Took]) -> float:
    """The 95th percentile on the clock."""
    return sorted(clock for clock, _ in taken)[int(len(taken) * 0.95) - 1]


if __name__ == "__main__":
    main()
