"""The face for analysts: words are checked, surveys know what they draw, stocks are averaged, one's own indicators count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

import pandas as pd
import pytest
from small import Folder, shipped, written

import kpis
from kpis import Formula, Kpi, NotFitting, Scope, UnknownWord
from meomureum.analysis.targets.changes import count_of
from meomureum.components.indicator import counted
from meomureum.store.warehouse import Snapshot
from meomureum.texts import plain

DROPOUT, SHORTAGE, UNFILLED, LOCAL = (
    "university_dropout_rate",
    "labour_shortage_rate",
    "unfilled_rate",
    "local_employment_rate",
)
FIRMS = (
    "연도,반기,시군구,산업,직종,기업 규모,현원,부족인원,구인인원,채용인원,채용계획,조사대상 기업,응답 기업"
)
ANSWERS = "연도,시군구,응답자 집단,기관,성별,문항,응답,가중값,응답자"
GRADUATES = "연도,대학,학과,졸업 후 진로,직장 소재지,산업,졸업자"


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two half-years of firms in two sizes and two occupations; a weighted survey; graduates by industry."""
    folder = Folder(tmp_path_factory.mktemp("surveyed"), whole=True)
    firms = [
        # year, half, city, industry, occupation, size, staff, lacking, openings, hired, planned, asked, answered
        [2025, 1, "김해", "의생명", "생산", "5-29", 900, 30, 40, 30, 5, 60, 50],
        [2025, 1, "김해", "의생명", "연구", "5-29", 600, 20, 20, 10, 5, 60, 40],
        [2025, 1, "김해", "의생명", "생산", "300+", 500, 10, 10, 10, 5, 20, 18],
        [2025, 2, "김해", "의생명", "생산", "5-29", 960, 40, 50, 40, 5, 60, 54],
        [2025, 2, "김해", "의생명", "연구", "5-29", 640, 20, 20, 20, 5, 60, 42],
        [2025, 2, "김해", "의생명", "생산", "300+", 520, 20, 10, 0, 5, 20, 18],
    ]
    folder.write(written(FIRMS.split(","), firms), "firms.csv")
    answers = [
        [2025, "김해", "대학생", "인제대", "", "정주의향", "그렇다", 30, 10],
        [2025, "김해", "대학생", "인제대", "", "정주의향", "그렇지 않다", 20, 40],
        [2025, "김해", "대학생", "인제대", "", "정주의향", "무응답", 5, 5],
    ]
    folder.write(written(ANSWERS.split(","), answers), "answers.csv")
    graduates = [
        [2025, "인제대", "가", "취업", "김해", "지능형로봇", 12],
        [2025, "인제대", "가", "취업", "김해", "의생명", 8],
        [2025, "인제대", "가", "취업", "서울", "지능형로봇", 5],
        [2025, "인제대", "가", "기타", "", "", 75],
    ]
    folder.write(written(GRADUATES.split(","), graduates), "graduates.csv")
    return folder.snapshot()


def row(table: pd.DataFrame) -> pd.Series:
    found = table[table["value"].notna()]
    assert len(found) == 1, found.to_string()
    return found.iloc[0]


# Words.


