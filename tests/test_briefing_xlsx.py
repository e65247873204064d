"""Workbooks: numbers are numbers and the query's, words never formulas, every sheet says what it rests on."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import every_kind
import pypdf
import pytest
from handed_over import as_pdf, city, hostile, members, once, queried, texts
from python_calamine import CalamineWorkbook

from meomureum.drawing.line_figure import stands_alone
from meomureum.drawing.particulars import printed_link
from meomureum.export.xlsx.workbook import write as write_anew
from meomureum.figures.value_rows import COLUMNS, ORIGINS
from meomureum.store.address import DataSet

write = once(write_anew)

Rows = list[list[object]]
DIGITS = 1e-15
"""A workbook holds sixteen digits of a number, one fewer than the query may give."""


def sheets(content: bytes) -> dict[str, Rows]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}  # type: ignore[misc]


def block(rows: Rows, first: str) -> Rows:
    """The rows under the head that begins with that word, to the first empty one."""
    start = next(at for at, row in enumerate(rows) if row and row[0] == first)
    below = rows[start + 1 :]
    end = next((at for at, row in enumerate(below) if row[0] == ""), len(below))
    return [rows[start], *below[:end]]


def test_the_sheets_stand_in_their_order() -> None:
    found = list(sheets(write(city("ko", "published"))))
    figures = len(city("ko", "published").figures)
    assert found == [
        "표지",
        "목차",
        "읽는 법",
        *(f"그림 {at}" for at in range(1, figures + 1)),
        "코드북",
        "자료 이력",
    ]
    assert list(sheets(write(city("en"))))[:4] == ["Cover", "Contents", "Notes", "Figure 1"]


@pytest.mark.parametrize("data_set", ["published", "sample"])
def test_tables_hold_the_numbers_of_the_query(data_set: DataSet) -> None:
    briefing = city("ko", data_set)
    found = sheets(write(briefing))
    columns = {name: at for at, name in enumerate(COLUMNS)}
    origins = {words.ko: origin for origin, words in ORIGINS.items()}
    compared = 0
    for at, figure in enumerate(briefing.figures, start=1):
        _, *rows = block(found[f"그림 {at}"], COLUMNS["place"].ko)
        assert len(rows) == len(figure.rows)
        if "-city-" in figure.key:
            asked = queried(figure, data_set)
            for row in rows:
                value = row[columns["value"]]
                key = (
                    origins[str(row[columns["origin"]])],
                    int(str(row[columns["year"]]).removesuffix(".0")),
                )
                assert key in asked
                if isinstance(value, float):
                    assert value == pytest.approx(asked[key], rel=DIGITS)
                    compared += 1
    assert compared > 10


def test_the_numbers_of_the_charts_are_the_series_with_gaps_left_empty() -> None:
    briefing = city("ko", "published")
    found = sheets(write(briefing))
    charted = [each for each in enumerate(briefing.figures, start=1) if not stands_alone(each[1])]
    assert len(charted) == 9
    for at, figure in charted:
        head, *rows = block(found[f"그림 {at}"], "항목")
        for series in figure.series:
            column = head.index(series.name)
            held = {f"{float(str(row[0])):g}": row[column] for row in rows if row[column] != ""}
            assert held == pytest.approx({point.at: point.value for point in series.points}, rel=DIGITS)


def test_every_figure_says_what_it_rests_on_and_the_sample_is_marked() -> None:
    for data_set in ("published", "sample"):
        briefing = city("en", data_set)
        found = sheets(write(briefing))
        for at, figure in enumerate(briefing.figures, start=1):
            cells = {str(cell) for row in found[f"Figure {at}"] for cell in row}
            wanted = [figure.title, figure.subtitle, figure.definition, figure.source, figure.as_of]
            wanted += [
                figure.snapshot_id,
                figure.filters,
                figure.code,
                printed_link(figure),
                figure.alt,
                *figure.notes,
            ]
            assert set(wanted) <= cells
            assert ("Synthetic sample data" in cells) == (data_set == "sample")


def test_contents_lead_to_every_sheet_inside_the_workbook() -> None:
    found = members(write(city("ko", "published")))
    contents = found["xl/worksheets/sheet2.xml"].decode()
    targets = re.findall(r"<hyperlink [^>]*location=\"'([^']+)'!A1\"", contents)
    assert sorted(targets) == sorted(set(sheets(write(city("ko")))) - {"표지", "목차"})
    assert not any(b'TargetMode="External"' in part for name, part in found.items() if name.endswith(".rels"))


@pytest.mark.parametrize("kind", ["bar", "stacked", "table"])
def test_words_cannot_become_formulas(kind: str) -> None:
    found = members(write(hostile(kind)))
    for name, part in found.items():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in part
    strings = texts(found["xl/sharedStrings.xml"])
    assert not [words for words in strings if re.match(r"\s*[=+\-@＝＋－＠]", words)]
    assert "'=HYPERLINK(1)" in strings


def test_charts_are_native_with_dashed_targets_and_alt_text() -> None:
    briefing = city("ko", "published")
    found = members(write(briefing))
    native = [name for name in found if name.startswith("xl/charts/chart")]
    assert len(native) == sum(not stands_alone(each) for each in briefing.figures)
    first = found["xl/charts/chart1.xml"].decode()
    assert '<a:prstDash val="dash"/>' in first
    assert "dispBlanksAs" not in first  # a gap, unless another way is named
    assert f'descr="{briefing.figures[0].alt}"' in found["xl/drawings/drawing1.xml"].decode()


def test_the_same_briefing_gives_the_same_bytes_and_names_the_product_only() -> None:
    content = write(city("ko", "sample"))
    assert content == write_anew(city("ko", "sample"))
    about = members(content)["docProps/core.xml"].decode()
    assert "<dc:creator>머무름</dc:creator>" in about
    assert "2026-11-21T00:00:00Z" in about


def test_another_program_opens_it_with_every_title(tmp_path: Path) -> None:
    briefing = city("ko", "published")
    pages = pypdf.PdfReader(io.BytesIO(as_pdf(write(briefing), "briefing.xlsx", tmp_path))).pages
    shown = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for figure in briefing.figures:
        assert re.sub(r"\s", "", figure.title) in shown
        assert figure.code in shown
    assert "#NAME" not in shown


def test_a_year_without_a_value_has_no_cell_so_that_no_chart_draws_nought() -> None:
    found = members(write(city("ko", "published")))
    held = [part.decode() for name, part in found.items() if name.startswith("xl/charts/chart")]
    caches = [
        cache for part in held for cache in re.findall(r"<c:val>.*?</c:val>|<c:yVal>.*?</c:yVal>", part)
    ]
    gaps = [
        cache for cache in caches if cache.count("<c:pt ") < int(re.findall(r'ptCount val="(\d+)"', cache)[0])
    ]
    assert gaps


def test_names_beside_points_are_not_broken_and_stand_on_their_own_ground() -> None:
    found = members(write(replace(city(), figures=(every_kind.figure("funnel"),))))
    (chart,) = [part.decode() for name, part in found.items() if name.startswith("xl/charts/chart")]
    names = re.findall(r"<c:dLbl>(?:(?!</c:dLbl>).)*고등학교 (?:(?!</c:dLbl>).)*</c:dLbl>", chart)
    assert len(names) == 2
    for each in names:
        assert '<a:bodyPr wrap="none"/>' in each
        assert '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/>' in each
