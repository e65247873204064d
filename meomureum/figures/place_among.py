"""Where a city stands among all of the country: its place on their distribution, and all of them on one map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from meomureum.analysis.statistics.funnel import Funnel, Standing, funnel
from meomureum.analysis.statistics.scenario import share_below
from meomureum.analysis.studies.peers import peers
from meomureum.analysis.targets.changes import count_of
from meomureum.analysis.words.groups import STANDINGS_AMONG
from meomureum.analysis.words.values import value_text
from meomureum.drawing import boundaries
from meomureum.drawing.figure import Figure, Point, Role, Series
from meomureum.figures.draft import Draft, Finding, Table, draft_of
from meomureum.figures.funnel import CHANCE, NOT_COMPARED
from meomureum.figures.regional_map import GEOMETRY, comparable, values
from meomureum.figures.value_rows import NOT_KNOWN, in_numbers, in_words, point_of
from meomureum.measures import register
from meomureum.measures.indicators.youth import NET_RETENTION
from meomureum.measures.measurement import Kpi, Scope, find, followed_cities, measure
from meomureum.measures.register import every_city
from meomureum.store.address import PageName, View, href
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number

KEY, MAP = "place_among", "country_map"
NEEDED = 30
"""Of fewer cities a place among them says little of the country."""
MOST_NEIGHBOURS = 5
TITLE = Text(
    "{city} {value}: 값이 있는 {of}곳 가운데 {below}%보다 높습니다",
    "{city} {value}: higher than {below}% of the {of} places with a value",
)
SUBTITLE = Text(
    "{name} · {formula} · {year}년 · 전국 시군구", "{name} · {formula} · {year} · every city of the country"
)
MAP_TITLE = Text("{name}, {year}년: 전국 {of}곳", "{name}, {year}: {of} places")
SHADED = Text(
    "값이 있는 곳을 셋으로 나눈 색이며 진할수록 높습니다.",
    "Three equal groups of the places with a value: the darker the higher.",
)
RANKED = Text(
    "순위는 우연만으로도 바뀝니다. 순위보다 '예상 대비'를 먼저 보십시오.",
    "Ranks change by chance alone: look at 'Against expectation' before the rank.",
)
CHANCE_OF_PLACES = Text(
    "예상 범위는 그만한 인원의 곳이 우연과 평소 차이로 벗어나는 폭이며, 인원이 적을수록 넓습니다.",
    "The expected range is how far a place of that size strays by chance and usual differences alone: "
    "the fewer the people, the wider it is.",
)
ALIKE = Text(
    "인원과 서울에서의 거리가 비슷한 곳: {names}",
    "Similar in size and in distance from Seoul: {names}",
)
OTHER_YEAR = Text(
    "{year}년에는 값이 있는 곳이 적어 다른 해를 그렸습니다. 도시 지도의 값과 바로 비교하지 마십시오.",
    "Too few places have a value for {year}, so this is of another year: do not hold it against the map of the cities.",
)
EVERY, NEIGHBOURS = Text("전국 시군구", "Every city"), Text("비슷한 곳", "Similar places")
CHOSEN = Text("고른 도시", "Chosen")
COLUMNS = (
    Text("대상", "Place"),
    Text("시도", "Province"),
    Text("값", "Value"),
    Text("순위", "Rank"),
    Text("분자", "Numerator"),
    Text("분모", "Denominator"),
    Text("예상 대비", "Against expectation"),
    Text("상태", "Status"),
)
NAMED, VALUED = (0, 1), (2, 3, 4, 5)


@dataclass(frozen=True)
class Nation:
    """An indicator by one formula in one year in every city; `chosen` are the cities asked for, the first leading."""

    kpi: Kpi
    rows: pd.DataFrame
    chosen: tuple[str, ...]
    alike: tuple[str, ...]
    limits: Funnel | None

    @property
    def valued(self) -> pd.DataFrame:
        """The cities that have a value."""
        return self.rows[self.rows["value"].notna()]

    @property
    def year(self) -> int:
        """The year of all values."""
        return int(self.rows["year"].iloc[0])


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The distribution and the map, of the view's indicator where the country has values, else of net retention."""
    found = nation(snapshot, view)
    if found is not None:
        table = _table(snapshot, found, view.language)
        yield _swarm(snapshot, view, found, table)
        yield _map(snapshot, view, found, table)


