"""Every name that a place or an institution goes by in texts, and the only one that it can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from meomureum.measures import register
from meomureum.store.warehouse import Snapshot

NATION = "korea"
UNKNOWN = ""
"""The code of a name that several places share."""

_NATION = (
    "전국",
    "우리나라",
    "대한민국",
    "한국",
    "국내",
    "South Korea",
    "nationwide",
    "nationally",
    "the national",
)
_KOREAN = re.compile("[가-힣]")
_WITHOUT_A_PROVINCE = ("시", "군")
# "이화여자대학교" is 이화여대: the longest ending that fits.
_SHORTER = {
    "과학기술대학교": "과기대",
    "외국어대학교": "외대",
    "여자대학교": "여대",
    "교육대학교": "교대",
    "예술대학교": "예대",
    "공과대학교": "공대",
    "대학교": "대",
    "공업고등학교": "공고",
    "상업고등학교": "상고",
    "여자고등학교": "여고",
    "고등학교": "고",
}
_KNOWN_AS = {
    "한국과학기술원": ("카이스트", "KAIST"),
    "울산과학기술원": ("유니스트", "UNIST"),
    "광주과학기술원": ("지스트", "GIST"),
    "대구경북과학기술원": ("디지스트", "DGIST"),
    "포항공과대학교": ("포스텍", "POSTECH"),
    "한국예술종합학교": ("한예종",),
}


@dataclass(frozen=True)
class Name:
    """What a name means: a code, or UNKNOWN; and whether that is an institution."""

    code: str
    institution: bool = False


@lru_cache(maxsize=4)
def place_names(snapshot: Snapshot) -> Mapping[str, Name]:
    """Every name in small letters, and what it means; a name registered for one place is not another's short one."""
    known = {name.lower(): Name(NATION) for name in _NATION}
    for told in (_registered(snapshot), _made(snapshot)):
        found: dict[str, Name] = {}
        for name, meant in told:
            key = name.strip().lower()
            other = found.get(key)
            found[key] = meant if other is None or other.code == meant.code else Name(UNKNOWN)
        known = {**found, **known}
    return {name: meant for name, meant in known.items() if len(name) > 1}


def _registered(snapshot: Snapshot) -> Iterator[tuple[str, Name]]:
    """The names and aliases of the register, codes left out."""
    rows = register.table(
        snapshot,
        """
        SELECT name_ko, name_en, aliases, region_id AS code, FALSE AS institution FROM regions
        WHERE level IN ('city', 'province', 'district') OR region_id = 'korea'
        UNION ALL SELECT name_ko, name_en, aliases, institution_id, TRUE FROM institutions
        UNION ALL SELECT name_ko, name_en, NULL, city_id, TRUE FROM programmes WHERE city_id IS NOT NULL
        """,
    )
    for ko, en, aliases, code, institution in rows.fillna("").itertuples(index=False, name=None):
        for name in (ko, en, *aliases.split(";")):
            if re.search(r"[^\W\d_]", name) and ":" not in name:
                yield name, Name(str(code), institution=bool(institution))


def _made(snapshot: Snapshot) -> Iterator[tuple[str, Name]]:
    """Names that are made of the registered ones as people make them: 김해, 경남 김해, 부산대."""
    rows = list(_rows(snapshot, "SELECT region_id, level, name_ko, aliases, parent_id FROM regions"))
    own = {
        code: [each for each in (ko, *aliases.split(";")) if _KOREAN.match(each)]
        for code, _, ko, aliases, _ in rows
    }
    for code, level, ko, _, parent in rows:
        if level == "province":
            ending = "시" if ko.endswith("시") else "도"
            yield from ((each + ending, Name(code)) for each in own[code] if len(each) == 2)
        elif level in ("city", "district"):
            above = [name for each in own.get(parent, ()) for name in (each, each.removesuffix("시"))]
            yield from _of_city(ko.split()[-1], above, Name(code), short=level == "city")
    yield from _of_institutions(snapshot)


def _of_city(base: str, above: list[str], meant: Name, *, short: bool) -> Iterator[tuple[str, Name]]:
    """ "김해시", "경남 김해시", "김해", "경남 김해"; `above` are the names of its province or city."""
    yield base, meant
    yield from ((f"{each}{gap}{base}", meant) for each in above for gap in ("", " "))
    if short and len(base) > 2 and base.endswith(_WITHOUT_A_PROVINCE):
        yield base[:-1], meant
        yield from ((f"{each} {base[:-1]}", meant) for each in above)


def _of_institutions(snapshot: Snapshot) -> Iterator[tuple[str, Name]]:
    for code, ko, aliases in _rows(snapshot, "SELECT institution_id, name_ko, aliases FROM institutions"):
        meant = Name(code, institution=True)
        full = [name for each in (ko, *aliases.split(";")) for name in (each, each.removeprefix("국립"))]
        yield from ((each, meant) for each in _KNOWN_AS.get(ko, ()))
        yield from ((each.replace("대학교(", "대("), meant) for each in full if "대학교(" in each)
        for long, short in _SHORTER.items():
            for each in (name for name in full if name.endswith(long)):
                yield each, meant
                yield each.removesuffix(long) + short, meant


def _rows(snapshot: Snapshot, sql: str) -> Iterator[tuple[str, ...]]:
    """The rows of a register, as texts."""
    yield from register.table(snapshot, sql).fillna("").astype(str).itertuples(index=False, name=None)
