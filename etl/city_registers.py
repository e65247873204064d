"""Small registers that a city keeps: rankings, tasks of a plan, partners of a programme."""

from __future__ import annotations

from dataclasses import replace

from etl.columns import EDITION, INSTITUTION, PROGRAMME, SOURCE_ID, YEAR
from etl.contract import Column, Rule, Source
from meomureum.texts import Text

RANKINGS = Source(
    table="rankings",
    label=Text("대학 순위", "University rankings"),
    key=("year", "ranking", "institution_id"),
    columns=(
        YEAR,
        Column("ranking", Text("순위 이름", "Ranking"), codes={"qs_asia": ("QS 아시아", "QS Asia")}),
        replace(INSTITUTION, blank=False),
        Column("rank_low", Text("순위 하한", "Rank, low"), "integer", aliases=("순위",), minimum=1),
        Column("rank_high", Text("순위 상한", "Rank, high"), "integer", optional=True, minimum=1),
        Column("pool", Text("대상 대학 수", "Pool"), "integer", optional=True, minimum=1),
        EDITION,
        SOURCE_ID,
    ),
    rules=(
        Rule(
            "rank_high",
            "rank_high >= rank_low",
            Text("순위 상한은 하한보다 작을 수 없습니다.", "The band must not be upside down."),
            Text("두 순위를 확인하세요.", "Check both ranks."),
        ),
    ),
    sql="SELECT staged.*, institutions.city_id FROM staged JOIN institutions USING (institution_id)",
)

TASKS = Source(
    table="tasks",
    label=Text("실행과제", "Tasks"),
    key=("year", "programme_id", "task_id"),
    statement=("year", "programme_id"),
    columns=(
        replace(YEAR, label=Text("점검연도", "Review year")),
        replace(PROGRAMME, blank=False),
        Column("task_id", Text("과제 번호", "Task number"), "code", aliases=("과제번호",)),
        Column("strategy", Text("추진전략", "Strategy"), aliases=("전략",)),
        Column("track", Text("진로 트랙", "Track"), aliases=("트랙",), optional=True),
        Column("title", Text("과제명", "Task"), aliases=("실행과제",)),
        Column(
            "status",
            Text("추진상황", "Status"),
            codes={
                "planned": ("계획", "Planned"),
                "in_progress": ("추진중", "추진 중", "In progress"),
                "done": ("완료", "Done"),
            },
        ),
        EDITION,
        SOURCE_ID,
    ),
    sql="SELECT staged.*, programmes.city_id FROM staged JOIN programmes USING (programme_id)",
)

PARTNERS = Source(
    table="partners",
    label=Text("협약기관·참여기업", "Partners"),
    key=("year", "programme_id", "kind", "name"),
    statement=("year", "programme_id", "kind"),
    columns=(
        YEAR,
        replace(PROGRAMME, blank=False),
        Column(
            "kind",
            Text("구분", "Kind"),
            codes={"institution": ("기관", "협약기관", "Institution"), "firm": ("기업", "참여기업", "Firm")},
        ),
        Column("name", Text("이름", "Name"), aliases=("기관명", "기업명")),
        EDITION,
        SOURCE_ID,
    ),
    sql="SELECT staged.*, programmes.city_id FROM staged JOIN programmes USING (programme_id)",
)

TABLES = (RANKINGS, TASKS, PARTNERS)