def country_figure(snapshot: Snapshot, view: View, page: PageName) -> Figure | None:
    """The map of the country for the view's own indicator, beside that of its cities; None where too few have a value.

    It is of their formula and year. Where too few places have values of that year it is of its own, and says so.
    """
    near = values(snapshot, view)
    same = view
    if not near.empty:
        year, formula = int(near["year"].iloc[0]), str(near["formula_id"].iloc[0])
        same = replace(view, formula=formula, first_year=year, last_year=year)
    for asked in dict.fromkeys((same, view)):
        found = nation(snapshot, asked)
        if found is not None and found.kpi.id == find(view.kpi).id:
            drawn = _map(snapshot, view, found, _table(snapshot, found, view.language))
            other = [] if asked == same else [OTHER_YEAR.fill(year=str(same.last_year))(view.language)]
            address = href(page, replace(view, snapshot=""))
            return replace(drawn, address=address, notes=(*other, *drawn.notes))
    return None


def tells_of_chosen(figure: Figure) -> bool:
    """Whether a figure holds a value of the cities asked for: a map of the country may hold those of others alone."""
    own = (point for each in figure.series for point in each.points if point.named)
    return not figure.key.startswith(MAP) or any(point.value is not None for point in own)


def nation(snapshot: Snapshot, view: View) -> Nation | None:
    """The view's indicator in every city, or net retention; None where too few have a value."""
    asked = find(view.kpi)
    for kpi, formula in ((asked, view.formula), (NET_RETENTION, "")):
        rows = _rows(snapshot, view, kpi, formula)
        if rows["value"].notna().sum() >= NEEDED:
            chosen = view.cities or followed_cities(snapshot)
            return Nation(kpi, rows, chosen, _alike(snapshot, view, kpi, rows, chosen[0]), _limits(kpi, rows))
    return None


def _rows(snapshot: Snapshot, view: View, kpi: Kpi, formula: str) -> pd.DataFrame:
    """One value a city, all by one formula and of one year."""
    scope = Scope(
        view.data_set,
        cities=every_city(snapshot),
        first_year=view.first_year,
        last_year=view.last_year,
    )
    formulas = [formula] if formula else [kpi.formula().id, *kpi.stand_ins]
    return comparable(
        [measure(snapshot, kpi.id, scope, ("city", "year"), each) for each in formulas], formulas
    )


def _alike(snapshot: Snapshot, view: View, kpi: Kpi, rows: pd.DataFrame, city: str) -> tuple[str, ...]:
    formula = str(rows["formula_id"].iloc[0])
    distances = boundaries.kilometres_to_the_capital()
    found = peers(snapshot, kpi.id, formula, view.data_set, city, kilometres=distances)
    return tuple(each.city_id for each in found.found[:MOST_NEIGHBOURS])


def _limits(kpi: Kpi, rows: pd.DataFrame) -> Funnel | None:
    counts = [
        count.pair() for _, row in rows.iterrows() if (count := count_of(kpi, row)) and count.denominator > 0
    ]
    return funnel(counts, net=kpi.net) if len(counts) > 1 else None


def _standing(found: Nation, row: pd.Series) -> Standing | None:
    count = count_of(found.kpi, row)
    if found.limits is None or count is None or count.denominator <= 0:
        return None
    return found.limits.standing(count.pair())


def _swarm(snapshot: Snapshot, view: View, found: Nation, table: Table) -> Figure:
    language, names = view.language, register.names(snapshot)
    points = _points(found, names, language)
    alike = [code for code in found.alike if code in points and code not in found.chosen]
    mine = [code for code in found.chosen if code in points]
    rest = [code for code in points if code not in (*alike, *mine)]
    groups: tuple[tuple[Text, Role, list[str]], ...] = (
        (EVERY, "limit", rest),
        (CHOSEN, "computed", mine),
        (NEIGHBOURS, "published", alike),
    )
    series = [
        Series(words(language), role, tuple(points[code] for code in codes))
        for words, role, codes in groups
        if codes
    ]
    notes = [*_caution(found, language), *_neighbours(found, names, language)]
    finding = Finding(_title(found, names, language), _subtitle(found)(language), notes)
    figure = _draft(snapshot, view, found).figure("swarm", f"{KEY}-{found.kpi.id}", finding, series, table)
    return replace(figure, axes=(found.kpi.name(language), ""), people=found.kpi.counts_people)


