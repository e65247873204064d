"""Pictures are drawn without a browser, the same on every machine, with all that a figure carries."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from handed_over import city, hostile, queried
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.text import Text as Words
from PIL import Image

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure, FigureKind, Point, Series
from meomureum.drawing.particulars import printed_link
from meomureum.drawing.picture import pictures
from meomureum.drawing.picture.area import Area
from meomureum.drawing.picture.paper import (
    Paper,
    lines_of_width,
    lines_that_fit,
    load_fonts,
    printable,
    style,
    width_of,
)
from meomureum.drawing.picture.pictures import SIZES, Form, Shape, picture
from meomureum.drawing.picture.plot import draw_plot
from meomureum.drawing.words import SYNTHETIC
from meomureum.export import FORMATS, suffix
from meomureum.export.picture.pictures import write, write_half_page, write_square, write_svg
from meomureum.store.address import DataSet
from meomureum.texts import Language

KINDS: tuple[FigureKind, ...] = ("line", "bar", "stacked", "table")
FORMS: tuple[Form, ...] = ("png", "svg")
SHAPES: tuple[Shape, ...] = ("wide", "square", "half_page", "plot")
NAMES = ("인제대학교", "가야대학교(김해)", "부산장신대학교", "아주 긴 이름을 가진 학교 하나")


def point(at: str, value: float | None, *marks: str) -> Point:
    return Point(at, value, "5명 미만" if value is None else f"{value * 100:.1f}%", marks=marks)


@cache
def made(kind: FigureKind, several: int = 1, names: tuple[str, ...] = NAMES) -> Figure:
    series = tuple(
        Series(
            f"집단 {number}", "computed", tuple(point(name, 0.1 + at / 20) for at, name in enumerate(names))
        )
        for number in range(several)
    )
    return replace(city("ko", "sample").figures[0], kind=kind, series=series)


def canvas_of(figure: Figure, language: Language = "ko", shape: Shape = "wide") -> Canvas:
    """The drawing before it is written."""
    with matplotlib.rc_context(style()):  # type: ignore[arg-type]  # settings by plain names
        return pictures._drawn(figure, language, shape).canvas


def said(canvas: Canvas) -> list[str]:
    return [each.get_text() for each in words_of(canvas)]


def words_of(canvas: Canvas) -> list[Words]:
    found = [each for each in canvas.findobj(Words) if isinstance(each, Words)]
    return [each for each in found if each.get_text() and each.get_visible()]


def axes_of(figure: Figure) -> Axes:
    load_fonts()
    paper = Paper(800, 500, 20)
    area = Area(paper, 20, 20, 780, 480, 11)
    drawing = drawing_of(figure)
    assert drawing is not None
    draw_plot(area, drawing)
    return paper.canvas.axes[0]


def values(line: Line2D) -> list[float]:
    return [float(value) for value in np.asarray(line.get_ydata(), dtype=float)]


def test_the_lines_drawn_are_the_numbers_of_the_query() -> None:
    for figure in city("ko", "sample").figures:
        drawn = [[value for value in values(line) if not math.isnan(value)] for line in axes_of(figure).lines]
        assert [value for _, value in sorted(queried(figure, "sample").items())] in drawn


def test_fewer_than_three_points_make_no_line_and_published_ones_are_hollow() -> None:
    two = replace(
        made("line"), series=(Series("김해시", "computed", (point("2020", 0.1), point("2021", 0.2))),)
    )
    assert axes_of(two).lines[0].get_linestyle() == "None"
    published = next(each for each in city("ko").figures if each.series[0].role == "published")
    line = axes_of(published).lines[0]
    assert (line.get_linestyle(), line.get_markerfacecolor()) == ("None", "white")


def test_a_target_is_dashed_and_a_year_without_a_value_is_a_gap() -> None:
    figure = city("ko", "sample").figures[0]
    (path,) = [series for series in figure.series if series.role == "target"]
    aims = [point.value for point in path.points]
    (target,) = [line for line in axes_of(figure).lines if values(line) == aims]
    assert target.is_dashed()
    gap = tuple(point(year, 0.1) for year in ("2019", "2020", "2022", "2023"))
    alone = replace(figure, series=(Series("김해시", "computed", gap),), beside=())
    drawn = axes_of(alone).lines[0]
    assert [math.isnan(value) for value in values(drawn)] == [False, False, True, False, False]


def test_bars_begin_at_zero() -> None:
    for kind in KINDS[1:3]:
        for names in (NAMES, ("2023", "2024")):
            axes = axes_of(made(kind, 2, names))
            low = axes.get_xlim()[0] if names == NAMES else axes.get_ylim()[0]
            assert low == 0


def test_ranks_run_downwards() -> None:
    figure = next(each for each in city("ko", "sample").figures if each.unit == "rank")
    bottom, top = axes_of(figure).get_ylim()
    assert bottom > top >= 1


def test_a_value_that_is_withheld_says_why_and_a_marked_one_is_starred() -> None:
    points = (
        replace(point("2019", 0.1, "잠정"), note="잠정"),
        point("2020", None),
        point("2021", 0.2),
        point("2022", 0.2),
    )
    for kind in KINDS[:2]:
        figure = replace(made(kind), series=(Series("김해시", "computed", points),), marks=("잠정",))
        words = said(canvas_of(figure))
        assert any("5명 미만" in each for each in words)
        assert ("10.0%\n잠정" if kind == "line" else "10.0%*") in words
        assert any(f"{'' if kind == 'line' else '*'}표시: 잠정" in each for each in words)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("data_set", ["published", "sample"])
def test_a_card_carries_all_that_its_figure_carries(language: Language, data_set: DataSet) -> None:
    for figure in city(language, data_set).figures:
        words = "".join(said(canvas_of(figure, language))).replace(" ", "")
        carried = (
            *(figure.title, figure.subtitle, figure.definition, figure.source, figure.as_of),
            *(
                figure.snapshot_id,
                figure.filters,
                figure.code,
                printed_link(figure),
                *figure.marks,
                *figure.notes,
            ),
        )
        for each in carried:
            assert each.replace(" ", "") in words, each
        assert (SYNTHETIC(language).replace(" ", "") in words) == figure.synthetic


def test_the_mark_of_invented_data_is_inside_every_shape() -> None:
    for shape in SHAPES:
        words = said(canvas_of(city("ko", "sample").figures[0], "ko", shape))
        assert SYNTHETIC("ko") in words
        assert any(city("ko", "sample").figures[0].code in each for each in words)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_runs_over_the_edge(shape: Shape, kind: FigureKind) -> None:
    long = replace(
        made(kind, 6), title="아주 긴 제목 " * 30, definition="긴 정의 " * 40, subtitle="부제 " * 60
    )
    for figure in (long, *city("en").figures[:2]):
        canvas = canvas_of(figure, "ko", shape)
        width, height = SIZES[shape]
        with matplotlib.rc_context(style()):  # type: ignore[arg-type]  # settings by plain names
            boxes = [(each.get_window_extent(), each.get_text()) for each in words_of(canvas)]
        for box, words in boxes:
            assert min(box.x0, box.y0) > -2, words
            assert box.x1 < width + 2, words
            assert box.y1 < height + 2, words


@pytest.mark.parametrize(
    ("writer", "shape"), [(write, "wide"), (write_square, "square"), (write_half_page, "half_page")]
)
def test_pictures_are_twice_their_size(writer: object, shape: Shape) -> None:
    one = replace(city(), figures=city().figures[:1])
    content = writer(one)  # type: ignore[operator]
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == tuple(2 * side for side in SIZES[shape])
        assert image.info["dpi"] == pytest.approx((192, 192), abs=0.1)  # half a page is as wide as A4
        assert image.text["Title"] == one.figures[0].title  # type: ignore[attr-defined]
        assert one.figures[0].code in image.text["Description"]  # type: ignore[attr-defined]
        assert image.text["Software"] == "머무름"  # type: ignore[attr-defined]


def test_a_svg_needs_no_font_and_nothing_from_outside() -> None:
    content = write_svg(replace(city("ko", "sample"), figures=city("ko", "sample").figures[:1]))
    root = ElementTree.fromstring(content)  # noqa: S314
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert not names & {"text", "image", "script", "style", "font-face", "foreignObject"} - {"style"}
    links = [value for each in root.iter() for key, value in each.attrib.items() if key.endswith("href")]
    assert links
    assert all(link.startswith("#") for link in links)
    assert root.findtext("{*}title") == city("ko", "sample").figures[0].title
    assert root.findtext("{*}desc") == city("ko", "sample").figures[0].alt


def test_the_same_figure_gives_the_same_bytes_and_another_one_others() -> None:
    figure = city("ko", "sample").figures[0]
    for form in FORMS:
        first = picture(figure, "ko", "plot", form)
        pictures._kept.clear()
        assert picture(figure, "ko", "plot", form) == first
        assert picture(replace(figure, filters="다른 조건"), "ko", "wide", form) != first


def test_what_is_only_drawn_is_drawn_anew_though_the_code_is_the_same() -> None:
    figure = city("ko", "sample").figures[0]
    changed = replace(figure, breaks=(2021.5,))
    assert changed.code == figure.code
    assert picture(changed, "ko", "plot", "svg") != picture(figure, "ko", "plot", "svg")


def test_several_figures_are_one_zip() -> None:
    figures = city().figures[:2]
    content = write(replace(city(), figures=figures))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [f"0{at}-{figure.code}.png" for at, figure in enumerate(figures, 1)]
    assert suffix("png-square", content) == ".zip"
    assert suffix("png-square", b"\x89PNG") == ".png"
    assert {"png", "png-square", "png-a4", "svg"} <= set(FORMATS)


def test_words_are_never_commands_and_unseen_signs_never_drawn() -> None:
    for kind in KINDS:
        figure = replace(hostile(kind).figures[0], title="$x^2$ \\frac <b> & \x00\t제목")
        for form in FORMS:
            assert picture(figure, "ko", "half_page", form)
        assert any(each.startswith("$x^2$") for each in said(canvas_of(figure)))
    assert printable("가\x00나\tไ다") == "가나 □다"


def test_lines_break_at_spaces_and_only_then_within_words() -> None:
    lines = lines_of_width("김해시 지역 대학 진학률은 올랐습니다", 120, 15)
    assert " ".join(lines) == "김해시 지역 대학 진학률은 올랐습니다"
    assert all(width_of(line, 15) <= 120 for line in lines)
    assert "".join(lines_of_width("가" * 40, 100, 15)) == "가" * 40
    short, size = lines_that_fit("짧은 말", 300, 20, 1)
    assert (short, size) == (["짧은 말"], 20)
    cut, small = lines_that_fit("긴 말 " * 100, 300, 20, 2)
    assert len(cut) == 2
    assert cut[-1].endswith("…")
    assert small < 20
