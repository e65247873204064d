"""Deals the sample rows of `freshmen` and `residence`, which follow from the graduates dealt before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from etl.sample.published import YEARS, Published
from etl.sample.university_story import COMMUTING, EARLIER_LEAVERS, FILLED, FRESHMEN_HOMES, SIZE_2019
from etl.sample.whole_numbers import NOT_APPLICABLE, Dealer, Row, Story, Table, portion, told, towards

FRESHMEN_HEADER = ("year", "institution_id", "home_region_id", "school_type", "entrants", "places")
RESIDENT: dict[str, Story[dict[int, int]]] = told("universities")["resident"]
COHORT_CHANGE: Story[int] = told("universities")["cohort_change"]
RESIDENCE_HEADER = ("year", "city_id", "origin", "institution_id", "years_since", "cohort", "resident")

LAST_COUNT = 2025
MOST_RESIDENT = 960  # in thousandths, wherever a city leans


def freshmen_table(published: Published, high_schools: Table) -> Table:
    """Who entered each university, from the leavers dealt to it and from elsewhere."""
    dealer = Dealer("freshmen")
    leavers = _leavers_by_university(high_schools)
    rows = [
        row
        for year in YEARS
        for university in published.universities()
        for row in _university_year(dealer, published, university, year, leavers)
    ]
    return Table("freshmen", FRESHMEN_HEADER, rows)


def _leavers_by_university(high_schools: Table) -> Counter[tuple[int, str, str]]:
    """Leavers of the cities by year, university entered and home city."""
    leavers: Counter[tuple[int, str, str]] = Counter()
    for row in high_schools.rows:
        cells = dict(zip(high_schools.header, row, strict=True))
        if cells["destination_institution_id"]:
            place = int(cells["year"]), str(cells["destination_institution_id"]), str(cells["region_id"])
            leavers[place] += int(cells["graduates"])
    return leavers


def _university_year(
    dealer: Dealer, published: Published, university: str, year: int, leavers: Counter[tuple[int, str, str]]
) -> Iterator[Row]:
    """One row a home region, the own city first; the places stand on that first row only."""
    city = published.city[university]
    places = portion(published.count("admission_quota", university), _size(university, year))
    known = {
        home: portion(leavers[year, university, home], 1000 + EARLIER_LEAVERS)
        for home in (city, *published.cities)
        if home == city or leavers[year, university, home]
    }
    entrants = max(portion(places, _filled(published, university, year)), sum(known.values()))
    others = dealer.shares(entrants - sum(known.values()), _other_homes(dealer, published, city))
    for home, count in {**known, **others}.items():
        yield (year, university, home, "", count, places if home == city else NOT_APPLICABLE)


def _size(university: str, year: int) -> int:
    """Places fell less than graduates: half as far from 2019 to 2025."""
    return towards((SIZE_2019[university] + 1000) // 2, 1000, year)


def _filled(published: Published, university: str, year: int) -> int:
    """The fill rate: published for 2025; before, the city's level, halfway to the university's own."""
    own = published.per_thousand("freshman_fill_rate", university)
    return own if year == 2025 else FILLED[published.city[university]][year] * (1000 + own) // 2000


def _other_homes(dealer: Dealer, published: Published, city: str) -> dict[str, int]:
    if city not in FRESHMEN_HOMES:
        around = published.places[city].around()
        weights = {region: weight for region, weight in around.items() if region not in published.cities}
    else:
        near = [region for region in published.commuting_area(city) if region not in published.cities]
        weights = {**{region: COMMUTING // len(near) for region in near}, **FRESHMEN_HOMES[city]}
    return {region: dealer.about(weight * 100, 180) for region, weight in weights.items()}


def residence_table(published: Published, high_schools: Table, graduates: Table) -> Table:
    """How many of each cohort still live in the city, as far as the years allow."""
    dealer = Dealer("residence")
    cohorts = _cohorts("high_school", high_schools, {})
    cohorts += _cohorts("university", graduates, published.city)
    rows: list[Row] = []
    for (year, city, origin), cohort in sorted(cohorts.items()):
        for years_since, share in RESIDENT[origin][city].items():
            if year + years_since <= LAST_COUNT:
                change = (year - YEARS[0]) * COHORT_CHANGE[city]
                staying = min(
                    published.leaning(city, f"residence of {origin}", share + change), MOST_RESIDENT
                )
                resident = dealer.about(portion(cohort, staying), 6)
                rows.append((year, city, origin, "", years_since, cohort, resident))
    return Table("residence", RESIDENCE_HEADER, rows)


def _cohorts(origin: str, table: Table, city_of: dict[str, str]) -> Counter[tuple[int, str, str]]:
    """Graduates by year and city; the city is that of the row or of its institution."""
    cohorts: Counter[tuple[int, str, str]] = Counter()
    for row in table.rows:
        cells = dict(zip(table.header, row, strict=True))
        city = city_of[str(cells["institution_id"])] if city_of else str(cells["region_id"])
        cohorts[int(cells["year"]), city, origin] += int(cells["graduates"])
    return cohorts
