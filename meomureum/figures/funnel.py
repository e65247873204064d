"""The figure of a fair comparison: the groups of one year about their common rate, in three classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd

from meomureum.analysis.statistics.funnel import OVERDISPERSION_NEEDS, Z_998, Funnel
from meomureum.analysis.statistics.proportions import Z_95
from meomureum.analysis.targets.groups import Comparison, Group, compare, name_of, question
from meomureum.analysis.words.groups import STANDINGS_AMONG, spread, unit_name
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, Table, draft_of
from meomureum.figures.value_rows import NOT_KNOWN, marks_of, point_of, status_text
from meomureum.measures import measurement, register
from meomureum.measures.indicators.dimensions import NAMES
from meomureum.measures.measurement import Scope
from meomureum.store.address import FILTERS, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent

KEY = "funnel"
SUBTITLE = Text("{name} · {unit}별 · {year}년 · {formula}", "{name} · by {unit} · {year} · {formula}")
COLUMNS = (
    Text("값", "Value"),
    Text("분자", "Numerator"),
    Text("분모", "Denominator"),
    Text("95% 한계", "95% limits"),
    Text("예상 대비", "Against expectation"),
    Text("상태", "Status"),
)
NAMED, VALUED = (0,), (1, 2, 3)
FAR = Text("{standing}(99.8% 한계 밖)", "{standing} (outside the 99.8% limits too)")
NOT_COMPARED = Text("분모를 몰라 비교하지 않음", "Not compared: denominator unknown")
CHANCE = Text(
    "한계는 한 사람 한 사람의 선택이 되풀이될 때의 우연한 변동이며, 분모가 작을수록 넓습니다. "
    "스무 곳에 한 곳쯤은 우연만으로도 95% 한계 밖에 놓입니다.",
    "The limits are chance variation if each person's choice were repeated; the smaller the denominator, the "
    "wider. About one group of twenty lies outside the 95% limits by chance alone.",
)
HALF = Text(
    "한계를 사람 수로 반 명 넘게 벗어나야 예상 밖으로 봅니다.",
    "A group counts as outside when it passes a limit by more than half a person.",
)
CHANCE_OF_THINGS = Text(
    "한계는 하나하나가 같은 확률로 이루어진다고 볼 때의 우연한 변동이며, 분모가 작을수록 넓습니다. "
    "스무 곳에 한 곳쯤은 우연만으로도 95% 한계 밖에 놓입니다.",
    "The limits are chance variation if each had the same chance; the smaller the denominator, the wider. About "
    "one group of twenty lies outside the 95% limits by chance alone.",
)
HALF_A_THING = Text(
    "한계를 반 건 넘게 벗어나야 예상 밖으로 봅니다.",
    "A group counts as outside when it passes a limit by more than half of one.",
)
WIDENED = Text(
    "집단들이 우연만으로 다를 때보다 더 달라, 그 평소 차이만큼 한계를 넓혔습니다.",
    "The groups differ by more than chance; the limits are widened by that usual difference.",
)
NOT_WIDENED = Text(
    "집단들이 우연만으로 다를 때보다 더 다르지 않아 한계를 넓히지 않았습니다.",
    "The groups differ no more than by chance, so the limits are not widened.",
)
TOO_FEW = Text(
    "집단이 {needed}개보다 적어 평소 차이를 헤아리지 못했습니다. 한계는 우연만을 나타냅니다.",
    "With fewer than {needed} groups their usual differences cannot be told; the limits show chance alone.",
)
SMALL = Text(
    "빈 표시는 분모가 30보다 작아 신뢰도가 낮은 곳입니다.",
    "Hollow marks have a denominator below 30 and low reliability.",
)
LEFT_OUT = Text(
    "어디에 속하는지 나뉘지 않은 {count}명은 뺐습니다.",
    "{count} people who are not told apart are left out.",
)
THINGS_LEFT_OUT = Text(
    "어디에 속하는지 나뉘지 않은 {count}건은 뺐습니다.",
    "{count} that are not told apart are left out.",
)
RATE = Text("비율", "Rate")
CENTRE = Text("모두 합한 비율 {rate}", "All together {rate}")
LIMITS_95 = Text("95% 한계", "95% limits")
LIMITS_998 = Text("99.8% 한계", "99.8% limits")
PEOPLE, THINGS = Text("분모(명)", "Denominator (people)"), Text("분모", "Denominator")
STEPS = 80
"""In so many places the limits are worked out."""


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The funnel, where a group's people are counted."""
    found = comparison(snapshot, view)
    if found.funnel is not None:
        yield _figure(snapshot, view, found, found.funnel)


