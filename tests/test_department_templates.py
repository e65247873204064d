"""Templates of a department's own: every placeholder filled, in place, in the type of its words; faults named with their place."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from handed_over import MADE_ON, queried, snapshot
from hwp_hwpx_parser import Reader
from hwpx.document import HwpxDocument
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from kpis import Scope, measure
from meomureum.app.commands import briefing
from meomureum.export.faults import Faulty
from meomureum.export.templates.fill import fill
from meomureum.export.templates.placeholders import Filling
from meomureum.export.templates.samples import SAMPLES
from meomureum.figures.trend import trend_figure
from meomureum.store.address import View

KPI = "youth_population"


def filling(city: str = "gimhae") -> Filling:
    return Filling(snapshot(), "ko", "published", MADE_ON, city)


def newest(city: str = "gimhae") -> int:
    rows = measure(snapshot(), KPI, Scope("published", cities=(city,)), ("city", "year"))
    rows = rows[rows["value"].notna()]
    return int(rows.sort_values("year")["value"].iloc[-1])


def deck(*boxes: str, title: str = "") -> bytes:
    """One slide in another master than ours, each box an inch below the one before."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text_frame.text = title
    for at, words in enumerate(boxes, start=2):
        box = slide.shapes.add_textbox(Inches(1), Inches(at), Inches(7), Inches(3))
        box.text_frame.text = words
    return saved(made)


def saved(made: Any) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def test_words_keep_the_type_of_their_run() -> None:
    made = Presentation(io.BytesIO(deck("")))
    paragraph = made.slides[0].shapes[-1].text_frame.paragraphs[0]
    for words in ("지금 {{val", f"ue:{KPI}@ansan}}}} 까지", " ({{date}})"):
        run = paragraph.add_run()
        run.text, run.font.size, run.font.color.rgb = words, Pt(33), RGBColor(200, 0, 0)
    slide = Presentation(io.BytesIO(fill(saved(made), filling()))).slides[0]
    filled = slide.shapes[-1].text_frame.paragraphs[0]
    assert filled.text == f"지금 {newest('ansan'):,}명 까지 ({MADE_ON})"
    assert {(run.font.size, run.font.color.rgb) for run in filled.runs} == {(Pt(33), RGBColor(200, 0, 0))}


def test_a_chart_stands_in_the_place_of_its_box_and_follows_the_master() -> None:
    used = filling()
    slide = Presentation(
        io.BytesIO(fill(deck(f"{{{{ trend : {KPI} }}}}", title="{{finding:youth_population}}"), used))
    ).slides[0]
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert (frame.left, frame.top, frame.width, frame.height) == tuple(map(Inches, (1, 2, 7, 3)))
    figure = trend_figure(snapshot(), View("ko", "published", ("gimhae",)), KPI)
    assert figure is not None
    assert slide.shapes.title.text_frame.text == figure.title
    values = {
        series.name: [each for each in series.values if each is not None]
        for series in frame.chart.plots[0].series
    }
    assert values["김해시"] == pytest.approx(
        [value for (origin, _), value in sorted(queried(figure, "published").items()) if origin == "computed"]
    )
    xml = frame.chart.part.blob.decode()
    assert "맑은 고딕" not in xml
    assert "+mn-lt" in xml
    assert 'schemeClr val="accent1"' in xml
    assert list(used.figures) == [figure.code]
    assert "{{" not in "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_table_takes_the_width_of_its_box() -> None:
    slide = Presentation(io.BytesIO(fill(deck(f"{{{{table:{KPI}}}}}"), filling()))).slides[0]
    frame = next(shape for shape in slide.shapes if shape.has_table)
    assert (frame.left, frame.top) == (Inches(1), Inches(2))
    assert sum(each.width for each in frame.table.columns) == pytest.approx(Inches(7), abs=20)
    cells = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert cells[0][:3] == ["대상", "연도", "값"]
    assert cells[-1][2] == f"{newest():,}명"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "{{trand:youth_population}}",
            "슬라이드 1: '{{trand:youth_population}}'은(는) 없는 자리 이름입니다. 'trend'",
        ),
        ("{{value:youth_populaton}}", "'youth_populaton'은(는) 없는 지표입니다. 'youth_population'"),
        ("{{value:youth_population@gimhea}}", "'gimhea'은(는) 모르는 도시입니다. 'gimhae'"),
        ("값: {{trend:youth_population}}", "따로 있어야"),
        ("{{}}", "'{{}}'은(는) 없는 자리 이름입니다"),
    ],
)
def test_what_cannot_be_filled_is_named_with_its_place_and_the_nearest_word(words: str, told: str) -> None:
    with pytest.raises(Faulty) as found:
        fill(deck("고정 글", words), filling())
    assert told in " ".join(each.ko for each in found.value.faults)


