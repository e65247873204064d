"""The figure of why a rate moved: from one year to another, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from meomureum.analysis.statistics.decomposition import Bridge, Part, Step, StepKind, steps
from meomureum.analysis.targets import movement
from meomureum.analysis.targets.changes import Change
from meomureum.analysis.targets.movement import Moved, change_of
from meomureum.analysis.words.bridge import step_amount, step_text, why
from meomureum.analysis.words.groups import MOVEMENTS, signed_points, unit_name
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, Table, draft_of
from meomureum.figures.funnel import filters_of, naming, scope_of
from meomureum.figures.value_rows import NOT_KNOWN, short_marks
from meomureum.measures import measurement, register
from meomureum.measures.indicators.dimensions import NAMES
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent

KEY = "bridge"
MOST = 4
"""So many parts of a kind stand by themselves; the others are one step."""
SUBTITLE = Text(
    "{name} · {place} · {unit}별 · {first}년과 {last}년 · {formula}",
    "{name} · {place} · by {unit} · {first} and {last} · {formula}",
)
COLUMNS = (
    Text("{first}년", "{first}"),
    Text("{first}년 분모", "Denominator {first}"),
    Text("{last}년", "{last}"),
    Text("{last}년 분모", "Denominator {last}"),
    Text("안의 변화", "Change within"),
    Text("비중의 변화", "Change of share"),
    Text("한 해에만 있음", "In one year only"),
    Text("합", "Sum"),
    Text("비율의 변화", "Own rate"),
)
NAMED, VALUED = (0,), (1, 2, 3, 4, 5, 6, 7, 8)
ENTRY_COLUMN = 7
T = TypeVar("T")
ALL = Text("모두", "All together")
OPENED = Text("{last}년에만 있음", "In {last} only")
CLOSED = Text("{first}년에만 있음", "In {first} only")
MEANING = Text(
    "안의 변화는 집단마다 비율이 달라진 몫, 비중의 변화는 비율이 높거나 낮은 집단의 비중이 달라진 몫입니다. "
    "한 해에만 있는 집단은 따로 셉니다. 생겼거나 없어졌거나, 그 해 자료만 있는 곳입니다.",
    "A change within is what a group's own rate adds; a change of share is what larger or smaller shares of groups "
    "with higher or lower rates add. Groups of one year only are counted apart: they opened, closed, or have data for that year alone.",
)
EXACT = Text(
    "모든 부분을 더하면 두 해의 차이와 정확히 같습니다(키타가와 분해). 부분은 산수이며 원인을 뜻하지 않습니다.",
    "All parts add exactly to the difference (Kitagawa's decomposition). They are arithmetic and name no cause.",
)
SORTS: Mapping[StepKind, Text] = {
    "within": Text("안의 변화", "Change within"),
    "mix": Text("비중의 변화", "Change of share"),
    "opened": Text("끝 해에만 있음", "In the last year only"),
    "closed": Text("첫 해에만 있음", "In the first year only"),
}
NAMES_OF_STEPS = Text("변화의 부분", "Parts of the change")


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The bridge, where the change can be taken apart."""
    found = movement_of(snapshot, view)
    if found.bridge is not None and found.whole is not None:
        yield _figure(snapshot, view, found, found.bridge, found.whole)


def movement_of(snapshot: Snapshot, view: View) -> Moved:
    """What the view asks to explain: the first and last counted year of its period, in its first city."""
    unit = view.groups[0] if view.groups else ""
    return movement.why_moved(snapshot, measurement.find(view.kpi), scope_of(view), unit, view.formula)


def _figure(snapshot: Snapshot, view: View, found: Moved, bridge: Bridge, whole: Change) -> Figure:
    language, asked = view.language, found.question
    names, place = naming(snapshot, asked.unit), register.names(snapshot)[found.city]
    rows = asked.rows[asked.rows["year"].isin([found.first_year, found.last_year])]
    years = {"first": found.first_year or 0, "last": found.last_year or 0}
    drawn = steps(bridge, MOST)
    labels = [step_text(step, found, names) for step in drawn]
    subtitle = SUBTITLE.fill(
        name=asked.kpi.name, place=place, unit=unit_name(asked.unit), formula=asked.formula.name, **years
    )
    parts = sorted(bridge.parts, key=lambda part: names(part.group)(language))
    rows_in_words = [
        *(_row(found, part, names, language) for part in parts),
        _sum(bridge, whole, language),
    ]
    shown = _without_entries if all(part.first and part.last for part in bridge.parts) else tuple
    title = why(found, place)(language)
    finding = Finding(
        title,
        subtitle(language),
        [each(language) for each in _notes(found)],
        alt=f"{title}. {_told(drawn, labels, language)}",
    )
    table = Table(
        shown([NAMES[asked.unit](language), *(each.fill(**years)(language) for each in COLUMNS)]),
        [shown(row) for row in rows_in_words],
        [shown(row) for row in (*map(_numbers, parts), _sum_numbers(bridge, whole))],
        NAMED,
        VALUED[:-1] if shown is _without_entries else VALUED,
    )
    series = Series(NAMES_OF_STEPS(language), "computed", _points(drawn, labels, bridge, language))
    draft = replace(draft_of(snapshot, "explain", view, asked.kpi, rows), filters=filters_of(snapshot, view))
    figure = draft.figure("bridge", KEY, finding, [series], table)
    return replace(figure, headings=tuple(name(language) for name in SORTS.values()))


