"""Cards, badges and tables as HTML.

Every value enters a template through `Markup.format`, which escapes it: a name that
looks like HTML, Markdown or a formula is printed as the literal text it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from meomureum.components.glossary import explained
from meomureum.components.small_charts import Trend, sparkline
from meomureum.store.address import PageName
from meomureum.texts import Language, Text

Tone = Literal["good", "warning", "danger", "information", "neutral"]

SYNTHETIC = Text(ko="합성 표본 데이터", en="Synthetic sample data")
_NOT_PUBLISHED = Text(ko="공표된 값 없음", en="Not published")
_NONE_PUBLISHED = Text(ko="값이 없는 지표 {count}개", en="{count} indicators without a value")
_SEE_PROGRESS = Text(ko="추이 보기", en="See progress")
SHOW_SAMPLE = Text(ko="표본으로 보기", en="Show the sample")
_SHEET = Text(ko="지표정의서", en="Indicator sheet")
_EVERY_YEAR = Text(ko="모든 연도 보기", en="Show all years")
_LOAD_FILES = Text(ko="내 파일 불러오기", en="Load my files")

# Shapes, not only colours, tell the tones apart. They are drawn in `look.css`.
IconName = Literal[Tone, "up", "down", "arrow", "sample", "gap", PageName]


@dataclass(frozen=True)
class Status:
    """A judgement in a word, with the icon that says the same without colour."""

    tone: Tone
    word: str
    icon: IconName | None = None
    """Left out: the tone's own icon."""


@dataclass(frozen=True)
class Action:
    """A link that the reader can follow; `address` comes from `session.href`."""

    label: str
    address: str


Section = tuple[str, Sequence[tuple[IconName, Action]]]
"""What some pages are for, and the ways to them."""


@dataclass(frozen=True)
class Card:
    """One indicator of one place, in words that are ready to read.

    Without a `value` the card says that nothing has been published, why (`reason`), and
    offers the ways on: `data_address` to load files, `sample_address` to see the sample.
    """

    title: str
    place: str = ""
    value: str = ""
    unit: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """Label and words: denominator, as-of date, target, distance."""
    status: Status | None = None
    trend: Trend | None = None
    synthetic: bool = False
    reason: str = ""
    progress_address: str = ""
    data_address: str = ""
    sample_address: str = ""
    sheet_address: str = ""
    years_address: str = ""
    """Where all years are shown, of which some have a value."""


_DATE = re.compile(r"\b\d{4}-\d{2}(-\d{2})?\b")


def icon(name: IconName) -> Markup:
    """A decorative drawing; the word beside it carries the meaning."""
    return Markup('<span class="mm-icon mm-icon-{}" aria-hidden="true"></span>').format(name)


def status(status: Status) -> Markup:
    """The badge of a status: icon and word."""
    return Markup('<span class="mm-status mm-{}">{}<span>{}</span></span>').format(
        status.tone, icon(status.icon or status.tone), status.word
    )


def synthetic_mark(language: Language) -> Markup:
    """The badge that every card, chart and page with invented data carries."""
    return Markup('<span class="mm-synthetic">{}<span>{}</span></span>').format(
        icon("sample"), SYNTHETIC(language)
    )


def action(action: Action, look: Literal["primary", "secondary", "quiet"] = "quiet") -> Markup:
    """A link to a page of the product, kept inside the session by `links.js`."""
    return Markup('<a class="mm-link mm-action mm-{}" href="{}" target="_self">{}{}</a>').format(
        look, action.address, action.label, icon("arrow") if look == "quiet" else ""
    )


def cards(cards: Sequence[Card], language: Language, level: int = 2) -> Markup:
    """The grid: one to four cards a row, as the width allows."""
    items = Markup("").join(Markup("<li>{}</li>").format(_card(c, language, level)) for c in cards)
    return Markup('<ul class="mm-cards" role="list">{}</ul>').format(items)


def _card(card: Card, language: Language, level: int) -> Markup:
    return Markup(
        '<article class="mm-card{}"><header>{}<h{} class="mm-card-title">{}</h{}>{}</header>{}</article>'
    ).format(
        "" if card.value else " mm-card-empty",
        Markup('<p class="mm-place">{}</p>').format(card.place) if card.place else "",
        level,
        card.title,
        level,
        synthetic_mark(language) if card.synthetic else "",
        _measured(card, language) if card.value else _not_published(card, language),
    )


