"""The head of a page of one city: its targets as tiles, its indicators as rows, the pictures beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from meomureum import session
from meomureum.components import elements, figure_frame, judged_indicator, page_writer, tour
from meomureum.components.indicator_rows import rows
from meomureum.components.markup import Action, action
from meomureum.components.small_charts import has_bullet, key
from meomureum.components.target_tiles import tiles, unknown
from meomureum.drawing.figure import Figure
from meomureum.figures.standing import Standing, aimed, by_attention, valued
from meomureum.measures.register import every_city
from meomureum.session import PageName, View, page_figures
from meomureum.texts import Text

UNKNOWN_TARGETS = Text("값이 공표되지 않은 목표 {count}개", "Targets without a value: {count}")
NO_VALUE = Text(
    "값이 없는 지표 {count}개와 채우는 방법", "Without a value: {count}, and what would fill them"
)
MOST_TILES = 4
BESIDE = ("retention_by_age", "country_map")
"""The pictures beside the rows."""
HEIGHTS = {"retention_by_age": 310, "retention_windows": 310, "country_map": 420, "place_among": 235}
WIDTHS = (8, 5)


def show(
    view: View,
    page: PageName,
    figures: Mapping[str, Figure],
    held: Sequence[Standing],
    *,
    folds: Mapping[str, Markup],
    below: Sequence[str],
) -> None:
    """The targets, the indicators, the country beside them; where no target has a value they come last.

    `figures` are those of the page by what they answer, `folds` further things one click away,
    `below` what stands under the indicators.
    """
    told = bool(valued(aimed(held)))
    if told:
        targets(view, page, figures, held)
    pictures = [name for name in BESIDE if name in figures]
    left, right = st.columns(WIDTHS) if pictures else (st.container(), st.container())
    with left:
        indicators(view, page, figures, held, folds)
        for name in below:
            if name in figures:
                figure_frame.card(figures[name], page, view, height=HEIGHTS.get(name, 0))
    with right:
        for name in pictures:
            told_beside = name == "country_map" and "place_among" in figures
            figure_frame.card(figures[name], page, view, height=HEIGHTS[name], tabled=not told_beside)
    if not told:
        targets(view, page, figures, held)


def targets(view: View, page: PageName, figures: Mapping[str, Figure], every: Sequence[Standing]) -> None:
    """A tile for each target of which something is known, a line for each of the others."""
    language, held = view.language, aimed(every)
    if "targets" not in figures:
        return
    known = sorted(valued(held), key=lambda each: not each.progress.path)[:MOST_TILES]
    signs = key(language) if any(has_bullet(each.progress) for each in known) else elements.NO_MARK
    figure_frame.finding(figures["targets"], view, signs)
    if known:
        page_writer.show(tiles(known, session.present_year(), language, judged_indicator.address(view)))
    silent = [each for each in held if not each.valued]
    if not known:
        page_writer.show(unknown(silent, language))
        silent = []
    told = UNKNOWN_TARGETS.fill(count=len(silent))(language)
    folds = {told: unknown(silent, language)} if silent else {}
    figure_frame.base(figures["targets"], page, view, folds)


def indicators(
    view: View,
    page: PageName,
    figures: Mapping[str, Figure],
    held: Sequence[Standing],
    more: Mapping[str, Markup],
) -> None:
    """A row an indicator; one click away what has no value and `more`."""
    language, address, folds = view.language, judged_indicator.address(view), dict(more)
    silent = [each for each in held if not each.valued]
    if silent:
        with page_writer.writing() as told:
            judged_indicator.silent(view, silent, page)
        folds[NO_VALUE.fill(count=len(silent))(language)] = told.whole
    if "indicators" not in figures:
        for words in folds.values():
            page_writer.show(words)
        return
    figure = figures["indicators"]
    with figure_frame.box(figure.key):
        figure_frame.finding(figure, view)
        page_writer.show(
            rows(by_attention(valued(held)), session.present_year(), language, address, figure.title)
        )
        figure_frame.base(figure, page, view, folds)


MOST_LINKS = 12
CITIES = Text("도시 고르기", "Choose a city")
OTHERS = Text("+ 도시 찾기({count}곳)", "+ {count} cities")
YEARS = Text("{first}~{last}년", "{first}-{last}")
EVERY_YEAR = Text("전체 연도", "all years")
PUBLISHED = Text("공표된 값만 보여 드립니다", "Published figures only")
SAMPLE = Text("표본으로 전체 기능 보기", "Try the sample")


def city_line(view: View, title: str, here: PageName) -> None:
    """One line: the title, a link for each city (the one in sight marked), what the figures are of."""
    chosen, language = page_figures.first_city(view), view.language
    links = Markup("").join(
        Markup('<li><a class="mm-link mm-pill" href="{}" target="_self"{}>{}</a></li>').format(
            session.href(here, replace(view, cities=(city,))),
            Markup(' aria-current="true"') if city == chosen else "",
            name(language),
        )
        for city, name in _linked(chosen)
    )
    links += Markup('<li><button type="button" class="mm-pill mm-to-search">{}</button></li>').format(
        OTHERS.fill(count=len(every_city(session.snapshot())))(language)
    )
    page_writer.show(
        Markup(
            '<header class="mm-city-line mm-of-{}"><h1>{}</h1><nav aria-label="{}"><ul role="list">{}</ul></nav>'
            '<p class="mm-city-line-data">{}</p></header>'
        ).format(here, title, CITIES(language), links, _of_data(view, here))
    )


def _linked(chosen: str) -> Iterator[tuple[str, Text]]:
    """The first few cities, the one in sight among them; the others are found by search."""
    every = session.choices().cities
    first = [each for each in every if each != chosen][: MOST_LINKS - 1]
    return ((city, name) for city, name in every.items() if city in (chosen, *first))


def _of_data(view: View, here: PageName) -> Markup:
    """The data set and the years in force, with the way to the sample from published figures."""
    words = Markup("<span>{}</span>").format(_in_years(view)(view.language))
    if view.data_set == "sample":
        return words + tour.start(view.language)
    sample = Action(SAMPLE(view.language), session.href(here, replace(view, data_set="sample")))
    return Markup("<span>{} · {}</span>{}{}").format(
        PUBLISHED(view.language), _in_years(view)(view.language), action(sample), tour.start(view.language)
    )


def _in_years(view: View) -> Text:
    if not view.first_year and not view.last_year:
        return EVERY_YEAR
    return YEARS.fill(first=view.first_year or "", last=view.last_year or "")
