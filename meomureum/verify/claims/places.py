"""The places and institutions that a text names, each as a word of its own.

"부산대" is no Busan and "경기 침체" no Gyeonggi. A place that is named and not known, such as a university
without data or one of several 중구, has no code: whose number stands there is then unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from meomureum.measures import register
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text
from meomureum.verify.claims.place_names import NATION, UNKNOWN, Name, place_names

NOT_KNOWN = Text("문장의 지역·기관", "The place of the sentence")

_PARTICLE = (
    "(?:에서는|에서도|에서의|에서|에는|에도|에선|에|은|는|이|가|을|를|의|와는|과는|와|과|도|만|보다는|보다|으로|로"
    "|까지|부터|처럼|마다|이나|나|이며|이고|이다|다|하고)"
)
_ENDS = rf"{_PARTICLE}?(?![가-힣A-Za-z0-9])"
_REGION_END = re.compile(
    rf"{_ENDS}|(?:시교육청|교육청|교육지원청|시청|군청|구청|도청|시?장|군수|구청장|도지사|시?의회|시민|군민|구민|도민"
    "|지역|관내|시내|도내|소재|출신|청년|상공회의소)"
)
_INSTITUTION_END = re.compile(rf"{_ENDS}|(?:졸업|출신|학생|총장|생(?![가-힣]))")
_ENGLISH_END = re.compile(r"(?![A-Za-z0-9])(?!\s(?:[A-Z][a-z]+\s)*(?:University|College|High School)\b)")
_WORD_START = re.compile(r"(?<![가-힣A-Za-z0-9])(?=[가-힣A-Za-z])")
_LONGEST = 60
# "전국 최고", "전국 1위": a rank among all, not a value of the country.
_AMONG_ALL = re.compile(
    r"(?:에서)?\s*(?:가장|최고|최저|최초|최하|최상|상위|하위|\d+\s*(?:위|번째)|[첫두세네]\s*번째|순위|체전|단위|각지)"
)

# Short names that are everyday words too: places only where something around them says so.
_EVERYDAY = re.compile(
    "(?:경기|양산|화성|수원|광명|예산|강화|달성|고령|영양|상주|부여|보은|음성|진도|장수|무안"
    "|신안|거창|함양|사천|이천|공주|여주|전주|진주|완주|구미|경주|동해|인제|정선|영광|장성"
    "|성주|청주|오산|강진|남해|안성|영덕|청도|해남|기장|보성|의성|논산|원주|제천|서천|영동"
    "|안동|하남|과천|진안|단양|홍성|남원|김제|증평|진천|한국|국내)"
)
_FITTING = re.compile(
    r"(?:의)?\s*(?:지역|관내|소재|시내|도내|군내|직업계|특성화고|마이스터고|고교|고등학|청년|대학|취업[률율]|진학[률율]"
    r"|중도\s*탈락|순잔존|순유지|[12]\d[~∼～–-][123]\d세|20대|신입생|재학생|초중고)"
)
_NUMBER_NEXT = re.compile(rf"{_PARTICLE}?\s*\(?\s*\d[\d.,만천]*\s*(?:%|명|위)")
_LISTED = re.compile(r"\s*(?:[·,ㆍ/]|와|과|및|이나|보다|에서|은|는)\s*")

_ORDINARY = re.compile(
    "(?:확대|최대|시대|세대|절대|상대|군대|반대|기대|연대|무대|현대|증대|우대|초대|토대|지대"
    "|일대|침대|잣대|막대|대대|년제대|지역대|전문대|일반대|국립대|사립대|거점대|관내대|접대"
    "|환대|후대|당대|근대|등대|명대|퍼센트대|위대|원대|지역고등학교|관내고등학교|일반고등학교"
    "|직업계고등학교|특성화고등학교|마이스터고등학교|인문계고등학교|채용공고|모집공고|입찰공고"
    "|선발공고|사업공고|임용공고|신청공고|행정공고)$"
)
_GENERIC_COLLEGE = re.compile(
    "(?:지역|관내|전문|일반|글로컬|거점|국립|사립|참여|협약|소재|우수|선정|해당|주요|시내|도내|전국|전체|우리|해외|외국|사이버"
    "|원격|산업|교육|지방|인근|중소|개별|평생|시민|혁신|연합|수도권|제)대학"
)
_UNKNOWN = (
    rf"[A-Za-z가-힣]{{2,12}}(?:대학교|대학|대|공고|상고|여고|농고|공업고|과학고|정보고|마이스터고|고등학교)(?={_ENDS}|졸업|출신|학생)",
    rf"[A-Z○◯]{{1,3}}(?:대학교?|대|고|시|군)(?={_ENDS})",
    r"(?:[A-Z][\w&.]+\s)+(?:University|College|High School)\b",
    rf"(?:부울경|동남권|대경권|호남권|충청권|강원권|제주권|영남권?|호남|영호남|충청|[가-힣]{{2}}권역?|일본|미국|독일|중국|영국|대만|유럽|OECD)(?={_ENDS})",
)
_SOMEWHERE = re.compile("|".join(rf"(?<![가-힣A-Za-z0-9])(?:{each})" for each in _UNKNOWN))
_PART = re.compile(rf"\s+(?P<part>[가-힣]{{1,4}}(?:읍|면|동|구)|[가-힣A-Za-z0-9]+\s*캠퍼스)(?={_ENDS})")
_NO_PART = re.compile(
    "(?:공|활|노|이|운|행|변|아|자|가|작|합|감|협|출)동$|(?:화|측|반|전|장|국|방|정|표|당|대|내|직|하|되|보|르|으)면$"
    "|(?:연|요|지|도|인|친|기|촉|강|탐|추|복|입|출)구$|현장\\s*캠퍼스$"
)


@dataclass(frozen=True)
class Place:
    """Where a place or institution is named, and its code; UNKNOWN if it is not known."""

    start: int
    end: int
    code: str


@lru_cache(maxsize=256)
def places_in(snapshot: Snapshot, sentence: str) -> tuple[Place, ...]:
    """The places and institutions that a sentence names, in order."""
    sure: list[Place] = []
    perhaps: list[Place] = []
    for place in _named(snapshot, sentence):
        everyday = _EVERYDAY.fullmatch(sentence, place.start, place.end)
        (perhaps if everyday else sure).append(place)
    counted = [each for each in perhaps if _NUMBER_NEXT.match(sentence, each.end)]
    sure += counted if len(counted) > 1 else []
    sure += [each for each in perhaps if each not in sure and _is_meant(sentence, each, sure)]
    sure += [each for each in _somewhere(sentence) if _free(each, sure)]
    return tuple(sorted((_whole(sentence, each) for each in sure), key=lambda each: each.start))


def name_of(snapshot: Snapshot, code: str) -> Text:
    """The name of a place, or words for one that is not known."""
    return register.names(snapshot).get(code, NOT_KNOWN)


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


def _named(snapshot: Snapshot, sentence: str) -> Iterator[Place]:
    """The names of the register that stand as words, the longest at each word."""
    known, since = place_names(snapshot), 0
    small = sentence.lower()
    for start in (each.start() for each in _WORD_START.finditer(sentence)):
        if start < since:
            continue
        for end in range(min(len(sentence), start + _LONGEST), start + 1, -1):
            name = known.get(small[start:end])
            if name is not None and _stands(sentence, end, name):
                yield Place(start, end, name.code)
                since = end
                break


def _stands(sentence: str, end: int, name: Name) -> bool:
    if name.code == NATION and _AMONG_ALL.match(sentence, end):
        return False
    if sentence[end - 1].isascii() and sentence[end - 1] != ")":
        return bool(_ENGLISH_END.match(sentence, end))
    return bool((_INSTITUTION_END if name.institution else _REGION_END).match(sentence, end))


def _is_meant(sentence: str, place: Place, sure: list[Place]) -> bool:
    """Whether an everyday word is a place here: by the noun or number after it, or by a place beside it."""
    if _FITTING.match(sentence, place.end):
        return True
    beside = [
        sentence[first.end : last.start]
        for each in sure
        for first, last in [(each, place) if each.end <= place.start else (place, each)]
    ]
    follows_a_place = any(gap == " " for gap in beside)
    return any(_LISTED.fullmatch(gap) for gap in beside) or bool(
        sure and not follows_a_place and _NUMBER_NEXT.match(sentence, place.end)
    )


def _somewhere(sentence: str) -> Iterator[Place]:
    """Institutions and regions that the register does not hold."""
    for match in _SOMEWHERE.finditer(sentence):
        if not _ORDINARY.search(match[0]) and not _GENERIC_COLLEGE.search(match[0]):
            yield Place(match.start(), match.end(), UNKNOWN)


def _free(place: Place, taken: list[Place]) -> bool:
    return all(place.end <= each.start or place.start >= each.end for each in taken)


def _whole(sentence: str, place: Place) -> Place:
    """The place with the part of it that is named: "김해시 장유동" is not all of Gimhae."""
    part = _PART.match(sentence, place.end)
    if part is None or _NO_PART.search(part["part"]):
        return place
    return Place(place.start, part.end("part"), UNKNOWN)
