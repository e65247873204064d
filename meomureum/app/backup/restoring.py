"""A backup put into a folder as a home: staged beside it, looked at, and moved there in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from meomureum.app.backup import archive
from meomureum.app.backup.archive import Backup
from meomureum.app.backup.contents import SNAPSHOTS
from meomureum.project import PROJECT
from meomureum.store import durable, locks
from meomureum.texts import Text

NO_ROOM = Text(
    "{folder}: 남은 공간이 모자랍니다({wanted}MB가 듭니다).",
    "{folder}: not enough room ({wanted} MB are needed).",
)
OWN_FOLDER = Text(
    "{folder:은/는} 제품이 있는 폴더입니다. 다른 폴더에 되살리고 MEOMUREUM_HOME으로 가리키세요.",
    "{folder} is the folder of the product itself. Restore into another one and name that in MEOMUREUM_HOME.",
)
MEGABYTE = 1_000_000


def is_taken(folder: Path) -> bool:
    """Whether something stands in the folder already."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def restore(path: Path, folder: Path) -> tuple[Backup, Path | None]:
    """Put a backup into a folder; what stood there is set aside whole, and its new place is given.

    Raises archive.Unusable for a damaged backup, LoadRunning where a load works in the folder, and OSError.
    Nothing of the folder has changed then.
    """
    backup = archive.verified(path)
    folder = folder.absolute()
    _judge(backup, folder)
    with _staged(folder) as staged:
        archive.extract(path, backup, staged)
        _onto_disk(staged)
        aside = _aside(folder)
        staged.replace(folder)
        durable.sync(folder.parent)
    return backup, aside


def _judge(backup: Backup, folder: Path) -> None:
    if PROJECT.is_relative_to(folder) or folder.is_relative_to(PROJECT / "meomureum"):
        raise archive.Unusable((OWN_FOLDER.fill(folder=str(folder)),))
    folder.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder.parent).free < backup.size:
        wanted = f"{backup.size / MEGABYTE:.0f}"
        raise archive.Unusable((NO_ROOM.fill(folder=str(folder), wanted=wanted),))


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """An empty folder beside it that only we can open, gone afterwards."""
    staged = folder.with_name(f".{folder.name}-restoring-{os.getpid()}")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(mode=0o700)
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _onto_disk(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        durable.sync(path)


def _aside(folder: Path) -> Path | None:
    """Move what stands in the folder to a name of its own; no load may be at work in it."""
    if not is_taken(folder):
        if folder.exists():
            folder.rmdir()
        return None
    if (folder / SNAPSHOTS).is_dir():
        with locks.sole_writer(folder / SNAPSHOTS):
            pass
    aside = folder.with_name(f"{folder.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    folder.replace(aside)
    return aside
