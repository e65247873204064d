"""What is invented for a city that no story was written for: its surroundings, and what it lacks.

A city takes part in the sample with its own registered schools, universities, programme and
industries. Where it has none of a kind, invented ones stand in, named as a sample ("표본").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from etl.sample.whole_numbers import portion, told

Row = dict[str, str]
SEOUL, UNKNOWN = "seoul", "unknown"
SCHOOLS = 3
_TOLD = told("other_cities")
INDUSTRIES: dict[str, tuple[str, str]] = _TOLD["industries"]
SIZES: dict[str, dict[str, int]] = _TOLD["sizes"]
OUTCOMES: dict[str, dict[str, int]] = _TOLD["outcomes"]
TO_UNIVERSITY: dict[str, int] = _TOLD["to_university"]
FIRST_YEAR = "2019"  # of invented industries; of the invented programme the year of STARTED
SOURCE = {
    "source_id": "sample",
    "title": "합성 표본 데이터",
    "publisher": "머무름(지어낸 값)",
    "date": "2025",
    "kind": "synthetic",
}
STARTED, STAGES = "2023-03", "도입기 2023;안정기 2024;확산기 2025"

RATES = ("university_employment_rate", "freshman_fill_rate")
OUTCOMES_OF = 2021  # the year of OUTCOMES
# Their story names the industries that the invented survey asks about.
STORIES_WITHOUT_INDUSTRIES = {"siheung"}


class Place(NamedTuple):
    """A city among its neighbours: those within daily reach, its province, and one beyond it."""

    city: str
    name_ko: str
    name_en: str
    near: tuple[str, ...]
    province: str
    beyond: str

    def around(self, near: int = 30, province: int = 40, beyond: int = 14, seoul: int = 14) -> dict[str, int]:
        """Regions elsewhere with how many go there or come from there; 2 are not known."""
        weights = Counter({self.province: province, self.beyond: beyond})
        weights[SEOUL] += seoul
        for each in self.near or (self.province,):
            weights[each] += near // max(len(self.near), 1)
        weights[UNKNOWN] += 2
        return {region: weight for region, weight in weights.items() if region and weight}


def place(regions: Mapping[str, Row], city: str, near: Iterable[str]) -> Place:
    """What is around a city, by the register of regions."""
    own, province = regions[city], regions[city]["parent_id"]
    macro = regions[province]["parent_id"]
    provinces = [code for code, row in regions.items() if row["level"] == "province"]
    beside = [each for each in provinces if regions[each]["parent_id"] == macro and each != province]
    beyond = beside[0] if beside else "gyeonggi" if province == SEOUL else SEOUL
    return Place(city, own["name_ko"], own["name_en"], tuple(near), province, beyond)


def told_apart(school_type: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Graduates by the outcomes of the sample, where a publication names fewer of them; none of another type."""
    if school_type not in TO_UNIVERSITY:
        return {}
    if "advanced" not in counts and "other" not in counts:
        return dict(counts)
    advanced = counts.get("advanced", 0)
    university = portion(advanced, TO_UNIVERSITY[school_type])
    return {
        "university": counts.get("university", university),
        "junior_college": counts.get("junior_college", advanced - university),
        "abroad": counts.get("abroad", 0),
        "employed": counts.get("employed", 0),
        "enlisted": counts.get("enlisted", 0),
        "unseparated": counts.get("unseparated", 0) + counts.get("other", 0),
    }


def invented(places: Iterable[Place], known: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """Rows of institutions, programmes and industries for the cities that have none of a kind."""
    kinds = {(row["city_id"], row["kind"]) for row in known["institutions"]}
    held = {table: {row["city_id"] for row in known[table]} for table in ("programmes", "industries")}
    made: dict[str, list[Row]] = {"sources": [SOURCE], "institutions": [], "programmes": [], "industries": []}
    for each in places:
        if (each.city, "specialised_high_school") not in kinds:
            made["institutions"] += [_school(each, number) for number in range(1, SCHOOLS + 1)]
        if not {(each.city, "university"), (each.city, "junior_college")} & kinds:
            made["institutions"] += _universities(each)
        if each.city not in held["programmes"]:
            made["programmes"].append(_programme(each))
        if each.city not in held["industries"] | STORIES_WITHOUT_INDUSTRIES:
            made["industries"] += [
                {
                    "source_id": SOURCE["source_id"],
                    "city_id": each.city,
                    "industry_id": code,
                    "name_ko": ko,
                    "name_en": en,
                    "valid_from": FIRST_YEAR,
                }
                for code, (ko, en) in INDUSTRIES.items()
            ]
    return made if any(made[table] for table in known) else {table: [] for table in made}


def _school(of: Place, number: int) -> Row:
    return {
        "institution_id": f"sample_school_{of.city}_{number}",
        "city_id": of.city,
        "kind": "specialised_high_school",
        "name_ko": f"표본 직업계고 {number}({of.name_ko})",
        "name_en": f"Sample vocational school {number} ({of.name_en})",
    }


def _universities(of: Place) -> list[Row]:
    names = {
        "university": ("표본 대학교", "Sample university"),
        "junior_college": ("표본 전문대학", "Sample junior college"),
    }
    return [
        {
            "institution_id": f"sample_{kind}_{of.city}",
            "city_id": of.city,
            "kind": kind,
            "name_ko": f"{ko}({of.name_ko})",
            "name_en": f"{en} ({of.name_en})",
        }
        for kind, (ko, en) in names.items()
    ]


def _programme(of: Place) -> Row:
    return {
        "programme_id": f"sample_programme_{of.city}",
        "city_id": of.city,
        "name_ko": f"표본 직업교육 사업({of.name_ko})",
        "name_en": f"Sample vocational programme ({of.name_en})",
        "started": STARTED,
        "stages": STAGES,
        "source_id": SOURCE["source_id"],
    }
