"""The description of a package in Frictionless's words: `datapackage.json`, made from the contracts and the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from meomureum.export.package.tables import CODE_OF, Column, Table
from meomureum.privacy.release_files import NAMES
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

TITLE = Text("머무름 자료 묶음, {release} 수준", "Meomureum data package, {release} release")
STANDS: Mapping[str, Text] = {
    "exact": Text(
        "내부용: 보호하지 않은 행이 들어 있습니다. 밖으로 내보내지 마세요.",
        "Internal: it holds rows that are not protected. Do not hand it on.",
    ),
    "internal": Text(
        "내부용: 기관 안에서 보는 보호 수준입니다. 공표하지 마세요.",
        "Internal: protected for use inside the organisation. Do not publish it.",
    ),
    "public": Text("공개용: 소수를 가린 공개 수준입니다.", "Public: small numbers are hidden, as published."),
}
"""What may be done with a package of each release."""
SYNTHETIC = Text(
    "data_set이 sample인 행은 합성 표본 데이터입니다.", "Rows whose data_set is sample are synthetic."
)


@dataclass(frozen=True)
class File:
    """The file of a table: its name, how many rows it has, which columns have gaps, its SHA-256."""

    name: str
    rows: int
    gaps: frozenset[str]
    sha256: str


def both(text: Text) -> str:
    """A text in both languages, as descriptions hold one string."""
    return f"{text.ko} / {text.en}"


def description(snapshot: Snapshot, tables: Sequence[Table], files: Mapping[str, File]) -> dict[str, Any]:
    """The whole description of tables and the file of each."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": f"meomureum-{snapshot.release}-{snapshot.id}",
        "id": f"{snapshot.id}-{snapshot.release}",
        "title": both(TITLE.fill(release=NAMES[snapshot.release])),
        "description": f"{both(STANDS[snapshot.release])} {both(SYNTHETIC)}",
        "created": str(snapshot.manifest["built_at"]),
        "version": snapshot.id,
        "release": snapshot.release,
        "snapshot": snapshot.id,
        "resources": [_resource(table, files[table.name]) for table in tables],
    }


def _resource(table: Table, file: File) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column, file.gaps) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    links = [_link(column, table.name) for column in table.columns if column.refers_to]
    if links:
        schema["foreignKeys"] = links
    return {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "title": table.about,
        "path": file.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": file.rows,
        "sha256": file.sha256,
        "schema": schema,
    }


def _field(column: Column, gaps: Collection[str]) -> dict[str, Any]:
    # The library that checks packages reads an empty whole number as a broken one.
    kind = "number" if column.kind == "integer" and column.name in gaps else column.kind
    field: dict[str, Any] = {"name": column.name, "type": kind, "title": column.about}
    if column.is_count:
        field["unit"] = "persons"
    if column.codes:
        field["constraints"] = {"enum": list(column.codes)}
        field["categories"] = [{"value": code, "label": both(name)} for code, name in column.codes.items()]
    return field


def _link(column: Column, table: str) -> dict[str, Any]:
    """What a code refers to; "" is the table itself."""
    other = "" if column.refers_to == table else column.refers_to.replace("_", "-")
    return {
        "fields": [column.name],
        "reference": {"resource": other, "fields": [CODE_OF[column.refers_to]]},
    }
