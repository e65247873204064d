"""Invented rows of two or three cities, small enough to be attacked: schools, universities, a survey, firms.

Of the students of a city's universities one university's numbers are published, and the city adds the others' rows.
A world says how many people stand in each class of people. It is what nobody outside may know.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from small import written

CITIES = ("gimhae", "siheung", "ansan")
TABLES = (
    *("high_school_outcomes", "university_outcomes", "settlement_survey", "labour_demand"),
    "university_students",
)
NEAR = {"gimhae": "changwon", "siheung": "ansan", "ansan": "siheung"}
FAR = "jeju"
STRATEGIC = {
    *(("gimhae", industry) for industry in ("robotics", "biomedical", "logistics")),
    ("ansan", "robotics"),
}
INDUSTRIES = ("robotics", "biomedical", "logistics")
WEIGHT = 1.5  # of every answer, and known to everybody
SCHOOLS = {
    "gimhae": ("gimhae_construction", "gimhae_life", "jinyeong"),
    "siheung": ("korea_culinary", "gyeonggi_auto", "gunja_digital"),
    "ansan": ("gyeonggi_mobile", "gyeongil", "ansan_tech"),
}
UNIVERSITIES = {
    "gimhae": ("inje", "kaya", "gimhae_univ"),
    "siheung": ("tukorea", "gtec"),
    "ansan": ("erica", "ansan_univ", "shinansan"),
}
DEPARTMENTS = (("기계과", "engineering"), ("간호과", "medicine"), ("회계과", "social"))
GROUPS = ("high_school", "university", "young_worker")
SIZES = ("5-29", "30-299", "300+")


class People(NamedTuple):
    """One class of people of whom a row of a file, or a part of it, counts some."""

    table: str
    city: str
    year: int
    institution_id: str = ""
    department: str = ""
    field: str = ""
    sex: str = ""
    respondent_group: str = ""
    industry_id: str = ""
    size: str = ""
    outcome: str = ""
    place: str = ""
    kept: int = 0
    published: bool = False
    """Whether everybody has their numbers from elsewhere."""

    @property
    def sender(self) -> tuple[str, str, int, str]:
        """Whose rows they stand in: what is sent, corrected and withdrawn together."""
        who = self.institution_id or self.respondent_group or self.industry_id
        return self.table, self.city, self.year, who


World = Mapping[People, int]


def invented(seed: int, cities: int, years: Iterable[int] = (2024, 2025)) -> dict[People, int]:
    """A world of so many cities; the last institution of each city is a small one."""
    chance, world = random.Random(seed), dict[People, int]()
    for city in CITIES[:cities]:
        for year in years:
            world.update(_graduates(chance, "high_school_outcomes", city, year, SCHOOLS[city]))
            world.update(_graduates(chance, "university_outcomes", city, year, UNIVERSITIES[city]))
            world.update(_answers(chance, city, year))
            world.update(_firms(chance, city, year))
            world.update(_students(random.Random(f"{seed} {city} {year}"), city, year))
    return world


def _graduates(
    chance: random.Random, table: str, city: str, year: int, institutions: tuple[str, ...]
) -> Iterator[tuple[People, int]]:
    for at, institution in enumerate(institutions):
        size = 0.3 if institution == institutions[-1] else 1.0
        for department, field in (DEPARTMENTS[at % 3], DEPARTMENTS[(at + 1) % 3]):
            for sex in ("female", "male"):
                for outcome, place, industry, kept, most in _fates(table):
                    field_told = field if table == "university_outcomes" else ""
                    who = People(table, city, year, institution, department, field_told, sex)
                    yield (
                        who._replace(outcome=outcome, place=place, industry_id=industry, kept=kept),
                        _some(chance, size * most),
                    )


def _fates(table: str) -> Iterator[tuple[str, str, str, int, int]]:
    """Outcome, place, industry, months kept, and how many have it at most."""
    yield from (("employed", "city", "robotics", kept, most) for kept, most in ((0, 4), (6, 3), (12, 9)))
    yield from (("employed", "city", "logistics", 12, 7), ("employed", "far", "biomedical", 12, 12))
    if table == "high_school_outcomes":
        yield from (
            ("university", place, "", 0, most) for place, most in (("city", 7), ("near", 5), ("far", 9))
        )
    else:
        yield from (("started_business", "city", "", 0, 2), ("advanced", "", "", 0, 7))
    yield "other", "", "", 0, 16


def _answers(chance: random.Random, city: str, year: int) -> Iterator[tuple[People, int]]:
    for group in GROUPS:
        for sex in ("female", "male"):
            for answer, most in (("2", 30), ("4", 22)):
                size = 0.25 if group == "young_worker" else 1.0
                who = People("settlement_survey", city, year, sex=sex, respondent_group=group, outcome=answer)
                yield who, _some(chance, size * most)


def _firms(chance: random.Random, city: str, year: int) -> Iterator[tuple[People, int]]:
    for at, industry in enumerate(INDUSTRIES):
        for size in SIZES:
            most = 90 if at else 30
            for outcome, share in (("employees", 20.0), ("shortage", 1.0), ("hires", 0.8), ("unfilled", 0.5)):
                who = People("labour_demand", city, year, industry_id=industry, size=size, outcome=outcome)
                yield who, int(share * chance.uniform(0.2, 1.0) * most)


def _students(chance: random.Random, city: str, year: int) -> Iterator[tuple[People, int]]:
    """The first university of a city is a published one."""
    for at, institution in enumerate(UNIVERSITIES[city]):
        size = 0.3 if at > 1 else 1.0
        for _, field in (DEPARTMENTS[at % 3], DEPARTMENTS[(at + 1) % 3]):
            who = People("university_students", city, year, institution, field=field, published=not at)
            for outcome, most in (("stayed", 160), ("left", 50), ("stayed_first", 60), ("left_first", 16)):
                yield who._replace(outcome=outcome), _some(chance, size * most)


def _some(chance: random.Random, most: float) -> int:
    return int(chance.uniform(0, 1) ** 1.5 * (most + 1))


FIRMS_OF = {"5-29": 14, "30-299": 9, "300+": 2}


def firms(industry: str, size: str) -> int:
    """How many firms answered: in the first industry too few for any amount of it to be told."""
    return FIRMS_OF[size] if industry != INDUSTRIES[0] else FIRMS_OF[size] // 3 + 1


@dataclass(frozen=True)
class Sheet:
    """One file as a provider hands it in, by its place in the data folder."""

    name: str
    text: str


def sheets(world: World) -> Iterator[Sheet]:
    """The files of a world: one of each table and city."""
    keys = dict.fromkeys((each.table, each.city, each.published) for each in world)
    for table, city, published in keys:
        mine = {
            each: count
            for each, count in world.items()
            if (*each[:2], each.published) == (table, city, published) and count
        }
        header, rows = _FORMS[table](mine)
        if rows:
            within = "published" if published else "raw/recognised"
            yield Sheet(f"{within}/{table}-{city}.csv", written(header, rows))


def lay(world: World, data: Path) -> None:
    """Put the files of a world where the loader finds what is published and what a city has loaded."""
    for within in ("published", "raw/recognised"):
        (data / within).mkdir(parents=True, exist_ok=True)
        for old in (data / within).glob("*.csv"):
            old.unlink()
    for sheet in sheets(world):
        (data / sheet.name).write_text(sheet.text, "utf-8")


Form = tuple[list[str], list[list[object]]]


def _graduates_form(world: World) -> Form:
    school = next(iter(world)).table == "high_school_outcomes"
    rows: dict[tuple[object, ...], list[int]] = {}
    for each, count in world.items():
        place = {"city": each.city, "near": NEAR[each.city], "far": FAR, "": ""}[each.place]
        about = ("", "") if school else (each.field,)  # region and type of a school are in the register
        key = (*each[2:5], each.sex, each.outcome, place, each.industry_id, *about)
        sums = rows.setdefault(key, [0, 0, 0])
        for at, least in enumerate((0, 6, 12)):
            sums[at] += count if each.kept >= least else 0
    where = "destination_region_id" if school else "workplace_region_id"
    header = ["year", "institution_id", "department", "sex", "outcome", where, "industry_id"]
    header += ["region_id", "school_type"] if school else ["field"]
    header += ["graduates", "retained_6m", "retained_12m" if school else "retained_11m"]
    kept = [[*key, *(sums if key[4] == "employed" else [sums[0], "-", "-"])] for key, sums in rows.items()]
    return header, kept


def _survey_form(world: World) -> Form:
    header = ["year", "city_id", "respondent_group", "institution_id", "sex", "question", "answer", "weight"]
    rows: list[list[object]] = [
        [
            *(each.year, each.city, each.respondent_group, "", each.sex, "intends_to_settle", each.outcome),
            *(f"{WEIGHT * count:.2f}", count),
        ]
        for each, count in world.items()
    ]
    return [*header, "respondents"], rows


def _firms_form(world: World) -> Form:
    header = ["year", "half", "city_id", "industry_id", "occupation", "firm_size", "employees", "shortage"]
    header += ["openings", "hires", "planned_hires", "firms_asked", "firms_answered"]
    rows: dict[tuple[int, str, str], dict[str, int]] = {}
    for each, count in world.items():
        rows.setdefault((each.year, each.industry_id, each.size), {})[each.outcome] = count
    city = next(iter(world)).city
    told: list[list[object]] = []
    for (year, industry, size), found in rows.items():
        counts = [found.get(name, 0) for name in ("employees", "shortage", "hires", "unfilled")]
        answered = firms(industry, size)
        told.append(
            [
                *(year, 1, city, industry, "조립", size, counts[0], counts[1], counts[2] + counts[3]),
                *(counts[2], 5, answered, answered),
            ]
        )
    return header, told


def _students_form(world: World) -> Form:
    header = ["year", "institution_id", "field", "enrolled", "dropped_out"]
    header += ["enrolled_first_year", "dropped_out_first_year", "source_id"]
    source = "academyinfo_4sa" if next(iter(world)).published else ""
    rows: dict[tuple[object, ...], dict[str, int]] = {}
    for each, count in world.items():
        rows.setdefault((each.year, each.institution_id, each.field), {})[each.outcome] = count
    told: list[list[object]] = []
    for key, found in rows.items():
        stayed, left, stayed_first, left_first = (
            found.get(name, 0) for name in ("stayed", "left", "stayed_first", "left_first")
        )
        first = stayed_first + left_first
        told.append([*key, stayed + left + first, left + left_first, first, left_first, source])
    return header, told


_FORMS = {
    "high_school_outcomes": _graduates_form,
    "university_outcomes": _graduates_form,
    "settlement_survey": _survey_form,
    "labour_demand": _firms_form,
    "university_students": _students_form,
}
