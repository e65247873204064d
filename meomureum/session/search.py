"""One field that leads anywhere: an indicator, a city, an institution, a page, or words that name a view together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from meomureum.measures import register
from meomureum.measures.city_register import KINDS
from meomureum.measures.measurement import KPIS
from meomureum.measures.register import every_city
from meomureum.store.address import PageName, View
from meomureum.store.environment import today
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Text
from meomureum.verify.claims.names import meant, mentions, people_of
from meomureum.verify.claims.places import home_cities, kinds, places_in
from meomureum.verify.claims.written_years import years_in

LABEL = Text("{name} · {kind}", "{name} · {kind}")
INDICATOR, CITY, PAGE = Text("지표", "indicator"), Text("도시", "city"), Text("화면", "page")
OF_SCHOOLS, OF_UNIVERSITIES = "vocational_employment_rate", "university_dropout_rate"
"""What is first asked of a high school and of a university."""


@dataclass(frozen=True)
class Destination:
    """A page and what it shows."""

    page: PageName
    view: View


def entries(snapshot: Snapshot, pages: Mapping[PageName, Text]) -> dict[str, Text]:
    """Everything that has a name of its own, by a code that `destination` understands."""
    named = {f"page {code}": LABEL.fill(name=name, kind=PAGE) for code, name in pages.items()}
    return named | _registered(snapshot)


@lru_cache(maxsize=4)
def _registered(snapshot: Snapshot) -> dict[str, Text]:
    names = register.names(snapshot)
    found = {f"kpi {kpi.id}": LABEL.fill(name=kpi.name, kind=INDICATOR) for kpi in KPIS}
    found |= {f"city {code}": LABEL.fill(name=names[code], kind=CITY) for code in every_city(snapshot)}
    return found | {
        f"institution {code}": LABEL.fill(name=names[code], kind=KINDS[kind])
        for code, kind in kinds(snapshot).items()
    }


def destination(
    snapshot: Snapshot, view: View, words: str, pages: Mapping[PageName, Text]
) -> Destination | None:
    """Where a code of `entries`, or words of one's own, lead; None for words that name nothing."""
    kind, _, code = words.partition(" ")
    if words in entries(snapshot, pages):
        if kind == "page":
            return next(Destination(page, view) for page in pages if page == code)
        found = {"kpi": _of_kpi, "city": _of_city}.get(kind)
        return found(view, code) if found else _of_institution(snapshot, view, code)
    return _understood(snapshot, view, words) or _named(snapshot, view, words, pages)


def _of_kpi(view: View, code: str) -> Destination:
    return Destination("progress", replace(_bare(view), kpi=code, cities=view.cities))


def _of_city(view: View, code: str) -> Destination:
    return Destination("city", replace(_bare(view), cities=(code,)))


def _of_institution(snapshot: Snapshot, view: View, code: str, kpi: str = "") -> Destination:
    """An institution among the lines of an indicator: the one asked for, else the first asked of its kind."""
    asked = kpi or (OF_SCHOOLS if kinds(snapshot)[code].endswith("school") else OF_UNIVERSITIES)
    home = home_cities(snapshot)[code]
    shown = replace(_bare(view), kpi=asked, cities=(home,), by="institution", institutions=(code,))
    return Destination("progress", shown)


def _bare(view: View) -> View:
    """What holds on every page, whatever was chosen on the last one."""
    return View(view.language, view.data_set, snapshot=view.snapshot, release=view.release)


def _understood(snapshot: Snapshot, view: View, words: str) -> Destination | None:
    """Words that name an indicator, places, an institution or a year together, as the reader of claims reads them."""
    places = tuple(each.code for each in places_in(snapshot, words))
    named = [
        code
        for each in mentions(words)
        for code in meant(snapshot, each.kpis, people_of(snapshot, words), places)[:1]
    ]
    institutions = [code for code in places if code in kinds(snapshot)]
    cities = tuple(code for code in places if code in every_city(snapshot))
    if institutions:
        found = _of_institution(snapshot, view, institutions[0], next(iter(named), ""))
    elif named and len(cities) == 2:
        found = Destination("funnel", replace(_bare(view), kpi=named[0], groups=("city",), pair=cities))
    elif named:
        found = Destination("progress", replace(_bare(view), kpi=named[0], cities=cities))
    elif cities:
        found = _of_city(view, cities[0])
    else:
        return None
    years = [each.year for each in years_in(words, today()) if each.year is not None]
    if not years or found.page == "city":
        return found
    return replace(found, view=replace(found.view, first_year=min(years), last_year=max(years)))


def _named(snapshot: Snapshot, view: View, words: str, pages: Mapping[PageName, Text]) -> Destination | None:
    """The only entry whose name holds all the words."""
    holding = candidates(snapshot, words, pages)
    return destination(snapshot, view, next(iter(holding)), pages) if len(holding) == 1 else None


def candidates(snapshot: Snapshot, words: str, pages: Mapping[PageName, Text]) -> dict[str, Text]:
    """The entries whose names hold all the words, in either language, by their codes."""
    asked = words.casefold().split()
    return {
        code: name
        for code, name in entries(snapshot, pages).items()
        if asked and any(all(word in name(each).casefold() for word in asked) for each in LANGUAGES)
    }
