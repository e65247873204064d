"""What a snapshot holds, as far as a measurement's SQL depends on it; asked once a snapshot."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from meomureum.store.warehouse import Snapshot


@lru_cache(maxsize=8)
def followed_cities(snapshot: Snapshot) -> tuple[str, ...]:
    """The cities that this installation has picked, in its order; else those that the reference data mark."""
    if columns_of(snapshot, "our_cities"):  # a snapshot of an earlier version has none
        picked = snapshot.query("SELECT city_id FROM our_cities ORDER BY line")
        if len(picked):
            return tuple(picked["city_id"])
    found = snapshot.query("SELECT region_id FROM regions WHERE followed = 'yes' ORDER BY line")
    return tuple(found["region_id"])


@lru_cache(maxsize=256)
def columns_of(snapshot: Snapshot, table: str) -> frozenset[str]:
    """The columns of a table of figures."""
    found = snapshot.query(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = $table", {"table": table}
    )
    return frozenset(found["column_name"])


@lru_cache(maxsize=256)
def cubes_of(snapshot: Snapshot, table: str) -> tuple[str, ...]:
    """The tables of sums that a snapshot keeps of a large table, the smallest first."""
    found = snapshot.query(
        "SELECT table_name FROM duckdb_tables() WHERE STARTS_WITH(table_name, $cubes) ORDER BY estimated_size",
        {"cubes": f"{table}_by_"},
    )
    return tuple(found["table_name"])


@lru_cache(maxsize=256)
def names_one_source(snapshot: Snapshot, table: str) -> bool:
    """Whether all rows of a table come from one source, or name none."""
    smallest = next(iter(cubes_of(snapshot, table)), table)
    found = snapshot.query(f"SELECT COUNT(DISTINCT source_id) AS sources FROM {smallest}")
    return bool(found["sources"].iloc[0] <= 1)


@lru_cache(maxsize=8)
def coverage(snapshot: Snapshot) -> Mapping[tuple[str, str, int], Mapping[str, tuple[int, int]]]:
    """By table, city and year of rows that a city has loaded: of each kind of institution how many of how many sent theirs."""
    if not columns_of(snapshot, "institution_coverage"):  # a protected release, or an earlier version
        return {}
    found: dict[tuple[str, str, int], dict[str, tuple[int, int]]] = {}
    rows = snapshot.query("FROM institution_coverage")
    for table, city, year, kind, covered, registered in rows.itertuples(index=False, name=None):
        found.setdefault((table, city, int(year)), {})[kind] = (int(covered), int(registered))
    return found


@lru_cache(maxsize=8)
def published_measures(snapshot: Snapshot) -> frozenset[str]:
    """The indicators that have published values."""
    found = snapshot.query("SELECT DISTINCT measure_id FROM observations WHERE measure_id IS NOT NULL")
    return frozenset(found["measure_id"])


@lru_cache(maxsize=8)
def _industries_within(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """Each code of the industrial classification with itself and those within it: C with C10 to C34."""
    if not columns_of(snapshot, "ksic"):  # a snapshot of an earlier version
        return {}
    codes = tuple(snapshot.query("SELECT ksic FROM ksic ORDER BY line")["ksic"])
    return {code: tuple(each for each in codes if each.startswith(code)) for code in codes}


def with_divisions(snapshot: Snapshot, chosen: Collection[str]) -> tuple[str, ...]:
    """The industries chosen, and the divisions of each section among them."""
    within = _industries_within(snapshot)
    return tuple(dict.fromkeys(each for code in chosen for each in within.get(code, (code,))))


def with_sections(snapshot: Snapshot, held: Collection[str]) -> tuple[str, ...]:
    """The industries that rows name, and the sections that contain them."""
    known = {*held}
    sections = (code for code, within in _industries_within(snapshot).items() if known & {*within})
    return tuple(dict.fromkeys([*sections, *held]))
