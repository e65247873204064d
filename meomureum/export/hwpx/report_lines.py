"""A Hangul document while it is written, line by line, in the manner of Korean reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hwpx.document import HwpxDocument
from hwpx.oxml import HwpxOxmlParagraph

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Briefing, Figure, Series
from meomureum.drawing.line_figure import MEASURED, stands_alone
from meomureum.drawing.palette import GROUND, tint
from meomureum.drawing.particulars import (
    ALT,
    AS_OF,
    CAVEAT,
    CODE,
    DEFINITION,
    EVENTS,
    FILTERS,
    LINK,
    MADE_ON,
    MARKS,
    PRODUCT,
    SNAPSHOT,
    SOURCE,
    UNIT,
    events_in_words,
    point_in_words,
    press_form,
    printed_link,
    unit_words,
)
from meomureum.drawing.picture.pictures import SIZES, Shape, picture
from meomureum.drawing.picture.raster import SHARPNESS
from meomureum.drawing.qr import QR_NAME, qr_picture
from meomureum.drawing.safe_text import visible
from meomureum.drawing.summary import (
    APPENDIX,
    COLUMNS,
    LINEAGE,
    SUMMARY,
    WORKINGS,
    appendix_rows,
    big_number,
    lead,
    left_out,
    rows_on_paper,
    summary_rows,
)
from meomureum.drawing.words import SYNTHETIC
from meomureum.export.hwpx.document import (
    BODY_STYLE,
    BODY_WIDTH,
    UNITS_A_MM,
    Style,
    add_picture,
    add_rows,
    describe,
)
from meomureum.export.hwpx.native_charts import chart_xml
from meomureum.export.hwpx.report_styles import (
    BIG,
    CARD_TITLE,
    CARD_WORDS,
    FINDING,
    FOOTNOTE,
    LEAD,
    MARKED,
    MEASURE,
    PLACED,
    SOURCE_LINE,
    SUBTITLE,
    TITLE,
    VALUE,
)
from meomureum.texts import Text

FIGURE_CAPTION = Text("<그림 {number}> {name}{unit}", "<Figure {number}> {name}{unit}")
TABLE_CAPTION = Text("<표 {number}> {name}{unit}", "<Table {number}> {name}{unit}")
COUNTED_IN = Text(" ({unit}: {words})", " ({unit}: {words})")
PALE = 0.88
LOGO_HEIGHT, QR_SIZE, SMALL_WIDTH = int(14 * UNITS_A_MM), int(22 * UNITS_A_MM), round(BODY_WIDTH * 0.6)


class HangulSheet:
    """One document while it is written, line by line."""

    def __init__(
        self,
        document: HwpxDocument,
        kinds: dict[Style, tuple[str, str]],
        briefing: Briefing,
        *,
        native: bool = False,
    ) -> None:
        self._document, self._kinds, self._language = document, kinds, briefing.language
        self._native = native
        self._brand, self._template = briefing.brand, briefing.template

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
        self._remark(briefing.remark)
        made = f"{MADE_ON(language)} {briefing.made_on} · {SNAPSHOT(language)} {briefing.snapshot_id}"
        by = [briefing.author] if briefing.author else []
        self.line(" · ".join([made, *by, PRODUCT(language)]), SUBTITLE)
        self._logo()

    def _remark(self, words: str) -> None:
        """Whose title it is that stands above, and what the data say against it."""
        if words:
            self.line(f"※ {words}", MARKED)

    def _logo(self) -> None:
        """The city's logo under the title, in the line like every picture."""
        if not self._brand.logo:
            return
        across, up = self._brand.shape
        height = min(LOGO_HEIGHT, round(BODY_WIDTH / 3 * up / across))
        size = (round(height * across / up), height)
        placed = add_picture(self._document, self._brand.logo, size, (across, up), self._kinds[PLACED])
        describe(placed, PRODUCT(self._language))

    def summary(self, briefing: Briefing) -> None:
        """The verdicts in a table, before the figures."""
        mark = f" ({SYNTHETIC(self._language)})" if briefing.synthetic else ""
        self.line(f"□ {SUMMARY(self._language)}{mark}", FINDING)
        self._listing(summary_rows(briefing), f"{SUMMARY(self._language)}{mark}")

    def _listing(self, rows: Sequence[Sequence[str]], caption: str) -> None:
        self._table([tuple(column(self._language) for column in COLUMNS), *rows], caption)

    def appendix(self, briefing: Briefing) -> None:
        """Where the story ends and the rest of the indicators begins, on a new page: a list of them."""
        self.line(APPENDIX(self._language), CARD_TITLE).element.set("pageBreak", "1")
        self._listing(appendix_rows(briefing), APPENDIX(self._language))

    def _table(self, rows: Sequence[Sequence[str]], caption: str) -> None:
        """A table whose header stands on the city's colour, made pale."""
        ground = tint(self._brand.colour, PALE) if self._brand.colour else GROUND
        add_rows(self._document, rows, caption, *self._kinds[PLACED], ground)

    def press_form(self, briefing: Briefing) -> None:
        """When a release may be used, and who answers for it."""
        for label, words in press_form(briefing):
            self.line(f"{label} {words}", SOURCE_LINE)

    def lead(self, briefing: Briefing) -> None:
        """The findings as the paragraph that a press release begins with."""
        self.line(lead(briefing), LEAD)

    def small(self, figure: Figure, number: int) -> None:
        """For the press: finding, picture, where it is from."""
        mark = f" ({SYNTHETIC(self._language)})" if figure.synthetic else ""
        self.line(f"○ {figure.title}{mark}", MEASURE)
        self._remark(figure.remark)
        if figure.verdict:
            self.line(f"- {figure.verdict}", VALUE)
        if drawing_of(figure) is not None:
            self._picture(figure, number, "small", SMALL_WIDTH)
        for words in self._short_sources(figure):
            self.line(f"※ {words}", SOURCE_LINE)

    def card(self, figure: Figure, number: int) -> None:
        """A page a figure: one number to be read from afar."""
        mark = f" ({SYNTHETIC(self._language)})" if figure.synthetic else ""
        title = self.line(f"{figure.title}{mark}", CARD_TITLE)
        if number > 1:
            title.element.set("pageBreak", "1")
        self._remark(figure.remark)
        big = big_number(figure)
        if big is not None:
            self.line(big.shown, BIG)
            self.line(big.told, SUBTITLE)
        if figure.verdict:
            self.line(figure.verdict, CARD_WORDS)
        if drawing_of(figure) is not None:
            self._picture(figure, number, "small", BODY_WIDTH)
        for words in self._short_sources(figure):
            self.line(f"※ {words}", SOURCE_LINE)

    def review(self, figure: Figure) -> None:
        """The reckoning and the lines that it rests on."""
        if figure.workings:
            self.line(f"○ {WORKINGS(self._language)}", MEASURE)
        for name, filled in figure.workings:
            self.line(f"- {name}: {filled}", VALUE)
        if figure.lineage:
            self.line(f"○ {LINEAGE(self._language)}", MEASURE)
        for each in figure.lineage:
            self.line(f"- {each}", VALUE)

    def figure(self, figure: Figure, number: int) -> None:
        """Finding, measure, verdict, picture, table, what it stands on."""
        mark = f" ({SYNTHETIC(self._language)})" if figure.synthetic else ""
        self.line(f"□ {figure.title}{mark}", FINDING)
        measure = self.line(f"○ {figure.subtitle}", MEASURE)
        note = visible(" · ".join(self._definition(figure)))
        self._document.notes.add_footnote(note, measure, char_pr_id_ref=self._kinds[FOOTNOTE][1])
        self._remark(figure.remark)
        if figure.verdict:
            self.line(f"- {figure.verdict}", VALUE)
        measured = [each for each in figure.series if each.role in MEASURED]
        for series in measured if figure.kind == "line" else ():
            if latest := self._latest(series, figure):
                self.line(f"- {series.name}: {latest}", VALUE)
        self._drawn(figure, number)
        if figure.rows:
            rows = rows_on_paper(figure, self._template)
            self._table([figure.columns, *rows], self._caption(TABLE_CAPTION, figure, number))
            if words := left_out(figure, rows, self._language):
                self.line(f"※ {words}", SOURCE_LINE)
        for words in self._sources(figure):
            self.line(f"※ {words}", SOURCE_LINE)
        self._link(figure)

    def _drawn(self, figure: Figure, number: int) -> None:
        """The picture; a value by itself is a large number instead."""
        big = big_number(figure) if stands_alone(figure) else None
        if big is not None:
            self.line(big.shown, BIG)
            self.line(big.told, SUBTITLE)
        elif drawing_of(figure) is not None:
            self._picture(figure, number)

    def _definition(self, figure: Figure) -> Iterator[str]:
        yield f"{DEFINITION(self._language)}: {figure.definition}"
        yield from (f"{CAVEAT(self._language)}: {note}" for note in figure.notes)

    def _latest(self, series: Series, figure: Figure) -> str:
        """The last value that there is, with the people behind it."""
        valued = [point for point in series.points if point.value is not None]
        return point_in_words(valued[-1], figure.unit, self._language) if valued else ""

    def _picture(self, figure: Figure, number: int, drawn: Shape = "plot", wide: int = BODY_WIDTH) -> None:
        drawing = drawing_of(figure)
        if self._native and drawing is not None and drawing.native:
            self._chart(figure, number)
            return
        content = picture(figure, self._language, drawn, "png")
        width, height = SIZES[drawn]
        size, pixels = (wide, round(wide * height / width)), (width * SHARPNESS, height * SHARPNESS)
        placed = add_picture(self._document, content, size, pixels, self._kinds[PLACED])
        caption = self._caption(FIGURE_CAPTION, figure, number)
        placed.set_caption(caption, side="BOTTOM", char_pr_id_ref=self._kinds[PLACED][1])
        describe(placed, self._described(figure))

    def _chart(self, figure: Figure, number: int) -> None:
        """A chart that Hangul draws and edits itself, its caption under it."""
        letters = self._kinds[PLACED][1]
        size = (BODY_WIDTH, round(BODY_WIDTH * SIZES["plot"][1] / SIZES["plot"][0]))
        placed = self._document.shapes.add_chart(
            chart_xml(figure), size=size, treat_as_char=True, char_pr_id_ref=letters
        )
        describe(placed, self._described(figure))
        self.line(self._caption(FIGURE_CAPTION, figure, number), PLACED)

    def _described(self, figure: Figure) -> str:
        return visible(f"{ALT(self._language)}: {figure.alt or figure.title}")

    def _link(self, figure: Figure) -> None:
        """What opens the figure: words to be clicked, and a code for telephones."""
        link = printed_link(figure)
        if not link:
            return
        placed = self.line(f"※ {LINK(self._language)}: ", SOURCE_LINE)
        letters = self._kinds[SOURCE_LINE][1]
        self._document.refs.add_hyperlink(link, link, paragraph=placed, char_pr_id_ref=letters)
        if content := qr_picture(link):
            pixels = (int.from_bytes(content[16:20]),) * 2
            code = add_picture(self._document, content, (QR_SIZE, QR_SIZE), pixels, self._kinds[PLACED])
            describe(code, QR_NAME.format(figure.code))

    def _caption(self, text: Text, figure: Figure, number: int) -> str:
        """Its number, the measure, the unit and, on invented data, the mark."""
        language = self._language
        name = figure.subtitle + (f" · {SYNTHETIC(language)}" if figure.synthetic else "")
        words = unit_words(figure, language)
        unit = COUNTED_IN.fill(unit=UNIT, words=words) if words else ""
        return visible(text.fill(number=number, name=name, unit=unit)(language))

    def _short_sources(self, figure: Figure) -> Iterator[str]:
        language = self._language
        yield f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
        yield f"{CODE(language)} {figure.code}"

    def _sources(self, figure: Figure) -> Iterator[str]:
        language = self._language
        yield f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
        marks = f" · {MARKS(language)}: {', '.join(figure.marks)}" if figure.marks else ""
        yield f"{FILTERS(language)}: {figure.filters}{marks}"
        if events := events_in_words(figure):
            yield f"{EVENTS(language)}: {events}"
        yield f"{CODE(language)} {figure.code} · {SNAPSHOT(language)} {figure.snapshot_id}"
