"""The chain from school to settling: matched cohorts, parts of a change, flows that conserve, the page."""

from __future__ import annotations

from dataclasses import replace
from math import fsum, log, prod

import pandas as pd
import pytest
from handed_over import snapshot
from hypothesis import given
from hypothesis import strategies as st
from small import shipped
from test_pages import opened, words

from kpis import Scope, measure
from meomureum.analysis.statistics.chain import (
    NODES,
    Cohort,
    Link,
    chain_movement,
    contributions,
    flows,
    people_at_nodes,
    ratio,
    shares,
)
from meomureum.analysis.studies.cohorts import cohorts, graduates, leavers, places_gone_to
from meomureum.analysis.words.chain import NODES as NODE_NAMES
from meomureum.analysis.words.chain import chain_finding, refusal
from meomureum.figures.chain import COLUMNS
from meomureum.figures.chain_stages import stages_figure
from meomureum.figures.recipes import figures_of
from meomureum.store.address import View
from meomureum.texts import Text

CITIES = ("gimhae", "ansan", "siheung")
STAGES = (
    "local_university_entry_rate",
    "university_dropout_rate",
    "local_employment_rate",
    "settlement_rate_1y",
)


def cohort(year: int, *counts: tuple[float, float]) -> Cohort:
    """One count a stage, all of the cohort's year."""
    links = [Link(stage, year, kept, of) for stage, (kept, of) in zip(STAGES, counts, strict=True)]
    return Cohort("gimhae", year, tuple((link,) for link in links))


# By hand: 100 of 1,000 enter, 4 of 5 stay, 1 of 10 is hired, 1 of 2 settles; a year later 2 of 10 are hired.
BEFORE = cohort(2019, (100, 1000), (800, 1000), (10, 100), (50, 100))
AFTER = cohort(2020, (100, 1000), (800, 1000), (20, 100), (50, 100))


def test_a_chain_of_some_institutions_says_of_how_many_is_hollow_and_never_judged() -> None:
    found, view = cohorts(snapshot(), "sample", "gimhae"), View("ko", "sample", ("gimhae",))
    within = found.matched[-1:]
    whole = stages_figure(snapshot(), view, found, within, {})
    marks = found.counts["marks"].where(found.counts["kpi_id"] != STAGES[2], "partial:2/4")
    of_some = stages_figure(
        snapshot(), view, replace(found, counts=found.counts.assign(marks=marks)), within, {}
    )
    assert "가장 약한 고리" in whole.title
    hired = within[0].stages[2][0].year
    assert of_some.title == (
        f"김해시: 아직 일부 기관의 값이라 판단하지 않습니다(시 안 취업 {hired}년은 등록 기관 4곳 중 2곳)"
    )
    assert [whole.series[0].role, of_some.series[0].role] == ["computed", "published"]


def test_the_chain_is_the_product_of_its_stages_and_the_lowest_is_weakest() -> None:
    assert BEFORE.value == pytest.approx(0.1 * 0.8 * 0.1 * 0.5)
    assert AFTER.value == pytest.approx(0.008)
    assert cohort(2019, (100, 1000), (800, 1000), (9, 100), (50, 100)).weakest == 2
    assert AFTER.weakest == 0


def test_a_link_is_called_weakest_only_where_chance_would_leave_it_so() -> None:
    # Wilson, 95 %: 9 of 100 lies within 4.8 and 16.2 %, 100 of 1,000 within 8.3 and 12.0 %; 10 of 1,000 ends at 1.8 %.
    either = cohort(2019, (100, 1000), (800, 1000), (9, 100), (50, 100))
    assert not either.weakest_is_clear
    clear = cohort(2019, (100, 1000), (800, 1000), (10, 1000), (50, 100))
    assert clear.weakest_is_clear
    place = Text("김해시", "Gimhae")
    assert "시 안 취업'에서 가장 줄었습니다" in chain_finding(clear, place).ko
    assert (
        chain_finding(either, place).ko == "김해시 2019년 졸업자 1만 명 중 36.0명이 네 단계를 모두 이었습니다"
    )


def test_a_stage_that_alone_has_moved_has_the_whole_change() -> None:
    assert shares(BEFORE.rates, AFTER.rates) == pytest.approx((0, 0, 1, 0))
    assert contributions(BEFORE.rates, AFTER.rates) == pytest.approx((0, 0, 0.004, 0))
    assert shares(BEFORE.rates, BEFORE.rates) is None


