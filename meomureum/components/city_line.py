"""The head of a page of one city: its title, the cities to choose from, which data are in sight."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from meomureum import session
from meomureum.analysis.studies.scenario import every_city
from meomureum.components import page_writer, tour
from meomureum.components.markup import Action, action
from meomureum.session import PageName, View, page_figures
from meomureum.texts import Text

CITIES = Text("도시 고르기", "Choose a city")
OTHERS = Text("+ 도시 찾기({count}곳)", "+ {count} cities")
YEARS = Text("{first}~{last}년", "{first}-{last}")
EVERY_YEAR = Text("전체 연도", "all years")
PUBLISHED = Text("공표된 값만 보여 드립니다", "Published figures only")
SAMPLE = Text("표본으로 전체 기능 보기", "Try the sample")


def show(view: View, title: str, here: PageName) -> None:
    """One line: the title, a link for each city (the one in sight marked), what the figures are of."""
    chosen, language = page_figures.first_city(view), view.language
    links = Markup("").join(
        Markup('<li><a class="mm-link mm-pill" href="{}" target="_self"{}>{}</a></li>').format(
            session.href(here, replace(view, cities=(city,))),
            Markup(' aria-current="true"') if city == chosen else "",
            name(language),
        )
        for city, name in session.choices().cities.items()
    )
    links += Markup('<li><button type="button" class="mm-pill mm-to-search">{}</button></li>').format(
        OTHERS.fill(count=len(every_city(session.snapshot())))(language)
    )
    page_writer.show(
        Markup(
            '<header class="mm-city-line mm-of-{}"><h1>{}</h1><nav aria-label="{}"><ul role="list">{}</ul></nav>'
            '<p class="mm-city-line-data">{}</p></header>'
        ).format(here, title, CITIES(language), links, _data(view, here))
    )


def _data(view: View, here: PageName) -> Markup:
    """The data set and the years in force, with the way to the sample from published figures."""
    words = Markup("<span>{}</span>").format(_years(view)(view.language))
    if view.data_set == "sample":
        return words + tour.start(view.language)
    sample = Action(SAMPLE(view.language), session.href(here, replace(view, data_set="sample")))
    return Markup("<span>{} · {}</span>{}{}").format(
        PUBLISHED(view.language), _years(view)(view.language), action(sample), tour.start(view.language)
    )


def _years(view: View) -> Text:
    if not view.first_year and not view.last_year:
        return EVERY_YEAR
    return YEARS.fill(first=view.first_year or "", last=view.last_year or "")
