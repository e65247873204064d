"""PDF on A4: a cover, then a page a figure with its picture, its table and what it stands on.

The words go to the typesetter as data and never as source, so nothing in a name can become
a command. Fonts are embedded; the pages are tagged and the pictures described (PDF/UA-1).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Briefing, Figure, TemplateName
from meomureum.drawing.line_figure import stands_alone
from meomureum.drawing.particulars import (
    ALT,
    AS_OF,
    CODE,
    MADE_ON,
    PRODUCT,
    SNAPSHOT,
    SOURCE,
    listed_title,
    particulars,
    press_form,
    printed_link,
)
from meomureum.drawing.picture.paper import printable
from meomureum.drawing.picture.pictures import Shape, picture
from meomureum.drawing.picture.raster import bundled_fonts
from meomureum.drawing.qr import qr_picture
from meomureum.drawing.summary import (
    APPENDIX,
    COLUMNS,
    LINEAGE,
    SUMMARY,
    WORKINGS,
    appendix_rows,
    big_number,
    has_summary,
    lead,
    left_out,
    rows_on_paper,
    summary_rows,
)
from meomureum.drawing.words import SYNTHETIC
from meomureum.texts import Language

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "briefing.typ"
NARROW, WIDE, PADDING = 5, 24, 2
"""How many Latin letters a column of a table counts for, at least and at most."""
DRAWN = ("svg", "logo")
SMALL: tuple[TemplateName, ...] = ("press", "card")
FIRST_WIDE_LETTER = "\u1100"


def write(briefing: Briefing) -> bytes:
    """A4 portrait; the same briefing gives the same bytes."""
    return _typeset(briefing, landscape=False)


def write_landscape(briefing: Briefing) -> bytes:
    """A4 landscape."""
    return _typeset(briefing, landscape=True)


def _typeset(briefing: Briefing, *, landscape: bool) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        root=str(FOLDER),
        font_paths=bundled_fonts(),
        format="pdf",
        sys_inputs={"briefing": json.dumps(_printable(_words(briefing, landscape)), ensure_ascii=False)},
        pdf_standards="ua-1",
    )


def _printable(data: Any) -> Any:
    """The same data with every word in letters that the bundled font holds; a drawing holds none."""
    if isinstance(data, dict):
        return {key: value if key in DRAWN else _printable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_printable(value) for value in data]
    return printable(data) if isinstance(data, str) else data


def _words(briefing: Briefing, landscape: bool) -> dict[str, Any]:
    language = briefing.language
    facts = [
        f"{MADE_ON(language)} {briefing.made_on}",
        f"{SNAPSHOT(language)} {briefing.snapshot_id}",
        briefing.author,
    ]
    return {
        "template": briefing.template,
        "accent": briefing.brand.accent,
        "ink": briefing.brand.ink,
        "branded": bool(briefing.brand.colour),
        "logo": _logo(briefing),
        "lead": lead(briefing),
        "summary": _summary(briefing),
        "appendix": briefing.appendix,
        "rest": _listed(appendix_rows(briefing), language) if briefing.appendix is not None else [],
        "words": {
            "summary": SUMMARY(language),
            "workings": WORKINGS(language),
            "lineage": LINEAGE(language),
            "appendix": APPENDIX(language),
        },
        "title": briefing.title,
        "remark": briefing.remark,
        "subtitle": briefing.subtitle,
        "language": language,
        "landscape": landscape,
        "product": PRODUCT(language),
        "snapshot": f"{SNAPSHOT(language)} {briefing.snapshot_id}",
        "synthetic": SYNTHETIC(language) if briefing.synthetic else "",
        "press": press_form(briefing),
        "facts": [fact for fact in facts if fact],
        "code": CODE(language),
        "codes": [figure.code for figure in briefing.figures],
        "figures": [_figure(figure, language, briefing.template) for figure in briefing.figures],
    }


def _logo(briefing: Briefing) -> str:
    """The logo within a drawing, whose size the typesetter reads."""
    if not briefing.brand.logo:
        return ""
    wide, high = briefing.brand.shape
    held = b64encode(briefing.brand.redrawn).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}">'
        f'<image width="{wide:g}" height="{high:g}" href="data:image/png;base64,{held}"/></svg>'
    )


def _summary(briefing: Briefing) -> list[tuple[str, ...]]:
    """Head and rows of the verdicts; nothing where they would tell no more than the figures."""
    if not has_summary(briefing):
        return []
    return _listed(summary_rows(briefing), briefing.language)


def _listed(rows: Sequence[tuple[str, ...]], language: Language) -> list[tuple[str, ...]]:
    return [tuple(column(language) for column in COLUMNS), *rows]


def _figure(figure: Figure, language: Language, template: TemplateName) -> dict[str, Any]:
    shape: Shape = "small" if template in SMALL else "plot"
    alone = stands_alone(figure)
    drawing = None if alone else drawing_of(figure)
    drawn = picture(figure, language, shape, "svg-words").decode() if drawing is not None else ""
    rows = rows_on_paper(figure, template)
    columns = list(zip(figure.columns, *rows, strict=True))
    number = big_number(figure)
    return {
        "alone": alone,
        "big": number.shown if number else "",
        "told": number.told if number else "",
        "verdict": figure.verdict,
        "workings": figure.workings,
        "lineage": figure.lineage,
        "source": f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}",
        "title": figure.title,
        "listed": listed_title(figure, language),
        "remark": figure.remark,
        "subtitle": figure.subtitle,
        "code": figure.code,
        "alt": figure.alt or figure.title,
        "synthetic": SYNTHETIC(language) if figure.synthetic else "",
        "svg": drawn,
        "columns": figure.columns,
        "rows": rows,
        "rest": left_out(figure, rows, language),
        "widths": [min(max(NARROW, *map(_breadth, column)), WIDE) for column in columns],
        "numeric": [at in figure.counting for at in range(len(columns))],
        "particulars": [pair for pair in particulars(figure, language)[1:] if pair[0] != ALT(language)],
        "link": printed_link(figure),
        "qr": list(qr_picture(printed_link(figure))),
    }


def _breadth(cell: str) -> int:
    """Its letters, those of Hangul counted twice, and the room around them."""
    return PADDING + sum(2 if letter >= FIRST_WIDE_LETTER else 1 for letter in cell)
