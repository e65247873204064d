"""A Hangul document is read by another program than wrote it, and every number is compared with the query."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from handed_over import HOSTILE, city, hostile, members, once, queried, texts
from hwp_hwpx_parser import Reader
from hwpx.document import HwpxDocument
from PIL import Image

from meomureum.drawing.figure import Briefing, FigureKind
from meomureum.drawing.particulars import ALT, printed_link
from meomureum.drawing.words import SYNTHETIC
from meomureum.export import FORMATS
from meomureum.export.hwpx.report import write as write_anew
from meomureum.store.address import DATA_SETS, DataSet
from meomureum.texts import Language, percent

write = once(write_anew)

SECTION = "Contents/section0.xml"


def read_back(content: bytes, folder: Path) -> tuple[str, list[list[list[str]]]]:
    """The words and tables that another reader finds."""
    place = folder / "briefing.hwpx"
    place.write_bytes(content)
    with Reader(str(place)) as reader:
        assert reader.is_valid
        return reader.text, [table.rows for table in reader.tables]


@pytest.mark.parametrize(
    ("language", "data_set"),
    [
        ("ko", "sample"),
        ("en", "published"),
        pytest.param("ko", "published", marks=pytest.mark.trial),
        pytest.param("en", "sample", marks=pytest.mark.trial),
    ],
)
def test_another_reader_finds_every_word_and_row(
    language: Language, data_set: DataSet, tmp_path: Path
) -> None:
    briefing = city(language, data_set)
    content = write(briefing)
    words, tables = read_back(content, tmp_path)
    everything = "\n".join(texts(members(content)[SECTION]))
    for figure, table in zip(briefing.figures, tables[-len(briefing.figures) :], strict=True):
        assert f"□ {figure.title}" in words
        assert f"○ {figure.subtitle}" in words
        assert [list(row) for row in (figure.columns, *figure.rows)] == table
        for said in (
            figure.definition,
            figure.source,
            figure.filters,
            figure.code,
            printed_link(figure),
            figure.as_of,
        ):
            assert said in everything, said
        assert all(mark in everything for mark in (*figure.marks, *figure.notes))


def test_numbers_equal_the_query(tmp_path: Path) -> None:
    briefing = city("ko", "sample")
    _, tables = read_back(write(briefing), tmp_path)
    for figure, table in zip(briefing.figures, tables[-len(briefing.figures) :], strict=True):
        if figure.unit == "percent":
            shown = {int(row[1]): row[2] for row in table[1:]}
            asked = {year: percent(value) for (_, year), value in queried(figure, "sample").items()}
            assert shown == asked


def test_every_picture_is_a_picture_and_described() -> None:
    briefing = city("ko", "sample")
    content = write(briefing)
    pictures = members(content, ".png")
    drawn = [each for name, each in pictures.items() if name.startswith("BinData/")]
    assert len(drawn) == len(briefing.figures)
    for picture in drawn:
        with Image.open(io.BytesIO(picture)) as image:
            assert image.format == "PNG"
    section = ElementTree.fromstring(members(content)[SECTION])  # noqa: S314
    placed = [each for each in section.iter() if each.tag.endswith("}pic")]
    for each in placed:  # 75 units a pixel, as Hangul counts them: nothing is cut off
        clip, whole = each.find("{*}imgClip"), each.find("{*}imgDim")
        assert clip is not None
        assert whole is not None
        assert (clip.get("right"), clip.get("bottom")) == ("102000", "49500")  # 1360 by 660 pixels
        assert (whole.get("dimwidth"), whole.get("dimheight")) == ("102000", "49500")
    told = [each.findtext("{*}shapeComment") for each in placed]
    assert told == [f"{ALT('ko')}: {figure.alt}" for figure in briefing.figures]


def test_tables_have_captions_heights_and_headers() -> None:
    section = ElementTree.fromstring(members(write(city()))[SECTION])  # noqa: S314
    tables = [each for each in section.iter() if each.tag.endswith("}tbl")]
    assert len(tables) == len(city().figures) + 1  # the verdicts first
    for table in tables[1:]:
        caption = table.find("{*}caption")
        assert caption is not None
        assert "".join(caption.itertext()).startswith("<표 ")
        assert table.get("repeatHeader") == "1"
        cells = [each for each in table.iter() if each.tag.endswith("}tc")]
        assert {cell.get("header") for cell in cells} == {"0", "1"}
        for cell in cells:
            size = cell.find("{*}cellSz")
            assert size is not None
            assert int(size.get("height", "0")) > 1500


def test_invented_data_is_marked_at_every_finding_and_caption() -> None:
    mark = SYNTHETIC("ko")
    for data_set in DATA_SETS:
        words = texts(members(write(city("ko", data_set)))[SECTION])
        marked = [line for line in words if line.startswith(("□", "<그림", "<표"))]
        assert len(marked) >= len(city("ko", data_set).figures)
        assert {mark in line for line in marked} == {data_set == "sample"}


def test_the_same_briefing_gives_the_same_bytes() -> None:
    content = write(city())
    assert content == write_anew(city())
    assert content == FORMATS["hwpx"](city())


def test_the_archive_is_as_the_format_wants_it_and_names_no_person() -> None:
    content = write(city("ko", "sample"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("Contents/content.hpf").decode()
        assert city("ko", "sample").title in archive.read("Preview/PrvText.txt").decode()
    assert re.findall(r'name="creator"[^>]*>([^<]*)<', about) == ["머무름"]
    assert re.findall(r'name="lastsaveby"[^>]*/>', about)
    assert "2025" not in "".join(re.findall(r'name="\w*[dD]ate"[^>]*>([^<]*)<', about))
    assert not any(name.endswith((".js", ".vbs")) or "Script" in name for name in members(content))
    assert b"HYPERLINK" not in members(content)[SECTION]


def test_ids_are_not_used_twice() -> None:
    section = members(write(city("ko", "sample")))[SECTION].decode()
    body = re.sub(r"<hp:secPr.*?</hp:secPr>", "", section, flags=re.DOTALL)  # it repeats the footer
    ids = re.findall(r'<hp:(?:p|tbl|pic) [^>]*?\bid="(\d{5,})"', body)
    assert ids
    assert len(ids) == len(set(ids))


def test_the_writer_finds_no_fault_with_it() -> None:
    with HwpxDocument.open(io.BytesIO(write(city("ko", "sample")))) as document:
        assert document.validate().ok


@pytest.mark.parametrize("kind", ["bar", "stacked", "table"])
def test_words_that_cannot_be_seen_do_not_break_it(kind: FigureKind, tmp_path: Path) -> None:
    words, tables = read_back(write(hostile(kind)), tmp_path)
    assert "=HYPERLINK(1)" in words
    assert "\x00" not in words
    assert len(HOSTILE) > 1
    assert len(tables) == 1


def test_a_briefing_without_figures_is_a_title(tmp_path: Path) -> None:
    words, tables = read_back(write(Briefing("제목", "조건", "ko", "2026-11-21", (), "abc")), tmp_path)
    assert "제목" in words
    assert tables == []


def test_a_figure_without_values_says_what_it_is(tmp_path: Path) -> None:
    bare = replace(city("ko", "sample").figures[0], kind="table", series=(), rows=(), columns=(), numbers=())
    words, tables = read_back(write(replace(city("ko", "sample"), figures=(bare,))), tmp_path)
    assert bare.title in words
    assert tables == []
