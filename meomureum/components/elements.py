"""The visual components of the pages. Pages ask for these and never style themselves.

Each takes words that are ready to read and computes nothing but the age of a date. The HTML comes from
`meomureum/components/markup.py`, its look from `meomureum/app/static/look.css`; a grid of cards is one element, because
what costs time on the screen is the number of elements, not their size. Links inside it
are plain links, reachable by keyboard and open to a new tab, which `links.js` turns into
a change of page within the session.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from meomureum import session
from meomureum.components import markup
from meomureum.components.glossary import explained
from meomureum.components.indicator import OLD_YEARS
from meomureum.components.markup import Action, Card, Section, Tone
from meomureum.components.page_writer import show, writing
from meomureum.components.verdict import verdict as verdict_of
from meomureum.texts import Language, Text, literal

if TYPE_CHECKING:
    import pandas as pd
    from streamlit.delta_generator import DeltaGenerator

    from meomureum.analysis.targets.judgement import Progress

NO_MARK = Markup("")
_SAMPLE_ONLY = Text(ko="표본", en="sample")
_PAGES = Text(ko="화면", en="Pages")
_MENU = Text(ko="메뉴", en="Menu")
_SAMPLE_BANNER = Text(
    ko="이 화면의 값은 모두 지어낸 표본입니다. 실제 도시의 실적이 아닙니다.",
    en="Every value on this page is invented. None of it is a city's real result.",
)
_BACK_TO_PUBLISHED = Text(ko="공표 자료로 돌아가기", en="Back to published figures")
_SOURCE_LABELS = (
    Text(ko="출처", en="Source"),
    Text(ko="기준일", en="As of"),
    Text(ko="스냅숏", en="Snapshot"),
    Text(ko="정의", en="Definition"),
)
_AGE = Text("{as_of} ({years}년 전)", "{as_of} ({years} years ago)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def navigation(doors: Sequence[Section], here: str, language: Language, sample_only: Collection[str]) -> None:
    """The way to every page, by what it is for. Unlike Streamlit's own links these say which page is in
    sight to a screen reader too, and carry the reader's choices into a new tab. The addresses
    `sample_only` are marked.
    """
    marked = dict.fromkeys(sample_only, _SAMPLE_ONLY(language))
    show(markup.navigation(_PAGES(language), _MENU(language), doors, here, marked))


def tabs(doors: Sequence[Section], here: str, language: Language, sample_only: Collection[str]) -> None:
    """The way to the other pages of the same door."""
    show(markup.tabs(doors, here, dict.fromkeys(sample_only, _SAMPLE_ONLY(language))))


def choosers(name: str) -> DeltaGenerator:
    """The row above a figure in which a reader chooses what it shows; `name` is its own on the page."""
    return st.container(horizontal=True, vertical_alignment="center", key=f"choosers {name}")


def heading(title: str, lead: str = "") -> None:
    """The title of the page and a sentence on what it answers. Once a page, first."""
    show(
        Markup('<header class="mm-heading"><h1>{}</h1>{}</header>').format(
            title, markup.paragraph(lead, "mm-lead") if lead else ""
        )
    )


def section(title: str, lead: str = "") -> None:
    """A part of the page."""
    show(
        Markup('<div class="mm-section"><h2>{}</h2>{}</div>').format(
            title, markup.paragraph(lead) if lead else ""
        )
    )


def minor(title: str, lead: str = "") -> None:
    """A part of what is folded under a figure."""
    show(Markup('<h3 class="mm-minor">{}</h3>{}').format(title, markup.paragraph(lead) if lead else ""))


def paragraph(words: str) -> None:
    """One paragraph of literal text."""
    show(markup.paragraph(words))


def quiet(words: str) -> None:
    """A line that nobody has to read."""
    show(markup.paragraph(words, "mm-quiet-line"))


def quiet_way(words: str, label: str, address: str) -> None:
    """A line that nobody has to read, with a way on."""
    link = markup.action(Action(label, address), "quiet")
    show(Markup('<p class="mm-quiet-line">{} {}</p>').format(words, link))


def facts(pairs: Sequence[tuple[str, str]]) -> None:
    """Labels and their words."""
    show(markup.facts(pairs))


def listing(words: Sequence[str], *, numbered: bool = False) -> None:
    """A plain list."""
    show(markup.listing(words, numbered=numbered))


def cards(cards: Sequence[Card], language: Language, level: int = 2) -> None:
    """A grid of cards; `level` is that of their headings (2 under the page title)."""
    show(markup.cards(cards, language, level))


def unpublished(cards: Sequence[Card], language: Language) -> None:
    """The indicators of one place that have no value: why, what is aimed at, and the ways on."""
    if cards:
        show(markup.unpublished(cards, language))


@contextmanager
def folded(title: str) -> Iterator[None]:
    """What stands one click away and holds choosers."""
    with st.expander(literal(title)):
        yield


@contextmanager
def fold(title: str) -> Iterator[None]:
    """What stands one click away and is words alone, such as the table behind a chart."""
    with writing() as within:
        yield
    show(Markup('<details class="mm-fold"><summary>{}</summary>{}</details>').format(title, within.whole))


def finding(title: str, subtitle: str = "", mark: Markup = NO_MARK) -> None:
    """What a chart shows, as a sentence, over the measure, place, period and unit; `mark` says what it is made of."""
    under = Markup("<p>{} {}</p>").format(explained(subtitle), mark) if subtitle or mark else ""
    show(Markup('<div class="mm-finding"><h2>{}</h2>{}</div>').format(title, under))


def mark_of(language: Language, *, synthetic: bool) -> Markup:
    """The badge of invented data for a finding; nothing where the data are real."""
    return markup.synthetic_mark(language) if synthetic else NO_MARK


def acts(offered: Sequence[tuple[str, str]], done: str) -> None:
    """Buttons that a script of ours answers: each with its name and words; `done` is said after a copy."""
    buttons = Markup("").join(
        Markup('<button type="button" class="mm-act" data-act="{}" data-done="{}">{}</button>').format(
            name, done, words
        )
        for name, words in offered
    )
    show(
        Markup('<p class="mm-acts">{}<span class="mm-unseen mm-said" role="status"></span></p>').format(
            buttons
        )
    )


def verdict(
    progress: Progress,
    language: Language,
    place: Text | None = None,
    *,
    synthetic: bool = False,
    level: int = 3,
) -> None:
    """The verdict on a target with both scores, pace and people, open to its workings."""
    show(verdict_of(progress, language, place, synthetic=synthetic, level=level))


def source_line(
    language: Language, source: str, as_of: str = "", snapshot: str = "", definition: str = ""
) -> None:
    """Where a figure comes from; stands under every chart and table. What is old says how old."""
    words = (source, _aged(as_of, language), snapshot, definition)
    pairs = ((label(language), w) for label, w in zip(_SOURCE_LABELS, words, strict=True) if w)
    show(Markup('<div class="mm-source">{}</div>').format(markup.facts(pairs)))


def _aged(as_of: str, language: Language) -> str:
    years = session.present_year() - max(map(int, _YEAR.findall(as_of)), default=session.present_year())
    return _AGE.fill(as_of=as_of, years=years)(language) if years >= OLD_YEARS else as_of


def synthetic_mark(language: Language) -> None:
    """The badge of invented data, beside a chart or a table."""
    show(markup.synthetic_mark(language))


def synthetic_banner(language: Language, published_address: str) -> None:
    """The top of every page that shows the sample set."""
    _banner(
        "mm-banner-sample",
        markup.synthetic_mark(language),
        _SAMPLE_BANNER(language),
        markup.action(Action(_BACK_TO_PUBLISHED(language), published_address), "secondary"),
    )


def absent(why: str, sample_address: str, language: Language) -> None:
    """In one line: what is not there and why, with the way to the sample where there is one."""
    way = Action(markup.SHOW_SAMPLE(language), sample_address)
    link = markup.action(way) if sample_address else NO_MARK
    _banner("mm-banner-absent", markup.icon("gap"), why, link)


def notices(notices: Sequence[Text], language: Language, tone: Tone = "information") -> None:
    """Messages to the reader; nothing is drawn when there is none."""
    if notices:
        show(markup.notices([notice(language) for notice in notices], tone))


def empty_state(title: str, reason: str, ways: Sequence[Action] = ()) -> None:
    """Where there is nothing to show: that it is so, why, and what to do next."""
    links = Markup("").join(markup.action(way, "secondary") for way in ways)
    show(
        Markup('<div class="mm-empty">{}<h2>{}</h2>{}<p class="mm-ways">{}</p></div>').format(
            markup.icon("gap"), title, markup.paragraph(reason), links
        )
    )


def actions(ways: Sequence[Action]) -> None:
    """Links to other pages, side by side."""
    links = Markup("").join(markup.action(way, "secondary") for way in ways)
    show(Markup('<p class="mm-ways">{}</p>').format(links))


def entrance(label: str, address: str) -> None:
    """A way out of this session, which the browser follows by itself."""
    show(
        Markup(
            '<p class="mm-ways"><a class="mm-action mm-primary" href="{}" target="_self">{}</a></p>'
        ).format(address, label)
    )


def printing(label: str) -> None:
    """A link that prints the page; a script of ours answers it, as no inline one may run."""
    show(
        Markup('<p class="mm-ways"><a class="mm-action mm-primary mm-print" href="#print">{}</a></p>').format(
            label
        )
    )


def table(frame: pd.DataFrame, caption: str, numeric: Sequence[str] = (), missing: str = "–") -> None:
    """A table that a screen reader can walk; for up to some hundred rows.

    Cells arrive in words; what is still missing prints as `missing`. `numeric` names the
    columns that are set to the right.
    """
    worded = frame.astype(object).where(frame.notna(), missing)
    rows = ([str(cell) for cell in row] for row in worded.itertuples(index=False, name=None))
    show(markup.table([str(name) for name in frame.columns], rows, caption, numeric))


def _banner(look: str, mark: Markup, words: str, action: Markup) -> None:
    show(Markup('<div class="mm-banner {}"><div>{}<p>{}</p></div>{}</div>').format(look, mark, words, action))
