"""What stands in the folder of snapshots: which is current, what is damaged, how much room it all takes."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from etl.load_accounts import told
from meomureum import console
from meomureum.store import environment, integrity, warehouse
from meomureum.store.pointer import folders, is_lost
from meomureum.texts import Text, number

OK, DAMAGED = 0, 3
MEGABYTE = 1_000_000

CURRENT = Text(
    "현재 스냅숏 {id}, {built} 작성, 보관 중 {kept}개", "Current snapshot {id}, built {built}, {kept} kept"
)
NONE_WHOLE = Text(
    "온전한 스냅숏이 없습니다. 'python -m meomureum load'를 실행하면 다시 만듭니다.",
    "No snapshot is whole. 'python -m meomureum load' builds it anew.",
)
DAMAGED_FILES = Text("손상: {files}", "damaged: {files}")
WHOLE = Text("온전함", "whole")
LINE = Text("  스냅숏 {id}: {megabytes}MB, {state}", "  Snapshot {id}: {megabytes} MB, {state}")
EARLIER = Text(
    "0.1이 만든 것. 지금 판은 읽지 않으며 다음 적재가 옆으로 치웁니다.",
    "made by 0.1; this version does not read it, and the next load sets it aside",
)
MENDED_BY_LOAD = Text(
    "손상된 스냅숏은 보이지 않습니다. 'python -m meomureum load'가 다시 만들거나 옆으로 치웁니다.",
    "A damaged snapshot is not shown. 'python -m meomureum load' builds it anew or sets it aside.",
)
ASIDE = Text(
    "  치워 둔 폴더 {name}: {megabytes}MB. 백업에서 되살릴 것이 아니면 지우세요.",
    "  Set aside, {name}: {megabytes} MB. Delete it unless you mean to restore it from a backup.",
)
PIN_LOST = Text(
    "되돌린 스냅숏을 적은 파일(pinned)이 손상되어 현재 스냅숏을 다음 적재까지 그대로 둡니다.",
    "The file that names the snapshot gone back to (pinned) is damaged; the current one stays until the next load.",
)
DISK = Text(
    "디스크: 스냅숏 모두 {total}MB, 남은 공간 {free}MB", "Disk: all snapshots {total} MB, free {free} MB"
)
KEPT = Text(
    "보관: 새것 {count}개와 달마다 마지막 것(MEOMUREUM_KEEP)",
    "Kept: the newest {count} and the last of each month (MEOMUREUM_KEEP)",
)
ALL_KEPT = Text("보관: 모두(MEOMUREUM_KEEP)", "Kept: all (MEOMUREUM_KEEP)")


def say(parsed: argparse.Namespace) -> int:
    """Print the state of the snapshots; exit code 3 when something is damaged."""
    snapshots = environment.home()
    sizes = {path.name: _bytes(path) for path in folders(snapshots)}
    broken = integrity.damaged(snapshots)
    for line in (*_current(snapshots), *_damage(snapshots), *_each(sizes, broken), *_room(snapshots, sizes)):
        console.say(line(parsed.lang))
    lost = warehouse.damage(snapshots)
    return DAMAGED if broken or (lost is not None and not lost.is_earlier) else OK


def _current(snapshots: Path) -> Iterator[Text]:
    found = warehouse.current(snapshots)
    if found is None:
        yield NONE_WHOLE if folders(snapshots) else warehouse.NO_SNAPSHOT
        return
    kept = len(warehouse.kept(snapshots))
    yield CURRENT.fill(id=found.id, built=str(found.manifest["built_at"]), kept=kept)
    for row in found.query("SELECT * FROM files ORDER BY file_id").to_dict("records"):
        yield told({str(name): row[name] for name in row})


def _damage(snapshots: Path) -> Iterator[Text]:
    if (found := warehouse.damage(snapshots)) is not None:
        yield found.report
    if is_lost(snapshots / "pinned"):
        yield PIN_LOST


def _each(sizes: dict[str, int], broken: dict[str, tuple[str, ...]]) -> Iterator[Text]:
    for name, size in sizes.items():
        state = DAMAGED_FILES.fill(files=", ".join(broken[name])) if name in broken else WHOLE
        if integrity.is_earlier(environment.home() / name):
            state = EARLIER
        yield LINE.fill(id=name, megabytes=number(size / MEGABYTE, 1), state=state)
    if broken:
        yield MENDED_BY_LOAD


def _room(snapshots: Path, sizes: dict[str, int]) -> Iterator[Text]:
    endings = (warehouse.SET_ASIDE, warehouse.OF_EARLIER_VERSION)
    for aside in sorted(path for path in snapshots.glob("*.*") if path.suffix in endings and path.is_dir()):
        yield ASIDE.fill(name=aside.name, megabytes=number(_bytes(aside) / MEGABYTE, 1))
    if not sizes:
        return
    free = shutil.disk_usage(snapshots).free
    yield DISK.fill(total=number(sum(sizes.values()) / MEGABYTE, 1), free=number(free / MEGABYTE))
    newest = environment.newest_kept()
    yield ALL_KEPT if newest is None else KEPT.fill(count=newest)


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*"))
