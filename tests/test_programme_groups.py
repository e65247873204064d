"""Programmes by stage, tasks by strategy and track: compared, taken apart and filtered where rows have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import Folder, written
from test_pages import opened, words

from meomureum.analysis.targets import groups, movement
from meomureum.analysis.words.groups import people_of
from meomureum.figures.recipes import figures_of
from meomureum.measures import facets, measurement
from meomureum.measures.measurement import KPIS, Scope, find
from meomureum.measures.register import codes
from meomureum.session import group_choices
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import plain

COMPLETION, TASKS = find("programme_completion_rate"), find("task_completion")
ANSAN, SIHEUNG = Scope(cities=("ansan",)), Scope(cities=("siheung",))
COURSES = ("연도", "사업", "기관", "과정", "단계", "참여자", "이수자")
TAKEN = [
    *((2024, "기초", 100, 80), (2024, "심화", 50, 30)),
    *((2025, "기초", 100, 90), (2025, "심화", 150, 75)),
]
REVIEW = ("점검연도", "사업", "과제 번호", "추진전략", "진로 트랙", "과제명", "추진상황")
# Strategy, track, and of how many tasks how many are done at each review.
PLANNED = {("혁신", "진학"): (6, 1, 5), ("혁신", "취업"): (2, 0, 0), ("협력", "취업"): (2, 1, 2)}


def reviewed() -> list[list[object]]:
    return [
        [
            year,
            "k_edu_city",
            f"{strategy}-{track}-{at}",
            strategy,
            track,
            "과제",
            "완료" if at < done else "계획",
        ]
        for (strategy, track), (tasks, *each) in PLANNED.items()
        for year, done in zip((2024, 2025), each, strict=True)
        for at in range(tasks)
    ]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = Folder(Path(tmp_path_factory.mktemp("programmes")), whole=True)
    courses = [[year, "ansan_root", "", "로봇", *rest] for year, *rest in TAKEN]
    folder.write(written(COURSES, courses), "courses.csv")
    folder.write(written(REVIEW, reviewed()), "tasks.csv")
    return folder.snapshot()


def test_stages_of_a_programme_are_held_against_their_common_rate(snapshot: Snapshot) -> None:
    found = groups.compare(groups.question(snapshot, COMPLETION, ANSAN, "stage"))
    assert found.funnel is not None
    # 165 of 250 together: nine of ten is above, half is below, and beyond the wider limits too.
    assert (found.year, found.funnel.centre) == (2025, 165 / 250)
    assert {each.code: found.standing(each) for each in found.groups} == {
        "basic": "above",
        "advanced": "below",
    }
    assert [each.code for each in found.groups if found.far(each)] == ["advanced", "basic"]
    assert groups.name_of(snapshot, "stage", "basic").en == "Education (basic)"


def test_a_change_is_taken_apart_by_stage(snapshot: Snapshot) -> None:
    found = movement.why_moved(snapshot, COMPLETION, ANSAN, "stage").bridge
    assert found is not None
    # Two thirds and a third become four and six tenths; 80 % and 60 % become 90 % and 50 %.
    assert {each.group: each.within for each in found.parts} == {
        "basic": pytest.approx(0.1 * (2 / 3 + 0.4) / 2),
        "advanced": pytest.approx(-0.1 * (1 / 3 + 0.6) / 2),
    }
    assert found.mix == pytest.approx(0.85 * (0.4 - 2 / 3) + 0.55 * (0.6 - 1 / 3))
    assert found.change == pytest.approx(165 / 250 - 110 / 150)


def test_tasks_are_taken_apart_by_strategy_and_by_track(snapshot: Snapshot) -> None:
    by = {unit: movement.why_moved(snapshot, TASKS, SIHEUNG, unit).bridge for unit in ("strategy", "track")}
    counts = {
        unit: {each.group: (each.first, each.last) for each in found.parts}
        for unit, found in by.items()
        if found
    }
    assert counts == {
        "strategy": {"혁신": ((1, 8), (5, 8)), "협력": ((1, 2), (2, 2))},
        "track": {"진학": ((1, 6), (5, 6)), "취업": ((1, 4), (2, 4))},
    }
    assert [found.change for found in by.values() if found] == [pytest.approx(0.5)] * 2
    shares = groups.compare(groups.question(snapshot, TASKS, SIHEUNG, "track"))
    assert {each.code: each.row["value"] for each in shares.groups} == {"진학": 5 / 6, "취업": 0.5}


def test_tasks_are_never_called_people(snapshot: Snapshot) -> None:
    view = View("ko", "published", ("siheung",), kpi=TASKS.id, groups=("strategy",))
    (figure,) = figures_of(snapshot, "funnel", view)
    assert figure.axes[0] == "분모"
    assert "명" not in " ".join([*figure.notes[:2], figure.title])
    change = movement.why_moved(snapshot, TASKS, SIHEUNG, "strategy").whole
    assert change is not None
    first, second = people_of(change, plain("2024년"), plain("2025년"))
    assert (first.ko, second.ko) == ("2024년: 10건 중 2건", "2025년: 10건 중 7건")


def test_what_an_indicator_is_not_told_apart_by_is_not_offered(snapshot: Snapshot) -> None:
    own = {"stage", "strategy", "track"}
    offered = {kpi.id: own & {*groups.question(snapshot, kpi, Scope()).units} for kpi in KPIS}
    assert {kpi: units for kpi, units in offered.items() if units and kpi != "completer_hire_rate"} == {
        COMPLETION.id: {"stage"},
        TASKS.id: {"strategy", "track"},
    }


def test_they_filter_too(snapshot: Snapshot) -> None:
    scope = Scope(cities=("siheung",), strategies=("혁신",), tracks=("취업",), first_year=2025)
    found = measurement.measure(snapshot, TASKS.id, scope)
    assert found[["numerator", "denominator"]].values.tolist() == [[0, 2]]
    left = facets.facets(snapshot, TASKS.id, scope)
    assert (left.rows, set(left.options["track"])) == (2, {"진학", "취업"})
    assert left.options["strategy"] == ("혁신", "협력")
    basic = measurement.measure(
        snapshot, COMPLETION.id, Scope(cities=("ansan",), stages=("basic",), first_year=2025)
    )
    assert basic["value"].tolist() == [0.9]
    assert list(codes(snapshot)["stage"]) == ["basic", "advanced"]


def test_a_group_is_looked_into_by_its_own_filter() -> None:
    asked = View("ko", "sample", ("ansan",), kpi=COMPLETION.id, groups=("stage",), pair=("basic",))
    alone = group_choices.within(asked, "stage", "basic")
    assert alone is not None
    assert (alone.stages, alone.pair) == (("basic",), ())


@pytest.mark.parametrize(
    ("page", "city", "kpi", "unit", "pair", "phrase"),
    [
        ("explain", "gimhae", COMPLETION, "stage", "basic", "교육(기초)의 값과 행"),
        ("funnel", "siheung", TASKS, "strategy", "", "전략 3개"),
    ],
)
def test_pages_offer_them(
    page: str, city: str, kpi: measurement.Kpi, unit: str, pair: str, phrase: str
) -> None:
    screen = opened(page, set="sample", city=city, kpi=kpi.id, group=unit, pair=pair)
    (chooser,) = [each for each in screen.selectbox if each.label == "무엇별로"]
    assert chooser.value == unit
    assert phrase in words(screen)
    if pair:
        links = " ".join(element.proto.body for element in screen.get("html"))
        assert f"{unit}={pair}" in links
