"""A city's briefing: its story in a few pages, then the rest of its indicators as an appendix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from meomureum.analysis.targets.ledger import aim
from meomureum.drawing.brand import brand_of
from meomureum.drawing.figure import Briefing, Figure, Grouping
from meomureum.figures import changed_values, place_among, retention_by_age
from meomureum.figures.draft import filters_in_words
from meomureum.figures.overview import targets_figure
from meomureum.figures.trend import trend_figure
from meomureum.measures import register
from meomureum.measures.measurement import KPIS
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

TITLE = Text("{city} 지역 정주 지표 현황", "{city}: retention indicators")
MOST_AIMED = 3
"""Announced targets that have a page of their own in the story."""
FEWEST_TARGETS = 2
"""So many make a table; a single one is told on its own page."""


def city_briefing(
    snapshot: Snapshot, view: View, city: str, made_on: str, most: int = 12, since: Snapshot | None = None
) -> Briefing:
    """Where the city stands, each announced target, at which age the young leave, its place among all, what has changed.

    What else it has values of follows as an appendix, its universities last; at most `most` figures.
    `since` is the snapshot of the last pack; without it changes are told from the snapshot before.
    """
    here = View(view.language, view.data_set, (city,), first_year=view.first_year, last_year=view.last_year)
    aimed, others = _trends(snapshot, here)
    targets = [each for each in targets_figure(snapshot, here) if len(each.rows) >= FEWEST_TARGETS]
    story = [*targets, *islice(aimed, MOST_AIMED)]
    story += _held(
        (retention_by_age.by_city(snapshot, here), next(place_among.figures(snapshot, here), None))
    )
    story += changed_values.figures(snapshot, here, since) if len(story) > len(targets) else ()
    figures = tuple(islice(chain(story, aimed, others), most))
    if len(figures) <= len(targets):
        figures = ()  # what was announced alone is no account of where the city stands
    return Briefing(
        title=TITLE.fill(city=register.names(snapshot)[city])(view.language),
        subtitle=filters_in_words(snapshot, here),
        language=view.language,
        made_on=made_on,
        figures=figures,
        snapshot_id=snapshot.id,
        brand=brand_of(city, entered=register.colour(snapshot, city)),
        appendix=len(story) if 0 < len(story) < len(figures) else None,
    )


def _held(found: Iterable[Figure | None]) -> list[Figure]:
    return [each for each in found if each is not None]


def _trends(snapshot: Snapshot, view: View) -> tuple[Iterator[Figure], Iterator[Figure]]:
    """The indicators with a target, and the others, headlines first and universities last; each worked out when asked for."""
    aimed = [kpi for kpi in KPIS if aim(snapshot, kpi.id, view.cities[0]) is not None]
    others = sorted((kpi for kpi in KPIS if kpi not in aimed), key=lambda kpi: not kpi.headline)

    def drawn(asked: Iterable[tuple[str, Grouping]]) -> Iterator[Figure]:
        return (
            found for kpi_id, by in asked if (found := trend_figure(snapshot, view, kpi_id, by)) is not None
        )

    by_institution: tuple[str, Grouping] = ("university_dropout_rate", "institution")
    return drawn((kpi.id, "city") for kpi in aimed), drawn(
        [*((kpi.id, "city") for kpi in others), by_institution]
    )
