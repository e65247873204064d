"""The figures of each page, computed from a snapshot and a view alone: no screen, no session.

What stands here can be computed again: its code is verified, a basket holds it as a recipe,
and the unattended briefing can have it. Another page's figures: one function, one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from meomureum.drawing.figure import Figure
from meomureum.figures import (
    chain,
    city,
    definitions,
    effect,
    explain,
    explore,
    funnel,
    overview,
    place_among,
    regional_map,
    scenario,
    supply,
    survey,
)
from meomureum.figures.trend import trend_figure
from meomureum.measures.measurement import KPIS, followed_cities
from meomureum.store.address import PAGES, PageName, View
from meomureum.store.warehouse import Snapshot

Recipe = Callable[[Snapshot, View], Iterable[Figure | None]]


def _trend(snapshot: Snapshot, view: View) -> Iterable[Figure | None]:
    yield trend_figure(snapshot, view, view.kpi, view.by)


def _map(snapshot: Snapshot, view: View) -> Iterable[Figure | None]:
    country = place_among.country_figure(snapshot, view, "map")
    many = len(view.cities or followed_cities(snapshot)) > regional_map.MOST_CITIES
    if country is None or not many:  # so many have their place on the map of the country alone
        yield from regional_map.figures(snapshot, view)
    yield country


RECIPES: Mapping[PageName, Recipe] = {
    "overview": overview.figures,
    "city": city.figures,
    "progress": _trend,
    "compare": definitions.figures,
    "funnel": funnel.figures,
    "explain": explain.figures,
    "map": _map,
    "explore": explore.figures,
    "chain": chain.figures,
    "supply": supply.figures,
    "scenario": scenario.figures,
    "effect": effect.figures,
    "survey": survey.figures,
}


OF_ANY_INDICATOR: tuple[PageName, ...] = ("progress", "funnel", "explain", "map", "explore")
"""The pages that show whichever indicator is chosen, and open with another where that one has nothing to show."""


def figures_of(snapshot: Snapshot, page: PageName, view: View) -> tuple[Figure, ...]:
    """The figures of a page as a view shows it; none where the page has no recipe or no value."""
    return _made(snapshot, page, opened(snapshot, page, view))


def opened(snapshot: Snapshot, page: PageName, view: View) -> View:
    """The view; with the first rate that the page has of its cities, where it has nothing of the one to open with."""
    if (
        page not in OF_ANY_INDICATOR
        or view.kpi != View.kpi
        or _speaks(snapshot, page, replace(view, pair=()))
    ):
        return view
    rates = (kpi.id for kpi in KPIS if kpi.is_rate and kpi.id != view.kpi)
    others = (replace(view, kpi=each, formula="", groups=(), pair=()) for each in rates)
    return next((each for each in others if _speaks(snapshot, page, each)), view)


def _speaks(snapshot: Snapshot, page: PageName, view: View) -> bool:
    """Whether a page has a figure of the view's cities."""
    return any(map(place_among.tells_of_chosen, _made(snapshot, page, view)))


@lru_cache(maxsize=64)
def _made(snapshot: Snapshot, page: PageName, view: View) -> tuple[Figure, ...]:
    recipe = RECIPES.get(page)
    return () if recipe is None else tuple(each for each in recipe(snapshot, view) if each is not None)


def figure_again(snapshot: Snapshot, page: PageName, view: View, key: str) -> Figure | None:
    """One figure of a page by its key, the first one for ""; None where there is none any more."""
    found = figures_of(snapshot, page, view)
    return next((each for each in found if key in ("", each.key)), None)


def page_of(address: str) -> PageName:
    """The page that an address opens."""
    named = urlsplit(address).path.rstrip("/").rpartition("/")[2]
    return next((page for page in PAGES if page == named), PAGES[0])
