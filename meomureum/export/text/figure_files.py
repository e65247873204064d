"""A file a figure; several figures are handed over as one ZIP."""

from __future__ import annotations

import re
from collections.abc import Callable

from meomureum.drawing.archive import archive_of
from meomureum.drawing.figure import Briefing, Figure
from meomureum.texts import Language


def figure_files(briefing: Briefing, ending: str, file: Callable[[Figure, Language], bytes]) -> bytes:
    """One file, or a ZIP of one a figure; the same briefing gives the same bytes."""
    files = {
        f"{number:02d}-{_file_name(figure)}.{ending}": file(figure, briefing.language)
        for number, figure in enumerate(briefing.figures, start=1)
    }
    return next(iter(files.values())) if len(files) == 1 else archive_of(files)


def _file_name(figure: Figure) -> str:
    """The figure's key and code, of letters that every file system takes."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", f"{figure.key}-{figure.code}").strip("-")
