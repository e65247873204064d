"""The invented story of the high schools, as `schools.toml` tells it: change it there."""

from __future__ import annotations

from typing import NamedTuple

from etl.sample.whole_numbers import Story, told

_TOLD = told("schools")


class Department(NamedTuple):
    """A department: its size within the city, girls in percent, how readily it hires out (100 = average)."""

    name: str
    size: int
    girls: int
    employed: int
    industry: str = ""
    track: str = "일반과정"


Destination = tuple[str, str]
"""An institution of the three cities, or "", and a region."""


def _destination(words: str) -> Destination:
    institution, _, region = words.rpartition("/")
    return institution, region


SCHOOLS: dict[str, tuple[Department, ...]] = {
    school: tuple(Department(*each) for each in taught) for school, taught in _TOLD["schools"].items()
}
SIZE: Story[dict[int, int]] = _TOLD["size"]
DRIFT_SPECIALISED: Story[dict[str, int]] = _TOLD["drift_specialised"]
DRIFT_OTHER: dict[str, int] = _TOLD["drift_other"]
# Within the published remainder, in thousandths of the graduates; the rest is "other".
EXCLUDED, UNKNOWN = 20, 13
LOCAL_ENTRY: Story[dict[int, int]] = _TOLD["local_entry"]
LOCAL_UNIVERSITIES: dict[str, dict[str, int]] = _TOLD["local_universities"]
# Of the places of its universities, a city without a story fills at most these from its schools, per 1,000.
MOST_LOCAL = 400
LOCAL_BY_TYPE: dict[str, int] = _TOLD["local_by_type"]
ELSEWHERE: dict[tuple[str, str], dict[Destination, int]] = {
    (city, kind): {_destination(place): weight for place, weight in weights.items()}
    for city, kinds in _TOLD["elsewhere"].items()
    for kind, weights in kinds.items()
}
OWN_CITY_JOBS: Story[tuple[int, int]] = _TOLD["own_city_jobs"]
OTHER_JOBS: dict[str, dict[str, int]] = _TOLD["other_jobs"]
RETAINED: Story[dict[int, tuple[int, int]]] = _TOLD["retained"]
# Work in the department's own industry, in thousandths: within the city, and elsewhere.
OWN_INDUSTRY = (560, 250)
TAKES_PART: Story[dict[int, int]] = _TOLD["takes_part"]
TAKES_PART_BY_OUTCOME: dict[str, int] = _TOLD["takes_part_by_outcome"]
# Participants who would have worked elsewhere (left early) but stay, in thousandths.
PROGRAMME_KEEPS_IN_CITY, PROGRAMME_KEEPS_IN_JOB = 140, 120
