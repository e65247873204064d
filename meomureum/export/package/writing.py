"""A package written: into a folder, or as one ZIP."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from meomureum.export.package.description import File, description
from meomureum.export.package.readme import readme
from meomureum.export.package.tables import FIGURES, Table, rows_of, tables
from meomureum.store.warehouse import Snapshot

DESCRIPTION, README = "datapackage.json", "README.md"


def write(snapshot: Snapshot, folder: Path) -> tuple[Path, ...]:
    """Write the release that a snapshot answers by into an empty folder; the files, README first.

    Raises PermissionError for a reader who may see some institutions only, and OSError where nothing can be written.
    """
    if snapshot.only is not None:
        raise PermissionError("a package holds every institution of a release")
    folder.mkdir(parents=True, exist_ok=True)
    every = tables(snapshot)
    files = {table.name: _written(snapshot, table, folder) for table in every}
    told = json.dumps(description(snapshot, every, files), ensure_ascii=False, indent=2)
    (folder / DESCRIPTION).write_text(told + "\n", "utf-8", newline="\n")
    page = readme(snapshot, every, files, _example(folder / files[FIGURES].name))
    (folder / README).write_text(page, "utf-8", newline="\n")
    return (folder / README, folder / DESCRIPTION, *(folder / file.name for file in files.values()))


def packed(snapshot: Snapshot) -> bytes:
    """The same as one ZIP."""
    with tempfile.TemporaryDirectory() as place:
        files = write(snapshot, Path(place) / "package")
        archive = Path(place) / "package.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as made:  # Parquet is compressed already
            for path in files:
                made.write(path, path.name)
        return archive.read_bytes()


def _written(snapshot: Snapshot, table: Table, folder: Path) -> File:
    """Write one table."""
    schema = pa.schema(
        [
            pa.field(column.name, _ARROW[column.kind], metadata={"title": column.about})
            for column in table.columns
        ],
        metadata={"title": table.about, "release": snapshot.release, "snapshot": snapshot.id},
    )
    path, rows, gaps = folder / f"{table.name}.parquet", 0, set[str]()
    with rows_of(snapshot, table) as found, parquet.ParquetWriter(path, schema) as writer:
        for batch in found:
            piece = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
            writer.write_table(piece)
            rows += len(piece)
            gaps |= {name for name in schema.names if piece[name].null_count}
    return File(path.name, rows, frozenset(gaps), _digest(path))


_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _example(path: Path) -> dict[str, object] | None:
    """The newest value of the first institution that has one."""
    columns = [
        "kpi_id",
        "formula_id",
        "origin",
        "institution_id",
        "year",
        "data_set",
        "numerator",
        "value",
        "kpi_name_ko",
    ]
    columns += ["kpi_name_en", "institution_name_ko", "institution_name_en"]
    found = parquet.read_table(path, columns=columns).to_pandas()
    valued = found[found["institution_id"].notna() & found["value"].notna() & found["numerator"].notna()]
    valued = valued.sort_values(["data_set", "year"], ascending=[True, False], kind="stable")
    if valued.empty:
        return None
    row = valued.drop(columns=["numerator", "value"]).iloc[0].to_dict()
    return {str(name): int(value) if name == "year" else value for name, value in row.items()}
