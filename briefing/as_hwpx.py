"""Hangul (HWPX) in the manner of Korean reports: □ finding, ○ measure, - values, ※ source; native tables.

Everything is text, tables and pictures in the line, so that any part can be copied into a report.
"""

from __future__ import annotations

from collections.abc import Iterator

from hwpx.document import HwpxDocument
from hwpx.oxml import HwpxOxmlParagraph

from briefing.content import SYNTHETIC, Briefing, Figure, Series
from briefing.drawing import has_chart
from briefing.hangul import (
    BODY_STYLE,
    BODY_WIDTH,
    Style,
    add_table,
    describe,
    finished,
    new_document,
    number_pages,
    styles,
)
from briefing.palette import TEXT, WARNING_TEXT
from briefing.particulars import (
    ALT,
    AS_OF,
    CAVEAT,
    CODE,
    DEFINITION,
    FILTERS,
    LINK,
    MADE_ON,
    MARKS,
    PRODUCT,
    SNAPSHOT,
    SOURCE,
    UNIT,
    told,
    unit_words,
)
from briefing.pictures import SIZES, picture
from briefing.safe_text import visible
from texts import Language, Text

FIGURE_CAPTION = Text(
    "<그림 {number}> {name} ({unit}: {words})", "<Figure {number}> {name} ({unit}: {words})"
)
TABLE_CAPTION = Text("<표 {number}> {name} ({unit}: {words})", "<Table {number}> {name} ({unit}: {words})")
TITLE = Style(size=20, bold=True, alignment="CENTER", after=4)
SUBTITLE = Style(size=12, alignment="CENTER", after=10)
MARKED = Style(size=11, bold=True, alignment="CENTER", colour=WARNING_TEXT, after=6)
FINDING = Style(size=15, bold=True, hanging=6.5, before=14, after=3, keep=True)
MEASURE = Style(size=13, left=3, hanging=6, after=3, keep=True)
VALUE = Style(size=12, left=7, hanging=4, after=2)
SOURCE_LINE = Style(size=10, left=3, hanging=5, after=1, colour=TEXT)
FOOTNOTE = Style(size=9)
PLACED = Style(size=10, before=3, after=3, alignment="CENTER")


def write(briefing: Briefing) -> bytes:
    """The document as a file; the same briefing gives the same bytes."""
    document = new_document()
    kinds = styles(
        document,
        (TITLE, SUBTITLE, MARKED, FINDING, MEASURE, VALUE, SOURCE_LINE, FOOTNOTE, PLACED),
    )
    sheet = _Sheet(document, kinds, briefing.language)
    sheet.cover(briefing)
    for number, figure in enumerate(briefing.figures, start=1):
        sheet.figure(figure, number)
    number_pages(document)
    preview = [briefing.title, briefing.subtitle, *(f"□ {figure.title}" for figure in briefing.figures)]
    return finished(document, briefing, PRODUCT(briefing.language), [visible(line) for line in preview])


class _Sheet:
    """One document while it is written, line by line."""

    def __init__(
        self, document: HwpxDocument, kinds: dict[Style, tuple[str, str]], language: Language
    ) -> None:
        self._document, self._kinds, self._language = document, kinds, language

    def line(self, words: str, style: Style) -> HwpxOxmlParagraph:
        """One paragraph; the first one of a new document is there already."""
        shape, letters = self._kinds[style]
        words = visible(words).replace("\n", " ")
        first = self._document.paragraphs[0]
        if style == TITLE:
            first.text, first.para_pr_id_ref, first.char_pr_id_ref = words, shape, letters
            return first
        return self._document.add_paragraph(
            words, style_id_ref=BODY_STYLE, para_pr_id_ref=shape, char_pr_id_ref=letters
        )

    def cover(self, briefing: Briefing) -> None:
        """Title, what is shown, when it was made."""
        language = self._language
        self.line(briefing.title, TITLE)
        self.line(briefing.subtitle, SUBTITLE)
        if briefing.synthetic:
            self.line(f"※ {SYNTHETIC(language)}", MARKED)
        made = f"{MADE_ON(language)} {briefing.made_on} · {SNAPSHOT(language)} {briefing.snapshot_id}"
        by = [briefing.author] if briefing.author else []
        self.line(" · ".join([made, *by, PRODUCT(language)]), SUBTITLE)

    def figure(self, figure: Figure, number: int) -> None:
        """Finding, measure, picture, table, what it stands on."""
        mark = f" ({SYNTHETIC(self._language)})" if figure.synthetic else ""
        self.line(f"□ {figure.title}{mark}", FINDING)
        measure = self.line(f"○ {figure.subtitle}", MEASURE)
        note = visible(" · ".join(self._definition(figure)))
        self._document.notes.add_footnote(note, measure, char_pr_id_ref=self._kinds[FOOTNOTE][1])
        for series in figure.series:
            if latest := self._latest(series, figure):
                self.line(f"- {series.name}: {latest}", VALUE)
        if has_chart(figure):
            self._picture(figure, number)
        if figure.rows:
            shape, letters = self._kinds[PLACED]
            add_table(self._document, figure, self._caption(TABLE_CAPTION, figure, number), shape, letters)
        for words in self._sources(figure):
            self.line(f"※ {words}", SOURCE_LINE)

    def _definition(self, figure: Figure) -> Iterator[str]:
        yield f"{DEFINITION(self._language)}: {figure.definition}"
        yield from (f"{CAVEAT(self._language)}: {note}" for note in figure.notes)

    def _latest(self, series: Series, figure: Figure) -> str:
        """The last value that there is, with the people behind it."""
        valued = [point for point in series.points if point.value is not None]
        return told(valued[-1], figure.unit, self._language) if valued else ""

    def _picture(self, figure: Figure, number: int) -> None:
        content = picture(figure, self._language, "plot", "png")
        width, height = SIZES["plot"]
        shape, letters = self._kinds[PLACED]
        placed = self._document.add_picture(
            content,
            "png",
            width=BODY_WIDTH,
            height=round(BODY_WIDTH * height / width),
            style_id_ref=BODY_STYLE,
            para_pr_id_ref=shape,
            char_pr_id_ref=letters,
        )
        placed.set_caption(
            self._caption(FIGURE_CAPTION, figure, number), side="BOTTOM", char_pr_id_ref=letters
        )
        describe(placed, visible(f"{ALT(self._language)}: {figure.alt or figure.title}"))

    def _caption(self, text: Text, figure: Figure, number: int) -> str:
        """Its number, the measure, the unit and, on invented data, the mark."""
        language = self._language
        name = figure.subtitle + (f" · {SYNTHETIC(language)}" if figure.synthetic else "")
        filled = text.fill(number=number, name=name, unit=UNIT, words=unit_words(figure, language))
        return visible(filled(language))

    def _sources(self, figure: Figure) -> Iterator[str]:
        language = self._language
        yield f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
        marks = f" · {MARKS(language)}: {', '.join(figure.marks)}" if figure.marks else ""
        yield f"{FILTERS(language)}: {figure.filters}{marks}"
        yield f"{CODE(language)} {figure.code} · {SNAPSHOT(language)} {figure.snapshot_id}"
        yield f"{LINK(language)}: {figure.link}"
