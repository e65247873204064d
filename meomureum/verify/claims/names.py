"""The indicators that a sentence names, and of whom it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from meomureum.measures.indicators import KPIS
from meomureum.store.warehouse import Snapshot
from meomureum.verify.claims.places import kinds, places_in

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
