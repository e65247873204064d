"""A received file with every figure that bears a code as it is today, and what that changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from meomureum.drawing.figure import Briefing, Figure
from meomureum.export.renewal.hangul import renew_document
from meomureum.export.renewal.package import UNREADABLE, Package
from meomureum.export.renewal.sheets import renew_workbook
from meomureum.export.renewal.slides import renew_deck
from meomureum.export.renewal.today import Change, Library
from meomureum.store.warehouse import Snapshot
from meomureum.verify.issued_covers import carry_covers
from meomureum.verify.issued_figures import Issued, issue
from meomureum.verify.office_xml import BROKEN
from meomureum.verify.received_leaf import Unreadable

WRITERS: Mapping[str, Callable[[Package, Library], list[Change]]] = {
    "pptx": renew_deck,
    "hwpx": renew_document,
    "xlsx": renew_workbook,
}


@dataclass(frozen=True)
class Update:
    """The file as it would be, what becomes of each figure, and the figures that it then holds."""

    content: bytes
    changes: tuple[Change, ...]
    figures: tuple[Figure, ...]
    snapshot_id: str
    made_on: str

    @property
    def changed(self) -> bool:
        """Whether the file is another one than was handed in."""
        return any(each.outcome == "renewed" for each in self.changes)

    def enter(self, snapshots: Path) -> None:
        """Write its figures into the register, and the covers that it keeps; before it is handed out."""
        made = Briefing("", "", "ko", self.made_on, self.figures, self.snapshot_id)
        issue(made, snapshots)
        carry_covers(made, [each.code for each in self.changes], snapshots)


def updated(
    content: bytes,
    register: Mapping[str, Issued],
    snapshot: Snapshot,
    kept: Sequence[Snapshot],
    made_on: str,
    may_see: Callable[[Issued], bool] = lambda _: True,
) -> Update:
    """Bring a deck, a document or a workbook up to date; nothing is written anywhere.

    `kept` are the snapshots that figures may have been made from, `made_on` the ISO date of today.
    Raises Unreadable for what is no such file.
    """
    package = Package(content)
    library = Library(register, snapshot, {each.id: each for each in kept}, made_on, may_see)
    try:
        changes = WRITERS[package.kind](package, library)
    except (*BROKEN, StopIteration) as fault:  # parts that refer to what is not there
        raise Unreadable(UNREADABLE) from fault
    _name_codes(package, changes)
    return Update(package.written(), tuple(changes), tuple(library.figures.values()), snapshot.id, made_on)


def _name_codes(package: Package, changes: Sequence[Change]) -> None:
    """What the file says of itself names the codes of today."""
    for name in ("docProps/core.xml", "Contents/content.hpf"):
        if name in package.names:
            part = before = package.read(name)
            for each in changes:
                if each.fresh:
                    part = part.replace(each.code.encode(), each.fresh.encode())
            if part != before:
                package.put(name, part)
