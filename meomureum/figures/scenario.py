"""The figure of a scenario: each group or stage now and at the target, with the people in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from meomureum.analysis.statistics.scenario import Answer
from meomureum.analysis.studies.capacity import FILLS, Capacity, Kind, capacity
from meomureum.analysis.studies.scenario import (
    STAGES,
    WAYS,
    WHOLE,
    Situation,
    announced_rate,
    answer_of_way,
    scenario_kpis,
    situation,
)
from meomureum.analysis.words.scenario import (
    ARITHMETIC,
    against_nation,
    beyond_capacity,
    capacity_told,
    headline,
    impossible,
    step_text,
)
from meomureum.analysis.words.values import announced_text, meaning, value_text
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, Table, draft_of
from meomureum.figures.value_rows import LOCAL
from meomureum.measures import measurement, register
from meomureum.measures.indicators.dimensions import NAMES
from meomureum.measures.indicators.youth import NET_RETENTION
from meomureum.measures.measurement import MARKS, RUNGS, STATUSES, Scope
from meomureum.measures.queries import RELIABLE_DENOMINATOR
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text, number

SUBTITLE = Text(
    "{name} · {place} {year}년 · {way} · {formula}", "{name} · {place}, {year} · {way} · {formula}"
)
NOW, THEN = Text("지금", "Now"), Text("바뀐 뒤", "Then")
MORE, FEWER = Text("(+{people}명)", "(+{people})"), Text("(−{people}명)", "(−{people})")
TOTAL = Text("모두", "All")
TARGET, NATION = Text("목표 {aim}", "Target {aim}"), Text("전국 {aim}", "Nation {aim}")
COLUMNS = (
    Text("전체(명)", "Of (people)"),
    Text("지금", "Now"),
    Text("지금(명)", "Now (people)"),
    Text("바뀐 뒤", "Then"),
    Text("바뀐 뒤(명)", "Then (people)"),
    Text("더(명)", "More (people)"),
    Text("상태", "Status"),
)
FEW = MARKS["low_reliability"]
Aim = Literal["announced", "own", "nation"]
AIMS: Mapping[Aim, Text] = {
    "announced": Text("발표된 목표", "Announced target"),
    "own": Text("직접 고른 목표", "Own target"),
    "nation": Text("전국 값(발표된 목표 없음)", "National value (no target announced)"),
}
COUNTRY = "korea"
FILTERS = Text("{kind} {aim} · {way}", "{kind} {aim} · {way}")


@dataclass(frozen=True)
class Scenario:
    """What a view asks and the snapshot answers; `answer` is None if there is no target or too few peers."""

    situation: Situation
    place: Text
    way: str
    target: float | None
    aim: Aim
    answer: Answer | None


def scenario_of(snapshot: Snapshot, view: View) -> Scenario | None:
    """The scenario of a view; None where nobody was counted."""
    found = situation(
        snapshot,
        kpi_of(snapshot, view),
        scope_of(snapshot, view),
        view.formula if view.kpi == kpi_of(snapshot, view) else "",
        next(iter(view.groups), ""),
    )
    if found is None:
        return None
    target, aim = _target(snapshot, view, found)
    way = view.way or next(iter(WAYS))
    levers = {code: tenths / 1000 for code, tenths in view.levers}
    return Scenario(
        situation=found,
        place=register.names(snapshot)[found.city_id],
        way=way,
        target=target,
        aim=aim,
        answer=None if target is None else answer_of_way(found, way, target, levers),
    )


def _target(snapshot: Snapshot, view: View, found: Situation) -> tuple[float | None, Aim]:
    """The target of the view, else the announced one, else the value of the country."""
    if view.aim is not None:
        return view.aim / 1000, "own"
    announced = announced_rate(found.target)
    if announced is not None:
        return announced, "announced"
    scope = Scope(view.data_set, cities=(COUNTRY,), first_year=found.year, last_year=found.year)
    rows = measurement.measure(snapshot, found.kpi.id, scope, formula_id=found.formula.id)
    known = rows[rows["value"].notna() & (rows["formula_id"] == found.formula.id)].sort_values("origin")
    return (float(known["value"].iloc[0]) if len(known) else None), "nation"


def kpi_of(snapshot: Snapshot, view: View) -> str:
    """The view's indicator where people of the city are counted by it, else the first for which they are."""
    known = [kpi.id for kpi in scenario_kpis()]
    asked = [view.kpi] if view.kpi in known else []
    scope = scope_of(snapshot, view)
    offered = dict.fromkeys([*asked, NET_RETENTION.id, *known])
    counted = (each for each in offered if situation(snapshot, each, scope) is not None)
    return next(counted, next(iter(offered)))


def scope_of(snapshot: Snapshot, view: View) -> Scope:
    """The one city of a scenario: the first of the view's."""
    city = (view.cities or measurement.followed_cities(snapshot))[0]
    return Scope(view.data_set, cities=(city,), first_year=view.first_year, last_year=view.last_year)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """The one figure of the page."""
    yield scenario_figure(snapshot, view)


def scenario_figure(snapshot: Snapshot, view: View) -> Figure | None:
    """Each part now and then; None if there is no answer."""
    found = scenario_of(snapshot, view)
    if found is None or found.answer is None or found.target is None:
        return None
    of, answer, language = found.situation, found.answer, view.language
    title = _title(found, answer, found.target)(language)
    every = [*warnings(snapshot, view, found), *notes_of(snapshot, view, found)]
    notes = [each(language) for each in every]
    draft = draft_of(snapshot, "scenario", view, of.kpi, of.row.to_frame().T, _definition(of)(language))
    rows = list(_rows(found, language))
    figure = replace(draft, filters=_filters(found)(language)).figure(
        "bar",
        "scenario",
        Finding(title, _subtitle(found, language), notes, alt=" ".join([title, *notes])),
        _series(of, answer, language),
        Table(
            [NAMES[of.grouping](language), *(each(language) for each in COLUMNS)],
            [row for row, _ in rows],
            [numbers for _, numbers in rows],
            named=(0,),
            valued=range(1, 7),
        ),
    )
    return replace(figure, level=_level(found, language))


