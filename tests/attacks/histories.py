"""Histories of loads: what happens to a city's files over time, and everything that was handed out meanwhile."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from small import Folder

from attacks.adding_up import State
from attacks.outsider import handed_out
from attacks.worlds import SCHOOLS, UNIVERSITIES, People, World, lay, sheets
from etl import ledger_acts, protected_releases
from meomureum.app.commands import loading as command_line
from meomureum.app.commands import outcomes
from meomureum.privacy import menu
from meomureum.store import warehouse

LEVELS = ("internal", "public")
ALL_LEVELS = "exact,internal,public"
PUBLISHED = (outcomes.OK, outcomes.WITH_QUARANTINE)
NEEDED = ("regions", "institutions", "industries", "commuting_areas", "sources")


@dataclass
class Course:
    """A city's folders on the way through a history."""

    folder: Folder
    states: list[State] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    said: str = ""
    """What the last load said."""

    def load(self, world: World, *options: str, levels: str = ALL_LEVELS) -> int:
        """Lay the files of a world in place and load them; the exit code."""
        lay(world, self.folder.data)
        return self.act(world, "load", *options, levels=levels)

    def files(self, world: World) -> list[str]:
        """The city's own files of a world, as a provider hands them in."""
        place = self.folder.data.parent / f"handed-{len(self.codes)}"
        place.mkdir()
        paths = []
        for sheet in sheets(world):
            if not sheet.name.startswith("published"):
                paths.append(place / Path(sheet.name).name)
                paths[-1].write_text(sheet.text, "utf-8")
        return [str(path) for path in paths]

    def act(self, world: World, *words: str, levels: str = ALL_LEVELS) -> int:
        """Run a command after which the rows of a world stand; the exit code."""
        before = {each.id for each in warehouse.kept(self.folder.snapshots)}
        code = self._run(*words, "--data", str(self.folder.data), levels=levels)
        self.codes.append(code)
        now = warehouse.current(self.folder.snapshots)
        if code in PUBLISHED and now is not None and now.id not in before:
            files = {each for each in LEVELS if (now.folder / f"{each}.duckdb").is_file()}
            self.states.append(State(dict(world), {each: handed_out(now.folder, each) for each in files}))
        return code

    def roll_back(self, snapshot: str) -> int:
        """Go back to a kept snapshot."""
        return self._run("rollback", snapshot)

    @property
    def current(self) -> str:
        """The snapshot that readers see."""
        now = warehouse.current(self.folder.snapshots)
        return "" if now is None else now.id

    def _run(self, *words: str, levels: str = ALL_LEVELS) -> int:
        settings = {
            "MEOMUREUM_RELEASES": levels,
            "MEOMUREUM_SNAPSHOTS": str(self.folder.snapshots),
            "MEOMUREUM_DATA": str(self.folder.data),
        }
        told = io.StringIO()
        with (
            patch.dict(os.environ, settings),
            contextlib.redirect_stdout(told),
            contextlib.redirect_stderr(told),
        ):
            try:
                code = command_line.main(["--lang", "en", *words])
            except SystemExit as usage:
                code = int(usage.code or 0)
        self.said = told.getvalue()
        return code


def begun(place: Path, world: World) -> Course:
    """A course with one load of a world behind it."""
    course = Course(_bare(place))
    course.load(world)
    return course


def _bare(place: Path) -> Folder:
    folder = Folder(place, whole=True)
    for path in (folder.data / "reference").iterdir():
        if path.stem not in NEEDED:
            path.unlink()
    return folder


def branched(course: Course, place: Path) -> Course:
    """The same course once more, to go another way."""
    return Course(course.folder.copied(place), list(course.states), list(course.codes))


def with_one_more(world: World, chance: random.Random, city: str = "gimhae") -> dict[People, int]:
    """One person more in each table of a city."""
    changed = dict(world)
    for table in {who.table for who in world}:
        who = chance.choice(
            sorted(each for each in world if each[:2] == (table, city) and world[each] and not each.published)
        )
        changed[who] += 1
    return changed


def small_senders(city: str) -> set[str]:
    """The smallest of those whose rows come and go together, of each table."""
    return {SCHOOLS[city][-1], UNIVERSITIES[city][-1], "young_worker", "robotics"}


def with_another_sender(
    world: World, chance: random.Random, city: str = "gimhae", times: float = 3
) -> dict[People, int]:
    """One sender of each table of a city, a small one where there is one, sends other and larger numbers."""
    small = small_senders(city)
    return {
        who: int(count * times * chance.uniform(0.6, 1.4)) + chance.randrange(3)
        if who.city == city and who.sender[3] in small and who.year == 2025
        else count
        for who, count in world.items()
    }


def without_a_sender(world: World, city: str = "gimhae", since: int = 0) -> dict[People, int]:
    """The rows of one school, university, group of respondents and industry of a city, all or the newer, are away."""
    gone = small_senders(city)
    return {
        who: count
        for who, count in world.items()
        if not (who.city == city and who.sender[3] in gone and who.year >= since)
    }


def without_a_city(world: World, city: str) -> dict[People, int]:
    """All rows of a city are withdrawn."""
    return {who: count for who, count in world.items() if who.city != city}