def _measured(card: Card, language: Language) -> Markup:
    value = Markup('<p class="mm-value">{}<span class="mm-unit">{}</span></p>').format(card.value, card.unit)
    badge = status(card.status) if card.status else Markup("")
    return Markup('<div class="mm-figure">{}{}</div>{}{}{}').format(
        value,
        badge,
        sparkline(card.trend) if card.trend else "",
        facts(card.lines) if card.lines else "",
        _footer([(card.progress_address, _SEE_PROGRESS), (card.sheet_address, _SHEET)], card, language),
    )


def _not_published(card: Card, language: Language) -> Markup:
    ways = [(card.data_address, _LOAD_FILES), (card.sample_address, SHOW_SAMPLE)]
    return Markup('<p class="mm-none">{}{}</p>{}{}{}').format(
        icon("gap"),
        _NOT_PUBLISHED(language),
        Markup('<p class="mm-reason">{}</p>').format(card.reason) if card.reason else "",
        facts(card.lines) if card.lines else "",
        _footer(ways, card, language),
    )


def unpublished(cards: Sequence[Card], language: Language) -> Markup:
    """One panel for a place: each indicator with its reason, then the two ways on."""
    rows = Markup("").join(
        Markup("<div><dt>{}{}</dt><dd>{}{}</dd></div>").format(
            card.title,
            sheet_link(card.sheet_address, f"{card.place} {card.title}", language),
            card.reason,
            Markup("").join(Markup('<span class="mm-aim">{} {}</span>').format(*line) for line in card.lines),
        )
        for card in cards
    )
    title = _NONE_PUBLISHED.fill(count=len(cards))(language)
    years = next((card.years_address for card in cards if card.years_address), "")
    ways = [
        (years, _EVERY_YEAR),
        (cards[0].data_address, _LOAD_FILES),
        (cards[0].sample_address, SHOW_SAMPLE),
    ]
    whole = Card(title="", place=cards[0].place)
    return Markup('<section class="mm-unpublished"><h3>{}{}</h3><dl>{}</dl>{}</section>').format(
        icon("gap"), title, rows, _footer(ways, whole, language)
    )


def sheet_link(address: str, name: str, language: Language) -> Markup:
    """The small link to the definition of a named indicator; nothing without an address."""
    if not address:
        return Markup("")
    return Markup(
        '<a class="mm-link mm-sheet-link" href="{}" target="_self">{}<span class="mm-unseen"> – {}</span></a>'
    ).format(address, _SHEET(language), name.strip())


def _footer(ways: list[tuple[str, Text]], card: Card, language: Language) -> Markup:
    """The card's links. The title is part of each name: links are also read as a list."""
    links = [
        Markup(
            '<a class="mm-link mm-action mm-quiet" href="{}" target="_self">'
            '{}<span class="mm-unseen"> – {}</span>{}</a>'
        ).format(address, label(language), f"{card.place} {card.title}".strip(), icon("arrow"))
        for address, label in ways
        if address
    ]
    return Markup("<footer>{}</footer>").format(Markup("").join(links)) if links else Markup("")


def navigation(
    label: str, menu: str, doors: Sequence[Section], here: str, marked: Mapping[str, str]
) -> Markup:
    """The ways to the pages; `here` is the address of the one in sight, `marked` words on pages by theirs.

    A wide screen shows a row of doors, a narrow one a menu of all pages. The look decides which.
    """
    row = Markup("").join(
        Markup('<li><a class="mm-link" href="{}" target="_self"{}>{}</a></li>').format(
            links[0][1].address, _current("true", here, links), _marked(name, links, marked)
        )
        for name, links in doors
    )
    every = Markup("").join(
        Markup("<li><span>{}</span>{}</li>").format(name, _pages(links, here, marked))
        for name, links in doors
    )
    return Markup(
        '<nav class="mm-navigation" aria-label="{}"><ul class="mm-doors" role="list">{}</ul>'
        '<details class="mm-menu"><summary>{}</summary><ul role="list">{}</ul></details></nav>'
    ).format(label, row, menu, every)


