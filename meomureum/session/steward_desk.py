"""What the steward's screen asks of loading: a dry run, publishing, going back, files to hand out."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from etl import (
    build,
    inputs,
    ledger_acts,
    mappings,
    protected_releases,
    quarantine,
    restatements,
    templates,
    upload,
)
from etl.contract import LoadRefused, Problem
from etl.load_accounts import Account
from etl.load_ledger import Mode as Mode
from etl.load_ledger import Said
from etl.load_progress import Say
from etl.quarantine import Held
from etl.reference import CROSSWALK
from etl.restatements import Restated as Restated
from etl.sheet_reader import NOT_USED, READABLE
from etl.sources import FACTS, SOURCES
from meomureum.access.roles import FunctionName
from meomureum.session import access_record
from meomureum.session.load_jobs import UNCHANGED, Job, Preview, begin, preview_of, under_way
from meomureum.session.roles import uses, visitor
from meomureum.store import environment, logbook, warehouse
from meomureum.store.digests import digest_of
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

NOT_THE_STEWARD = Text("자료 담당자만 할 수 있습니다.", "Only the data steward may do this.")
_REMEMBERED = 4


@dataclass(frozen=True)
class Handed:
    """Files handed over together, and what was said about them."""

    files: tuple[tuple[str, bytes], ...]
    table: str = ""
    provider: str = ""
    why: str = ""
    mode: Mode = ""
    of: int = 0
    """The entry of the ledger whose place they take."""
    tables: tuple[tuple[str, str], ...] = ()
    """By name of a file: the table that was chosen for it."""

    def said(self, who: str) -> Said:
        """The same in the words of the ledger; raises LoadRefused where that entry counts no longer."""
        said = Said(self.table, self.provider, self.why, who, self.mode)
        return ledger_acts.replacement(environment.data(), self.of, said) if self.of else said

    def key(self) -> str:
        """An identifier of these files and what was said about them."""
        said = (self.table, self.provider, self.why, self.mode, self.of, self.tables)
        digest = hashlib.sha256(repr(said).encode())
        for name, content in self.files:
            digest.update(name.encode() + hashlib.sha256(content).digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class DryRun:
    """What publishing these files would do; `refused` if nothing would be loaded.

    `left_out` are the problems of files that cannot be read and do not hold back the others.
    """

    snapshot_id: str
    accounts: tuple[Account, ...]
    problems: tuple[Problem, ...]
    restated: tuple[Restated, ...]
    present: tuple[str, ...]
    refused: bool
    asks: bool = False
    """Whether `problems` are questions: does it come instead, or in addition?"""
    preview: Preview = UNCHANGED
    left_out: tuple[Problem, ...] = ()

    @property
    def undecided(self) -> dict[str, tuple[str, ...]]:
        """By name of a file whose header fits several tables: these tables."""
        return {
            problem.handed_in: problem.choices
            for problem in (*self.problems, *self.left_out)
            if problem.choices
        }

    @property
    def publishable(self) -> bool:
        """Whether there is anything to publish."""
        return not self.refused and bool(self.accounts)


_known: OrderedDict[str, DryRun] = OrderedDict()


def dry_run(handed: Handed) -> DryRun:
    """What a load would do; computed again only if the files, the mappings or the snapshot change."""
    only_who_may("try_files")
    now = warehouse.current()
    mapped = repr(mappings.remembered(environment.data()).get(handed.provider))
    key = f"{handed.key()} {now.id if now else ''} {mapped}"
    if key not in _known:
        _known[key] = _tried(handed)
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return _known[key]


def _tried(handed: Handed) -> DryRun:
    faults = at_first_sight(handed)
    if len(faults) == len(handed.files) > 0:
        return DryRun("", (), faults, (), (), refused=True)
    with on_disk(sound(handed)) as paths:
        found = inputs.HandedIn([], [])
        try:
            found = inputs.hand_in(
                paths, environment.data(), handed.said(visitor().name), dict(handed.tables)
            )
            outcome, preview = preview_of(found.every, warehouse.current())
        except LoadRefused as refusal:
            asks, left_out = isinstance(refusal, build.Unanswered), (*faults, *found.refused)
            return DryRun("", (), refusal.problems, (), (), refused=True, asks=asks, left_out=left_out)
        mine = {each.load.sha256 for each in found.fresh}
        unread = {problem.handed_in for problem in found.refused}
        present = tuple(
            path.name for path in paths if digest_of(path) not in mine and path.name not in unread
        )
    names = {each.load.name for each in found.fresh}
    turn = max((each.load.load for each in found.fresh), default=0)
    return DryRun(
        outcome.snapshot_id,
        tuple(account for account in outcome.accounts if account.sha256 in mine),
        tuple(problem for problem in outcome.problems if problem.file in names),
        tuple(change for change in outcome.restated if change.load == turn and change.new_file in names),
        present,
        refused=bool(faults or found.refused) and not found.fresh,
        preview=preview,
        left_out=(*faults, *found.refused),
    )


def at_first_sight(handed: Handed) -> tuple[Problem, ...]:
    """What is wrong with files before anything reads them."""
    return tuple(found for name, content in handed.files if (found := upload.fault(name, content)))


def sound(handed: Handed) -> Handed:
    """The files that may be read."""
    return replace(handed, files=tuple(each for each in handed.files if not upload.fault(*each)))


@contextmanager
def on_disk(handed: Handed) -> Iterator[list[Path]]:
    """The files under safe names, each in a folder of its own, for as long as they are read."""
    with TemporaryDirectory(prefix="meomureum-upload-") as place:
        paths = []
        for at, (name, content) in enumerate(handed.files):
            path = Path(place) / str(at) / upload.safe_name(name)
            path.parent.mkdir()
            path.write_bytes(content)
            paths.append(path)
        yield paths


def publish(handed: Handed) -> Job:
    """Load and publish in a server thread, which continues if the reader leaves the page."""
    only_who_may("load_files")
    if (running := under_way()) is not None:
        return running
    files = ", ".join(name for name, _ in handed.files) or "loaded files"
    access_record.record(*("replace", f"{handed.of} {files}") if handed.of else ("load", files), handed.why)
    return begin(partial(_loaded, handed, visitor().name))


def _loaded(handed: Handed, who: str, say: Say) -> build.Outcome:
    with on_disk(sound(handed)) as paths:
        return build.load(
            paths, environment.data(), environment.home(), handed.said(who), say, tables=dict(handed.tables)
        )


def tables() -> dict[str, Text]:
    """The tables that files can be loaded into; a crosswalk is a city's own reference table, loaded by name."""
    return {source.table: source.label for source in (*FACTS, CROSSWALK)}


