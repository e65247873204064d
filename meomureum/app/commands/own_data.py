"""meomureum city [NAME ...] [--colour CITY=#0b50d0] | enter TABLE COLUMN=VALUE ... [--remove] [--why WORDS]

`city` picks the cities that this installation is about, in the order of their names; without a name it
says which they are. `enter` writes one row of the city's own: targets, programmes, institutions,
memberships, events, sources. Both check the row by its contract, publish, and keep a history.
Exit codes: 0 published or nothing new; 2 usage; 3 refused; 73 cannot write; 75 another load is running.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from etl import city_names, own_entries, own_files
from etl.city_names import City
from etl.own_entries import BY_NAME, Change, Entry
from etl.sheet_reader import spelling
from meomureum.app.commands import loading, outcomes, snapshots
from meomureum.console import Parser, complain, say
from meomureum.measures.indicators import KPIS
from meomureum.store import environment
from meomureum.texts import Language, Text

OK, USAGE = 0, 2

NONE_PICKED = Text(
    "고른 도시가 없습니다. 처음에 있던 도시를 보여 줍니다: meomureum city 포항시",
    "No city has been picked; the shipped ones are shown: meomureum city Pohang",
)
PICKED = Text("우리 도시: {cities}", "Our cities: {cities}")
NO_TABLE = Text("'{word}': 적을 수 있는 것은 {known}입니다.", "'{word}': what can be entered is {known}.")
NOT_A_PAIR = Text("'{word}': 열=값으로 적어 주십시오.", "'{word}': write it as column=value.")
NO_COLUMN = Text("'{word}': 이 자료의 열은 {known}입니다.", "'{word}': the columns are {known}.")
NO_KPI = Text("'{word}': 그런 지표 코드가 없습니다.", "'{word}': there is no such indicator code.")


def city(arguments: Sequence[str] | None = None) -> int:
    """Pick the cities, or say which they are."""
    parser = _parser("city")
    parser.add_argument("names", nargs="*", help="cities in order / 도시 이름")
    parser.add_argument("--colour", action="append", default=[], metavar="CITY=#0b50d0", help="도시 색")
    parsed = parser.parse_args(arguments)
    known = city_names.cities(parsed.data)
    if not parsed.names and not parsed.colour:
        return _say_picked(parsed, known)
    standing = {row["city_id"]: row["colour"] for row in _picked(parsed.data)}
    colours = dict(each.partition("=")[::2] for each in parsed.colour)
    words = [*parsed.names, *colours]
    found = {word: city_names.named(word, known) for word in words}
    faults = [city_names.not_one(word, known) for word in words if len(found[word]) != 1]
    if faults:
        return _refuse(faults, parsed.lang)
    ids = {word: places[0].id for word, places in found.items()}
    standing |= {ids[word]: colour for word, colour in colours.items()}
    order = dict.fromkeys(ids[word] for word in parsed.names) or standing
    entries = tuple(
        Entry(own_files.OUR_CITIES, {"city_id": each, "colour": standing.get(each, "")}) for each in order
    )
    done = _enter(parsed, entries, whole=(own_files.OUR_CITIES,))
    return done or _say_picked(parsed, known)


def enter(arguments: Sequence[str] | None = None) -> int:
    """Write or take out one row of the city's own."""
    parser = _parser("enter")
    parser.add_argument("table", metavar="TABLE", help=", ".join(BY_NAME))
    parser.add_argument("pairs", nargs="+", metavar="COLUMN=VALUE")
    parser.add_argument("--remove", action="store_true", help="take the row out again / 적은 것을 지우기")
    parser.add_argument("--why", default="", help="why / 까닭")
    parsed = parser.parse_args(arguments)
    if parsed.table not in BY_NAME:
        return _refuse([NO_TABLE.fill(word=parsed.table, known=", ".join(BY_NAME))], parsed.lang)
    source = BY_NAME[parsed.table]
    columns = {column.name: column.label.ko for column in source.columns}
    known = Text(", ".join(f"{name}({ko})" for name, ko in columns.items()), ", ".join(columns))
    faults = [NOT_A_PAIR.fill(word=each) for each in parsed.pairs if "=" not in each]
    called = {spelling(header): column.name for column in source.columns for header in column.headers()}
    pairs = (each.partition("=")[::2] for each in parsed.pairs if "=" in each)
    row = {called.get(spelling(name), name): value for name, value in pairs}
    faults += [NO_COLUMN.fill(word=name, known=known) for name in row if name not in columns]
    if "kpi_id" in row and row["kpi_id"] not in {kpi.id for kpi in KPIS}:
        faults.append(NO_KPI.fill(word=row["kpi_id"]))
    if faults:
        return _refuse(faults, parsed.lang)
    return _enter(parsed, (Entry(source.table, row, removes=parsed.remove),))


def _parser(name: str) -> Parser:
    parser = Parser(prog=f"meomureum {name}", description=__doc__)
    parser.add_argument("--data", type=Path, default=environment.data(), help="data folder / 자료 폴더")
    parser.speaks()
    return parser


def _enter(parsed: argparse.Namespace, entries: tuple[Entry, ...], whole: tuple[str, ...] = ()) -> int:
    why = getattr(parsed, "why", "")

    def written() -> int:
        snapshots.record("enter", f"{entries[0].table} {len(entries)}", why)
        change = Change(entries, snapshots.user(), why, whole)
        outcome = own_entries.enter(change, parsed.data, environment.home())
        words = outcomes.PUBLISHED if outcome.published else outcomes.NOTHING_NEW
        for each in (words.fill(id=outcome.snapshot_id), *outcome.releases):
            say(each(parsed.lang))
        return OK

    return loading.answered(written, parsed.lang)


def _picked(data: Path) -> list[dict[str, str]]:
    return own_files.rows(own_files.folder(data) / f"{own_files.OUR_CITIES}.csv")


def _say_picked(parsed: argparse.Namespace, known: Sequence[City]) -> int:
    names = {each.id: each.name(parsed.lang) for each in known}
    picked = [names.get(row["city_id"], row["city_id"]) for row in _picked(parsed.data)]
    say((PICKED.fill(cities=", ".join(picked)) if picked else NONE_PICKED)(parsed.lang))
    return OK


def _refuse(faults: Sequence[Text], language: Language) -> int:
    for fault in faults:
        complain(fault(language))
    return USAGE
