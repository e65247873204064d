"""Files taken in and kept: all of a load or none of it, whenever the machine stops.

A load first writes down which files it is about to keep, then keeps them, then enters
them in the ledger. Files that were written down but never entered belong to a load that
died; no snapshot reads them, and the next load removes them.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from etl import load_ledger
from etl.contract import LoadRefused, Problem
from etl.load_accounts import Input
from meomureum.store import durable
from meomureum.store.digests import digest_of
from meomureum.texts import Text

RECOGNISED = "recognised"
NAME_BYTES = 200  # with digest and ending a file system takes 255

NOT_A_FILE = Text("파일이 아니거나 없어졌습니다.", "It is no file, or it is gone.")
NAME_IT_AGAIN = Text("이름을 바꾸어 다시 올리세요.", "Give it another name and load it again.")
NAME_TOO_LONG = Text("파일 이름이 너무 깁니다.", "The file name is too long.")
NAME_BROKEN = Text("파일 이름에 깨진 글자가 있습니다.", "The file name holds broken letters.")
CHECK_IT = Text("자료가 든 파일인지 확인하세요.", "Check that it is the file that holds the data.")


def judge(file: Path) -> None:
    """Raise LoadRefused if the path is no file or if its name cannot be kept."""
    shown = file.name.encode("utf-8", "replace").decode()
    if shown != file.name:
        raise _refused(shown, NAME_BROKEN, NAME_IT_AGAIN)
    if len(shown.encode()) > NAME_BYTES:
        raise _refused(shown, NAME_TOO_LONG, NAME_IT_AGAIN)
    if not file.is_file():
        raise _refused(shown, NOT_A_FILE, CHECK_IT)


def _refused(name: str, expectation: Text, next_step: Text) -> LoadRefused:
    return LoadRefused((Problem(name, "", 0, "", "", expectation, next_step),))


def copied(files: Iterable[Path], folder: Path) -> list[Path]:
    """Copy the files before reading, so that a file that changes during the load cannot damage it."""
    copies = []
    for at, file in enumerate(files):
        judge(file)
        place = folder / str(at)
        place.mkdir(parents=True)
        try:
            copies.append(Path(shutil.copyfile(file, place / file.name)))
        except FileNotFoundError as gone:
            raise _refused(file.name, NOT_A_FILE, CHECK_IT) from gone
    return copies


def keep(file: Path, table: str, data: Path) -> Path:
    """Keep an accepted file under its digest, so that two files with one name do not collide."""
    kept = _place(file, table, data)
    kept.parent.mkdir(parents=True, exist_ok=True)
    torn = kept.with_name(f".{kept.name}.partial")  # not read as an input; a crash leaves no half file
    shutil.copyfile(file, torn)
    _onto_disk(torn)
    durable.move(torn, kept)
    return kept


def _place(file: Path, table: str, data: Path) -> Path:
    return data / "raw" / (table or RECOGNISED) / f"{digest_of(file)[:12]}-{file.name}"


def accept(fresh: Sequence[Input], data: Path) -> None:
    """Keep the files of one load and enter them in the ledger: that entry makes them count."""
    if not fresh:
        return
    _write_down(data, fresh[0].load.load, [_place(each.path, each.table, data) for each in fresh])
    for each in fresh:
        keep(each.path, each.table, data)
    load_ledger.record(data, [each.load for each in fresh])
    _journal(data).unlink()


def in_doubt(data: Path) -> set[Path]:
    """The files of a load that died before it was recorded, or that is not recorded yet."""
    if not _journal(data).is_file():
        return set()
    written = json.loads(_journal(data).read_text("utf-8"))
    if any(each.load == written["load"] for each in load_ledger.recorded(data)):
        return set()
    return {data / "raw" / name for name in written["files"]}


def clean(data: Path) -> None:
    """Remove what a load that died left behind; the caller holds the lock."""
    for path in in_doubt(data):
        path.unlink(missing_ok=True)
    for path in (data / "raw").rglob(".*.partial"):
        path.unlink(missing_ok=True)
    _journal(data).unlink(missing_ok=True)


def _journal(data: Path) -> Path:
    return data / "raw" / ".accepting"


def _write_down(data: Path, load: int, kept: Iterable[Path]) -> None:
    path = _journal(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    names = [each.relative_to(data / "raw").as_posix() for each in kept if not each.exists()]
    torn = path.with_name(".accepting.partial")
    torn.write_text(json.dumps({"load": load, "files": names}, ensure_ascii=False), "utf-8")
    _onto_disk(torn)
    durable.move(torn, path)


def _onto_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
