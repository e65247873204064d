"""What went into a snapshot: each file, and the account of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl.contract import Source
from etl.load_ledger import NEVER, Load
from etl.mappings import AS_WRITTEN, Reading
from etl.sheets import Sheet
from meomureum.store.digests import digest_of
from meomureum.texts import Text

ACCOUNT = Text(
    "{file}{sheet} -> {table}: {read}행 = 적재 {loaded} + 이미 있음 {present}{replaced} + 격리 {quarantined}"
    " + 자료 아님 {not_data}",
    "{file}{sheet} -> {table}: {read} rows = loaded {loaded} + already present {present}{replaced}"
    " + quarantined {quarantined} + not data {not_data}",
)
REPLACED = Text("(그중 대체됨 {count})", " (of these replaced {count})")


@dataclass(frozen=True)
class Input:
    """One file that goes into a snapshot: the set its rows belong to, its table if forced, its load.

    `reading` is what a person had to say of how it is read. `settled`
    are the disputes decided for its provider. What `asks` is being handed in, and nobody has said
    yet whether it comes in addition to what its provider said before, or instead. `sheets` are
    there where it has been read already, each with the table that takes it.
    """

    path: Path
    data_set: str
    table: str = ""
    load: Load = NEVER
    reading: Reading = field(default=AS_WRITTEN, hash=False)
    settled: tuple[Load, ...] = ()
    asks: bool = False
    sheets: tuple[tuple[Sheet, Source | None], ...] = field(default=(), compare=False, repr=False)

    @property
    def name(self) -> str:
        """The name the file came with; a kept file carries its digest in front."""
        name = self.path.name
        return name[13:] if self.data_set == "real" and name[:13] == f"{self.digest[:12]}-" else name

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes."""
        return digest_of(self.path)


@dataclass
class Account:
    """Every row of one sheet: read = loaded + already present + quarantined + not data."""

    file_id: int
    file: str
    sheet: str
    table: str
    data_set: str
    encoding: str
    sha256: str
    rows_read: int
    not_data: int
    quarantined: int = 0
    already_present: int = 0
    superseded: int = 0
    """Of those already present: rows in whose place others stand: corrected, left out or decided against."""
    loaded: int = 0
    load: Load = NEVER
    notices: list[Text] = field(default_factory=list)

    def balanced(self) -> bool:
        """Whether the account adds up."""
        return self.rows_read == self.loaded + self.already_present + self.quarantined + self.not_data


def told(account: Mapping[str, Any]) -> Text:
    """The account of one sheet in words, from its row of the table `files`."""
    return ACCOUNT.fill(
        file=account["file"],
        sheet=f" [{account['sheet']}]" if account["sheet"] else "",
        table=account["table_name"],
        read=account["rows_read"],
        loaded=account["loaded"],
        present=account["already_present"],
        replaced=REPLACED.fill(count=account["superseded"]) if account["superseded"] else "",
        quarantined=account["quarantined"],
        not_data=account["not_data"],
    )


def store(connection: duckdb.DuckDBPyConnection, accounts: Iterable[Account]) -> None:
    """Keep the account of every sheet in the snapshot."""
    connection.execute(
        """
        CREATE TABLE files (
            file_id INTEGER, file VARCHAR, sheet VARCHAR, table_name VARCHAR, data_set VARCHAR, encoding VARCHAR,
            sha256 VARCHAR, rows_read BIGINT, loaded BIGINT, already_present BIGINT, quarantined BIGINT, not_data BIGINT,
            superseded BIGINT, load INTEGER, loaded_at VARCHAR, provider VARCHAR, why VARCHAR
        )
        """
    )
    for a in accounts:
        connection.execute(
            "INSERT INTO files VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            [
                *(a.file_id, a.file, a.sheet, a.table, a.data_set, a.encoding, a.sha256, a.rows_read),
                *(a.loaded, a.already_present, a.quarantined, a.not_data, a.superseded),
                *(a.load.load, a.load.at, a.load.provider, a.load.why),
            ],
        )
