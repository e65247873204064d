"""What a reviewer asks of a figure: the verdict on its target, the reckoning behind it, the lines it rests on."""

from __future__ import annotations

from dataclasses import replace

from meomureum.analysis import lineage
from meomureum.analysis.lineage import FileLines
from meomureum.analysis.targets.judgement import Progress
from meomureum.analysis.words.plain_verdict import whole_verdict
from meomureum.analysis.words.workings import workings
from meomureum.drawing.figure import Figure
from meomureum.figures.standing import Standing
from meomureum.measures import measurement
from meomureum.measures.measurement import Scope
from meomureum.store.address import DATA_SETS, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

STEP = Text("{name}: {words}", "{name}: {words}")
LOADED = Text("적재", "Loaded")
LINES = Text("{file} ({kind}): {lines}", "{file} ({kind}): {lines}")


def with_verdict(figure: Figure, judged: Standing) -> Figure:
    """The figure of one place with where it stands against its target and how that was reckoned."""
    if judged.target is None:
        return figure
    verdict = whole_verdict(judged.progress, judged.people)
    return replace(
        figure,
        verdict=verdict(figure.language),
        workings=_steps(judged.progress, figure.language),
    )


def _steps(progress: Progress, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple(
        (STEP.fill(name=each.name, words=each.words)(language), each.filled(language))
        for each in workings(progress)
    )


def with_lineage(snapshot: Snapshot, figure: Figure, view: View) -> Figure:
    """The same with the files and lines behind its values, where it is a trend of one indicator."""
    if figure.kind not in ("line", "panels") or snapshot.id != figure.snapshot_id:
        return figure
    kpi = measurement.find(view.kpi)
    scope = Scope(view.data_set, cities=view.cities, first_year=view.first_year, last_year=view.last_year)
    by = ("city", "year") if figure.by == "city" else ("city", "institution", "year")
    for formula in [view.formula] if view.formula else ["", *kpi.stand_ins]:
        found = lineage.trace(snapshot, kpi.id, scope, by, formula)
        if found.files:
            return replace(figure, lineage=tuple(_told(each, figure.language) for each in found.files))
    return figure


def _told(found: FileLines, language: Language) -> str:
    kind = next((text for code, text in DATA_SETS.items() if code == found.data_set), LOADED)
    file = f"{found.file} [{found.sheet}]" if found.sheet else found.file
    return LINES.fill(file=file, kind=kind, lines=found.stretches())(language)
