"""What a reader has chosen to see, and the address that says it.

The address holds codes, not words, so that a link shows what its sender saw, in either
language. What an address says is untrusted: unknown codes are dropped and named to the
reader, never obeyed and never an error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args
from urllib.parse import urlencode

from meomureum.texts import LANGUAGES, Language, Text, plain

PageName = Literal[
    "overview",
    "city",
    "progress",
    "compare",
    "funnel",
    "explain",
    "map",
    "explore",
    "chain",
    "supply",
    "scenario",
    "effect",
    "survey",
    "briefing",
    "present",
    "verify",
    "definitions",
    "sheet",
    "data",
    "settings",
    "log",
]
PAGES: tuple[PageName, ...] = get_args(PageName)
"""The pages' names in the address; the first is the one at "/"."""

DataSet = Literal["published", "sample"]
DATA_SETS: Mapping[DataSet, Text] = {
    "published": Text(ko="공표 자료", en="Published"),
    "sample": Text(ko="합성 표본", en="Sample"),
}
By = Literal["city", "institution"]
BY: Mapping[By, Text] = {
    "city": Text(ko="도시", en="Cities"),
    "institution": Text(ko="기관", en="Institutions"),
}
FILTERS: Mapping[str, tuple[str, Text]] = {
    "dept": ("departments", Text(ko="학과 이름", en="department")),
    "field": ("fields", Text(ko="계열 코드", en="field code")),
    "industry": ("industries", Text(ko="산업 코드", en="industry code")),
    "ksic": ("ksic", Text(ko="표준산업분류 부호", en="KSIC code")),
    "sex": ("sexes", Text(ko="성별 코드", en="sex code")),
    "part": ("participants", Text(ko="참여 여부 코드", en="participation code")),
    "type": ("school_types", Text(ko="학교 유형 코드", en="school type code")),
    "prog": ("programmes", Text(ko="사업 코드", en="programme code")),
    "stage": ("stages", Text(ko="단계 코드", en="stage code")),
    "strategy": ("strategies", Text(ko="전략 이름", en="strategy")),
    "track": ("tracks", Text(ko="과정 이름", en="track")),
    "age": ("ages", Text(ko="나이", en="age")),
    "outcome": ("outcomes", Text(ko="진로 코드", en="outcome code")),
}
"""The filters of the analysts' pages: name in the address -> field of the view, and what its codes are."""

_SHOWN_LENGTH = 40
_MOST_PERCENT = 100
_MOST_COMPARED = 2


@dataclass(frozen=True)
class View:
    """What the reader has chosen to see."""

    language: Language = "ko"
    data_set: DataSet = "published"
    cities: tuple[str, ...] = ()
    """Region ids; empty means every city of the snapshot."""
    kpi: str = "local_university_entry_rate"
    formula: str = ""
    """Empty means the KPI's default formula."""
    first_year: int | None = None
    last_year: int | None = None
    snapshot: str = ""
    """The kept snapshot that answers; empty means the current one."""
    release: str = ""
    """The level of detail that answers; empty means the most detailed one that the reader may see."""
    by: By = "city"
    """What each line of Progress stands for."""
    institutions: tuple[str, ...] = ()
    """Schools and universities compared or filtered; empty means every one with a value."""
    departments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    ksic: tuple[str, ...] = ()
    """Divisions and sections of the Korean Standard Industrial Classification."""
    sexes: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    school_types: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """What an analyst groups by, in that order; empty means the page's own choice."""
    pair: tuple[str, ...] = ()
    """The groups held against each other: two of one year, or one in two years."""
    chart: str = ""
    """How an analyst's page draws it; empty means the page's own choice."""
    way: str = ""
    """The way a scenario is worked out; empty means the first."""
    aim: int | None = None
    """The target of a scenario in tenths of a percent; None means the announced one."""
    levers: tuple[tuple[str, int], ...] = ()
    """What each lever of a scenario adds, in tenths of a point."""


