"""A city's figures before and after a load, and files that were made before it: for the tests of bringing files up to date."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from small import STUDENTS, Folder, written

from meomureum.drawing.figure import Briefing, Figure
from meomureum.export import FORMATS
from meomureum.export.renewal.update import Update, updated
from meomureum.figures.recipes import figures_of
from meomureum.measures import measurement
from meomureum.measures.measurement import Scope
from meomureum.store import warehouse
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.verify.issued_figures import Issued, issue, register_of
from meomureum.verify.judgement import figures_in

KPI = "university_dropout_rate"
MADE_ON, TODAY = "2026-11-01", "2026-12-01"
SCHOOLS = ("인제대학교", "가야대학교(김해)", "김해대학교", "부산장신대학교")


def rows(year: str, *left: int) -> list[tuple[str, str, int, int]]:
    """A thousand students at each university of Gimhae, and how many of them left."""
    return [(year, school, 1000, gone) for school, gone in zip(SCHOOLS, left, strict=True)]


BEFORE = [*rows("2028", 50, 50, 40, 60), *rows("2029", 60, 60, 60, 60)]
AFTER = [*rows("2028", 50, 50, 40, 60), *rows("2029", 80, 60, 60, 60), *rows("2030", 120, 100, 104, 100)]
"""5.0% and 6.0%; then 5.0%, 6.5% and 10.6%."""


@dataclass(frozen=True)
class World:
    """Both snapshots, and the folder in which they and the register stand."""

    folder: Folder
    before: Snapshot
    after: Snapshot

    @property
    def place(self) -> Path:
        return self.folder.snapshots

    @property
    def register(self) -> dict[str, Issued]:
        return register_of(self.place)

    def figures(self, snapshot: Snapshot, language: str = "ko") -> tuple[Figure, ...]:
        """Two trends of Gimhae: of the city, and of its institutions."""
        views = [View(language, "published", ("gimhae",), kpi=KPI, by=by) for by in ("city", "institution")]  # type: ignore[arg-type]
        return tuple(each for view in views for each in figures_of(snapshot, "progress", view))

    def briefing(self, figures: Sequence[Figure] = (), **more: Any) -> Briefing:
        """A briefing of the snapshot before, entered in the register."""
        held = tuple(figures) or self.figures(self.before)
        made = Briefing("김해시 보고", "공표 자료", "ko", MADE_ON, held, self.before.id, **more)
        issue(made, self.place)
        return made

    def file(self, form: str, **more: Any) -> bytes:
        return FORMATS[form](self.briefing(**more))

    def updated(self, content: bytes) -> Update:
        """The file on the snapshot after, whose figures are registered as they are when a file is handed out."""
        found = updated(content, self.register, self.after, warehouse.kept(self.place), TODAY)
        found.enter(self.place)
        return found

    def measured(self) -> dict[int, float]:
        """The rate of the city by year, asked anew."""
        rows = measurement.measure(self.after, KPI, Scope("published", cities=("gimhae",)), ("city", "year"))
        rows = rows[rows["value"].notna()]
        return {int(year): float(value) for year, value in zip(rows["year"], rows["value"], strict=True)}

    def faults(self, content: bytes) -> list[str]:
        """What Verify finds in a file otherwise than it was issued."""
        return [
            f"{code} {each.series} {each.at}: {each.before} -> {each.after}"
            for code, shown in figures_in(content, self.register, self.place, lambda _: None).items()
            for each in shown.differences
        ]


def world_in(place: Path) -> World:
    """Build both snapshots."""
    folder = Folder(place, whole=True)
    folder.write(written(STUDENTS, BEFORE))
    before = folder.snapshot()
    folder.write(written(STUDENTS, AFTER))
    return World(folder, before, folder.snapshot())


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def saved(deck: Any) -> bytes:
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()
