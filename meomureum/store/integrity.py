"""Whether a snapshot is as it was written: size and SHA-256 of each of its files, in a sealed manifest.

`seal` writes them when a snapshot is published. They are compared
- whenever a snapshot is looked up: the manifest, the sizes, and the digests of files up to
  AT_ONCE_BYTES, each read once as long as size, time and place of the file stay the same;
- when a read fails: that file again, whatever was known of it;
- when the server starts and every few hours (`examine`), by `load` and by `python -m meomureum status`:
  every file to its end.
A byte that the disk turns while the server runs, and tells nobody, is so noticed by DuckDB's own
sums where it is read, and by the next examination where it is not.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from meomureum.store.digests import is_known, known_digest, state_of
from meomureum.store.pointer import folders
from meomureum.texts import Text

MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 1 << 20
AT_ONCE_BYTES = 64 << 20
_found_whole: dict[Path, tuple[int, frozenset[tuple[str | int, ...]]]] = {}

DAMAGED = Text(
    "스냅숏 {id:이/가} 손상되었습니다({files}). 'python -m meomureum load'를 실행하면 다시 만듭니다.",
    "Snapshot {id} is damaged ({files}). 'python -m meomureum load' builds it anew.",
)
POINTER_LOST = Text(
    "어느 스냅숏이 현재인지 적은 파일(current)이 손상되었습니다. 'python -m meomureum load'를 실행하면 다시 만듭니다.",
    "The file that names the current snapshot (current) is damaged. 'python -m meomureum load' writes it anew.",
)
EARLIER = Text(
    "스냅숏 {id:은/는} 0.1이 만든 것이라 지금 판이 읽지 않습니다. 시작하거나 적재할 때 입력에서 다시 만듭니다.",
    "Snapshot {id} was made by 0.1, which this version does not read. A start or a load builds it anew from the inputs.",
)
CARRIED_OVER = Text(
    "새 판에 맞추어 자료를 입력에서 다시 만들고 있습니다. 잠시 뒤에 새로 고쳐 주십시오.",
    "The data are being built anew from the inputs for this version. Please reload the page in a moment.",
)
STAND_IN = Text(
    "보여 드려야 할 자료가 손상되어 {built}에 만든 자료를 대신 보여 드립니다. 복구를 마치면 원래 자료로 바뀝니다.",
    "The data that belong here are damaged. Until they are repaired you see those built on {built}.",
)
NEWEST_SHOWN = Text(
    "어느 자료를 보여 드릴지 적은 기록이 손상되어 가장 새로운 자료({built}에 만듦)를 보여 드립니다.",
    "The record of which data to show is damaged. You see the newest data, built on {built}.",
)
REBUILDING = Text(
    "자료가 손상되어 다시 만들고 있습니다. 잠시 뒤에 새로 고쳐 주십시오.",
    "The data are damaged and are being rebuilt. Please reload the page in a moment.",
)


class Damaged(Exception):
    """Files of a snapshot are not as they were written; asking again is answered by a whole snapshot."""

    def __init__(self, snapshot_id: str, files: tuple[str, ...]) -> None:
        self.sentence = DAMAGED.fill(id=snapshot_id, files=", ".join(files))
        super().__init__(self.sentence.en)


@dataclass(frozen=True)
class Damage:
    """The snapshot that readers should see, what of it is damaged, and when the one was built that answers.

    `wanted` is empty where it cannot be read which one that is, `built` where none answers.
    """

    wanted: str
    files: tuple[str, ...]
    built: str
    is_earlier: bool = False
    """Whether an earlier version of the product made it: nothing is damaged."""

    @property
    def notice(self) -> Text:
        """What a reader is told."""
        if self.is_earlier and not self.built:
            return CARRIED_OVER
        told = (STAND_IN if self.wanted else NEWEST_SHOWN) if self.built else REBUILDING
        return told.fill(built=self.built[:10])

    @property
    def report(self) -> Text:
        """What the steward is told."""
        if not self.wanted:
            return POINTER_LOST
        if self.is_earlier:
            return EARLIER.fill(id=self.wanted)
        return DAMAGED.fill(id=self.wanted, files=", ".join(self.files))


def seal(folder: Path, record: Mapping[str, Any]) -> None:
    """Write the manifest: a record, size and digest of each file beside it, and the digest of all that."""
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": known_digest(path)}
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    whole = {**record, "digests": files}
    whole["seal"] = _seal_of(whole)
    (folder / MANIFEST).write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")


def _seal_of(record: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in record.items() if name != "seal"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def manifest(folder: Path) -> Mapping[str, Any] | None:
    """The manifest of a snapshot; None when it is missing or anything else than what `seal` wrote."""
    try:
        return _sealed(folder / MANIFEST, *state_of(folder / MANIFEST))
    except (OSError, ValueError, RecursionError):
        return None


def is_earlier(folder: Path) -> bool:
    """Whether a snapshot was made by 0.1, whose manifests held no digests: it can be neither checked nor read."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes()[:MOST_MANIFEST_BYTES])
    except (OSError, ValueError, RecursionError):
        return False
    return (
        isinstance(found, dict)
        and {"built_at", "shape"} <= found.keys()
        and not {"digests", "seal"} & found.keys()
    )


