"""The map: static outlines, shades by thirds, and areas without a value told apart by more than colour."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import every_kind
import pytest
from test_pages import opened, words

from meomureum.drawing import boundaries
from meomureum.drawing.boundaries import inside, outlines
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Outline, Panel
from meomureum.drawing.figure import Point, Series
from meomureum.drawing.maps import PATTERNS
from meomureum.drawing.palette import SHADES, ink_on
from meomureum.texts import Text

NO_DISTRICT = Text("구 단위 값은 공표되지 않음", "No figure is published by district")
ANSAN = Point("안산시", 0.126, "12.6%", code="ansan")
SIHEUNG = Point("시흥시", None, "공표되지 않음", code="siheung", status="not_published")
PLACES = ("gimhae", "ansan", "siheung")


def drawn(*points: Point) -> Panel:
    """The one panel of a map of these places."""
    figure = replace(every_kind.figure("map"), series=(Series("경기도", "computed", points),))
    drawing = drawing_of(figure)
    assert drawing is not None
    (panel,) = drawing.panels
    return panel


def outline(panel: Panel, name: str) -> Outline:
    (found,) = [mark for mark in panel.marks if isinstance(mark, Outline) and mark.name == name]
    return found


def test_the_outlines_are_small_rounded_and_say_where_they_come_from() -> None:
    text = boundaries.BOUNDARIES.read_text("utf-8")
    assert len(text.encode()) <= 150_000
    assert not re.search(r"\d\.\d{5}", text)
    found = json.loads(text)
    assert "국토지리정보원" in found["attribution"]
    assert found["base_date"] == boundaries.base_date() == "2023-09-15"
    notice = (boundaries.BOUNDARIES.parents[2] / "NOTICE").read_text("utf-8")
    assert "국토지리정보원" in notice
    sources = (boundaries.BOUNDARIES.parent / "sources.csv").read_text("utf-8")
    assert found["source_id"] in sources


@pytest.mark.parametrize("code", ["gimhae", "ansan", "siheung", "ansan_sangnok", "ansan_danwon"])
def test_every_ring_is_closed_and_lies_in_korea(code: str) -> None:
    for ring in outlines()[code]:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(124 < x < 132 and 33 < y < 39 for x, y in ring)


def test_two_districts_make_up_the_city() -> None:
    def area(code: str) -> float:
        return sum(boundaries._size(ring) for ring in outlines()[code])

    assert area("ansan_sangnok") + area("ansan_danwon") == pytest.approx(area("ansan"), rel=0.01)


def test_a_label_stands_well_inside_its_area() -> None:
    for code in ("gimhae", "ansan", "siheung", "hwaseong"):
        ring = outlines()[code][0]
        assert boundaries._contains(ring, inside(ring))


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([0.1, 0.25, 0.4], [1, 2, 3]),
        ([0.1, None, 0.4], [1, None, 3]),
        ([0.3], [2]),
        ([0.3, 0.3], [2, 2]),
        ([None, 0.3], [None, 2]),
    ],
)
def test_shades_are_thirds_of_the_range(values: list[float | None], wanted: list[int | None]) -> None:
    points = [Point(code, value, "", code=code) for code, value in zip(PLACES, values, strict=False)]
    inks = [outline(drawn(*points), point.at).ink for point in points]
    assert [int(ink.role.split()[1]) if ink.role.startswith("shade") else None for ink in inks] == wanted


def test_an_area_without_a_value_is_hatched_and_names_the_reason() -> None:
    panel = drawn(ANSAN, SIHEUNG)
    assert outline(panel, "안산시").pattern == ""
    assert (outline(panel, "시흥시").pattern, outline(panel, "시흥시").ink.share) == ("/", 0.0)
    assert outline(panel, "시흥시").words == "시흥시: 공표되지 않음"
    assert [label.words for label in panel.labels] == ["안산시\n12.6%", "시흥시\n공표되지 않음"]


def test_every_kind_of_missing_has_a_pattern_of_its_own() -> None:
    assert len(set(PATTERNS.values())) == len(PATTERNS)


def test_a_district_is_an_outline_that_says_it_has_no_figure() -> None:
    panel = drawn(replace(ANSAN, districts=(Point("상록구", None, "공표되지 않음", code="ansan_sangnok"),)))
    assert outline(panel, "상록구").words == "상록구: 구 단위 값은 공표되지 않음"
    assert outline(panel, "상록구").rings == outlines()["ansan_sangnok"]


def test_neighbours_share_a_frame_and_a_degree_north_is_longer_than_one_east() -> None:
    panel = drawn(ANSAN, SIHEUNG)
    assert panel.across is not None
    assert panel.across.low is not None
    assert panel.across.high is not None
    for code in ("ansan", "siheung"):
        x, _ = inside(outlines()[code][0])
        assert panel.across.low < x < panel.across.high
    assert panel.ratio == pytest.approx(1.26, abs=0.02)  # 1 / cos 37.3 degrees


def test_the_words_on_a_shade_can_be_read() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for ground in SHADES:
        light, dark = sorted((luminance(f"#{ground}"), luminance(f"#{ink_on(ground)}")), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("language", "district"),
    [("ko", "안산시 상록구, 안산시 단원구"), ("en", "Sangnok-gu, Ansan; Danwon-gu, Ansan")],
)
def test_beside_the_map_stand_the_values_of_cities_and_which_districts_have_none(
    language: str, district: str
) -> None:
    told = words(opened("map", lang=language, kpi="vocational_employment_rate"))
    assert "46.4%" in told
    assert f"{NO_DISTRICT(language)}: {district}" in told  # type: ignore[arg-type]


def test_cities_are_compared_by_one_formula_and_year_only() -> None:
    told = words(opened("map"))
    # One city has a published value of 2020 by this formula; the announced 9 % is another formula.
    assert "지역 대학 진학률, 2020년" in told
    assert "도시 1/3곳에 값이 있음" in told
    assert "어림수" in told
    assert "9.0%" not in told


def test_the_formula_that_stands_in_is_named() -> None:
    told = words(opened("map", kpi="vocational_employment_rate"))
    assert "두 산식의 값은 서로 비교할 수 없습니다" in told
    assert "교육통계 산식(하한)" in told
    assert "비교할 수 없습니다" not in words(opened("map"))


@pytest.mark.parametrize(
    ("language", "nothing"), [("ko", "지도에 그릴 값이 없습니다"), ("en", "There is no value to draw")]
)
def test_a_map_without_a_value_says_so_and_why(language: str, nothing: str) -> None:
    told = words(opened("map", lang=language, kpi="settlement_intention"))
    assert nothing in told
    assert ("표본으로 보기" if language == "ko" else "Show the sample") in told


def test_the_map_of_the_sample_is_marked() -> None:
    told = words(opened("map", set="sample"))
    assert "합성 표본 데이터" in told
    assert re.search(r"지역 대학 진학률, \d{4}년: 안산시 \d", told)


@pytest.mark.parametrize(
    ("language", "silent"),
    [
        ("ko", "영양군: ‘직업계고 취업률’ 지표의 값이 없어(공표된 적 없음) 다른 곳의 값만 보여 드립니다."),
        ("en", "has no value (Never published); only other places are shown."),
    ],
)
def test_where_a_city_has_no_value_the_map_of_the_country_says_so(language: str, silent: str) -> None:
    asked = {"lang": language, "city": "yeongyang", "kpi": "vocational_employment_rate"}
    assert silent in words(opened("map", **asked))
