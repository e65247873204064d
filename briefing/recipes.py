"""The figures of each page, computed from a snapshot and a view alone: no screen, no session.

What stands here can be computed again: its code is verified, a basket holds it as a recipe,
and the unattended briefing can have it. Another page's figures: one function, one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from address import PAGES, PageName, View
from briefing import (
    chained,
    compared,
    explored,
    moved,
    participation,
    regions,
    scenarios,
    settlement,
    spread,
    supplied,
)
from briefing.content import trend_figure
from briefing.figure import Figure
from warehouse import Snapshot

Recipe = Callable[[Snapshot, View], Iterable[Figure | None]]


def _trend(snapshot: Snapshot, view: View) -> Iterable[Figure | None]:
    yield trend_figure(snapshot, view, view.kpi, view.by)


RECIPES: Mapping[PageName, Recipe] = {
    "progress": _trend,
    "compare": compared.figures,
    "funnel": spread.figures,
    "explain": moved.figures,
    "map": regions.figures,
    "explore": explored.figures,
    "chain": chained.figures,
    "supply": supplied.figures,
    "scenario": scenarios.figures,
    "effect": participation.figures,
    "survey": settlement.figures,
}


def figures_of(snapshot: Snapshot, page: PageName, view: View) -> tuple[Figure, ...]:
    """The figures of a page as a view shows it; none where the page has no recipe or no value."""
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
