"""The indicators that a sentence names, and of whom it speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from meomureum.measures.indicators import KPIS
from meomureum.store.warehouse import Snapshot
from meomureum.verify.claims.places import kinds, places_in

# "유지취업률", "미취업률", "해외취업률" are other rates.
_EMPLOYMENT = r"(?<!유지)(?<!미)(?<!재)(?<!해외)(?<!조기)(?<!정규직)취업[률율]"
_ADVANCEMENT = r"(?<!미)(?<!국외)(?<!해외)진학[률율]"
_SCHOOL = (
    r"(?:직업계\s*고|특성화고|마이스터고)(?:등학교)?(?:(?!지역|관내|대학|일반고|보다|[과와]\s)[^.,0-9]){0,12}"
)
_LOCAL = r"(?:지역|관내|시내)\s*(?:내|소재)?\s*"
_JOB = r"취업(?:[률율]|(?!자|[가-힣]*\s*(?:지원|준비|박람|률|율)))"
# Most telling first: a name that is part of a longer one must not take its place.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_SCHOOL + _EMPLOYMENT, ("vocational_employment_rate",)),
    (_SCHOOL + _ADVANCEMENT, ("vocational_advancement_rate",)),
    (_LOCAL + r"대학(?:교)?\s*(?:으로의\s*)?진학[률율]?", ("local_university_entry_rate",)),
    (_LOCAL + r"(?:기업\s*)?(?:으?로의?\s*)?" + _JOB, ("local_employment_rate",)),
    (r"대학(?:교)?\s*(?:졸업[생자]의?\s*)?취업[률율]", ("university_employment_rate",)),
    (r"유지\s*취업[률율]", ("employment_retention_6m", "employment_retention_12m")),
    (r"중도\s*탈락[률율]?|중퇴[률율]|drop-?\s?out rate", ("university_dropout_rate",)),
    (r"QS\s*(?:아시아|Asia)?(?:\s*대학)?(?:\s*(?:순위|평가|랭킹))?", ("qs_asia_rank",)),
    (r"신입생\s*(?:모집\s*)?충원\s*(?:비율|[률율])|fresh(?:man|men) fill rate", ("freshman_fill_rate",)),
    (r"재학생\s*충원\s*(?:비율|[률율])|enrol?ment fill rate", ("enrolment_fill_rate",)),
    (
        r"(?:외국인\s*)?유학생\s*(?:의\s*)?(?:비율|비중|[률율](?![가-힣]))|외국인\s*(?:재학생|학생)\s*(?:비율|비중)"
        r"|(?:share|proportion|percentage) of (?:foreign|international) students"
        r"|(?:foreign|international)[- ]students? (?:share|ratio)",
        ("foreign_student_share",),
    ),
    (
        r"(?:청년\s*)?순\s*(?:잔존|유지|잔류)\s*[률율]|net (?:youth )?retention(?: rate)?",
        ("youth_net_retention",),
    ),
    (r"청년\s*순\s*(?:유출|유입|이동)\s*[률율]?", ("youth_net_retention",)),
    (
        r"청년\s*(?:층\s*)?(?:\([^)]*\)\s*)?(?:인구|주민)(?:\s*수)?|\d\d\s*[~∼～–-]\s*\d\d세\s*(?:인구|주민)(?:\s*수)?"
        r"|\byouth population|\bpopulation aged|\bnumber of residents aged",
        ("youth_population",),
    ),
    (
        r"(?<![계화터])(?:고교|고등학교|(?<=\s)고)\s*(?:를\s*)?졸업(?:자|생)(?:\s*수)?|high[- ]school graduates",
        ("high_school_graduates",),
    ),
)
# Names that say nothing of whose rate it is: the rest of the sentence has to.
_SHARED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (_ADVANCEMENT + "|advancement rate", ("local_university_entry_rate", "vocational_advancement_rate")),
    (
        _EMPLOYMENT + "|employment rate",
        ("local_employment_rate", "university_employment_rate", "vocational_employment_rate"),
    ),
    (r"(?<!미)충원[률율]", ("freshman_fill_rate", "enrolment_fill_rate")),
)
_OF_VOCATIONAL_SCHOOLS = re.compile(r"직업계\s*고|특성화고|마이스터고|\bvocational\b", re.IGNORECASE)
_OF_UNIVERSITIES = re.compile(r"대학(?:교)?\s*(?:을\s*)?졸업|대졸|\buniversity graduates\b", re.IGNORECASE)
_ALL_VOCATIONAL = re.compile(r"직업계\s*고")
_TYPES = {"특성화고": "specialised", "마이스터고": "meister"}
# People and places of whom nothing separate is published.
_GROUP = re.compile(
    r"비수도권|수도권|남학생|여학생|남성|여성|남자|여자|국공립|국립|사립|공립|일반고|전문대학?(?!원)|4년제|대학원"
    r"|외국인|장애|저소득|지방대|학과|학부|계열|전공|단과대|학년|석사|박사|정원\s*내|수시\s*모집|정시\s*모집|편입"
    r"|(?<![가-힣])(?:의|공|약|법|치|한의|수의|간호|사범|경영|인문|자연|예술)대(?![가-힣]*학교)"
    r"|\b(?:women|men|girls|boys|private|public)\b",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"(\d\d)\s*세?\s*[~∼～–-]\s*(\d\d)\s*세|aged? (\d\d)\s*(?:[–-]|to)\s*(\d\d)|\b(\d\d)\s*[–-]\s*(\d\d)[- ]year[- ]olds?"
)
_AGES_IN_WORDS = {"10대 후반": (15, 19), "20대 초반": (20, 24), "20대 후반": (25, 29), "청년기본법": (19, 34)}


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
    ages: tuple[int, int] | None = None
    """The first ages that the sentence names."""


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
    """Of whom a sentence speaks; what is part of the name of a place or of a rate of students says nothing of it."""
    bare = sentence
    rates = [each for each in mentions(sentence) if not each.kpis[0].startswith("vocational")]
    spans = [(each.start, each.end) for each in places_in(snapshot, sentence)]
    spans += [(each.start, each.end) for each in rates]
    for start, end in spans:
        bare = bare[:start] + " " * (end - start) + bare[end:]
    types = [code for word, code in _TYPES.items() if word in bare]
    one_type = types[0] if len(types) == 1 and not _ALL_VOCATIONAL.search(bare) else ""
    group = _GROUP.search(bare)
    return People(
        bool(_OF_VOCATIONAL_SCHOOLS.search(bare)),
        bool(_OF_UNIVERSITIES.search(bare)),
        one_type,
        group[0] if group else "",
        _ages(sentence),
    )


def _ages(sentence: str) -> tuple[int, int] | None:
    found = _AGES.search(sentence)
    if found:
        first, last = (int(each) for each in found.groups() if each)
        return first, last
    return next((ages for words, ages in _AGES_IN_WORDS.items() if words in sentence), None)


def meant(
    snapshot: Snapshot, named: tuple[str, ...], people: People, places: tuple[str, ...]
) -> tuple[str, ...]:
    """The indicators that a name stands for, once it is known of whom the sentence speaks."""
    if len(named) == 1:
        return named
    of_university = people.universities or (
        bool(places) and kinds(snapshot).get(places[-1]) in ("university", "junior_college")
    )
    if people.vocational != of_university:
        prefix = "vocational" if people.vocational else "university"
        return tuple(each for each in named if each.startswith(prefix)) or named
    return named
