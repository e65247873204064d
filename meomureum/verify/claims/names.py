"""The indicators, people and places that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from meomureum.measures import register
from meomureum.measures.indicators import KPIS
from meomureum.store.warehouse import Snapshot

NATION = "korea"
_SCHOOL = r"(?:직업계\s*고|특성화고|마이스터고)(?:등학교)?(?:(?!지역|관내)[^.,0-9]){0,12}"
_LOCAL = r"(?:지역|관내|시내)\s*(?:내|소재)?\s*"
# Most telling first: a name that is part of a longer one must not take its place.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_SCHOOL + r"취업[률율]", ("vocational_employment_rate",)),
    (_SCHOOL + r"진학[률율]", ("vocational_advancement_rate",)),
    (_LOCAL + r"대학(?:교)?\s*(?:으로의\s*)?진학[률율]?", ("local_university_entry_rate",)),
    (_LOCAL + r"(?:기업\s*)?(?:으?로의?\s*)?취업[률율]?", ("local_employment_rate",)),
    (r"대학(?:교)?\s*(?:졸업[생자]의?\s*)?취업[률율]", ("university_employment_rate",)),
    (r"중도\s*탈락[률율]?|중퇴[률율]", ("university_dropout_rate",)),
    (r"QS\s*(?:아시아|Asia)?(?:\s*대학)?(?:\s*(?:순위|평가|랭킹))?", ("qs_asia_rank",)),
)
# Names that say nothing of whose rate it is: the rest of the sentence has to.
_SHARED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"진학[률율]", ("local_university_entry_rate", "vocational_advancement_rate")),
    (
        r"취업[률율]",
        ("local_employment_rate", "university_employment_rate", "vocational_employment_rate"),
    ),
)
_OF_VOCATIONAL_SCHOOLS = re.compile(r"직업계\s*고|특성화고|마이스터고|\bvocational\b", re.IGNORECASE)
_OF_UNIVERSITIES = re.compile(r"대학(?:교)?\s*(?:을\s*)?졸업|대졸|\buniversity graduates\b", re.IGNORECASE)
_ALL_VOCATIONAL = re.compile(r"직업계\s*고")
_TYPES = {"특성화고": "specialised", "마이스터고": "meister"}
# People and places of whom nothing separate is published.
_GROUP = re.compile(
    r"비수도권|수도권|남학생|여학생|남성|여성|남자|여자|국공립|국립|사립|공립|일반고|전문대학?(?!원)|4년제|대학원"
    r"|외국인|장애|저소득|\b(?:women|men|girls|boys|private|public)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """Where an indicator is named, and which it may be."""

    start: int
    end: int
    kpis: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a place or institution is named, and its code."""

    start: int
    end: int
    code: str


@dataclass(frozen=True)
class People:
    """Of whom a sentence speaks: one type of school, or a group of whom nothing is published by itself."""

    vocational: bool
    universities: bool
    school_type: str
    group: str


NOBODY = People(False, False, "", "")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    own = [
        (r"\s*".join(re.escape(word) for word in name.split()), (kpi.id,))
        for kpi in KPIS
        for name in (kpi.name.ko, kpi.name.en)
    ]
    return tuple((re.compile(words, re.IGNORECASE), kpis) for words, kpis in (*_NAMES, *own, *_SHARED))


def mentions(sentence: str) -> tuple[Mention, ...]:
    """The indicators that are named, in order; a longer name hides what lies within it."""
    taken: list[Mention] = []
    for pattern, kpi_ids in _patterns():
        for match in pattern.finditer(sentence):
            if all(match.end() <= each.start or match.start() >= each.end for each in taken):
                taken.append(Mention(match.start(), match.end(), kpi_ids))
    return tuple(sorted(taken, key=lambda each: each.start))


def people_of(snapshot: Snapshot, sentence: str) -> People:
    """Of whom a sentence speaks; what is part of the name of a place says nothing of it."""
    bare = sentence
    for each in places_in(snapshot, sentence):
        bare = bare[: each.start] + " " * (each.end - each.start) + bare[each.end :]
    types = [code for word, code in _TYPES.items() if word in bare]
    one_type = types[0] if len(types) == 1 and not _ALL_VOCATIONAL.search(bare) else ""
    group = _GROUP.search(bare)
    return People(
        bool(_OF_VOCATIONAL_SCHOOLS.search(bare)),
        bool(_OF_UNIVERSITIES.search(bare)),
        one_type,
        group[0] if group else "",
    )


def meant(snapshot: Snapshot, mention: Mention, people: People, places: tuple[str, ...]) -> tuple[str, ...]:
    """The indicators that a name stands for, once it is known of whom the sentence speaks."""
    if len(mention.kpis) == 1:
        return mention.kpis
    of_university = people.universities or (
        bool(places) and kinds(snapshot).get(places[-1]) in ("university", "junior_college")
    )
    if people.vocational != of_university:
        prefix = "vocational" if people.vocational else "university"
        return tuple(each for each in mention.kpis if each.startswith(prefix)) or mention.kpis
    return mention.kpis


@lru_cache(maxsize=4)
def kinds(snapshot: Snapshot) -> dict[str, str]:
    """The kind of each institution: a university, a junior college, a high school."""
    found = register.table(snapshot, "SELECT institution_id, kind FROM institutions")
    return dict(found.itertuples(index=False, name=None))


@lru_cache(maxsize=4)
def home_cities(snapshot: Snapshot) -> dict[str, str]:
    """The city of each institution."""
    found = register.table(snapshot, "SELECT institution_id, city_id FROM institutions")
    return dict(found.itertuples(index=False, name=None))


@lru_cache(maxsize=64)
def places_in(snapshot: Snapshot, sentence: str) -> tuple[Place, ...]:
    """The places and institutions that a sentence names, in order."""
    return tuple(sorted(_places(snapshot, sentence), key=lambda each: each.start))


def _places(snapshot: Snapshot, sentence: str) -> Iterator[Place]:
    taken: list[Place] = []
    for name, code in _place_names(snapshot):
        at = sentence.find(name)
        if at >= 0 and all(at + len(name) <= each.start or at >= each.end for each in taken):
            taken.append(Place(at, at + len(name), code))
    yield from taken


@lru_cache(maxsize=4)
def _place_names(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    """Every name of a place, institution or programme's city, longest first."""
    found = register.table(
        snapshot,
        """
        SELECT name_ko, name_en, aliases, region_id AS code FROM regions
        WHERE level IN ('city', 'province') OR region_id = 'korea'
        UNION ALL SELECT name_ko, name_en, aliases, institution_id FROM institutions
        UNION ALL SELECT name_ko, name_en, NULL, city_id FROM programmes WHERE city_id IS NOT NULL
        """,
    )
    names = {
        (name.strip(), str(code))
        for ko, en, aliases, code in found.fillna("").itertuples(index=False, name=None)
        for name in (ko, en, *aliases.split(";"))
        if len(name.strip()) > 1
    }
    return tuple(
        sorted(names | {("전국", NATION), ("우리나라", NATION)}, key=lambda each: (-len(each[0]), each))
    )
