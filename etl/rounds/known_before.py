"""What is known of a respondent from before: the rows that a form is prefilled with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from etl.contract import Column
from etl.grids import Grid
from etl.rounds import round_folder
from etl.rounds.forms import Form
from etl.rounds.return_layout import marks, rows_of
from etl.rounds.round_folder import Respondent, Round
from etl.sheet_reader import grids_of
from etl.templates import code_words
from etl.written_numbers import count
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

WHOLE = Text("전체", "All")
Row = dict[str, str]
Words = Mapping[str, Mapping[str, Text]]
"""By column: the words of its codes."""


def words_of(form: Form, snapshot: Snapshot, city_id: str) -> Words:
    """The words that each coded column of a form offers; of industries and programmes those of the city."""
    return {column.name: _words(column, snapshot, city_id) for column in form.columns}


def _words(column: Column, snapshot: Snapshot, city_id: str) -> Mapping[str, Text]:
    words = code_words(column, snapshot)
    if column.reference not in ("industries", "programmes"):
        return words
    found = snapshot.query(
        f"SELECT DISTINCT {column.name} AS code FROM {column.reference} WHERE city_id = $city",
        {"city": city_id},
    )
    ours = set(found["code"])
    return {code: word for code, word in words.items() if code in ours}


@dataclass(frozen=True)
class Before:
    """Where what is known stands: the newest snapshot, and the folder of data with the rounds before."""

    snapshot: Snapshot
    data: Path


def rows_before(form: Form, before: Before, asked: Round, respondent: Respondent, words: Words) -> list[Row]:
    """The rows of the year before in the words of the form, with the counts of that year; loaded ones only.

    A questionnaire has every combination of what it asks, with the counts of the survey before; a firm
    the rows that it returned last, where they were approved.
    """
    if asked.is_of_firms:
        return _returned_before(form, before.data, asked, respondent)
    if form.rows:
        return _every_combination(form, before.snapshot, asked, respondent, words)
    names = ", ".join(f"CAST({column.name} AS VARCHAR) AS {column.name}" for column in form.named)
    counts = ", ".join(
        f"CAST(SUM({each.name}) AS VARCHAR) AS {each.name}" for each in form.columns if each.measure
    )
    found = before.snapshot.query(
        f"""
        SELECT {names}, {counts}
        FROM {form.table}
        WHERE data_set = 'real' AND line > 0 AND institution_id = $institution AND year = $year
        GROUP BY ALL
        ORDER BY MIN(line)
        """,
        {"institution": respondent.id, "year": asked.year - 1},
    )
    rows = found.astype(object).where(found.notna(), "").to_dict("records")
    return [
        {str(name): _word(words.get(str(name), {}), str(cell)) for name, cell in row.items()} for row in rows
    ]


def groups_before(form: Form, before: Iterable[Row]) -> dict[str, int | None]:
    """The groups of a form with their totals of the time before; None where there was none."""
    if not form.group:
        found = [int(float(row[form.counted.name])) for row in before if row.get(form.counted.name)]
        return {WHOLE.ko: sum(found) if found else None}
    groups: dict[str, int | None] = {}
    for row in before:
        name, count = row.get(form.group, ""), row.get(form.counted.name, "")
        groups.setdefault(name, None)
        if count:
            groups[name] = (groups[name] or 0) + int(float(count))
    groups.pop("", None)
    return groups


def _every_combination(
    form: Form, snapshot: Snapshot, asked: Round, respondent: Respondent, words: Words
) -> list[Row]:
    names = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in form.rows)
    mine = f"FROM {form.table} WHERE data_set = 'real' AND line > 0 AND institution_id = $institution"
    found = snapshot.query(
        f"""
        SELECT {names}, CAST(SUM({form.counted.name}) AS VARCHAR) AS people
        {mine} AND year = (SELECT MAX(year) {mine} AND year < $year)
        GROUP BY ALL
        """,
        {"institution": respondent.id, "year": asked.year},
    )
    people = {tuple(row[:-1]): str(row[-1]) for row in found.dropna().itertuples(index=False, name=None)}
    return [
        {
            **{name: word.ko for name, (_, word) in zip(form.rows, each, strict=True)},
            form.counted.name: people.get(tuple(code for code, _ in each), ""),
        }
        for each in product(*(words[name].items() for name in form.rows))
    ]


def _returned_before(form: Form, data: Path, asked: Round, respondent: Respondent) -> list[Row]:
    """The rows of the last approved return to an earlier round; a number that was withheld stays away."""
    for earlier in sorted(round_folder.rounds(data), key=lambda each: (each.year, each.half), reverse=True):
        if earlier.city_id != asked.city_id or (earlier.year, earlier.half) >= (asked.year, asked.half):
            continue
        mine = [each for each in round_folder.events(data, earlier.id) if each.respondent == respondent.id]
        approved = {each.detail["sha256"] for each in mine if each.what == "approved"}
        for event in reversed(mine):
            if event.what == "received" and event.detail["sha256"] in approved:
                path = round_folder.place(data, earlier.id) / event.detail["kept"]
                return list(_rows_in(form, grids_of(path, event.detail["file"])))
    return []


def _rows_in(form: Form, grids: Sequence[Grid]) -> Iterator[Row]:
    for grid, mark in marks(grids):
        if (mark.table, mark.part) == (form.table, "rows"):
            for row in rows_of(form, grid):
                people = count(row[form.counted.name])
                yield {**row, form.counted.name: "" if people is None else str(people)}


def _word(words: Mapping[str, Text], code: str) -> str:
    return words[code].ko if code in words else code