def _map(snapshot: Snapshot, view: View, found: Nation, table: Table) -> Figure:
    language, names = view.language, register.names(snapshot)
    points = tuple(_points(found, names, language, silent=True).values())
    title = MAP_TITLE.fill(name=found.kpi.name, year=found.year, of=len(found.valued))(language)
    notes = [SHADED(language), GEOMETRY.fill(date=boundaries.base_date())(language)]
    figure = _draft(snapshot, view, found).figure(
        "country",
        f"{MAP}-{found.kpi.id}",
        Finding(title, _subtitle(found)(language), notes),
        [Series("", "computed", points)],
        table,
    )
    return replace(figure, people=found.kpi.counts_people)


def _draft(snapshot: Snapshot, view: View, found: Nation) -> Draft:
    return draft_of(snapshot, "overview", view, found.kpi, found.valued)


def _points(
    found: Nation, names: Mapping[str, Text], language: Language, *, silent: bool = False
) -> dict[str, Point]:
    """The cities as points by their codes; those without a value only where `silent`."""
    rows = found.rows if silent else found.valued
    held = {}
    for row in rows.to_dict("records"):
        code = str(row["city_id"])
        point = point_of(found.kpi, row, names[code](language), language, code)
        held[code] = replace(point, named=code in found.chosen, way=code, across=point.value)
    return held


def _title(found: Nation, names: Mapping[str, Text], language: Language) -> str:
    """The place of the first city that has a value; without one only what is shown."""
    values = found.valued.set_index("city_id")["value"].to_dict()
    city = next((each for each in found.chosen if each in values), None)
    if city is None:
        return MAP_TITLE.fill(name=found.kpi.name, year=found.year, of=len(values))(language)
    others = [value for code, value in values.items() if code != city]
    below = share_below(values[city], others) or 0.0
    words = value_text(found.kpi.unit, values[city])
    return TITLE.fill(city=names[city], value=words, of=len(values), below=round(100 * below))(language)


def _subtitle(found: Nation) -> Text:
    formula = found.kpi.formula(str(found.rows["formula_id"].iloc[0]))
    return SUBTITLE.fill(name=found.kpi.name, formula=formula.name, year=found.year)


def _caution(found: Nation, language: Language) -> list[str]:
    chance = CHANCE_OF_PLACES if found.kpi.net else CHANCE
    told = [RANKED, chance] if found.limits is not None else []
    told += [found.kpi.caveat] if found.kpi.caveat.ko else []
    return [each(language) for each in told]


def _neighbours(found: Nation, names: Mapping[str, Text], language: Language) -> list[str]:
    values = found.valued.set_index("city_id")["value"].to_dict()
    told = [
        f"{names[code](language)} {value_text(found.kpi.unit, values[code])(language)}"
        for code in found.alike
        if code in values
    ]
    return [ALIKE.fill(names="; ".join(told))(language)] if told else []


def _table(snapshot: Snapshot, found: Nation, language: Language) -> Table:
    """The chosen cities and those like the first, then every other one, the highest first.

    A rank stands only beside what chance allows.
    """
    names = register.names(snapshot)
    above = register.table(snapshot, "SELECT region_id, parent_id FROM regions ORDER BY line")
    province = dict(above.itertuples(index=False, name=None))
    first = {code: at for at, code in enumerate(dict.fromkeys((*found.chosen, *found.alike)))}
    by = found.rows.assign(first=found.rows["city_id"].map(first).fillna(len(first)))
    ordered = by.sort_values(["first", "value", "city_id"], ascending=[True, False, True])
    ranks = found.valued["value"].rank(ascending=False, method="min")
    rows: list[Sequence[str]] = []
    numbers: list[Sequence[float | None]] = []
    for at, row in ordered.iterrows():
        code, standing = str(row["city_id"]), _standing(found, row)
        cells = in_words(found.kpi, row, names[code], language)
        rank = ranks.get(at) if standing is not None else None
        word = NOT_COMPARED if standing is None else STANDINGS_AMONG[standing]
        rows.append(
            (
                cells["place"],
                names[str(province[code])](language),
                cells["value"],
                NOT_KNOWN if rank is None else number(rank),
                cells["numerator"] or NOT_KNOWN,
                cells["denominator"] or NOT_KNOWN,
                word(language),
                cells["status"],
            )
        )
        _, _, value, numerator, denominator, *_ = in_numbers(found.kpi, row)
        place = None if rank is None else float(rank)
        numbers.append((None, None, value, place, numerator, denominator, None, None))
    return Table([each(language) for each in COLUMNS], rows, numbers, NAMED, VALUED)
