"""What a round works out itself from approved questionnaires: firms added up, and how many people were asked what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import own_files
from etl.contract import Source
from etl.grids import Grid, spelling
from etl.labour_demand import SOURCE as LABOUR_DEMAND
from etl.rounds import round_folder
from etl.rounds.board import Line
from etl.rounds.forms import FORMS, WORDINGS
from etl.rounds.marks import Mark
from etl.rounds.return_layout import marks, rows_of, totals
from etl.rounds.round_folder import Round
from etl.settlement_survey import QUESTION, QUESTIONNAIRE, RESPONDENT_GROUP
from etl.settlement_survey import SOURCE as SETTLEMENT
from etl.sheet_reader import grids_of
from etl.written_numbers import count
from meomureum.texts import Text

UNKNOWN = "미상"
POPULATION = Text(
    "{city} 학교·대학이 조사를 요청한 {group}", "{group} asked by schools and universities of {city}"
)
METHOD = Text("학교별 조사, 수집 서식으로 제출", "Asked by each school, returned on the round's form")
_SUMMED = ("employees", "shortage", "openings", "hires", "planned_hires")
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class _Sheet:
    """One sheet of an approved return, with its mark."""

    grid: Grid
    mark: Mark


def files(asked: Round, data: Path, closed: Sequence[Line], room: Path) -> dict[Path, str]:
    """The files that the round writes itself, with their tables; `closed` are all approved returns."""
    made: dict[Path, str] = {}
    if asked.is_of_firms:
        made |= _written(asked, LABOUR_DEMAND, _labour_demand(asked, data, closed), room)
    if SETTLEMENT.table in asked.tables:
        made |= _written(asked, QUESTIONNAIRE, _questions(asked, data, closed), room)
    return made


def _written(asked: Round, source: Source, rows: Rows, room: Path) -> dict[Path, str]:
    if not rows:
        return {}
    path = room / f"{asked.id} {source.label.ko}.csv"
    path.write_text(own_files.text(source, rows), "utf-8", newline="")
    return {path: source.table}


def _sheets(asked: Round, data: Path, closed: Iterable[Line], table: str, part: str) -> Iterator[_Sheet]:
    for line in closed:
        if line.returned is not None:
            path = round_folder.place(data, asked.id) / line.returned.kept
            for grid, mark in marks(grids_of(path, line.returned.file)):
                if (mark.table, mark.part) == (table, part):
                    yield _Sheet(grid, mark)


def _labour_demand(asked: Round, data: Path, closed: Sequence[Line]) -> Rows:
    """The firms of one industry and size added up by occupation; a number that one of them withholds is unknown."""
    asked_of, answered = (
        _firms(asked, [each.id for each in asked.respondents]),
        _firms(asked, [line.respondent.id for line in closed]),
    )
    added: dict[tuple[str, ...], dict[str, str]] = {}
    for sheet in _sheets(asked, data, closed, LABOUR_DEMAND.table, "rows"):
        known = dict(sheet.mark.known)
        place = (known["industry_id"], known["firm_size"])
        for row in rows_of(FORMS[LABOUR_DEMAND.table], sheet.grid):
            key = (*place, spelling(row["occupation"]))
            counts = {"firms_asked": str(asked_of[place]), "firms_answered": str(answered[place])}
            before = added.setdefault(key, {**known, "occupation": row["occupation"], **counts})
            before |= {name: _sum(before.get(name, "0"), row[name]) for name in _SUMMED}
    return list(added.values())


def _firms(asked: Round, ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many of these firms there are of each industry and size."""
    found: dict[tuple[str, str], int] = {}
    for each in asked.respondents:
        if each.id in ids:
            place = (each.known["industry_id"], each.known["firm_size"])
            found[place] = found.get(place, 0) + 1
    return found


def _sum(one: str, other: str) -> str:
    numbers = [count(each) for each in (one, other)]
    return UNKNOWN if None in numbers else str(sum(each for each in numbers if each is not None))


def _questions(asked: Round, data: Path, closed: Sequence[Line]) -> Rows:
    """What was asked of each group, and of how many people."""
    form = FORMS[SETTLEMENT.table]
    codes = {spelling(word): code for code, words in QUESTION.codes.items() for word in (code, *words)}
    invited: dict[tuple[str, str], int] = {}
    for sheet in _sheets(asked, data, closed, form.table, "totals"):
        group = dict(sheet.mark.known)["respondent_group"]
        for total in totals(sheet.grid, form):
            code = codes.get(spelling(total.group))
            if code and (people := count(total.stated)) is not None:
                invited[group, code] = invited.get((group, code), 0) + people
    return [_question(asked, group, code, people) for (group, code), people in invited.items()]


def _question(asked: Round, group: str, code: str, people: int) -> dict[str, str]:
    words: Mapping[str, tuple[str, ...]] = RESPONDENT_GROUP.codes
    called = Text(words[group][0], words[group][-1].lower())
    population = POPULATION.fill(city=asked.city, group=called)
    wording = WORDINGS[code].fill(city=asked.city)
    return {
        "year": str(asked.year),
        "city_id": asked.city_id,
        "respondent_group": group,
        "question": code,
        "wording": wording.ko,
        "wording_en": wording.en,
        "population": population.ko,
        "population_en": population.en,
        "method": METHOD.ko,
        "method_en": METHOD.en,
        "invited": str(people),
    }
