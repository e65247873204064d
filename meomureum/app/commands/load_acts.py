"""The steward's ledger at a terminal: loads, withdraw, replace, settle, each told before it is done."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from etl import ledger_acts, load_listing, trial_build
from etl.build import Outcome, ensure_current, load
from etl.inputs import hand_in
from etl.load_accounts import Input
from etl.load_ledger import Load, Said
from etl.protected_releases import Decided
from meomureum.analysis.value_changes import value_changes
from meomureum.app.commands import outcomes, snapshots
from meomureum.console import Parser, complain, say
from meomureum.measures import register
from meomureum.store import environment
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number

OK, USAGE = 0, 2

NOTHING_LOADED = Text("적재한 것이 없습니다.", "Nothing has been loaded.")
ENTRY = Text("{number}번  {at}  {who}  {what}  [{state}]", "{number}  {at}  {who}  {what}  [{state}]")
FILE = Text("  파일 {files}  제공 기관 {provider}  {mode}", "  file {files}  provider {provider}  {mode}")
STANDS = Text(
    "  지금 적재 {rows}행 {people}명, 대체됨 {replaced}행, 격리 {held}행, 바꾼 값 {restated}개",
    "  standing now {rows} rows, {people} people; replaced {replaced}, quarantined {held}, values changed {restated}",
)
COVERS = Text("    {about}: {rows}행 {people}명", "    {about}: {rows} rows, {people} people")
WHY = Text("  까닭: {why}", "  why: {why}")
MORE = Text("    그 밖에 {count}곳", "    and {count} more")
MOVED = Text(
    "{about}: 빠지는 행 {gone}, 들어오는 행 {come}, {before}명 -> {after}명",
    "{about}: rows gone {gone}, come {come}, people {before} -> {after}",
)
NO_ROW_MOVES = Text("행은 바뀌지 않습니다.", "No row changes.")
VALUE = Text("{name}, {city} {year}년: {before} -> {after}", "{name}, {city} {year}: {before} -> {after}")
NO_VALUE_CHANGES = Text("지표 값은 바뀌지 않습니다.", "No value of an indicator changes.")
WROTE_NOTHING = Text("아무것도 쓰지 않았습니다.", "Nothing was written.")
NO_DISPUTE = Text("다투는 자료가 없습니다.", "Nothing is in dispute.")
DISPUTE = Text("{id}  {about}", "{id}  {about}")
SIDE = Text("    {provider}: {rows}행 {people}명", "    {provider}: {rows} rows, {people} people")
SAY_FOR_WHOM = Text("어느 기관이 맞는지 --for로 적으세요.", "Say with --for which provider is right.")
NO_SUCH_FILE = Text("'{file}' 파일이 없습니다.", "There is no file '{file}'.")
_MOST_PLACES = 8


def add_to(offered: argparse._SubParsersAction[Parser]) -> None:
    """Declare the commands and their words."""
    listed = offered.add_parser("loads", help="the ledger of loads / 적재 원장")
    gone = offered.add_parser("withdraw", help="take an entry out of force / 적재 철회")
    gone.add_argument("id", type=int)
    other = offered.add_parser("replace", help="load files in place of an entry / 적재 바꾸기")
    other.add_argument("id", type=int)
    other.add_argument("files", nargs="+", type=Path)
    other.add_argument("--provider", default="", help="who sent the files / 제공 기관")
    add_mode(other)
    settled = offered.add_parser("settle", help="say which provider is right / 다툼 정하기")
    settled.add_argument("id", nargs="?", default="")
    settled.add_argument(
        "--for", dest="provider", default=None, help="the provider that is right / 맞는 제공 기관"
    )
    for each in (gone, other, settled):
        each.add_argument("--why", default="", help="why / 까닭")
        each.add_argument(
            "--dry-run", action="store_true", help="say what it would do / 무엇이 바뀌는지 보기만"
        )
        snapshots.add_drop(each)
    for each in (listed, gone, other, settled):
        each.add_argument("--data", type=Path, default=environment.data(), help="data folder / 자료 폴더")


def add_mode(command: argparse.ArgumentParser) -> None:
    """How files meet what their provider said before of the same place and time."""
    either = command.add_mutually_exclusive_group()
    for flag, words in (
        ("adds", "they bring others in addition / 이미 적재한 것에 더하기"),
        ("replaces", "they come instead of what was said of the same / 같은 곳의 앞 자료와 바꾸기"),
    ):
        either.add_argument(
            f"--{flag}", dest="mode", action="store_const", const=flag, default="", help=words
        )


def say_loads(parsed: argparse.Namespace) -> int:
    """Every entry of the ledger, the newest first."""
    snapshot = ensure_current(parsed.data)
    listed = load_listing.entries(parsed.data, snapshot, register.names(snapshot))
    if not listed:
        say(NOTHING_LOADED(parsed.lang))
    for each in listed:
        _say_entry(each, parsed.lang)
    return OK


def _say_entry(each: load_listing.Entry, language: Language) -> None:
    words = ENTRY.fill(number=each.number, at=each.at, who=each.who or "–", what=each.what, state=each.state)
    say(words(language))
    if each.files:
        mode = load_listing.MODES[each.mode]
        say(
            FILE.fill(files=", ".join(each.files), provider=each.provider or "–", mode=mode)(
                language
            ).rstrip()
        )
    if each.files and not each.out_by:
        counts = {
            name: number(getattr(each, name)) for name in ("rows", "people", "replaced", "held", "restated")
        }
        say(STANDS.fill(**counts)(language))
        for place in each.covered[:_MOST_PLACES]:
            say(
                COVERS.fill(about=place.about, rows=number(place.rows), people=number(place.people))(language)
            )
        if len(each.covered) > _MOST_PLACES:
            say(MORE.fill(count=len(each.covered) - _MOST_PLACES)(language))
    if each.why:
        say(WHY.fill(why=each.why)(language))


def withdraw(parsed: argparse.Namespace) -> int:
    """Take an entry out of force."""
    act = ledger_acts.withdrawal(parsed.data, parsed.id, _said(parsed))
    return _carried_out(act, parsed)


def replace(parsed: argparse.Namespace) -> int:
    """Load files in place of an entry."""
    for file in parsed.files:
        if not file.is_file():
            complain(NO_SUCH_FILE.fill(file=str(file))(parsed.lang))
            return USAGE
    said = ledger_acts.replacement(parsed.data, parsed.id, _said(parsed))
    if parsed.dry_run:
        return _told_before(hand_in(parsed.files, parsed.data, said).every, parsed)
    snapshots.record("replace", f"{parsed.id} {', '.join(file.name for file in parsed.files)}", parsed.why)
    outcome = load(parsed.files, parsed.data, environment.home(), said, decided=_decided(parsed))
    return outcomes.published(outcome, parsed.lang)


def settle(parsed: argparse.Namespace) -> int:
    """Settle a dispute, or list those that are open."""
    snapshot = ensure_current(parsed.data)
    if not parsed.id:
        return _say_disputes(snapshot, parsed.lang)
    if parsed.provider is None:
        complain(SAY_FOR_WHOM(parsed.lang))
        return USAGE
    act = ledger_acts.settlement(parsed.data, snapshot, parsed.id, _said(parsed))
    return _carried_out(act, parsed)


def _say_disputes(snapshot: Snapshot, language: Language) -> int:
    found = ledger_acts.disputes(snapshot)
    if not found:
        say(NO_DISPUTE(language))
    for each in found:
        say(DISPUTE.fill(id=each.id, about=_about(snapshot, each.table, each.statement))(language))
        for side in each.sides:
            told = {
                "provider": f"'{side.provider}'",
                "rows": number(side.rows),
                "people": number(side.people),
            }
            say(SIDE.fill(**told)(language))
    return OK


def _said(parsed: argparse.Namespace) -> Said:
    words = vars(parsed)
    return Said("", words.get("provider") or "", parsed.why, snapshots.user(), words.get("mode", ""))


def _decided(parsed: argparse.Namespace) -> Decided:
    return Decided(parsed.drop_releases)


def _carried_out(act: Load, parsed: argparse.Namespace) -> int:
    if parsed.dry_run:
        return _told_before(ledger_acts.inputs_after(parsed.data, act), parsed)
    detail = f"{act.of} {act.provider}".strip()
    snapshots.record("settle" if act.act == "settle" else "withdraw", detail, act.why)
    outcome: Outcome = ledger_acts.carry_out(act, parsed.data, environment.home(), decided=_decided(parsed))
    return outcomes.published(outcome, parsed.lang)


def _told_before(inputs: Sequence[Input], parsed: argparse.Namespace) -> int:
    """What would stand then: rows gone and come, people, values of indicators, before and after."""
    before = ensure_current(parsed.data)
    with trial_build.tried(inputs) as (outcome, after):
        rows = trial_build.moved(before, after)
        for each in rows:
            counts = {"gone": each.rows_gone, "come": each.rows_come}
            people = {"before": each.people_before, "after": each.people_after}
            told = {name: number(count) for name, count in {**counts, **people}.items()}
            say(MOVED.fill(about=_about(before, each.table, each.statement), **told)(parsed.lang))
        if not rows:
            say(NO_ROW_MOVES(parsed.lang))
        _say_values(before, after, parsed.lang)
    outcomes.tell_problems(outcome.problems, parsed.lang)
    say(WROTE_NOTHING(parsed.lang))
    return OK


def _say_values(before: Snapshot, after: Snapshot, language: Language) -> None:
    changed, names = value_changes(before, after), register.names(before)
    for each in changed:
        city = names.get(each.city_id, each.city_id)
        words = {
            "name": each.name,
            "city": city,
            "year": each.year,
            "before": each.before,
            "after": each.after,
        }
        say(VALUE.fill(**words)(language))
    if not changed:
        say(NO_VALUE_CHANGES(language))


def _about(snapshot: Snapshot, table: str, statement: str) -> Text:
    return load_listing.about(table, statement, register.names(snapshot))


COMMANDS = {"loads": say_loads, "withdraw": withdraw, "replace": replace, "settle": settle}
