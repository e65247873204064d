"""The programmes of a city: their stages and members, their growth path, their tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Finding, Table, draft_of
from meomureum.figures.registered import NONE, draft_of_register, joined_words
from meomureum.figures.standing import focus
from meomureum.figures.trend_words import Record
from meomureum.measures import city_register, register
from meomureum.measures.city_register import Programme
from meomureum.measures.indicators import dimensions
from meomureum.measures.indicators.city import STAGE_NAMES
from meomureum.measures.measurement import STATUSES, Kpi, Scope, find, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent

PROGRAMME_KPIS = (
    "partner_institutions",
    "member_firms",
    "programme_completion_rate",
    "completer_hire_rate",
)
STAGE, TASK = "programme_stage", "task_completion"
PROGRAMMES = Text("{city}의 사업 {count}개", "{city}: programmes ({count})")
PROGRAMMES_SUBTITLE = Text(
    "사업과 추진 단계, 이름이 공표된 참여기관 · {city}",
    "Programmes, their stages and the members named in public · {city}",
)
PROGRAMME_COLUMNS = (
    Text("사업", "Programme"),
    Text("시작", "Started"),
    Text("추진 단계", "Stages"),
    Text("이름이 공표된 참여기관", "Members named in public"),
    Text("출처", "Source"),
)
UNSTATED = Text("밝히지 않음", "Not stated")
COUNTED = Text("{kind} {count}곳: {names}", "{kind} ({count}): {names}")
PAST, NOW = Text("지난 단계", "Past"), Text("현재 단계", "Current stage")
AHEAD, UNKNOWN = Text("앞으로의 단계", "Ahead"), Text("현재 단계 자료 없음", "No current stage given")
STAGE_AS_OF = Text(
    "{year}년의 단계로 공표된 것을 '현재 단계'로 표시합니다.",
    "The stage published for {year} is marked as current.",
)
GROWTH_PATH = Text("{programme}: {year}년 성장경로", "{programme}: growth path, {year}")
GROWTH_SUBTITLE = Text("단계마다의 참여, 이수, 참여기업 채용", "Participation, completion and hires by stage")
NOT_FOLLOWED = Text(
    "같은 사람을 따라간 값이 아닙니다.", "The stages do not follow the same persons from one to the next."
)
PATH: Mapping[str, Text] = dimensions.CODES["stage"]
"""The path as the districts announce it: education, work, settling, lasting."""
PATH_COLUMNS = (
    Text("단계", "Stage"),
    Text("참여", "Took part"),
    Text("이수 / 참여", "Completed of those who took part"),
    Text("참여기업 채용 / 이수", "Hired by members of completers"),
)
PEOPLE = Text("{count}명", "{count}")
OF_BEFORE = Text("{count} / {base}명 ({rate})", "{count} / {base} ({rate})")
TASKS = {
    "strategy": Text(
        "{programme}: 추진전략 {count}개의 실행과제 {every}개 중 완료 {done}",
        "{programme}: {done} of {every} tasks done, by strategy ({count})",
    ),
    "track": Text(
        "{programme}: 진로 트랙 {count}개의 실행과제 {every}개 중 완료 {done}",
        "{programme}: {done} of {every} tasks done, by track ({count})",
    ),
}
TASKS_SUBTITLE = Text("실행과제의 추진 상황 · {year}년 점검", "State of the tasks · checked in {year}")
TASK_NAME = Text("묶음", "Group")
TASK_COLUMNS = (
    Text("과제", "Tasks"),
    Text("완료", "Done"),
    Text("추진 중", "In progress"),
    Text("계획", "Planned"),
)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure]:
    """The programmes as a table, then the growth path and the tasks of each that has rows."""
    city = focus(snapshot, view)
    found = city_register.programmes(snapshot, view.data_set, city)
    if not found:
        return
    yield _programmes(snapshot, view, city, found)
    for each in found:
        yield from _growth_path(snapshot, view, city, each)
        for by in TASKS:
            yield from _tasks(snapshot, view, city, each, by)


def _programmes(snapshot: Snapshot, view: View, city: str, found: Sequence[Programme]) -> Figure:
    language, place = view.language, register.names(snapshot)[city]
    reached = _stage(snapshot, view, city)
    members = {each.id: city_register.members(snapshot, each.id) for each in found}
    codes = [each.source_id for each in found] + [
        code for own in members.values() for code in own["source_id"]
    ]
    year, now = (None, None) if reached is None else (int(reached["year"]), int(reached["value"]))
    finding = Finding(
        PROGRAMMES.fill(city=place, count=len(found))(language),
        PROGRAMMES_SUBTITLE.fill(city=place)(language),
        [] if year is None else [STAGE_AS_OF.fill(year=year)(language)],
    )
    publishers = register.sources(snapshot)["publisher"]
    rows = [
        (
            each.name(language),
            each.started or UNSTATED(language),
            "; ".join(_stage_words(name, when, now)(language) for name, when in each.stages) or NONE,
            "; ".join(_members(snapshot, members[each.id], language)) or NONE,
            joined_words(str(publishers[code]) for code in [each.source_id] if code),
        )
        for each in found
    ]
    table = Table([label(language) for label in PROGRAMME_COLUMNS], rows, named=(0,), valued=(1, 2, 3))
    draft = draft_of_register(snapshot, view, codes, finding.subtitle)
    return draft.figure("table", f"programmes-{city}", finding, table=table)


def _stage(snapshot: Snapshot, view: View, city: str) -> pd.Series | None:
    """The newest stage that was published of a city."""
    rows = measure(snapshot, STAGE, Scope(view.data_set, cities=(city,)))
    rows = rows[rows["value"].notna()].sort_values("year")
    return None if rows.empty else rows.iloc[-1]


def _stage_words(name: str, year: str, now: int | None) -> Text:
    """A stage with its year, and whether it is past, current or ahead."""
    at = {words.ko: stage for stage, words in STAGE_NAMES.items()}.get(name)
    words = STAGE_NAMES[at] if at is not None else Text(name, name)
    template = "{name} {year} {state}" if year else "{name} {state}"
    return Text(template, template).fill(name=words, year=year, state=_state(at, now))


def _state(at: int | None, now: int | None) -> Text:
    if at is None or now is None:
        return UNKNOWN
    return PAST if at < now else NOW if at == now else AHEAD


def _members(snapshot: Snapshot, found: pd.DataFrame, language: Language) -> Iterator[str]:
    names = register.names(snapshot)
    for kind, own in found.groupby("kind", sort=False):
        named = ", ".join(names[code](language) for code in own["institution_id"])
        yield COUNTED.fill(kind=city_register.KINDS[str(kind)], count=len(own), names=named)(language)


def _newest(
    snapshot: Snapshot, view: View, programme: tuple[str, str], kpi: Kpi, by: str, formula: str = ""
) -> pd.DataFrame:
    """An indicator of a programme (its city and code) by stage, strategy or track, in the newest year with rows."""
    city, code = programme
    scope = Scope(view.data_set, cities=(city,), first_year=view.first_year, last_year=view.last_year)
    rows = measure(snapshot, kpi.id, scope, ("city", "programme", by, "year"), formula)
    rows = rows[(rows["programme_id"] == code) & rows[by].notna()]
    found: pd.DataFrame = rows[rows["year"] == rows["year"].max()]
    return found.sort_values(by)


def _growth_path(snapshot: Snapshot, view: View, city: str, programme: Programme) -> Iterator[Figure]:
    """How many took part, completed and were hired by member firms at each stage; what is silent says why."""
    language, kpis = view.language, [find(each) for each in PROGRAMME_KPIS[2:]]
    tables = [_newest(snapshot, view, (city, programme.id), kpi, "stage") for kpi in kpis]
    completed = tables[0]
    if completed.empty:
        return
    silence = STATUSES["missing" if view.data_set == "sample" else "not_published"](language)
    done, hired = ({str(row["stage"]): row for row in rows.to_dict("records")} for rows in tables)
    finding = Finding(
        GROWTH_PATH.fill(programme=programme.name, year=int(completed["year"].max()))(language),
        GROWTH_SUBTITLE(language),
        [NOT_FOLLOWED(language)],
    )
    table = Table(
        [label(language) for label in PATH_COLUMNS],
        [
            (name(language), *_step(done.get(code), hired.get(code), silence, language))
            for code, name in PATH.items()
        ],
        [(None, *_step_numbers(done.get(code), hired.get(code))) for code in PATH],
        named=(0,),
        valued=(1, 2, 3),
    )
    draft = draft_of(snapshot, "city", view, kpis[0], completed)
    yield draft.figure("table", f"path-{programme.id}", finding, table=table)


def _step(done: Record | None, hired: Record | None, silence: str, language: Language) -> tuple[str, ...]:
    took_part = silence
    if done is not None and pd.notna(done.get("denominator")):
        took_part = PEOPLE.fill(count=number(done["denominator"]))(language)
    return took_part, *(_of_before(row, language) for row in (done, hired))


def _of_before(row: Record | None, language: Language) -> str:
    if row is None:
        return NONE
    if pd.isna(row.get("value")):
        return STATUSES[row["status"]](language)
    counts = {"count": number(row["numerator"]), "base": number(row["denominator"])}
    return OF_BEFORE.fill(**counts, rate=percent(row["value"]))(language)


def _step_numbers(done: Record | None, hired: Record | None) -> tuple[float | None, ...]:
    wanted = ((done, "denominator"), (done, "value"), (hired, "value"))
    return tuple(None if row is None or pd.isna(row[name]) else float(row[name]) for row, name in wanted)


def _tasks(snapshot: Snapshot, view: View, city: str, programme: Programme, by: str) -> Iterator[Figure]:
    """What share of the tasks of each strategy or track is done, in progress and planned."""
    kpi, language = find(TASK), view.language
    done, started = (
        _newest(snapshot, view, (city, programme.id), kpi, by, each) for each in ("done", "started")
    )
    if done.empty or done["value"].isna().any():
        return
    begun = started.set_index(by)["numerator"]
    counts = {
        str(row[by]): (int(row["denominator"]), int(row["numerator"]), int(begun[row[by]]))
        for row in done.to_dict("records")
    }
    split = {
        name: (finished, going - finished, every - going) for name, (every, finished, going) in counts.items()
    }
    told: dict[str, Text | int] = {"programme": programme.name, "count": len(split)}
    told |= {"every": int(done["denominator"].sum()), "done": int(done["numerator"].sum())}
    finding = Finding(
        TASKS[by].fill(**told)(language), TASKS_SUBTITLE.fill(year=int(done["year"].max()))(language)
    )
    series = [_segment(split, at, label(language)) for at, label in enumerate(TASK_COLUMNS[1:])]
    table = Table(
        [TASK_NAME(language), *(label(language) for label in TASK_COLUMNS)],
        [(name, *map(number, (sum(parts), *parts))) for name, parts in split.items()],
        [(None, *map(float, (sum(parts), *parts))) for parts in split.values()],
        named=(0,),
        valued=(1, 2, 3, 4),
    )
    draft = draft_of(snapshot, "city", view, kpi, done)
    yield draft.figure("stacked", f"tasks-{by}-{programme.id}", finding, series, table)


def _segment(split: Mapping[str, tuple[int, ...]], at: int, name: str) -> Series:
    return Series(
        name,
        "computed",
        tuple(
            Point(group, parts[at] / sum(parts), number(parts[at]), parts[at], sum(parts))
            for group, parts in split.items()
        ),
    )
