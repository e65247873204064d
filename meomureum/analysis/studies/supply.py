"""What a city's departments and courses supply to each industry, and what its firms say they need.

Neither side is exact. Completers may or may not be among the graduates, and only the firms
that answered are counted: a gap therefore has a range, from the smallest supply against the
largest demand to the largest supply against the smallest demand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meomureum.analysis.statistics.proportions import Interval, wilson

FEW_FIRMS = 30


@dataclass(frozen=True)
class Demand:
    """What the firms of an industry answered in a year: stocks as means of its half-year surveys, flows added.

    None is what nobody counted. `asked` and `answered` are firms of one survey; a firm
    answers for several occupations, so it is counted in the one with most firms. The rates are those of the
    indicators.
    """

    employees: float | None
    shortage: float | None
    openings: float | None
    hires: float | None
    planned: float | None
    asked: float | None
    answered: float | None
    shortage_rate: float | None = None
    unfilled_rate: float | None = None

    @property
    def response(self) -> float | None:
        """The share of the firms asked that answered."""
        return None if self.answered is None or not self.asked else self.answered / self.asked

    def interval(self, rate: float | None) -> Interval | None:
        """What another sample of as many firms might give (95%).

        The firms that answered are the sample, not their people: those of one firm are alike.
        """
        if rate is None or not self.answered:
            return None
        return wilson(rate * self.answered, self.answered)

    @property
    def most_planned(self) -> float | None:
        """Planned hires if the firms that did not answer hire like those that did."""
        if self.planned is None or not self.response:
            return None
        return self.planned / self.response

    @property
    def is_weak(self) -> bool:
        """Whether too few firms answered to rely on."""
        return self.answered is not None and self.answered < FEW_FIRMS


@dataclass(frozen=True)
class Supply:
    """Graduates and completers matched to an industry; None if none is matched or counted."""

    graduates: float | None = None
    completers: float | None = None
    hired_locally: float | None = None


@dataclass(frozen=True)
class Gap:
    """Graduates less planned hires, from the lowest to the highest it may be.

    An end is open where what would bound it was not counted; it then stays at the value.
    """

    value: float
    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether the whole range lies on one side of 0."""
        return (self.low > 0 and not self.low_open) or (self.high < 0 and not self.high_open)


def gap(supply: Supply, demand: Demand) -> Gap | None:
    """The gap of an industry; None if a side is not counted.

    Lowest: every completer is among the graduates, and the silent firms hire like the others.
    Highest: no completer is among them, and the silent firms hire nobody. Without a number of
    completers or of firms asked that end is open.
    """
    if supply.graduates is None or demand.planned is None:
        return None
    most = demand.planned if demand.most_planned is None else demand.most_planned
    value = supply.graduates - demand.planned
    return Gap(
        value,
        low=supply.graduates - most,
        high=value + (supply.completers or 0.0),
        low_open=demand.most_planned is None,
        high_open=supply.completers is None,
    )


def location_quotients(employees: Mapping[str, Mapping[str, float]]) -> dict[tuple[str, str], float]:
    """(e_ik / e_k) / (E_i / E) of each city and industry that another city was surveyed in too.

    `employees` by city and industry. The whole compared with are the cities surveyed in the
    industry: a city where nobody asked is no city without employees.
    """
    industries = {industry for each in employees.values() for industry in each}
    found = {}
    for industry in industries:
        cities = [city for city, each in employees.items() if industry in each and sum(each.values()) > 0]
        if len(cities) < 2:
            continue
        share = _pooled(employees, cities, industry)
        for city in cities:
            mine = employees[city][industry] / sum(employees[city].values())
            if share > 0:
                found[city, industry] = mine / share
    return found


def _pooled(employees: Mapping[str, Mapping[str, float]], cities: Sequence[str], industry: str) -> float:
    whole = sum(sum(employees[city].values()) for city in cities)
    return sum(employees[city][industry] for city in cities) / whole