def tabs(doors: Sequence[Section], here: str, marked: Mapping[str, str]) -> Markup:
    """The pages of the door in sight, where it has several."""
    found = [
        Markup('<nav class="mm-tabs" aria-label="{}">{}</nav>').format(name, _pages(links, here, marked))
        for name, links in doors
        if len(links) > 1 and _current("page", here, links)
    ]
    return Markup("").join(found)


def _current(word: str, here: str, links: Sequence[tuple[IconName, Action]]) -> Markup:
    """What tells a reader that the page in sight is among these."""
    among = here in [action.address for _, action in links]
    return Markup(' aria-current="{}"').format(word) if among else Markup("")


def _marked(name: str, links: Sequence[tuple[IconName, Action]], marked: Mapping[str, str]) -> Markup:
    """A name with the word that holds for all pages under it."""
    told = {marked.get(action.address, "") for _, action in links}
    mark = Markup('<small class="mm-sample-only">{}</small>').format(*told) if len(told) == 1 else ""
    return Markup("{}{}").format(name, mark if told != {""} else "")


def _pages(links: Sequence[tuple[IconName, Action]], here: str, marked: Mapping[str, str]) -> Markup:
    items = Markup("").join(
        Markup('<li><a class="mm-link" href="{}" target="_self"{}>{}<span>{}</span></a></li>').format(
            *(link[1].address, _current("page", here, [link]), icon(link[0])),
            _marked(link[1].label, [link], marked),
        )
        for link in links
    )
    return Markup('<ul role="list">{}</ul>').format(items)


def facts(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Labels and their words, as a description list."""
    rows = (Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*map(explained, pair)) for pair in pairs)
    return Markup('<dl class="mm-facts">{}</dl>').format(Markup("").join(rows))


def ways(links: Iterable[tuple[Action, str]]) -> Markup:
    """A list of links, each with a few words on it."""
    rows = (Markup("<li>{} <small>{}</small></li>").format(action(way), words) for way, words in links)
    return Markup('<ul class="mm-list" role="list">{}</ul>').format(Markup("").join(rows))


def listing(words: Iterable[str], *, numbered: bool) -> Markup:
    """A list, numbered where a chart refers to its numbers."""
    items = Markup("").join(Markup("<li>{}</li>").format(explained(word)) for word in words)
    kind = "ol" if numbered else "ul"
    return Markup('<{} class="mm-list">{}</{}>').format(kind, items, kind)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: str,
    numeric: Sequence[str] = (),
) -> Markup:
    """A real table: caption, column headings, and the first cell of a row as its heading.

    It scrolls sideways on a narrow screen, so the keyboard must be able to reach it.
    """
    looks = ["mm-number" if name in numeric else "" for name in columns]
    head = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(look, explained(name))
        for look, name in zip(looks, columns, strict=True)
    )
    body = Markup("").join(_row(cells, looks) for cells in rows)
    return Markup(
        '<div class="mm-table" role="region" aria-label="{}" tabindex="0"><table>'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, head, body)


def _row(cells: Sequence[str], looks: Sequence[str]) -> Markup:
    first, *others = zip(map(whole_dates, cells), looks, strict=True)
    heading = Markup('<th scope="row" class="{}">{}</th>').format(first[1], first[0])
    rest = (Markup('<td class="{}">{}</td>').format(look, cell) for cell, look in others)
    return Markup("<tr>{}{}</tr>").format(heading, Markup("").join(rest))


def whole_dates(cell: str) -> Markup:
    """The literal cell, with its dates kept from breaking at a hyphen."""
    return Markup(_DATE.sub(r'<span class="mm-date">\g<0></span>', str(escape(cell))))  # noqa: S704


def notices(words: Iterable[str], tone: Tone = "information") -> Markup:
    """Messages for the reader, announced to a screen reader when they appear."""
    items = Markup("").join(
        Markup('<li class="mm-notice mm-{}">{}<span>{}</span></li>').format(tone, icon(tone), word)
        for word in words
    )
    return Markup('<ul class="mm-notices" role="list">{}</ul>').format(items)


def paragraph(words: str, look: str = "") -> Markup:
    """One paragraph of literal text."""
    return Markup('<p class="mm-text {}">{}</p>').format(look, explained(words))
