"""Words on groups, parts of a change, gaps, chains and scenarios: from made-up figures, told by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from test_chain import AFTER, BEFORE, cohort

from meomureum.analysis.statistics.decomposition import Bridge, Part, Step
from meomureum.analysis.statistics.proportions import Movement
from meomureum.analysis.statistics.scenario import Answer, Whole
from meomureum.analysis.studies.capacity import Capacity
from meomureum.analysis.studies.cohorts import Cohorts
from meomureum.analysis.studies.industries import Industry
from meomureum.analysis.studies.scenario import Situation
from meomureum.analysis.studies.supply import Demand, Gap, Supply
from meomureum.analysis.targets.changes import Change, Count
from meomureum.analysis.targets.groups import Comparison, Group, Question, compare
from meomureum.analysis.targets.movement import Moved, Refusal
from meomureum.analysis.words.bridge import refusal as no_bridge
from meomureum.analysis.words.bridge import step_amount, step_text, sums, why
from meomureum.analysis.words.chain import (
    against_others,
    chain_change,
    chain_finding,
    cohorts_text,
    share_text,
)
from meomureum.analysis.words.groups import (
    contrast,
    difference_of_groups,
    difference_of_years,
    interval_text,
    people_of,
    points_with_sign,
    points_without_sign,
    spread,
    stand_in,
)
from meomureum.analysis.words.scenario import beyond_capacity, capacity_told, headline, impossible
from meomureum.analysis.words.scenario import step_text as way_text
from meomureum.analysis.words.supply import gap_with_sign as signed_people
from meomureum.analysis.words.supply import no_gap, people_or, range_text, rate_text, supply_finding
from meomureum.measures.measurement import find
from meomureum.texts import Text, plain

RATE, GIMHAE = find("local_university_entry_rate"), Text("김해시", "Gimhae")
NONE = float("nan")


def row(code: str, numerator: float, denominator: float, **more: object) -> dict[str, object]:
    return {
        "code": code,
        "kpi_id": RATE.id,
        "formula_id": "all_graduates",
        "origin": "computed",
        "status": "computed",
        "marks": "",
        "year": 2025,
        "numerator": numerator,
        "denominator": denominator,
        "value": numerator / denominator,
        "value_high": NONE,
        "sample_size": NONE,
        **more,
    }


def question(*rows: dict[str, object], unit: str = "institution") -> Question:
    return Question(RATE, RATE.formula(), unit, (unit,), (2025,), pd.DataFrame(rows))


# Groups.

TENTHS = ((10, 100), (11, 100), (9, 100))
THIRDS = ((30, 100), (29, 100))


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (((5, 50), (20, 200), *TENTHS), "2025년 지역 대학 진학률은 학교·기관 5개 모두 예상 범위 안입니다"),
        (
            ((5, 100), (60, 100), (300, 1000), *THIRDS),
            "학교·기관 5개 가운데 1개가 예상보다 높고 1개가 낮습니다",
        ),
        (((60, 100), (300, 1000), *THIRDS, (31, 100)), "학교·기관 5개 가운데 1개가 예상보다 높습니다"),
        (((5, 100), (300, 1000), *THIRDS, (31, 100)), "학교·기관 5개 가운데 1개가 예상보다 낮습니다"),
        (
            ((5, 100), (60, 100), (300, 1000), (30, 100)),
            "학교·기관 4개뿐이어서 어느 곳이 예상과 다른지 말하지 않습니다",
        ),
        ((), "2025년 지역 대학 진학률은 분모를 아는 학교·기관이 없습니다"),
    ],
)
def test_how_groups_lie_about_their_common_rate(groups: tuple[tuple[int, int], ...], told: str) -> None:
    rows = [row(f"g{at}", *counts) for at, counts in enumerate(groups)]
    found = compare(question(*rows)) if rows else Comparison(question(), 2025)
    assert told in spread(found).ko


def test_people_without_a_name_are_counted_apart_and_nobody_has_no_class() -> None:
    nobody = {**row("empty", 0, 1), "denominator": 0.0, "numerator": 0.0, "value": NONE}
    found = compare(question(row("a", 5, 50), row("b", 20, 200), row("", 7, 70), nobody))
    assert [each.code for each in found.groups] == ["a", "b", "empty"]
    assert [each.code for each in found.drawn] == ["a", "b"]
    assert found.unseparated == 70
    assert found.funnel is not None
    # 25 of 250 by the two that are named.
    assert found.funnel.centre == pytest.approx(0.1)
    assert (found.standing(found.groups[2]), found.far(found.groups[2])) == (None, False)
    silent = Group("silent", pd.Series(row("silent", 1, 2)), None)
    assert (found.standing(silent), found.far(silent)) == (None, False)
    alone = compare(question(row("a", 5, 50)))
    assert (alone.funnel, alone.standing(alone.groups[0]), alone.far(alone.groups[0])) == (None, None, False)


def test_another_formula_than_the_one_asked_for_is_named() -> None:
    found = question(row("a", 5, 50))
    assert stand_in(found, "") is None
    told = stand_in(found, "of_advanced")
    assert told is not None
    assert f"'{RATE.formula('of_advanced').name.en}' has no counts here" in told.en
    assert stand_in(replace(found, years=()), "of_advanced") is None


def between(first: tuple[int, int], last: tuple[int, int], movement: Movement) -> Change:
    rows = (pd.Series(row("a", *first, year=2020)), pd.Series(row("b", *last)))
    return Change(*rows, movement, (Count(*first), Count(*last)))


def test_two_groups_and_two_years_are_told_with_their_values() -> None:
    lower = between((30, 100), (10, 100), "fell")
    a, b = Text("가", "A"), Text("나", "B")
    assert difference_of_groups(lower, RATE.name, a, b) == Text(
        "2025년 지역 대학 진학률은 나(10.0%)가 가(30.0%)보다 20.0%p 낮습니다",
        "Local university entry rate, 2025: B (10.0%) is 20.0 pp lower than A (30.0%)",
    )
    assert difference_of_years(lower, RATE.name, GIMHAE).en == (
        "Local university entry rate, Gimhae: fell 20.0 pp, from 30.0% in 2020 to 10.0% in 2025"
    )
    assert [each.ko for each in people_of(lower, a, b)] == ["가: 100명 중 30명", "나: 100명 중 10명"]
    # Wilson, 21.9 to 39.6 and 5.5 to 17.4 %; Newcombe, -20 - sqrt(4.48^2 + 9.58^2) and -20 + sqrt(7.44^2 + 8.11^2).
    told = interval_text(lower)
    assert told is not None
    assert told.en == "Difference −20.0 pp; 95% interval, allowing for chance, −30.6 pp to −9.0 pp"
    bare = replace(lower, counts=None)
    assert interval_text(bare) is None
    assert people_of(bare, a, b) == ()


def test_what_is_not_nothing_never_reads_as_nothing() -> None:
    assert (
        points_with_sign(0.0004),
        points_with_sign(-0.0004),
        points_with_sign(0.04),
        points_with_sign(0.0),
    ) == (*("+0.04%p", "−0.04%p", "+4.0%p", "0.00%p"),)
    assert points_without_sign(0.0004) == plain("0.04%p")


NAMES = {"a": Text("가", "A"), "b": Text("나", "B"), "c": Text("다", "C")}


def test_the_highest_and_the_lowest_are_told_apart_only_beyond_what_picking_them_allows() -> None:
    # 10 and 20 of a hundred: 10 - sqrt(6.66^2 + 7.44^2) = 0.01 points apart at least; for three the interval is wider.
    two = pd.DataFrame([row("a", 20, 100), row("b", 10, 100)])
    assert contrast(RATE, two, "code", NAMES).en == (
        "Local university entry rate, 2025: A (20.0%) is 10.0 pp above B (10.0%)"
    )
    # Of three there are three pairs, z = 2.394: 10 and 22 are -0.6 points apart at least, 10 and 23 0.3.
    for top, clear in ((22, False), (23, True)):
        three = pd.DataFrame([row("a", top, 100), row("c", 15, 100), row("b", 10, 100)])
        told = contrast(RATE, three, "code", NAMES).en
        assert ("no clear difference" in told, "points" not in told and "above" in told) == (not clear, clear)
    one_bare = pd.DataFrame([row("a", 20, 100), {**row("b", 10, 100), "numerator": NONE}])
    assert contrast(RATE, one_bare, "code", NAMES).en.endswith("from 10.0% (B) to 20.0% (A)")
    bare = two.assign(numerator=NONE)
    assert contrast(RATE, bare, "code", NAMES).en.endswith("from 10.0% (B) to 20.0% (A)")
    assert contrast(RATE, two[:1], "code", NAMES).en == "Local university entry rate, A: 20.0% in 2025"


def test_only_values_of_one_formula_that_can_be_relied_on_are_set_against_each_other() -> None:
    rows = [
        row("c", 90, 100, formula_id="of_advanced"),
        row("a", 20, 100),
        row("b", 10, 100),
        row("d", 9, 10, marks="low_reliability"),
    ]
    assert "20.0%" in contrast(RATE, pd.DataFrame(rows), "code", NAMES).en
    # Of as many values by two formulas, or of two origins, those of the first are told.
    for other in ({"formula_id": "of_advanced"}, {"origin": "published"}):
        twice = [*rows[1:3], row("c", 90, 100, **other), row("d", 95, 100, **other)]
        told = contrast(RATE, pd.DataFrame(twice), "code", NAMES | {"d": Text("라", "D")}).en
        assert "10.0 pp above B" in told
    small = pd.DataFrame([{**each, "marks": "low_reliability"} for each in rows[1:3]])
    assert "from" not in contrast(RATE, small, "code", NAMES).en
    assert "(10.0%)" in contrast(RATE, small, "code", NAMES).en


# Parts of a change.

BOTH = ((1.0, 2.0), (1.0, 2.0))
PARTS = (
    Part("a", *BOTH, within=0.02, mix=-0.01),
    Part("b", *BOTH, within=0.01, mix=0.0),
    Part("new", None, (1.0, 2.0), entry=0.005),
    Part("gone", (1.0, 2.0), None, entry=-0.001),
)


def made(*parts: Part, movement: Movement = "rose", **more: object) -> Moved:
    found = Bridge(0.10, 0.124, parts)
    whole = between((100, 1000), (124, 1000), movement)
    return replace(Moved(question(row("a", 5, 50)), "gimhae", 2020, 2025, whole, found), **more)  # type: ignore[arg-type]


def test_the_largest_part_of_a_change_is_named_whatever_its_sign() -> None:
    assert why(made(*PARTS), GIMHAE).en == (
        "Local university entry rate, Gimhae: rose 2.4 pp, 2020-2025; mainly within each school or institution, +3.0 pp"
    )
    shrunk = Part("c", *BOTH, within=0.0, mix=-0.05)
    assert "shares by school or institution, −6.0 pp" in why(made(*PARTS, shrunk), GIMHAE).en
    opened = Part("n2", None, (1.0, 2.0), entry=0.095)
    assert "school or institution in 2025 only, +10.0 pp" in why(made(*PARTS, opened), GIMHAE).en
    closed = Part("g2", (1.0, 2.0), None, entry=-0.099)
    assert "school or institution in 2020 only, −10.0 pp" in why(made(*PARTS, closed), GIMHAE).en
    untested = why(made(*PARTS, movement="untested"), GIMHAE)
    assert untested.en.startswith("Local university entry rate, Gimhae: +2.4 pp, 2020-2025; mainly")


def test_the_sums_name_those_who_came_or_went_only_where_there_are_any() -> None:
    assert [each.en for each in sums(made(*PARTS))] == [
        "All changes within groups: +3.00 pp",
        "All changes of share: −1.00 pp",
        "Groups in 2025 only: +0.50 pp",
        "Groups in 2020 only: −0.10 pp",
    ]
    assert len(sums(made(*PARTS[:2]))) == 2
    assert len(sums(made(*PARTS[:3]))) == 3
    assert sums(made(bridge=None)) == ()


def test_each_step_has_its_name_and_amount() -> None:
    of = made(*PARTS)
    assert step_text(Step("within", 0.02, ("a",)), of, plain).en == "a: change within"
    assert (
        step_text(Step("mix", 0.0, ("a", "b"), summed=True), of, plain).en == "All 2 groups: change of share"
    )
    three = made(*PARTS, Part("c", *BOTH))
    assert (
        step_text(Step("mix", 0.0, ("a", "b"), summed=True), three, plain).en == "2 others: change of share"
    )
    assert step_text(Step("opened", 0.0, ("new",), summed=True), of, plain).en == "1 in 2025 only"
    assert step_text(Step("closed", 0.0, ("gone",), summed=True), of, plain).en == "1 in 2020 only"
    assert (step_text(Step("start", 0.1), of, plain).en, step_text(Step("end", 0.1), of, plain).en) == (
        "2020",
        "2025",
    )
    ends = Step("start", 0.1), Step("within", 0.1), Step("end", 0.1)
    assert [step_amount(each)(language) for language in ("ko", "en") for each in ends] == [
        *("10.0%", "+10.00%p", "10.0%"),
        *("10.0%", "+10.00 pp", "10.0%"),
    ]


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        ("no_ratio", "is not a rate with a denominator"),
        ("no_rows", "No value meets the choices"),
        ("one_year", "a value for 2025 alone"),
        ("not_divided", "not divided by school or institution"),
        ("in_part", "are not everyone"),
        ("not_offered", "not offered by groups"),
        (None, "No value meets the choices"),
    ],
)
def test_each_refusal_gives_its_reason(refused: Refusal | None, told: str) -> None:
    of = made(bridge=None, whole=None, refusal=refused)
    assert told in no_bridge(of, plain).en
    assert why(of, GIMHAE) == no_bridge(of, plain)


def test_the_groups_that_nobody_counted_are_named_up_to_three() -> None:
    def unknown(count: int) -> str:
        groups = [
            Group(name, pd.Series(row(name, 1, 2, status="suppressed")), None) for name in "abcde"[:count]
        ]
        return no_bridge(made(refusal="unknown", unknown=(*groups, groups[0])), plain).en

    assert "The counts of a, b, c are not known" in unknown(3)
    assert "The counts of a, b, c, 1 others are not known" in unknown(4)
    assert "The counts of a, b, c, 2 others are not known" in unknown(5)


# Supply and demand.


def industry(name: str, graduates: float, planned: float, completers: float | None = 0.0) -> Industry:
    demand = Demand(100, 1, 10, 5, planned, 10, 10)
    return Industry(name, 2025, True, Supply(graduates, completers), demand, None, ("v",))


def test_the_clearest_lack_of_people_comes_before_the_clearest_surplus() -> None:
    # Gaps -10 to -10, -30 to -5, +50 and +40 to +70.
    few, fewer = industry("few", 10, 20), industry("fewer", 10, 40, completers=25)
    many, more = industry("many", 70, 20), industry("more", 60, 20, completers=30)
    names = {each: plain(each) for each in ("few", "fewer", "many", "more")}
    told = [supply_finding(each, plain("x"), names).en for each in ([fewer, few, more, many], [more, many])]
    assert told == [
        "x 2025, few: planned hires exceed graduates by 10 (−10 to −10)",
        "x 2025, many: graduates exceed planned hires by 50 (+50 to +50)",
    ]
    unclear = industry("few", 10, 20, completers=15)
    assert supply_finding([unclear], plain("x"), names).en.startswith("x 2025: no industry")


def test_what_is_missing_on_a_side_is_named() -> None:
    one = industry("one", 10, 20)
    assert no_gap(replace(one, supply=Supply(), versions=())).en == "No department matched"
    assert no_gap(replace(one, supply=Supply())).en == "Not counted"
    assert no_gap(replace(one, demand=Demand(*[None] * 7))).en == "Not surveyed"
    assert no_gap(replace(one, demand=replace(one.demand, planned=None))).en == "Not counted"
    assert range_text(Gap(1, 1, 1, low_open=True, high_open=True)).en == "range unknown"
    assert (signed_people(0.4), signed_people(-0.4), signed_people(0.6), signed_people(-3)) == (
        "0",
        "0",
        "+1",
        "−3",
    )
    assert (rate_text(None).en, rate_text(0.033).en) == ("Not counted", "3.3%")
    assert (people_or(None, plain("?")).en, people_or(1234, plain("?")).en) == ("?", "1,234")


# The chain.


def test_the_chain_of_a_cohort_in_words() -> None:
    either = cohort(2019, (100, 1000), (800, 1000), (9, 100), (50, 100))
    assert chain_finding(either, GIMHAE).en == "Gimhae, 2019: 36.0 in 10,000 pass all four stages"
    assert chain_change(BEFORE, AFTER, GIMHAE).en == (
        "Gimhae, chain: no clear change, 40.0 in 10,000 (cohort of 2019), 80.0 (cohort of 2020)"
    )
    # Entry 10 % against 30 %, staying and settling alike, hiring 20 % against 40 %.
    other = cohort(2020, (300, 1000), (800, 1000), (40, 100), (50, 100))
    told = against_others(AFTER, {"b": other}, NAMES)
    assert told is not None
    assert (
        told.en == "Against the same cohort of B together, 'Entry in the city' is lowest (0.33 times theirs)."
    )
    assert against_others(AFTER, {}, NAMES) is None
    assert [share_text(each) for each in (0.25, -0.25, 0.0)] == ["+25%", "−25%", "0%"]
    none = Cohorts("x", (), {}, {}, pd.DataFrame())
    assert cohorts_text(none).en == "No cohort has all four stages in matching years."
    assert (
        cohorts_text(replace(none, matched=(BEFORE, AFTER))).en
        == "Cohorts that can be put together: 2019, 2020."
    )


def test_two_values_without_counts_are_told_without_a_verb() -> None:
    nobody = cohort(2020, (0, 1000), (800, 1000), (10, 100), (50, 100))
    assert chain_change(BEFORE, nobody, GIMHAE).en == (
        "Gimhae, chain: 40.0 in 10,000 (cohort of 2019), 0.0 (cohort of 2020)"
    )


# Scenarios: 5,000 people, 9 % of them.

STUDENTS_OF = Situation(
    RATE,
    RATE.formula(),
    "gimhae",
    2025,
    "city",
    ("city",),
    (),
    Whole((0.09,), (5000.0,)),
    5000.0,
    pd.Series(dtype=float),
    (),
    None,
)
DROPOUT_OF = replace(STUDENTS_OF, kpi=find("university_dropout_rate"))


def answer(reached: float, limit: float = 1.0, *, possible: bool = True, step: float | None = 0.16) -> Answer:
    return Answer((reached,), reached, limit, possible, step)


@pytest.mark.parametrize(
    ("of", "way", "given", "target", "told"),
    [
        (STUDENTS_OF, "points", answer(0.25), 0.25, "of 25% takes 800 more people a year"),
        (DROPOUT_OF, "points", answer(0.05), 0.05, "of 5% takes 200 fewer people a year"),
        (STUDENTS_OF, "points", answer(0.09), 0.09, "is at 9.0% and has reached 9%"),
        (DROPOUT_OF, "points", answer(0.09), 0.09, "is at 9.0% and has reached 9%"),
        (STUDENTS_OF, "points", answer(0.05), 0.05, "is at 9.0% and has reached 5%"),
        (DROPOUT_OF, "points", answer(0.25), 0.25, "is at 9.0% and has reached 25%"),
        (
            STUDENTS_OF,
            "quarter",
            answer(0.14, possible=False),
            0.25,
            "reaches only 14.0% this way (W), not 25%",
        ),
        (
            STUDENTS_OF,
            "levers",
            answer(0.26),
            0.25,
            "comes to 26.0% with these levers and reaches 25% (850 people",
        ),
        (
            STUDENTS_OF,
            "levers",
            answer(0.2, possible=False),
            0.25,
            "20.0% with these levers, 250 people short of 25%",
        ),
    ],
)
def test_the_answer_in_one_sentence(of: Situation, way: str, given: Answer, target: float, told: str) -> None:
    assert told in headline(of, GIMHAE, plain("W"), way, given, target).en


def test_a_limit_is_told_in_people_and_in_its_direction() -> None:
    short = answer(0.14, 0.14, possible=False)
    assert impossible(STUDENTS_OF, "quarter", answer(0.25), 0.25) == []
    assert impossible(STUDENTS_OF, "levers", short, 0.25) == []
    (told,) = impossible(STUDENTS_OF, "quarter", short, 0.25)
    assert "at the very most it reaches 14.0%, 250 people a year more than now" in told.en
    (told,) = impossible(DROPOUT_OF, "quarter", answer(0.05, 0.05, possible=False), 0.01)
    assert "5.0%, 200 people a year fewer than now" in told.en
    (told,) = impossible(STUDENTS_OF, "points", answer(0.09, 0.09, possible=False), 0.25)
    assert "0 people a year more than now" in told.en
    for target, why_not in ((0.25, "stays there"), (0.0, "never reached"), (1.0, "never reached")):
        assert why_not in impossible(STUDENTS_OF, "odds", short, target)[1].en


def test_what_a_way_does_to_every_part() -> None:
    assert way_text("points", answer(0.25, step=0.16), 9).en == "+16.0 pp everywhere"
    assert way_text("odds", answer(0.25, step=3.456), 9).en == "every odds times 3.46"
    assert (
        way_text("quarter", answer(0.25, step=0.14), 9).en
        == "everyone to 14.0%, the 75th percentile of 9 peers"
    )
    assert way_text("levers", answer(0.25, step=None), 9).en == "by the levers"
    assert way_text("points", answer(0.25, step=None), 9).en == "–"


PLACES = Capacity("places", 2000, 2025, None, institutions=3, taken=1900, by_locals=450)
HIRES = Capacity("hires", 400, 2025, None, halves=2, asked=98, answered=70)


def test_a_target_is_held_against_places_and_plans() -> None:
    assert beyond_capacity(None, 5000) == []
    assert beyond_capacity(PLACES, 2000) == []
    assert "Impossible: 50 more than there are places" in beyond_capacity(PLACES, 2050)[0].en
    assert "within these plans: 50 more than they hold" in beyond_capacity(HIRES, 450)[0].en
    assert "university places" in capacity_told("places", None, 1, 1)[0].en
    assert "planned hires" in capacity_told("hires", None, 1, 1)[0].en
    first, second = capacity_told("places", PLACES, 1000, 100)
    assert first.en == (
        "Places: 2,000 at the city's 3 universities in 2025. The target puts 1,000 of the city's graduates "
        "into 50.0% of them."
    )
    assert second.en == "Of 1,900 who entered, 450 came from the city; 100 places stayed empty."
    *_, third = capacity_told("places", PLACES, 1000, 101)
    assert third.en == "Of the 101 more, 1 would need places that others take now."
    full = replace(PLACES, taken=2100)
    assert "0 places stayed empty" in capacity_told("places", full, 1000, 0)[1].en
    assert len(capacity_told("places", replace(PLACES, taken=None), 1000, 9999)) == 1
    assert len(capacity_told("places", replace(PLACES, by_locals=None), 1000, 9999)) == 1
    (hires,) = capacity_told("hires", HIRES, 100, 100)
    assert "400 in 2025 (both halves) by the 70 firms that answered of 98 asked" in hires.en
    assert "needs 100 a year, 25.0% of these plans" in hires.en
    (once,) = capacity_told(
        "hires", replace(HIRES, halves=1, asked=None, answered=None, available=0), 100, 100
    )
    assert "0 in 2025 (one half only) by the 0 firms that answered of 0 asked" in once.en
    assert "– of these plans" in once.en
