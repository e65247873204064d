"""PowerPoint, 16:9: a cover, then a slide a figure with a native chart or table, and notes to speak from."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from textwrap import shorten
from typing import Any, NamedTuple

from pptx.presentation import Presentation as Deck

from meomureum.drawing.archive import archive_without_times
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Briefing, Figure, TemplateName
from meomureum.drawing.line_figure import stands_alone
from meomureum.drawing.palette import TEXT
from meomureum.drawing.particulars import (
    AS_OF,
    DEFINITION,
    EVENTS,
    FILTERS,
    MADE_ON,
    MARKS,
    PRODUCT,
    SNAPSHOT,
    SOURCE,
    events_in_words,
    warnings_of,
)
from meomureum.drawing.spoken import ASKED, answers, spoken
from meomureum.drawing.summary import big_number, has_summary, left_out
from meomureum.drawing.words import SYNTHETIC
from meomureum.export.pptx.slide_pages import (
    COVER_LOGO,
    FOOT,
    QR_SIZE,
    add_brand,
    add_code,
    add_review,
    appendix_slide,
    card_slides,
    draw_chart,
    place_logo,
    place_qr,
    press_slide,
    review_slide,
    summary_slides,
)
from meomureum.export.pptx.slides import (
    INNER,
    MARGIN,
    SMALL,
    add_band,
    add_bar,
    add_slide,
    add_table,
    add_text,
    fitting_size,
    number_slide,
    paper,
    rows_that_fit,
    table_height,
    text_height,
    title_size,
)
from meomureum.export.pptx.slides import write as write_lines
from meomureum.export.pptx.theme import follow_theme
from meomureum.texts import Language, Text

CONTINUED = Text("{title} (계속)", "{title} (continued)")
MOST_TABLE_SLIDES, MOST_REVIEW_SLIDES, REST_HEIGHT, REST_SIZE = 6, 2, 0.35, 12
VERDICT_SIZE, NUMBER_SIZE, NUMBER_WORDS = 14, 88, 18
MOST_LETTERS = 255
"""What a property of the file holds; every code stands on its slide."""
BODY_TOP, NUMBER_HEIGHT = 1.85, 3.6


class Free(NamedTuple):
    """What is free on a slide, in inches from its upper edge."""

    slide: Any
    top: float
    bottom: float


def write(briefing: Briefing) -> bytes:
    """The deck as a file; the same briefing gives the same bytes."""
    deck = paper()
    LAYOUTS[briefing.template](deck, briefing)
    for number, slide in enumerate(deck.slides, start=1):
        if number > 1 and briefing.template != "card":
            add_brand(slide, briefing.brand)
            box = (MARGIN + INNER - 1, FOOT, 1.0, 0.25)
            number_slide(slide, number, box, briefing.language)
        _follow_theme(slide)
    _properties(deck, briefing)
    content = io.BytesIO()
    deck.save(content)
    return archive_without_times(content.getvalue())


def _follow_theme(slide: Any) -> None:
    """What stands on a slide, its charts and its notes too, looks as its master says."""
    follow_theme(slide._element)
    for shape in slide.shapes:
        if shape.has_chart:
            follow_theme(shape.chart.part._element)
    if slide.has_notes_slide:
        follow_theme(slide.notes_slide._element)


def _council(deck: Deck, briefing: Briefing) -> None:
    """Cover, verdicts, then a slide a figure; one that gives the deck its title needs no cover that repeats it."""
    if [figure.title for figure in briefing.figures] != [briefing.title]:
        _cover(deck, briefing)
    if has_summary(briefing):
        summary_slides(deck, briefing)
    for at, figure in enumerate(briefing.figures):
        if at == briefing.appendix:
            appendix_slide(deck, briefing)
        _figure(deck, figure, briefing.language)


def _internal(deck: Deck, briefing: Briefing) -> None:
    """Cover, verdicts; each figure, then its table with its reckoning and the lines it rests on."""
    _cover(deck, briefing)
    if has_summary(briefing):
        summary_slides(deck, briefing)
    for figure in briefing.figures:
        _reviewed(deck, figure, briefing.language)


def _reviewed(deck: Deck, figure: Figure, language: Language) -> None:
    """A value by itself has its table on its slide already."""
    drawing = drawing_of(figure)
    if drawing is not None:
        free = _chart_slide(deck, figure, language)
    if drawing is None or not stands_alone(figure):
        free = _table_slides(deck, figure, language, MOST_REVIEW_SLIDES, also=drawing is not None)
    if not add_review(free.slide, figure, (free.top, free.bottom), language):
        review_slide(deck, figure, language)


def _press(deck: Deck, briefing: Briefing) -> None:
    """One page, then the figures by themselves for who wants them large."""
    press_slide(deck, briefing)
    add_brand(deck.slides[0], briefing.brand)
    for figure in briefing.figures:
        _figure(deck, figure, briefing.language)


def _cards(deck: Deck, briefing: Briefing) -> None:
    card_slides(deck, briefing, _notes)


LAYOUTS: Mapping[TemplateName, Callable[[Deck, Briefing], None]] = {
    "council": _council,
    "internal": _internal,
    "press": _press,
    "card": _cards,
}


def _figure(deck: Deck, figure: Figure, language: Language) -> None:
    """Its chart, and its table where there is no native chart."""
    drawing = drawing_of(figure)
    if drawing is not None:
        _chart_slide(deck, figure, language)
    if drawing is None or not drawing.native:
        _table_slides(deck, figure, language, MOST_TABLE_SLIDES, also=drawing is not None)


def _cover(deck: Deck, briefing: Briefing) -> None:
    language = briefing.language
    size = title_size(briefing.title, 40.0, 1.5)
    slide = add_slide(deck, briefing.title, size, 2.2, 1.5, language)
    add_bar(slide, (MARGIN, 2.05, 1.2, 0.07), briefing.brand.accent)
    place_logo(slide, briefing.brand, MARGIN, 0.7, COVER_LOGO)
    add_band(slide, warnings_of(briefing, language), language)
    add_text(slide, (MARGIN, 3.9, INNER, 0.8), [briefing.subtitle], 20, language)
    facts = [
        f"{MADE_ON(language)} {briefing.made_on}",
        f"{SNAPSHOT(language)} {briefing.snapshot_id}",
        briefing.author,
    ]
    add_text(slide, (MARGIN, 5.2, INNER, 1.2), [fact for fact in facts if fact], 14, language)
    add_text(
        slide, (MARGIN, FOOT - 0.2, INNER, 0.4), [PRODUCT(language)], 14, language, colour=briefing.brand.ink
    )


def _chart_slide(deck: Deck, figure: Figure, language: Language) -> Free:
    """The verdict over the chart, as in the room it is what is asked first."""
    slide = _figure_slide(deck, figure, figure.title, language)
    begin, end = BODY_TOP, _small_print(slide, figure, language) - 0.1
    if figure.verdict:
        tall = text_height([figure.verdict], VERDICT_SIZE)
        box = (MARGIN, BODY_TOP - 0.03, INNER, tall)
        add_text(slide, box, [figure.verdict], VERDICT_SIZE, language, colour=TEXT)
        begin += tall + 0.05
    if stands_alone(figure):
        _number(slide, figure, begin, language)
    else:
        draw_chart(slide, figure, (MARGIN, begin, INNER, end - begin), language)
    _notes(slide, figure, language)
    return Free(slide, begin + NUMBER_HEIGHT if stands_alone(figure) else end, end)


def _number(slide: Any, figure: Figure, top: float, language: Language) -> None:
    """One value large, with what it is of; a dot in an empty chart would say less."""
    number = big_number(figure)
    if number is None:
        return
    add_text(slide, (MARGIN, top + 0.2, INNER, 1.6), [number.shown], NUMBER_SIZE, language, colour=TEXT)
    add_text(slide, (MARGIN, top + 1.85, INNER, 0.4), [number.told], NUMBER_WORDS, language)
    if figure.columns:
        _describe(add_table(slide, figure.columns, figure.rows[:1], top + 2.5, language), figure)


def _table_slides(deck: Deck, figure: Figure, language: Language, most: int, *, also: bool = False) -> Free:
    """As many slides as the rows need and an audience bears; each says what it belongs to.

    `also`: after a picture. What is left out is said on the last one; what is free on it is given back.
    """
    at = 0
    for number in range(most):
        title = CONTINUED.fill(title=figure.title)(language) if at or also else figure.title
        slide = _figure_slide(deck, figure, title, language)
        last = number + 1 == most
        bottom = _small_print(slide, figure, language) - 0.1 - (REST_HEIGHT if last else 0)
        left = figure.rows[at:]
        rows = left[: rows_that_fit(figure.columns, left, bottom - BODY_TOP)] if left else ()
        if figure.columns:
            _describe(add_table(slide, figure.columns, rows, BODY_TOP, language), figure)
        _notes(slide, figure, language)
        at += len(rows)
        free = Free(slide, BODY_TOP + table_height(figure.columns, rows) + 0.2, bottom)
        if at >= len(figure.rows):
            return free
    words = left_out(figure, figure.rows[:at], language)
    add_text(slide, (MARGIN, bottom, INNER, REST_HEIGHT), [words], REST_SIZE, language)
    return free


def _figure_slide(deck: Deck, figure: Figure, title: str, language: Language) -> Any:
    size = title_size(title, 26.0, 0.95)
    slide = add_slide(deck, title, size, 0.45, 0.95, language)
    add_band(slide, warnings_of(figure, language), language)
    size = fitting_size(figure.subtitle, (14.0, 13.0, 12.0, 11.0, 10.0), 1)
    add_text(slide, (MARGIN, 1.42, INNER, 0.35), [figure.subtitle], size, language)
    return slide


def _small_print(slide: Any, figure: Figure, language: Language) -> float:
    """Definition, source, date, marks, code and link at the foot; where they begin."""
    lines = [
        f"{DEFINITION(language)}: {figure.definition}",
        f"{SOURCE(language)}: {figure.source} · {AS_OF(language)} {figure.as_of}"
        f" · {SNAPSHOT(language)} {figure.snapshot_id}",
        f"{FILTERS(language)}: {figure.filters}"
        + (f" · {MARKS(language)}: {', '.join(figure.marks)}" if figure.marks else ""),
        *([f"{EVENTS(language)}: {events}"] if (events := events_in_words(figure)) else []),
    ]
    width = INNER - (QR_SIZE + 0.15 if figure.base else 0)
    height = text_height(lines, SMALL, width)
    top = FOOT - max(height, QR_SIZE if figure.base else 0) - 0.05
    add_text(slide, (MARGIN, top, width, height), lines, SMALL, language)
    add_code(slide, figure, (MARGIN, FOOT, INNER - 1.1, 0.25), SMALL, language)
    place_qr(slide, figure, MARGIN + INNER - QR_SIZE, top)
    return top


def _describe(frame: Any, figure: Figure) -> None:
    """The alt text, for those who do not see the chart."""
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", figure.alt)
    properties.set("title", figure.title)


def _notes(slide: Any, figure: Figure, language: Language) -> None:
    """What is said first, then what is looked up when somebody asks."""
    lines = [*spoken(figure), "", ASKED(language), *answers(figure)]
    write_lines(slide.notes_slide.notes_text_frame, lines, 12, language)


def _properties(deck: Deck, briefing: Briefing) -> None:
    """What the file says of itself: the product, never a person or a machine."""
    made = datetime.fromisoformat(briefing.made_on).replace(tzinfo=None)
    about = deck.core_properties
    about.title, about.subject = briefing.title[:MOST_LETTERS], briefing.subtitle[:MOST_LETTERS]
    about.author = about.last_modified_by = PRODUCT(briefing.language)
    about.created = about.modified = about.last_printed = made
    about.keywords = shorten(
        " ".join(each.code for each in briefing.figures),
        MOST_LETTERS,
        placeholder="",
        break_on_hyphens=False,  # a code is named whole or not at all
    )
    about.language, about.revision = briefing.language, 1
    about.comments = SYNTHETIC(briefing.language) if briefing.synthetic else ""