def _title(found: Scenario, answer: Answer, target: float) -> Text:
    of, place = found.situation, found.place
    if found.aim == "nation" and found.way != "levers":
        return against_nation(of, place, target)
    return headline(of, place, WAYS[found.way], found.way, answer, target)


def warnings(snapshot: Snapshot, view: View, found: Scenario) -> list[Text]:
    """Why the target cannot be reached: by the way itself, or for want of places or planned hires."""
    if found.answer is None:
        return []
    told = impossible(found.situation, found.way, found.answer, found.target or 0.0)
    for held, need in _held(snapshot, view, found):
        told += beyond_capacity(held, need.people)
    return told


def notes_of(snapshot: Snapshot, view: View, found: Scenario) -> list[Text]:
    """What stands under the figure: what it is, and what it is held against."""
    caveat = found.situation.kpi.caveat
    notes = [ARITHMETIC, *([caveat] if caveat.ko else [])]
    for held, need in _held(snapshot, view, found):
        notes += capacity_told(need.kind, held, need.people, need.more)
    return notes


@dataclass(frozen=True)
class _Need:
    """How many people a scenario puts into places or jobs, and how many more than now."""

    kind: Kind
    people: float
    more: float


def _held(snapshot: Snapshot, view: View, found: Scenario) -> Iterator[tuple[Capacity | None, _Need]]:
    """Each need against the newest year that states the capacity."""
    for need in _needs(found):
        yield capacity(snapshot, need.kind, view.data_set, found.situation.city_id), need


def _needs(found: Scenario) -> Iterator[_Need]:
    of, answer = found.situation, found.answer
    if answer is None or found.target is None or not of.upward:
        return
    now, then = of.counted(of.whole.rates), of.counted(answer.rates)
    stages = [part.code for part in of.parts]
    for kind, stage in FILLS.get(of.kpi.id, ()):
        if stage in stages:
            at = stages.index(stage)
            yield _Need(kind, then[at], then[at] - now[at])
        else:
            yield _Need(kind, of.people * found.target, of.people * (found.target - of.rate))


def _definition(of: Situation) -> Text:
    words = [meaning(of.kpi, of.formula), of.formula.name]
    if len({each.geography for each in of.kpi.formulas}) > 1:
        words.append(LOCAL.fill(rung=RUNGS[of.formula.geography]))
    return Text(*(" · ".join(each(language) for each in words) for language in LANGUAGES))


def _subtitle(found: Scenario, language: Language) -> str:
    of, answer = found.situation, found.answer
    step = WAYS[found.way] if answer is None else step_text(found.way, answer, len(of.peers))
    return SUBTITLE.fill(
        name=of.kpi.name, place=found.place, year=of.year, way=step, formula=of.formula.name
    )(language)


def _filters(found: Scenario) -> Text:
    return FILTERS.fill(
        kind=AIMS[found.aim],
        aim=announced_text("percent", found.target or 0.0),
        way=WAYS[found.way],
    )


def _series(of: Situation, answer: Answer, language: Language) -> list[Series]:
    rates: Mapping[str, tuple[float, ...]] = {"now": of.whole.rates, "then": answer.rates}
    people = {name: of.counted(each) for name, each in rates.items()}

    def points(name: str) -> tuple[Point, ...]:
        return tuple(
            Point(
                part.name(language),
                rate,
                value_text("percent", rate)(language),
                count,
                part.people or None,
                aside=_more(count - before)(language) if name == "then" else "",
            )
            for part, rate, count, before in zip(
                of.parts, rates[name], people[name], people["now"], strict=True
            )
        )

    return [
        Series(NOW(language), "computed", points("now")),
        Series(THEN(language), "projected", points("then")),
    ]


def _more(people: float) -> Text:
    """How many people the change takes."""
    return (MORE if people >= 0 else FEWER).fill(people=number(abs(people)))


def _level(found: Scenario, language: Language) -> tuple[float, str] | None:
    """The target across all groups; stages, which multiply to it, have none in common."""
    if found.situation.grouping == STAGES or found.target is None:
        return None
    return found.target, (NATION if found.aim == "nation" else TARGET).fill(
        aim=announced_text("percent", found.target)
    )(language)


def _rows(found: Scenario, language: Language) -> Iterator[tuple[tuple[str, ...], tuple[float | None, ...]]]:
    """One row a part, then the whole, in words and in numbers."""
    of, answer = found.situation, found.answer
    if answer is None:
        return
    now, then = of.counted(of.whole.rates), of.counted(answer.rates)
    entering = (of.people, *now[:-1]) if of.grouping == STAGES else tuple(each.people for each in of.parts)
    cells = list(zip(entering, of.whole.rates, now, answer.rates, then, strict=True))
    names = [part.name(language) for part in of.parts]
    if of.grouping != WHOLE:
        reached = of.people * answer.reached
        cells.append((of.people, of.rate, of.people * of.rate, answer.reached, reached))
        names.append(TOTAL(language))
    for name, (base, old, before, new, after) in zip(names, cells, strict=True):
        words = (
            number(base),
            value_text("percent", old)(language),
            number(before),
            value_text("percent", new)(language),
            number(after),
            number(after - before),
            (STATUSES["zero" if not old else "value"] if base >= RELIABLE_DENOMINATOR else FEW)(language),
        )
        yield (name, *words), (None, base, old, before, new, after, after - before, None)
