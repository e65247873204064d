"""Slides: every number is the query's, charts are native, marks and sources are on the slide."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import every_kind
import pypdf
import pytest
from chart_xml import CHART, drawn
from handed_over import HOSTILE, as_pdf, city, hostile, members, once, queried, texts
from pptx import Presentation
from python_calamine import CalamineWorkbook

from meomureum.drawing.cells import number_format
from meomureum.drawing.figure import Point, Series, TemplateName
from meomureum.drawing.line_figure import stands_alone
from meomureum.drawing.particulars import printed_link
from meomureum.drawing.safe_text import GUARD, safe_text
from meomureum.export.pptx.deck import write as write_anew
from meomureum.store.address import DataSet

write = once(write_anew)

SETS = ("published", "sample")


def charts(content: bytes) -> list[ElementTree.Element]:
    found = members(content, ".xml")
    names = sorted((name for name in found if "/charts/chart" in name), key=_number)
    return [ElementTree.fromstring(found[name]) for name in names]  # noqa: S314


def _number(name: str) -> int:
    return int(re.findall(r"\d+", name)[-1])


def workbooks(content: bytes) -> list[CalamineWorkbook]:
    found = members(content, ".xlsx")
    return [CalamineWorkbook.from_filelike(io.BytesIO(found[name])) for name in sorted(found, key=_number)]


def expected(series: Series) -> dict[float, float]:
    return {float(point.at): point.value for point in series.points if point.value is not None}


def slides(content: bytes) -> list[list[str]]:
    found = members(content, ".xml")
    names = sorted((name for name in found if name.startswith("ppt/slides/slide")), key=_number)
    return [texts(found[name]) for name in names]


@pytest.mark.parametrize("data_set", SETS)
def test_charts_hold_the_numbers_of_the_query(data_set: DataSet) -> None:
    briefing = city("ko", data_set)
    compared = 0
    charted = [each for each in briefing.figures if not stands_alone(each)]
    for figure, chart in zip(charted, charts(write(briefing)), strict=True):
        found = drawn(chart)
        for series in figure.series:
            assert expected(series).items() <= found[series.name].items()
        if "-city-" in figure.key:
            held = {
                (series.role, int(place)): value
                for series in figure.series
                if series.role != "target"
                for place, value in found[series.name].items()
            }
            assert held == queried(figure, data_set)
            compared += len(held)
    assert compared > 10


def test_the_workbook_of_each_chart_holds_the_same_numbers() -> None:
    briefing = city("ko", "sample")
    for figure, book in zip(briefing.figures, workbooks(write(briefing)), strict=True):
        head, *rows = book.get_sheet_by_index(0).to_python()
        for series in figure.series:
            at = head.index(series.name)
            held = {row[0]: row[at] for row in rows if row[at] != ""}
            for place, value in expected(series).items():
                # A workbook holds sixteen digits of a number, one fewer than the query may give.
                assert held[place] == pytest.approx(value, rel=1e-15)


def test_the_words_of_a_bridge_tell_the_change_and_not_where_its_column_ends() -> None:
    """A change in persons is a plain number too, which must not be drawn from the invisible column."""
    steps = (("2019년", 7.3), ("진학", -0.2), ("취업", 1.4), ("2020년", 8.5))
    points = tuple(
        Point(at, value, f"{value:+.1f}".replace("-", "−") if at[-1] != "년" else f"{value}")
        for at, value in steps
    )
    bridge = replace(every_kind.figure("bridge"), unit="persons", series=(Series("", "computed", points),))
    (chart,) = charts(write_anew(replace(city(), figures=(bridge,))))
    told = [words for each in chart.iter(f"{CHART}dLbl") for words in texts(ElementTree.tostring(each))]
    assert sorted(told) == sorted(["7.3", "−0.2", "+1.4", "8.5"])


def test_bars_whose_intervals_cross_zero_are_a_picture() -> None:
    across = Point("단순 비교", -0.051, "−5.1%p", low=-0.1, high=0.02)
    bars = replace(every_kind.figure("bar"), series=(Series("", "computed", (across,)),))
    assert charts(write_anew(replace(city(), figures=(bars,)))) == []


def test_a_target_path_is_a_dashed_line_and_published_values_are_points_only() -> None:
    (chart, *_) = charts(write(city("ko", "published")))
    named = {
        each.findtext(f"{CHART}tx//{CHART}v", ""): re.sub(
            r"\bns\d:", "", ElementTree.tostring(each, "unicode")
        )
        for each in chart.iter(f"{CHART}ser")
    }
    (target,) = (look for name, look in named.items() if name.endswith("목표 경로"))
    assert 'prstDash val="dash"' in target
    assert 'symbol val="none"' in target
    published = [look for name, look in named.items() if "공표값" in name or "published" in name]
    assert len(named) > 1
    for each in published:
        assert re.search(r"spPr><ln[^>]*><noFill", each)
        assert 'symbol val="none"' not in each


def test_every_slide_says_what_it_rests_on() -> None:
    for language in ("ko", "en"):
        briefing = city(language, "sample")
        cover, verdicts, *others = slides(write(briefing))
        assert briefing.title in cover
        assert {figure.code for figure in briefing.figures} <= set(verdicts)
        assert {figure.verdict for figure in briefing.figures} - {""} <= set(verdicts)
        for figure, found in zip(briefing.figures, others, strict=True):
            whole = "\n".join(found)
            assert figure.title in found
            for words in (figure.subtitle, figure.definition, figure.source, figure.as_of, figure.filters):
                assert words in whole
            for words in (figure.code, printed_link(figure), figure.snapshot_id, *figure.marks):
                assert words in whole


def test_invented_data_are_marked_on_every_slide_and_published_ones_on_none() -> None:
    mark = {"ko": "합성 표본 데이터", "en": "Synthetic sample data"}
    for language, words in mark.items():
        assert all(words in found for found in slides(write(city(language, "sample"))))
        assert not any(words in found for found in slides(write(city(language, "published"))))


def test_notes_begin_with_what_can_be_said_and_hold_every_value_for_whoever_asks() -> None:
    briefing = city("ko", "sample")
    deck = Presentation(io.BytesIO(write(briefing)))
    for figure, slide in zip(briefing.figures, list(deck.slides)[2:], strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        for words in (
            figure.definition,
            figure.code,
            *figure.marks,
            *figure.notes,
        ):
            assert words in notes
        said, _, asked = notes.partition("물음에 답할 때")
        assert said.startswith(f"{figure.title}.\n")
        assert figure.verdict in said
        assert figure.snapshot_id not in notes  # words of the machine are said by nobody
        assert figure.code in asked
        for point in [point for series in figure.series for point in series.points]:
            assert f"{point.at} {point.shown}" in notes


def test_charts_have_alt_text_and_titles_are_titles() -> None:
    briefing = city("en", "published")
    deck = Presentation(io.BytesIO(write(briefing)))
    for figure, slide in zip(briefing.figures, list(deck.slides)[2:], strict=True):
        assert slide.shapes.title.text == figure.title
        if stands_alone(figure):
            assert not any(shape.has_chart for shape in slide.shapes)
            assert figure.series[0].points[0].shown in [
                shape.text for shape in slide.shapes if shape.has_text_frame
            ]
            continue
        (chart,) = [shape for shape in slide.shapes if shape.has_chart]
        assert chart._element.nvGraphicFramePr.cNvPr.get("descr") == figure.alt
        assert not chart.chart.value_axis.tick_labels.number_format_is_linked


def test_nothing_leaves_the_slide() -> None:
    for briefing in (city("ko", "sample"), city("en", "published"), hostile("table")):
        deck = Presentation(io.BytesIO(write(briefing)))
        for slide in deck.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width
                assert shape.top + shape.height <= deck.slide_height


@pytest.mark.parametrize("kind", ["bar", "stacked"])
def test_names_cannot_become_formulas_in_the_workbook_of_a_chart(kind: str) -> None:
    (workbook,) = members(write(hostile(kind)), ".xlsx").values()
    cells = members(workbook, "sheet1.xml")["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in cells
    strings = texts(members(workbook)["xl/sharedStrings.xml"])
    assert {safe_text(words) for words in HOSTILE} <= set(strings)
    assert all(words.startswith(GUARD) for words in strings if words.strip())


def test_a_table_is_a_native_table_on_as_many_slides_as_it_needs() -> None:
    briefing = hostile("table")
    long = replace(briefing.figures[0], rows=briefing.figures[0].rows * 4)
    deck = Presentation(io.BytesIO(write(replace(briefing, figures=(long,)))))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) > 2
    assert sum(len(table.rows) - 1 for table in tables) == len(long.rows)


def test_a_table_of_hundreds_of_rows_takes_six_slides_and_says_where_the_rest_is() -> None:
    whole = every_kind.briefing()
    table = every_kind.figure("table")
    long = replace(table, rows=tuple(table.rows[at % len(table.rows)] for at in range(600)))
    deck = Presentation(io.BytesIO(write_anew(replace(whole, figures=(long,)))))
    tables = [
        shape.table for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_table", False)
    ]
    shown = sum(len(each.rows) - 1 for each in tables)
    last = " ".join(shape.text_frame.text for shape in deck.slides[-1].shapes if shape.has_text_frame)
    assert len(tables) == 6
    assert f"600행 가운데 {shown}행" in last


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert write(city("ko", "sample")) == write_anew(city("ko", "sample"))


def test_the_file_names_no_person_machine_or_outside_place() -> None:
    found = members(write(city("ko", "sample")))
    about = found["docProps/core.xml"].decode()
    assert "<dc:creator>머무름</dc:creator>" in about
    assert "Canny" not in about
    assert not any(b'TargetMode="External"' in part for name, part in found.items() if name.endswith(".rels"))
    assert not [name for name in found if name.endswith((".bin", ".jpeg", "app.xml"))]


def test_another_program_opens_it_with_every_title(tmp_path: Path) -> None:
    briefing = city("ko", "sample")
    pages = pypdf.PdfReader(io.BytesIO(as_pdf(write(briefing), "briefing.pptx", tmp_path))).pages
    assert len(pages) == len(briefing.figures) + 2
    for figure, page in zip(briefing.figures, list(pages)[2:], strict=True):
        shown = re.sub(r"\s", "", page.extract_text())
        assert figure.code in shown
        assert re.sub(r"\s", "", figure.title) in shown
        labels = [point.shown for point in figure.series[0].points if number_format(point.shown)]
        assert all(re.sub(r"\s", "", label) in shown for label in labels)


def test_a_deck_of_many_figures_names_as_many_codes_as_a_property_holds() -> None:
    """A property of a file holds 255 letters: 25 codes of nine letters and the blanks between."""
    briefing = city("ko", "sample")
    many = tuple(replace(briefing.figures[0], title=f"그림 {at}") for at in range(40))
    about = Presentation(
        io.BytesIO(write_anew(replace(briefing, title="가" * 300, figures=many)))
    ).core_properties
    assert about.keywords.split() == [figure.code for figure in many[:25]]
    assert about.title == "가" * 255


def test_no_program_names_the_invisible_columns_of_a_bridge_in_its_legend() -> None:
    """Programs count the entries of a legend from either end: none is left out, and the name of theirs is not seen."""
    (chart,) = charts(write_anew(replace(city(), figures=(every_kind.figure("bridge"),))))
    assert chart.find(f".//{CHART}legend") is not None
    assert chart.find(f".//{CHART}legendEntry") is None
    named = [each.findtext(f"{CHART}tx//{CHART}v", "") for each in chart.iter(f"{CHART}ser")]
    assert [name.strip() for name in named] == ["", "늘어난 몫", "줄어든 몫", "처음과 끝"]


def test_a_change_of_definition_is_named_at_its_foot_and_events_at_their_top() -> None:
    figure = replace(every_kind.figure("line"), breaks=(2021.5,))
    (chart,) = charts(write_anew(replace(city(), figures=(figure,))))
    tops = {}
    for series in chart.iter(f"{CHART}ser"):
        values = [float(each.text or 0) for each in series.iterfind(f"{CHART}yVal//{CHART}v")]
        at = [int(each.attrib["val"]) for each in series.iterfind(f"{CHART}dLbls/{CHART}dLbl/{CHART}idx")]
        index = [int(each.attrib["idx"]) for each in series.iterfind(f"{CHART}yVal//{CHART}pt")]
        tops[series.findtext(f"{CHART}tx//{CHART}v", "")] = [
            values[index.index(each)] == max(values) for each in at
        ]
    assert tops["정의 변경"] == [False]
    assert tops["사건"] == [True, True]


@pytest.mark.parametrize("template", ["council", "press", "card", "internal"])
def test_a_title_at_its_limit_stands_within_its_box(template: TemplateName) -> None:
    """160 syllables, the most that a title takes: as many lines as its size makes of them, in the height that it has."""
    long = "가나다라 " * 32
    figures = tuple(replace(each, title=long.strip()) for each in city().figures[:2])
    made = replace(city(), title=long.strip(), figures=figures, template=template, appendix=None)
    for slide in Presentation(io.BytesIO(write(made))).slides:
        title = slide.shapes.title
        size = title.text_frame.paragraphs[0].runs[0].font.size
        lines = -(-sum(1.0 if sign != " " else 0.5 for sign in title.text) * size // title.width)
        assert lines * 1.25 * size <= title.height, title.text
