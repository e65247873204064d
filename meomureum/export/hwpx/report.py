"""Hangul (HWPX) in the manner of Korean reports: □ finding, ○ measure, - values, ※ source; native tables.

Everything is text, tables and pictures in the line, so that any part can be copied into a report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from meomureum.drawing.figure import Briefing, TemplateName
from meomureum.drawing.particulars import PRODUCT
from meomureum.drawing.safe_text import visible
from meomureum.drawing.summary import has_summary
from meomureum.export.hwpx.document import document_bytes, new_document, number_pages, styles
from meomureum.export.hwpx.report_lines import HangulSheet
from meomureum.export.hwpx.report_styles import styles_of_city


def write(briefing: Briefing) -> bytes:
    """The document as a file; the same briefing gives the same bytes."""
    return _written(briefing, native=False)


def write_native(briefing: Briefing) -> bytes:
    """The same with charts that Hangul itself draws and edits, where it knows the kind."""
    return _written(briefing, native=True)


def _written(briefing: Briefing, *, native: bool) -> bytes:
    document = new_document()
    looks = styles_of_city(briefing.brand)
    made = styles(document, tuple(dict.fromkeys(looks.values())))
    kinds = {style: made[look] for style, look in looks.items()}
    sheet = HangulSheet(document, kinds, briefing, native=native)
    LAYOUTS[briefing.template](sheet, briefing)
    number_pages(document)
    preview = [briefing.title, briefing.subtitle, *(f"□ {figure.title}" for figure in briefing.figures)]
    return document_bytes(document, briefing, PRODUCT(briefing.language), [visible(line) for line in preview])


def _council(sheet: HangulSheet, briefing: Briefing) -> None:
    """Title, verdicts, the figures one after the other."""
    sheet.cover(briefing)
    if has_summary(briefing):
        sheet.summary(briefing)
    for number, figure in enumerate(briefing.figures, start=1):
        if number - 1 == briefing.appendix:
            sheet.appendix(briefing)
        sheet.figure(figure, number)


def _internal(sheet: HangulSheet, briefing: Briefing) -> None:
    """The same, each figure with its reckoning and the lines it rests on."""
    sheet.cover(briefing)
    if has_summary(briefing):
        sheet.summary(briefing)
    for number, figure in enumerate(briefing.figures, start=1):
        sheet.figure(figure, number)
        sheet.review(figure)


def _press(sheet: HangulSheet, briefing: Briefing) -> None:
    """Title, when it may be used and who answers for it, lead, small figures."""
    sheet.cover(briefing)
    sheet.press_form(briefing)
    sheet.lead(briefing)
    for number, figure in enumerate(briefing.figures, start=1):
        sheet.small(figure, number)


def _cards(sheet: HangulSheet, briefing: Briefing) -> None:
    """A page a figure under the title of the whole."""
    sheet.cover(briefing)
    for number, figure in enumerate(briefing.figures, start=1):
        sheet.card(figure, number)


LAYOUTS: Mapping[TemplateName, Callable[[HangulSheet, Briefing], None]] = {
    "council": _council,
    "internal": _internal,
    "press": _press,
    "card": _cards,
}
