"""Faults planted in what a load has written, after the writing and before the gate looks at it."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

LEVELS = ("internal", "public")
Plant = Callable[[Path, random.Random], bool]
"""Alters the files of a snapshot's folder; False where it finds nothing to alter."""


def _level(chance: random.Random) -> str:
    return chance.choice(LEVELS)


def _one(folder: Path, level: str, condition: str, chance: random.Random) -> int | None:
    """The number of one row of the figures that a condition holds of."""
    with duckdb.connect(str(folder / f"{level}.duckdb"), read_only=True) as opened:
        found = opened.execute(
            f"SELECT rowid FROM protected WHERE {condition} AND data_set = 'real' ORDER BY ALL"
        ).fetchall()
    return int(chance.choice(found)[0]) if found else None


def _change(folder: Path, level: str, *statements: str) -> bool:
    """Run statements on a level, and leave the file as tidy as if it had been written so."""
    path, fresh = folder / f"{level}.duckdb", folder.parent / f"{level}.fresh"
    with duckdb.connect(str(path)) as opened:
        for statement in statements:
            opened.execute(statement)
    with duckdb.connect() as opened:
        opened.execute(f"ATTACH '{path}' AS old (READ_ONLY)")
        opened.execute(f"ATTACH '{fresh}' AS new")
        opened.execute("COPY FROM DATABASE old TO new")
    fresh.replace(path)
    return True


def _of_one(condition: str, change: str) -> Plant:
    """A change of one row of the figures: `{row}` is its number."""

    def plant(folder: Path, chance: random.Random) -> bool:
        level = _level(chance)
        row = _one(folder, level, condition, chance)
        return row is not None and _change(
            folder, level, change.format(row=row, by=chance.choice((1, -1, 7)))
        )

    return plant


HIDDEN, SHOWN = "hidden", "NOT hidden AND missing IS NULL AND numerator > 0"


def unhidden(folder: Path, chance: random.Random) -> bool:
    """A row of the public file is opened with the numbers that internal has, or any where it has none."""
    row = _one(folder, "public", HIDDEN, chance)
    if row is None:
        return False
    numbers = f"numerator = {chance.randrange(1, 10)}, denominator = {chance.randrange(10, 60)}"
    return _change(folder, "public", f"UPDATE protected SET hidden = FALSE, {numbers} WHERE rowid = {row}")


def told_from_internal(folder: Path, chance: random.Random) -> bool:
    """A row that only internal shows is put into the public file as it is."""
    keys = (
        "table_name, kpi_id, formula_id, combination, block, city_id, institution_id, department, sex, year"
    )
    with duckdb.connect(str(folder / "public.duckdb")) as opened:
        opened.execute(f"ATTACH '{folder / 'internal.duckdb'}' AS inner_file (READ_ONLY)")
        found = opened.execute(
            f"""
            SELECT p.rowid, i.numerator, i.denominator
            FROM protected AS p
            JOIN inner_file.protected AS i
                ON ROW({", ".join(f"p.{each.strip()}" for each in keys.split(","))})
                    IS NOT DISTINCT FROM ROW({", ".join(f"i.{each.strip()}" for each in keys.split(","))})
            WHERE p.hidden AND NOT i.hidden AND i.numerator IS NOT NULL AND i.denominator IS NOT NULL
            ORDER BY ALL
            """
        ).fetchall()
    if not found:
        return False
    row, of, out_of = chance.choice(found)
    numbers = f"hidden = FALSE, numerator = {of}, denominator = {out_of}"
    return _change(folder, "public", f"UPDATE protected SET {numbers} WHERE rowid = {row}")


def another_city(folder: Path, chance: random.Random) -> bool:
    """A row of one city is entered under another."""
    level = _level(chance)
    row = _one(folder, level, "TRUE", chance)
    other = "IF(city_id = 'gimhae', 'siheung', 'gimhae')"
    return row is not None and _change(
        folder, level, f"UPDATE protected SET city_id = {other} WHERE rowid = {row}"
    )


