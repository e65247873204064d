"""Sheets without a fault, kept as typed rows beside the snapshots: a load reads what it has not read before, and no more.

A kept sheet follows from the bytes of its file, what the file is called, how it is read, this package's code
and the words of the reference tables. Where one of these is another, or a kept file is not as it was written,
the sheet is read anew: a snapshot is the same with and without them.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from etl.contract import Source
from etl.load_accounts import Input
from etl.sheets import Clean, Sheet, columns_of
from etl.sources import SOURCES
from meomureum.store import durable
from meomureum.texts import Text

LOG = logging.getLogger("meomureum")
FOLDER = ".clean"


@dataclass(frozen=True)
class CleanSheets:
    """Those that are kept in a folder by the code of that fingerprint."""

    folder: Path
    shape: str

    def find(self, each: Input, with_care: Callable[[], Sheet]) -> tuple[Sheet, Source] | None:
        """The one sheet of a file and the table that takes it; None unless it is kept. `with_care` reads it anew."""
        try:
            seal, _, content = self._place(each).read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest().encode() != seal:
            return None
        rows = pa.ipc.open_file(content).read_all()
        told = json.loads(rows.schema.metadata[b"sheet"])
        clean = Clean(rows, told["words"], tuple(told["unknown"]), with_care)
        sheet = Sheet(
            *(each.name, told["name"], told["encoding"], tuple(told["header"]), columns_of([], 0)),
            *(tuple((line, why) for line, why in told["not_data"]), (), told["rows_read"]),
            notices=tuple(Text(*words) for words in told["notices"]),
            clean=clean,
        )
        return sheet, next(source for source in SOURCES if source.table == told["table"])

    def keep(self, found: Iterable[tuple[Input, Sheet, Source, Clean]], inputs: Iterable[Input]) -> None:
        """Keep sheets that have been staged without a fault; those of other files than these inputs go.

        Without room for them the next load reads the files again: the snapshot is published by now, and stays so.
        """
        wanted = {self._place(each) for each in inputs}
        try:
            self.folder.mkdir(exist_ok=True)
            for each, sheet, source, clean in found:
                self._write(self._place(each), sheet, source, clean)
            for path in self.folder.iterdir():
                if path not in wanted:
                    path.unlink(missing_ok=True)
        except OSError as fault:
            LOG.warning("the next load reads all files again: %s", fault)

    def _place(self, each: Input) -> Path:
        told = f"{self.shape}/{each.data_set}/{each.name}/{each.table}/{each.digest}/{each.reading.identity}"
        return self.folder / hashlib.sha256(told.encode()).hexdigest()

    def _write(self, path: Path, sheet: Sheet, source: Source, clean: Clean) -> None:
        told = {
            "table": source.table,
            "name": sheet.name,
            "encoding": sheet.encoding,
            "header": sheet.header,
            "not_data": sheet.not_data,
            "rows_read": sheet.rows_read,
            "notices": [(words.ko, words.en) for words in sheet.notices],
            "unknown": clean.unknown_headers,
            "words": clean.words,
        }
        rows = clean.rows.replace_schema_metadata({"sheet": json.dumps(told, ensure_ascii=False)})
        content = pa.BufferOutputStream()
        with pa.ipc.new_file(content, rows.schema) as writer:
            writer.write_table(rows)
        whole = content.getvalue().to_pybytes()
        fresh = path.with_suffix(".partial")
        fresh.write_bytes(hashlib.sha256(whole).hexdigest().encode() + b"\n" + whole)
        durable.move(fresh, path)


def may_be_kept(sheet: Sheet) -> bool:
    """Whether all that a sheet says is its rows: no official layout, nothing held or mended, no file read in bulk."""
    told_apart = sheet.layout or sheet.table or sheet.within or sheet.original
    return not (told_apart or sheet.mended or sheet.plain or sheet.clean or sheet.torn or sheet.faults)