def test_the_shares_are_those_of_the_logarithms() -> None:
    before, after = (0.10, 0.80, 0.04, 0.20), (0.12, 0.72, 0.06, 0.25)
    whole = log(prod(after) / prod(before))
    expected = [log(new / old) / whole for old, new in zip(before, after, strict=True)]
    assert shares(before, after) == pytest.approx(expected)


def test_a_stage_of_nobody_is_divided_by_das_guptas_average() -> None:
    # Two factors, 0 -> 0.5 and 0.4 -> 0.2: (0.5 - 0) x (0.4 + 0.2)/2 and (0.2 - 0.4) x (0 + 0.5)/2.
    assert contributions((0.0, 0.4), (0.5, 0.2)) == pytest.approx((0.15, -0.05))
    # Three, by Das Gupta's formula: da x [(bc + b'c')/3 + (bc' + b'c)/6].
    parts = contributions((0.0, 0.5, 0.4), (0.2, 0.6, 0.3))
    assert parts[0] == pytest.approx(0.2 * ((0.5 * 0.4 + 0.6 * 0.3) / 3 + (0.5 * 0.3 + 0.6 * 0.4) / 6))


rate = st.floats(0, 1, allow_subnormal=False)


@given(st.lists(st.tuples(rate, rate), min_size=1, max_size=4))
def test_the_parts_of_a_change_add_to_it(pairs: list[tuple[float, float]]) -> None:
    before, after = zip(*pairs, strict=True)
    assert abs(fsum(contributions(before, after)) - (prod(after) - prod(before))) < 1e-12


def test_a_chain_rose_only_where_the_interval_of_the_ratio_excludes_one() -> None:
    assert chain_movement(BEFORE, AFTER) == "unclear"
    large = [
        cohort(year, (1e4, 1e5), (8e4, 1e5), (hired, 1e4), (5e3, 1e4))
        for year, hired in ((2019, 1e3), (2020, 2e3))
    ]
    assert chain_movement(*large) == "rose"
    assert chain_movement(*reversed(large)) == "fell"
    nobody = cohort(2020, (0, 1000), (800, 1000), (10, 100), (50, 100))
    assert chain_movement(BEFORE, nobody) == "untested"


def test_a_count_that_both_cohorts_share_adds_no_uncertainty() -> None:
    shared = (Link(STAGES[1], 2020, 800, 1000),)
    one, two = (
        Cohort("x", each.year, (each.stages[0], shared, *each.stages[2:])) for each in (BEFORE, AFTER)
    )
    own, whole = ratio(one, two), ratio(BEFORE, AFTER)
    assert own is not None
    assert whole is not None
    assert own.high - own.low < whole.high - whole.low


def test_the_interval_of_a_ratio_by_hand() -> None:
    # (1 - r) / (n r) of each count: 0.009 and 0.00025 and 0.01 twice, 0.09 and 0.04; together 0.1685.
    # ln 2 -+ 1.96 x sqrt(0.1685) = 0.693147 -+ 0.804556.
    found = ratio(BEFORE, AFTER)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.894573, 4.471405), abs=1e-5)
    nobody = cohort(2020, (0, 1000), (800, 1000), (10, 100), (50, 100))
    assert ratio(BEFORE, nobody) is None
    assert ratio(nobody, BEFORE) is None


def test_a_stage_that_lets_nobody_pass_elsewhere_is_compared_with_nothing() -> None:
    nobody = cohort(2020, (0, 1000), (800, 1000), (20, 100), (50, 100))
    for others in ([nobody], []):
        entry = AFTER.against(others)[0]
        assert entry != entry
    assert AFTER.against([nobody])[1] == pytest.approx(1)


def test_cities_are_compared_by_their_people_together() -> None:
    other = cohort(2020, (300, 1000), (800, 1000), (20, 100), (50, 100))
    larger = cohort(2020, (0, 2000), (800, 1000), (20, 100), (50, 100))
    assert AFTER.against([other, larger])[0] == pytest.approx(0.1 / 0.1)


# --- flows ---------------------------------------------------------------------------

people = st.integers(0, 10**6).map(float)
LEAVING = st.fixed_dictionaries(
    dict.fromkeys(("entered", "away", "straight_to_work", "unknown", "other"), people)
)
GRADUATING = st.fixed_dictionaries(dict.fromkeys(("hired", "hired_elsewhere", "unknown", "other"), people))


