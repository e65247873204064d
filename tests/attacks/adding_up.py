"""The attack: all numbers ever handed out about the people of one city in one table, added up at once.

The attacker is told more than any outsider knows: which rows of which sender stayed the same
from load to load, which classes of people a sender has, and which of two numbers is the old one. What
is published of people from elsewhere the attacker has too.
The truth serves to say that, and to judge what was worked out; never to work it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attacks.meaning import COUNTED, Who
from attacks.outsider import Handed, Place, Told
from attacks.room import Bounds, Room, Signs
from attacks.worlds import People, World, firms

SMALL = {"internal": 5, "public": 10}
FEW_FIRMS = {"internal": 10, "public": 20}
SEEN = {"internal": ("internal", "public"), "public": ("public",)}
OPEN = 0.5  # an amount must stay open by half of it at least
SAME = 0.01


@dataclass(frozen=True)
class State:
    """One snapshot: the world it was built from, and what was handed out of it at each level."""

    world: World
    handed: Mapping[str, Handed]


@dataclass(frozen=True)
class Secret:
    """A number that nobody outside may learn: which one of which snapshot, and what it is.

    With `since` it is by how much the number has changed since an earlier snapshot.
    """

    at: int
    place: Place
    side: str
    truth: int
    room: float
    """How far apart the least and the most that it could be must stay."""
    since: int | None = None


@dataclass(frozen=True)
class Finding:
    """What the attack has learnt of a secret."""

    secret: Secret
    bounds: Bounds


@dataclass(frozen=True)
class Attacked:
    """One city in one table at one level: how many secrets there are, and what was found."""

    secrets: int
    findings: tuple[Finding, ...]
    false: tuple[Told, ...] = ()
    """Numbers handed out that are true of no load."""


Class = tuple[People, int]


class Unit:
    """One city in one table through a history, as unknown numbers of people by class and version of the rows."""

    def __init__(self, states: Sequence[State], table: str, city: str, level: str) -> None:
        self.table, self.level = table, level
        self._worlds = [
            {who: count for who, count in each.world.items() if who[:2] == (table, city) and count}
            for each in states
        ]
        self._handed = [
            [each.handed[seen].of(table, city) for seen in SEEN[level] if seen in each.handed]
            for each in states
        ]
        self._versions = [self._versions_of(at) for at in range(len(states))]
        self._classes = list(self._every_class())
        self._place = {each: at for at, each in enumerate(self._classes)}
        self.truth = np.zeros(len(self._classes), dtype=np.int64)
        for at, world in enumerate(self._worlds):
            mine = np.zeros(len(self._classes), dtype=np.int64)
            for who, count in world.items():
                mine[self._place[_class(who), self._versions[at][who.sender]]] += count
            self.truth = np.maximum(self.truth, mine)
        self._kinds = {
            version: np.array([each[1] == version for each in self._classes])
            for version in {each[1] for each in self._classes}
        }
        self._published = np.array([who.published for who, _ in self._classes], dtype=np.bool_)
        self._years = np.array([who.year for who, _ in self._classes])
        self._here = [
            np.array([here.get(who.sender) == version for who, version in self._classes], dtype=np.bool_)
            for here in self._versions
        ]
        self._counted: dict[tuple[str, str], NDArray[np.bool_]] = {}
        self._codes: dict[str, NDArray[np.str_]] = {}
        self._members: dict[tuple[int, Place, str], NDArray[np.bool_]] = {}
        self.empty = np.zeros(len(self._classes), dtype=bool)
        for at in range(len(states)):
            self._note_empty(at)

    def _versions_of(self, at: int) -> dict[tuple[str, str, int, str], int]:
        """For each sender the first snapshot in which its rows were what they are now."""
        return {
            sender: next(
                earlier for earlier in range(at + 1) if self._sent(earlier, sender) == self._sent(at, sender)
            )
            for sender in {who.sender for who in self._worlds[at]}
        }

    def _sent(self, at: int, sender: tuple[str, str, int, str]) -> dict[People, int]:
        return {who: count for who, count in self._worlds[at].items() if who.sender == sender}

    def _every_class(self) -> Iterator[Class]:
        """Whoever stands in the rows of a sender could have met any fate that anybody met."""
        fates = {
            (who.outcome, who.place, who.industry_id if _told_apart(who) else "", kept)
            for world in self._worlds
            for who in world
            for kept in ((0, 6, 12) if who.outcome == "employed" else (0,))
        }
        persons = {
            (_class(who)._replace(outcome="", place="", kept=0, industry_id=_own(who)), versions[who.sender])
            for world, versions in zip(self._worlds, self._versions, strict=True)
            for who in world
        }
        for who, version in sorted(persons):
            for outcome, place, industry, kept in sorted(fates):
                mine = industry if _told_apart(who) else who.industry_id
                yield who._replace(outcome=outcome, place=place, industry_id=mine, kept=kept), version

    def members(self, at: int, place: Place, side: str, *, own: bool) -> NDArray[np.bool_]:
        """The classes that a number of a snapshot counts; the city's `own` among them."""
        key = (at, place, side)
        if key not in self._members:
            found = self._here[at] & np.isin(self._years, place.years) & self._counting(place.figure, side)
            for name, code in place.codes:
                found &= self._coded(name) == code
            self._members[key] = found
        return self._members[key] & ~self._published if own else self._members[key]

    def _counting(self, figure: str, side: str) -> NDArray[np.bool_]:
        """The classes that stand on one side of a rate."""
        if (figure, side) not in self._counted:
            counts = _counted(self.table, figure, side)
            told = np.array([counts(who) for who, _ in self._classes], dtype=np.bool_)
            self._counted[figure, side] = told
        return self._counted[figure, side]

    def _coded(self, name: str) -> NDArray[np.str_]:
        """What each class is in one column."""
        if name not in self._codes:
            self._codes[name] = np.array([_code(who, name) for who, _ in self._classes], dtype=np.str_)
        return self._codes[name]

    def _note_empty(self, at: int) -> None:
        """A class of a row that a table does not list holds nobody."""
        for handed in self._handed[at]:
            if not all(self._true(at, each) for each in handed.told):
                continue
            listed: dict[tuple[tuple[str, ...], int], set[tuple[tuple[str, str], ...]]] = {}
            for place in handed.places:
                for year in place.years:
                    listed.setdefault((tuple(name for name, _ in place.codes), year), set()).add(place.codes)
            for number, (who, version) in enumerate(self._classes):
                if self._versions[at].get(who.sender) == version and not self.truth[number]:
                    self.empty[number] |= any(
                        year == who.year
                        and all(_code(who, name) for name in names)
                        and tuple((name, _code(who, name)) for name in names) not in codes
                        for (names, year), codes in listed.items()
                    )

    def _true(self, at: int, told: Told) -> bool:
        return abs(self.value(at, told.place, told.side, own=told.own) - told.number) < SAME

    def value(self, at: int, place: Place, side: str, *, own: bool = True) -> int:
        """The true number."""
        return int(self.truth[self.members(at, place, side, own=own)].sum())

    def sums(self) -> tuple[list[NDArray[np.bool_]], list[float], list[Told]]:
        """What is known: sets of classes and how many they are; and the numbers that are true of no load."""
        known: dict[bytes, tuple[NDArray[np.bool_], float]] = {}
        for number in np.flatnonzero(self._published):
            members = np.arange(len(self._classes)) == number
            known[members.tobytes()] = members, int(self.truth[number])
        false, before, last = list[Told](), set[Told](), set[Told]()
        for at, levels in enumerate(self._handed):
            now = {each for handed in levels for each in handed.told}
            for told in now if now != last else ():  # else nobody can tell what of it is old
                if self._true(at, told):
                    members = self.members(at, told.place, told.side, own=told.own)
                    known[members.tobytes()] = members, round(told.number)
                elif told not in before:
                    false.append(told)
            before, last = before | now, now
        return [members for members, _ in known.values()], [value for _, value in known.values()], false

    def secrets(self) -> Iterator[Secret]:
        """Every number that is too small to be known, of every load whose files differ from those before.

        One that is held hands out what was handed out before, to the last byte: what is said is still said of the
        older rows, and nobody can tell that there are newer ones.
        """
        for at, levels in enumerate(self._handed):
            if at and self._said(at) == self._said(at - 1):
                continue
            for place in {place: None for handed in levels for place in handed.places}:
                for side in ("of", "all", "rest"):
                    truth = self.value(at, place, side)
                    if self.table == "labour_demand":
                        if self._few_hold(at, place, side):
                            yield Secret(at, place, side, truth, OPEN * truth)
                    elif 0 < truth < SMALL[self.level]:
                        yield Secret(at, place, side, truth, SMALL[self.level] - 1)
        if self.table != "labour_demand":
            yield from self._small_changes()

    def _small_changes(self) -> Iterator[Secret]:
        """Every printed number that a few persons came to or left between two loads, where their files differ.

        A load that is held hands out, to the last byte, what a load of unchanged rows hands out, so nobody can
        tell the two apart. Who knows from elsewhere that rows did change learns that it was by less than is told
        apart, or that rows are gone: any change from -(k - 1) to k - 1 stays possible, twice what is asked for.
        """
        said = [self._said(at) for at in range(len(self._handed))]
        printed = [{place for handed in levels for place in handed.places} for levels in self._handed]
        for at, places in enumerate(printed):
            for since in range(at):
                for place in sorted(places & printed[since], key=repr) if said[at] != said[since] else ():
                    for side in ("of", "all"):
                        change = self.value(at, place, side) - self.value(since, place, side)
                        if 0 < abs(change) < SMALL[self.level]:
                            yield Secret(at, place, side, change, SMALL[self.level] - 1, since)

    def _said(self, at: int) -> list[object]:
        return [each.content for each in self._handed[at]]

    def asked(self, secret: Secret) -> Signs:
        """Which classes make up a secret: 1 for those counted, -1 for those taken away."""
        now = self.members(secret.at, secret.place, secret.side, own=True).astype(np.int8)
        if secret.since is None:
            return now
        return now - self.members(secret.since, secret.place, secret.side, own=True).astype(np.int8)

    def _few_hold(self, at: int, place: Place, side: str) -> bool:
        """Whether too few firms stand behind an amount, or could hold nearly all of it."""
        amounts: dict[tuple[int, str, str], int] = {}
        counts = _counted(self.table, place.figure, side)
        for who, count in self._worlds[at].items():
            inside = who.year in place.years and all(_code(who, name) == code for name, code in place.codes)
            if inside and counts(who):
                group = (who.year, who.industry_id, who.size)
                amounts[group] = amounts.get(group, 0) + count
        largest, whole = sorted(amounts.values(), reverse=True), sum(amounts.values())
        behind = sum(firms(industry, size) for _, industry, size in amounts)
        if not whole:
            return False
        alone = largest[0] > 0.75 * whole or sum(largest[:2]) > 0.9 * whole
        return behind < FEW_FIRMS[self.level] or alone