@contextlib.contextmanager
def other_parameters(change: Callable[[dict[str, Any]], object]) -> Iterator[None]:
    """Loads under a parameter file that was changed in its place."""

    def read(text: str) -> Mapping[str, object]:
        told = tomllib.loads(text)
        change(told)
        return told

    usual = protected_releases.identity

    def identity(*inputs: Any, **options: Any) -> str:
        return usual(*inputs, **options) + json.dumps(read(menu.PARAMETERS.read_text("utf-8")), default=str)

    menu.parameters.cache_clear()
    with (
        patch.object(menu, "tomllib", SimpleNamespace(loads=read)),
        patch.object(protected_releases, "identity", identity),
    ):
        yield
    menu.parameters.cache_clear()


def without_finer_tables(told: dict[str, Any]) -> None:
    """Some tables of the menu, told by their columns, are left out."""
    for table, offers in told["menu"].items():
        told["menu"][table] = [each for each in offers if tuple(each["columns"]) not in FINER]


History = Callable[[Course, World, random.Random], None]
FINER = (("department", "year"), ("institution_id", "department", "block"), ("sex", "year"))


def held(course: Course, world: World, chance: random.Random) -> None:
    """One person more in one city, then one more again."""
    more = with_one_more(world, chance)
    course.load(more)
    course.load(with_one_more(more, chance))


def revised(course: Course, world: World, chance: random.Random) -> None:
    """One sender corrects its numbers by much."""
    course.load(with_another_sender(world, chance))


def mixed(course: Course, world: World, chance: random.Random) -> None:
    """One sender corrects its numbers by much, another by one person; then by much too."""
    some = with_one_more(with_another_sender(world, chance), chance)
    course.load(some)
    course.load(with_another_sender(some, chance, times=2))


def removed(course: Course, world: World, chance: random.Random) -> None:
    """A sender of each table withdraws its rows, then all of another city go, then one more person comes back with them."""
    course.load(without_a_sender(world))
    course.load(without_a_city(without_a_sender(world), "siheung"))
    course.load(with_one_more(world, chance, "siheung"))


def rolled_back(course: Course, world: World, chance: random.Random) -> None:
    """Much is corrected, the snapshot before is gone back to, and a person more is loaded."""
    first = course.current
    course.load(with_another_sender(world, chance))
    course.roll_back(first)
    course.load(with_one_more(world, chance))


def between(course: Course, world: World, chance: random.Random) -> None:
    """A load without releases, as the default and as said outright; then one person more."""
    more = with_one_more(world, chance)
    course.load(more, levels="")
    course.load(more, "--drop-releases", levels="")
    course.load(with_one_more(more, chance))


def menu_changed(course: Course, world: World, chance: random.Random) -> None:
    """Tables leave the menu and come back; a city changes by little and by much meanwhile."""
    with other_parameters(without_finer_tables):
        course.load(world)
        course.load(with_another_sender(world, chance))
    course.load(with_another_sender(world, chance))


def year_added(course: Course, world: World, chance: random.Random) -> None:
    """A later year comes, and closes a block of five."""
    again = begun(
        course.folder.data.parent / "again", {who: n for who, n in world.items() if who.year < 2025}
    )
    course.folder, course.states, course.codes = again.folder, again.states, again.codes
    course.load(world)
    course.load(with_one_more(world, chance))


def came_late(course: Course, world: World, chance: random.Random) -> None:
    """Rows of a year that was published come late; then they are corrected by one person."""
    again = begun(course.folder.data.parent / "again", without_a_sender(world, since=2025))
    course.folder, course.states, course.codes = again.folder, again.states, again.codes
    course.load(world)
    course.load(with_one_more(world, chance))


def acted(course: Course, world: World, chance: random.Random) -> None:
    """Acts on the ledger: a correction is withdrawn, a load replaced, two providers disagree, and it is settled."""
    course.folder, course.states, course.codes = _bare(course.folder.data.parent / "again"), [], []
    lay({who: count for who, count in world.items() if who.published}, course.folder.data)
    course.act(world, "load", *course.files(world), "--provider", "학교")
    other = with_another_sender(world, chance)
    course.act(other, "load", *course.files(other), "--provider", "학교", "--replaces")
    course.act(world, "withdraw", "2")
    more = with_one_more(world, chance)
    course.act(more, "replace", "1", *course.files(more), "--provider", "학교")
    told, differing = with_another_sender(more, chance), without_a_sender(more, since=2025)
    course.act(differing, "load", *course.files(told), "--provider", "시", "--replaces")
    disputed = warehouse.current(course.folder.snapshots)
    assert disputed is not None
    for dispute in ledger_acts.disputes(disputed):
        settled = {who: count for who, count in more.items() if who.table == dispute.table}
        differing = {**differing, **settled}
        course.act(differing, "settle", dispute.id, "--for", "학교")


HISTORIES: Mapping[str, History] = {
    "held": held,
    "revised": revised,
    "mixed": mixed,
    "removed": removed,
    "rolled back": rolled_back,
    "load between": between,
    "menu": menu_changed,
    "year added": year_added,
    "came late": came_late,
    "acts": acted,
}


def courses(
    world: World, seed: int, place: Path, wanted: Sequence[str] = tuple(HISTORIES)
) -> Iterator[tuple[str, Course]]:
    """Every history of one world."""
    base = begun(place / "base", world)
    for name in wanted:
        course = branched(base, place / name.replace(" ", "-"))
        HISTORIES[name](course, world, random.Random(f"{seed} {name}"))
        yield name, course
