"""What files are called: in the language of their words, and apart by content, format and shape."""

from __future__ import annotations

import re
from collections.abc import Mapping

from meomureum.drawing.figure import Briefing, Figure
from meomureum.drawing.safe_text import one_line
from meomureum.texts import Text, plain

SHAPES: Mapping[str, Text] = {
    "hwpx-native": Text("차트", "charts"),
    "csv": plain("CSV"),
    "parquet": plain("Parquet"),
    "pdf-landscape": Text("가로", "landscape"),
    "png": Text("그림16x9", "picture16x9"),
    "png-square": Text("그림1x1", "picture1x1"),
    "png-a4": Text("그림A4", "pictureA4"),
    "svg": plain("SVG"),
}
"""What is said of a format whose ending does not tell it from another."""
MOST_LETTERS = 60


def file_name(name: str, briefing: Briefing, ending: str) -> str:
    """The name of a file of that format: "김해시_지역_정주_지표_현황_2026-11-30.pptx"."""
    alone = briefing.figures[0] if len(briefing.figures) == 1 else None
    stem = plain_stem(briefing.title) if alone is None else figure_stem(alone)
    shape = SHAPES[name](briefing.language) if name in SHAPES else ""
    return "_".join(each for each in (stem, briefing.made_on, shape) if each) + ending


def figure_stem(figure: Figure) -> str:
    """Its measure, place and code, of letters that every file system takes."""
    measure_and_place = figure.subtitle.split(" · ")[:2]
    return f"{plain_stem('_'.join(measure_and_place))}_{figure.code}"


def plain_stem(words: str) -> str:
    """The words as a part of a file's name."""
    return re.sub(r"[^\w-]+", "_", one_line(words, MOST_LETTERS)).strip("_") or "meomureum"