@pytest.mark.parametrize(
    ("ask", "near"),
    [
        (lambda _: Scope("publishd"), "published"),  # type: ignore[arg-type]
        (lambda s: kpis.measure(s, "university_dropout"), DROPOUT),
        (lambda _: kpis.find("drop_out_rate"), DROPOUT),
        (lambda s: kpis.measure(s, DROPOUT, Scope(cities=("gimhea",))), "gimhae"),
        (lambda s: kpis.measure(s, DROPOUT, Scope(cities=("김해시",))), "gimhae"),
        (lambda s: kpis.measure(s, DROPOUT, Scope(institutions=("inge",))), "inje"),
        (lambda s: kpis.measure(s, DROPOUT, Scope(sexes=("femal",))), "female"),
        (lambda s: kpis.measure(s, DROPOUT, Scope(fields=("enginering",))), "engineering"),
        (lambda s: kpis.measure(s, DROPOUT, Scope(industries=("robotic",))), "robotics"),
        (lambda s: kpis.measure(s, DROPOUT, by=("city", "yaer")), "year"),
        (lambda s: kpis.measure(s, DROPOUT, by="city_id"), "city"),
        (lambda s: kpis.measure(s, DROPOUT, formula_id="enroled"), "enrolled"),
        (lambda s: kpis.measure(s, DROPOUT, labels="kr"), "ko"),  # type: ignore[arg-type]
        (lambda s: kpis.measure(s, DROPOUT, prefer="compute"), "computed"),  # type: ignore[arg-type]
        (lambda s: kpis.statement(s, DROPOUT, Scope(cities=("gimhea",))), "gimhae"),
        (lambda s: kpis.statement(s, "dropout_rate"), DROPOUT),
    ],
)
def test_a_word_that_there_is_not_is_told_with_the_nearest(
    ask: Callable[[Snapshot], object], near: str
) -> None:
    with pytest.raises(UnknownWord) as told:
        ask(shipped())
    assert isinstance(told.value, ValueError)
    assert near in told.value.nearest
    assert near in str(told.value)
    assert told.value.word in str(told.value)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Scope(first_year="2024"),  # type: ignore[arg-type]
        lambda: Scope(last_year=True),
        lambda: Scope(first_year=2024.5),  # type: ignore[arg-type]
        lambda: Scope(cities=(1,)),  # type: ignore[arg-type]
        lambda: Scope(cities=None),  # type: ignore[arg-type]
        lambda: kpis.measure(shipped(), DROPOUT, {"cities": "gimhae"}),  # type: ignore[arg-type]
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(NotFitting):
        ask()


def test_one_code_stands_for_itself_and_a_list_is_as_good_as_a_tuple() -> None:
    assert Scope(cities="gimhae") == Scope(cities=("gimhae",)) == Scope(cities=["gimhae"])  # type: ignore[arg-type]
    assert hash(Scope(cities=["gimhae"])) == hash(Scope(cities=("gimhae",)))  # type: ignore[arg-type]
    found = kpis.measure(shipped(), DROPOUT, Scope(cities="gimhae", first_year=2024), by="year")  # type: ignore[arg-type]
    assert row(found)["numerator"] == 688 + 179 + 19
    found = kpis.measure(shipped(), DROPOUT, Scope(cities="gimhae"))  # type: ignore[arg-type]
    assert set(found["city_id"]) == {"gimhae"}


def test_what_a_protected_reader_cannot_know_is_not_called_unknown(surveyed: Snapshot) -> None:
    with pytest.raises(UnknownWord):
        kpis.measure(surveyed, LOCAL, Scope(departments=("다",)))
    mine = replace(surveyed, only=("inje",))
    assert kpis.measure(mine, LOCAL, Scope(departments=("다",)))["value"].isna().all()


# The answer.


def test_the_columns_and_their_kinds_do_not_depend_on_what_was_asked(surveyed: Snapshot) -> None:
    asked = [
        kpis.measure(surveyed, SHORTAGE),
        kpis.measure(surveyed, "qs_asia_rank", Scope(cities=("ansan",))),
        kpis.measure(surveyed, DROPOUT, by=("institution",)),
        kpis.measure(surveyed, "retention_chain"),
        kpis.measure(surveyed),
    ]
    for found in asked:
        assert {name: str(kind) for name, kind in found.dtypes.items()} == {
            name: column.kind for name, column in kpis.RESULT.items()
        }
    assert all(column.about.ko and column.about.en for column in kpis.RESULT.values())


def test_all_indicators_at_once_are_each_by_itself() -> None:
    every = kpis.measure(shipped(), scope=Scope(cities=("gimhae",)))
    assert list(every["kpi_id"].unique()) == [kpi.id for kpi in kpis.KPIS]
    two = kpis.measure(shipped(), (DROPOUT, "qs_asia_rank"), Scope(cities=("gimhae",)))
    of_two = every[every["kpi_id"].isin([DROPOUT, "qs_asia_rank"])]
    by_id = {DROPOUT: 0, "qs_asia_rank": 1}
    pd.testing.assert_frame_equal(
        two, of_two.sort_values("kpi_id", key=lambda ids: ids.map(by_id), kind="stable", ignore_index=True)
    )


