"""What goes into a backup: each file under the name that it has in a home of its own.

Everything in the data folder that did not come with the product (loaded files, what the city has entered, rounds
of collection with the keys that sign them, ledgers), every whole snapshot, the registers and logs beside them, and
the settings without secrets. What a process holds only while it works (locks, half-written files) stays out.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meomureum.access import log
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


SECRET = re.compile(r"(secret|token|password|passwd|key)$", re.IGNORECASE)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
Table = Mapping[str, Any]


def without_secrets(text: str, sections: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """The same settings with empty words in place of secrets, and the names of those.

    Only the `sections` named are taken, or all. Raises ValueError for what is no TOML.
    """
    found = tomllib.loads(text)
    kept = {name: found[name] for name in sections if name in found} if sections else found
    blanked: list[str] = []
    lines = list(_table(_emptied(kept, "", blanked), ()))
    return "\n".join(lines).lstrip("\n") + "\n", tuple(blanked)


def _emptied(table: Table, under: str, blanked: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        found[name] = _emptied(value, f"{under}{name}.", blanked) if isinstance(value, dict) else value
        if SECRET.search(name) and isinstance(value, (str, list)) and value:
            found[name] = ""
            blanked.append(f"{under}{name}")
    return found


def _table(table: Table, place: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table and those under it."""
    own = {name: value for name, value in table.items() if not isinstance(value, dict)}
    if place and (own or not table):
        yield f"\n[{'.'.join(map(_name, place))}]"
    for name, value in own.items():
        yield f"{_name(name)} = {_value(value)}"
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _table(value, (*place, name))


def _name(word: str) -> str:
    return word if _BARE.fullmatch(word) else _value(word)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_name(name)} = {_value(each)}" for name, each in value.items()) + "}"
    return str(value)