@dataclass(frozen=True)
class Choices:
    """What there is to choose from; the first formula of a KPI is its default."""

    cities: Mapping[str, Text]
    kpis: Mapping[str, Text]
    formulas: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    snapshots: tuple[str, ...] = ()
    """The kept snapshots that an address may ask for."""
    releases: tuple[str, ...] = ()
    """The levels of detail that an address may ask for."""
    institutions: Collection[str] = ()
    codes: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    """What the filters, "group", "chart", "way" and "lever" may say, by their names in the address."""


def address(view: View) -> dict[str, str]:
    """The view as parameters of an address; what is at its default is left out."""
    defaults = _parameters(View())
    return {name: value for name, value in _parameters(view).items() if value != defaults[name]}


def _parameters(view: View) -> dict[str, str]:
    return {
        "lang": view.language,
        "set": view.data_set,
        "city": ",".join(view.cities),
        "kpi": view.kpi,
        "formula": view.formula,
        "from": "" if view.first_year is None else str(view.first_year),
        "to": "" if view.last_year is None else str(view.last_year),
        "snapshot": view.snapshot,
        "release": view.release,
        "by": view.by,
        "inst": ",".join(view.institutions),
        **{name: _joined(getattr(view, attribute)) for name, (attribute, _) in FILTERS.items()},
        "group": ",".join(view.groups),
        "pair": _joined(view.pair),
        "chart": view.chart,
        "way": view.way,
        "aim": "" if view.aim is None else str(view.aim),
        "lever": ",".join(f"{code}:{tenths}" for code, tenths in view.levers),
    }


def _joined(codes: tuple[str, ...]) -> str:
    """Codes with a comma between; a comma within one, as in a department's name, is written as %2C."""
    return ",".join(code.replace("%", "%25").replace(",", "%2C") for code in codes)


def _split(written: str) -> dict[str, None]:
    """The codes that `_joined` wrote, each once, in their order."""
    each = (code.replace("%2C", ",").replace("%25", "%") for code in written.split(","))
    return dict.fromkeys(code for code in each if code)


NAMES = frozenset(_parameters(View()))
"""Every name that an address may use."""


def parse(parameters: Mapping[str, str], choices: Choices) -> tuple[View, list[Text]]:
    """The view that an address asks for, and a notice for all of it that is unknown."""
    reading = _Reading(parameters, [])
    language = reading.one_of("lang", LANGUAGES, Text(ko="언어 코드", en="language code"))
    data_set = reading.one_of("set", DATA_SETS, Text(ko="자료 코드", en="data set code"))
    kpi = reading.one_of("kpi", choices.kpis, Text(ko="지표 코드", en="indicator code")) or View.kpi
    formula = reading.one_of(
        "formula", choices.formulas.get(kpi, {}), Text(ko="산식 코드", en="formula code")
    )
    first_year, last_year = reading.years(choices.years)
    view = View(
        language=cast(Language, language or View.language),
        data_set=cast(DataSet, data_set or View.data_set),
        cities=reading.several("city", choices.cities, Text(ko="도시 코드", en="city code")),
        kpi=kpi,
        formula=formula,
        first_year=first_year,
        last_year=last_year,
        snapshot=reading.one_of("snapshot", choices.snapshots, Text(ko="스냅숏", en="snapshot")),
        release=reading.one_of("release", choices.releases, Text(ko="공개 수준", en="level of detail")),
        by=cast(
            By, reading.one_of("by", BY, Text(ko="비교 대상 코드", en="code of what to compare")) or View.by
        ),
        institutions=reading.several(
            "inst", choices.institutions, Text(ko="기관 코드", en="institution code")
        ),
        groups=reading.in_order(
            "group", choices.codes.get("group", {}), Text(ko="묶음 코드", en="group code")
        ),
        pair=reading.pair(choices),
        chart=reading.one_of("chart", choices.codes.get("chart", {}), Text(ko="그림 코드", en="chart code")),
        way=reading.one_of("way", choices.codes.get("way", {}), Text(ko="방법 코드", en="code of a way")),
        aim=reading.tenths("aim", Text(ko="목표값", en="target")),
        levers=reading.levers(choices.codes.get("lever", {})),
        **{
            attribute: reading.several(name, choices.codes.get(name, {}), kind)
            for name, (attribute, kind) in FILTERS.items()
        },
    )
    reading.unknown_names()
    return view, reading.notices


