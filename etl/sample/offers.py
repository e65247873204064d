"""The departments and courses of each institution: as its story tells, else from a common list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from etl.sample.published import Published
from etl.sample.school_story import SCHOOLS, Department
from etl.sample.university_story import UNIVERSITIES, Course

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


OF_SCHOOLS = (
    Offer("스마트기계과", 60, 6, 140, 0, "도제과정"),
    Offer("전기전자과", 56, 12, 125, 1),
    Offer("경영회계과", 58, 66, 100),
    Offer("보건간호과", 50, 84, 95, 2),
    Offer("정보기술과", 54, 30, 90, 1),
    Offer("조리제과과", 52, 54, 90),
    Offer("자동차과", 54, 8, 120, 0),
    Offer("건축토목과", 50, 20, 110),
    Offer("디자인과", 50, 70, 75),
)
A_SCHOOL = 3  # departments
OF_UNIVERSITIES = {
    "university": (
        Offer("기계공학과", 24, 10, 110, 0, "engineering"),
        Offer("전자공학과", 22, 18, 110, 1, "engineering"),
        Offer("간호학과", 20, 82, 120, 2, "medicine"),
        Offer("경영학과", 20, 46, 90, NO_INDUSTRY, "social"),
        Offer("문화콘텐츠학과", 14, 66, 85, NO_INDUSTRY, "humanities"),
    ),
    "junior_college": (
        Offer("스마트기계과", 28, 6, 110, 0, "engineering"),
        Offer("간호과", 30, 82, 115, 2, "medicine"),
        Offer("사회복지과", 22, 70, 85, NO_INDUSTRY, "social"),
        Offer("호텔조리과", 20, 52, 95, NO_INDUSTRY, "social"),
    ),
}


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