def exact_table(folder: Path, chance: random.Random) -> bool:
    """Rows about people are copied into a protected file."""
    table = chance.choice(_tables(folder))
    where = f"ATTACH '{folder / 'exact.duckdb'}' AS rows_of (READ_ONLY)"
    kept = f"INSERT INTO {table} SELECT * FROM rows_of.{table} LIMIT {chance.randrange(1, 40)}"
    return _change(folder, _level(chance), where, kept, "DETACH rows_of")


def strange_table(folder: Path, chance: random.Random) -> bool:
    """A table that no release has is left in a protected file."""
    name = f"rest_{chance.randrange(100)}"
    return _change(folder, _level(chance), f"CREATE TABLE {name} AS SELECT {chance.randrange(9)} AS people")


def file_told(folder: Path, chance: random.Random) -> bool:
    """The list of files tells how many persons a file has."""
    table = chance.choice(_tables(folder))
    where = f"ATTACH '{folder / 'exact.duckdb'}' AS rows_of (READ_ONLY)"
    told = f"INSERT INTO files SELECT * FROM rows_of.files WHERE table_name = '{table}' LIMIT 1"
    return _change(folder, _level(chance), where, told, "DETACH rows_of")


def not_closed(folder: Path, chance: random.Random) -> bool:
    """The list of tables that stay behind lacks one."""
    table = chance.choice(_tables(folder))
    return _change(folder, _level(chance), f"DELETE FROM closed WHERE table_name = '{table}'")


def _tables(folder: Path) -> list[str]:
    with duckdb.connect(str(folder / "exact.duckdb"), read_only=True) as opened:
        found = opened.execute("SELECT DISTINCT table_name FROM files WHERE data_set = 'real' ORDER BY 1")
        return [str(row[0]) for row in found.fetchall()]