@dataclass(frozen=True)
class _Reading:
    """One reading of an address, which gathers what it could not understand."""

    parameters: Mapping[str, str]
    notices: list[Text]

    def one_of(self, name: str, known: Collection[str], kind: Text) -> str:
        value = self.parameters.get(name, "")
        if not value or value in known:
            return value
        self._drop(value, kind)
        return ""

    def several(self, name: str, known: Collection[str], kind: Text) -> tuple[str, ...]:
        asked = _split(self.parameters.get(name, ""))
        for code in asked:
            if code not in known:
                self._drop(code, kind)
        return tuple(code for code in known if code in asked)

    def in_order(self, name: str, known: Collection[str], kind: Text) -> tuple[str, ...]:
        """Like `several`, but in the order asked for."""
        asked = _split(self.parameters.get(name, ""))
        found = self.several(name, known, kind)
        return tuple(code for code in asked if code in found)

    def pair(self, choices: Choices) -> tuple[str, ...]:
        """At most two groups; a department stands behind its institution and a slash."""
        known = {*choices.cities, *choices.institutions}.union(*choices.codes.values())
        found: list[str] = []
        for code in _split(self.parameters.get("pair", "")):
            if (code in known or {*code.split("/", 1)} <= known) and len(found) < _MOST_COMPARED:
                found.append(code)
            else:
                self._drop(code, Text(ko="비교 대상 코드", en="code of what to compare"))
        return tuple(found)

    def tenths(self, name: str, kind: Text) -> int | None:
        """A percentage in tenths, 0-1000."""
        value = self.parameters.get(name, "")
        if not value or _is_tenths(value):
            return int(value) if value else None
        self._drop(value, kind)
        return None

    def levers(self, known: Collection[str]) -> tuple[tuple[str, int], ...]:
        """`code:tenths` each; an unknown or unreadable one is dropped."""
        found: dict[str, int] = {}
        for asked in (each for each in self.parameters.get("lever", "").split(",") if each):
            code, _, value = asked.rpartition(":")
            if code in known and _is_tenths(value):
                found[code] = int(value)
            else:
                self._drop(asked, Text(ko="조정 값", en="lever"))
        return tuple(found.items())

    def years(self, known: tuple[int, ...]) -> tuple[int | None, int | None]:
        first, last = self._year("from", known), self._year("to", known)
        if first is not None and last is not None and first > last:
            self.notices.append(
                Text(
                    ko="주소에 있는 기간은 시작이 끝보다 늦어 빼고 보여 드립니다.",
                    en="The period in the address starts after it ends and was left out.",
                )
            )
            return None, None
        return first, last

    def unknown_names(self) -> None:
        if "page" in self.parameters:
            self._drop(self.parameters["page"], Text(ko="화면 이름", en="page"))
        for name in self.parameters:
            if name not in NAMES | {"page"}:
                self._drop(name, Text(ko="항목", en="parameter"))

    def _year(self, name: str, known: tuple[int, ...]) -> int | None:
        years = {str(year): year for year in known}
        return years.get(self.one_of(name, tuple(years), Text(ko="연도", en="year")))

    def _drop(self, value: str, kind: Text) -> None:
        shown = value if len(value) <= _SHOWN_LENGTH else value[:_SHOWN_LENGTH] + "…"
        self.notices.append(
            Text(
                ko="주소에 있는 ‘{value}’은(는) 알 수 없는 {kind:이라/라} 빼고 보여 드립니다.",
                en="“{value}” in the address is not a known {kind} and was left out.",
            ).fill(value=plain(shown), kind=kind)
        )


def _is_tenths(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 4 and int(value) <= 10 * _MOST_PERCENT


def href(page: PageName, view: View) -> str:
    """The relative address of a page with a view, for `parts`."""
    path = "" if page == PAGES[0] else page
    query = urlencode(address(view), safe=",")
    return f"./{path}?{query}" if query else f"./{path}"
