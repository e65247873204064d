"""One programme of a city: its members, its stages by year, its growth path, its tasks."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from meomureum import session
from meomureum.analysis.words import meaning
from meomureum.components import elements
from meomureum.components.judged_indicator import rows_source_line
from meomureum.components.step_drawings import Bar, State, Step, bars, path, subsection
from meomureum.measures.indicators.city import STAGE_NAMES
from meomureum.measures.measurement import STATUSES, find
from meomureum.session import View, city_register
from meomureum.session.city_register import Programme
from meomureum.texts import Language, Text, number, percent

STARTED = Text("시작", "Started")
UNSTATED = Text("밝히지 않음", "Not stated")
SOURCE = Text("출처", "Source")
NAMED = Text("이름이 공표된 참여기관", "Members named in public")
COUNTED = Text("{kind} {count}곳: {names}", "{kind} ({count}): {names}")
STAGES = Text("추진 단계", "Stages")
STAGE_AS_OF = Text(
    "{year}년의 단계로 공표된 것을 '현재 단계'로 표시합니다.",
    "The stage published for {year} is marked as current.",
)
GROWTH_PATH = Text("성장경로", "Growth path")
GROWTH_LEAD = Text(
    "단계마다 참여자, 이수자, 참여기업에 채용된 이수자를 셉니다. 같은 사람을 따라간 값이 아닙니다.",
    "Participants, completers and completers hired by member firms, stage by stage; not a follow-up of the same persons.",
)
GROWTH_YEAR = Text("{lead} {year}년.", "{lead} Year {year}.")
# The path as the districts announce it: education, work, settling, lasting.
PATH: dict[str, Text] = {
    "basic": Text("교육(기초)", "Education (basic)"),
    "advanced": Text("교육(심화)", "Education (advanced)"),
    "employment": Text("취업", "Employment"),
    "settlement": Text("정착·성장", "Settling and growth"),
    "sustained": Text("지속", "Lasting"),
}
PARTICIPANTS = Text("참여", "Took part")
COMPLETERS = Text("이수 / 참여", "Completed of those who took part")
HIRED = Text("참여기업 채용 / 이수", "Hired by members of completers")
PEOPLE = Text("{count}명", "{count}")
OF_BEFORE = Text("{count} / {base}명 ({rate})", "{count} / {base} ({rate})")
TASKS = Text("실행과제", "Tasks")
BY_STRATEGY = Text("추진전략 {count}개별 실행과제", "Tasks by strategy ({count} strategies)")
BY_TRACK = Text("진로 트랙 {count}개별 실행과제", "Tasks by track ({count} tracks)")
TASK_WORDS = Text(
    "{all}개 중 완료 {done}, 추진 중 {doing}, 계획 {planned}",
    "{all} tasks: {done} done, {doing} in progress, {planned} planned",
)
TASK_LEGEND = (Text("완료", "Done"), Text("추진 중", "In progress"), Text("계획", "Planned"))
COMPLETION, HIRES, TASK, STAGE = (
    "programme_completion_rate",
    "completer_hire_rate",
    "task_completion",
    "programme_stage",
)


def show(view: View, city: str, programme: Programme) -> None:
    """The programme under its name; what the snapshot has no rows for stays away."""
    language = view.language
    subsection(programme.name(language))
    elements.facts(_facts(programme, language))
    if programme.stages:
        _stages(view, city, programme)
    held = city_register.tables_with_rows_of(programme.id)
    if "programme_participation" in held:
        _growth_path(view, city, programme)
    if "tasks" in held:
        _tasks(view, city, programme, "strategy", BY_STRATEGY)
        _tasks(view, city, programme, "track", BY_TRACK)


def _facts(programme: Programme, language: Language) -> list[tuple[str, str]]:
    source, names = session.sources().loc[programme.source_id], session.names()
    told = [(STARTED(language), programme.started or UNSTATED(language))]
    members = city_register.members(programme.id)
    words = [
        COUNTED.fill(
            kind=city_register.KINDS[str(kind)],
            count=len(those),
            names=", ".join(names[code](language) for code in those["institution_id"]),
        )(language)
        for kind, those in members.groupby("kind", sort=False)
    ]
    if words:
        told.append((NAMED(language), "; ".join(words)))
    return [*told, (SOURCE(language), f"{source['publisher']}, {source['title']} ({source['date']})")]


def _stages(view: View, city: str, programme: Programme) -> None:
    language = view.language
    rows = session.measured(replace(view, cities=(city,), first_year=None, last_year=None), STAGE)
    reached = rows[rows["value"].notna()].sort_values("year").tail(1)
    now = None if reached.empty else int(reached["value"].iloc[0])
    numbers = {name.ko: at for at, name in STAGE_NAMES.items()}
    steps = [
        Step(
            name=STAGE_NAMES[numbers[name]](language) if name in numbers else name,
            value=year,
            state=_state(numbers.get(name), now),
        )
        for name, year in programme.stages
    ]
    path(steps, STAGES(language), language)
    if now is not None:
        elements.paragraph(STAGE_AS_OF.fill(year=int(reached["year"].iloc[0]))(language))


def _state(stage: int | None, now: int | None) -> State:
    if stage is None or now is None:
        return "unknown"
    return "past" if stage < now else "now" if stage == now else "next"


def _growth_path(view: View, city: str, programme: Programme) -> None:
    language, synthetic = view.language, view.data_set == "sample"
    completed, hired = (
        city_register.newest_parts(view, city, programme.id, kpi_id, "stage")
        for kpi_id in (COMPLETION, HIRES)
    )
    lead = GROWTH_LEAD
    if len(completed):
        lead = GROWTH_YEAR.fill(lead=GROWTH_LEAD, year=int(completed["year"].max()))
    subsection(f"{programme.name(language)} · {GROWTH_PATH(language)}", lead(language))
    silence = STATUSES["missing" if synthetic else "not_published"](language)
    by_stage, hired_by_stage = (
        city_register.by_code(completed, "stage"),
        city_register.by_code(hired, "stage"),
    )
    steps = [
        _path_step(name(language), by_stage.get(code), hired_by_stage.get(code), silence, language)
        for code, name in PATH.items()
    ]
    path(steps, GROWTH_PATH(language), language, synthetic=synthetic)
    if len(completed):
        _sourced(view, completed, COMPLETION, HIRES)


def _path_step(
    name: str, completed: pd.Series | None, hired: pd.Series | None, silence: str, language: Language
) -> Step:
    if completed is None:
        return Step(name, silence)
    lines = [(COMPLETERS(language), _of_before(completed, language))]
    if hired is not None:
        lines.append((HIRED(language), _of_before(hired, language)))
    if pd.isna(completed["denominator"]):
        return Step(name, silence, tuple(lines))
    people = PEOPLE.fill(count=number(completed["denominator"]))(language)
    return Step(name, f"{PARTICIPANTS(language)} {people}", tuple(lines))


def _of_before(row: pd.Series, language: Language) -> str:
    if pd.isna(row["value"]):
        return STATUSES[row["status"]](language)
    counts = {"count": number(row["numerator"]), "base": number(row["denominator"])}
    return OF_BEFORE.fill(**counts, rate=percent(row["value"]))(language)


def _tasks(view: View, city: str, programme: Programme, by: str, title: Text) -> None:
    language, synthetic = view.language, view.data_set == "sample"
    done, started = (
        city_register.newest_parts(view, city, programme.id, TASK, by, formula)
        for formula in ("done", "started")
    )
    if done.empty:
        if by == "strategy":
            subsection(f"{programme.name(language)} · {TASKS(language)}")
            elements.paragraph(find(TASK).unavailable(language))
        return
    subsection(f"{programme.name(language)} · {title.fill(count=len(done))(language)}")
    begun = city_register.by_code(started, by)
    rows = [
        _task_bar(name, row, begun[name], language) for name, row in city_register.by_code(done, by).items()
    ]
    bars(rows, [name(language) for name in TASK_LEGEND], language, synthetic=synthetic)
    _sourced(view, done, TASK)


def _task_bar(name: str, done: pd.Series, started: pd.Series, language: Language) -> Bar:
    every, finished, begun = (
        int(count) for count in (done["denominator"], done["numerator"], started["numerator"])
    )
    words = TASK_WORDS.fill(all=every, done=finished, doing=begun - finished, planned=every - begun)
    shares = (finished / every, (begun - finished) / every, (every - begun) / every)
    return Bar(name, words(language), shares)


def _sourced(view: View, rows: pd.DataFrame, *kpi_ids: str) -> None:
    kpis = [find(kpi_id) for kpi_id in kpi_ids]
    told = [f"{kpi.name(view.language)}: {meaning(kpi, kpi.formula())(view.language)}" for kpi in kpis]
    rows_source_line(view, rows, "; ".join(told))
