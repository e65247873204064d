"""What a file says for itself when its header is not known: its first rows, and what its columns and words might be.

Everything here is a proposal; a person says what holds (`mappings`).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.contract import MISSING_MARKS, Column, LoadRefused, Source
from etl.grids import HEADER_SEARCH_ROWS, Grid, flattened, header_block, spelling
from etl.reference import SPELLINGS_SQL
from etl.sheet_reader import bare_forms, grids_of, not_data
from meomureum.store.warehouse import Snapshot

ALIKE = 0.6  # how alike two spellings must be for one to be proposed for the other
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)(\s*학년도)?")
_MOST_WORDS = 40  # unknown words in one column; with more of them it is no column of such words


@dataclass(frozen=True)
class Glimpse:
    """A table that is not understood yet: what stands above it, its headings, and its rows of data."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def words(self, heading: str) -> list[str]:
        """Every word beneath a heading, each once."""
        at = self.header.index(heading)
        return list(dict.fromkeys(row[at] for row in self.rows if row[at].strip()))


def glimpses(path: Path, name: str) -> list[Glimpse]:
    """The tables of a file, the widest row of its first ones taken for the header; none if it cannot be read."""
    try:
        return [
            found for grid in grids_of(path, name) if not grid.set_aside and (found := _glimpse(grid, name))
        ]
    except LoadRefused:
        return []


def _glimpse(grid: Grid, name: str) -> Glimpse | None:
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in grid.rows[:HEADER_SEARCH_ROWS]]
    if max(filled, default=0) < 2:
        return None
    first, last = header_block(grid, filled.index(max(filled)))
    labels = flattened(grid, first, last)
    header = tuple(dict.fromkeys(label for label in labels if label))
    places = [labels.index(label) for label in header]
    above = [" ".join(cell for cell in cells if cell.strip()) for _, cells in grid.rows[:first]]
    rows = tuple(
        tuple(cells[at] if at < len(cells) else "" for at in places)
        for _, cells in grid.rows[last + 1 :]
        if not not_data(cells)
    )
    return Glimpse(" ".join(filter(None, (name, grid.sheet, *above))), header, rows)


def columns(glimpse: Glimpse, source: Source) -> dict[str, str]:
    """For each column of a contract the heading that is most like it, if any is; a heading serves once."""
    pairs = sorted(
        (
            (_likeness(column, heading), column.name, heading)
            for column in source.columns
            for heading in glimpse.header
        ),
        key=lambda pair: -pair[0],
    )
    found: dict[str, str] = {}
    for likeness, name, heading in pairs:
        if likeness >= ALIKE and name not in found and heading not in found.values():
            found[name] = heading
    return found


def fit(glimpse: Glimpse, source: Source) -> tuple[int, bool]:
    """How many columns of a contract a header is like, and whether the title speaks of its institutions."""
    title = spelling(glimpse.title)
    named = any(len(word) > 2 and spelling(word) in title for word in source.institutions)
    return len(columns(glimpse, source)), named


def _likeness(column: Column, heading: str) -> float:
    return max(
        difflib.SequenceMatcher(None, spelling(name), spelling(form)).ratio()
        for name in column.headers()
        for form in bare_forms(heading)
    )


def known_words(snapshot: Snapshot, column: Column) -> dict[str, str]:
    """Every spelling that a column knows, and how it is written for people; empty if it takes any text."""
    if column.codes:
        return {
            spelling(word): spoken[0] if spoken else code
            for code, spoken in column.codes.items()
            for word in (code, *spoken)
        }
    if column.reference not in SPELLINGS_SQL:
        return {}
    found = snapshot.query(
        f"SELECT spelled.words, name_ko FROM ({SPELLINGS_SQL[column.reference]}) AS spelled "
        f"JOIN {column.reference} ON {column.reference}.{column.reference.removesuffix('s')}_id = spelled.id"
    )
    return {
        spelling(word): str(name)
        for words, name in found.itertuples(index=False, name=None)
        for word in words
        if word
    }


def unknown_words(glimpse: Glimpse, heading: str, known: Mapping[str, str]) -> list[str]:
    """The words beneath a heading that its column does not know; none where it has hundreds of them."""
    found = [
        word
        for word in glimpse.words(heading)
        if re.sub(r"\.0+$", "", spelling(word)) not in known and spelling(word) not in MISSING_MARKS
    ]
    return found if len(found) <= _MOST_WORDS else []


def closest(word: str, known: Mapping[str, str]) -> str:
    """The known word most like one, letter by letter; "" if none is."""
    spelled = {unicodedata.normalize("NFD", each): spoken for each, spoken in known.items()}
    found = difflib.get_close_matches(
        unicodedata.normalize("NFD", spelling(word)), spelled, n=1, cutoff=ALIKE
    )
    return spelled[found[0]] if found else ""


def year(glimpse: Glimpse, column: Column) -> str:
    """The one year that stands in the title of a table; who leaves in a school year leaves in the year after it."""
    found = {
        int(number) + (1 if column.calendar and school_year else 0)
        for number, school_year in _YEAR.findall(glimpse.title)
    }
    return str(found.pop()) if len(found) == 1 else ""


def named_in(texts: Iterable[str], known: Mapping[str, str]) -> str:
    """The one known word that stands in a title, a file name or the name of a provider; "" if there is none, or two."""
    whole = spelling(" ".join(texts))
    found = {spoken for word, spoken in known.items() if len(word) > 2 and word in whole}
    longest = {each for each in found if not any(each != other and each in other for other in found)}
    return longest.pop() if len(longest) == 1 else ""
