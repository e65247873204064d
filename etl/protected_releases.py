"""The protected releases of a load: written beside the exact one and looked at again, or the whole load refused."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from etl.contract import LoadRefused, Problem
from etl.load_accounts import Input
from meomureum.privacy import ledger, release_build, sample_release, written_files
from meomureum.privacy.ledger import DROPPED, Entry, Ledger
from meomureum.privacy.people import PARTS
from meomureum.privacy.release_build import Task
from meomureum.privacy.units import GateClosed, meanings
from meomureum.privacy.written_files import Fault
from meomureum.store import durable, environment, warehouse
from meomureum.texts import Text

CANNOT_PROTECT = Text(
    "{city}의 '{columns}' 표에 소수가 드러나 어떤 칸을 더 가려도 막을 수 없습니다({row}, {count}).",
    "The table '{columns}' of {city} would show small numbers, and hiding more of it does not help ({row}, {count}).",
)
COARSEN = Text(
    "meomureum/privacy/parameters.toml에서 이 표를 빼거나 더 큰 묶음으로 바꾼 뒤 다시 적재하세요.",
    "Leave this table out in meomureum/privacy/parameters.toml, or make its groups larger, and load again.",
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
    exact: Path, inputs: Sequence[Input], name: str, *, drop_releases: bool = False
) -> dict[str, object]:
    """Write the protected releases that this installation publishes, and look at what was written.

    What they hand out is entered in a copy of the ledger beside the new snapshot, for `enter` to put
    in place. Returns what the manifest says of it; raises Unprotected when nothing may be published.
    """
    snapshots = _snapshots(exact)
    before = handed_out(snapshots)
    own = (_named() or before.serving) and not drop_releases
    task = Task(exact, _data(inputs), name, own)
    now = before.with_more([Entry(name, "", DROPPED)]) if drop_releases and before.serving else before
    try:
        now = release_build.publish(task, now)
    except GateClosed as closed:
        raise _unprotected(closed) from closed
    ledger.write(now, _new_ledger(exact))
    folder = written_files.Folder(exact.parent, _new_ledger(exact), snapshots / ledger.FILE, task.data, own)
    if found := written_files.faults(folder):
        raise Unprotected(tuple(_problem(each) for each in found))
    return {"handed_out": now.head, "protects": own}


def enter(exact: Path) -> None:
    """Put the ledger in place, with what the snapshot that follows hands out."""
    fresh, place = _new_ledger(exact), _snapshots(exact) / ledger.FILE
    if fresh.stat().st_size or place.exists():
        durable.put_in_place(fresh, place)


def identity(inputs: Sequence[Input], *, protects: bool | None = None) -> str:
    """What the protected releases depend on beside the inputs: code, formulas, what is wanted, what is shipped."""
    wanted = _named() if protects is None else protects
    digest = hashlib.sha256(repr((wanted, {table: meanings(table) for table in PARTS})).encode())
    sampled = any(each.data_set == "sample" for each in inputs)
    files = sorted((_data(inputs) / sample_release.FOLDER).glob("*.csv")) if sampled else []
    code = sorted(Path(release_build.__file__).parent.glob("*.*"))
    for path in [*code, *files]:
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
    return Unprotected((Problem(closed.table, "", 0, "", "", told, COARSEN),))


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
