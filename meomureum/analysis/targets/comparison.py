"""Groups of one year held against their common rate, and any two of them, or two years, against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from meomureum.analysis.statistics import Z_998, Funnel, Standing, funnel
from meomureum.analysis.targets.changes import Change, change_between
from meomureum.analysis.targets.groups import Group, Question, by_year, is_named, whole_years
from meomureum.measures.measurement import Scope
from meomureum.store.warehouse import Snapshot


@dataclass(frozen=True)
class Comparison:
    """The named groups of one year, those that can be held against limits, and the limits."""

    question: Question
    year: int | None
    groups: tuple[Group, ...] = ()
    funnel: Funnel | None = None
    unseparated: float = 0.0
    """People of that year whom the data do not assign to a group."""

    @property
    def drawn(self) -> tuple[Group, ...]:
        """The groups whose people are counted."""
        return tuple(each for each in self.groups if each.count is not None and each.count.denominator > 0)

    def standing(self, group: Group) -> Standing | None:
        """The class of a group; None if its people are not counted."""
        if self.funnel is None or group.count is None or group.count.denominator <= 0:
            return None
        return self.funnel.standing(group.count.pair())

    def far(self, group: Group) -> bool:
        """Whether a group lies beyond the wider limits too."""
        if self.funnel is None or group.count is None or group.count.denominator <= 0:
            return False
        return self.funnel.standing(group.count.pair(), Z_998) != "as_expected"


def compare(asked: Question, until: int | None = None) -> Comparison:
    """The groups of the newest counted year, not after `until`."""
    years = [year for year in asked.years if until is None or year <= until]
    if not years:
        return Comparison(asked, None)
    every = asked.of_year(years[-1])
    rest = [each.count.denominator for each in every if each.count and not is_named(each.code)]
    groups = tuple(group for group in every if is_named(group.code))
    found = Comparison(asked, years[-1], groups, unseparated=sum(rest))
    counts = [each.count.pair() for each in found.drawn if each.count is not None]
    return replace(found, funnel=funnel(counts, net=asked.kpi.net) if len(counts) > 1 else None)


@dataclass(frozen=True)
class Difference:
    """Two groups of one year, or one in two years; a code that is empty means all together."""

    change: Change
    first: str
    second: str

    @property
    def between_groups(self) -> bool:
        """Whether two groups are compared rather than two years."""
        return self.first != self.second


def difference(snapshot: Snapshot, found: Comparison, scope: Scope, pair: Sequence[str]) -> Difference | None:
    """The two groups of a pair, or else one group, or all together, since the scope's first year.

    None where one of the two has no value. Without a first year the earliest one counts.
    """
    kpi, rows = found.question.kpi, found.question.rows
    if found.year is None:
        return None
    named = [code for code in pair if any(each.code == code for each in found.groups)]
    if len(named) > 1:
        valued = {each.code: each.row for each in found.groups if pd.notna(each.row["value"])}
        if not {*named} <= valued.keys():
            return None
        return Difference(change_between(kpi, valued[named[0]], valued[named[1]]), named[0], named[1])
    code = named[0] if named else ""
    in_years = by_year(rows[rows["code"] == code]) if code else whole_years(snapshot, found.question, scope)
    earlier = [year for year in in_years if year < found.year and year >= (scope.first_year or 0)]
    if not earlier or found.year not in in_years:
        return None
    return Difference(change_between(kpi, in_years[min(earlier)], in_years[found.year]), code, code)
