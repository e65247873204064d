"""The verdict on the screen: both scores, people, and the formula with its numbers, one key away."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from small import shipped
from test_progress import ENTRY, JOBS, NEAR, RANK, observed

from kpis import Scope, measure
from meomureum.analysis.targets.judgement import STANDINGS, Progress, assess
from meomureum.analysis.targets.ledger import Target, aim
from meomureum.components.indicator import TONES
from meomureum.components.verdict import verdict
from meomureum.figures.standing import ATTENTION
from meomureum.texts import LANGUAGES, Language, Text

GIMHAE = Text("김해시", "Gimhae")


def words(progress: Progress, language: Language = "ko") -> str:
    html = verdict(progress, language, GIMHAE)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def entry(latest: float, of: int = 5_000) -> Progress:
    return assess(ENTRY.kpi_id, observed(*NEAR, (2025, latest), of=of), ENTRY)


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        (
            "ko",
            (
                "김해시 지역 대학 진학률",
                "속도를 내야 함",
                "경로로 본 진도: 직선 경로 0.625",
                "성장률로 본 진도: 유럽통계청 방식 0.850",
                "2025년 경로까지 3.0%p, 약 150명 모자람",
                "2027년 목표까지 11.0%p, 약 550명",
                "해마다 +5.5%p, 약 275명",
                "2024년 10.0% → 2025년 14.0%, +4.0%p (95% 구간 +2.7%p ~ +5.3%p): 우연을 넘어 올랐습니다",
                "9% (2023년, 연도는 가정)",
                "(14.0 − 9.0) / (17.0 − 9.0) = 0.625",
                "((14.0/9.0)^(1/2) − 1) / ((25.0/9.0)^(1/4) − 1) = 0.850",
            ),
        ),
        (
            "en",
            (
                "Gimhae: Local university entry rate",
                "Must accelerate",
                "By the path: Straight line 0.625",
                "By growth: Eurostat method 0.850",
                "3.0 pp, about 150 people short",
                "11.0 pp, about 550 people",
                "+5.5 pp a year, about 275 people",
                "rose beyond chance",
                "(14.0 − 9.0) / (17.0 − 9.0) = 0.625",
                "((14.0/9.0)^(1/2) − 1) / ((25.0/9.0)^(1/4) − 1) = 0.850",
            ),
        ),
    ],
)
def test_fourteen_percent_prints_both_scores_and_both_formulas(
    language: Language, phrases: tuple[str, ...]
) -> None:
    told = words(entry(0.14), language)
    for phrase in phrases:
        assert phrase in told


def test_both_classes_are_shown_where_the_methods_disagree() -> None:
    told = words(entry(0.15))
    assert "0.750 속도를 내야 함" in told
    assert "1.000 순조로움" in told
    assert "두 방법의 판정이 다릅니다. 경로로는 '속도를 내야 함', 성장률로는 '순조로움'입니다" in told
    assert "두 방법의 판정이 다릅니다" not in words(entry(0.14))


def test_a_change_within_chance_is_called_so() -> None:
    assert "우연과 구별되지 않습니다" in words(entry(0.14, of=50))


@pytest.mark.parametrize("target", [ENTRY, JOBS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_published_figures_print_no_verdict_and_say_why(target: Target, language: Language) -> None:
    measured = measure(shipped(), target.kpi_id, Scope(cities=("gimhae",)))
    told = words(assess(target.kpi_id, measured, aim(shipped(), target.kpi_id, "gimhae")), language)
    reason = {
        "ko": "기준값 뒤로 공표된 값이 없어 판정하지 않습니다. 같은 산식의 값이 3개부터 판정합니다.",
        "en": "No verdict: nothing has been published since the baseline. It takes 3 values of one formula.",
    }
    assert reason[language] in told
    for standing in ("met", "on_track", "must_accelerate", "limited", "moving_away"):
        assert STANDINGS[standing](language) not in told


def test_two_points_print_no_verdict_and_no_score() -> None:
    told = words(assess(ENTRY.kpi_id, observed((2023, 0.09), (2025, 0.17)), ENTRY))
    assert "관측한 값이 2개뿐이라 판정하지 않습니다. 3개부터 판정합니다." in told
    assert "경로로 본 진도: 직선 경로" not in told
    assert "= 1.000" not in told


def test_the_workings_open_by_key_and_are_named() -> None:
    html = str(verdict(entry(0.14), "ko", GIMHAE))
    assert html.count("<details") == html.count("<summary>") == 1
    assert "계산 과정 보기" in html
    assert "– 김해시 지역 대학 진학률" in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "progress",
    [
        assess(ENTRY.kpi_id, observed().reindex(columns=["year", "value"]), ENTRY),
        assess(ENTRY.kpi_id, observed((2025, 0.1)), None),
        assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.3)), ENTRY),
        assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.2)), replace(ENTRY, year=None)),
        assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.2)), replace(ENTRY, value=None, year=None)),
        assess(ENTRY.kpi_id, observed(*NEAR, (2025, 0.2)), replace(ENTRY, unit="count", value=48)),
        assess(
            "qs_asia_rank", observed((2023, 350), (2024, 300), (2025, 301), formula="band", high=49), RANK
        ),
        assess(
            "university_dropout_rate",
            observed(*NEAR, (2025, 0.1), formula="enrolled"),
            replace(ENTRY, direction="down", value=0.05),
        ),
    ],
)
def test_every_standing_can_be_drawn(progress: Progress, language: Language) -> None:
    told = words(progress, language)
    assert STANDINGS[progress.standing](language) in told
    assert "None" not in told
    assert "nan" not in told
    assert language == "ko" or not re.search("[가-힣]", told)


def test_an_interval_that_just_holds_no_change_shows_it() -> None:
    rows = observed((2023, 0.09), (2024, 123 / 2564), (2025, 155 / 2564), of=2564)
    told = words(assess(ENTRY.kpi_id, rows, ENTRY), "en")
    assert "(95% interval +0.01 pp to +2.5 pp): rose beyond chance" in told


def test_invented_data_carries_its_mark() -> None:
    assert "합성 표본 데이터" in verdict(entry(0.14), "ko", GIMHAE, synthetic=True)
    assert "합성 표본 데이터" not in verdict(entry(0.14), "ko", GIMHAE)


def test_a_rank_behind_its_path_is_not_over_it() -> None:
    ranks = observed((2023, 350), (2024, 350), (2025, 301), formula="band", high=49)
    assert "1위 뒤처짐" in words(assess("qs_asia_rank", ranks, RANK))
    losing = replace(ENTRY, kpi_id="university_dropout_rate", direction="down", value=0.05)
    dropout = observed(*NEAR, (2025, 0.1), formula="enrolled")
    assert "3.0%p, 약 150명 넘침" in words(assess("university_dropout_rate", dropout, losing))


def test_a_name_is_printed_as_the_text_it_is() -> None:
    hostile = Text("<b>김해</b>", "<b>Gimhae</b>")
    assert "<b>" not in verdict(entry(0.14), "ko", hostile)


def test_every_standing_has_a_colour_and_a_place_in_the_order_of_attention() -> None:
    assert set(TONES) == set(ATTENTION) == set(STANDINGS)
