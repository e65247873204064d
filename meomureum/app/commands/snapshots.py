"""The steward's further commands: history, rollback, prune, quarantine, template, trace."""

from __future__ import annotations

import argparse
import getpass
import os
from pathlib import Path

from etl import ledger_acts, protected_releases, quarantine, restatements
from etl.build import ensure_current, shape
from etl.load_ledger import Said
from etl.sources import FACTS, SOURCES
from etl.templates import template
from meomureum.access import log
from meomureum.analysis.lineage import tables_of
from meomureum.console import Parser, complain, say
from meomureum.store import environment, locks, logbook, warehouse
from meomureum.texts import Text

OK, USAGE = 0, 2
COMMAND_LINE = "command line"

NO_SNAPSHOT_OF_THAT_ID = Text(
    "스냅숏 {id:은/는} 보관되어 있지 않습니다. 보관 중: {kept}",
    "There is no kept snapshot {id}. Kept: {kept}",
)
OTHER_VERSION = Text(
    "스냅숏 {id:은/는} 다른 판의 제품이 만들어 지금 판이 읽을 수 없습니다. 그 판의 제품으로 되돌리세요.",
    "Snapshot {id} was built by another version of the product, which this one cannot read. Go back with that version.",
)
WENT_BACK = Text(
    "스냅숏 {id:으로/로} 되돌렸습니다. 다음 적재는 이 상태 위에 더해집니다.",
    "Went back to snapshot {id}. The next load adds to this state.",
)
PRUNED = Text("지운 스냅숏 {count}개: {ids}", "Snapshots removed, {count}: {ids}")
STILL_OPEN = Text(
    "다른 프로그램이 열어 두어 지우지 못한 스냅숏: {ids}. 다음 적재가 다시 해 봅니다.",
    "Snapshots that another program has open were not removed: {ids}. The next load tries again.",
)
NOTHING_RESTATED = Text("정정된 값이 없습니다.", "No value has been restated.")
NOTHING_HELD = Text("격리된 행이 없습니다.", "No row is in quarantine.")
RESTATED = Text(
    "{table} {item} {column}: {old} -> {new} ({file}, {why})",
    "{table} {item} {column}: {old} -> {new} ({file}, {why})",
)
NO_SUCH_INDICATOR = Text("{kpi:이라는/라는} 지표가 없습니다.", "There is no indicator {kpi}.")
LOGGED = {
    "published": Text("공표", "published"),
    "rolled_back": Text("되돌림", "rolled back"),
    "pruned": Text("지움", "removed"),
    "damaged": Text("손상 발견", "found damaged"),
}
WROTE = Text("{file:을/를} 썼습니다.", "Wrote {file}.")


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Declare the commands and their words."""
    said = commands.add_parser("history", help="what was published, and every restated value / 이력과 정정")
    said.add_argument("--kpi", default="", help="only the tables of this indicator / 이 지표의 자료만")
    back = commands.add_parser("rollback", help="go back to a kept snapshot / 보관한 스냅숏으로 되돌리기")
    back.add_argument("id")
    back.add_argument("--why", default="", help="why / 까닭")
    back.add_argument("--data", type=Path, default=environment.data(), help="data folder / 자료 폴더")
    add_drop(back)
    fewer = commands.add_parser("prune", help="keep only the newest snapshots / 오래된 스냅숏 지우기")
    fewer.add_argument("--keep", type=_some, required=True)
    held = commands.add_parser("quarantine", help="write the quarantined rows as files / 격리한 행을 파일로")
    held.add_argument("--to", type=Path, default=Path())
    form = commands.add_parser("template", help="write a workbook to fill in / 채울 서식 쓰기")
    form.add_argument("name", choices=[source.table for source in FACTS], metavar="NAME")
    form.add_argument("--to", type=Path, default=Path())
    for reading in (said, held, form):
        reading.add_argument("--data", type=Path, default=environment.data())


def add_drop(command: argparse.ArgumentParser) -> None:
    """The word that ends protected releases which were served: nothing ends them silently."""
    command.add_argument(
        "--drop-releases",
        action="store_true",
        help="end the internal and public releases served until now / 내부·공개 수준을 없앰",
    )


def _some(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("1, 2, 3 ...")
    return number


def say_history(parsed: argparse.Namespace) -> int:
    """The log of snapshots, then each restated value with old, new and why."""
    for when, what, snapshot_id in logbook.log(environment.home()):
        say(f"{when} {LOGGED[what](parsed.lang)} {snapshot_id}")
    tables = tables_of(parsed.kpi) if parsed.kpi else ()
    if parsed.kpi and not tables:
        complain(NO_SUCH_INDICATOR.fill(kpi=f"'{parsed.kpi}'")(parsed.lang))
        return USAGE
    rows = restatements.restated(ensure_current(parsed.data), tables)
    if not rows:
        say(NOTHING_RESTATED(parsed.lang))
    for row in rows:
        words = RESTATED.fill(
            table=row.table,
            item=row.item,
            column=row.column,
            old=f"{row.old} ({row.old_file})",
            new=row.new,
            file=row.new_file,
            why=row.why,
        )
        say(words(parsed.lang))
    return OK


def roll_back(parsed: argparse.Namespace) -> int:
    """Point readers at a kept snapshot."""
    snapshots = environment.home()
    kept = {snapshot.id: snapshot for snapshot in warehouse.kept(snapshots)}
    if parsed.id in kept and kept[parsed.id].manifest.get("shape") != shape():
        complain(OTHER_VERSION.fill(id=parsed.id)(parsed.lang))
        return USAGE
    if parsed.id in kept and not parsed.drop_releases:
        protected_releases.refuse_to_drop(snapshots, kept[parsed.id])
    if parsed.id in kept:
        record("roll_back", parsed.id, parsed.why)
    try:
        ledger_acts.roll_back(parsed.data, snapshots, parsed.id, Said(why=parsed.why, who=user()))
    except LookupError:
        words = NO_SNAPSHOT_OF_THAT_ID.fill(id=parsed.id, kept=", ".join(kept) or "–")
        complain(words(parsed.lang))
        return USAGE
    say(WENT_BACK.fill(id=parsed.id)(parsed.lang))
    return OK


def prune(parsed: argparse.Namespace) -> int:
    """Remove old snapshots."""
    with locks.sole_writer(environment.home()):
        gone = warehouse.prune(environment.home(), parsed.keep)
        left = [each.id for each in warehouse.removable(environment.home(), parsed.keep)]
    say(PRUNED.fill(count=len(gone), ids=", ".join(gone) or "–")(parsed.lang))
    if left:
        complain(STILL_OPEN.fill(ids=", ".join(left))(parsed.lang))
    return OK


def write_quarantine(parsed: argparse.Namespace) -> int:
    """Each sheet's quarantined rows in their own layout, as CSV and as XLSX."""
    held = quarantine.held(ensure_current(parsed.data))
    if not held:
        say(NOTHING_HELD(parsed.lang))
        return OK
    parsed.to.mkdir(parents=True, exist_ok=True)
    for at, each in enumerate(held, start=1):
        for ending, write in (("csv", quarantine.as_csv), ("xlsx", quarantine.as_xlsx)):
            path = parsed.to / quarantine.file_name(each, at, ending)
            path.write_bytes(write(each, parsed.lang))
            say(WROTE.fill(file=str(path))(parsed.lang))
    return OK


def write_template(parsed: argparse.Namespace) -> int:
    """One table's workbook to fill in."""
    (source,) = [each for each in SOURCES if each.table == parsed.name]
    parsed.to.mkdir(parents=True, exist_ok=True)
    path = parsed.to / f"{source.table}.xlsx"
    path.write_bytes(template(source, ensure_current(parsed.data)))
    say(WROTE.fill(file=str(path))(parsed.lang))
    return OK


def record(what: log.What, detail: str, why: str = "") -> None:
    """Enter in the access log what is done here; raises OSError where it cannot be written."""
    log.append(
        environment.home(),
        who=user(),
        role="steward",
        where=COMMAND_LINE,
        what=what,
        detail=detail,
        why=why,
    )


def user() -> str:
    """Who is at this terminal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return str(getattr(os, "getuid", lambda: "?")())


COMMANDS = {
    "history": say_history,
    "rollback": roll_back,
    "prune": prune,
    "quarantine": write_quarantine,
    "template": write_template,
}