def labels() -> dict[str, Text]:
    """The name of each table, including reference tables and the one for unused files."""
    return {source.table: source.label for source in SOURCES} | {NOT_USED: Text("쓰이지 않음", "Not used")}


def column_labels() -> dict[tuple[str, str], Text]:
    """The name of each column of each table."""
    return {(source.table, column.name): column.label for source in SOURCES for column in source.columns}


def endings() -> tuple[str, ...]:
    """The kinds of file that can be read."""
    return READABLE


def template(table: str) -> bytes:
    """The workbook of a table to fill in."""
    (source,) = [each for each in (*FACTS, CROSSWALK) if each.table == table]
    return templates.template(source, _newest())


def quarantined_sheets() -> list[Held]:
    """The quarantined rows of the newest snapshot, by file and sheet; empty if the reader may not see them."""
    if not uses("quarantined_rows"):
        return []
    return _held(_newest())


@lru_cache(maxsize=4)
def _held(of: Snapshot) -> list[Held]:
    return quarantine.held(of)


def quarantine_file(held: Held, number: int, ending: str, language: Language) -> tuple[str, bytes]:
    """Name and content of a download of quarantined rows."""
    write = quarantine.as_csv if ending == "csv" else quarantine.as_xlsx
    return quarantine.file_name(held, number, ending), write(held, language)


def changes() -> list[Restated]:
    """Every restated value of the newest snapshot; empty for readers limited to single institutions."""
    if visitor().institutions is not None:
        return []
    return _changes(_newest())


@lru_cache(maxsize=4)
def _changes(of: Snapshot) -> list[Restated]:
    return restatements.restated(of)


def published_log() -> list[tuple[str, str, str]]:
    """When each snapshot was published, rolled back to or removed, newest first."""
    return logbook.log(environment.home())


def rollback_choices() -> list[Snapshot]:
    """The snapshots that a rollback can choose, newest first: readable by this version and with all releases."""
    shape, now = build.shape(), _newest().id
    found = [each for each in warehouse.kept() if each.manifest.get("shape") == shape and each.id != now]
    return [each for each in found if not protected_releases.drops(environment.home(), each)]


def is_rolled_back() -> bool:
    """Whether a rollback is in force."""
    held = ledger_acts.rollback_in_force(environment.data())
    return held is not None or warehouse.pinned(environment.home()) is not None


def roll_back(snapshot_id: str) -> None:
    """Go back to a kept snapshot until the next load."""
    only_who_may("roll_back")
    protected_releases.refuse_to_drop(
        environment.home(), {each.id: each for each in warehouse.kept()}.get(snapshot_id)
    )
    access_record.record("roll_back", snapshot_id)
    said = Said(who=visitor().name)
    ledger_acts.roll_back(environment.data(), environment.home(), snapshot_id, said, patience_seconds=5)


def return_to_newest() -> Job:
    """End a rollback: what it took out of force counts again."""
    held = ledger_acts.rollback_in_force(environment.data())
    if held is None:
        return publish(Handed(()))
    only_who_may("load_files")
    access_record.record("withdraw", str(held.load))
    act = ledger_acts.withdrawal(environment.data(), held.load, Said(who=visitor().name))
    return begin(partial(ledger_acts.carry_out, act, environment.data(), environment.home()))


def newest_to_load_into() -> Snapshot:
    """The newest snapshot; raises PermissionError for whoever may not load."""
    only_who_may("load_files")
    return _newest()


def _newest() -> Snapshot:
    found = warehouse.current()
    if found is None:
        raise LookupError(warehouse.NO_SNAPSHOT.ko)
    return found


def only_who_may(function: FunctionName) -> None:
    """The last word on who may do what, whatever a page has drawn."""
    if not uses(function):
        raise PermissionError(NOT_THE_STEWARD.ko)


def safely_named(handed: Sequence[tuple[str, bytes]]) -> tuple[tuple[str, bytes], ...]:
    """Uploads under safe names."""
    return tuple((upload.safe_name(name), content) for name, content in handed)