def test_names_stand_beside_codes_in_the_language_asked_for() -> None:
    scope = Scope(institutions=("inje",), first_year=2024)
    for language, expected in (
        ("ko", ("중도탈락률", "재적학생 대비", "인제대학교", "값")),
        ("en", ("University drop-out rate", "Of enrolled students", "Inje University", "Value")),
    ):
        found = kpis.measure(shipped(), DROPOUT, scope, ("institution", "year"), labels=language)  # type: ignore[arg-type]
        told = row(found)[["kpi_name", "formula_name", "institution_name", "status_name"]]
        assert tuple(told) == expected


def test_where_a_value_is_both_computed_and_published_one_row_is_left() -> None:
    scope = Scope(cities=("korea",), first_year=2020, last_year=2022)
    both = kpis.measure(shipped(), "vocational_advancement_rate", scope)
    assert both.groupby("year").size().max() == 2
    for origin in ("computed", "published"):
        found = kpis.measure(shipped(), "vocational_advancement_rate", scope, prefer=origin)
        assert found.groupby("year").size().max() == 1
        assert set(found.loc[found["year"] == 2020, "origin"]) == {origin}
    employment = Scope(cities=("korea",), first_year=2021, last_year=2021)
    found = kpis.measure(shipped(), "vocational_employment_rate", employment, prefer="computed")
    assert (row(found)["origin"], round(row(found)["value"], 3)) == ("published", 0.554)


def test_an_indicator_of_ones_own_is_measured_like_any_other() -> None:
    word = plain("own")
    formula = Formula(
        "left",
        word,
        table="university_students",
        numerator="enrolled - dropped_out",
        denominator="enrolled",
        measures=("dropped_out", "enrolled"),
    )
    own = Kpi("stayed_enrolled", word, word, word, (formula,), word)
    scope = Scope(institutions=("inje",), first_year=2024)
    found = row(kpis.measure(shipped(), own, scope, ("institution", "year"), labels="ko", interval=True))
    assert (found["numerator"], found["denominator"], found["kpi_name"]) == (9_017 - 688, 9_017, "own")
    assert found["low"] < found["value"] < found["high"]
    elsewhere = replace(own, formulas=(replace(formula, table="university_studens"),))
    with pytest.raises(UnknownWord, match="university_students"):
        kpis.measure(shipped(), elsewhere, scope)


# Intervals, stocks and flows, what is drawn.


def wilson_by_hand(count: float, of: float) -> tuple[float, float]:
    z = 1.96
    spread, width = z * sqrt(z * z + 4 * count * (1 - count / of)), 2 * (of + z * z)
    return (2 * count + z * z - spread) / width, (2 * count + z * z + spread) / width


def test_the_interval_of_a_rate_is_wilsons() -> None:
    scope = Scope(institutions=("inje",), first_year=2024)
    found = row(kpis.measure(shipped(), DROPOUT, scope, ("institution", "year"), interval=True))
    assert (found["low"], found["high"]) == pytest.approx(wilson_by_hand(688, 9_017))
    announced = kpis.measure(shipped(), LOCAL, Scope(cities=("gimhae",)), interval=True)
    assert announced["low"].isna().all()
    count = kpis.measure(shipped(), "high_school_graduates", formula_id="kess", interval=True)
    assert count["value"].notna().any()
    assert count["low"].isna().all()


