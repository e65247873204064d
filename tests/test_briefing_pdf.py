"""A PDF is set from data: read by another program it holds every number, its fonts and its descriptions."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from handed_over import city, hostile, once, queried
from pypdf import PdfReader

from meomureum.drawing.figure import Briefing, Series
from meomureum.drawing.particulars import ALT, particulars
from meomureum.drawing.words import SYNTHETIC
from meomureum.export import FORMATS
from meomureum.export.pdf.report import write as write_anew
from meomureum.export.pdf.report import write_landscape
from meomureum.store.address import DataSet
from meomureum.texts import Language, percent

write = once(write_anew)


def squeezed(words: str) -> str:
    """Without spaces and line ends, which a page is free to set."""
    return re.sub(r"[\s\u200b\u00ad]+", "", words)


def pages(content: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize(
    ("language", "data_set"),
    [
        ("ko", "sample"),
        ("en", "published"),
        pytest.param("ko", "published", marks=pytest.mark.trial),
        pytest.param("en", "sample", marks=pytest.mark.trial),
    ],
)
def test_a_page_holds_each_particular_and_row(language: Language, data_set: DataSet) -> None:
    briefing = city(language, data_set)
    for form in (write, write_landscape):
        read = pages(form(briefing))
        for figure in briefing.figures:
            own = "".join(page for page in read[1:] if figure.code in page)
            assert squeezed(figure.title) in own
            for label, words in particulars(figure, language):
                if label == ALT(language):
                    continue  # it describes the picture to those who do not see it
                assert squeezed(words) in own, words
            for row in figure.rows:
                assert squeezed("".join(row)) in own, row


def test_numbers_equal_the_query() -> None:
    briefing = city("ko", "sample")
    read = pages(write(briefing))
    for figure in briefing.figures:
        own = "".join(page for page in read[1:] if figure.code in page)
        for (_, year), value in queried(figure, "sample").items():
            if figure.unit == "percent":
                assert f"{year}{percent(value)}" in own


def test_invented_data_is_marked_on_every_page() -> None:
    mark = squeezed(SYNTHETIC("ko"))
    assert all(mark in page for page in pages(write(city("ko", "sample"))))
    assert not any(mark in page for page in pages(write(city("ko", "published"))))


def test_the_same_briefing_gives_the_same_bytes() -> None:
    assert write(city()) == write_anew(city())
    assert write(city()) != write_landscape(city())
    assert FORMATS["pdf-landscape"](city()) == write_landscape(city())


def test_it_is_tagged_described_and_names_no_person() -> None:
    reader = PdfReader(io.BytesIO(write(city("ko", "sample"))))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ko"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.author == "머무름"
    assert reader.metadata.creation_date is None
    assert not any("/URI" in str(page.get("/Annots")) for page in reader.pages)


def test_fonts_are_embedded() -> None:
    reader = PdfReader(io.BytesIO(write(city("ko", "sample"))))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font["/DescendantFonts"][0]
            assert "PretendardGOV" in inner["/BaseFont"]
            assert "/FontFile3" in inner["/FontDescriptor"]


def test_words_are_never_commands() -> None:
    figure = city("ko", "sample").figures[0]
    words = "#panic() $x^2$ *굵게* @who <b> \\ `code` // /* = 제목"
    made = replace(figure, title=words, definition=words, alt=words)
    briefing = replace(city("ko", "sample"), title=words, author=words, figures=(made,))
    read = pages(write(briefing))
    assert all(squeezed(words) in page for page in read)
    assert pages(write(hostile()))


def test_a_letter_that_the_font_lacks_is_said_to_be_missing() -> None:
    briefing = replace(city("ko", "sample"), title="ไทย 축제", figures=())
    assert "□□□축제" in pages(write(briefing))[0]


@pytest.mark.parametrize("kind", ["bar", "stacked", "table"])
def test_every_kind_is_set(kind: str) -> None:
    figure = replace(city("ko", "sample").figures[0], kind=kind)  # type: ignore[arg-type]
    bare = replace(figure, series=(), columns=(), rows=(), numbers=(), alt="")
    empty = replace(figure, series=(Series("김해시", "computed", ()),))
    briefing = replace(city("ko", "sample"), figures=(figure, bare, empty))
    assert len(pages(write(briefing))) == 5  # cover, verdicts, a page a figure


def test_a_briefing_without_figures_is_a_cover() -> None:
    assert len(pages(write(Briefing("제목", "", "ko", "2026-11-21", (), "abc")))) == 1


def test_every_page_can_be_drawn_with_its_letters(tmp_path: Path) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    (tmp_path / "a.pdf").write_bytes(write(city("ko", "published")))
    command = [program, str(tmp_path / "a.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    assert "�" not in told
    for figure in city("ko", "published").figures:
        assert squeezed(figure.title) in squeezed(told)
