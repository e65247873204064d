"""Bars and stacks as drawings: what stands on zero, what is pale, what is named, what adds to a whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import ceil

import every_kind
import pytest

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Bars, Drawing, Ink, Line, Rule
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.drawing.palette import PAGE_GROUND, PAGE_TEXT
from meomureum.drawing.picture.plot import entries
from meomureum.drawing.plotly import chart_of
from meomureum.drawing.scale import ticks
from meomureum.project import PROJECT
from meomureum.texts import percent


def rate(at: str, value: float, **more: object) -> Point:
    return replace(Point(at, value, percent(value)), **more)  # type: ignore[arg-type]


def drawn(*series: Series, **more: object) -> Drawing:
    figure: Figure = replace(every_kind.figure("bar"), series=series, **more)  # type: ignore[arg-type]
    drawing = drawing_of(figure)
    assert drawing is not None
    return drawing


def one(*points: Point) -> Series:
    return Series("김해시", "computed", points)


def bars(drawing: Drawing) -> list[Bars]:
    return [mark for mark in drawing.marks if isinstance(mark, Bars)]


def names(drawing: Drawing) -> list[str]:
    return [name for _, name in drawing.across.ticks]


def test_bars_begin_at_zero_and_bear_their_values() -> None:
    (mark,) = bars(drawn(one(rate("공식", 0.507), rate("단순", 0.277))))
    assert [(spot.start, spot.value, spot.label) for spot in mark.spots] == [
        (0.0, 0.507, "50.7%"),
        (0.0, 0.277, "27.7%"),
    ]


def test_the_axis_holds_zero_every_interval_and_room_for_labels() -> None:
    drawing = drawn(one(rate("가", 0.1, low=-0.1, high=0.3), rate("나", 0.2)))
    assert drawing.up.low is not None
    assert drawing.up.high is not None
    assert drawing.up.low < -0.1
    assert drawing.up.high > 0.3
    assert drawing.up.low <= 0 <= drawing.up.high
    assert drawn(one(rate("가", 0.1))).up.low == 0


def test_long_names_or_many_bars_lie_down_the_first_on_top() -> None:
    assert not drawn(one(rate("가", 0.1), rate("나", 0.2))).lying
    long = drawn(one(rate("취업자 대비(건강보험 자격 기준)", 0.1)))
    assert (long.lying, long.across.reversed, long.across.above) == (True, True, True)
    many = drawn(*(Series(f"{at}", "computed", (rate("가", 0.1), rate("나", 0.2))) for at in range(5)))
    assert (many.lying, many.across.above) == (True, False)


def test_the_definition_that_others_are_compared_with_is_stronger() -> None:
    (mark,) = bars(drawn(one(rate("공식", 0.5), rate("단순", 0.3, weak=True))))
    assert [spot.ink for spot in mark.spots] == [None, Ink("series 1", 0.5)]


def test_what_lies_below_zero_has_a_colour_and_a_side_of_its_own() -> None:
    (mark,) = bars(drawn(one(Point("가", 70.0, "+70"), Point("나", -30.0, "−30")), unit="persons"))
    assert [(spot.ink, spot.side) for spot in mark.spots] == [(None, "above"), (Ink("fall"), "below")]


def test_what_is_worked_out_ahead_is_pale_in_the_colour_of_what_it_goes_on_from() -> None:
    now, then = (
        Series("지금", "computed", (rate("일반고", 0.1),)),
        Series("바뀐 뒤", "projected", (rate("일반고", 0.2, aside="(+73명)"),)),
    )
    drawing = drawn(now, then, level=(0.25, "목표 25.0%"))
    assert [(mark.ink, mark.pale) for mark in bars(drawing)] == [
        (Ink("series 1"), False),
        (Ink("series 1"), True),
    ]
    assert bars(drawing)[1].spots[0].label == "20.0% (+73명)"
    (rule,) = [mark for mark in drawing.marks if isinstance(mark, Rule)]
    assert (rule.at, rule.label, rule.kind, rule.upright) == (0.25, "목표 25.0%", "target", False)
    assert drawing.up.high is not None
    assert drawing.up.high > 0.25


def test_groups_over_the_years_are_named_on_the_axis_and_years_are_their_bars() -> None:
    drawing = drawn(
        Series("고등학생", "computed", (rate("2023", 0.3), rate("2025", 0.4))),
        Series("대학생", "computed", (rate("2024", 0.5), rate("2025", 0.6))),
    )
    assert names(drawing) == ["고등학생", "대학생"]
    assert [(mark.name, [spot.value for spot in mark.spots]) for mark in bars(drawing)] == [
        ("2023", [0.3]),
        ("2024", [0.5]),
        ("2025", [0.4, 0.6]),
    ]


def test_bars_stand_in_the_order_of_their_values_only_where_that_is_wanted() -> None:
    points = (rate("가", 0.1), Point("나", None, "비공개"), rate("다", 0.3))
    assert names(drawn(one(*points))) == ["가", "나", "다"]
    assert names(drawn(one(*points), ranked=True)) == ["다", "가", "나"]


def test_a_value_that_is_withheld_says_why_and_a_marked_one_is_starred() -> None:
    (mark,) = bars(drawn(one(Point("가", None, "5명 미만"), rate("나", 0.1, marks=("잠정",)))))
    assert [(spot.value, spot.label) for spot in mark.spots] == [(None, "5명 미만"), (0.1, "10.0%*")]
    assert mark.spots[1].words.split("\n") == ["나: 10.0%", "잠정"]


def test_a_bar_tells_its_counts_of_people_or_of_things() -> None:
    point = rate("가", 0.1, numerator=12.0, denominator=1200.0)
    (mark,) = bars(drawn(one(point)))
    assert mark.spots[0].words == "가: 10.0%\n12 / 1,200명"
    (mark,) = bars(drawn(one(point), people=False))
    assert mark.spots[0].words == "가: 10.0%\n12 / 1,200"


def test_differences_of_rates_are_written_in_points() -> None:
    drawing = drawn(one(Point("단순", -0.05, "−5.0%p"), Point("표준화", 0.02, "+2.0%p")))
    assert {words[-2:] for _, words in drawing.up.ticks} == {"%p"}


@pytest.mark.parametrize(
    ("unit", "high", "wanted"),
    [
        ("percent", 0.3, ["0%", "5%", "10%", "15%", "20%", "25%", "30%"]),
        ("percent", 0.03, ["0.0%", "0.5%", "1.0%", "1.5%", "2.0%", "2.5%", "3.0%"]),
        ("persons", 2500, ["0", "500", "1,000", "1,500", "2,000", "2,500"]),
        ("persons", 3, ["0", "1", "2", "3"]),
    ],
)
def test_an_axis_is_written_in_round_values_with_the_digits_they_need(
    unit: str, high: float, wanted: list[str]
) -> None:
    assert [words for _, words in ticks(unit, 0.0, high)] == wanted


def stack(*shares: float) -> Drawing:
    series = tuple(
        Series(
            f"구간 {at}",
            "computed",
            (rate("김해시 2025년", share, numerator=share * 100, denominator=100.0),),
        )
        for at, share in enumerate(shares)
    )
    drawing = drawing_of(replace(every_kind.figure("stacked"), series=series))
    assert drawing is not None
    return drawing


def test_segments_follow_each_other_and_wholes_end_at_one() -> None:
    drawing = stack(0.1, 0.3, 0.1, 0.05, 0.2, 0.05, 0.2)
    spots = [mark.spots[0] for mark in bars(drawing)]
    for before, after in pairwise(spots):
        assert before.value == after.start
    assert spots[0].start == 0
    assert spots[-1].value == pytest.approx(1)
    assert (drawing.up.low, drawing.up.high) == (0.0, 1.0)
    assert [mark.name for mark in bars(drawing)] == [f"구간 {at}" for at in range(7)]


def test_a_segment_tells_all_and_is_labelled_where_it_has_room() -> None:
    large, small = (mark.spots[0] for mark in bars(stack(0.95, 0.05)))
    assert (large.label, small.label) == ("95.0%", "")
    assert small.words == "김해시 2025년 · 구간 1: 5.0%\n5 / 100명"


def test_what_is_no_whole_is_not_stretched_to_one() -> None:
    high = stack(0.2, 0.1).up.high
    assert high is not None
    assert 0.3 < high < 0.4


def test_segments_whose_names_stand_above_them_have_room_for_these() -> None:
    """A bar is 26 pixels high whether its name stands beside it or above it."""

    def stacked(*names: str) -> Drawing:
        return drawn(
            *(Series(part, "computed", tuple(rate(at, 0.5) for at in names)) for part in "가나"),
            kind="stacked",
        )

    beside, above = stacked("대학교 졸업자", "고교 졸업자"), stacked("Siheung 2024", "Siheung 2025")
    assert (beside.across.above, above.across.above) == (False, True)
    assert above.height - beside.height == 2 * 20
    assert above.thick * 60 == pytest.approx(beside.thick * 40)


def test_the_words_at_the_ends_of_bars_are_in_sight_on_a_narrow_screen() -> None:
    """Thirteen letters of 7.5 pixels, of which the axis of 200 has room for those beyond the bar."""
    far = chart_of(drawn(one(rate("a long name", 0.5, aside="(n 12345)"), rate("other", 0.1))))
    axis = drawn(one(rate("a long name", 0.5, aside="(n 12345)"), rate("other", 0.1))).up
    assert axis.high is not None
    beyond = 7.5 * len("50.0% (n 12345)") - (axis.high - 0.5) / axis.high * 200
    assert far["layout"]["margin"]["r"] - 24 == ceil(max(beyond, 0))


def test_a_title_longer_than_a_narrow_screen_stands_in_lines() -> None:
    drawing = drawn(one(rate("가", 0.1)), axes=("", "above 0: more graduates; below 0: more hires"))
    told = chart_of(replace(drawing, lying=True))["layout"]["xaxis"]["title"]["text"]
    assert told == "above 0: more graduates;<br>below 0: more hires"


def test_a_small_panel_has_few_ticks() -> None:
    """From zero to 47 percent: steps of 20, not of 10."""
    drawing = drawing_of(every_kind.figure("panels"))
    assert drawing is not None
    assert [words for _, words in drawing.up.ticks] == ["0%", "20%", "40%"]


def test_two_classes_of_one_name_both_stand_in_the_legend_of_a_picture() -> None:
    """Groups above the common rate and those below it have one name, and signs of their own."""
    drawing = drawing_of(every_kind.figure("funnel"))
    assert drawing is not None
    symbols = [entry.symbol for entry in entries(drawing) if isinstance(entry, Line)]
    assert {"triangle-up", "triangle-down"} <= set(symbols)


@pytest.mark.parametrize(
    ("colour", "part"), [(PAGE_TEXT, "fill"), (PAGE_TEXT, "stroke"), (PAGE_GROUND, "fill")]
)
def test_the_page_puts_its_own_colour_wherever_a_chart_asks_for_it(colour: str, part: str) -> None:
    """Else a line of a target would be black on a dark page."""
    numbers = ", ".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    style = (PROJECT / "meomureum/app/static/look.css").read_text("utf-8")
    assert f'.mm-chart [style*="{part}: rgb({numbers})"]' in style


def test_bars_of_several_places_have_a_panel_each_on_the_same_axes() -> None:
    held = [
        replace(one(rate("공식", 0.5), rate("단순", 0.3, weak=True)), panel="김해시"),
        replace(one(rate("단순", 0.9)), panel="안산시"),
    ]
    drawing = drawn(*held)
    assert [panel.name for panel in drawing.panels] == ["김해시", "안산시"]
    assert all(panel.up is None and panel.across is None for panel in drawing.panels), "all share the axes"
    assert names(drawing) == ["공식", "단순"]
    assert drawing.up.high is not None
    assert drawing.up.high > 0.9, "the axis holds the longest bar of all"
    places = [[(spot.across, spot.value) for spot in mark.spots] for mark in bars(drawing)]
    assert places == [[(0.0, 0.5), (1.0, 0.3)], [(1.0, 0.9)]], "a formula stands in the same row everywhere"
    assert len({mark.ink for mark in bars(drawing)}) == 1, "a place is told by its panel, not by a colour"
    assert not drawing.legend
    assert not drawing.native, "office programs have no chart of several panels"


def test_lying_panels_stand_beside_each_other_on_the_screen() -> None:
    long = "15~19세에서 20~24세까지"
    panels = [replace(one(rate(long, share)), panel=place) for place, share in (("가", 0.5), ("나", 0.9))]
    layout = chart_of(drawn(*panels))["layout"]
    assert layout["xaxis"]["domain"][1] < layout["xaxis2"]["domain"][0]
    assert layout["yaxis"]["domain"] == layout["yaxis2"]["domain"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"]
    above = [each["xref"] for each in layout["annotations"] if each["text"] == long]
    assert above == ["x", "x2"], "the names of each panel stand above its own bars"