def attacked(unit: Unit) -> Attacked:
    """Work out whatever can be worked out about one city in one table at one level."""
    secrets = list(unit.secrets())
    sets, values, false = unit.sums()
    if not secrets:
        return Attacked(0, (), tuple(false))
    live = ~unit.empty
    asked = np.array([unit.asked(each) for each in secrets])[:, live]
    known = np.array([*sets, np.zeros(len(live), dtype=bool)])[:, live]
    room = Room(known, [*values, 0.0], asked).bounds([each.room for each in secrets])
    every = {members.tobytes() for members in asked}
    found: dict[bytes, Finding] = {}
    for secret, members, bounds in zip(secrets, asked, room, strict=True):
        if bounds.possible <= max(secret.room, 1):
            found.setdefault(members.tobytes(), Finding(secret, bounds))
    return Attacked(len(every), tuple(found.values()), tuple(false))


def _counted(table: str, figure: str, side: str) -> Who:
    """Who stands on one side of a rate, or in the rest that the part leaves of the whole."""
    of, out_of = COUNTED[table][figure]
    return {"of": of, "all": out_of, "rest": lambda who: out_of(who) and not of(who)}[side]


def _class(who: People) -> People:
    """What an outsider can tell apart: nobody prints firms by size."""
    return who._replace(size="")


def _told_apart(who: People) -> bool:
    """Whether an industry is where somebody works, and not who sends the rows."""
    return who.table in ("high_school_outcomes", "university_outcomes")


def _own(who: People) -> str:
    return "" if _told_apart(who) else who.industry_id


def _code(who: People, name: str) -> str:
    if name == "school_type":
        return "specialised"
    return str(getattr(who, name))
