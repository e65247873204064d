"""How the files of a provider are read where a person had to say so: columns, words, and what no column says.

What was said once is remembered in `data/raw/mappings.csv` and holds for every later file of that
provider; a year that no column says holds for the one file of which it was said.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from etl.contract import Source
from etl.grids import spelling
from etl.sheets import Sheet
from etl.table_recognition import places
from meomureum.store import durable

COLUMNS = ("provider", "header", "column", "word", "file")


@dataclass(frozen=True)
class Answer:
    """One thing that a person said.

    The `header` of a file is the `column` (its Korean label); or, where there is a `word`, what is
    written as `header` in that column means it. Without a header every row of the `file` (its SHA-256)
    has the word, or of every file where none is named.
    """

    header: str
    column: str
    word: str = ""
    file: str = ""

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it is about; a later answer about the same takes its place."""
        return spelling(self.header), self.column if self.word else "", self.file


@dataclass(frozen=True)
class Reading:
    """The answers that hold for one file, as they are looked up."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    everywhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """The same in one line, as part of the identity of a snapshot."""
        parts = [f"{header}={column}" for header, column in self.columns.items()]
        parts += [f"{column}:{written}={word}" for (column, written), word in self.words.items()]
        parts += [f"{column}:={word}" for column, word in self.everywhere.items()]
        return ",".join(sorted(parts))


AS_WRITTEN = Reading()


def remembered(data: Path) -> dict[str, list[Answer]]:
    """The answers about the files of each provider."""
    path = data / "raw" / "mappings.csv"
    if not path.is_file():
        return {}
    found: dict[str, list[Answer]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answer = Answer(*(row.get(name) or "" for name in COLUMNS[1:]))
            found.setdefault(row["provider"] or "", []).append(answer)
    return found


def remember(data: Path, provider: str, answers: Iterable[Answer]) -> None:
    """Keep what a person said about a provider's files; the latest answer counts."""
    known = remembered(data)
    mine = {each.subject: each for each in (*known.get(provider, ()), *answers)}
    known[provider] = list(mine.values())
    path = data / "raw" / "mappings.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".partial")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            (name, each.header, each.column, each.word, each.file)
            for name, said in known.items()
            for each in said
        )
    durable.move(fresh, path)


def reading(answers: Iterable[Answer], digest: str) -> Reading:
    """What holds for the file of that SHA-256."""
    mine = [each for each in answers if each.file in ("", digest)]
    return Reading(
        {spelling(each.header): each.column for each in mine if each.header and not each.word},
        {(each.column, spelling(each.header)): each.word for each in mine if each.header and each.word},
        {each.column: each.word for each in mine if not each.header},
    )


def applied(sheet: Sheet, said: Reading) -> Sheet:
    """The sheet under the headers that the contracts know, and with the columns that it lacks."""
    if said == AS_WRITTEN:
        return sheet
    # In the wide form the words of a column are headings.
    headings = {written: word for (_, written), word in said.words.items()} | dict(said.columns)
    header = tuple(headings.get(spelling(cell), cell) for cell in sheet.header)
    lacking = {column: word for column, word in said.everywhere.items() if column not in header}
    rows = sheet.rows
    for at, word in enumerate(lacking.values(), start=len(header)):
        rows = rows.append_column(f"c{at}", pa.array([word] * rows.num_rows, pa.string()))
    torn = tuple((line, (*cells, *lacking.values())) for line, cells in sheet.torn)
    return replace(sheet, header=(*header, *lacking), rows=rows, torn=torn)


def in_known_words(sheet: Sheet, source: Source, said: Reading) -> Sheet:
    """The sheet with the words that the contract knows in place of those that a person has explained."""
    rows = sheet.rows
    for name, at in places(sheet.header, source).items():
        label = source.column(name).label.ko
        mine = {written: word for (column, written), word in said.words.items() if column == label}
        if mine and at is not None:
            cells = [mine.get(spelling(cell or ""), cell) for cell in rows[f"c{at}"].to_pylist()]
            rows = rows.set_column(rows.column_names.index(f"c{at}"), f"c{at}", pa.array(cells, pa.string()))
    return replace(sheet, rows=rows) if rows is not sheet.rows else sheet
