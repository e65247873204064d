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
from meomureum.figures.recipes import figures_of
from meomureum.session.answers import choices
from meomureum.session.snapshots import snapshot
from meomureum.store.address import DataSet, PageName, View
from meomureum.store.warehouse import Snapshot


def page_figures(page: PageName, view: View) -> Mapping[str, Figure]:
    """The figures of a page by their keys, in order."""
    return _figures(snapshot(), page, replace(view, snapshot=""))


@lru_cache(maxsize=64)
def _figures(of: Snapshot, page: PageName, view: View) -> Mapping[str, Figure]:
    return {figure.key: figure for figure in figures_of(of, page, view)}


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
