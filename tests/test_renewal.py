"""Decks, documents and workbooks that were handed out, edited by hand and brought up to date."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from copy import deepcopy
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt
from python_calamine import CalamineWorkbook
from renewal_world import KPI, TODAY, World, opened, saved, world_in

from meomureum.app.commands import refresh
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.office.pptx_chart import add_chart
from meomureum.export import FORMATS
from meomureum.export.renewal.update import updated
from meomureum.verify.issued_figures import REGISTER, register_of
from meomureum.verify.received_files import Unreadable, leaves


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world_in(tmp_path_factory.mktemp("renewal"))


def title_of(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def charts(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def points(chart: Any, name: str) -> dict[int, float]:
    """Year and value of a series, read by another library than the one that wrote them."""
    series = next(each for each in chart.plots[0].series if each._element.findtext("{*}tx//{*}v") == name)
    across = [float(each.text) for each in series._element.findall(".//{*}xVal//{*}v")]
    at = {int(each.get("idx")): float(each[0].text) for each in series._element.findall(".//{*}yVal//{*}pt")}
    return {int(across[index]): value for index, value in at.items()}


def words(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("form", ["pptx", "hwpx", "hwpx-native", "xlsx"])
@pytest.mark.parametrize("template", ["council", "internal", "press", "card"])
def test_every_value_of_a_file_is_that_of_today(form: str, template: str, world: World) -> None:
    content = world.file(form, template=template)
    found = world.updated(content)
    assert found.changed
    assert {each.outcome for each in found.changes} == {"renewed"}
    assert world.faults(found.content) == []
    assert world.before.id.encode() not in b"".join(
        part
        for name, part in members(found.content).items()
        if "notes" not in name and not name.endswith(("png", "sharedStrings.xml"))
    )


def test_the_chart_and_its_workbook_hold_what_is_measured(world: World) -> None:
    deck = opened(world.updated(world.file("pptx")).content)
    wanted = world.measured()
    assert set(wanted) == {2028, 2029, 2030}
    assert wanted[2030] == pytest.approx(424 / 4000)
    slide = next(each for each in deck.slides if charts(each))
    chart = charts(slide)[0]
    assert points(chart, "김해시") == pytest.approx(wanted)
    book = CalamineWorkbook.from_filelike(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    head, *rows = book.get_sheet_by_index(0).to_python()
    at = head.index("김해시")
    assert {int(str(row[0])[:4]): row[at] for row in rows if row[at] != ""} == pytest.approx(wanted)
    assert "2030년 10.6%" in title_of(slide)
    assert f"작성일 {TODAY}" in words(deck.slides[0])


def test_the_table_of_a_sheet_gets_its_new_rows_and_what_lies_below_moves(world: World) -> None:
    content = world.updated(world.file("xlsx")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("그림 1").to_python()
    head = next(at for at, row in enumerate(rows) if row[:3] == ["대상", "연도", "값"])
    table = {
        int(str(row[1])[:4]): row[2]
        for row in rows[head + 1 :]
        if row[0] == "김해시" and isinstance(row[2], float)
    }
    assert table == pytest.approx(world.measured())
    labels = [row[0] for row in rows]
    assert labels.index("정의") > head + 4
    assert labels.count("그림 번호") == 1


def test_what_is_not_a_figures_keeps_its_bytes(world: World) -> None:
    deck = opened(world.file("pptx"))
    own = deck.slides.add_slide(deck.slide_layouts[5])
    own.shapes.title.text_frame.text = "우리 부서 의견: 중도탈락 6.0%"
    content = saved(deck)
    before, after = members(content), members(world.updated(content).content)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert not [
        name for name in changed if "notes" in name or "Master" in name or "Layout" in name or "theme" in name
    ]
    assert f"ppt/slides/slide{len(deck.slides)}.xml" not in changed


def test_members_that_stay_are_copied_compressed_as_they_are(world: World) -> None:
    content = world.file("pptx")
    fresh = world.updated(content).content
    with zipfile.ZipFile(io.BytesIO(content)) as one, zipfile.ZipFile(io.BytesIO(fresh)) as two:
        same = [each for each in one.infolist() if one.read(each) == two.read(each.filename)]
        assert len(same) > 20
        for each in same:
            twin = two.getinfo(each.filename)
            assert (twin.CRC, twin.compress_size, twin.date_time) == (
                each.CRC,
                each.compress_size,
                each.date_time,
            )


def test_slides_may_be_moved_copied_and_removed(world: World) -> None:
    deck = opened(world.file("pptx"))
    slides = deck.slides._sldIdLst
    chart_slide = next(each for each in deck.slides if charts(each))
    copied = deck.slides.add_slide(chart_slide.slide_layout)
    for shape in list(copied.shapes):
        shape._element.getparent().remove(shape._element)
    for shape in chart_slide.shapes:
        copied.shapes._spTree.append(deepcopy(shape._element))
    for relation in chart_slide.part.rels.values():
        if relation.reltype.endswith("/chart"):
            fresh = copied.part.relate_to(relation.target_part, relation.reltype)
            for each in copied._element.iter("{*}chart"):
                each.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", fresh)
    first = slides[0]
    slides.remove(first)
    deck.part.drop_rel(first.rId)
    slides.insert(0, slides[-1])
    found = world.updated(saved(deck))
    codes = [each.code for each in found.changes]
    assert len(codes) == len(set(codes)) + 1
    assert world.faults(found.content) == []
    held = [charts(each)[0] for each in opened(found.content).slides if charts(each)]
    assert len(held) >= 2
    assert points(held[0], "김해시") == pytest.approx(world.measured())


@pytest.mark.parametrize(
    ("title", "disputed"),
    [
        ("김해시 중도탈락률은 2029년 6.0%입니다", True),
        ("김해시 중도탈락률은 2030년 10.6%입니다", False),
        ("청년이 떠나는 까닭", False),
    ],
)
def test_an_edited_title_stays_and_is_held_against_the_data(title: str, disputed: bool, world: World) -> None:
    deck = opened(world.file("pptx"))
    slide = next(each for each in deck.slides if charts(each))
    slide.shapes.title.text_frame.paragraphs[0].runs[0].text = title
    found = world.updated(saved(deck))
    change = next(each for each in found.changes if each.title == title)
    assert change.kept
    assert bool(change.disputes) is disputed
    fresh = next(each for each in opened(found.content).slides if charts(each))
    assert title_of(fresh) == title
    assert "작성자가 고친 제목" in words(fresh)
    assert points(charts(fresh)[0], "김해시") == pytest.approx(world.measured())
    assert world.faults(found.content) == []


def test_the_look_that_the_author_gave_a_chart_stays(world: World) -> None:
    deck = opened(world.file("pptx"))
    slide = next(each for each in deck.slides if charts(each))
    chart = charts(slide)[0]
    series = next(each for each in chart.plots[0].series if each.name == "김해시")
    series.format.line.color.rgb, series.format.line.width = RGBColor(1, 2, 3), Pt(7)
    chart.font.size = Pt(19)
    added = deepcopy(series._element)
    for value in added.iter("{*}tx"):
        next(value.iter("{*}v")).text = "우리 조사"
    series._element.addnext(added)
    fresh = next(each for each in opened(world.updated(saved(deck)).content).slides if charts(each))
    renewed = charts(fresh)[0]
    mine = next(each for each in renewed.plots[0].series if each.name == "김해시")
    assert (mine.format.line.color.rgb, mine.format.line.width) == (RGBColor(1, 2, 3), Pt(7))
    assert renewed.font.size == Pt(19)
    assert points(renewed, "우리 조사") == pytest.approx({2028: 0.05, 2029: 0.06})
    order = [each._element.find("{*}order").get("val") for each in renewed.plots[0].series]
    assert len(order) == len(set(order))


def test_a_deck_in_a_citys_own_master(world: World) -> None:
    figure = world.briefing().figures[0]
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text_frame.text = figure.title
    drawing = drawing_of(figure)
    assert drawing is not None
    add_chart(slide, drawing, [Inches(each) for each in (1, 2, 8, 4)])
    box = slide.shapes.add_textbox(Inches(1), Inches(6.5), Inches(8), Inches(0.5))
    box.text_frame.text = f"자료: {figure.source} (기준일 {figure.as_of}), 그림 번호 {figure.code}"
    box.text_frame.paragraphs[0].runs[0].font.italic = True
    found = world.updated(saved(deck))
    fresh = opened(found.content).slides[0]
    assert points(charts(fresh)[0], "김해시") == pytest.approx(world.measured())
    assert "2030년 10.6%" in title_of(fresh)
    run = fresh.shapes[-1].text_frame.paragraphs[0].runs[0]
    assert run.font.italic
    assert found.figures[0].code in run.text
    assert found.figures[0].as_of in run.text


def test_a_deck_saved_by_libreoffice(world: World, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "deck.pptx").write_bytes(world.file("pptx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pptx",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "deck.pptx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = world.updated((tmp_path / "out" / "deck.pptx").read_bytes())
    assert {each.outcome for each in found.changes} == {"renewed"}
    assert world.faults(found.content) == []
    slide = next(each for each in opened(found.content).slides if charts(each))
    assert points(charts(slide)[0], "김해시") == pytest.approx(world.measured())


def test_what_is_not_known_or_is_gone_is_left_as_it_is(world: World) -> None:
    figure = world.briefing().figures[0]
    line = asdict(world.register[figure.code])
    gone = line | {
        "code": "AAAA-BBBB",
        "address": line["address"].replace(KPI, "rate_of_old") + "&kpi=rate_of_old",
    }
    with (world.place / REGISTER).open("a", encoding="utf-8") as register:
        register.write(json.dumps(gone, ensure_ascii=False) + "\n")
    deck = Presentation()
    for code in ("AAAA-BBBB", "ZZZZ-YYYY"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text_frame.text = f"{figure.title} {code}"
    content = saved(deck)
    found = world.updated(content)
    assert [(each.code, each.outcome) for each in found.changes] == [
        ("AAAA-BBBB", "gone"),
        ("ZZZZ-YYYY", "unknown"),
    ]
    assert not found.changed
    assert members(found.content) == members(content)


def test_a_file_of_today_is_not_changed(world: World) -> None:
    once = world.updated(world.file("pptx")).content
    again = world.updated(once)
    assert {each.outcome for each in again.changes} == {"same"}
    assert members(again.content) == members(once)


def test_a_figure_whose_snapshot_and_words_are_not_kept_is_found_by_its_title_and_code(world: World) -> None:
    content = world.file("pptx")
    lines = (world.place / REGISTER).read_text("utf-8").splitlines()
    bare = [json.dumps({k: v for k, v in json.loads(line).items() if k != "lines"}) for line in lines]
    place = world.folder.data
    (place / REGISTER).write_text("\n".join(bare) + "\n", "utf-8")
    register = register_of(place)
    found = updated(content, register, world.after, [], TODAY)
    slide = next(each for each in opened(found.content).slides if charts(each))
    assert points(charts(slide)[0], "김해시") == pytest.approx(world.measured())
    assert "2030년 10.6%" in title_of(slide)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"%PDF-1.7"])
def test_what_is_no_such_file_is_refused(content: bytes, world: World) -> None:
    with pytest.raises(Unreadable):
        world.updated(content)


def test_the_command_previews_writes_and_tells(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(world.place))
    path = tmp_path / "보고.pptx"
    path.write_bytes(world.file("pptx"))
    assert refresh.main([str(path), "--dry-run", "--date", TODAY]) == 0
    assert "김해시 2030: – → 10.6%" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [path]
    assert refresh.main([str(path), "--json", "--date", TODAY]) == 0
    told = json.loads(capsys.readouterr().out)
    assert Path(told["file"]).name == f"보고-{TODAY}.pptx"
    assert {"series": "김해시", "at": "2029", "before": "6.0%", "after": "6.5%"} in told["changes"][0][
        "values"
    ]
    assert world.faults(Path(told["file"]).read_bytes()) == []
    assert refresh.main([str(tmp_path / "none.pptx")]) == 2
    (tmp_path / "empty.xlsx").write_bytes(FORMATS["pptx"](replace(world.briefing(), figures=())))
    assert refresh.main([str(tmp_path / "empty.xlsx")]) == 2
    assert leaves(path.read_bytes())
