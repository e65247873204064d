"""The table of an attack: kinds of rows by histories, how much was found of how much that is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from attacks.adding_up import Unit, attacked
from attacks.histories import LEVELS, Course
from attacks.tricks import told_by_proof
from attacks.worlds import CITIES, TABLES


@dataclass(frozen=True)
class Score:
    """What an attack came to: secrets, what was worked out of them, and where, in words."""

    secrets: int
    found: int
    words: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(self.secrets + other.secrets, self.found + other.found, (*self.words, *other.words))


NOTHING = Score(0, 0)


def score(course: Course, table: str) -> Score:
    """Attack one kind of rows through a history: both levels, every city, by sums and by tricks."""
    cities = [
        city
        for city in CITIES
        if any((table, city) == who[:2] for each in course.states for who in each.world)
    ]
    return sum((_unit(course, table, city, level) for city in cities for level in LEVELS), NOTHING)


def _unit(course: Course, table: str, city: str, level: str) -> Score:
    attack = attacked(course.states, table, city, level)
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
    tricked = dict(_tricked(course, table, city, level))
    words += [f"{level} {city} {table}: {trick} tells {count}" for trick, count in tricked.items()]
    return Score(
        attack.secrets, len(attack.findings) + len(attack.false) + sum(tricked.values()), tuple(words)
    )


def _tricked(course: Course, table: str, city: str, level: str) -> Iterator[tuple[str, int]]:
    """What the proofs of each load tell about its hidden numbers."""
    unit = Unit(course.states, table, city, level)
    for at, state in enumerate(course.states):
        hidden = {
            unit.asked(each).tobytes(): each.truth
            for each in unit.secrets()
            if each.at == at and each.since is None
        }
        if level in state.handed:
            yield from told_by_proof(state.handed[level], f"{table}/{city}", list(hidden.values())).items()


def printed(found: Iterable[tuple[str, str, Score]]) -> str:
    """Rows = kinds of rows, columns = histories, cells = found / hidden."""
    sums: dict[tuple[str, str], Score] = {}
    for table, history, each in found:
        sums[table, history] = sums.get((table, history), NOTHING) + each
    histories = list(dict.fromkeys(history for _, history in sums))
    lines = ["found / hidden".ljust(24) + "".join(name.rjust(14) for name in histories)]
    for table in TABLES:
        cells = (sums.get((table, name), NOTHING) for name in histories)
        lines.append(table.ljust(24) + "".join(f"{each.found} / {each.secrets}".rjust(14) for each in cells))
    leaks = Counter(words for each in sums.values() for words in each.words)
    return "\n".join([*lines, *(f"LEAK {words}" for words in sorted(leaks))])
