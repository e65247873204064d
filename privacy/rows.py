"""The rows of protected releases: every formula at every row of the menu, computed as ever, hidden as decided.

The SQL is that of any measurement, so a protected figure is the exact figure or none.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd

from privacy.menu import Offer, Parameters
from privacy.people import BLOCK_YEARS, WEIGHTED, Asked
from privacy.publication import row_key
from privacy.units import Unit, hidden_places
from queries import DIMENSION_TYPES, computed_sql
from warehouse import in_words

COLUMNS = (
    *("table_name", "kpi_id", "formula_id", "combination", "block", *DIMENSION_TYPES, "data_set"),
    *("source_ids", "provisional", "revised", "sample_size", "numerator", "denominator", "missing", "hidden"),
)
VIEWS = {"real": ("published", "real"), "sample": ("sample",)}


def rows(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, units: Sequence[Unit], data_set: str
) -> pd.DataFrame:
    """Every row of the protected units of a set; `hidden` names the first release without its numbers."""
    places = pd.concat([_placed(unit) for unit in units]) if units else None
    found = []
    for table in {unit.table: None for unit in units}:
        for offer in parameters.menu[table]:
            for block in _blocks(connection, parameters, table, offer, data_set):
                computed = [
                    _computed(connection, table, offer, asked, block, VIEWS[data_set])
                    for asked in offer.formulas
                ]
                found.append(pd.concat(computed))
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    every = pd.concat(found, ignore_index=True)
    return _decided(every, places).reindex(columns=list(COLUMNS))


def _placed(unit: Unit) -> pd.DataFrame:
    return hidden_places(unit).assign(table_name=unit.table, city_id=unit.city)


def _blocks(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, table: str, offer: Offer, data_set: str
) -> list[int | None]:
    """The closed blocks of a table, for an offer by block; else one None, which means by year."""
    if "block" not in offer.columns:
        return [None]
    years = f"SELECT DISTINCT year FROM {table} WHERE data_set = $set AND year IS NOT NULL"
    found = sorted(row[0] for row in connection.execute(years, {"set": data_set}).fetchall())
    starts = {year - (year - parameters.anchor) % BLOCK_YEARS for year in found}
    return [start for start in sorted(starts) if start + BLOCK_YEARS - 1 <= found[-1]]


def _computed(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    offer: Offer,
    asked: Asked,
    block: int | None,
    sets: Sequence[str],
) -> pd.DataFrame:
    by = ["city_id", *(name for name in offer.columns if name != "block")]
    first, last = (block, block + BLOCK_YEARS - 1) if block else (0, 9999)
    sql = (
        f"WITH {computed_sql(asked.kpi, asked.formula, by, ())} SELECT * EXCLUDE (rows, value) FROM computed"
    )
    asked_for = {"sets": list(sets), "first_year": first, "last_year": last}
    found = in_words(connection.execute(sql, asked_for).df())
    found = found[found[by].notna().all(axis=1)].assign(block=block)
    codes = zip(*(found[name] for name in offer.columns), strict=True)
    return found.assign(
        table_name=table,
        kpi_id=asked.kpi.id,
        formula_id=asked.formula.id,
        sample_size=found.get("sample_size", float("nan")),
        combination=offer.table.name,
        row_key=[row_key(row) for row in codes],
        top=f"of {asked.name}",
        base=f"all {asked.name}",
    )


def _decided(every: pd.DataFrame, places: pd.DataFrame | None) -> pd.DataFrame:
    """Join each figure with what was decided about its numerator and denominator."""
    if places is None:
        return every
    keys = ["table_name", "city_id", "combination", "row_key"]
    for side in ("top", "base"):
        decided = places.rename(columns={"count": side, "value": f"{side}_value", "hidden": f"{side}_hidden"})
        every = every.merge(decided, how="left", on=[*keys, side])
    first = {"internal": 0, "public": 1}
    level = every[["top_hidden", "base_hidden"]].map(lambda name: first.get(name, 2)).min(axis=1)
    ruled = level.map({0: "internal", 1: "public", 2: ""})
    weighted = every["table_name"].isin(WEIGHTED)
    # A weighted figure of nobody knows how many persons cannot be judged.
    every["hidden"] = ruled.mask(weighted & every["sample_size"].isna(), "internal")
    _agree(every, weighted)
    return every


def _agree(every: pd.DataFrame, weighted: pd.Series) -> None:
    """What was protected is what is shown: the counts of the rows are those of the publication.

    Of a weighted figure it is the number of respondents.
    """
    shown = every["numerator"].mask(weighted, every["sample_size"])
    protected = every["top_value"].mask(weighted, every["base_value"])
    judged = every["missing"].isna() & protected.notna() & (every["data_set"] != "real")
    wrong = every[judged & (shown != protected) & ~(weighted & shown.isna())]
    if len(wrong):
        raise AssertionError(f"shown and protected counts differ: {wrong.iloc[0].to_dict()}")
