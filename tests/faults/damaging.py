"""Every way in which a file of a snapshot, or beside the snapshots, may be damaged; by a seeded chance."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

Harm = Callable[[Path, Random], None]


def flipped(path: Path, chance: Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def flipped_quietly(path: Path, chance: Random) -> None:
    """As a disk does it: in place, and the time of the file does not tell."""
    before = path.stat()
    with path.open("r+b") as file:
        at = chance.randrange(before.st_size)
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ (1 << chance.randrange(8))]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def zeroed(path: Path, chance: Random) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(chance.randrange(size))
        file.write(bytes(min(4096, size)))


def truncated(path: Path, chance: Random) -> None:
    with path.open("r+b") as file:
        file.truncate(chance.randrange(path.stat().st_size))


def emptied(path: Path, _: Random) -> None:
    path.write_bytes(b"")


def removed(path: Path, _: Random) -> None:
    path.unlink()


def made_a_folder(path: Path, _: Random) -> None:
    path.unlink()
    path.mkdir()
    (path / "within").write_bytes(b"x")


def noise(path: Path, chance: Random) -> None:
    path.write_bytes(chance.randbytes(chance.randrange(1, 5000)))


def a_megabyte_of_zeros(path: Path, _: Random) -> None:
    path.write_bytes(bytes(1 << 20))


def joined_by_another(path: Path, chance: Random) -> None:
    """What DuckDB would replay over a release, or what would be offered as one."""
    name = chance.choice(["exact.duckdb.wal", "internal.duckdb"])
    (path.parent / name).write_bytes(chance.randbytes(100))


def of_another_snapshot(path: Path, _: Random) -> None:
    for folder in path.parent.parent.iterdir():
        if folder.is_dir() and folder != path.parent and (folder / path.name).is_file():
            shutil.copyfile(folder / path.name, path)


def no_manifest(path: Path, chance: Random) -> None:
    words = ["", "[]", "null", "NaN", "1", '"x"', "{", "[" * 100_000, '{"built_at": NaN}', "{}", "9" * 5000]
    path.write_text(chance.choice(words), "utf-8")


def a_key_short(path: Path, chance: Random) -> None:
    found = json.loads(path.read_text("utf-8"))
    del found[chance.choice(sorted(found))]
    path.write_text(json.dumps(found), "utf-8")


def of_wrong_kinds(path: Path, chance: Random) -> None:
    found = json.loads(path.read_text("utf-8"))
    found[chance.choice(sorted(found))] = chance.choice([None, [], {}, float("nan"), -1, "2020-01-01", True])
    path.write_text(json.dumps(found), "utf-8")


def other_words(path: Path, chance: Random) -> None:
    """A pointer that names nothing, or what it must not."""
    words = ["0" * 12, "../../../etc", "..", ".", "/", "\0" * 12, "스냅숏", "x" * 12, "A" * 12, "\n", "lock"]
    path.write_text(chance.choice(words), "utf-8")


OF_ANY_FILE: tuple[Harm, ...] = (
    flipped,
    truncated,
    emptied,
    removed,
    made_a_folder,
    noise,
    a_megabyte_of_zeros,
)
OF_A_RELEASE: tuple[Harm, ...] = (
    *OF_ANY_FILE,
    flipped,
    flipped_quietly,
    zeroed,
    joined_by_another,
    of_another_snapshot,
)
OF_A_MANIFEST: tuple[Harm, ...] = (
    *OF_ANY_FILE,
    no_manifest,
    a_key_short,
    of_wrong_kinds,
    of_another_snapshot,
)
OF_A_POINTER: tuple[Harm, ...] = (*OF_ANY_FILE, other_words)


def harms(name: str) -> tuple[Harm, ...]:
    """The ways in which a file of that name may be damaged."""
    if name == "manifest.json":
        return OF_A_MANIFEST
    return OF_A_RELEASE if "." in name and not name.endswith(".txt") else OF_A_POINTER
