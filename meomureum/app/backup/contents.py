"""What goes into a backup: each file under the name that it has in a home of its own.

Everything in the data folder that did not come with the product (loaded files, what the city has entered, rounds
of collection with the keys that sign them, ledgers), every whole snapshot, the registers and logs beside them, and
the settings without secrets. What a process holds only while it works (locks, half-written files) stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from meomureum.access import log
from meomureum.app.backup.settings_text import without_secrets
from meomureum.project import PROJECT, user_folder
from meomureum.store import environment, integrity, locks
from meomureum.store.pointer import folders

DATA, SNAPSHOTS, SETTINGS = "data", "data/snapshots", ".streamlit"
SECRETS_FILE = "secrets.toml"
SECTIONS = ("auth", "access")
PICTURES = (".png", ".jpg", ".jpeg")
_LOCKS = ("lock", locks.HOLDER)
_NOT_PASSING = (".drawn-from", ".accepting")  # hidden, and part of what a folder holds


@dataclass(frozen=True)
class Item:
    """One file of a backup: its name there, and where it stands or what it holds."""

    name: str
    source: Path | bytes


@dataclass(frozen=True)
class Contents:
    """The files; which snapshots are damaged and stay out; which secrets are to be entered again."""

    items: tuple[Item, ...]
    damaged: tuple[str, ...]
    blanked: tuple[str, ...]


def contents() -> Contents:
    """What the installation holds now; the caller holds the load lock, so that no load is half seen."""
    home = environment.home()
    damaged = tuple(integrity.damaged(home))
    written, blanked = _settings()
    found = (*_data(environment.data()), *_snapshots(home, damaged), *_beside(home), *written)
    return Contents(tuple(sorted(found, key=lambda each: each.name)), damaged, blanked)


def _data(data: Path) -> Iterator[Item]:
    not_ours = {(PROJECT / "data" / each).resolve() for each in ("reference", "published", "sample")}
    not_ours |= {environment.home().resolve(), (data / "snapshots").resolve()}
    for place in sorted(each for each in data.glob("*") if each.resolve() not in not_ours):
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and _stays(path.relative_to(data)):
                yield Item(f"{DATA}/{path.relative_to(data).as_posix()}", path)


def _stays(path: Path) -> bool:
    """Whether it is no lock and no half-written file."""
    hidden = [part for part in path.parts if part.startswith(".") and part not in _NOT_PASSING]
    return not hidden and path.name not in _LOCKS and path.suffix not in (".partial", ".lock")


def _snapshots(home: Path, damaged: tuple[str, ...]) -> Iterator[Item]:
    for folder in (each for each in folders(home) if each.name not in damaged):
        for path in sorted(folder.iterdir()):
            yield Item(f"{SNAPSHOTS}/{folder.name}/{path.name}", path)


def _beside(home: Path) -> Iterator[Item]:
    """Pointer, registers, ledger and logs; the access log and the mark of its end are of one moment."""
    together = (log.LOG, log.HEAD)
    for path in sorted(each for each in home.glob("[!.]*") if each.is_file()):
        if path.name not in together and _stays(Path(path.name)):
            yield Item(f"{SNAPSHOTS}/{path.name}", path)
    with locks.locked(home / log.LOCK, log.LOCK_PATIENCE_SECONDS):
        held = [(each, each.read_bytes()) for name in together if (each := home / name).is_file()]
    yield from (Item(f"{SNAPSHOTS}/{path.name}", content) for path, content in held)


def _settings() -> tuple[list[Item], tuple[str, ...]]:
    """The settings of the user's folder, and the names of the secrets that stay out."""
    folder, found, blanked = user_folder() / SETTINGS, list[Item](), list[str]()
    for name, sections in (("config.toml", ()), (SECRETS_FILE, SECTIONS)):
        if (folder / name).is_file():
            text, names = without_secrets((folder / name).read_text("utf-8"), sections)
            found.append(Item(f"{SETTINGS}/{name}", text.encode()))
            blanked += names
    plain = [folder / "brand.toml", *(path for path in folder.glob("*") if path.suffix.lower() in PICTURES)]
    found += [Item(f"{SETTINGS}/{path.name}", path) for path in plain if path.is_file()]
    return found, tuple(blanked)
