"""What the settings page asks: which cities are ours, what stands in the registers, and entering rows there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from etl import city_names, own_entries, own_files
from etl.build import Outcome
from etl.contract import Column, Problem, Source
from etl.load_progress import Say
from etl.own_entries import BY_NAME, Change
from etl.own_entries import Entry as Entry
from etl.own_entries import Standing as Standing
from etl.own_files import Written as Written
from meomureum.session import access_record, load_jobs
from meomureum.session.load_jobs import Job
from meomureum.session.roles import uses, visitor
from meomureum.session.steward_desk import NOT_THE_STEWARD
from meomureum.store import environment
from meomureum.texts import Text

BUSY = Text(
    "다른 적재가 진행 중입니다. 끝난 뒤 다시 누르십시오.",
    "Another load is running. Press again when it has ended.",
)
MANY = 40


def cities() -> dict[str, Text]:
    """Every city, county and district of the country by its code."""
    return {each.id: each.name for each in city_names.cities(environment.data())}


def picked() -> dict[str, str]:
    """The cities that were picked here, in their order, with their colours ("" for none)."""
    return {each.row["city_id"]: each.row.get("colour", "") for each in standing(own_files.OUR_CITIES)}


def is_untouched() -> bool:
    """Whether nobody has picked a city, entered a row or loaded a file yet, and this reader may."""
    data = environment.data()
    return uses("enter_rows") and not own_files.folder(data).exists() and not (data / "raw").exists()


def standing(table: str, cities: Sequence[str] = ()) -> tuple[Standing, ...]:
    """The rows of a table as they stand; of some cities, where a table has cities."""
    found = own_entries.standing(table, environment.data())
    if not cities or "city_id" not in columns(table):
        return found
    return tuple(each for each in found if each.row.get("city_id", "") in cities)


def contract(table: str) -> Source:
    """The contract of a table that can be entered."""
    return BY_NAME[table]


def columns(table: str) -> dict[str, Column]:
    """The columns of a table by their names."""
    return {column.name: column for column in BY_NAME[table].columns}


def history(table: str) -> list[Written]:
    """What was entered in a table here, newest first."""
    return [each for each in own_entries.history(environment.data()) if each.table == table]


def unused_id(table: str, stem: str) -> str:
    """A code for a new row."""
    return own_entries.unused_id(table, stem[:MANY], environment.data())


def pick(colours: Mapping[str, str]) -> Job | tuple[Text, ...]:
    """Make these cities ours, in this order; the load that does it, or what is wrong."""
    rows = tuple(
        Entry(own_files.OUR_CITIES, {"city_id": city, "colour": colour}) for city, colour in colours.items()
    )
    return _entered(rows, "", whole=(own_files.OUR_CITIES,))


def enter(entries: Sequence[Entry], why: str) -> Job | tuple[Text, ...]:
    """Write rows; the load that publishes them, or what is wrong with them."""
    return _entered(tuple(entries), why)


def _entered(entries: tuple[Entry, ...], why: str, whole: tuple[str, ...] = ()) -> Job | tuple[Text, ...]:
    if not uses("enter_rows"):
        raise PermissionError(NOT_THE_STEWARD.ko)
    if load_jobs.under_way() is not None:
        return (BUSY,)
    change = Change(entries, visitor().name, why, whole)
    if found := own_entries.problems(change, environment.data()):
        return tuple(_told(each) for each in found)
    tables = ", ".join(dict.fromkeys(each.table for each in entries) or whole)
    access_record.record("enter", tables, why)
    return load_jobs.begin(partial(_published, change))


def _published(change: Change, say: Say) -> Outcome:
    return own_entries.enter(change, environment.data(), environment.home(), say)


def _told(problem: Problem) -> Text:
    """The column, the value and what to do; which line of which file says nothing to who fills in a form."""
    named = {source.table: source for source in BY_NAME.values()}.get(problem.file.removesuffix(".csv"))
    label = next(
        (column.label for column in named.columns if column.label.ko == problem.column)
        if named
        else iter(()),
        Text(problem.column, problem.column),
    )
    value = f" ‘{problem.value}’" if problem.value else ""
    ahead = Text(f"{label.ko}{value}: ", f"{label.en}{value}: ") if label.ko or value else Text("", "")
    return Text(
        f"{ahead.ko}{problem.expectation.ko} {problem.next_step.ko}",
        f"{ahead.en}{problem.expectation.en} {problem.next_step.en}",
    )
