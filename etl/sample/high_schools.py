"""Deals the sample rows of `high_school_outcomes`: published totals first, then the story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from etl.sample.offers import departments
from etl.sample.published import YEARS, Published
from etl.sample.school_story import (
    DRIFT_OTHER,
    DRIFT_SPECIALISED,
    ELSEWHERE,
    EXCLUDED,
    LOCAL_BY_TYPE,
    LOCAL_ENTRY,
    LOCAL_UNIVERSITIES,
    MOST_LOCAL,
    OTHER_JOBS,
    OWN_CITY_JOBS,
    OWN_INDUSTRY,
    PROGRAMME_KEEPS_IN_CITY,
    PROGRAMME_KEEPS_IN_JOB,
    RETAINED,
    SIZE,
    TAKES_PART,
    TAKES_PART_BY_OUTCOME,
    UNKNOWN,
    Department,
    Destination,
)
from etl.sample.whole_numbers import NOT_APPLICABLE, Dealer, Row, Table, counted, portion, towards
from etl.sample.work_story import Employers

HEADER = (
    *("year", "region_id", "institution_id", "school_type", "department", "track", "sex", "participant"),
    *("outcome", "destination_institution_id", "destination_region_id", "industry_id", "ksic"),
    *("graduates", "retained_6m", "retained_12m"),
)
NOWHERE: Destination = ("", "")
# A group of schools without departments: those of one city and type that are not specialised.
ALL_SCHOOLS = Department("", 0, 50, 100, track="")


class Seat(NamedTuple):
    """A place in a department, taken by a boy or a girl."""

    school: str
    department: Department
    sex: str


class Group(NamedTuple):
    """The graduates of one city, year and school type."""

    city: str
    year: int
    school_type: str


class Schools:
    """The dealing of one whole table."""

    def __init__(self, published: Published) -> None:
        self.published, self.departments = published, departments(published)
        self.dealer, self.employers = Dealer("high_school_outcomes"), Employers("high_school_outcomes")
        self._known_takers: dict[Group, list[str]] = {}

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
                *((kept_6m, kept_12m) if "employed" in group else (NOT_APPLICABLE,) * 2),
            )
            for group, (graduates, kept_6m, kept_12m) in counted(people).items()
        ]
        return Table("high_school_outcomes", HEADER, rows)

    def _division(self, group: Row) -> str:
        row = dict(zip(HEADER, map(str, group), strict=False))
        return self.employers.division(row["outcome"], row["industry_id"], "", row["region_id"])

    def outcomes(self, city: str, year: int) -> dict[str, dict[str, int]]:
        """Graduates by school type and outcome: as published, or continued from it."""
        published = self.published.outcomes(city, year)
        if not published:
            known, nearest = self.published.nearest(city, year)
            published = {
                school_type: self._continued(Group(city, year, school_type), counts, abs(year - nearest))
                for school_type, counts in known.items()
            }
        return {each: self._separated(each, counts) for each, counts in published.items()}

    def _continued(self, group: Group, counts: dict[str, int], years: int) -> dict[str, int]:
        drift = DRIFT_SPECIALISED[group.city] if group.school_type == "specialised" else DRIFT_OTHER
        sign = -1 if group.year < 2020 else 1
        total = self.dealer.about(portion(sum(counts.values()), SIZE[group.city][group.year]), 4)
        weights = {
            outcome: self.dealer.about(count * (1000 + sign * years * drift.get(outcome, 0)), 12)
            for outcome, count in counts.items()
        }
        return self.dealer.shares(total, weights)

    def _separated(self, school_type: str, counts: dict[str, int]) -> dict[str, int]:
        """The remainder that is published as one, told apart."""
        graduates = sum(counts.values())
        left = counts["unseparated"]
        excluded = min(portion(graduates, EXCLUDED), left) if school_type == "specialised" else 0
        unknown = min(portion(graduates, UNKNOWN), left - excluded)
        known = {outcome: count for outcome, count in counts.items() if outcome != "unseparated"}
        other = left - excluded - unknown
        return {**known, "excluded": excluded, "unknown": unknown, "other": other}

    def _city_year(self, city: str, year: int) -> Iterator[tuple[Row, int]]:
        by_type = self.outcomes(city, year)
        local = self._local_entrants(city, year, by_type)
        for school_type, counts in by_type.items():
            group = Group(city, year, school_type)
            for outcome, count in counts.items():
                places = self._places(group, outcome, count, local.get((school_type, outcome), Counter()))
                yield from self._people(group, outcome, places)

    def _local_entrants(
        self, city: str, year: int, by_type: dict[str, dict[str, int]]
    ) -> dict[tuple[str, str], Counter[Destination]]:
        """Who enters the city's own universities, by school type and outcome."""
        graduates = sum(sum(counts.values()) for counts in by_type.values())
        share = self.published.leaning(city, "entry", LOCAL_ENTRY[city][year])
        entrants = (graduates * share + 5000) // 10000
        universities = LOCAL_UNIVERSITIES.get(city) or {
            each: self.published.count("admission_quota", each) for each in self.published.universities(city)
        }
        if city not in LOCAL_UNIVERSITIES:
            entrants = min(entrants, portion(sum(universities.values()), MOST_LOCAL))
        local: dict[tuple[str, str], Counter[Destination]] = {}
        for institution, count in self.dealer.shares(entrants, universities).items():
            outcome = self.published.kind[institution]
            weights = {each: counts[outcome] * LOCAL_BY_TYPE[each] for each, counts in by_type.items()}
            for school_type, part in self.dealer.shares(count, weights).items():
                entered = local.setdefault((school_type, outcome), Counter())
                entered[institution, city] += min(part, by_type[school_type][outcome] - entered.total())
        return local

    def _places(
        self, group: Group, outcome: str, count: int, local: Counter[Destination]
    ) -> list[Destination]:
        """One destination a graduate, in mixed order."""
        if outcome in ("university", "junior_college"):
            elsewhere = self.dealer.deal(count - local.total(), self._elsewhere(group.city, outcome))
            return self.dealer.mixed([*local.elements(), *elsewhere])
        if outcome == "employed":
            own = towards(*OWN_CITY_JOBS[group.city], group.year)
            around = OTHER_JOBS.get(group.city) or self.published.places[group.city].around()
            other = self.dealer.shares(1000 - own, around)
            regions = {group.city: own, **other}
            return [("", region) for region in self.dealer.deal(count, regions)]
        return [("", "abroad") if outcome == "abroad" else NOWHERE] * count

    def _elsewhere(self, city: str, outcome: str) -> dict[Destination, int]:
        around = self.published.places[city].around()
        return ELSEWHERE.get((city, outcome)) or {("", region): weight for region, weight in around.items()}

    def _people(self, group: Group, outcome: str, places: list[Destination]) -> Iterator[tuple[Row, int]]:
        seats = self.dealer.deal(len(places), self._seats(group, outcome))
        kept = self._kept(group, len(places)) if outcome == "employed" else [0] * len(places)
        for seat, place, checks in zip(seats, places, kept, strict=True):
            participant = self._participant(group, seat, outcome)
            if outcome == "employed" and participant == "yes":
                place = ("", group.city) if self.dealer.happens(PROGRAMME_KEEPS_IN_CITY) else place
                checks = 2 if self.dealer.happens(PROGRAMME_KEEPS_IN_JOB) else checks
            yield self._row(group, seat, participant, outcome, place), checks

    def _row(self, group: Group, seat: Seat, participant: str, outcome: str, place: Destination) -> Row:
        department = seat.department
        industry = self._industry(group, department, place) if outcome == "employed" else ""
        return (
            *(group.year, group.city, seat.school, group.school_type, department.name, department.track),
            *(seat.sex, participant, outcome, *place, industry),
        )

    def _seats(self, group: Group, outcome: str) -> dict[Seat, int]:
        """The places from which an outcome is reached, with how likely each is."""
        if group.school_type != "specialised":
            return _both_sexes("", ALL_SCHOOLS, outcome, 1)
        seats: dict[Seat, int] = {}
        for school in self.published.schools(group.city):
            for department in self.departments[school]:
                seats |= _both_sexes(school, department, outcome, department.size)
        # Where a city has girls' schools only, those who enlist are girls.
        return seats if any(seats.values()) else self._seats(group, "other")

    def _kept(self, group: Group, count: int) -> list[int]:
        """How many checks each employed graduate passed: none, six months, twelve months."""
        first, last = RETAINED[group.city][2019], RETAINED[group.city][2025]
        both = (towards(*ends, group.year) for ends in zip(first, last, strict=True))
        six, twelve = (self.dealer.about(share, 12) for share in both)
        return self.dealer.deal(count, {2: twelve, 1: six - twelve, 0: 1000 - six})

    def _participant(self, group: Group, seat: Seat, outcome: str) -> str:
        """Blank where no programme runs; "no" at the schools that are not its members."""
        likely = TAKES_PART[group.city].get(group.year)
        if likely is None or not seat.school:
            return ""
        if seat.school not in self._takers(group):
            return "no"
        return "yes" if self.dealer.happens(likely * TAKES_PART_BY_OUTCOME.get(outcome, 90) // 100) else "no"

    def _takers(self, group: Group) -> list[str]:
        if group not in self._known_takers:
            programme = self.published.programme(group.city)
            self._known_takers[group] = self.published.takers(programme, group.year)
        return self._known_takers[group]

    def _industry(self, group: Group, department: Department, place: Destination) -> str:
        own = OWN_INDUSTRY[0] if place[1] == group.city else OWN_INDUSTRY[1]
        return department.industry if department.industry and self.dealer.happens(own) else ""


def _both_sexes(school: str, department: Department, outcome: str, size: int) -> dict[Seat, int]:
    """Those who enlist are boys; who is hired less goes on to study more."""
    likely = {"employed": department.employed, "university": 200 - department.employed}
    likely["junior_college"] = likely["university"]
    weight = size * likely.get(outcome, 100)
    girls = 0 if outcome == "enlisted" else department.girls
    return {
        Seat(school, department, "female"): weight * girls,
        Seat(school, department, "male"): weight * (100 - department.girls),
    }
