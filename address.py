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

from texts import LANGUAGES, Language, Text, plain

PageName = Literal[
    "overview",
    "city",
    "progress",
    "compare",
    "map",
    "briefing",
    "present",
    "verify",
    "definitions",
    "sheet",
    "data",
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
_SHOWN_LENGTH = 40


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
    by: By = "city"
    """What each line of Progress stands for."""
    institutions: tuple[str, ...] = ()
    """The institutions compared on Progress; empty means every one with a value."""


@dataclass(frozen=True)
class Choices:
    """What there is to choose from; the first formula of a KPI is its default."""

    cities: Mapping[str, Text]
    kpis: Mapping[str, Text]
    formulas: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    snapshots: tuple[str, ...] = ()
    """The kept snapshots that an address may ask for."""
    institutions: Collection[str] = ()


def address(view: View) -> dict[str, str]:
    """The view as parameters of an address; what is at its default is left out."""
    default = View()
    parameters = {
        "lang": view.language,
        "set": view.data_set,
        "city": ",".join(view.cities),
        "kpi": view.kpi,
        "formula": view.formula,
        "from": "" if view.first_year is None else str(view.first_year),
        "to": "" if view.last_year is None else str(view.last_year),
        "snapshot": view.snapshot,
        "by": view.by,
        "inst": ",".join(view.institutions),
    }
    defaults = {"lang": default.language, "set": default.data_set, "kpi": default.kpi, "by": default.by}
    return {name: value for name, value in parameters.items() if value != defaults.get(name, "")}


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
        by=cast(
            By, reading.one_of("by", BY, Text(ko="비교 대상 코드", en="code of what to compare")) or View.by
        ),
        institutions=reading.several(
            "inst", choices.institutions, Text(ko="기관 코드", en="institution code")
        ),
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
        asked = dict.fromkeys(code for code in self.parameters.get(name, "").split(",") if code)
        for code in asked:
            if code not in known:
                self._drop(code, kind)
        return tuple(code for code in known if code in asked)

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
        names = {"lang", "set", "city", "kpi", "formula", "from", "to", "by", "inst", "snapshot"}
        if "page" in self.parameters:
            self._drop(self.parameters["page"], Text(ko="화면 이름", en="page"))
        for name in self.parameters:
            if name not in names | {"page"}:
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


def href(page: PageName, view: View) -> str:
    """The relative address of a page with a view, for `parts`."""
    path = "" if page == PAGES[0] else page
    query = urlencode(address(view), safe=",")
    return f"./{path}?{query}" if query else f"./{path}"
