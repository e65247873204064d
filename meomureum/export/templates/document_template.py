"""A Hangul template filled: charts, pictures and tables in the place of paragraphs, words in the type of their runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hwpx.document import HwpxDocument

from meomureum.drawing.archive import archive_of
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.particulars import ALT
from meomureum.drawing.picture.pictures import SIZES, picture
from meomureum.drawing.picture.raster import SHARPNESS
from meomureum.drawing.safe_text import visible
from meomureum.drawing.summary import rows_on_paper
from meomureum.export.hwpx.document import BODY_WIDTH, add_picture, add_rows, describe, numbered_members
from meomureum.export.hwpx.native_charts import chart_xml
from meomureum.export.renewal.paragraphs import paragraphs_of, words_in, write
from meomureum.export.templates.placeholders import Filling, drawn_alone
from meomureum.texts import Text
from meomureum.verify.office_xml import every, local
from meomureum.verify.received_sections import PREVIEW

PARAGRAPH = Text("{number}번째 문단", "paragraph {number}")
PLAIN, MOST_PREVIEW = "0", 2_000


def fill_document(content: bytes, filling: Filling) -> bytes:
    """The document with every placeholder filled; raises Faulty with every one that cannot be."""
    document = HwpxDocument.open(content)
    roots = [section.element for section in document.sections]
    held = [paragraph for root in roots for paragraph in paragraphs_of(root)]
    places = [PARAGRAPH.fill(number=at) for at in range(1, len(held) + 1)]
    filling.check([(where, words_in(each), True) for where, each in zip(places, held, strict=True)])
    for where, paragraph in zip(places, held, strict=True):
        drawn = drawn_alone(words_in(paragraph))
        figure = None if drawn is None else filling.figure(drawn, where)
        if drawn is None or figure is None:
            write(paragraph, filling.words(words_in(paragraph), where))
        elif drawn.kind == "trend" and drawing_of(figure) is not None:
            _put(document, paragraph, _drawn(document, figure, paragraph))
        else:
            _put(document, paragraph, _table(document, figure, paragraph))
    for section in document.sections:
        section.mark_dirty()
    members = numbered_members(document)
    if PREVIEW in members:
        lines = (words_in(each) for root in roots for each in paragraphs_of(root))
        members[PREVIEW] = "\r\n".join(lines)[:MOST_PREVIEW].encode()
    return archive_of(members)


def _put(document: HwpxDocument, paragraph: Any, fresh: Sequence[Any]) -> None:
    """Runs in place of those of a paragraph, which keeps its own look; the one they were made in goes."""
    made: Any = document.sections[-1].element[-1]
    for run in [each for each in paragraph if local(each) == "run" and every(each, "t")]:
        paragraph.remove(run)
    for run in fresh:
        paragraph.append(run)
    for each in [each for each in paragraph if local(each) == "linesegarray"]:
        paragraph.remove(each)  # the lines of the words that stood there
    made.getparent().remove(made)


def _look(paragraph: Any) -> tuple[str, str]:
    """The ids of the shapes of a paragraph and of its letters."""
    runs = [each for each in paragraph if local(each) == "run"]
    letters = runs[0].get("charPrIDRef", PLAIN) if runs else PLAIN
    return paragraph.get("paraPrIDRef", PLAIN), letters


def _width(paragraph: Any) -> int:
    """How wide the cell is in which a paragraph stands, else the page between its margins."""
    for cell in (each for each in paragraph.iterancestors() if local(each) == "tc"):
        sizes = [int(each.get("width", 0)) for each in cell if local(each) == "cellSz"]
        around = [
            int(each.get(side, 0))
            for each in cell
            if local(each) == "cellMargin"
            for side in ("left", "right")
        ]
        return min(BODY_WIDTH, max(sizes[0] - sum(around), 1)) if sizes else BODY_WIDTH
    root = paragraph.getroottree().getroot()
    for page in every(root, "pagePr"):
        edges = [
            int(each.get(side, 0)) for each in page if local(each) == "margin" for side in ("left", "right")
        ]
        return max(int(page.get("width", 0)) - sum(edges), 1)
    return BODY_WIDTH


def _drawn(document: HwpxDocument, figure: Figure, paragraph: Any) -> Sequence[Any]:
    """A chart that Hangul draws itself, else the picture."""
    drawing, wide = drawing_of(figure), _width(paragraph)
    across, up = SIZES["plot"]
    size = (wide, round(wide * up / across))
    if drawing is not None and drawing.native:
        document.shapes.add_chart(
            chart_xml(figure), size=size, treat_as_char=True, char_pr_id_ref=_look(paragraph)[1]
        )
    else:
        content = picture(figure, figure.language, "plot", "png")
        pixels = (across * SHARPNESS, up * SHARPNESS)
        placed = add_picture(document, content, size, pixels, _look(paragraph))
        describe(placed, visible(f"{ALT(figure.language)}: {figure.alt}"))
    return _runs(document)


def _table(document: HwpxDocument, figure: Figure, paragraph: Any) -> Sequence[Any]:
    rows = rows_on_paper(figure, "council")
    add_rows(document, [figure.columns, *rows], visible(figure.subtitle), *_look(paragraph))
    return _runs(document)


def _runs(document: HwpxDocument) -> list[Any]:
    """What was added last."""
    return [each for each in document.sections[-1].element[-1] if local(each) == "run"]
