"""The protected figures of the sample, worked out beforehand: a first start needs no solver.

They belong to one sample, one menu and one set of formulas; a fingerprint of these says
whether they still do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from meomureum.privacy.menu import PARAMETERS, Parameters
from meomureum.privacy.people import asked_of
from meomureum.privacy.rows import KEY, NUMBERS

FOLDER = Path("sample") / "protection"
FIGURES, FINGERPRINTS = "figures.csv", "fingerprints.csv"


def proof_file(release: str) -> str:
    """The name of the proofs of a release."""
    return f"{release}.proof.zip"


def figures(connection: duckdb.DuckDBPyConnection, tables: Sequence[str], data: Path) -> pd.DataFrame | None:
    """The protected figures of those tables whose sample is still the one they were worked out for."""
    folder = data / FOLDER
    if not (folder / FINGERPRINTS).is_file():
        return None
    shipped = _read(folder / FINGERPRINTS).set_index("table_name")["fingerprint"].to_dict()
    same = [table for table in tables if shipped.get(table) == fingerprint(connection, table)]
    found = _read(folder / FIGURES)
    return found[found["table_name"].isin(same)]


def write(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, found: pd.DataFrame, folder: Path
) -> None:
    """Keep the protected figures of the sample, with what they were worked out for."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = found.sort_values(
        list(KEY), na_position="first", ignore_index=True
    )  # the same figures, the same bytes
    kept.loc[kept["hidden"] == parameters.profiles[0].name, list(NUMBERS)] = float("nan")
    kept.to_csv(folder / FIGURES, index=False, lineterminator="\n", float_format="%.10g")
    prints = [(table, fingerprint(connection, table)) for table in sorted(set(found["table_name"]))]
    pd.DataFrame(prints, columns=["table_name", "fingerprint"]).to_csv(
        folder / FINGERPRINTS, index=False, lineterminator="\n"
    )


def _read(path: Path) -> pd.DataFrame:
    found: pd.DataFrame = pd.read_csv(path, dtype=str, keep_default_na=False).replace("", None)
    return found


def fingerprint(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A digest of all that the protected figures of a table depend on: parameters, formulas, rows."""
    digest = hashlib.sha256(PARAMETERS.read_bytes().replace(b"\r\n", b"\n"))
    for asked in asked_of(table):
        formula = asked.formula
        digest.update(
            repr((asked.name, asked.rank, formula.numerator, formula.denominator, formula.where)).encode()
        )
    columns = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
    told = ", ".join(f"COALESCE({name}::VARCHAR, '')" for name in columns if name not in ("file_id", "line"))
    sql = f"""
        WITH told AS (SELECT MD5(CONCAT_WS('|', {told})) AS row_digest FROM {table} WHERE data_set = 'sample')
        SELECT COALESCE(MD5(STRING_AGG(row_digest, '' ORDER BY row_digest)), '') FROM told
    """
    digest.update(str(connection.execute(sql).fetchall()[0][0]).encode())
    return digest.hexdigest()