@given(LEAVING, GRADUATING, rate, rate)
def test_what_flows_into_a_node_flows_out_of_it(
    leaving: dict[str, float], graduating: dict[str, float], staying: float, settling: float
) -> None:
    links = ((1.0, 2.0), (staying, 1.0), (1.0, 2.0), (settling, 1.0))
    along = flows(cohort(2019, *links), leaving, graduating)
    within = {node: fsum(flow.people for flow in along if flow.target == node) for node in NODES}
    out = {node: fsum(flow.people for flow in along if flow.source == node) for node in NODES}
    for node in ("entered", "stayed", "hired"):
        assert within[node] == pytest.approx(out[node], abs=1e-6)
    ends = fsum(within[node] - out[node] for node in NODES if node != "school")
    assert ends == pytest.approx(fsum(leaving.values()), abs=1e-6)
    assert all(flow.people > 0 for flow in along)


def test_the_people_along_the_chain_by_hand() -> None:
    # Of 100 who entered 80 % stay; of a hundred graduates 20 are hired here; half of those hired settle.
    counts = cohort(2019, (100, 160), (80, 100), (20, 100), (50, 100))
    leaving = {"unknown": 10.0, "entered": 100.0, "away": 50.0, "other": 0.0}
    working = {"other": 20.0, "hired": 20.0, "hired_elsewhere": 60.0}
    found = flows(counts, leaving, working)
    assert [(flow.source, flow.target, flow.counted) for flow in found] == [
        ("school", "entered", True),
        ("school", "away", True),
        ("school", "unknown", True),
        ("entered", "stayed", False),
        ("entered", "other", False),
        ("stayed", "hired", False),
        ("stayed", "hired_elsewhere", False),
        ("stayed", "other", False),
        ("hired", "settled", False),
        ("hired", "other", False),
    ]
    assert [flow.people for flow in found] == pytest.approx([100, 50, 10, 80, 20, 16, 48, 16, 8, 8])
    assert list(people_at_nodes(found)) == [
        *("school", "entered", "away", "stayed", "hired", "hired_elsewhere", "settled", "unknown", "other")
    ]
    assert people_at_nodes(found) == pytest.approx(
        {"school": 160, "entered": 100, "away": 50, "stayed": 80, "hired": 16}
        | {"hired_elsewhere": 48, "settled": 8, "unknown": 10, "other": 44}
    )


def test_without_graduates_what_became_of_those_who_stayed_is_unknown() -> None:
    counts = cohort(2019, (100, 160), (80, 100), (20, 100), (50, 100))
    for nobody in ({}, {"hired": 0.0, "other": 0.0}):
        along = people_at_nodes(flows(counts, {"entered": 100.0}, nobody))
        assert along == pytest.approx(
            {"school": 100, "entered": 100, "stayed": 80, "unknown": 80, "other": 20}
        )


def test_everybody_goes_to_one_node_of_the_chain() -> None:
    def gone(*rows: tuple[str, str | None, float]) -> pd.DataFrame:
        return pd.DataFrame(rows, columns=["outcome", "level", "people"])

    schools = gone(
        ("university", "city", 5),
        ("junior_college", "city", 3),
        ("advanced", "city", 1),
        ("university", "neighbours", 2),
        ("university", "unknown", 4),
        ("advanced", None, 6),
        ("abroad", "city", 7),
        ("employed", "city", 8),
        ("employed", "elsewhere", 9),
        ("unknown", None, 10),
        ("enlisted", None, 11),
    )
    assert leavers(schools) == {
        "entered": 9,
        "away": 9,
        "unknown": 20,
        "straight_to_work": 17,
        "other": 11,
    }
    universities = gone(
        ("employed", "city", 1),
        ("employed", "elsewhere", 2),
        ("employed", "unknown", 4),
        ("employed", None, 8),
        ("unknown", "city", 16),
        ("advanced", "city", 32),
    )
    assert graduates(universities) == {"hired": 1, "hired_elsewhere": 2, "unknown": 28, "other": 32}


def test_there_are_nine_named_nodes_and_other() -> None:
    assert len(NODES) == 10
    assert NODES[-1] == "other"
    assert "unknown" in NODES
    assert set(NODES) == set(NODE_NAMES) == set(COLUMNS)


