"""The rows of protected releases: every formula at every row of the menu, computed as ever, hidden as decided.

The SQL is that of any measurement, so a protected figure is the exact figure or none. Rows are made
for one unit by itself, and what nobody has decided to show is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

from meomureum.measures.queries import DIMENSION_TYPES, computed_sql
from meomureum.privacy.menu import Offer, Parameters
from meomureum.privacy.people import BLOCK_YEARS, WEIGHTED, Asked
from meomureum.privacy.publication import row_key
from meomureum.privacy.units import Unit, decisions
from meomureum.store.warehouse import in_words

# Ages stand in the register alone, which is public; what was handed out before has no place for them.
TOLD_APART = tuple(name for name in DIMENSION_TYPES if name != "age")
KEY = ("table_name", "kpi_id", "formula_id", "combination", "block", *TOLD_APART)
NUMBERS = ("sample_size", "numerator", "denominator")
COLUMNS = (*KEY, "data_set", "source_ids", "provisional", "revised", *NUMBERS, "missing", "hidden")
VIEWS = {"real": ("published", "real"), "sample": ("sample",), "published": ("published",)}


def rows(connection: duckdb.DuckDBPyConnection, parameters: Parameters, unit: Unit) -> pd.DataFrame:
    """Every row of a protected unit; `hidden` names the first release without its numbers."""
    found = computed(connection, parameters, unit.table, (unit.city,), unit.data_set)
    return _decided(found, unit, parameters).reindex(columns=list(COLUMNS))


def open_rows(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, table: str, cities: Sequence[str]
) -> pd.DataFrame:
    """The published figures of cities of which the table has no other rows; they are public already."""
    found = computed(connection, parameters, table, cities, "published")
    return found.assign(hidden="").reindex(columns=list(COLUMNS))


def computed(
    connection: duckdb.DuckDBPyConnection,
    parameters: Parameters,
    table: str,
    cities: Sequence[str],
    data_set: str,
    *,
    public_part: bool = False,
) -> pd.DataFrame:
    """Every figure that the menu has of some cities, with the places of its two counts; nothing is hidden yet.

    `public_part` is what published rows alone contribute to the same figures.
    """
    sets = VIEWS["published" if public_part else data_set]
    held = f"SELECT 1 FROM {table} WHERE data_set = ANY($sets) AND city_id = ANY($cities) LIMIT 1"
    asked_for = {"sets": list(sets), "cities": list(cities)}
    if not (cities and connection.execute(held, asked_for).fetchall()):
        return pd.DataFrame(columns=[*COLUMNS, "row_key", "top", "base"])
    found = [
        _computed(connection, table, offer, asked, block, (sets, cities))
        for offer in parameters.menu[table]
        for block in _blocks(connection, parameters, table, offer, data_set)
        for asked in offer.formulas
    ]
    filled = [each for each in found if len(each)]
    return (
        pd.concat(filled, ignore_index=True)
        if filled
        else pd.DataFrame(columns=[*COLUMNS, "row_key", "top", "base"])
    )


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
    of: tuple[Sequence[str], Sequence[str]],
) -> pd.DataFrame:
    by = ["city_id", *(name for name in offer.columns if name != "block")]
    first, last = (block, block + BLOCK_YEARS - 1) if block else (0, 9999)
    steps = computed_sql(asked.kpi, asked.formula, by, ("city_id",), averaged=False)
    sets, cities = of
    asked_for = {"sets": list(sets), "only_city_id": list(cities), "first_year": first, "last_year": last}
    sql = f"WITH {steps} SELECT * EXCLUDE (rows, value) FROM computed"
    found = in_words(connection.execute(sql, asked_for).df())
    found = found[found[by].notna().all(axis=1)].assign(block=block)
    if found.empty:
        return found
    codes = zip(*(found[name] for name in offer.columns), strict=True)
    return found.assign(
        table_name=table,
        kpi_id=asked.kpi.id,
        formula_id=asked.formula.id,
        # How many firms answered is nobody's decision to show.
        sample_size=found["sample_size"] if table in WEIGHTED else float("nan"),
        combination=offer.table.name,
        row_key=[row_key(row) for row in codes],
        top=f"of {asked.name}",
        base=f"all {asked.name}",
    )


def _decided(every: pd.DataFrame, unit: Unit, parameters: Parameters) -> pd.DataFrame:
    """Join each figure with what was decided about its numerator and denominator; without a decision it is hidden."""
    order = [profile.name for profile in parameters.profiles]
    level = {name: at for at, name in enumerate([*order, ""])}
    decided = decisions(unit).assign(level=lambda found: found["hidden"].map(level))
    for side in ("top", "base"):
        here = decided.rename(columns={"count": side, "value": f"{side}_value", "level": f"{side}_level"})
        every = every.merge(here.drop(columns="hidden"), how="left", on=["combination", "row_key", side])
    ruled = every[["top_level", "base_level"]].fillna(0).min(axis=1).astype(int)
    every["hidden"] = np.array([*order, ""], dtype=object)[ruled]
    # Of published rows alone nobody decides: they are public already.
    every.loc[every["data_set"] == "published", "hidden"] = ""
    # A weighted figure of nobody knows how many persons cannot be judged.
    if unit.table in WEIGHTED:
        every.loc[every["sample_size"].isna(), "hidden"] = order[0]
    return every
