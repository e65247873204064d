"""What the steward's screen asks about a file that is not understood: its rows, proposals, and what an answer leads to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from etl import inputs, mappings, match_proposals
from etl.contract import Column as Column
from etl.contract import LoadRefused, Problem, Source
from etl.grids import spelling as spelling
from etl.load_accounts import Input
from etl.mappings import Answer as Answer
from etl.match_proposals import Glimpse as Glimpse
from etl.match_proposals import closest as closest
from etl.match_proposals import unknown_words as unknown_words
from etl.sources import FACTS
from etl.table_recognition import places
from meomureum.session import access_record, steward_desk
from meomureum.session.steward_desk import Handed
from meomureum.store import environment, warehouse

TABLES = tuple(source.table for source in FACTS)
_SHOWN = 5


@dataclass(frozen=True)
class Understood:
    """What a file would be read as: headings and first rows of each table, or why it cannot be read yet."""

    tables: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    """Of each table its code, its columns and its first rows, both as words."""
    problems: tuple[Problem, ...] = ()


@lru_cache(maxsize=8)
def glimpses(name: str, content: bytes) -> tuple[Glimpse, ...]:
    """The tables of a file as they stand."""
    with steward_desk.on_disk(Handed(((name, content),))) as (path,):
        return tuple(match_proposals.glimpses(path, name))


def likely_table(glimpse: Glimpse) -> str:
    """The table whose columns a header comes closest to, and whose institutions its title names."""
    return max(FACTS, key=lambda source: match_proposals.fit(glimpse, source)).table


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table, those that a file must have first."""
    return tuple(sorted(_source(table).columns, key=lambda column: column.optional))


def _source(table: str) -> Source:
    return next(each for each in FACTS if each.table == table)


def headings(glimpse: Glimpse, table: str, provider: str) -> dict[str, str]:
    """For each column by name, the heading that was said before, or that is most like it."""
    source = _source(table)
    said = mappings.reading(mappings.remembered(environment.data()).get(provider, ()), "").columns
    labels = {column.label.ko: column.name for column in source.columns}
    before = {
        labels[said[word]]: heading
        for heading in glimpse.header
        if (word := spelling(heading)) in said and said[word] in labels
    }
    known = {
        name: glimpse.header[at] for name, at in places(glimpse.header, source).items() if at is not None
    }
    return {**match_proposals.columns(glimpse, source), **known, **before}


@lru_cache(maxsize=64)
def words_of(column_name: str, table: str, snapshot_id: str) -> Mapping[str, str]:
    """Every spelling that a column knows, and how it is written for people."""
    now = warehouse.current()
    column = next(each for each in columns_of(table) if each.name == column_name)
    if now is None or now.id != snapshot_id:
        return {}
    return match_proposals.known_words(now, column)


def everywhere(glimpse: Glimpse, column: Column, table: str, provider: str, snapshot_id: str) -> str:
    """What holds for every row where no column says it: a year or a school that the title names."""
    if column.kind == "year":
        return match_proposals.year(glimpse, column)
    return match_proposals.named_in((glimpse.title, provider), words_of(column.name, table, snapshot_id))


def understood(handed: Handed, name: str, answers: Sequence[Answer]) -> Understood:
    """What the file would be read as with these answers; nothing is written."""
    steward_desk.only_who_may("match_columns")
    content = dict(handed.files)[name]
    with steward_desk.on_disk(Handed(((name, content),))) as (path,):
        said = [*mappings.remembered(environment.data()).get(handed.provider, ()), *answers]
        table = dict(handed.tables).get(name, handed.table)
        reading = mappings.reading(said, digest(content))
        try:
            found = inputs.read_all([Input(path, "real", table, reading=reading)])
        except LoadRefused as refusal:
            return Understood((), refusal.problems)
        return Understood(
            tuple(
                (source.table, *_first_rows(sheet.header, sheet.rows.slice(0, _SHOWN), source))
                for _, sheet, source in found
                if source is not None
            )
        )


def _first_rows(
    header: Sequence[str], rows: pa.Table, source: Source
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    at = {name: place for name, place in places(header, source).items() if place is not None}
    cells = zip(*(rows[f"c{place}"].to_pylist() for place in at.values()), strict=True)
    return tuple(source.column(name).label.ko for name in at), tuple(
        tuple(each or "" for each in row) for row in cells
    )


def remember(provider: str, answers: Sequence[Answer]) -> None:
    """Keep what was said about the columns and words of a provider's files."""
    steward_desk.only_who_may("match_columns")
    access_record.record("match_columns", f"{len(answers)} {provider}")
    mappings.remember(environment.data(), provider, answers)


def digest(content: bytes) -> str:
    """The SHA-256 by which an answer names the one file of which it holds."""
    return hashlib.sha256(content).hexdigest()
