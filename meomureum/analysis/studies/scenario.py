"""What would it take: the groups or stages behind a rate, and four ways to a target. Arithmetic, no forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import mul

import pandas as pd

from meomureum.analysis.statistics.scenario import (
    Answer,
    Whole,
    best_quarter,
    same_odds,
    same_points,
    to_level,
    with_levers,
)
from meomureum.analysis.studies.cohorts import cohorts
from meomureum.analysis.targets.ledger import Target, aim
from meomureum.measures import register
from meomureum.measures.indicators.dimensions import code_name
from meomureum.measures.measurement import DIMENSIONS, KPIS, Formula, Kpi, Scope, find, measure
from meomureum.measures.queries import RELIABLE_DENOMINATOR
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

WAYS: Mapping[str, Text] = {
    "points": Text("모두 같은 폭(%p)", "The same points everywhere"),
    "odds": Text("모두 같은 오즈비", "The same odds ratio"),
    "quarter": Text("모두 상위 25% 값까지", "Everyone to the 75th percentile"),
    "levers": Text("골라서 올리기", "Chosen levers"),
}
# What the people of a rate may be told apart by, the first that holds everyone is the default.
GROUPINGS = ("school_type", "institution", "field", "sex", "age")
WHOLE, STAGES = "city", "stage"
# Tables that count people who go one way or another; shares of tasks, jobs and answers are not theirs.
OF_PEOPLE = frozenset(
    (
        *("high_school_outcomes", "university_outcomes", "university_students", "freshmen"),
        *("residence", "programme_participation", "cohorts"),
    )
)
SAME_PEOPLE = 0.5
TWICE = 2.0
"""As many as a net ratio is taken to reach at most."""
# What leaves every rate as it is: no points added, odds times one.
STANDING_STILL = {"points": 0.0, "odds": 1.0}
STAYING = Text("학업 지속({years}년)", "Staying enrolled ({years} years)")


@dataclass(frozen=True)
class Part:
    """One group with its people, or one stage of a chain (which has none of its own)."""

    code: str
    name: Text
    rate: float
    people: float


@dataclass(frozen=True)
class Situation:
    """A rate of one city today: its parts, its people, its target and its peers.

    `row` is the measurement of the whole, `peers` are the rates of the same kind of group in
    every city of that year, those of few people left out; `groupings` could be asked for instead.
    """

    kpi: Kpi
    formula: Formula
    city_id: str
    year: int
    grouping: str
    groupings: tuple[str, ...]
    parts: tuple[Part, ...]
    whole: Whole
    people: float
    row: pd.Series
    peers: tuple[float, ...]
    target: Target | None

    @property
    def rate(self) -> float:
        """The rate as it is."""
        return self.whole.rate()

    @property
    def upward(self) -> bool:
        """Whether higher is better."""
        return self.kpi.direction == "up"

    def counted(self, rates: Sequence[float]) -> tuple[float, ...]:
        """The people in each part at some rates; for a chain, those left after each stage."""
        if self.grouping == STAGES:
            return tuple(self.people * left for left in accumulate(rates, mul))
        return tuple(part.people * rate for part, rate in zip(self.parts, rates, strict=True))


def scenario_kpis() -> tuple[Kpi, ...]:
    """The indicators that are rates of people."""
    return tuple(
        kpi
        for kpi in KPIS
        if kpi.unit == "percent" and (kpi.shape == "chain" or kpi.formulas[0].table in OF_PEOPLE)
    )


def announced_rate(target: Target | None) -> float | None:
    """The announced rate; None for a target without a number or in another unit."""
    return None if target is None or target.unit != "percent" else target.far_end()


@lru_cache(maxsize=128)
def situation(
    snapshot: Snapshot,
    kpi_id: str,
    scope: Scope,
    formula_id: str = "",
    grouping: str = "",
) -> Situation | None:
    """The newest counted year of a rate in the one city of a scope; None if nobody was counted.

    Without a formula the default one, else the first stand-in that has counts.
    """
    kpi = find(kpi_id)
    for each in [formula_id] if formula_id else ["", *kpi.stand_ins]:
        row = _newest(snapshot, kpi, scope, each)
        if row is not None:
            if kpi.shape == "chain":
                return _chain(snapshot, kpi, kpi.formula(each), scope, row)
            return _groups(snapshot, kpi, kpi.formula(each), scope, row, grouping)
    return None


def answer_of_way(
    of: Situation, way: str, target: float, levers: Mapping[str, float] | None = None
) -> Answer | None:
    """The answer of one way; None for the best quarter where there are too few peers, for odds of a net ratio.

    A target that the rate has reached or passed takes nothing; only levers still move it.
    """
    if way != "levers" and (target <= of.rate if of.upward else target >= of.rate):
        return Answer(of.whole.rates, of.rate, of.rate, possible=True, step=STANDING_STILL.get(way, of.rate))
    if way == "odds" and of.kpi.net:
        return None  # of those who came nobody says what the odds were
    if way == "odds":
        return same_odds(of.whole, target)
    if way == "quarter":
        level = best_quarter(of.peers, upward=of.upward)
        return None if level is None else to_level(of.whole, target, level, upward=of.upward)
    if way == "levers":
        chosen = [(levers or {}).get(part.code, 0.0) for part in of.parts]
        return with_levers(of.whole, target, chosen, upward=of.upward)
    return same_points(of.whole, target)


def _newest(snapshot: Snapshot, kpi: Kpi, scope: Scope, formula_id: str) -> pd.Series | None:
    """The newest computed value with its people; the weights of a survey are none."""
    rows = measure(snapshot, kpi.id, scope, ("city", "year"), formula_id)
    rows = rows[(rows["origin"] == "computed") & rows["value"].notna() & rows["denominator"].notna()]
    rows = rows[rows["sample_size"].isna()].sort_values("year")
    return None if rows.empty else rows.iloc[-1]


def _groups(
    snapshot: Snapshot, kpi: Kpi, formula: Formula, scope: Scope, row: pd.Series, grouping: str
) -> Situation:
    names, year = register.names(snapshot), int(row["year"])
    tables = {each: _by(snapshot, kpi, formula, scope, each, year) for each in GROUPINGS}
    offered = tuple(each for each, rows in tables.items() if _holds_everyone(rows, each, row))
    used = grouping if grouping in (*offered, WHOLE) else next(iter(offered), WHOLE)
    rows = tables[used] if used != WHOLE else _by(snapshot, kpi, formula, scope, WHOLE, year)
    parts = tuple(
        Part(
            code=str(each[DIMENSIONS[used]]),
            name=names.get(each[DIMENSIONS[used]]) or code_name(used, str(each[DIMENSIONS[used]])),
            rate=float(each["numerator"] / each["denominator"]),
            people=float(each["denominator"]),
        )
        for _, each in rows.sort_values("denominator", ascending=False).iterrows()
    )
    everywhere = Scope(scope.data_set, cities=register.every_city(snapshot), first_year=year, last_year=year)
    peers = _by(snapshot, kpi, formula, everywhere, used, year)
    return Situation(
        kpi=kpi,
        formula=formula,
        city_id=str(row["city_id"]),
        year=year,
        grouping=used,
        groupings=(*offered, WHOLE),
        parts=parts,
        whole=Whole(
            tuple(each.rate for each in parts),
            tuple(each.people for each in parts),
            max([TWICE, *(each.rate for each in parts)]) if kpi.net else 1.0,
        ),
        people=float(row["denominator"]),
        row=row,
        peers=tuple(peers.loc[peers["denominator"] >= RELIABLE_DENOMINATOR, "value"].astype(float)),
        target=aim(snapshot, kpi.id, str(row["city_id"])),
    )


def _by(
    snapshot: Snapshot, kpi: Kpi, formula: Formula, scope: Scope, grouping: str, year: int
) -> pd.DataFrame:
    """The groups of a year that have people."""
    within = Scope(scope.data_set, cities=scope.cities, first_year=year, last_year=year)
    by = ("city", "year") if grouping == WHOLE else ("city", grouping, "year")
    rows = measure(snapshot, kpi.id, within, by, formula.id)
    return rows[(rows["origin"] == "computed") & ~(rows["denominator"] == 0) & rows["year"].notna()]


def _holds_everyone(rows: pd.DataFrame, grouping: str, whole: pd.Series) -> bool:
    """Whether two groups or more, all of them known and counted, make the whole."""
    if len(rows) < 2 or rows[[DIMENSIONS[grouping], "numerator", "denominator"]].isna().any(axis=None):
        return False
    return bool(abs(rows["denominator"].sum() - whole["denominator"]) < SAME_PEOPLE)


def _chain(snapshot: Snapshot, kpi: Kpi, formula: Formula, scope: Scope, row: pd.Series) -> Situation:
    city, cohort = str(row["city_id"]), int(row["year"])
    matched = cohorts(snapshot, scope.data_set, city).matched
    rates = next(each.rates for each in matched if each.year == cohort)
    parts = [
        Part(
            stage.kpi_id,
            (STAYING if stage.survivors else find(stage.kpi_id).name).fill(years=len(stage.years_after)),
            rate,
            0.0,
        )
        for stage, rate in zip(kpi.stages, rates, strict=True)
    ]
    return Situation(
        kpi=kpi,
        formula=formula,
        city_id=city,
        year=cohort,
        grouping=STAGES,
        groupings=(STAGES,),
        parts=tuple(parts),
        whole=Whole(tuple(part.rate for part in parts)),
        people=float(row["denominator"]),
        row=row,
        peers=(),
        target=aim(snapshot, kpi.id, city),
    )
