"""What would follow from a line: its usual variation, the average change continued, the pace that is needed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from test_progress import ENTRY, RANK, observed

from meomureum.analysis.targets.judgement import assess
from meomureum.analysis.targets.outlook import continuation, required
from meomureum.analysis.words.outlook import breaks, outlook, signals
from meomureum.measures.measurement import find
from meomureum.texts import Text

RATE, GIMHAE = find(ENTRY.kpi_id), Text("김해시", "Gimhae")
PARTNERS = find("partner_institutions")


def yearly(*values: float, last: int = 2024) -> pd.DataFrame:
    """One value a year up to the last."""
    return observed(*((last + 1 - len(values) + at, value) for at, value in enumerate(values)))


RISING = yearly(0.10, 0.12, 0.13, 0.16, 0.18)


def test_the_average_change_goes_on_for_three_years_or_to_the_year_asked_for() -> None:
    found = continuation(RATE, RISING)
    assert found is not None
    assert (found.years, found.change) == pytest.approx((4, 0.02))
    assert found.values == pytest.approx({2024: 0.18, 2025: 0.20, 2026: 0.22, 2027: 0.24})
    nearer = continuation(RATE, RISING, 2025)
    assert nearer is not None
    assert nearer.values == pytest.approx({2024: 0.18, 2025: 0.20})
    for past in (2023, 2024):
        assert continuation(RATE, RISING, past) == found


def test_only_the_last_five_values_are_continued_by_the_years_between_them() -> None:
    line = observed((2010, 0.9), (2016, 0.10), (2018, 0.5), (2020, 0.0), (2022, 0.2), (2024, 0.26))
    found = continuation(RATE, line, 2025)
    assert found is not None
    # From 10 % in 2016 to 26 % in 2024: two points a year.
    assert (found.years, found.change) == pytest.approx((8, 0.02))
    assert found.values[2025] == pytest.approx(0.28)


def test_a_rate_stops_at_nothing_and_at_everybody_and_a_count_has_no_upper_end() -> None:
    up, down = (
        continuation(RATE, yearly(*line)) for line in ((0.5, 0.6, 0.7, 0.8, 0.9), (0.5, 0.4, 0.3, 0.2, 0.1))
    )
    assert up is not None
    assert down is not None
    assert list(up.values.values()) == pytest.approx([0.9, 1.0, 1.0, 1.0])
    assert list(down.values.values()) == pytest.approx([0.1, 0.0, 0.0, 0.0])
    partners = continuation(PARTNERS, yearly(10, 14, 18, 22, 26))
    assert partners is not None
    assert list(partners.values.values()) == [26, 30, 34, 38]


def test_four_values_and_a_rank_are_not_continued() -> None:
    assert continuation(RATE, yearly(0.1, 0.2, 0.3, 0.4)) is None
    assert continuation(find("qs_asia_rank"), yearly(350, 340, 330, 320, 310)) is None
    assert continuation(find("programme_stage"), yearly(1, 1, 2, 2, 3)) is None


def test_what_the_target_needs_is_a_straight_line_from_the_latest_value() -> None:
    found = required(assess(ENTRY.kpi_id, observed((2023, 0.09), (2024, 0.10), (2025, 0.14)), ENTRY))
    assert found == pytest.approx({2025: 0.14, 2026: 0.195, 2027: 0.25})
    ranks = required(assess("qs_asia_rank", observed((2025, 351), high=49), RANK))
    assert ranks == pytest.approx({2025: 400, 2026: 349.5, 2027: 299})


def test_where_no_pace_is_left_nothing_is_needed() -> None:
    stage = replace(ENTRY, kpi_id="programme_stage", unit="stage", value=3)
    for kpi_id, rows, target in (
        (ENTRY.kpi_id, observed((2025, 0.30)), ENTRY),
        (ENTRY.kpi_id, observed((2027, 0.20)), ENTRY),
        (ENTRY.kpi_id, observed((2025, 0.20)), None),
        (ENTRY.kpi_id, observed((2025, 0.20)), replace(ENTRY, year=None)),
        ("programme_stage", observed((2025, 1), formula="published"), stage),
    ):
        assert required(assess(kpi_id, rows, target)) == {}


# In words.


def test_a_value_outside_the_usual_variation_is_named_with_the_limits() -> None:
    # Mean 3 %; moving ranges 0 and once 20 points of nine: limits 5.9 points away, of which none lies below 0.
    said = signals(RATE, GIMHAE, yearly(*[0.01] * 9, 0.21))
    assert [each.ko for each in said] == ["김해시: 2024년 값이 평소 변동 범위(0.0%~8.9%) 밖에 있습니다"]
    # Mean 43 %, limits 5.9 points away on both sides.
    high = signals(RATE, GIMHAE, yearly(*[0.41] * 9, 0.61))
    assert [each.en for each in high] == ["Gimhae: 2024 outside the usual variation (37.1% to 48.9%)"]
    assert signals(RATE, GIMHAE, yearly(0.1, 0.2, 0.1, 0.2, 0.1)) == []
    assert signals(RATE, GIMHAE, yearly(0.1, 0.1, 0.1, 0.9)) == []


def test_a_run_on_one_side_is_a_signal_in_words() -> None:
    # Wide swings early on keep every value within half of the limits; the last eight lie above the mean.
    line = [0.20, 0.25, 0.15, 0.26, 0.17, 0.19, *[0.21] * 8]
    (said,) = signals(RATE, GIMHAE, yearly(*line))
    assert said.ko == "김해시: 2024년에 같은 쪽 값이 이어져 변화의 신호가 있습니다"
    assert not any("같은 쪽" in each.ko for each in signals(RATE, GIMHAE, yearly(*line[3:])))


def test_a_change_of_definition_is_told_where_both_sides_have_values() -> None:
    kpi = find("vocational_employment_rate")
    before = observed((2018, 0.5), (2019, 0.6), formula="school_reported")
    after = observed((2020, 0.5), formula="official")
    (said,) = breaks(kpi, pd.concat([before, after]))
    assert said.en.startswith("Definition changed in 2020: The survey moved")
    assert said.en.endswith(
        "Before (School report, before 2020) and after (Official formula) are never one line."
    )
    assert breaks(kpi, before) == []
    assert breaks(kpi, pd.concat([before, after.assign(value=float("nan"))])) == []


def test_both_outlooks_are_told_with_their_years_and_people() -> None:
    said = outlook(RATE, GIMHAE, RISING, ENTRY)
    assert [each.ko for each in said] == [
        "김해시: 최근 4년의 평균 변화(해마다 +2.0%p)가 이어진다면 2027년 24.0%입니다. 예측이 아닙니다",
        "김해시: 2027년 목표에 이르려면 2024년부터 해마다 +2.3%p(약 117명)씩 바뀌어야 합니다",
    ]
    assert "2025년" not in said[0].ko
    alone = outlook(RATE, GIMHAE, RISING, None)
    assert [each.en for each in alone] == [
        "Gimhae: if the average change of the last 4 years (+2.0 pp a year) continues, 24.0% in 2027; not a forecast"
    ]
    short = outlook(RATE, GIMHAE, observed((2025, 0.14)).assign(denominator=float("nan")), ENTRY)
    assert [each.en for each in short] == ["Gimhae: the 2027 target needs +5.5 pp a year from 2025"]
