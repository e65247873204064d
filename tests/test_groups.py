"""Groups side by side: what is drawn, what is refused, what may be said, and that it all adds up."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import every_kind
import pytest
from small import STUDENTS, Folder, shipped, written

from etl.build import ensure_current
from meomureum.analysis.statistics.proportions import newcombe
from meomureum.analysis.targets import groups, movement
from meomureum.analysis.words.bridge import refusal, sums, why
from meomureum.analysis.words.groups import (
    difference_of_groups,
    difference_of_years,
    interval_text,
    people_of,
    spread,
)
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Bars, Drawing, Line
from meomureum.figures.recipes import figures_of
from meomureum.measures.measurement import KPIS, Scope, find, measure
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text

DROPOUT = find("university_dropout_rate")
GIMHAE = Scope(cities=("gimhae",))
PLACE = Text("김해시", "Gimhae")
ROWS = [
    *((2020, "인제대학교", 1000, 50), (2020, "가야대학교", 400, 40), (2020, "부산장신대학교", 20, 2)),
    *((2023, "인제대학교", 950, "x"), (2023, "가야대학교", 450, 40)),
    *((2024, "인제대학교", 900, 100), (2024, "가야대학교", 500, 10), (2024, "김해대학교", 100, 12)),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Four universities: one leaves, one comes, one is hidden in 2023."""
    folder = Folder(Path(tmp_path_factory.mktemp("groups")))
    folder.write(written(STUDENTS, ROWS))
    return folder.snapshot()


def asked(snapshot: Snapshot, scope: Scope = GIMHAE, **more: Any) -> groups.Question:
    return groups.question(snapshot, DROPOUT, scope, **more)


def moved(snapshot: Snapshot, first: int | None = None, last: int | None = None) -> movement.Moved:
    scope = Scope(cities=("gimhae",), first_year=first, last_year=last)
    return movement.why_moved(snapshot, DROPOUT, scope)


# One year.


def test_each_group_of_the_newest_year_has_a_class(snapshot: Snapshot) -> None:
    found = groups.compare(asked(snapshot))
    # 122 of 1,500 together; 11 % of 900 is above, 2 % of 500 below, 12 of 100 as expected.
    assert found.year == 2024
    assert found.funnel is not None
    assert found.funnel.centre == pytest.approx(122 / 1500)
    assert {each.code: found.standing(each) for each in found.groups} == {
        "inje": "above",
        "kaya": "below",
        "gimhae_univ": "as_expected",
    }
    assert [found.far(each) for each in found.groups if each.code == "kaya"] == [True]


def test_a_group_that_is_hidden_stays_in_the_list_without_a_class(snapshot: Snapshot) -> None:
    found = groups.compare(asked(snapshot), until=2023)
    assert {each.code for each in found.groups} == {"inje", "kaya"}
    assert {each.code for each in found.drawn} == {"kaya"}
    assert found.funnel is None
    assert groups.compare(asked(snapshot), until=2019).year is None


