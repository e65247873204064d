"""Rows that could not be loaded: kept in their own layout, handed out with a reason.

Columns that no table takes are kept by their headings only: names and numbers of persons
stand there, and nothing outside the handed-in file may hold them.

A quarantine file has the header and the columns of the file it came from, behind one more
column in front that gives the reason. Mended, it is loaded like any other file: the column
in front is known by its name and left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pyarrow as pa
import xlsxwriter

from etl.contract import Problem
from etl.grids import Grid
from etl.sheet_reader import Sheet, spelling
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

REASON = Text("격리 사유", "Quarantine reason")
# A spreadsheet takes such a cell for a formula. A plain number with its sign, and the lone
# hyphen that means "not applicable", are neither formulas nor harmful.
_FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")
_HARMLESS = re.compile(r"^-?$|^[+\-]?\d[\d,]*(\.\d+)?%?$")
_DEFUSED = re.compile(r"^'[=+\-@\t\r＝＋－＠]")
TABLES_SQL = (
    """
    CREATE TABLE quarantine (
        file VARCHAR, sheet VARCHAR, line BIGINT, column_name VARCHAR, value VARCHAR,
        reason_ko VARCHAR, reason_en VARCHAR, file_id INTEGER
    )
    """,
    "CREATE TABLE quarantined_sheets (file_id INTEGER, header VARCHAR[])",
    "CREATE TABLE quarantined_rows (file_id INTEGER, line BIGINT, cells VARCHAR[])",
)


@dataclass(frozen=True)
class Held:
    """The quarantined rows of one sheet: (line, cells, reason) under the file's own header."""

    file: str
    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...], Text], ...]


def store(
    connection: duckdb.DuckDBPyConnection,
    sheets: dict[int, Sheet],
    faults: Sequence[tuple[int, Problem]],
    unread: Mapping[int, frozenset[int]],
) -> None:
    """Keep every quarantined row beside its reasons; `unread` are the places of columns by file id."""
    for statement in TABLES_SQL:
        connection.execute(statement)
    lines: dict[int, set[int]] = {}
    for file_id, problem in faults:
        lines.setdefault(file_id, set()).add(problem.line)
    told = [_told(file_id, problem) for file_id, problem in faults]
    headers = [[file_id, list(sheets[file_id].header)] for file_id in sorted(lines)]
    whole = [
        row
        for file_id in sorted(lines)
        for row in _whole(file_id, sheets[file_id], lines[file_id], unread.get(file_id, frozenset()))
    ]
    for rows, table in ((told, "quarantine"), (headers, "quarantined_sheets"), (whole, "quarantined_rows")):
        if rows:
            columns = {f"c{at}": list(cells) for at, cells in enumerate(zip(*rows, strict=True))}
            connection.register("kept_rows", pa.table(columns))
            connection.execute(f"INSERT INTO {table} FROM kept_rows")
            connection.unregister("kept_rows")


def _told(file_id: int, problem: Problem) -> list[Any]:
    place = [problem.file, problem.sheet, problem.line, problem.column, problem.value]
    reasons = [f"{problem.expectation(language)} {problem.next_step(language)}" for language in ("ko", "en")]
    return [*place, *reasons, file_id]


def _whole(file_id: int, sheet: Sheet, lines: set[int], unread: frozenset[int]) -> list[list[Any]]:
    # In a torn row nobody knows which cell stands under which heading.
    torn = [
        [file_id, line, [""] * len(cells) if unread else list(cells)]
        for line, cells in (*sheet.torn, *sheet.totals)
        if line in lines
    ]
    mask = pa.array([line in lines for line in sheet.rows["line"].to_pylist()], pa.bool_())
    chosen = sheet.rows.filter(mask)
    names = [f"c{at}" for at in range(len(sheet.header))]
    kept = [
        [
            file_id,
            row["line"],
            ["" if row[name] is None or at in unread else row[name] for at, name in enumerate(names)],
        ]
        for row in chosen.to_pylist()
    ]
    return sorted(torn + kept, key=lambda row: int(row[1]))


