"""Deals the sample rows of `university_outcomes` and `university_students`."""

from __future__ import annotations

from collections.abc import Iterator

from etl.sample.offers import courses
from etl.sample.published import YEARS, Published, Students
from etl.sample.university_story import (
    DROPOUT,
    FIRST_YEAR,
    FIRST_YEAR_DROPOUTS,
    HOMES,
    LOCAL_BY_KIND,
    LOCAL_EMPLOYMENT,
    LOCAL_HOMES,
    NOT_FOUND,
    OUTSIDE_BASE,
    OWN_INDUSTRY,
    RATE_SHIFT,
    REASONS,
    RETAINED,
    SIZE_2019,
    STARTED,
    STARTED_AT,
    WITH_LEAVE,
    WORKPLACES,
    Course,
)
from etl.sample.whole_numbers import (
    NOT_APPLICABLE,
    NOT_PUBLISHED,
    Cell,
    Dealer,
    Row,
    Table,
    counted,
    portion,
    towards,
)
from etl.sample.work_story import Employers

OUTCOMES_HEADER = (
    *("year", "institution_id", "department", "field", "sex", "home_region_id"),
    *("outcome", "workplace_region_id", "industry_id", "ksic", "graduates", "retained_6m", "retained_11m"),
)
STUDENTS_HEADER = (
    *("year", "institution_id", "field", "enrolled", "dropped_out", *REASONS),
    *("enrolled_first_year", "dropped_out_first_year"),
)
# Drop-outs of 2025 are disclosed only after February 2026; first-year counts only from 2020.
DISCLOSED_YEARS = range(2019, 2025)
FIRST_YEAR_FROM = 2020


class Graduates:
    """The dealing of the table `university_outcomes`."""

    def __init__(self, published: Published) -> None:
        self.published, self.courses = published, courses(published)
        self.dealer, self.employers = Dealer("university_outcomes"), Employers("university_outcomes")

    def table(self) -> Table:
        """All rows, in a fixed order."""
        people = (
            person
            for city in self.published.cities
            for year in YEARS
            for person in self._city_year(city, year)
        )
        rows = [
            (
                *(*group, self._division(group), graduates),
                *((kept_6m, kept_11m) if "employed" in group else (NOT_APPLICABLE,) * 2),
            )
            for group, (graduates, kept_6m, kept_11m) in counted(people).items()
        ]
        return Table("university_outcomes", OUTCOMES_HEADER, rows)

    def _division(self, group: Row) -> str:
        row = dict(zip(OUTCOMES_HEADER, map(str, group), strict=False))
        city = self.published.city[row["institution_id"]]
        return self.employers.division(row["outcome"], row["industry_id"], row["field"], city)

    def _city_year(self, city: str, year: int) -> Iterator[tuple[Row, int]]:
        by_university = {each: self._outcomes(each, year) for each in self.published.universities(city)}
        graduates = sum(sum(counts.values()) for counts in by_university.values())
        share = self.published.leaning(city, "employment", LOCAL_EMPLOYMENT[city][year])
        local_hires = (graduates * share + 5000) // 10000
        weights = {
            each: counts["employed"] * LOCAL_BY_KIND[self.published.kind[each]]
            for each, counts in by_university.items()
        }
        for university, local in self.dealer.shares(local_hires, weights).items():
            for outcome, count in by_university[university].items():
                workplaces = self._workplaces(city, outcome, count, local)
                yield from self._people(university, year, outcome, workplaces)

    def _outcomes(self, university: str, year: int) -> dict[str, int]:
        """Graduates by outcome; the official employment rate follows from them."""
        total = self.published.count("university_graduates", university)
        if year < 2025:
            total = self.dealer.about(portion(total, towards(SIZE_2019[university], 1000, year)), 10)
        rate = self.published.per_thousand("university_employment_rate", university) + RATE_SHIFT[year]
        rate = min(max(rate, 0), 1000)
        shares = OUTSIDE_BASE[self.published.kind[university]]
        outside = {outcome: portion(total, share) for outcome, share in shares.items()}
        outside["advanced"] += _closest_shift(total - sum(outside.values()), rate)
        base = total - sum(outside.values())
        working = portion(base, rate)
        started, unknown = portion(working, STARTED), portion(base - working, NOT_FOUND)
        inside = {"employed": working - started, "started_business": started, "unknown": unknown}
        return {**outside, **inside, "other": base - working - unknown}

    def _workplaces(self, city: str, outcome: str, count: int, local: int) -> dict[str, int]:
        if outcome == "employed":
            around = WORKPLACES.get(city) or self.published.places[city].around()
            return {city: local, **self.dealer.shares(count - local, around)}
        if outcome == "started_business":
            province = self.published.places[city].province
            return self.dealer.shares(count, STARTED_AT.get(city) or {city: 38, province: 62})
        return {"": count}

    def _people(
        self, university: str, year: int, outcome: str, workplaces: dict[str, int]
    ) -> Iterator[tuple[Row, int]]:
        city = self.published.city[university]
        for place, count in workplaces.items():
            seats = self.dealer.deal(count, _seats(self.courses[university], outcome))
            homes = self.dealer.deal(count, self._homes(city, outcome, place))
            kept = self._kept(university, outcome, count)
            for (course, sex), home, checks in zip(seats, homes, kept, strict=True):
                stays = outcome == "employed" and place == city and self.dealer.happens(OWN_INDUSTRY)
                industry = course.industry if stays else ""
                graduate = (year, university, course.name, course.field, sex, home, outcome, place, industry)
                yield graduate, checks

    def _homes(self, city: str, outcome: str, place: str) -> dict[str, int]:
        if outcome == "foreign":
            return {"abroad": 1}
        hired_here = outcome == "employed" and place == city
        told = (LOCAL_HOMES if hired_here else HOMES).get(city)
        return told or {city: 55 if hired_here else 16, **self.published.places[city].around()}

    def _kept(self, university: str, outcome: str, count: int) -> list[int]:
        """How many checks each graduate passed: none, six months, eleven months."""
        if outcome != "employed":
            return [0] * count
        six, eleven = (self.dealer.about(each, 14) for each in RETAINED[self.published.kind[university]])
        return self.dealer.deal(count, {2: eleven, 1: six - eleven, 0: 1000 - six})


