"""The answer to an analyst's question as a figure: finding, picture, table, and all they must carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from meomureum.analysis.targets.changes import count_of
from meomureum.analysis.targets.ledger import Target, aim, path
from meomureum.analysis.words.groups import contrast, unit_name
from meomureum.analysis.words.values import change
from meomureum.drawing.figure import Figure, FigureKind, Point, Role, Series
from meomureum.figures.draft import Finding, Table, draft_of
from meomureum.figures.explore_question import SERIES, Answer, answer, filters_of, name_of, order_of
from meomureum.figures.line_annotations import MOST_BANDS, beside, compared_points, target_series
from meomureum.figures.value_rows import (
    COLUMNS,
    Row,
    in_numbers,
    in_words,
    point_of,
)
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import DIMENSIONS, Kpi
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, plain

KEY = "explored"
SUBTITLE = Text("{name} · {groups} · {period} · {formula}", "{name} · {groups} · {period} · {formula}")
BY = Text("{groups} 기준", "by {groups}")
PERIOD, ONE_YEAR = Text("{first}~{last}년", "{first}-{last}"), Text("{first}년", "{first}")
MANY = Text("{name}: {count}개 묶음", "{name}: {count} groups")
PANELS = Text(
    "{name}: {first} {panels}개를 {second} {lines}개로 나눈 추이",
    "{name}: {first} ({panels}), each by {second} ({lines})",
)
PUBLISHED = Text("(공표값)", "(as published)")
AS_PUBLISHED = Text("{place} 공표값", "{place} as published")
FILTER = Text("{name} {chosen}", "{name}: {chosen}")
KINDS: Mapping[str, FigureKind] = {"trend": "line", "panels": "line", "bars": "bar", "heat": "heat"}
MOST_TOLD = 4


def figures(snapshot: Snapshot, view: View) -> Iterable[Figure | None]:
    """The one figure of the page; none if it has no value."""
    yield figure(snapshot, view, answer(snapshot, view))


def figure(snapshot: Snapshot, view: View, found: Answer) -> Figure | None:
    """An answer with everything that it must carry wherever it goes."""
    valued, language, kpi = found.valued, view.language, found.question.kpi
    if valued.empty:
        return None
    told = findings(found)
    columns, rows, numbers = table(snapshot, found, language)
    finding = Finding(
        told[0](language),
        subtitle(found)(language),
        [note for note in (kpi.caveat(language),) if note],
        alt=" ".join(each(language) for each in told),
    )
    draft = replace(
        draft_of(snapshot, "explore", view, kpi, valued), filters=filters_in_words(snapshot, view)
    )
    made = draft.figure(
        "panels" if found.in_panels else KINDS[found.question.chart],
        KEY,
        finding,
        series(snapshot, found, language),
        Table(columns, rows, numbers),
    )
    lines = found.question.chart in ("trend", "panels")
    beside = tuple(_beside(snapshot, found, language)) if lines else ()
    return replace(made, ranked=True, people=kpi.counts_people, beside=beside)


def _beside(snapshot: Snapshot, found: Answer, language: Language) -> Iterator[Series]:
    """Targets of whole cities; bands and outlook while there are few lines in one chart."""
    kpi, aims = found.question.kpi, _aims(snapshot, found)
    valued = found.shown[found.shown["value"].notna()]
    for code, place in found.places.items():
        target = aims.get(code)
        drawn = [target_series(kpi, place, target, language)] if target else []
        if len(found.drawn) <= MOST_BANDS and not found.in_panels:
            drawn += beside(kpi, place, valued[valued[SERIES] == code], target, language)
        for each in drawn:
            yield _in_panel(found, each, place, language) if found.in_panels else each


def _in_panel(found: Answer, series: Series, place: Text, language: Language) -> Series:
    """The same in the panel of its place, where all lines are alike."""
    return replace(series, panel=place(language), place=found.question.kpi.name(language))


def filters_in_words(snapshot: Snapshot, view: View) -> str:
    """The filters in force, cities and years apart."""
    each = (FILTER.fill(name=name, chosen=chosen) for name, chosen in filters_of(snapshot, view))
    return " · ".join(words(view.language) for words in each)


def findings(found: Answer) -> list[Text]:
    """What the data say: over the years of each group, or of the groups of one year."""
    kpi, places = found.question.kpi, found.places
    if found.question.chart in ("bars", "heat"):
        return [_contrasted(found)]
    if len(places) > MOST_TOLD and found.question.multiples:
        return [_in_multiples(found)]
    if len(places) > MOST_TOLD:
        return [MANY.fill(name=kpi.name, count=found.valued[SERIES].nunique())]
    rows = found.valued
    return [change(kpi, place, rows[rows[SERIES] == code]) for code, place in places.items()]


def _in_multiples(found: Answer) -> Text:
    first, second = (unit_name(each) for each in found.question.by if each != "year")
    panels, lines = (len(set(codes)) for codes in zip(*found.pairs.values(), strict=True))
    return PANELS.fill(name=found.question.kpi.name, first=first, panels=panels, second=second, lines=lines)


def _contrasted(found: Answer) -> Text:
    rows = found.valued
    return contrast(found.question.kpi, rows[rows["year"] == found.year], SERIES, found.names)


def subtitle(found: Answer) -> Text:
    """Measure, grouping, period and formula."""
    kpi, valued = found.question.kpi, found.shown[found.shown["value"].notna()]
    first, last = int(valued["year"].min()), int(valued["year"].max())
    period = ONE_YEAR if first == last else PERIOD
    formulas = [kpi.formula(code).name for code in valued["formula_id"].drop_duplicates()]
    groups = [unit_name(each) for each in found.question.groups]
    return SUBTITLE.fill(
        name=kpi.name,
        groups=BY.fill(groups=_listed(groups)),
        period=period.fill(first=first, last=last),
        formula=_listed(formulas),
    )


def _listed(words: Sequence[Text]) -> Text:
    return Text(*(", ".join(each(language) for each in words) for language in ("ko", "en")))


def table(
    snapshot: Snapshot, found: Answer, language: Language
) -> tuple[list[str], list[list[str]], list[list[float | None]]]:
    """Every row of the answer in words, and the exact numbers behind them."""
    groups = [each for each in found.question.by if each != "year"]
    shared = [name for name in COLUMNS if name != "place"]
    at = list(COLUMNS).index("place")
    columns = [dimensions.NAMES[each](language) for each in groups]
    columns += [COLUMNS[name](language) for name in shared]
    rows, numbers = [], []
    for row in found.rows.to_dict("records"):
        words = in_words(found.question.kpi, row, found.names[row[SERIES]], language)
        named = [_code(snapshot, each, row[DIMENSIONS[each]])(language) for each in groups]
        rows.append([*named, *(words[name] for name in shared)])
        exact = list(in_numbers(found.question.kpi, row))
        numbers.append([*[None] * len(groups), *exact[:at], *exact[at + 1 :]])
    return columns, rows, numbers


def _code(snapshot: Snapshot, dimension: str, code: object) -> Text:
    return name_of(snapshot, dimension, code if isinstance(code, str) else "")


def series(snapshot: Snapshot, found: Answer, language: Language) -> list[Series]:
    """The values drawn: a line a group and origin; of bars and a heat table a part of every group."""
    if found.question.chart in ("bars", "heat"):
        return _matrix_series(snapshot, found, language)
    drawn, aims = [], _aims(snapshot, found)
    apart = _in_panels(snapshot, found, language) if found.pairs and found.in_panels else {}
    for code, place in found.places.items():
        mine = found.shown[found.shown[SERIES] == code]
        for (origin, formula), rows in mine[mine["year"].notna()].groupby(
            ["origin", "formula_id"], sort=False
        ):
            role: Role = "published" if origin == "published" else "computed"
            name = AS_PUBLISHED.fill(place=place) if role == "published" else place
            several = mine["formula_id"].nunique() > 1
            called = f"{name(language)} ({found.question.kpi.formula(str(formula)).name(language)})"
            called = called if several else name(language)
            panel, line = apart.get(code, ("", ""))
            within = called.replace(place(language), line, 1) if panel else ""
            points = compared_points(
                found.question.kpi, str(formula), _points(found, rows, language), aims.get(code), language
            )
            series = Series(called, role, points, panel, within, line or place(language))
            alone = found.in_panels and not panel
            drawn.append(_in_panel(found, series, place, language) if alone else series)
    return drawn


def _in_panels(snapshot: Snapshot, found: Answer, language: Language) -> dict[str, tuple[str, str]]:
    """The panel and the line of each group in words."""
    _, panels, lines = grid(snapshot, found)
    return {
        code: (panels[panel](language), lines[line](language)) for code, (panel, line) in found.pairs.items()
    }


def _points(found: Answer, rows: pd.DataFrame, language: Language) -> tuple[Point, ...]:
    records = rows.sort_values("year").to_dict("records")
    return tuple(point_of(found.question.kpi, row, str(int(row["year"])), language) for row in records)


def _matrix_series(snapshot: Snapshot, found: Answer, language: Language) -> list[Series]:
    rows, down, across = matrix(snapshot, found)
    kpi = found.question.kpi
    outer, inner = (down, across) if found.question.chart == "heat" else (across, down)
    outer_column, inner_column = ("place", "part") if found.question.chart == "heat" else ("part", "place")
    cells = {(row[outer_column], row[inner_column]): row for row in rows.to_dict("records")}
    return [
        Series(
            name(language),
            "computed",
            tuple(
                _part(kpi, cells[code, other], label(language), language)
                for other, label in inner.items()
                if (code, other) in cells
            ),
        )
        for code, name in outer.items()
    ]


def _part(kpi: Kpi, row: Row, name: str, language: Language) -> Point:
    """A value of a bar or a cell; one that was published says so."""
    point = point_of(kpi, row, name, language)
    if point.value is None:
        return point
    count = count_of(kpi, pd.Series(row))
    interval = count.interval() if count is not None and count.denominator else None
    point = replace(point, chance=(interval.low, interval.high) if interval else None)
    taken = row["origin"] == "published"
    return replace(point, weak=True, aside=PUBLISHED(language)) if taken else point


def matrix(snapshot: Snapshot, found: Answer) -> tuple[pd.DataFrame, dict[str, Text], dict[str, Text]]:
    """One row a `place` and `part`, with the names of both in order: groups down, the second or the year across."""
    groups = [each for each in found.question.by if each != "year"]
    across = groups[1] if len(groups) > 1 else "year" if _by_year(found) else ""
    shown = found.shown[found.shown["year"].notna()].sort_values("origin")
    place = shown[DIMENSIONS[groups[0]]].fillna("").astype(str)
    part = shown[DIMENSIONS[across]].astype(object) if across else pd.Series("", index=shown.index)
    part = part.where(part.notna(), "").astype(str)
    rows = shown.assign(place=place, part=part).drop_duplicates(["place", "part"])
    down = [
        code for code in dict.fromkeys(each.split("\x1f")[0] for each in found.drawn) if code in set(place)
    ]
    named = {code: name_of(snapshot, groups[0], code) for code in down}
    if across in ("", "year"):
        formula = found.question.formula.name
        return rows, named, {code: plain(code) if code else formula for code in sorted(set(part))}
    order = dict.fromkeys(each.split("\x1f")[1] for each in found.names)
    return rows, named, {code: name_of(snapshot, across, code) for code in order if code in set(part)}


def grid(snapshot: Snapshot, found: Answer) -> tuple[pd.DataFrame, dict[str, Text], dict[str, Text]]:
    """The rows drawn with their `panel` and `line`, and the names of both in order: first and second group."""
    first, second = (each for each in found.question.by if each != "year")
    pairs = found.pairs
    panels = {panel: name_of(snapshot, first, panel) for panel, _ in pairs.values()}
    held, ranked = {line for _, line in pairs.values()}, [*order_of(snapshot, second), ""]
    lines = {
        line: name_of(snapshot, second, line) for line in dict.fromkeys([*ranked, *held]) if line in held
    }
    codes = found.shown[SERIES].map(pairs)
    return found.shown.assign(panel=codes.str[0], line=codes.str[1]), panels, lines


def _by_year(found: Answer) -> bool:
    return found.question.chart == "heat" or "year" in found.question.groups


def _aims(snapshot: Snapshot, found: Answer) -> dict[str, Target]:
    """Targets are of whole cities: drawn where the groups are cities and nothing is filtered."""
    scope, asked = found.question.scope, found.question
    if asked.by != ("city", "year") or set(scope.filters()) - {"city_id"}:
        return {}
    targets = {city: aim(snapshot, asked.kpi.id, city) for city in found.drawn}
    return {city: target for city, target in targets.items() if target is not None and path(target)}