def held(snapshot: Snapshot) -> list[Held]:
    """Every sheet of a snapshot that has quarantined rows."""
    sheets = snapshot.query(
        "SELECT file_id, header, file, sheet FROM quarantined_sheets JOIN files USING (file_id) ORDER BY file_id"
    )
    rows = snapshot.query(
        """
        SELECT rows.file_id, rows.line, rows.cells, reasons.ko, reasons.en
        FROM quarantined_rows AS rows
        JOIN (
            SELECT
                file_id,
                line,
                STRING_AGG(CONCAT_WS(': ', NULLIF(column_name, ''), reason_ko), ' / ') AS ko,
                STRING_AGG(CONCAT_WS(': ', NULLIF(column_name, ''), reason_en), ' / ') AS en
            FROM quarantine
            GROUP BY ALL
        ) AS reasons USING (file_id, line)
        ORDER BY rows.file_id, rows.line
        """
    )
    by_file: dict[int, list[tuple[int, tuple[str, ...], Text]]] = {}
    for file_id, line, cells, ko, en in rows.itertuples(index=False, name=None):
        by_file.setdefault(int(file_id), []).append((int(line), tuple(cells), Text(ko, en)))
    return [
        Held(str(file), str(name), tuple(header), tuple(by_file.get(int(file_id), ())))
        for file_id, header, file, name in sheets.itertuples(index=False, name=None)
    ]


def as_csv(held: Held, language: Language) -> bytes:
    """One sheet's quarantined rows as CSV: UTF-8 with BOM, no cell a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([REASON(language), *map(defused, held.header)])
    writer.writerows([reason(language), *map(defused, cells)] for _, cells, reason in held.rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(held: Held, language: Language) -> bytes:
    """The same as a workbook of text cells."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = workbook.add_worksheet()
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True})
    written = workbook.add_format({"num_format": "@"})
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, max(1, len(held.header)), 16)
    sheet.freeze_panes(1, 1)
    for at, cell in enumerate((REASON(language), *held.header)):
        sheet.write_string(0, at, cell, bold)
    for down, (_, cells, reason) in enumerate(held.rows, start=1):
        sheet.write_string(down, 0, reason(language), wrapped)
        for at, cell in enumerate(cells, start=1):
            sheet.write_string(down, at, cell, written)
    workbook.close()
    return file.getvalue()


def file_name(held: Held, number: int, ending: str) -> str:
    """The name under which quarantined rows are handed out."""
    stem = held.file.rsplit(".", 1)[0]
    return f"{stem}-{REASON.ko}-{number}.{ending}".replace(" ", "-")


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _HARMLESS.match(cell) else cell


def restored(sheet: Sheet) -> Sheet:
    """A sheet without the column of reasons and its apostrophes; any other sheet as it is."""
    names = [spelling(cell) for cell in sheet.header]
    known = [names.index(spelling(word)) for word in (REASON.ko, REASON.en) if spelling(word) in names]
    if not known:
        return sheet
    at = known[0]
    others = [each for each in range(len(sheet.header)) if each != at]
    columns: dict[str, Any] = {"line": sheet.rows["line"]}
    for fresh, old in enumerate(others):
        cells = [_armed(cell) for cell in sheet.rows[f"c{old}"].to_pylist()]
        columns[f"c{fresh}"] = pa.array(cells, pa.string())
    return replace(
        sheet,
        mended=True,
        header=tuple(sheet.header[each] for each in others),
        rows=pa.table(columns),
        torn=tuple((line, tuple(_without(cells, at))) for line, cells in sheet.torn),
    )


def restored_rows(grid: Grid) -> Grid:
    """The same for a sheet whose header is not known yet."""
    words = {spelling(REASON.ko), spelling(REASON.en)}
    first = next((cells for _, cells in grid.rows if any(cell.strip() for cell in cells)), [])
    at = next((place for place, cell in enumerate(first) if spelling(cell) in words), None)
    if at is None:
        return grid
    return replace(grid, rows=[(line, _without(cells, at)) for line, cells in grid.rows])


def _without(cells: Iterable[str], at: int) -> list[str]:
    return [_armed(cell) or "" for place, cell in enumerate(cells) if place != at]


def _armed(cell: str | None) -> str | None:
    return cell[1:] if cell and _DEFUSED.match(cell) else cell