def _closest_shift(base: int, rate: int) -> int:
    """How many more to leave out of a base so that whole persons come closest to the rate.

    Only a university of some thirty graduates needs it.
    """

    def off(fewer: int) -> int:
        left = base - fewer
        if left <= 0:
            return 1000 * max(rate, 1)
        return abs(portion(left, rate) * 1000 - rate * left) * 10 // left

    return min(range(4), key=off)


def _seats(offered: tuple[Course, ...], outcome: str) -> dict[tuple[Course, str], int]:
    """The courses by sex from which an outcome is reached, with how likely each is."""
    seats: dict[tuple[Course, str], int] = {}
    for course in offered:
        weight = course.size * (course.employed if outcome == "employed" else 200 - course.employed)
        women = 0 if outcome == "enlisted" else course.women
        seats[course, "female"], seats[course, "male"] = weight * women, weight * (100 - course.women)
    return seats


def students_table(published: Published) -> Table:
    """Enrolled and dropped out by field, adding up to the disclosed totals where they exist."""
    dealer, offered = Dealer("university_students"), courses(published)
    rows = [
        row
        for year in DISCLOSED_YEARS
        for university in published.universities()
        for row in _students_rows(
            dealer, (year, university), offered[university], _students(dealer, published, university, year)
        )
    ]
    return Table("university_students", STUDENTS_HEADER, rows)


def _students(dealer: Dealer, published: Published, university: str, year: int) -> Students:
    """As disclosed; invented for the junior colleges, whose drop-outs are not in the published set."""
    disclosed = published.students.get((university, year))
    if disclosed:
        return disclosed
    enrolled = portion(published.count("enrolled_students", university), WITH_LEAVE)
    enrolled = dealer.about(portion(enrolled, towards(SIZE_2019[university], 1000, year)), 12)
    dropped = dealer.about(portion(enrolled, DROPOUT[university]), 60)
    if year < FIRST_YEAR_FROM:
        return Students(enrolled, dropped, None, None)
    return Students(enrolled, dropped, portion(enrolled, FIRST_YEAR), portion(dropped, FIRST_YEAR_DROPOUTS))


def _students_rows(
    dealer: Dealer, of: tuple[int, str], offered: tuple[Course, ...], total: Students
) -> Iterator[Row]:
    sizes: dict[str, int] = {}
    for course in offered:
        sizes[course.field] = sizes.get(course.field, 0) + course.size
    enrolled = dealer.shares(total.enrolled, sizes)
    likely = {field: dealer.about(count, 120) for field, count in enrolled.items()}
    dropped = dealer.shares(total.dropped_out, likely)
    first_year = _split(dealer, total.enrolled_first_year, enrolled)
    first_year_dropped = _split(dealer, total.dropped_out_first_year, dropped)
    for field in sorted(sizes):
        likely = {reason: dealer.about(share * 100, 150) for reason, share in REASONS.items()}
        reasons = dealer.shares(dropped[field], likely)
        counts = (enrolled[field], dropped[field], *reasons.values())
        yield (*of, field, *counts, first_year[field], first_year_dropped[field])


def _split(dealer: Dealer, total: int | None, weights: dict[str, int]) -> dict[str, Cell]:
    """A total over the fields; "not published" for each when there is none."""
    if total is None:
        return dict.fromkeys(weights, NOT_PUBLISHED)
    return {**dealer.shares(total, weights)}
