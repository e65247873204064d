"""The figures of a page as the reader's view shows it, each computed once a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from meomureum.analysis.studies.cohorts import Cohorts
from meomureum.analysis.studies.cohorts import cohorts as cohorts_of
from meomureum.analysis.studies.industries import Market
from meomureum.analysis.studies.industries import market as market_of
from meomureum.drawing.figure import Figure
from meomureum.figures import recipes
from meomureum.figures.city import further as further_of
from meomureum.figures.recipes import figures_of
from meomureum.figures.standing import Standing, by_university, of_city
from meomureum.session.answers import choices
from meomureum.session.snapshots import snapshot
from meomureum.store.address import DataSet, PageName, View
from meomureum.store.warehouse import Snapshot


def page_figures(page: PageName, view: View) -> Mapping[str, Figure]:
    """The figures of a page by their keys, in order."""
    return {figure.key: figure for figure in figures_of(snapshot(), page, replace(view, snapshot=""))}


def opened(page: PageName, view: View) -> View:
    """The view as a page opens it: with another indicator where nothing of the one to open with is known there."""
    return replace(recipes.opened(snapshot(), page, replace(view, snapshot="")), snapshot=view.snapshot)


def by_question(page: PageName, view: View) -> Mapping[str, Figure]:
    """The same by what they answer: "targets" stands for "targets-gimhae"; of several the first."""
    figures = page_figures(page, view)
    found: dict[str, Figure] = {}
    for key, figure in figures.items():
        found.setdefault(key.split("-")[0], figure)
    return found


def first_city(view: View) -> str:
    """The city of a page that shows one: the first chosen."""
    return (view.cities or tuple(choices().cities))[0]


def cohorts(view: View) -> Cohorts:
    """The cohorts of that city and what they lack."""
    return _cohorts(snapshot(), view.data_set, first_city(view))


def market(view: View) -> Market:
    """Supply and demand of that city."""
    return _market(snapshot(), view.data_set, first_city(view))


@lru_cache(maxsize=64)
def _market(of: Snapshot, data_set: DataSet, city: str) -> Market:
    return market_of(of, data_set, city)


@lru_cache(maxsize=64)
def _cohorts(of: Snapshot, data_set: DataSet, city: str) -> Cohorts:
    return cohorts_of(of, data_set, city)


def standings(view: View) -> tuple[Standing, ...]:
    """Where the indicators of that city stand, those with a target first."""
    return of_city(snapshot(), view, first_city(view))


def further(view: View) -> tuple[Standing, ...]:
    """Where the indicators of that city's programmes and surveys stand."""
    return _further(snapshot(), replace(view, snapshot=""), first_city(view))


def universities(view: View) -> tuple[Standing, ...]:
    """The same of each university of that city."""
    return _universities(snapshot(), replace(view, snapshot=""), first_city(view))


@lru_cache(maxsize=64)
def _further(of: Snapshot, view: View, city: str) -> tuple[Standing, ...]:
    return tuple(further_of(of, view, city))


@lru_cache(maxsize=64)
def _universities(of: Snapshot, view: View, city: str) -> tuple[Standing, ...]:
    return tuple(by_university(of, view, city))
