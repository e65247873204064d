"""What a snapshot knows of a respondent from the year before: the rows that a form is prefilled with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from etl.contract import Column
from etl.rounds.forms import Form
from etl.rounds.round_folder import Respondent, Round
from etl.templates import code_words
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


def rows_before(
    form: Form, snapshot: Snapshot, asked: Round, respondent: Respondent, words: Words
) -> list[Row]:
    """The rows of the year before in the words of the form, with the counts of that year; loaded ones only.

    A questionnaire has every combination of what it asks instead.
    """
    if asked.is_of_firms:
        return []
    if form.rows:
        return _every_combination(form, words)
    names = ", ".join(f"CAST({column.name} AS VARCHAR) AS {column.name}" for column in form.named)
    counts = ", ".join(
        f"CAST(SUM({each.name}) AS VARCHAR) AS {each.name}" for each in form.columns if each.measure
    )
    found = snapshot.query(
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
    """The groups of a form with their totals of the year before; None where there was none."""
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


def _every_combination(form: Form, words: Words) -> list[Row]:
    lists = [[word.ko for word in words[name].values()] for name in form.rows]
    return [dict(zip(form.rows, each, strict=True)) for each in product(*lists)]


def _word(words: Mapping[str, Text], code: str) -> str:
    return words[code].ko if code in words else code
