"""A file a figure; several figures are handed over as one ZIP."""

from __future__ import annotations

from collections.abc import Callable

from meomureum.drawing.archive import archive_of
from meomureum.drawing.figure import Briefing, Figure
from meomureum.export.file_names import figure_stem
from meomureum.texts import Language


def figure_files(briefing: Briefing, ending: str, file: Callable[[Figure, Language], bytes]) -> bytes:
    """One file, or a ZIP of one a figure; the same briefing gives the same bytes."""
    files = {
        f"{number:02d}-{figure_stem(figure)}.{ending}": file(figure, briefing.language)
        for number, figure in enumerate(briefing.figures, start=1)
    }
    return next(iter(files.values())) if len(files) == 1 else archive_of(files)