@lru_cache(maxsize=256)
def _sealed(path: Path, size: int, _changed: int, _place: int) -> Mapping[str, Any]:
    if size > MOST_MANIFEST_BYTES:
        raise ValueError(f"{path} is too large")
    found = json.loads(path.read_bytes().decode())
    if not isinstance(found, dict) or found.get("seal") != _seal_of(found):
        raise ValueError(f"{path} is not as it was written")
    return MappingProxyType(found)


def faults(folder: Path, at_once: int = AT_ONCE_BYTES) -> tuple[str, ...]:
    """The names of a snapshot's files that are not as they were written; none for a whole one.

    Files larger than `at_once` bytes that have not been read before are taken by their size.
    Asked dozens of times a page, so a folder is compared again only when one of its files has changed.
    """
    states = _states_in(folder)
    if states and _found_whole.get(folder) == (at_once, states):
        return ()
    found = _faults(folder, lambda path, written: _is_as_written(path, written, at_once))
    if found:
        _found_whole.pop(folder, None)
    else:
        _found_whole[folder] = (at_once, states)
    return found


def _states_in(folder: Path) -> frozenset[tuple[str | int, ...]]:
    try:
        with os.scandir(folder) as entries:
            found = [(each.name, each.stat()) for each in entries]
    except OSError:
        return frozenset()
    return frozenset((name, one.st_size, one.st_mtime_ns, one.st_ino) for name, one in found)


def examine(folder: Path) -> tuple[str, ...]:
    """The same, by reading every file of a snapshot to its end, whatever is known of it."""
    found = _faults(folder, _is_still_as_written)
    if found:
        _found_whole.pop(folder, None)
    return found


def damaged(snapshots: Path) -> dict[str, tuple[str, ...]]:
    """Each snapshot on disk that is not whole, and which of its files; every file is read to its end.

    Those that an earlier version of the product made are none of them.
    """
    found = {folder.name: examine(folder) for folder in folders(snapshots) if not is_earlier(folder)}
    return {name: files for name, files in found.items() if files}


def is_whole(path: Path, *, again: bool = False) -> bool:
    """Whether one file is as its snapshot's manifest says, by reading it `again` or as far as is known.

    A file that no manifest names is taken as it is.
    """
    known = manifest(path.parent)
    written = known["digests"].get(path.name) if known is not None else None
    if written is None:
        return path.is_file()
    whole = _is_still_as_written(path, written) if again else _is_as_written(path, written, AT_ONCE_BYTES)
    if not whole:
        _found_whole.pop(path.parent, None)
    return whole


def _faults(folder: Path, is_as_written: Callable[[Path, Mapping[str, Any]], bool]) -> tuple[str, ...]:
    known = manifest(folder)
    if known is None:
        return (MANIFEST,)
    written = known["digests"]
    try:
        # What DuckDB would read beside a release, or a release that no load has written.
        beside = sorted(path.name for path in folder.iterdir() if path.suffix in (".duckdb", ".wal"))
    except OSError:  # taken away meanwhile
        return (MANIFEST,)
    changed = [name for name in written if not is_as_written(folder / name, written[name])]
    return (*changed, *(name for name in beside if name not in written))


def _is_as_written(path: Path, written: Mapping[str, Any], at_once: int) -> bool:
    try:
        state = state_of(path)
        if state[0] != written["bytes"]:
            return False
        unread = state[0] > at_once and not is_known(path, state)
        return unread or bool(known_digest(path) == written["sha256"])
    except OSError:
        return False


def _is_still_as_written(path: Path, written: Mapping[str, Any]) -> bool:
    try:
        return bool(known_digest(path, again=True) == written["sha256"])
    except OSError:
        return False
