"""The departments and courses of each institution: as its story tells, else from a common list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from etl.sample.published import Published
from etl.sample.school_story import SCHOOLS, Department
from etl.sample.university_story import UNIVERSITIES, Course
from etl.sample.whole_numbers import told

NO_INDUSTRY = -1
GIRLS_ONLY = "여자"  # in the name of a school


class Offer(NamedTuple):
    """A department of the common list; `industry` counts the strategic industries of the city from 0."""

    name: str
    size: int
    girls: int
    employed: int
    industry: int = NO_INDUSTRY
    other: str = ""
    """The track of a school's department, the field of a university's."""


_OFFERS = {
    name: tuple(Offer(*each) for each in offers) for name, offers in told("other_cities")["offers"].items()
}
OF_SCHOOLS = _OFFERS.pop("schools")
OF_UNIVERSITIES = _OFFERS
A_SCHOOL = 3  # departments


def departments(published: Published) -> dict[str, tuple[Department, ...]]:
    """What each specialised high school teaches."""
    return {school: SCHOOLS.get(school) or _departments(published, school) for school in published.schools()}


def _departments(published: Published, school: str) -> tuple[Department, ...]:
    city = published.city[school]
    industries, at = published.industries(city), published.schools(city).index(school)
    own = [OF_SCHOOLS[(at * A_SCHOOL + each) % len(OF_SCHOOLS)] for each in range(A_SCHOOL)]
    girls = GIRLS_ONLY in published.name[school]
    return tuple(
        Department(
            each.name,
            each.size,
            100 if girls else each.girls,
            each.employed,
            _industry(industries, each.industry),
            each.other or "일반과정",
        )
        for each in own
    )


def courses(published: Published) -> dict[str, tuple[Course, ...]]:
    """What each university teaches."""
    return {each: UNIVERSITIES.get(each) or _courses(published, each) for each in published.universities()}


def _courses(published: Published, university: str) -> tuple[Course, ...]:
    industries = published.industries(published.city[university])
    return tuple(
        Course(
            each.name, each.other, each.size, each.girls, each.employed, _industry(industries, each.industry)
        )
        for each in OF_UNIVERSITIES[published.kind[university]]
    )


def _industry(industries: Sequence[str], at: int) -> str:
    return industries[at % len(industries)] if industries and at != NO_INDUSTRY else ""
