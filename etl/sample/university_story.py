"""The invented story of the universities, as `universities.toml` tells it: change it there."""

from __future__ import annotations

from typing import NamedTuple

from etl.sample.whole_numbers import Story, told

_TOLD = told("universities")


class Course(NamedTuple):
    """A university department: field, size, women in percent, how readily it hires out (100 = average)."""

    name: str
    field: str
    size: int
    women: int
    employed: int
    industry: str = ""


UNIVERSITIES: dict[str, tuple[Course, ...]] = {
    university: tuple(Course(*each) for each in taught)
    for university, taught in _TOLD["universities"].items()
}
SIZE_2019: Story[int] = _TOLD["size_2019"]
RATE_SHIFT: dict[int, int] = _TOLD["rate_shift"]
OUTSIDE_BASE: dict[str, dict[str, int]] = _TOLD["outside_base"]
# Of those in work, own businesses; of those without, not found by the survey; in thousandths.
STARTED, NOT_FOUND = 24, 60
LOCAL_EMPLOYMENT: Story[dict[int, int]] = _TOLD["local_employment"]
LOCAL_BY_KIND: dict[str, int] = _TOLD["local_by_kind"]
WORKPLACES: dict[str, dict[str, int]] = _TOLD["workplaces"]
STARTED_AT: dict[str, dict[str, int]] = _TOLD["started_at"]
HOMES: dict[str, dict[str, int]] = _TOLD["homes"]
LOCAL_HOMES: dict[str, dict[str, int]] = _TOLD["local_homes"]
# Local hires in the department's own industry, in thousandths.
OWN_INDUSTRY = 620
RETAINED: dict[str, tuple[int, int]] = _TOLD["retained"]
REASONS: dict[str, int] = _TOLD["reasons"]
# Junior colleges: enrolled with those on leave against enrolled alone, in thousandths.
WITH_LEAVE = 1360
DROPOUT: Story[int] = _TOLD["dropout"]
FIRST_YEAR, FIRST_YEAR_DROPOUTS = 420, 480
FILLED: Story[dict[int, int]] = _TOLD["filled"]
# Freshmen who left school in an earlier year, in thousandths of those who come straight from it.
EARLIER_LEAVERS = 70
# The commuting area shares so much between its cities among the homes of freshmen.
COMMUTING = 30
FRESHMEN_HOMES: dict[str, dict[str, int]] = _TOLD["freshmen_homes"]
