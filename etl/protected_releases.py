"""The protected releases of a load: written beside the exact one and looked at again, or the whole load refused."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.contract import LoadRefused, Problem
from etl.load_accounts import Input
from meomureum.privacy import dossier, ledger, menu, release_build, sample_release, written_files
from meomureum.privacy.holds import Hold
from meomureum.privacy.ledger import DROPPED, Entry, Ledger
from meomureum.privacy.people import PARTS
from meomureum.privacy.release_build import Task
from meomureum.privacy.units import GateClosed, Unit, meanings
from meomureum.privacy.written_files import Fault
from meomureum.store import durable, environment, warehouse
from meomureum.texts import LANGUAGES, Text

CANNOT_PROTECT = Text(
    "{city}의 '{columns}' 표에 소수가 드러나 어떤 칸을 더 가려도 막을 수 없습니다({row}, {count}).",
    "The table '{columns}' of {city} would show small numbers, and hiding more of it does not help ({row}, {count}).",
)
COARSEN = Text(
    "meomureum/privacy/parameters.toml에서 이 표를 빼거나 더 큰 묶음으로 바꾼 뒤 다시 적재하세요.",
    "Leave this table out in meomureum/privacy/parameters.toml, or make its groups larger, and load again.",
)
HIDE_THE_TOTAL = Text(
    "대표 지표의 시 전체 값은 가리지 않게 되어 있어, 그 값이 소수이면 공표하지 않습니다. meomureum/privacy/parameters.toml의 "
    "이 표에 may_hide = true를 적어 가리게 하거나 이 표를 빼고 다시 적재하세요.",
    "A headline figure of the whole city is never hidden, so nothing is published where it is small itself. Write "
    "may_hide = true at this table in meomureum/privacy/parameters.toml to let it be hidden, or leave it out, and load again.",
)
WRITTEN_WRONG = Text(
    "써 놓은 '{release}' 수준을 다시 열어 보니 {city} 자료에서 {why}({cells}).",
    "The release '{release}' as written was opened again: of {city}, {why} ({cells}).",
)
REPORT_IT = Text(
    "아무것도 공표하지 않았습니다. 이 문장과 함께 제품을 맡은 곳에 알리세요.",
    "Nothing was published. Report this sentence to whoever maintains the product.",
)
WOULD_DROP = Text(
    "지금까지 내부·공개 수준으로 공표했는데, 이대로면 그 수준이 없어집니다.",
    "Internal and public releases were served until now, and would be dropped.",
)
NAME_THEM = Text(
    "MEOMUREUM_RELEASES=exact,internal,public으로 다시 하거나, 정말 없애려면 --drop-releases를 붙이세요.",
    "Do it again under MEOMUREUM_RELEASES=exact,internal,public, or add --drop-releases if you mean it.",
)
HELD = Text(
    "보류: {city} {table}. 내부·공개 수준에는 앞서 낸 값이 그대로 있습니다. 까닭: {why}.",
    "Held: {table}, {city}. The internal and public releases show what they showed before, because {why}.",
)
UNTIL_BACK = Text(
    " 행이 돌아오면 풀립니다. 다시 오지 않는다면 {options:을/를} 붙여 적재하세요. 그러면 앞뒤 합의 차로 그 기관의 가린 수를 "
    "좁히거나 알아낼 수 있습니다.",
    " The hold ends when they are back. If they never will be, load with {options}; sums before and after then differ "
    "by its numbers, which may narrow hidden ones of it or tell them.",
)
ACCEPTED = Text(
    "{sender:이/가} 빠진 것을 받아들여 원장에 적었습니다: {city} {table}. 앞뒤 합의 차로 그 기관의 가린 수를 좁히거나 알아낼 수 있습니다.",
    "Accepted, and entered in the ledger, that {sender} is gone: {table}, {city}. Sums before and after differ by its "
    "numbers, which may narrow hidden ones of it or tell them.",
)
NOT_WITHDRAWN = Text(
    "이 기관의 행이 빠져 보류한 자료가 없습니다.",
    "Nothing is held because rows of this institution are gone.",
)
NAME_ANOTHER = Text(
    "--accept-withdrawn에는 보류의 까닭인 기관의 코드만 적습니다. 지금 그런 코드: {senders}",
    "--accept-withdrawn takes the code of an institution that is the reason for a hold. Now these are: {senders}",
)
LEDGER_DAMAGED = Text(
    "내부·공개 수준으로 내준 값의 원장이 {line}번째 줄부터 온전하지 않습니다.",
    "The ledger of what was handed out is not whole from line {line} on.",
)
PUT_BACK = Text(
    "백업에서 이 파일을 되돌려 놓으세요. 원장 없이는 앞서 무엇을 공표했는지 알 수 없어 공표하지 않습니다.",
    "Put the file back from a backup. Without it nobody knows what was handed out, and nothing is published.",
)


class Unprotected(LoadRefused):
    """The protected releases cannot be published, so nothing is."""


@dataclass(frozen=True)
class Decided:
    """What a steward decides about the protected releases of a load.

    `drop` ends those that were served; `withdrawn` are the institutions whose rows stay away for good.
    """

    drop: bool = False
    withdrawn: tuple[str, ...] = ()


NOTHING_DECIDED = Decided()


@dataclass(frozen=True)
class Written:
    """What the manifest says of the protected releases, and what the steward is told of them."""

    manifest: dict[str, object]
    told: tuple[Text, ...]


def protects(snapshots: Path) -> bool:
    """Whether the city's own rows are published protected: the configuration says so, or they were until now."""
    return _named() or handed_out(snapshots).serving


