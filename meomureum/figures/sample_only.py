"""Which pages have nothing to show but the sample, as long as nobody has loaded what they need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from meomureum.store.address import PageName
from meomureum.store.warehouse import Snapshot

NEEDS: Mapping[PageName, tuple[str, str]] = {
    "chain": ("residence", "true"),
    "supply": ("labour_demand", "true"),
    "survey": ("settlement_survey", "true"),
    "effect": ("high_school_outcomes", "participant IS NOT NULL"),
}
"""The rows without which a page has no figure: their table and a condition."""


@lru_cache(maxsize=16)
def sample_only(snapshot: Snapshot) -> frozenset[PageName]:
    """The pages whose table has no row of one's own; a release that has no such table tells nothing."""
    found = snapshot.query("SELECT table_name FROM duckdb_columns() WHERE column_name = 'data_set'")
    there = set(found["table_name"])
    return frozenset(
        page
        for page, (table, such) in NEEDS.items()
        if table in there and not _has_own(snapshot, table, such)
    )


def _has_own(snapshot: Snapshot, table: str, such: str) -> bool:
    rows = snapshot.query(f"SELECT count(*) AS n FROM {table} WHERE data_set <> 'sample' AND {such}")
    return bool(rows["n"].iloc[0])