def test_without_a_city_it_says_how_to_name_one() -> None:
    with pytest.raises(Faulty, match="Write '@gimhae' behind it"):
        fill(deck(f"{{{{value:{KPI}}}}}"), filling(city=""))


def test_what_has_no_value_today_says_so_in_its_place() -> None:
    used = filling()
    slide = Presentation(io.BytesIO(fill(deck("{{trend:settlement_rate_1y}}"), used))).slides[0]
    assert slide.shapes[-1].text_frame.text == "값 없음"
    assert "settlement_rate_1y" in used.missing[0].en


def test_a_document_is_filled_in_paragraphs_and_cells(tmp_path: Path) -> None:
    made = HwpxDocument.new()
    for words in ("{{finding:youth_population}}", "{{trend:youth_population}}", "{{table:youth_population}}"):
        made.add_paragraph(words)
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = (
        "지금 {{value:youth_population}}",
        "{{trend:youth_population}}",
    )
    path = tmp_path / "filled.hwpx"
    path.write_bytes(fill(made.to_bytes(), filling()))
    words = Reader(str(path)).text
    assert "{{" not in words
    assert f"지금 {newest():,}명" in words
    assert "| 김해시 | 2025 |" in words
    with zipfile.ZipFile(path) as archive:
        assert len([name for name in archive.namelist() if name.startswith("Chart/")]) == 2
        assert archive.read("Contents/section0.xml").count(b"<hp:chart ") == 2


def test_a_workbook_gets_numbers_rows_and_charts_over_their_cells() -> None:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("보고")
        sheet.write(0, 1, f"{{{{value:{KPI}}}}}")
        sheet.write(2, 0, f"{{{{table:{KPI}}}}}")
        sheet.write(4, 0, "맺음")
        sheet.write_formula(5, 0, "=B1*2")
        sheet.merge_range(7, 0, 20, 6, f"{{{{trend:{KPI}}}}}")
    filled = fill(content.getvalue(), filling())
    found = CalamineWorkbook.from_filelike(io.BytesIO(filled))
    rows = found.get_sheet_by_name("보고").to_python()
    assert rows[0][1] == newest()
    figure = trend_figure(snapshot(), View("ko", "published", ("gimhae",)), KPI)
    assert figure is not None
    count = len(figure.rows)
    assert rows[2][:3] == ["대상", "연도", "값"]
    assert rows[2 + count][2] == newest()
    assert rows[4 + count][0] == "맺음"
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        assert (
            f"<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{7 + count}</xdr:row>"
            in drawing
        )
        assert figure.code in drawing
        assert "'차트 자료'!$B$" in archive.read("xl/charts/chart1.xml").decode()
        formula = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>B1*2</f></c>" in formula  # its old result went with the numbers it stood on
    data = found.get_sheet_by_name("차트 자료").to_python()
    at = data[0].index("김해시")
    assert [row[at] for row in data[1:] if row[at] != ""][-1] == newest()


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_the_command_writes_a_sample_and_fills_it(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot()
    template, out = tmp_path / f"template.{kind}", tmp_path / f"out.{kind}"
    assert briefing.main(["--sample", kind, "--out", str(template)]) == 0
    assert briefing.main(["--template", str(template), "--out", str(out)]) == 2
    assert "--city" in capsys.readouterr().err
    assert (
        briefing.main(["--template", str(template), "--city", "gimhae", "--out", str(out), "--date", MADE_ON])
        == 0
    )
    with zipfile.ZipFile(out) as archive:
        assert not [
            name for name in archive.namelist() if b"{{" in archive.read(name) and "sharedStrings" not in name
        ]
    again = tmp_path / f"again.{kind}"
    briefing.main(["--template", str(template), "--city", "gimhae", "--out", str(again), "--date", MADE_ON])
    assert again.read_bytes() == out.read_bytes()