def _notes(found: Moved) -> list[Text]:
    told, caveat = [MEANING, EXACT], found.question.kpi.caveat
    return [*told, caveat] if caveat.ko else told


def _without_entries(row: Sequence[T]) -> tuple[T, ...]:
    """A row of the table without the column of groups of one year only, where there are none."""
    return (*row[:ENTRY_COLUMN], *row[ENTRY_COLUMN + 1 :])


def _points(
    drawn: tuple[Step, ...], labels: list[Text], bridge: Bridge, language: Language
) -> tuple[Point, ...]:
    return tuple(
        Point(
            label(language),
            step.amount,
            step_amount(step)(language),
            *_counts(bridge, step.kind),
            sort=SORTS[step.kind](language) if step.kind in SORTS else "",
            way="" if step.summed else "".join(step.groups),
        )
        for step, label in zip(drawn, labels, strict=True)
    )


def _counts(bridge: Bridge, kind: StepKind) -> tuple[float | None, float | None]:
    """Those of a level: a change has none."""
    return _all(bridge, 0) if kind == "start" else _all(bridge, 1) if kind == "end" else (None, None)


def _all(bridge: Bridge, year: int) -> tuple[float, float]:
    found = [(part.first, part.last)[year] for part in bridge.parts]
    counts = [each for each in found if each is not None]
    return sum(x for x, _ in counts), sum(n for _, n in counts)


def _told(drawn: tuple[Step, ...], labels: list[Text], language: Language) -> str:
    return "; ".join(
        f"{label(language)} {step_amount(step)(language)}" for step, label in zip(drawn, labels, strict=True)
    )


def _row(found: Moved, part: Part, names: Callable[[str], Text], language: Language) -> tuple[str, ...]:
    entry = part.first is None or part.last is None
    return (
        names(part.group)(language),
        *_counted(part.first),
        *_counted(part.last),
        NOT_KNOWN if entry else signed_points(part.within)(language),
        NOT_KNOWN if entry else signed_points(part.mix)(language),
        signed_points(part.entry)(language) if entry else NOT_KNOWN,
        signed_points(part.within + part.mix + part.entry)(language),
        _judged(found, part, language),
    )


def _counted(counts: tuple[float, float] | None) -> tuple[str, str]:
    return (NOT_KNOWN, NOT_KNOWN) if counts is None else (percent(counts[0] / counts[1]), number(counts[1]))


def _judged(found: Moved, part: Part, language: Language) -> str:
    """Whether the group's own rate moved beyond chance, with the reservations on either year."""
    years = {"first": found.first_year or 0, "last": found.last_year or 0}
    if part.first is None:
        return OPENED.fill(**years)(language)
    if part.last is None:
        return CLOSED.fill(**years)(language)
    change = change_of(found, part.group)
    if change is None:
        return NOT_KNOWN
    reserved = dict.fromkeys(short_marks(row, language) for row in (change.first, change.last))
    return ", ".join([MOVEMENTS[change.movement](language), *(each for each in reserved if each)])


def _sum(bridge: Bridge, whole: Change, language: Language) -> tuple[str, ...]:
    first, last = _all(bridge, 0), _all(bridge, 1)
    entries = bridge.opened + bridge.closed
    any_entry = any(part.first is None or part.last is None for part in bridge.parts)
    return (
        ALL(language),
        *_counted(first),
        *_counted(last),
        signed_points(bridge.within)(language),
        signed_points(bridge.mix)(language),
        signed_points(entries)(language) if any_entry else NOT_KNOWN,
        signed_points(bridge.change)(language),
        MOVEMENTS[whole.movement](language),
    )


def _numbers(part: Part) -> tuple[float | None, ...]:
    entry = part.first is None or part.last is None
    return (
        None,
        *_exact(part.first),
        *_exact(part.last),
        None if entry else part.within,
        None if entry else part.mix,
        part.entry if entry else None,
        part.within + part.mix + part.entry,
        None,
    )


def _exact(counts: tuple[float, float] | None) -> tuple[float | None, float | None]:
    return (None, None) if counts is None else (counts[0] / counts[1], counts[1])


def _sum_numbers(bridge: Bridge, whole: Change) -> tuple[float | None, ...]:
    first, last = _exact(_all(bridge, 0)), _exact(_all(bridge, 1))
    return (
        None,
        *first,
        *last,
        bridge.within,
        bridge.mix,
        bridge.opened + bridge.closed,
        whole.difference,
        None,
    )