def handed_out(snapshots: Path) -> Ledger:
    """The ledger beside the snapshots, which must know every head that a snapshot has kept; raises Unprotected."""
    heads = [str(each.manifest.get("handed_out", "")) for each in warehouse.kept(snapshots)]
    try:
        return ledger.read(snapshots / ledger.FILE, heads)
    except ledger.Damaged as damaged:
        words = LEDGER_DAMAGED.fill(line=damaged.line)
        raise _refused(damaged.path.name, words, PUT_BACK) from damaged


def drops(snapshots: Path, target: warehouse.Snapshot | None = None) -> bool:
    """Whether a load, or going back to `target`, would end protected releases that were served until now."""
    goes_on = _named() if target is None else bool(target.manifest.get("protects"))
    return not goes_on and handed_out(snapshots).serving


def refuse_to_drop(snapshots: Path, target: warehouse.Snapshot | None = None) -> None:
    """Raise Unprotected if that is so: releases are only dropped on purpose."""
    if drops(snapshots, target):
        raise _refused("MEOMUREUM_RELEASES", WOULD_DROP, NAME_THEM)


def protect(
    exact: Path,
    inputs: Sequence[Input],
    name: str,
    decided: Decided = NOTHING_DECIDED,
    earlier: warehouse.Snapshot | None = None,
) -> Written:
    """Write the protected releases that this installation publishes, and look at what was written.

    What they hand out is entered in a copy of the ledger beside the new snapshot, for `enter` to put
    in place. Releases of an `earlier` snapshot are taken over where the look finds nothing against
    them beside the new one; those with the city's own people never. Raises Unprotected when nothing
    may be published, and LoadRefused for a withdrawal that is none.
    """
    snapshots = _snapshots(exact)
    before = handed_out(snapshots)
    own = (_named() or before.serving) and not decided.drop
    task = Task(exact, _data(inputs), name, own, frozenset(decided.withdrawn))
    now = before.with_more([Entry(name, "", DROPPED)]) if decided.drop and before.serving else before
    folder = written_files.Folder(exact.parent, _new_ledger(exact), snapshots / ledger.FILE, task.data, own)
    manifest = {"handed_out": now.head, "protects": own, "protection": _code()}
    ledger.write(now, _new_ledger(exact))
    if earlier and not own and decided == NOTHING_DECIDED and _taken_over(earlier, folder):
        dossier.write(exact.parent, name)
        return Written(manifest, ())
    try:
        now, units = release_build.publish(task, now)
    except GateClosed as closed:
        raise _unprotected(closed) from closed
    _refuse_what_is_not_withdrawn(decided, units)
    ledger.write(now, _new_ledger(exact))
    if found := written_files.faults(folder):
        raise Unprotected(tuple(_problem(each) for each in found))
    return Written(manifest | {"handed_out": now.head}, tuple(_told(exact, units)))


def _taken_over(earlier: warehouse.Snapshot, folder: written_files.Folder) -> bool:
    """Whether the releases of an earlier snapshot are those of this one as well; they lie beside it then."""
    names = [name for each in menu.parameters().profiles for name in release_build.files_of(each.name)]
    same_code = earlier.manifest.get("protection") == _code()
    if not same_code or not all((earlier.folder / name).is_file() for name in names):
        return False
    for name in names:
        shutil.copyfile(earlier.folder / name, folder.place / name)
    if written_files.hold(folder):
        return True
    for name in names:
        (folder.place / name).unlink()
    return False