# The proofs: archives of arrays, one folder a city in a table.


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write(path: Path, members: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _array(content: bytes) -> NDArray[np.int32]:
    found: NDArray[np.int32] = np.load(io.BytesIO(content), allow_pickle=False)
    return found


def _stored(numbers: NDArray[np.int32]) -> bytes:
    content = io.BytesIO()
    np.save(content, numbers, allow_pickle=False)
    return content.getvalue()


def _proof(folder: Path, chance: random.Random) -> tuple[Path, dict[str, bytes], list[str]]:
    path = folder / f"{_level(chance)}.proof.zip"
    members = _members(path)
    return path, members, sorted({name.rpartition("/")[0] for name in members})


def number_in_proof(folder: Path, chance: random.Random) -> bool:
    """One number of a proof is another."""
    path, members, _ = _proof(folder, chance)
    name = chance.choice(sorted(each for each in members if each.endswith(".npy")))
    numbers = _array(members[name]).copy()
    if not numbers.size:
        return False
    numbers.flat[chance.randrange(numbers.size)] += chance.choice((1, -1, 5))
    _write(path, {**members, name: _stored(numbers)})
    return True


def proof_missing(folder: Path, chance: random.Random) -> bool:
    """The proof of one city in one table is not there."""
    path, members, units = _proof(folder, chance)
    gone = chance.choice(units)
    _write(path, {name: each for name, each in members.items() if not name.startswith(f"{gone}/")})
    return True


def proof_of_another(folder: Path, chance: random.Random) -> bool:
    """The proof of one city in one table lies under the name of another."""
    path, members, units = _proof(folder, chance)
    mine, other = chance.sample(units, 2)
    swapped = {
        name: members[f"{other}/{name.rpartition('/')[2]}"] for name in members if name.startswith(f"{mine}/")
    }
    _write(path, {**members, **swapped})
    return True


def proof_of_another_level(folder: Path, chance: random.Random) -> bool:
    """The proofs of one level are those of the other."""
    mine = _level(chance)
    other = LEVELS[1 - LEVELS.index(mine)]
    shutil.copyfile(folder / f"{other}.proof.zip", folder / f"{mine}.proof.zip")
    return True


def proof_of_before(folder: Path, chance: random.Random) -> bool:
    """The proof of one city in one table is the one of an earlier load, under its own name."""
    path, members, _ = _proof(folder, chance)
    for earlier in sorted(folder.parents[1].rglob(path.name)):
        old = _members(earlier) if earlier != path else {}
        changed = sorted(name for name in old if name in members and old[name] != members[name])
        if changed:
            mine = chance.choice(changed).rpartition("/")[0]
            lying = {name: each for name, each in old.items() if name.startswith(f"{mine}/")}
            _write(path, {**members, **lying})
            return True
    return False


def proof_added(folder: Path, chance: random.Random) -> bool:
    """A proof of a city that has no rows lies about."""
    path, members, units = _proof(folder, chance)
    mine = chance.choice(units)
    table = mine.split("/")[1]
    more = {
        f"real/{table}/hanam/{name.rpartition('/')[2]}": each
        for name, each in members.items()
        if name.startswith(f"{mine}/")
    }
    _write(path, {**members, **more})
    return True


def no_proofs(folder: Path, chance: random.Random) -> bool:
    """The file of proofs is gone."""
    (folder / f"{_level(chance)}.proof.zip").unlink()
    return True


def stray_file(folder: Path, chance: random.Random) -> bool:
    """A file that nobody knows lies in the snapshot."""
    name = chance.choice(("old.proof.zip", "exact.csv", "internal.duckdb.wal", "notes.txt", "witnesses.npz"))
    (folder / name).write_bytes(chance.randbytes(40))
    return True


PLANTS: Mapping[str, Plant] = {
    "a hidden row opened": unhidden,
    "a row of internal told in public": told_from_internal,
    "a number left under a hidden row": _of_one(
        HIDDEN, "UPDATE protected SET numerator = abs({by}) WHERE rowid = {row}"
    ),
    "a sample size left under a hidden row": _of_one(
        HIDDEN, "UPDATE protected SET sample_size = abs({by}) WHERE rowid = {row}"
    ),
    "a number in a column of words": _of_one(
        HIDDEN, "UPDATE protected SET stage = '{by}' WHERE rowid = {row}"
    ),
    "a number in the sources": _of_one(
        HIDDEN, "UPDATE protected SET source_ids = '{by}' WHERE rowid = {row}"
    ),
    "a row without a decision": _of_one("TRUE", "UPDATE protected SET hidden = NULL WHERE rowid = {row}"),
    "a row twice": _of_one("TRUE", "INSERT INTO protected SELECT * FROM protected WHERE rowid = {row}"),
    "a row twice, once hidden": _of_one(
        SHOWN,
        "INSERT INTO protected SELECT * REPLACE (TRUE AS hidden, NULL AS numerator, NULL AS denominator,"
        " NULL AS sample_size) FROM protected WHERE rowid = {row}",
    ),
    "a row of last time beside the new one": _of_one(
        SHOWN,
        "INSERT INTO protected SELECT * REPLACE (numerator + {by} AS numerator) FROM protected WHERE rowid = {row}",
    ),
    "a row gone": _of_one("TRUE", "DELETE FROM protected WHERE rowid = {row}"),
    "a number changed": _of_one(
        SHOWN, "UPDATE protected SET numerator = numerator + {by} WHERE rowid = {row}"
    ),
    "a base changed": _of_one(
        SHOWN + " AND denominator IS NOT NULL",
        "UPDATE protected SET denominator = denominator + {by} WHERE rowid = {row}",
    ),
    "a shown row hidden": _of_one(
        SHOWN,
        "UPDATE protected SET hidden = TRUE, numerator = NULL, denominator = NULL, sample_size = NULL"
        " WHERE rowid = {row}",
    ),
    "a reason that tells": _of_one(HIDDEN, "UPDATE protected SET missing = '{by}' WHERE rowid = {row}"),
    "a row of another city": another_city,
    "a row of another year": _of_one(
        "year IS NOT NULL", "UPDATE protected SET year = year - 1 WHERE rowid = {row}"
    ),
    "exact rows": exact_table,
    "a strange table": strange_table,
    "a file of people in the list of files": file_told,
    "a table not closed": not_closed,
    "a number in a proof": number_in_proof,
    "a proof gone": proof_missing,
    "a proof of another": proof_of_another,
    "a proof of the other level": proof_of_another_level,
    "a proof of an earlier load": proof_of_before,
    "a proof of nobody": proof_added,
    "no proofs": no_proofs,
    "a stray file": stray_file,
}
