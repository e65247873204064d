"""Views that somebody has put aside by name: one small file beside the snapshots, for the installation.

A view is kept as the address that opens it, so an old one is read like any old link: what it
names and the data no longer have is left out and said. Only who may analyse writes here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import cast

from meomureum.session.roles import uses
from meomureum.store import durable, environment, locks
from meomureum.store.environment import today
from meomureum.texts import Text

MOST_VIEWS, MOST_LETTERS = 200, 60
PATIENCE_SECONDS = 2.0
FULL = Text(
    "보기는 {most}개까지 저장할 수 있습니다. 쓰지 않는 것을 지워 주십시오.",
    "Up to {most} views can be saved. Please delete one that is not used.",
)
TAKEN = Text("‘{name}’ 이름의 보기가 이미 있습니다.", "There is already a view named “{name}”.")
NAMELESS = Text("이름을 적어 주십시오.", "Please give it a name.")
BUSY = Text(
    "다른 사람이 저장하고 있습니다. 잠시 뒤에 다시 눌러 주십시오.",
    "Somebody else is saving. Please try again in a moment.",
)


@dataclass(frozen=True)
class SavedView:
    """A name, the relative address that opens the view, and the day it was saved (ISO)."""

    name: str
    address: str
    saved_on: str


def saved_views() -> tuple[SavedView, ...]:
    """Every saved view, by name; what cannot be read is none."""
    listed = _written()
    found = (_read(each) for each in (listed if isinstance(listed, list) else []))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.name))


def _written() -> object:
    """What the file says; None if it is not there or nobody can read it."""
    try:
        return json.loads(_file().read_bytes())
    except (OSError, ValueError):
        return None


def _read(written: object) -> SavedView | None:
    """One view; an address leads to a page of the product or nowhere."""
    try:
        found = SavedView(**cast("dict[str, str]", written))
    except TypeError:
        return None
    return (
        found if all(isinstance(each, str) for each in astuple(found)) and found.address[:2] == "./" else None
    )


def save(name: str, address: str) -> Text | None:
    """Save a view under a new name; returns what prevents it, or None."""
    wanted = _name(name)

    def added(held: Sequence[SavedView]) -> list[SavedView] | Text:
        if len(held) >= MOST_VIEWS:
            return FULL.fill(most=MOST_VIEWS)
        return _unless_taken(wanted, held) or [*held, SavedView(wanted, address, str(today()))]

    return _change(added)


def rename(old: str, new: str) -> Text | None:
    """Rename a view; returns what prevents it, or None."""
    wanted = _name(new)

    def renamed(held: Sequence[SavedView]) -> list[SavedView] | Text:
        others = [each for each in held if each.name != old]
        return _unless_taken(wanted, others) or [
            replace(each, name=wanted) if each.name == old else each for each in held
        ]

    return _change(renamed)


def delete(name: str) -> Text | None:
    """Delete a view."""
    return _change(lambda held: [each for each in held if each.name != name])


def _name(written: str) -> str:
    return " ".join(written.split())[:MOST_LETTERS]


def _unless_taken(name: str, held: Sequence[SavedView]) -> Text | None:
    if not name:
        return NAMELESS
    return TAKEN.fill(name=name) if any(each.name == name for each in held) else None


def _change(change: Callable[[Sequence[SavedView]], list[SavedView] | Text]) -> Text | None:
    if not uses("save_views"):
        return BUSY
    try:
        with locks.locked(_file().with_suffix(".lock"), PATIENCE_SECONDS):
            wanted = change(saved_views())
            if isinstance(wanted, Text):
                return wanted
            _write(wanted)
    except TimeoutError:
        return BUSY
    return None


def _write(views: Sequence[SavedView]) -> None:
    """In one step: who reads meanwhile has the old file or the new one. What nobody can read is set aside."""
    if _file().exists() and not isinstance(_written(), list):
        _file().replace(_file().with_suffix(".damaged"))
    durable.replace(_file(), json.dumps([asdict(each) for each in views], ensure_ascii=False, indent=1))


def _file() -> Path:
    return environment.home() / "views.json"