def _refuse_what_is_not_withdrawn(decided: Decided, units: Sequence[Unit]) -> None:
    applied = {sender for unit in units for sender in unit.accepted}
    held = {sender for unit in units if unit.hold for sender in unit.hold.withdrawn}
    next_step = NAME_ANOTHER.fill(senders=", ".join(sorted(applied | held)) or "–")
    wrong = [each for each in decided.withdrawn if each not in applied]
    if wrong:
        raise LoadRefused(
            tuple(Problem("--accept-withdrawn", "", 0, "", each, NOT_WITHDRAWN, next_step) for each in wrong)
        )


def _told(exact: Path, units: Sequence[Unit]) -> Iterator[Text]:
    """Which units are held and why, and whose absence was accepted."""
    with duckdb.connect(str(exact), read_only=True) as connection:
        names = _names(connection)
    for unit in units:
        where = {"city": names.get(unit.city, unit.city), "table": names.get(unit.table, unit.table)}
        for sender in sorted(unit.accepted):
            yield ACCEPTED.fill(sender=names.get(sender, sender), **where)
        if unit.hold is not None:
            yield _held(unit.hold, where, names)


def _held(hold: Hold, where: Mapping[str, Text | str], names: Mapping[str, Text]) -> Text:
    gone = sorted(hold.withdrawn)
    ko, en = (
        ", ".join(str(names[each](language)) if each in names else each for each in gone)
        for language in LANGUAGES
    )
    told = HELD.fill(why=hold.why.fill(senders=Text(ko, en)), **where)
    if not gone:
        return told
    step = UNTIL_BACK.fill(options=" ".join(f"--accept-withdrawn {each}" for each in gone))
    return Text(told.ko + step.ko, told.en + step.en)


def _names(connection: duckdb.DuckDBPyConnection) -> dict[str, Text]:
    """What tables, cities and institutions are called."""
    found = connection.execute(
        """
        SELECT table_name, table_ko, table_en FROM contracts
        UNION SELECT region_id, name_ko, name_en FROM regions
        UNION SELECT institution_id, name_ko, name_en FROM institutions
        """
    )
    return {code: Text(ko, en) for code, ko, en in found.fetchall()}


def enter(exact: Path) -> None:
    """Put the ledger in place, with what the snapshot that follows hands out."""
    fresh, place = _new_ledger(exact), _snapshots(exact) / ledger.FILE
    if fresh.stat().st_size or place.exists():
        durable.put_in_place(fresh, place)


def identity(inputs: Sequence[Input], *, protects: bool | None = None, accepted: Sequence[str] = ()) -> str:
    """What the protected releases depend on beside the inputs: code, formulas, what is wanted, what is shipped."""
    wanted = _named() if protects is None else protects
    digest = hashlib.sha256(
        repr((wanted, sorted(accepted), {table: meanings(table) for table in PARTS})).encode()
    )
    digest.update(_code().encode())
    sampled = any(each.data_set == "sample" for each in inputs)
    files = sorted((_data(inputs) / sample_release.FOLDER).glob("*.csv")) if sampled else []
    return _of_files(files, digest.hexdigest())


def _code() -> str:
    return _of_files(sorted(Path(release_build.__file__).parent.glob("*.*")))


def _of_files(paths: Sequence[Path], begun: str = "") -> str:
    digest = hashlib.sha256(begun.encode())
    for path in paths:
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b"")
    return digest.hexdigest()


def _named() -> bool:
    return bool(set(environment.releases_named()) - {"exact"})


def _refused(of: str, expectation: Text, next_step: Text) -> Unprotected:
    return Unprotected((Problem(of, "", 0, "", "", expectation, next_step),))


def _unprotected(closed: GateClosed) -> Unprotected:
    told = CANNOT_PROTECT.fill(
        city=closed.city,
        columns=closed.columns,
        row=" ".join(str(each) for each in closed.row),
        count=closed.count,
    )
    step = HIDE_THE_TOTAL if closed.columns == "year" else COARSEN
    return Unprotected((Problem(closed.table, "", 0, "", "", told, step),))


def _problem(fault: Fault) -> Problem:
    ko, en = (
        WRITTEN_WRONG.fill(
            release=fault.release,
            city=fault.city or "–",
            why=fault.why(language),
            cells=", ".join(fault.cells) or "–",
        )(language)
        for language in ("ko", "en")
    )
    return Problem(fault.table, "", 0, "", "", Text(ko, en), REPORT_IT)


def _data(inputs: Sequence[Input]) -> Path:
    """The folder that the sample among the inputs comes from."""
    return next((each.path.parent.parent for each in inputs if each.data_set == "sample"), environment.data())


def _snapshots(exact: Path) -> Path:
    """The folder of snapshots: a new one is filled two folders below it."""
    return exact.parents[2]


def _new_ledger(exact: Path) -> Path:
    return exact.parents[1] / ledger.FILE
