"""What an installation keeps: snapshots and their proofs, loaded files, ledgers, registers and the access log."""

from __future__ import annotations

from collections.abc import Iterator

from etl import load_ledger
from etl.build import shape
from etl.file_intake import in_doubt
from etl.protected_releases import Unprotected, handed_out
from meomureum.access import log
from meomureum.app.commands import protection
from meomureum.app.doctor.finding import Finding, fail, ok, warn
from meomureum.store import environment, integrity, warehouse
from meomureum.store.digests import digest_of
from meomureum.store.pointer import folders
from meomureum.texts import Text

NONE_YET = Text("스냅숏이 아직 없습니다.", "There is no snapshot yet.")
START = Text("시작하면 만들어집니다: meomureum run", "A start builds one: meomureum run")
ALL_WHOLE = Text(
    "스냅숏 {count}개의 모든 파일이 쓴 그대로입니다(SHA-256). 현재 {id}",
    "All files of {count} snapshots are as written (SHA-256). Current: {id}",
)
OTHER_SHAPE = Text(
    "현재 스냅숏 {id:은/는} 다른 판의 제품이 만들었습니다.",
    "The current snapshot {id} was built by another version.",
)
REBUILT = Text(
    "시작하거나 적재하면 입력에서 다시 만듭니다.", "A start or a load builds it anew from the inputs."
)
LOAD = Text(
    "다시 만드세요: meomureum load. 되지 않으면 백업에서 되살리세요: meomureum restore",
    "Build it anew: meomureum load. Where that fails, restore a backup: meomureum restore",
)
PROVED = Text("증명 {count}개가 성립합니다.", "All {count} proofs hold.")
UNPROVED = Text("{name}의 증명이 성립하지 않습니다.", "The proof of {name} does not hold.")
KEEP_BACK = Text(
    "내부·공개 수준을 내주지 말고(MEOMUREUM_RELEASES=exact) 다시 적재하세요: meomureum load",
    "Hand out no protected release (MEOMUREUM_RELEASES=exact) and load again: meomureum load",
)
FILES_THERE = Text(
    "원장에 적힌 파일 {count}개가 모두 있습니다.", "All {count} files of the ledger are there."
)
FILE_GONE = Text(
    "적재 {load}번의 파일 {name:이/가} data/raw에 없거나 바뀌었습니다.",
    "The file {name} of load {load} is missing from data/raw, or changed.",
)
PUT_BACK = Text(
    "백업에서 data/raw를 되돌려 놓으세요. 없으면 그 적재의 값이 다음 스냅숏에서 빠집니다.",
    "Put data/raw back from a backup. Without it the next snapshot lacks that load.",
)
LEDGER_WHOLE = Text(
    "내준 값의 원장 {count}줄이 이어집니다.", "All {count} lines of the ledger of releases follow."
)
LOG_WHOLE = Text("접속 기록 {count}줄이 이어집니다.", "All {count} lines of the access log follow.")
LOG_BROKEN = Text(
    "그 줄 앞뒤를 백업과 견주고, 온전한 기록을 따로 보관하세요(docs/admin).",
    "Compare the lines around it with a backup, and keep the whole log elsewhere (docs/admin).",
)


def snapshots() -> Iterator[Finding]:
    """Every file of every snapshot against its digest."""
    home = environment.home()
    broken = integrity.damaged(home)
    for name, files in broken.items():
        yield fail("snapshots", integrity.DAMAGED.fill(id=name, files=", ".join(files)), LOAD)
    lost = warehouse.damage(home)
    if lost is not None and lost.wanted not in broken:
        yield (warn if lost.is_earlier else fail)(
            "snapshots", lost.report, REBUILT if lost.is_earlier else LOAD
        )
    now = warehouse.current(home)
    if now is None:
        if not folders(home):
            yield warn("snapshots", NONE_YET, START)
    elif now.manifest.get("shape") != shape():
        yield warn("snapshots", OTHER_SHAPE.fill(id=now.id), REBUILT)
    elif not broken and lost is None:
        yield ok("snapshots", ALL_WHOLE.fill(count=len(warehouse.kept(home)), id=now.id))


def proofs() -> Iterator[Finding]:
    """The proofs of the protected releases that the current snapshot holds."""
    now = warehouse.current()
    if now is None or now.manifest.get("shape") != shape() or now.releases == ("exact",):
        return
    found = [(name, protection.holds(now, name, proof)) for name, proof in protection.proofs_of(now)]
    broken = [name for name, holds in found if not holds]
    for name in broken:
        yield fail("proofs", UNPROVED.fill(name=name), KEEP_BACK)
    if not broken:
        yield ok("proofs", PROVED.fill(count=len(found)))


def loads() -> Iterator[Finding]:
    """Each file that counts in the ledger of loads, by its digest."""
    data = environment.data()
    wanted = [each for each in load_ledger.counting(load_ledger.recorded(data)) if each.act == "load"]
    doubtful = in_doubt(data)
    kept = {digest_of(each) for each in (data / "raw").glob("*/*") if each.is_file() and each not in doubtful}
    gone = [each for each in wanted if each.sha256 not in kept]
    for each in gone:
        yield fail("loads", FILE_GONE.fill(load=each.load, name=each.name), PUT_BACK)
    if not gone:
        yield ok("loads", FILES_THERE.fill(count=len(wanted)))


def releases() -> Iterator[Finding]:
    """The ledger of what protected releases have handed out."""
    try:
        yield ok("releases", LEDGER_WHOLE.fill(count=len(handed_out(environment.home()).lines)))
    except Unprotected as damaged:
        for each in damaged.problems:
            yield fail("releases", each.expectation, each.next_step)


def access_log() -> Iterator[Finding]:
    """The chain of the access log."""
    verdict = log.verify(environment.home())
    if verdict.fault is not None:
        yield fail("access log", verdict.fault, LOG_BROKEN)
    else:
        yield ok("access log", LOG_WHOLE.fill(count=verdict.lines))