def scope_of(view: View) -> Scope:
    """The rows that an analyst's view covers, by every filter of it."""
    return Scope(
        view.data_set,
        cities=view.cities,
        institutions=view.institutions,
        first_year=view.first_year,
        last_year=view.last_year,
        **{attribute: getattr(view, attribute) for attribute, _ in FILTERS.values()},
    )


def comparison(snapshot: Snapshot, view: View) -> Comparison:
    """What the view compares: the newest year of its period, by its first grouping."""
    unit = view.groups[0] if view.groups else ""
    asked = question(snapshot, measurement.find(view.kpi), scope_of(view), unit, view.formula)
    return compare(asked, view.last_year)


def naming(snapshot: Snapshot, unit: str) -> Callable[[str], Text]:
    """The names of the groups of a unit."""
    return lambda code: name_of(snapshot, unit, code)


def filters_of(snapshot: Snapshot, view: View) -> str:
    """The filters of the view beside the cities and years, in words."""
    named, codes = register.names(snapshot), register.codes(snapshot)
    known = {**named, **{code: name for each in codes.values() for code, name in each.items()}}
    known |= {code: register.chosen_ksic(snapshot, code) for code in view.ksic}
    chosen = [
        *view.institutions,
        *(code for attribute, _ in FILTERS.values() for code in getattr(view, attribute)),
    ]
    return ", ".join(known[code](view.language) if code in known else code for code in chosen)


def _figure(snapshot: Snapshot, view: View, found: Comparison, funnel: Funnel) -> Figure:
    language, asked = view.language, found.question
    names = naming(snapshot, asked.unit)
    groups = sorted(found.groups, key=lambda group: names(group.code)(language))
    rows = pd.DataFrame([group.row for group in groups])
    title = spread(found)(language)
    subtitle = SUBTITLE.fill(
        name=asked.kpi.name, unit=unit_name(asked.unit), year=found.year or "", formula=asked.formula.name
    )
    finding = Finding(
        title,
        subtitle(language),
        [each(language) for each in notes(found, funnel)],
        alt=f"{title}. {subtitle(language)}",
    )
    table = Table(
        [NAMES[asked.unit](language), *(column(language) for column in COLUMNS)],
        [_row(found, group, names, language) for group in groups],
        [_numbers(group) for group in groups],
        NAMED,
        VALUED,
    )
    series = [*_points(found, groups, names, view), *_limits(found, funnel, language)]
    draft = replace(draft_of(snapshot, "funnel", view, asked.kpi, rows), filters=filters_of(snapshot, view))
    axes = (PEOPLE if asked.kpi.counts_people else THINGS)(language), RATE(language)
    figure = draft.figure("funnel", KEY, finding, series, table)
    return replace(figure, people=asked.kpi.counts_people, axes=axes)


