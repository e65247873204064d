"""The chain from school to settling: a product over matched cohorts, and the people who flow along it.

No source follows a person from school to settling. Each stage is a rate of its own
population; the stages are put together only where their years belong to one cohort.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from math import exp, fsum, log, prod, sqrt

from meomureum.analysis.statistics.proportions import Z_95, Interval, Movement, wilson

# Ten names at most: nine and what is left of them.
NODES = (
    *("school", "entered", "away", "straight_to_work", "stayed"),
    *("hired", "hired_elsewhere", "settled", "unknown", "other"),
)
Node = str
# A product that has moved by less has not moved.
UNMOVED = 1e-9


@dataclass(frozen=True)
class Link:
    """One count of a stage: `kept` of `of` people went on, in a year."""

    stage: str
    year: int
    kept: float
    of: float

    @property
    def rate(self) -> float:
        """The share that went on."""
        return self.kept / self.of


@dataclass(frozen=True)
class Cohort:
    """The cohort that left school in `year`: for each stage its links, several where years multiply."""

    city_id: str
    year: int
    stages: tuple[tuple[Link, ...], ...]

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """The rate of each stage."""
        return tuple(prod(link.rate for link in links) for links in self.stages)

    @property
    def value(self) -> float:
        """The product: the share of the school leavers that the chain holds to its end."""
        return prod(self.rates)

    @property
    def weakest(self) -> int:
        """The stage with the lowest rate: in a product one more point there adds most."""
        return self.rates.index(min(self.rates))

    @property
    def weakest_is_clear(self) -> bool:
        """Whether chance alone would leave the weakest stage the lowest: its interval lies below all others."""
        _, highest = _bounds(self.stages[self.weakest])
        others = (links for at, links in enumerate(self.stages) if at != self.weakest)
        return all(highest < _bounds(links)[0] for links in others)

    def against(self, others: Sequence[Cohort]) -> tuple[float, ...]:
        """The rate of each stage divided by that of the other cohorts together; NaN if there are none."""
        pooled = [
            prod(_pooled([other.stages[at][place] for other in others]) for place in range(len(links)))
            for at, links in enumerate(self.stages)
        ]
        return tuple(
            mine / theirs if theirs else float("nan") for mine, theirs in zip(self.rates, pooled, strict=True)
        )


def _bounds(links: Sequence[Link]) -> tuple[float, float]:
    """The ends of a stage's interval; of several years those of the years multiplied, which is wider."""
    intervals = [wilson(link.kept, link.of) for link in links]
    return prod(each.low for each in intervals), prod(each.high for each in intervals)


def _pooled(links: Sequence[Link]) -> float:
    of = fsum(link.of for link in links)
    return fsum(link.kept for link in links) / of if of else 0.0


def contributions(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...]:
    """What each factor adds to the change of a product; the parts add to the whole change.

    By logarithms, ln(a'/a) / ln(R'/R) of the change; where a factor is 0 or the product has
    not moved, by Das Gupta's average over every order in which the factors could change.
    """
    if min(*before, *after) > 0:
        logarithms = [log(new) - log(old) for old, new in zip(before, after, strict=True)]
        if abs(fsum(logarithms)) > UNMOVED:
            whole = prod(after) - prod(before)
            return tuple(whole * each / fsum(logarithms) for each in logarithms)
    return _averaged(before, after)


def _averaged(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...]:
    """Das Gupta (1993): the mean effect of a factor over all orders of change."""
    effects: list[list[float]] = [[] for _ in before]
    for order in permutations(range(len(before))):
        now = list(before)
        for at in order:
            old = prod(now)
            now[at] = after[at]
            effects[at].append(prod(now) - old)
    return tuple(fsum(each) / len(each) for each in effects)


def shares(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...] | None:
    """Each factor's share of the change, adding to one; None if the product has not changed."""
    whole = prod(after) - prod(before)
    if abs(whole) <= 1e-15:
        return None
    return tuple(each / whole for each in contributions(before, after))


def ratio(before: Cohort, after: Cohort) -> Interval | None:
    """Interval of the later value over the earlier (delta method on the logarithm).

    A count that both cohorts share is the same on either side and adds no uncertainty.
    None where a stage let nobody pass.
    """
    ours, theirs = ({link for stage in each.stages for link in stage} for each in (before, after))
    apart = ours ^ theirs
    if before.value == 0 or after.value == 0:
        return None
    spread = Z_95 * sqrt(fsum((1 - link.rate) / (link.of * link.rate) for link in apart))
    centre = log(after.value / before.value)
    return Interval(exp(centre - spread), exp(centre + spread))


def chain_movement(before: Cohort, after: Cohort) -> Movement:
    """Rose or fell only when the interval of the ratio excludes one."""
    interval = ratio(before, after)
    if interval is None:
        return "untested"
    if not interval.excludes(1):
        return "unclear"
    return "rose" if interval.low > 1 else "fell"


# --- the people along it ---------------------------------------------------------------


@dataclass(frozen=True)
class Flow:
    """People who go from one node to another; counted at the school, worked out beyond it."""

    source: Node
    target: Node
    people: float
    counted: bool = False


def flows(cohort: Cohort, leavers: Mapping[Node, float], graduates: Mapping[Node, float]) -> tuple[Flow, ...]:
    """The flows of a cohort whose stages are entry, staying, local hiring and settling.

    `leavers` are the school leavers by where they went (entered, away, straight_to_work,
    unknown, other), all counted. `graduates` are those of the city's universities in the
    hiring year (hired, hired_elsewhere, unknown, other): their shares, not their number,
    are taken for those who entered and stayed; without any of them what became of these is
    unknown. What enters a node leaves it.
    """
    _, staying, _, settling = cohort.rates
    entered = leavers.get("entered", 0.0)
    stayed, everyone = entered * staying, fsum(graduates.values())
    paths = {node: stayed * people / everyone for node, people in graduates.items() if everyone}
    paths = paths or {"unknown": stayed}
    hired = paths.get("hired", 0.0)
    found = [Flow("school", node, people, counted=True) for node, people in leavers.items()]
    found += [Flow("entered", "stayed", stayed), Flow("entered", "other", entered - stayed)]
    found += [Flow("stayed", node, people) for node, people in paths.items()]
    found += [Flow("hired", "settled", hired * settling), Flow("hired", "other", hired * (1 - settling))]
    ordered = sorted(found, key=lambda flow: (NODES.index(flow.source), NODES.index(flow.target)))
    return tuple(flow for flow in ordered if flow.people > 0)


def people_at_nodes(flows: Iterable[Flow]) -> dict[Node, float]:
    """The people at each node, in the order of the chain: those who flow in, or out of the first node."""
    listed = list(flows)
    people = {
        node: fsum(
            flow.people for flow in listed if (flow.source if node == "school" else flow.target) == node
        )
        for node in NODES
    }
    return {node: count for node, count in people.items() if count > 0}