@pytest.mark.parametrize("city", CITIES)
def test_the_flow_of_the_sample_agrees_with_the_indicators(city: str) -> None:
    found = cohorts(snapshot(), "sample", city)
    measured = measure(snapshot(), "retention_chain", Scope("sample", (city,))).set_index("year")["value"]
    schools, universities = (
        places_gone_to(snapshot(), "sample", city, origin) for origin in ("high_school", "university")
    )
    for each in found.matched:
        assert each.value == pytest.approx(measured[each.year])
        leaving = leavers(schools[schools["year"] == each.year])
        working = graduates(universities[universities["year"] == each.year + 4])
        entry, hiring = each.stages[0][0], each.stages[2][0]
        assert (leaving["entered"], fsum(leaving.values())) == (entry.kept, entry.of)
        assert (working["hired"], fsum(working.values())) == (hiring.kept, hiring.of)
        settled = people_at_nodes(flows(each, leaving, working))["settled"]
        assert settled == pytest.approx(each.value * entry.of)


def test_cohorts_that_do_not_match_are_refused_by_what_they_lack() -> None:
    found = cohorts(snapshot(), "sample", "gimhae")
    assert [each.year for each in found.matched] == [2019, 2020]
    assert [(lack.stage, lack.years) for lack in found.refused[2021]] == [("settlement_rate_1y", (2025,))]
    assert refusal(2021, found.refused[2021]).ko == (
        "2021년 코호트는 잇지 않습니다. 자료가 없는 단계: 정주 2025년."
    )
    published = cohorts(shipped(), "published", "gimhae")
    assert (published.matched, published.refused) == ((), {})
    # "590 of 5,800" was taken over as published: no rows stand behind it.
    assert published.known == {
        "local_university_entry_rate": (),
        "university_dropout_rate": tuple(range(2016, 2025)),
        "local_employment_rate": (),
        "settlement_rate_1y": (),
    }


def test_every_figure_of_the_page_carries_what_it_must() -> None:
    for language in ("ko", "en"):
        found = figures_of(snapshot(), "chain", View(language, "sample", ("gimhae",)))
        assert [figure.kind for figure in found] == ["flow", "bar", "bridge", *("stacked", "table") * 2]
        for figure in found:
            assert figure.synthetic
            assert figure.as_of
            assert figure.definition
            assert figure.subtitle
            assert figure.alt
            assert {len(row) for row in figure.rows} == {len(figure.columns)}
    assert figures_of(shipped(), "chain", View(cities=("gimhae",))) == ()


# --- the page ------------------------------------------------------------------------


def test_the_page_names_cohorts_stages_and_the_weakest_link() -> None:
    told = words(opened("chain", set="sample"))
    for phrase in (
        "2019년과 2020년 코호트의 차이",
        "이을 수 있는 코호트: 2019, 2020년",
        "2021년 코호트는 잇지 않습니다. 자료가 없는 단계: 정주 2025년.",
        "가장 약한 고리는 시 안 취업(4.8%)입니다",
        "5,806명 중 590명",
        "알 수 없음·추적 불가",
        "같은 사람을 따라간 값이 아닙니다",
        "부산광역시",
        "합성 표본 데이터",
    ):
        assert phrase in told


def test_one_cohort_alone_is_shown_without_a_change() -> None:
    told = words(opened("chain", set="sample", lang="en", to="2019"))
    assert "Only one cohort of the period" in told
    assert not any(phrase in told for phrase in ("없습니다", "코호트", "어림", "단위"))


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            (
                "공표된 적이 없습니다. 알려진 값을 대신 보여 드립니다",
                "2016, 2017",
                "고교 졸업자 진로",
                "졸업자 거주",
                "표본으로 보기",
            ),
        ),
        ("en", ("which has not been published", "2016, 2017", "Residence of graduates", "Show the sample")),
    ],
)
def test_published_figures_are_no_chain_and_say_which_file_is_missing(
    language: str, phrases: tuple[str, ...]
) -> None:
    told = words(opened("chain", lang=language))
    for phrase in phrases:
        assert phrase in told


def test_a_period_without_a_cohort_names_the_cohorts_that_exist() -> None:
    told = words(opened("chain", **{"set": "sample", "from": "2022", "to": "2022"}))
    assert "2022년 코호트는 잇지 않습니다" in told
    assert "이을 수 있는 코호트: 2019, 2020년" in told
    assert "모든 연도로 보기" in told
