"""Where the indicators of a city stand: each measured, judged, and in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from meomureum.analysis.targets.changes import line_of
from meomureum.analysis.targets.judgement import Progress, assess
from meomureum.analysis.targets.judgement import Standing as Verdict
from meomureum.analysis.targets.ledger import Target, aim, targets
from meomureum.measures import register
from meomureum.measures.measurement import KPIS, Kpi, Scope, find, followed_cities, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

BY_UNIVERSITY = ("university_dropout_rate", "university_employment_rate")
"""What is told of each university of a city."""
# A target that nobody can judge for want of figures comes before one that is on its way.
ATTENTION: tuple[Verdict, ...] = (
    "moving_away",
    "limited",
    "must_accelerate",
    "baseline_only",
    "not_published",
    "partial",
    "too_few_points",
    "scheduled",
    "undated",
    "direction_only",
    "other_unit",
    "no_target",
    "on_track",
    "met",
)


@dataclass(frozen=True, eq=False)
class Standing:
    """One indicator of one place: its measurements (`rows`) and what they come to against its target.

    `everyone` is how many people its rate is of, in the year `counted_in`: those of its own
    denominator, else those that another indicator counts.
    """

    city: str
    place: Text
    progress: Progress
    rows: pd.DataFrame
    everyone: float | None = None
    counted_in: int | None = None

    @property
    def kpi(self) -> Kpi:
        """The indicator."""
        return self.progress.kpi

    @property
    def target(self) -> Target | None:
        """What is aimed at."""
        return self.progress.target

    @property
    def valued(self) -> bool:
        """Whether it has a value."""
        return self.progress.latest is not None

    @property
    def line(self) -> pd.DataFrame:
        """The values that may be joined with the latest one, oldest first."""
        return line_of(self.rows)

    @property
    def people(self) -> float | None:
        """How many people are missing to the target."""
        gap = self.progress.gap
        if gap is None or self.everyone is None or self.progress.reached:
            return None
        return abs(gap) * self.everyone


def focus(snapshot: Snapshot, view: View) -> str:
    """The city that a page of one city shows: the first chosen."""
    return (view.cities or followed_cities(snapshot))[0]


def of_city(snapshot: Snapshot, view: View, city: str) -> tuple[Standing, ...]:
    """What the city has announced a target for, in the order of the ledger; then the other headlines.

    Worked out once: the figures of a page and the page itself ask for it, in either language.
    """
    asked = View(data_set=view.data_set, first_year=view.first_year, last_year=view.last_year)
    return _of_city(snapshot, asked, city)


@lru_cache(maxsize=64)
def _of_city(snapshot: Snapshot, view: View, city: str) -> tuple[Standing, ...]:
    aimed = dict.fromkeys(each.kpi_id for each in targets(snapshot) if each.city_id == city)
    known = [find(code) for code in aimed if any(kpi.id == code for kpi in KPIS)]
    others = [kpi for kpi in KPIS if kpi.headline and kpi.id not in aimed]
    return tuple(of_indicator(snapshot, view, city, kpi) for kpi in (*known, *others))


def of_indicator(snapshot: Snapshot, view: View, city: str, kpi: Kpi) -> Standing:
    """One indicator by its own formula, or by the first of its stand-ins that has a value."""
    scope = Scope(view.data_set, cities=(city,), first_year=view.first_year, last_year=view.last_year)
    rows = _first_valued(measure(snapshot, kpi.id, scope, formula_id=each) for each in ("", *kpi.stand_ins))
    return of_rows(snapshot, scope, kpi, rows)


def of_rows(snapshot: Snapshot, scope: Scope, kpi: Kpi, rows: pd.DataFrame) -> Standing:
    """The same of an indicator that was measured; the scope is of one city."""
    (city,) = scope.cities
    progress = assess(kpi.id, rows, aim(snapshot, kpi.id, city))
    everyone, year = _everyone(snapshot, kpi, scope, progress)
    return Standing(city, register.names(snapshot)[city], progress, rows, everyone, year)


def _first_valued(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    held = list[pd.DataFrame]()
    for table in tables:
        held.append(table)
        if table["value"].notna().any():
            return table
    return held[0]


def _everyone(
    snapshot: Snapshot, kpi: Kpi, scope: Scope, progress: Progress
) -> tuple[float | None, int | None]:
    latest = progress.latest
    if latest is None or progress.gap is None or kpi.unit != "percent" or pd.notna(latest["sample_size"]):
        return None, None
    if pd.notna(latest["denominator"]):
        return float(latest["denominator"]), int(latest["year"])
    counted = measure(snapshot, kpi.counted_by, scope).dropna(subset=["value"]) if kpi.counted_by else None
    if counted is None or counted.empty:
        return None, None
    newest = counted.sort_values("year").iloc[-1]
    return float(newest["value"]), int(newest["year"])


def by_university(snapshot: Snapshot, view: View, city: str) -> Iterator[Standing]:
    """What is told of each university of the city that has a value."""
    scope = Scope(view.data_set, cities=(city,), first_year=view.first_year, last_year=view.last_year)
    names = register.names(snapshot)
    for kpi_id in BY_UNIVERSITY:
        rows = measure(snapshot, kpi_id, scope, ("city", "institution", "year"))
        for code, own in rows.dropna(subset=["institution_id"]).groupby("institution_id", sort=False):
            if own["value"].notna().any():
                yield Standing(city, names[str(code)], assess(kpi_id, own, None), own)


def by_attention(held: Iterable[Standing]) -> list[Standing]:
    """Those that need attention first; equals keep their order."""
    return sorted(held, key=lambda each: ATTENTION.index(each.progress.standing))


def valued(held: Iterable[Standing]) -> list[Standing]:
    """Those with a value."""
    return [each for each in held if each.valued]


def aimed(held: Iterable[Standing]) -> list[Standing]:
    """Those with a target."""
    return [each for each in held if each.target is not None]


def latest_rows(held: Sequence[Standing]) -> pd.DataFrame:
    """The newest measurement of each that has one."""
    rows = [each.progress.latest for each in held if each.progress.latest is not None]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=["source_ids", "reference_date", "marks"])