def test_a_filter_leaves_its_rows_alone(snapshot: Snapshot) -> None:
    found = asked(snapshot, Scope(cities=("gimhae",), institutions=("inje",)))
    assert set(found.rows["code"]) == {"inje"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_group_is_called_first_or_last(snapshot: Snapshot, language: Language) -> None:
    told = spread(groups.compare(asked(snapshot)))(language)
    assert (
        told
        == {
            "ko": "2024년 중도탈락률은 학교·기관 3개뿐이어서 어느 곳이 예상과 다른지 말하지 않습니다",
            "en": "University drop-out rate, 2024: 3 groups, too few to say which differs",
        }[language]
    )


# Two against each other.


def test_two_universities_differ_when_the_interval_leaves_zero_out(snapshot: Snapshot) -> None:
    found = groups.difference(snapshot, groups.compare(asked(snapshot)), GIMHAE, ("kaya", "inje"))
    assert found is not None
    assert found.between_groups
    assert found.change.interval == newcombe((10, 500), (100, 900))
    kaya, inje = Text("가야대", "Kaya"), Text("인제대", "Inje")
    told = difference_of_groups(found.change, DROPOUT.name, kaya, inje)
    assert told.ko == "2024년 중도탈락률은 인제대(11.1%)가 가야대(2.0%)보다 9.1%p 높습니다"
    assert told.en == "University drop-out rate, 2024: Inje (11.1%) is 9.1 pp higher than Kaya (2.0%)"
    assert [each.en for each in people_of(found.change, kaya, inje)] == [
        "Kaya: 10 of 500",
        "Inje: 100 of 900",
    ]
    interval = interval_text(found.change)
    assert interval is not None
    assert interval.en == "Difference +9.1 pp; 95% interval, allowing for chance, +6.6 pp to +11.5 pp"


def test_two_that_chance_may_explain_are_neither_higher_nor_lower(snapshot: Snapshot) -> None:
    found = groups.difference(snapshot, groups.compare(asked(snapshot)), GIMHAE, ("inje", "gimhae_univ"))
    assert found is not None
    told = difference_of_groups(found.change, DROPOUT.name, Text("가", "A"), Text("나", "B"))
    assert "우연과 구별되지 않습니다" in told.ko
    assert not any(word in told.en for word in ("higher", "lower", "rose", "fell"))


def test_one_group_or_all_together_are_held_against_an_earlier_year(snapshot: Snapshot) -> None:
    compared = groups.compare(asked(snapshot))
    one = groups.difference(snapshot, compared, GIMHAE, ("inje",))
    everyone = groups.difference(snapshot, compared, GIMHAE, ())
    assert one is not None
    assert everyone is not None
    assert one.change.interval == newcombe((50, 1000), (100, 900))
    assert everyone.change.interval == newcombe((92, 1420), (122, 1500))
    told = difference_of_years(one.change, DROPOUT.name, Text("인제대", "Inje"))
    assert told.ko == "인제대 중도탈락률은 2020년 5.0%에서 2024년 11.1%로 6.1%p 올랐습니다"
    unclear = difference_of_years(everyone.change, DROPOUT.name, PLACE)
    assert "뚜렷한 변화가 없습니다" in unclear.ko
    assert groups.difference(snapshot, compared, GIMHAE, ("gimhae_univ",)) is None


def test_two_are_compared_only_where_both_have_a_value(snapshot: Snapshot) -> None:
    compared = groups.compare(asked(snapshot), until=2023)
    assert groups.difference(snapshot, compared, GIMHAE, ("inje", "kaya")) is None
    assert groups.difference(snapshot, compared, GIMHAE, ("kaya", "inje")) is None
    none = groups.compare(asked(snapshot), until=2019)
    assert groups.difference(snapshot, none, GIMHAE, ()) is None
    # A name that is no group of the year leaves the other, from the first year of the scope on.
    later = replace(GIMHAE, first_year=2021)
    one = groups.difference(snapshot, groups.compare(asked(snapshot)), later, ("nowhere", "kaya"))
    assert one is not None
    assert (one.first, one.second, one.between_groups) == ("kaya", "kaya", False)
    assert one.change.interval == newcombe((40, 450), (10, 500))
    last = replace(GIMHAE, first_year=2024)
    assert groups.difference(snapshot, groups.compare(asked(snapshot)), last, ("kaya",)) is None
    from_2020 = replace(GIMHAE, first_year=2020)
    whole = groups.difference(snapshot, groups.compare(asked(snapshot)), from_2020, ("kaya",))
    assert whole is not None
    assert whole.change.interval == newcombe((40, 400), (10, 500))


def test_people_are_grouped_by_what_tells_more_than_half_of_them_apart(tmp_path: Path) -> None:
    header = ("연도", "지역", "학교", "학교유형", "졸업 후 진로", "졸업자")
    schools = {"김해": ("김해생명과학고", 40), "안산": ("안산공고", 50), "시흥": ("경기자동차과학고", 51)}
    rows = [
        [2025, city, school, "특성화고", "기타", people]
        for city, (name, named) in schools.items()
        for school, people in ((name, named), ("", 100 - named))
    ]
    folder = Folder(tmp_path)
    folder.write(written(header, rows))
    entry, held = find("local_university_entry_rate"), folder.snapshot()

    def unit(city: str) -> str:
        return groups.question(held, entry, Scope(cities=(city,)), within=True).unit

    assert [unit(city) for city in ("gimhae", "ansan", "siheung")] == [
        "school_type",
        "school_type",
        "institution",
    ]


# Why it moved.


def test_the_change_of_a_city_is_taken_apart_exactly(snapshot: Snapshot) -> None:
    found = moved(snapshot)
    assert (found.city, found.first_year, found.last_year, found.refusal) == ("gimhae", 2020, 2024, None)
    assert found.bridge is not None
    assert found.whole is not None
    assert abs(found.bridge.residual) < 1e-12
    assert found.bridge.change == pytest.approx(122 / 1500 - 92 / 1420)
    assert found.bridge.change == pytest.approx(found.whole.difference, abs=1e-12)
    middle = (122 / 1500 + 92 / 1420) / 2
    assert found.bridge.opened == pytest.approx(100 / 1500 * (0.12 - middle))
    assert found.bridge.closed == pytest.approx(-20 / 1420 * (0.1 - middle))
    inje = next(part for part in found.bridge.parts if part.group == "inje")
    assert inje.within == pytest.approx((100 / 900 - 0.05) * (1000 / 1420 + 900 / 1500) / 2)


def test_the_change_of_a_group_needs_both_years(snapshot: Snapshot) -> None:
    found = moved(snapshot)
    inje = movement.change_of(found, "inje")
    assert inje is not None
    assert inje.interval == newcombe((50, 1000), (100, 900))
    for code in ("gimhae_univ", "bpu", "nowhere"):
        assert movement.change_of(found, code) is None


def test_the_sentence_says_no_more_than_the_interval_allows(snapshot: Snapshot) -> None:
    told = why(moved(snapshot), PLACE)
    assert told.ko == (
        "김해시 중도탈락률은 2020~2024년 뚜렷한 변화가 없고, 가장 큰 몫은 각 학교·기관 안의 변화(+1.5%p)입니다"
    )
    assert not any(word in told.en for word in ("rose", "fell"))
    assert [each.en for each in sums(moved(snapshot))][2:] == [
        "Groups in 2024 only: +0.31 pp",
        "Groups in 2020 only: −0.04 pp",
    ]


def test_a_hidden_count_stops_the_sum_and_is_named(snapshot: Snapshot) -> None:
    found = moved(snapshot, last=2023)
    assert (found.refusal, found.bridge) == ("unknown", None)
    told = refusal(found, partial(groups.name_of, snapshot, "institution"))
    assert "인제대학교의 분모나 분자를 알 수 없어(비공개(소수 보호))" in told.ko
    assert "Inje University" in told.en


def test_a_city_whose_groups_are_all_hidden_says_so(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(written(STUDENTS, [(year, "인제대학교", "x", "x") for year in (2023, 2024)]))
    found = movement.why_moved(folder.snapshot(), DROPOUT, GIMHAE)
    assert (found.refusal, [each.code for each in found.unknown]) == ("unknown", ["inje"])


def test_what_cannot_be_taken_apart_is_refused_with_its_reason(snapshot: Snapshot) -> None:
    assert moved(snapshot, first=2024).refusal == "one_year"
    told = refusal(moved(snapshot, first=2024), partial(groups.name_of, snapshot, "institution"))
    assert "2024년 한 해" in told.ko
    assert moved(snapshot, last=2019).refusal == "no_rows"
    rank = movement.why_moved(snapshot, find("qs_asia_rank"), GIMHAE)
    assert rank.refusal == "no_ratio"


def test_who_sees_their_own_institution_alone_is_given_no_part_of_the_whole(snapshot: Snapshot) -> None:
    mine = replace(snapshot, only=("inje",))
    found = movement.why_moved(mine, DROPOUT, GIMHAE)
    assert (found.refusal, found.bridge) == ("in_part", None)
    assert (
        "볼 수 있는 집단이 전체가 아니어서" in refusal(found, partial(groups.name_of, mine, "institution")).ko
    )
    compared = groups.compare(asked(mine))
    assert {each.code for each in compared.groups} == {"inje"}
    assert compared.funnel is None


def test_a_protected_level_takes_apart_what_it_offers_and_refuses_the_rest() -> None:
    public = replace(ensure_current(), release="public")
    entry = movement.why_moved(public, find("local_university_entry_rate"), Scope("sample", ("gimhae",)))
    assert entry.bridge is not None
    assert abs(entry.bridge.residual) < 1e-12
    asked_for = Scope("sample", ("gimhae",))
    by_school = movement.why_moved(public, find("local_university_entry_rate"), asked_for, "institution")
    assert by_school.refusal == "in_part"
    settled = movement.why_moved(public, find("settlement_rate_1y"), Scope("sample", ("gimhae",)))
    assert settled.refusal == "not_offered"
    assert "공개 수준" in refusal(settled, partial(groups.name_of, public, "institution")).ko


def test_published_rows_are_never_counted_beside_computed_ones() -> None:
    entry = groups.question(shipped(), find("local_university_entry_rate"), GIMHAE, within=True)
    assert entry.years == ()
    outside = groups.question(shipped(), find("local_university_entry_rate"), GIMHAE, "city")
    assert set(outside.rows["origin"]) == {"published"}


def test_a_stand_in_is_one_formula_all_along() -> None:
    found = movement.why_moved(shipped(), find("vocational_employment_rate"), GIMHAE)
    assert found.question.formula.id == "kess"
    assert set(found.question.rows["formula_id"]) == {"kess"}


@pytest.mark.parametrize("city", ["gimhae", "ansan", "siheung"])
def test_published_drop_outs_of_each_city_add_up(city: str) -> None:
    found = movement.why_moved(shipped(), DROPOUT, Scope(cities=(city,)))
    assert found.bridge is not None
    rates = measure(shipped(), DROPOUT.id, Scope(cities=(city,))).set_index("year")["value"]
    assert found.first_year is not None
    assert found.last_year is not None
    whole = rates[found.last_year] - rates[found.first_year]
    assert found.bridge.change == pytest.approx(whole, abs=1e-12)
    assert abs(found.bridge.residual) < 1e-12


def test_every_rate_of_the_sample_adds_up() -> None:
    found = [movement.why_moved(ensure_current(), kpi, Scope("sample", ("gimhae",))) for kpi in KPIS]
    apart = [each for each in found if each.bridge is not None and each.whole is not None]
    assert len(apart) > 12
    assert {each.refusal for each in found} <= {None, "no_ratio", "no_rows", "not_divided"}
    for each in apart:
        assert each.bridge is not None
        assert each.whole is not None
        assert abs(each.bridge.residual) < 1e-12
        assert each.bridge.change == pytest.approx(each.whole.difference, abs=1e-12)


# As figures.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_carry_every_number_and_rank_nobody(snapshot: Snapshot, language: Language) -> None:
    view = View(language, cities=("gimhae",), kpi=DROPOUT.id)
    (funnel,), (bridge,) = (figures_of(snapshot, page, view) for page in ("funnel", "explain"))
    for figure in (funnel, bridge):
        assert len(figure.columns) == len(figure.rows[0]) == len(figure.numbers[0])
        words = " ".join(
            (figure.title, figure.alt, *figure.notes, *(cell for row in figure.rows for cell in row))
        )
        assert not any(word in words.lower() for word in ("worst", "best", "rank", "최악", "꼴찌", "순위"))
    assert [row[0] for row in funnel.rows] == sorted(row[0] for row in funnel.rows)
    assert {row[3] for row in funnel.numbers} == {900, 500, 100}
    total = bridge.numbers[-1]
    assert sum(row[-2] or 0 for row in bridge.numbers[:-1]) == pytest.approx(total[-2], abs=1e-12)
    assert (total[2], total[4]) == (1420, 1500)
    first, *between, last = bridge.series[0].points
    assert (first.numerator, first.denominator, last.numerator) == (92, 1420, 122)
    assert (first.value or 0) + sum(each.value or 0 for each in between) == pytest.approx(last.value)


def test_departments_are_told_apart_by_their_university() -> None:
    view = View("ko", "sample", ("gimhae",), kpi="local_employment_rate", groups=("department",))
    (figure,) = figures_of(ensure_current(), "explain", view)
    assert all(" · " in row[0] for row in figure.rows[:-1])
    assert sum(row[-2] or 0 for row in figure.numbers[:-1]) == pytest.approx(
        figure.numbers[-1][-2], abs=1e-12
    )


def test_no_figure_where_nothing_can_be_compared(snapshot: Snapshot) -> None:
    for page in ("funnel", "explain"):
        assert figures_of(snapshot, page, View(kpi="qs_asia_rank")) == ()
        assert figures_of(snapshot, page, View(kpi=DROPOUT.id, cities=("ansan",))) == ()


def test_each_step_begins_where_the_one_before_ended_and_leads_to_its_group(snapshot: Snapshot) -> None:
    (figure,) = figures_of(snapshot, "explain", View(kpi=DROPOUT.id, cities=("gimhae",)))
    drawing = drawing_of(figure)
    assert drawing is not None
    bars = [mark for mark in drawing.marks if isinstance(mark, Bars)]
    levels = next(mark for mark in drawing.marks if isinstance(mark, Line) and mark.role == "level")
    steps = sorted((spot for mark in bars for spot in mark.spots), key=lambda spot: spot.across)
    first, last = (spot.value for spot in levels.spots)
    assert steps[0].start == first
    for before, after in pairwise(steps):
        assert before.value == pytest.approx(after.start)
    assert steps[-1].value == pytest.approx(last)
    assert {spot.code for spot in steps} == {"inje", "kaya", ""}
    assert [mark.name for mark in bars] == ["안의 변화", "비중의 변화", "끝 해에만 있음", "첫 해에만 있음"]
    assert levels.name == "처음과 끝"


def named(drawing: Drawing) -> set[str]:
    return {label.words.rpartition(" ")[0] for panel in drawing.panels for label in panel.labels}


def test_a_funnel_names_those_outside_and_those_picked_and_all_while_they_are_few() -> None:
    figure = every_kind.figure("funnel")
    schools, *limits = figure.series
    few = replace(schools, points=schools.points[:5])
    picked = replace(schools, points=(replace(schools.points[0], named=True, weak=True), *schools.points[1:]))
    names = []
    for each in (schools, picked, few):
        drawing = drawing_of(replace(figure, series=(each, *limits)))
        assert drawing is not None
        names.append(named(drawing))
    outside = {"5고등학교", "8고등학교"}
    assert names == [outside, outside | {"1고등학교"}, {f"{at}고등학교" for at in range(1, 6)}]


def test_a_funnel_points_up_above_the_common_rate_and_is_hollow_where_few_are_counted() -> None:
    figure = every_kind.figure("funnel")
    schools, *limits = figure.series
    picked = replace(schools, points=(replace(schools.points[0], weak=True), *schools.points[1:]))
    drawing = drawing_of(replace(figure, series=(picked, *limits)))
    assert drawing is not None
    found = {
        (line.symbol, line.hollow): len(line.spots)
        for line in drawing.marks
        if isinstance(line, Line) and line.symbol
    }
    assert found == {
        ("circle", False): 6,
        ("circle", True): 1,
        ("triangle-up", False): 1,
        ("triangle-down", False): 1,
    }