def _points(found: Comparison, groups: list[Group], names: Callable[[str], Text], view: View) -> list[Series]:
    """A series a class. A group outside its limits bears that as a mark, and is named for it;
    that another has a small denominator the table says, so that no picture singles it out.
    """
    series, language = [], view.language
    for standing, word in STANDINGS_AMONG.items():
        mine = [each for each in groups if found.standing(each) == standing and each.count is not None]
        points = []
        for group in mine:
            row = group.row
            bears = () if standing == "as_expected" else (word(language), *marks_of(row, language))
            point = point_of(found.question.kpi, row, names(group.code)(language), language)
            size = group.count.denominator if group.count else None
            picked = group.code in view.pair
            points.append(replace(point, marks=bears, across=size, way=group.code, named=picked))
        if points:
            series.append(Series(word(language), "computed", tuple(points)))
    return series


def _limits(found: Comparison, funnel: Funnel, language: Language) -> list[Series]:
    sizes = reach([each.count.denominator for each in found.drawn if each.count is not None])

    def line(name: str, values: list[float]) -> Series:
        points = (
            Point(number(n), value, percent(value), across=n) for n, value in zip(sizes, values, strict=True)
        )
        return Series(name, "limit", tuple(points))

    inner, outer = ([funnel.limits(n, z) for n in sizes] for z in (Z_95, Z_998))
    return [
        line(CENTRE.fill(rate=percent(funnel.centre))(language), [funnel.centre] * len(sizes)),
        line(LIMITS_95(language), [each.low for each in inner]),
        line(LIMITS_95(language), [each.high for each in inner]),
        line(LIMITS_998(language), [each.low for each in outer]),
        line(LIMITS_998(language), [each.high for each in outer]),
    ]


def reach(sizes: list[float]) -> list[float]:
    """Sizes from a little below the smallest group to a little above the largest, closer where limits bend."""
    low, high = min(sizes) * 0.6, max(sizes) * 1.06
    return [low * (high / low) ** (at / (STEPS - 1)) for at in range(STEPS)]


def _row(
    found: Comparison, group: Group, names: Callable[[str], Text], language: Language
) -> tuple[str, ...]:
    point = point_of(found.question.kpi, group.row, names(group.code)(language), language)
    return (
        point.at,
        point.shown,
        NOT_KNOWN if point.numerator is None else number(point.numerator),
        NOT_KNOWN if point.denominator is None else number(point.denominator),
        _expected(found, group),
        standing_text(found, group)(language),
        status_text(group.row, language),
    )


def _expected(found: Comparison, group: Group) -> str:
    if found.funnel is None or found.standing(group) is None or group.count is None:
        return NOT_KNOWN
    limits = found.funnel.limits(group.count.denominator)
    return f"{percent(limits.low)}–{percent(limits.high)}"


def standing_text(found: Comparison, group: Group) -> Text:
    """The class of a group in words, with the wider limits where it lies beyond them too."""
    standing = found.standing(group)
    if standing is None:
        return NOT_COMPARED
    word = STANDINGS_AMONG[standing]
    return FAR.fill(standing=word) if found.far(group) else word


def _numbers(group: Group) -> tuple[float | None, ...]:
    values = (group.row[name] for name in ("value", "numerator", "denominator"))
    return (None, *(None if pd.isna(each) else float(each) for each in values), None, None, None)


def notes(found: Comparison, funnel: Funnel) -> list[Text]:
    """What a reader must know before naming a group: chance, usual differences, small groups."""
    people = found.question.kpi.counts_people
    told = [CHANCE, HALF] if people else [CHANCE_OF_THINGS, HALF_A_THING]
    if funnel.allows_for_variance:
        told.append(WIDENED if funnel.variance > 0 else NOT_WIDENED)
    else:
        told.append(TOO_FEW.fill(needed=OVERDISPERSION_NEEDS))
    if any("low_reliability" in str(each.row["marks"]) for each in found.drawn):
        told.append(SMALL)
    if found.unseparated:
        left_out = LEFT_OUT if people else THINGS_LEFT_OUT
        told.append(left_out.fill(count=number(found.unseparated)))
    if found.question.kpi.caveat.ko:
        told.append(found.question.kpi.caveat)
    return told
