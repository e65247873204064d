"""The protected figures of the sample, worked out beforehand: a first start needs no solver.

The figures of a table belong to its rows, its menu and the meaning of the formulas; fingerprints of these
say whether they still do. A formula that came later is not among them until they are written anew: it is
not offered meanwhile, and the others stand.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from meomureum.privacy.menu import Parameters, decided
from meomureum.privacy.people import asked_of
from meomureum.privacy.rows import KEY, NUMBERS
from meomureum.privacy.units import fingerprint

FOLDER = Path("sample") / "protection"
FIGURES, FINGERPRINTS = "figures.csv", "fingerprints.csv"
COLUMNS = ["table_name", "formula", "fingerprint"]
"""Digests of what the figures of one table depend on: under "" its rows and menu, under each formula its meaning."""


def proof_file(release: str) -> str:
    """The name of the proofs of a release."""
    return f"{release}.proof.zip"


def figures(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], data: Path) -> pd.DataFrame | None:
    """The protected figures of those tables whose sample is still the one they were worked out for."""
    shipped = _shipped(data)
    if not shipped:
        return None
    same = [
        table
        for table in tables
        if shipped.get(table, {"": ""}).items() <= fingerprints(connection, table).items()
    ]
    found = _read(data / FOLDER / FIGURES)
    return found[found["table_name"].isin(same)]


def outdated(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], data: Path) -> list[str]:
    """The tables of which some figure is not the one that would be worked out now, or is not there yet."""
    shipped = _shipped(data)
    return [table for table in tables if shipped.get(table) != fingerprints(connection, table)]


def write(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, found: pd.DataFrame, data: Path
) -> None:
    """Keep the protected figures of some tables of the sample, with what they were worked out for.

    Those of other tables stay as they are.
    """
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    fresh = found.copy()
    fresh.loc[fresh["hidden"] == parameters.profiles[0].name, list(NUMBERS)] = float("nan")
    parts, tables = [_in_words(fresh)], sorted(set(found["table_name"]))
    prints = {table: fingerprints(connection, table) for table in tables}
    if before := _shipped(data):
        kept = _read(folder / FIGURES)
        parts.append(kept[~kept["table_name"].isin(tables)])
        prints = {**before, **prints}
    whole = pd.concat(parts).sort_values(list(KEY), na_position="first")  # the same figures, the same bytes
    whole.to_csv(folder / FIGURES, index=False, lineterminator="\n")
    told = [(table, name, digest) for table in sorted(prints) for name, digest in prints[table].items()]
    pd.DataFrame(told, columns=COLUMNS).to_csv(folder / FINGERPRINTS, index=False, lineterminator="\n")


def _in_words(found: pd.DataFrame) -> pd.DataFrame:
    """Figures as they are when they have been written and read."""
    return _read(io.StringIO(found.to_csv(index=False, float_format="%.10g")))


def _read(place: Path | io.StringIO) -> pd.DataFrame:
    found: pd.DataFrame = pd.read_csv(place, dtype=str, keep_default_na=False).replace("", None)
    return found


def _shipped(data: Path) -> dict[str, dict[str, str]]:
    """The fingerprints that stand with the figures, by table; none where there are none that can be read."""
    path = data / FOLDER / FINGERPRINTS
    if not path.is_file():
        return {}
    told: dict[str, dict[str, str]] = {}
    found = _read(path).fillna("")
    if list(found.columns) != COLUMNS:  # written by an earlier version: outdated as a whole
        return {}
    for table, name, digest in found.itertuples(index=False, name=None):
        told.setdefault(table, {})[name] = digest
    return told


def fingerprints(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Of what the protected figures of a table depend on now."""
    columns = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
    told = ", ".join(f"COALESCE({name}::VARCHAR, '')" for name in columns if name not in ("file_id", "line"))
    sql = f"""
        WITH told AS (SELECT MD5(CONCAT_WS('|', {told})) AS row_digest FROM {table} WHERE data_set = 'sample')
        SELECT COALESCE(MD5(STRING_AGG(row_digest, '' ORDER BY row_digest)), '') FROM told
    """
    rows = str(connection.execute(sql).fetchall()[0][0])
    whole = hashlib.sha256(f"{decided(table)} {rows}".encode()).hexdigest()
    return {"": whole, **{each.name: f"{each.rank} {fingerprint(each)}" for each in asked_of(table)}}
