"""What a reader is answered: the combinations of a protected release's menu, and their own institutions exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from meomureum.measures.indicators import KPIS, Formula, Kpi
from meomureum.measures.queries import not_offered_sql, protected_sql
from meomureum.measures.queries.scope import Scope
from meomureum.store.warehouse import Snapshot

BLOCK_YEARS = 5
Filters = Mapping[str, Sequence[str]]
Years = tuple[int | None, int | None]


def answer(
    snapshot: Snapshot,
    kpi: Kpi,
    formula: Formula,
    by: Sequence[str],
    filters: Filters,
    years: Years,
    data_set: str,
) -> tuple[str, str] | None:
    """The step that computes a figure from a protected release and its combination.

    None where nothing is protected: the exact release, and figures that are public already.
    """
    protected = "sample" if data_set == "sample" else "real"
    if not is_withheld(snapshot, formula.table, data_set):
        return None
    if {*filters} & {*formula.numerator_only}:  # it holds counts of an industry by themselves alone
        return not_offered_sql(by), ""
    asked = _combination(by, filters, years)
    offered = _menu(snapshot, kpi.id, formula.id, protected)
    found = next((each for each, _ in offered if frozenset(each.split(" x ")) == asked), None)
    if (
        kpi not in KPIS
        or found is None
        or ("block" in found.split(" x ") and (found, years[0]) not in offered)
    ):
        return not_offered_sql(by), ""
    return protected_sql(kpi, formula, by, tuple(filters)), found


def is_withheld(snapshot: Snapshot, table: str, data_set: str) -> bool:
    """Whether a table has rows that the reader's release does not hold."""
    protected = "sample" if data_set == "sample" else "real"
    return snapshot.release != "exact" and (table, protected) in _closed(snapshot)


def _combination(by: Sequence[str], filters: Filters, years: Years) -> frozenset[str] | None:
    """The columns that tell the asked rows apart beside the city; None for sums over rows."""
    summed = [column for column, codes in filters.items() if column not in by and len(codes) > 1]
    if summed or ("city_id" not in by and "city_id" not in filters):
        return None
    columns = {*by, *filters} - {"city_id"}
    if "year" in columns or (years[0] is not None and years[0] == years[1]):
        return frozenset(columns | {"year"})
    first, last = years
    whole = first is not None and last is not None and last - first + 1 == BLOCK_YEARS
    return frozenset(columns | {"block"}) if whole else None


@lru_cache(maxsize=8)
def _closed(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """The tables and sets with rows that this release holds in protected form or not at all."""
    found = snapshot.query("SELECT table_name, data_set FROM closed")
    return frozenset(found.itertuples(index=False, name=None))


@lru_cache(maxsize=256)
def _menu(
    snapshot: Snapshot, kpi_id: str, formula_id: str, data_set: str
) -> Collection[tuple[str, int | None]]:
    """The combinations that a release holds of a formula, with the first year of a block."""
    sets = ["sample"] if data_set == "sample" else ["real", "published"]
    sql = """
        SELECT DISTINCT combination, block
        FROM protected
        WHERE kpi_id = $kpi AND formula_id = $formula AND LIST_CONTAINS($sets, data_set)
    """
    found = snapshot.query(sql, {"kpi": kpi_id, "formula": formula_id, "sets": sets})
    blocks = [None if block != block else int(block) for block in found["block"].astype(float)]
    return tuple(zip(found["combination"].astype(str), blocks, strict=True))


NO_INSTITUTION = ("",)
"""A code that no row has."""


def release_and_scope(snapshot: Snapshot, scope: Scope, by: Sequence[str]) -> tuple[Snapshot, Scope]:
    """Return the release and the scope that may answer this reader's question.

    A whole city answers in the reader's own release; below it they see their own institutions
    alone, and those exactly.
    """
    if snapshot.only is None or ({*by} <= {"city", "year"} and not {*scope.filters()} - {"city_id"}):
        return snapshot, scope
    asked = scope.institutions or snapshot.only
    own = tuple(code for code in asked if code in snapshot.only)
    release = "exact" if "exact" in snapshot.releases else snapshot.release
    return replace(snapshot, release=release), replace(scope, institutions=own or NO_INSTITUTION)
