"""A city's briefing: its story in a few pages, then the rest of its indicators as an appendix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from meomureum.analysis.targets import aim
from meomureum.drawing.brand import brand_of
from meomureum.drawing.figure import Briefing, Figure, Grouping
from meomureum.figures import place_among, retention_by_age
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
Part = Callable[[Snapshot, View], Iterable[Figure | None]]


def city_briefing(snapshot: Snapshot, view: View, city: str, made_on: str, most: int = 12) -> Briefing:
    """Where the city stands, each announced target, at which age the young leave, its place among all.

    What else it has values of follows as an appendix, its universities last; at most `most` figures.
    """
    here = View(view.language, view.data_set, (city,), first_year=view.first_year, last_year=view.last_year)
    story = _held(each for part in STORY for each in part(snapshot, here))
    told = {each.key for each in story}
    rest = (each for each in _trends(snapshot, here) if each is not None and each.key not in told)
    figures = tuple(islice(chain(story, rest), most))
    if all(each.key.startswith("targets-") for each in figures):
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


def _aimed(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """The first announced targets that there are values of."""
    kpis = (kpi.id for kpi in KPIS if aim(snapshot, kpi.id, view.cities[0]) is not None)
    return islice((each for kpi in kpis if (each := trend_figure(snapshot, view, kpi))), MOST_AIMED)


def _ages(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    yield retention_by_age.by_city(snapshot, view)


def _among_all(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    return islice(place_among.figures(snapshot, view), 1)


STORY: tuple[Part, ...] = (targets_figure, _aimed, _ages, _among_all)


def _trends(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """Every indicator, those with a target first, then its universities; computed only as far as there is room."""
    aimed = [kpi for kpi in KPIS if aim(snapshot, kpi.id, view.cities[0]) is not None]
    headline = [kpi for kpi in KPIS if kpi.headline and kpi not in aimed]
    others = [kpi for kpi in KPIS if not kpi.headline and kpi not in aimed]
    asked: list[tuple[str, Grouping]] = [(kpi.id, "city") for kpi in (*aimed, *headline, *others)]
    for kpi_id, by in (*asked, ("university_dropout_rate", "institution")):
        yield trend_figure(snapshot, view, kpi_id, by)
