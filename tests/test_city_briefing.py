"""A city's briefing tells its story first and leaves the rest to an appendix, alike in every format."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
from handed_over import MADE_ON, members, snapshot, texts, whole_city
from pptx import Presentation

from meomureum.export import FORMATS
from meomureum.figures.city_briefing import city_briefing
from meomureum.figures.recipes import figure_again, page_of
from meomureum.store.address import View
from meomureum.verify.figure_address import view_at

STORY = [
    "targets-gimhae",
    "local_university_entry_rate-city-gimhae",
    "local_employment_rate-city-gimhae",
    "qs_asia_rank-city-gimhae",
    "retention_by_age",
    "place_among-youth_net_retention",
]


def titles(content: bytes) -> list[str]:
    return [slide.shapes.title.text for slide in Presentation(io.BytesIO(content)).slides]


def test_the_story_stands_on_eight_slides_and_the_rest_is_an_appendix() -> None:
    briefing = whole_city()
    assert [each.key for each in briefing.figures[: briefing.appendix]] == STORY
    told = titles(FORMATS["pptx"](briefing))
    assert (
        told.index("부록: 그 밖의 지표") == 1 + len(STORY) <= 8
    )  # a cover, a slide a figure, then the list of the rest
    assert [each.title for each in briefing.figures[len(STORY) :]] == told[
        -len(briefing.figures) + len(STORY) :
    ]


def test_the_verdict_stands_on_the_slide_of_its_target_and_a_single_value_is_large() -> None:
    briefing = whole_city()
    deck = Presentation(io.BytesIO(FORMATS["pptx"](briefing)))
    shown = {
        slide.shapes.title.text: [each for each in slide.shapes if each.has_text_frame]
        for slide in deck.slides
    }
    entry, alone = (
        briefing.figures[1],
        next(each for each in briefing.figures if each.key.startswith("youth_net")),
    )
    assert entry.verdict in [each.text for each in shown[entry.title]]
    (number,) = [each for each in shown[alone.title] if each.text == "81.0%"]
    assert number.text_frame.paragraphs[0].runs[0].font.size.pt > 60


def test_reports_print_twenty_rows_beside_a_picture_the_own_city_first() -> None:
    among = next(each for each in whole_city().figures if each.key.startswith("place_among"))
    assert len(among.rows) == 229
    assert among.rows[0][0] == "김해시"
    one = replace(whole_city(), figures=(among,), appendix=None)
    words = "229행 가운데 20행입니다"
    assert words in "".join(texts(members(FORMATS["hwpx"](one))["Contents/section0.xml"]))
    pages = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"](one))).pages
    assert words.replace(" ", "") in "".join(page.extract_text() for page in pages).replace(" ", "").replace(
        "\n", ""
    )
    assert len(pages) == 2  # the cover, and the figure on one page


def test_every_figure_of_the_story_is_found_again_by_its_address() -> None:
    of = snapshot()
    for figure in whole_city().figures[: len(STORY)]:
        again = figure_again(of, page_of(figure.address), view_at(figure.address, of), figure.key)
        assert again is not None
        assert again.code == figure.code


def test_a_period_without_any_value_has_no_briefing() -> None:
    assert (
        city_briefing(snapshot(), View(cities=("gimhae",), last_year=1999), "gimhae", MADE_ON).figures == ()
    )
