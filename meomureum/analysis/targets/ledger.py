"""Targets as they were announced: those in force, what they replaced, the path to each.

A row of the ledger is never rewritten: a changed target is a new row, and the old one names
it in `superseded_by`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast

from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

PathKind = Literal["line", "milestones", "growth"]
PATHS: dict[PathKind, Text] = {
    "line": Text("직선 경로", "Straight line"),
    "milestones": Text("발표된 연차 목표", "Announced milestones"),
    "growth": Text("해마다 같은 성장률", "Equal growth each year"),
}


@dataclass(frozen=True)
class Target:
    """One announced target; rates are 0-1, a band has two ends, `value` may be unknown.

    `year_assumed` says that the announcement did not state the baseline year.
    """

    id: str
    city_id: str
    programme_id: str
    kpi_id: str
    baseline: float | None
    baseline_high: float | None
    baseline_year: int | None
    year_assumed: bool
    value: float | None
    value_high: float | None
    year: int | None
    unit: str
    direction: str
    announced_by: str
    announced_on: str
    source_id: str
    note: Text
    milestones: dict[int, float] = field(default_factory=dict, hash=False)
    path_kind: PathKind = "line"
    superseded_by: str = ""
    ended_on: str = ""

    def far_end(self) -> float | None:
        """The end of a band that must be reached first: the high end where lower is better."""
        return self.value_high if self.direction == "down" and self.value_high is not None else self.value

    def start(self) -> float | None:
        """The baseline to measure from; for a band, the end that must come down."""
        return self.baseline_high if self.direction == "down" and self.baseline_high else self.baseline


@lru_cache(maxsize=8)
def ledger(snapshot: Snapshot) -> tuple[Target, ...]:
    """Every target ever announced, in the order of the ledger."""
    rows = snapshot.query("SELECT * FROM targets ORDER BY line")
    return tuple(_target(row) for row in rows.astype(object).where(rows.notna(), None).to_dict("records"))


@lru_cache(maxsize=8)
def targets(snapshot: Snapshot) -> tuple[Target, ...]:
    """Every target in force, in the order of the ledger."""
    return tuple(each for each in ledger(snapshot) if not (each.superseded_by or each.ended_on))


def history(snapshot: Snapshot, target: Target) -> tuple[Target, ...]:
    """A target and all that it replaced or was replaced by, oldest first."""
    by_id = {each.id: each for each in ledger(snapshot)}
    last = target
    while last.superseded_by:
        last = by_id[last.superseded_by]
    chain, newest = [last], [last]
    while newest:
        newest = [old for new in newest for old in by_id.values() if old.superseded_by == new.id]
        chain.extend(newest)
    return tuple(reversed(chain))


def _target(row: Mapping[Hashable, object]) -> Target:
    scale = 100 if row["unit"] == "percent" else 1

    def scaled(name: str) -> float | None:
        return None if row[name] is None else float(str(row[name])) / scale

    def year(name: str) -> int | None:
        return None if row[name] is None else int(str(row[name]))

    def text(name: str) -> str:
        return str(row[name] or "")

    steps = [step.split(":") for step in text("milestones").split(";") if step]
    low, high = scaled("target_low"), scaled("target_high")
    return Target(
        id=text("target_id"),
        city_id=text("city_id"),
        programme_id=text("programme_id"),
        kpi_id=text("kpi_id"),
        baseline=scaled("baseline_low"),
        baseline_high=scaled("baseline_high"),
        baseline_year=year("baseline_year"),
        year_assumed=row["baseline_year_status"] == "assumed",
        value=low,
        value_high=high if high != low else None,
        year=year("target_year"),
        unit=text("unit"),
        direction=text("direction") or "up",
        announced_by=text("announced_by"),
        announced_on=text("announced_on"),
        source_id=text("source_id"),
        note=Text(text("note_ko"), text("note_en")),
        milestones={int(at): float(value) / scale for at, value in steps},
        path_kind=cast(PathKind, text("path") or "line"),
        superseded_by=text("superseded_by"),
        ended_on=str(row.get("ended_on") or ""),  # a snapshot of an earlier version has none
    )


def aim(snapshot: Snapshot, kpi_id: str, city_id: str) -> Target | None:
    """The furthest target in force for an indicator of a city; a target that gives only a direction counts."""
    mine = [each for each in targets(snapshot) if (each.kpi_id, each.city_id) == (kpi_id, city_id)]
    return max(mine, key=lambda each: each.year or 0, default=None)


def path(target: Target) -> dict[int, float]:
    """The value the target asks for in each year: by the stored path, published milestones first.

    Empty when the target states no baseline, value or year.
    """
    asked = _between(target, _growing if target.path_kind == "growth" else _even)
    return asked | target.milestones if asked else {}


def _even(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _growing(start: float, end: float, share: float) -> float:
    return float(start * (end / start) ** share) if start > 0 else end


def _between(target: Target, step: Callable[[float, float, float], float]) -> dict[int, float]:
    start, end = target.start(), target.far_end()
    if start is None or end is None or target.baseline_year is None or target.year is None:
        return {}
    span = target.year - target.baseline_year
    return {
        year: step(start, end, (year - target.baseline_year) / span if span else 1.0)
        for year in range(target.baseline_year, target.year + 1)
    }
