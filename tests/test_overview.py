"""The overview: each target in one plain sentence, each indicator in a row, all of it as figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from handed_over import snapshot
from test_pages import LANGUAGES, opened, words

from meomureum.analysis.targets.judgement import assess
from meomureum.analysis.words.plain_verdict import left_to_do, missing, plain_verdict, short_standing
from meomureum.components.small_charts import bullet
from meomureum.drawing.figure import Figure
from meomureum.figures.overview import people_text
from meomureum.figures.recipes import figure_again, figures_of
from meomureum.figures.standing import Standing, by_university, of_city, valued
from meomureum.figures.trend import trend_figure
from meomureum.session import answers
from meomureum.session.basket import Item
from meomureum.store.address import View

GIMHAE = View(cities=("gimhae",))
OWN = ("targets-gimhae", "indicators-gimhae", "compared")
VIEWS = [
    View("ko", data_set, (city,))
    for data_set in ("published", "sample")
    for city in ("gimhae", "ansan", "siheung")
]


def standing(kpi_id: str, view: View = GIMHAE) -> Standing:
    return next(each for each in of_city(snapshot(), view, view.cities[0]) if each.kpi.id == kpi_id)


def figure(key: str, view: View = GIMHAE) -> Figure:
    found = figure_again(snapshot(), "overview", view, key)
    assert found is not None
    return found


def html_of(**parameters: str) -> str:
    return " ".join(element.proto.body for element in opened("overview", **parameters).get("html"))


def test_a_target_that_nobody_can_judge_says_why_and_what_is_left_to_do() -> None:
    entry = standing("local_university_entry_rate")
    assert plain_verdict(entry.progress).ko == "2027년 25%: 2023년 뒤 공표가 없어 판단할 수 없습니다"
    assert plain_verdict(entry.progress).en == "25% by 2027: cannot be judged, nothing published since 2023"
    # 16 points of the 5,105 who left school in 2021 are 816.8 people.
    assert people_text(entry) is not None
    left = left_to_do(entry.progress, entry.people, 2026)
    assert left is not None
    assert left.ko == "남은 1년에 +16.0%p, 약 817명이 더 필요합니다"
    assert left.en == "+16.0 pp, about 817 people to go in 1 year"
    early = left_to_do(entry.progress, entry.people, 2025)
    assert early is not None  # half of each in either of two years
    assert early.ko == "남은 2년에 +16.0%p, 약 817명, 해마다 +8.0%p, 약 408명이 더 필요합니다"
    rank = standing("qs_asia_rank")
    told = left_to_do(rank.progress, rank.people, 2025)
    assert told is not None
    assert told.ko == "남은 2년에 101계단, 해마다 50.5계단이 더 필요합니다"  # from 400 to the 299 of the 200s


@pytest.mark.parametrize(("year", "words"), [(2027, "올해가 기한이고"), (2030, "기한이 지났고")])
def test_what_is_left_to_do_knows_that_the_date_has_come(year: int, words: str) -> None:
    entry = standing("local_employment_rate")
    told = left_to_do(entry.progress, None, year)
    assert told is not None
    assert told.ko == f"{words} +12.0%p가 남았습니다"


def test_every_standing_has_a_plain_sentence() -> None:
    told = {
        plain_verdict(each.progress).ko
        for view in VIEWS
        for each in of_city(snapshot(), view, view.cities[0])
        if each.target is not None
    }
    assert "66.7%(기한 없음): 공표된 값이 없어 판단할 수 없습니다" in told
    assert "낮추겠다는 방향만 공표되어 이루었는지 판단할 수 없습니다" in told
    assert "2027년 확산기: 지금은 도입기입니다" in told
    assert "48개(기한 없음): 목표와 값의 단위가 달라 판단할 수 없습니다" in told
    # 9 to 25 by 2027 asks for 17.0 in 2025; the sample has 594 of 4,705, 12.6.
    assert "2027년 25%: 2025년 값이 경로에 4.4%p 못 미쳐 진전이 부족합니다" in told
    assert not any("{" in each for each in told)


def row(year: int, value: float) -> dict[str, object]:
    return {
        "year": year,
        "value": value,
        "value_high": float("nan"),
        "numerator": value * 1000,
        "denominator": 1000.0,
        "sample_size": float("nan"),
        "formula_id": "all_graduates",
        "origin": "computed",
        "marks": "",
        "reference_date": f"{year}-04-01",
        "status": "value",
        "source_ids": "",
    }


@pytest.mark.parametrize(
    ("last", "verdict", "word"),
    [
        (0.26, "2027년 25%: 2025년에 이루었습니다", "달성"),
        (0.17, "2027년 25%: 2025년 값이 목표 경로에 있습니다", "순조로움"),
        # 6 of the 8 points due since 2023: 75 %.
        (0.15, "2027년 25%: 2025년 값이 경로에 2.0%p 못 미쳐 속도를 내야 합니다", "속도를 내야 함"),
        (0.08, "2027년 25%: 2025년 값이 기준값보다 목표에서 더 멉니다", "목표에서 멀어짐"),
    ],
)
def test_a_judged_target_says_where_it_stands(last: float, verdict: str, word: str) -> None:
    target = standing("local_university_entry_rate").target
    rows = pd.DataFrame([row(2023, 0.09), row(2024, 0.12), row(2025, last)])
    progress = assess("local_university_entry_rate", rows, target)
    assert plain_verdict(progress).ko == verdict
    assert short_standing(progress).ko == word
    assert missing(progress).ko.startswith("+") or progress.reached


def test_the_bar_stands_where_its_numbers_do() -> None:
    drawn = bullet(standing("local_university_entry_rate").progress, 2026, "ko")
    # The bar ends 12 % beyond the target of 25: at 28. The path of 2026 asks for 9 + 16 × 3/4 = 21.
    places = {
        look: float(at) for look, at in re.findall(r'class="mm-bullet-(\w+)" style="left:([\d.]+)%', drawn)
    }
    assert places == {"value": 0.0, "base": 32.1, "due": 75.0, "goal": 89.3}
    assert "width:32.1%" in drawn
    assert 'aria-label="최근 값 9%, 기준값 9%, 2026년 경로 21.0%, 목표 25%"' in drawn


def test_a_band_of_ranks_is_drawn_as_a_band_with_the_better_end_right() -> None:
    drawn = bullet(standing("qs_asia_rank").progress, 2026, "en")
    spans = dict(re.findall(r'class="mm-bullet-(\w+)" style="left:([\d.]+)%;width', drawn))
    assert float(spans["value"]) < float(spans["band"])
    assert float(spans["value"]) > 0  # of ranks nothing is filled from zero


@pytest.mark.parametrize("kpi_id", ["university_dropout_rate", "vocational_employment_rate"])
def test_nothing_to_reach_draws_no_bar(kpi_id: str) -> None:
    assert bullet(standing(kpi_id).progress, 2026, "ko") == ""


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.data_set}-{view.cities[0]}")
def test_a_row_says_what_the_figure_behind_it_says(view: View) -> None:
    for each in valued(of_city(snapshot(), view, view.cities[0])):
        behind = trend_figure(snapshot(), view, each.kpi.id)
        assert behind is not None
        latest = each.progress.latest
        assert latest is not None
        shown = {
            (point.at, point.value)
            for series in behind.series
            if series.role in ("computed", "published")
            for point in series.points
        }
        assert (str(int(latest["year"])), float(latest["value"])) in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_figure_of_the_page_is_found_again_by_its_address(language: str) -> None:
    view = replace(GIMHAE, language="en" if language == "en" else "ko")
    found = figures_of(snapshot(), "overview", view)
    keys = [each.key for each in found]
    assert [key for key in keys if key in OWN] == list(OWN)
    assert len(set(keys)) == len(keys)
    for each in found:
        assert each.address.startswith("./?")
        again = figure_again(snapshot(), "overview", view, each.key)
        assert again is not None
        assert again.code == each.code
        assert each.source
        assert each.as_of


def test_the_table_of_targets_holds_all_that_was_announced() -> None:
    found = figure("targets-gimhae")
    assert found.title == f"김해시가 공표한 목표 {len(found.rows)}개 가운데 판단할 수 있는 것이 없습니다"
    names = [each[0] for each in found.rows]
    assert names[:3] == ["지역 대학 진학률", "지역 취업률", "QS 아시아 순위"]
    assert found.rows[0][1:7] == (
        *("2027년 25%", "9%(2023년, 연도 가정)", "9%(2023년, 연도 가정)", "+16.0%p"),
        *("약 817명(2021년 5,105명 기준)", "2023년 뒤 공표가 없어 판단할 수 없습니다"),
    )
    assert [
        row[6].partition(":")[0] for row in figure("targets-gimhae", replace(GIMHAE, data_set="sample")).rows
    ][:1] == ["진전 부족"]
    assert figure("targets-gimhae", replace(GIMHAE, data_set="sample")).title == (
        "김해시 목표 7개: 진전 부족 2, 판단할 수 없음 4, 순조로움 1"
    )


def test_every_row_of_indicators_has_its_counts_its_date_and_its_source() -> None:
    found = figure("indicators-gimhae")
    dropout = next(each for each in found.rows if each[0] == "중도탈락률")
    assert dropout[1:6] == ("2024", "7.9%", "886", "11,181", "7.6%(2023년)")
    assert dropout[8] == "2024-04-01"
    for each in found.rows:
        assert re.match(r"\d{4}-\d\d-\d\d", each[8])
        assert len(each[11]) > 2, each


def test_cities_are_compared_by_the_indicator_that_most_have_a_line_of() -> None:
    found = figure("compared")
    assert found.kind == "panels"
    assert [series.panel for series in found.series if series.role == "computed"] == [
        "김해시",
        "안산시",
        "시흥시",
    ]
    assert found.title == "중도탈락률, 2024년: 김해시 7.9%, 안산시 3.2%, 시흥시 5.7%"
    sample = figure("compared", replace(GIMHAE, data_set="sample"))
    assert sample.title.startswith("지역 대학 진학률, 2025년")


def test_universities_are_told_apart_with_their_counts() -> None:
    found = {
        each.place.ko: each
        for each in by_university(snapshot(), GIMHAE, "gimhae")
        if each.kpi.id == "university_dropout_rate"
    }
    latest = found["인제대학교"].progress.latest
    assert latest is not None
    assert (latest["numerator"], latest["denominator"]) == (688, 9017)
    told = words(opened("overview", city="gimhae"))
    assert "인제대학교 중도탈락률" in told
    assert "9,017명 중 688명" in told


def test_the_page_shows_targets_rows_and_what_would_fill_the_gaps() -> None:
    told = words(opened("overview"))
    for phrase in (
        *("9%", "목표 2027년 25%", "4%", "목표 2027년 16%", "350–400위", "연도 가정", "3년 전"),
        *("값이 공표되지 않은 목표", "현장캠퍼스(인제대 계획)", "값이 없는 지표"),
        *("내 파일 불러오기", "표본으로 보기", "58.2%", "교육통계 산식(하한)", "304명 중 177명"),
    ):
        assert phrase in told
    assert "합성 표본 데이터" not in told


@pytest.mark.parametrize("city", ["gimhae", "ansan", "siheung"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_mark_stands_once_on_a_figure(city: str, language: str) -> None:
    html = html_of(set="sample", city=city, lang=language)
    findings = html.count('<div class="mm-finding">')
    assert findings >= 3
    assert html.count('class="mm-synthetic"') == findings
    assert html.count('class="mm-keys"') <= 1


def test_the_most_urgent_indicator_comes_first() -> None:
    html = html_of(set="sample", city="gimhae")
    rows = re.findall(
        r'<tr><th scope="row">.*?</tr>', html.split('class="mm-table mm-rows"')[1], flags=re.DOTALL
    )
    assert "진전 부족" in rows[0]
    judged = [each for each in rows if "진전 부족" in each or "순조로움" in each]
    assert "순조로움" in judged[-1]


def test_a_city_without_a_known_target_shows_its_pictures_first() -> None:
    told = words(opened("overview", city="ansan", set="sample"))
    assert told.index("안산시 지표 7개의 최근 값") < told.index("안산시가 공표한 목표 1개")
    assert "2027년 확산기: 공표된 값이 없어 판단할 수 없습니다" in told


def test_a_release_that_was_not_loaded_is_not_called_late() -> None:
    told = words(opened("overview"))
    assert "불러올 수 있는 새 자료" in told
    assert "2021 행정구역별 입학 및 졸업" in told
    assert "지난 공표에서 어림한 때" in told
    assert "늦은" not in told


def test_the_briefing_of_the_page_holds_its_figures_then_the_trends_behind_the_rows() -> None:

    held = _items()
    assert [each.key for each in held if each.key in OWN] == list(OWN)
    trends = [each.view.kpi for each in held if each.page == "progress"]
    assert {"local_university_entry_rate", "qs_asia_rank", "university_dropout_rate"} <= set(trends)


def _items() -> list[Item]:
    from meomureum.session import basket, snapshots

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "snapshot", snapshot)
        patch.setattr(basket, "snapshot", snapshot)
        return basket.items_of("overview", GIMHAE)


def test_news_are_read_from_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = pd.DataFrame(
        [
            {"title": "표", "publisher": "기관", "next_release": "2024-05", "next_release_basis": "assumed"},
            {
                "title": "새 표",
                "publisher": "기관",
                "next_release": "2024-06",
                "next_release_basis": "announced",
            },
        ]
    )
    monkeypatch.setattr(answers, "overdue", lambda _on: listed)
    assert [each.ko for each in answers.not_loaded("2024-07-01")] == [
        "표(기관): 2024-05에 새 판이 나올 차례였습니다 (지난 공표에서 어림한 때)",
        "새 표(기관): 2024-06에 새 판이 나올 차례였습니다",
    ]
