"""The table of an attack: kinds of rows at both levels by histories, how much was found of how much that is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from attacks.adding_up import Unit, attacked
from attacks.histories import HISTORIES, LEVELS, PUBLISHED, Course, courses
from attacks.tricks import told_by_proof
from attacks.worlds import CITIES, TABLES, invented


@dataclass(frozen=True)
class Score:
    """What an attack came to: secrets, what was worked out of them, and where, in words."""

    secrets: int
    found: int
    words: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(self.secrets + other.secrets, self.found + other.found, (*self.words, *other.words))


NOTHING = Score(0, 0)
HEAD = "found / hidden"


@dataclass(frozen=True)
class Field:
    """One field of the table: what was found of one kind of rows at one level in one history of one world."""

    world: str
    history: str
    table: str
    level: str
    score: Score
    refused: int
    """How many loads of the history were refused: they hand out nothing."""


def fields(
    worlds: Sequence[tuple[int, int]], place: Path, wanted: Sequence[str] = tuple(HISTORIES)
) -> Iterator[Field]:
    """Attack every history of some worlds, each named by its seed and its number of cities."""
    for seed, cities in worlds:
        for name, course in courses(invented(seed, cities), seed, place / f"{seed}-{cities}", wanted):
            refused = sum(code not in PUBLISHED for code in course.codes)
            for table in TABLES:
                for level in LEVELS:
                    found = score(course, table, (level,))
                    yield Field(f"{seed}, {cities} cities", name, table, level, found, refused)


def score(course: Course, table: str, levels: Sequence[str] = LEVELS) -> Score:
    """Attack one kind of rows through a history, of every city, by sums and by tricks."""
    cities = [
        city
        for city in CITIES
        if any((table, city) == who[:2] for each in course.states for who in each.world)
    ]
    return sum((_unit(course, table, city, level) for city in cities for level in levels), NOTHING)


def _unit(course: Course, table: str, city: str, level: str) -> Score:
    unit = Unit(course.states, table, city, level)
    attack = attacked(unit)
    words = [
        f"{level} {city} {each.secret.place.figure} {each.secret.place.combination} {each.secret.place.codes}"
        f" {each.secret.place.years[0]} {each.secret.side} of load {each.secret.at}"
        f"{'' if each.secret.since is None else f' since {each.secret.since}'}: {each.secret.truth}"
        f" is in {each.bounds.low:.1f}..{each.bounds.high:.1f}"
        for each in attack.findings
    ]
    words += [
        f"{level} {city} {each.place.figure} {each.place.combination} {each.place.codes} {each.side}:"
        f" {each.number} is true of no load"
        for each in attack.false
    ]
    tricked = dict(_tricked(course, unit, city))
    words += [f"{level} {city} {table}: {trick} tells {count}" for trick, count in tricked.items()]
    return Score(
        attack.secrets, len(attack.findings) + len(attack.false) + sum(tricked.values()), tuple(words)
    )


def _tricked(course: Course, unit: Unit, city: str) -> Iterator[tuple[str, int]]:
    """What the proofs of each load tell about its hidden numbers."""
    secrets = list(unit.secrets())
    for at, state in enumerate(course.states):
        hidden = {
            unit.asked(each).tobytes(): each.truth for each in secrets if each.at == at and each.since is None
        }
        if unit.level in state.handed:
            told = told_by_proof(state.handed[unit.level], f"{unit.table}/{city}", list(hidden.values()))
            yield from told.items()


def printed(found: Iterable[Field]) -> str:
    """Rows = kinds of rows and levels, columns = histories, cells = found / hidden of all worlds."""
    every = list(found)
    sums: dict[tuple[str, str], Score] = {}
    for each in every:
        key = f"{each.table} {each.level}", each.history
        sums[key] = sums.get(key, NOTHING) + each.score
    rows, histories = (dict.fromkeys(key[at] for key in sums) for at in (0, 1))
    wide = max(map(len, (*rows, HEAD)), default=0) + 1
    lines = [HEAD.ljust(wide) + "".join(name.rjust(14) for name in histories)]
    for row in rows:
        told = (sums.get((row, name), NOTHING) for name in histories)
        lines.append(row.ljust(wide) + "".join(f"{each.found} / {each.secrets}".rjust(14) for each in told))
    leaks = {
        f"LEAK {each.world}, {each.history}: {words}": None for each in every for words in each.score.words
    }
    return "\n".join([*lines, *leaks])