def test_a_stock_is_averaged_over_the_half_years_and_firms_are_what_was_drawn(surveyed: Snapshot) -> None:
    found = row(kpis.measure(surveyed, SHORTAGE, Scope(cities=("gimhae",)), interval=True))
    # Lacking 60 and 80 people of 2,060 and 2,200: on average 70 of 2,130. Firms: (50 + 18 + 54 + 18) / 2.
    assert (found["numerator"], found["denominator"], found["sample_size"]) == (70, 2_130, 70)
    assert (found["low"], found["high"]) == pytest.approx(wilson_by_hand(70 / 2_130 * 70, 70))
    words = counted(kpis.find(SHORTAGE), found)
    assert words.en == "70 of about 2,130 (from 70 firms)"


def test_a_flow_is_added_up_and_goes_by_the_same_firms(surveyed: Snapshot) -> None:
    found = row(kpis.measure(surveyed, UNFILLED, Scope(cities=("gimhae",)), interval=True))
    assert (found["numerator"], found["denominator"], found["sample_size"]) == (20 + 20, 70 + 80, 70)
    assert (found["low"], found["high"]) == pytest.approx(wilson_by_hand(40 / 150 * 70, 70))


def test_a_weighted_survey_counts_as_many_as_its_weights_leave(surveyed: Snapshot) -> None:
    found = row(kpis.measure(surveyed, "settlement_intention", Scope(cities=("gimhae",)), interval=True))
    effective = (30 + 20) ** 2 / (30**2 / 10 + 20**2 / 40)
    assert (found["value"], found["sample_size"]) == (0.6, 50)
    assert found["effective_size"] == pytest.approx(effective)
    assert (found["low"], found["high"]) == pytest.approx(wilson_by_hand(0.6 * effective, effective))


def test_a_design_effect_makes_the_interval_wider(surveyed: Snapshot) -> None:
    plainly = kpis.find("settlement_intention")
    within_schools = replace(plainly, formulas=(replace(plainly.formulas[0], design_effect=2.0),))
    scope = Scope(cities=("gimhae",))
    one, other = (row(kpis.measure(surveyed, kpi, scope, interval=True)) for kpi in (plainly, within_schools))
    assert other["effective_size"] == pytest.approx(one["effective_size"] / 2)
    assert other["value"] == one["value"]
    assert other["low"] < one["low"] < one["high"] < other["high"]


def test_pages_and_notebooks_give_one_interval(surveyed: Snapshot) -> None:
    for kpi_id in (SHORTAGE, UNFILLED, "settlement_intention"):
        found = row(kpis.measure(surveyed, kpi_id, Scope(cities=("gimhae",)), interval=True))
        count = count_of(kpis.find(kpi_id), found)
        assert count is not None
        assert (count.interval().low, count.interval().high) == (found["low"], found["high"])


def test_hires_into_an_industry_are_told_of_all_graduates(surveyed: Snapshot) -> None:
    scope = Scope(cities=("gimhae",), industries=("robotics",))
    found = row(kpis.measure(surveyed, LOCAL, scope))
    assert (found["numerator"], found["denominator"]) == (12, 100)
    of_employed = row(kpis.measure(surveyed, LOCAL, scope, formula_id="of_employed"))
    assert (of_employed["numerator"], of_employed["denominator"]) == (12, 17)
    grouped = kpis.measure(surveyed, LOCAL, Scope(cities=("gimhae",)), ("city", "industry", "year"))
    assert set(grouped["status"]) == {"not_applicable"}
    sql = kpis.statement(surveyed, LOCAL, scope)
    assert surveyed.query(str(sql))["numerator"].tolist() == [12]


def test_a_protected_release_gives_neither_hires_into_an_industry_nor_counts_of_a_stock(
    snapshot: Snapshot,
) -> None:
    internal = replace(snapshot, release="internal")
    robotics = Scope("sample", cities=("gimhae",), industries=("robotics",))
    assert set(kpis.measure(internal, LOCAL, robotics)["status"]) == {"not_offered"}
    scope = Scope("sample", cities=("gimhae",), first_year=2025)
    exact, shown = (row(kpis.measure(each, SHORTAGE, scope)) for each in (snapshot, internal))
    assert shown["value"] == pytest.approx(exact["value"])
    assert pd.isna(shown["numerator"])
    assert pd.isna(shown["sample_size"])
