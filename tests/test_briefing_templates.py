"""Templates: each has pages of its own in every format, bears the city's brand, and is still verified."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import every_kind
import pytest
from handed_over import MADE_ON, city, members, once, snapshot
from hwp_hwpx_parser import Reader
from pptx import Presentation
from pypdf import PdfReader
from test_brand import PNG

from meomureum.drawing.brand import Brand
from meomureum.drawing.figure import Briefing, TemplateName
from meomureum.drawing.picture.pictures import picture
from meomureum.drawing.summary import big_number, lead
from meomureum.export import FORMATS
from meomureum.texts import Text
from meomureum.verify import issued_figures
from meomureum.verify.composition import TEMPLATES, composed
from meomureum.verify.issued_covers import covers_of
from meomureum.verify.received_comparison import compared
from meomureum.verify.received_files import leaves

NAMES = tuple(TEMPLATES)
HELD = 3
writers = {name: once(FORMATS[name]) for name in ("pptx", "hwpx", "hwpx-native", "pdf", "xlsx")}


@cache
def made(name: TemplateName) -> Briefing:
    figures = city("ko", "sample").figures[:HELD]
    place = Text("김해시", "Gimhae")
    brand = Brand("C8102E", PNG)
    return composed(figures, name, place, "표본", "ko", MADE_ON, brand=brand, snapshot=snapshot())


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("form", writers)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_every_template_shows_what_was_issued(
    form: str, name: TemplateName, tmp_path: Path
) -> None:
    issued_figures.issue(made(name), tmp_path)
    issued = issued_figures.register_of(tmp_path)
    found = compared(leaves(writers[form](made(name))), issued, covers_of(tmp_path, issued))
    assert {code: (each.differences, each.titles) for code, each in found.items()} == dict.fromkeys(
        issued, ((), ())
    )


def test_slides_differ_by_template() -> None:
    decks = {name: Presentation(io.BytesIO(writers["pptx"](made(name)))) for name in NAMES}
    titles = {name: [slide.shapes.title.text for slide in deck.slides] for name, deck in decks.items()}
    figures = [figure.title for figure in made("council").figures]
    assert titles["council"] == [made("council").title, "요약", *figures]
    assert (
        2 + 2 * HELD <= len(titles["internal"]) < 2 + 3 * HELD
    )  # workings stand under a table where there is room
    assert any("계산 과정" in title for title in titles["internal"])
    assert titles["press"] == [made("press").title, *figures]
    assert titles["card"] == figures
    assert decks["card"].slide_width == decks["card"].slide_height
    for name, deck in decks.items():
        for slide in deck.slides:
            assert "Logo" in [shape.name for shape in slide.shapes], name


def test_pages_differ_by_template() -> None:
    read = {
        name: [squeezed(p.extract_text()) for p in PdfReader(io.BytesIO(writers["pdf"](made(name)))).pages]
        for name in NAMES
    }
    assert [len(read[name]) for name in ("council", "press", "card")] == [2 + HELD, 1, HELD]
    assert squeezed(lead(made("press"))) in read["press"][0]
    first = made("internal").figures[0]
    assert squeezed(first.workings[0][1]) in "".join(read["internal"])
    assert squeezed(first.lineage[0])[:20] in "".join(read["internal"])
    for figure, page in zip(made("card").figures, read["card"], strict=True):
        number = big_number(figure)
        assert number is not None
        assert squeezed(number.shown) in page


@pytest.mark.parametrize("name", NAMES)
def test_hangul_documents_differ_by_template(name: TemplateName, tmp_path: Path) -> None:
    place = tmp_path / "briefing.hwpx"
    place.write_bytes(writers["hwpx"](made(name)))
    with Reader(str(place)) as reader:
        assert reader.is_valid
        words, tables = squeezed(reader.text), len(list(reader.tables))
    assert tables == {"council": 1 + HELD, "internal": 1 + HELD}.get(name, 0)
    assert (squeezed(lead(made(name))) in words) == (name == "press")
    assert ("계산과정" in words) == (name == "internal")
    number = big_number(made(name).figures[0])
    assert number is not None
    assert squeezed(number.shown) in words


def test_a_hangul_document_can_hold_charts_to_edit() -> None:
    """Where Hangul knows the kind; the others stay pictures. No chart points to a file outside."""
    found = members(FORMATS["hwpx-native"](every_kind.briefing()))
    charts = [content for name, content in found.items() if name.startswith("Chart/")]
    assert len(charts) == 7
    assert all(b"chartSpace" in chart and b"externalData" not in chart for chart in charts)
    assert FORMATS["hwpx-native"](made("council")) == writers["hwpx-native"](made("council"))


def test_a_card_is_drawn_with_its_number() -> None:
    figure = made("card").figures[0]
    plain, card = (picture(figure, "ko", "square", "png", card=large) for large in (False, True))
    branded = picture(figure, "ko", "square", "png", Brand("C8102E", PNG), card=True)
    assert len({plain, card, branded}) == 3
