"""A backup as one ZIP: its files, and a sealed manifest with the size and SHA-256 of each."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from meomureum.app.backup.contents import DATA, SETTINGS, Item
from meomureum.texts import Text

MANIFEST = "MANIFEST.json"
FORMAT = 1
PIECE = 1 << 20
MOST_MANIFEST_BYTES = 64 << 20
_PLAIN = re.compile(r"[^\\:\x00-\x1f]+")

NOT_A_BACKUP = Text(
    "백업 파일이 아니거나 끝까지 있지 않습니다: {reason}",
    "It is no backup, or not all of it is there: {reason}",
)
NO_MANIFEST = Text(
    "목록(MANIFEST.json)이 없거나 고쳐졌습니다.",
    "The list of its files (MANIFEST.json) is missing or was changed.",
)
LATER_FORMAT = Text(
    "더 새로운 판의 제품이 만든 백업입니다. 그 판으로 여세요.",
    "A newer version of the product made this backup. Open it with that version.",
)
GONE = Text("{name}: 백업에 없습니다.", "{name}: not in the backup.")
CHANGED = Text("{name}: 넣을 때와 다릅니다(손상).", "{name}: not as it was put in (damaged).")
UNKNOWN = Text("{name}: 목록에 없는 파일입니다.", "{name}: not in the list of its files.")
ASTRAY = Text("{name}: 백업에 있을 수 없는 자리입니다.", "{name}: no place that a backup has.")


class Unusable(Exception):
    """A backup that cannot be restored; `faults` say what is wrong with which file."""

    def __init__(self, faults: tuple[Text, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(each.en for each in faults))


@dataclass(frozen=True)
class Backup:
    """What the manifest of a backup says of it, and its files by name with size and digest."""

    about: Mapping[str, Any]
    files: Mapping[str, tuple[int, str]]

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(size for size, _ in self.files.values())


def write(path: Path, items: Iterable[Item], about: Mapping[str, Any]) -> Backup:
    """Write an archive into an empty file; each file's digest is that of the bytes that went in."""
    files: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in items:
            files[item.name] = _put(archive, item)
        whole = {**about, "format": FORMAT, "files": files}
        archive.writestr(MANIFEST, json.dumps({**whole, "seal": _seal(whole)}, ensure_ascii=False))
    return Backup(about, files)


def _put(archive: zipfile.ZipFile, item: Item) -> tuple[int, str]:
    entry = zipfile.ZipInfo(item.name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as out:
        if isinstance(item.source, bytes):
            out.write(item.source)
            return len(item.source), hashlib.sha256(item.source).hexdigest()
        with item.source.open("rb") as file:
            return _copied(file, out)


def _copied(source: IO[bytes], out: IO[bytes] | None) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if out is not None:
            out.write(piece)
    return size, digest.hexdigest()


def _seal(whole: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verified(path: Path) -> Backup:
    """The backup, every file of it read to its end; raises Unusable with each fault, OSError where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            backup = _listed(archive)
            faults = tuple(_faults(archive, backup))
    except (zipfile.BadZipFile, EOFError) as torn:
        raise Unusable((NOT_A_BACKUP.fill(reason=str(torn)),)) from torn
    if faults:
        raise Unusable(faults)
    return backup


def _listed(archive: zipfile.ZipFile) -> Backup:
    try:
        if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
            raise ValueError(MANIFEST)
        found = json.loads(archive.read(MANIFEST))
        seal = found.pop("seal")
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in found["files"].items()}
    except (KeyError, ValueError, TypeError, AttributeError, zlib.error, zipfile.BadZipFile) as fault:
        raise Unusable((NO_MANIFEST,)) from fault
    if found.get("format") != FORMAT:
        raise Unusable((LATER_FORMAT,))
    if seal != _seal(found):
        raise Unusable((NO_MANIFEST,))
    return Backup({name: value for name, value in found.items() if name != "files"}, files)


def _faults(archive: zipfile.ZipFile, backup: Backup) -> Iterator[Text]:
    there = [each for each in archive.namelist() if each != MANIFEST]
    for name in sorted({*there} - backup.files.keys() | {each for each in there if there.count(each) > 1}):
        yield UNKNOWN.fill(name=name)
    for name, written in backup.files.items():
        if not _has_a_place(name):
            yield ASTRAY.fill(name=name)
        elif name not in there:
            yield GONE.fill(name=name)
        elif not _is_as_written(archive, name, written):
            yield CHANGED.fill(name=name)


def _has_a_place(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_plain = bool(_PLAIN.fullmatch(name)) and "/".join(parts) == name
    return is_plain and len(parts) > 1 and parts[0] in (DATA, SETTINGS) and not {".", ".."} & {*parts}


def _is_as_written(archive: zipfile.ZipFile, name: str, written: tuple[int, str]) -> bool:
    try:
        with archive.open(name) as source:
            return archive.getinfo(name).file_size == written[0] and _copied(source, None) == written
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return False


def extract(path: Path, backup: Backup, folder: Path) -> None:
    """Write every file into an empty folder, for its owner alone; raises Unusable where one is not as it was put in."""
    with zipfile.ZipFile(path) as archive:
        for name, written in backup.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, place.open("xb") as out:
                if _copied(source, out) != written:
                    raise Unusable((CHANGED.fill(name=name),))
            place.chmod(0o600)
