"""CSV: the table first, exact numbers beside shown ones, and what it rests on under it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest
from handed_over import HOSTILE, city, hostile, members, once, queried

from meomureum.drawing.safe_text import safe_text
from meomureum.export import suffix
from meomureum.export.text.csv_table import write as write_anew

write = once(write_anew)


def files(content: bytes) -> list[str]:
    parts = members(content, ".csv").values() if content.startswith(b"PK") else [content]
    return [part.decode("utf-8-sig") for part in parts]


def test_the_table_reads_to_the_first_empty_line_with_the_numbers_of_the_query() -> None:
    briefing = city("ko", "sample")
    for figure, text in zip(briefing.figures, files(write(briefing)), strict=True):
        table = pd.read_csv(io.StringIO(text.split("\r\n\r\n")[0]))
        assert len(table) == len(figure.rows)
        assert table["값"].tolist() == [row[2] for row in figure.rows]
        assert set(table["자료 성격"]) == {"합성 표본 데이터"}
        if "값 (수)" in table:
            asked = queried(figure, "sample")
            assert dict(zip(table["연도"], table["값 (수)"], strict=True)) == {
                year: value for (_, year), value in asked.items()
            }


def test_published_values_and_target_paths_are_exact() -> None:
    text = files(write(city("ko", "published")))[0]
    table, targets, told = text.split("\r\n\r\n")
    assert "합성" not in text
    read = list(csv.reader(io.StringIO(targets)))
    series = city("ko", "published").figures[0].series[-1]
    assert [float(row[3]) for row in read[1:]] == [point.value for point in series.points]
    assert [row[1] for row in read[1:]] == [point.at for point in series.points]
    figure = city("ko", "published").figures[0]
    found = {row[1] for row in csv.reader(io.StringIO(told))}
    wanted = {
        figure.title,
        figure.definition,
        figure.source,
        figure.as_of,
        figure.snapshot_id,
        figure.filters,
    }
    assert wanted | {figure.code, figure.alt} <= found
    assert len(list(csv.reader(io.StringIO(table)))) == len(figure.rows) + 1


def test_korean_excel_knows_the_encoding_by_its_mark() -> None:
    one = replace(city("ko"), figures=city("ko").figures[:1])
    content = write(one)
    assert content.startswith(b"\xef\xbb\xbf")
    assert suffix("csv", content) == ".csv"
    assert suffix("csv", write(city("ko"))) == ".zip"
    assert suffix("xlsx", b"PK\x03\x04") == ".xlsx"


@pytest.mark.parametrize("kind", ["bar", "table"])
def test_no_cell_begins_a_formula(kind: str) -> None:
    (text,) = files(write(hostile(kind)))
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝＋－＠\t\r\0") and cell.strip()]
    assert {safe_text(words) for words in HOSTILE} <= set(cells)


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert write(city("en", "sample")) == write_anew(city("en", "sample"))
