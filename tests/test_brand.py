"""A city's logo and colour: taken when they are what they should be, left out otherwise."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from handed_over import city, members
from pptx import Presentation

from meomureum.drawing.brand import Brand, base_address, brand_of
from meomureum.drawing.figure import Briefing
from meomureum.export import FORMATS
from meomureum.verify import figure_address

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6360f8cf000002020100a7d4c2c30000000049454e44ae426082"
)


def configured(folder: Path, words: str) -> Path:
    (folder / "gimhae.png").write_bytes(PNG)
    (folder / "script.png").write_bytes(b"#!/bin/sh")
    path = folder / "brand.toml"
    path.write_text(words, "utf-8")
    return path


def test_a_city_has_its_logo_and_colour(tmp_path: Path) -> None:
    path = configured(tmp_path, '[gimhae]\ncolour = "#0b50d0"\nlogo = "gimhae.png"\n')
    assert brand_of("gimhae", path) == Brand("0B50D0", PNG)
    assert brand_of("ansan", path) == Brand()


@pytest.mark.parametrize(
    "words",
    [
        "not toml [",
        "gimhae = 3",
        '[gimhae]\ncolour = "red"\nlogo = "missing.png"',
        '[gimhae]\nlogo = "../gimhae.png"',
        '[gimhae]\nlogo = "script.png"',
    ],
)
def test_what_is_not_a_brand_is_left_out(tmp_path: Path, words: str) -> None:
    assert brand_of("gimhae", configured(tmp_path, words)) == Brand()


def test_no_file_is_no_brand(tmp_path: Path) -> None:
    assert brand_of("gimhae", tmp_path / "brand.toml") == Brand()


def test_the_cover_of_the_slides_carries_the_logo() -> None:
    briefing = Briefing("제목", "부제", "ko", "2026-11-21", (), "abc", brand=Brand("0B50D0", PNG))
    cover = Presentation(io.BytesIO(FORMATS["pptx"](briefing))).slides[0]
    assert [shape.name for shape in cover.shapes if shape.shape_type == 13] == ["Logo"]


def inks(colour: str) -> tuple[dict[str, str], set[str]]:
    """The colour of each line of a Hangul document, and the grounds of its tables."""
    parts = members(FORMATS["hwpx"](replace(city(), figures=city().figures[:2], brand=Brand(colour))))
    head, body = (ElementTree.fromstring(parts[f"Contents/{name}.xml"]) for name in ("header", "section0"))  # noqa: S314
    letters = {each.get("id"): each.get("textColor", "") for each in head.iterfind(".//{*}charPr")}
    runs = {"".join(run.itertext()): letters[run.get("charPrIDRef")] for run in body.iterfind("{*}p/{*}run")}
    grounds = {each.get("faceColor", "") for each in head.iterfind(".//{*}winBrush")}
    return runs, grounds


def test_headings_and_tables_of_a_hangul_document_bear_the_city_s_colour() -> None:
    finding, measure = f"□ {city().figures[0].title}", f"○ {city().figures[0].subtitle}"
    plain, grey = inks("")
    own, pale = inks("7A1F5C")
    assert (plain[finding], own[finding]) == ("#131416", "#7A1F5C")
    assert {own[words] for words in own if city().title in words} == {"#7A1F5C"}
    assert own["□ 요약"] == "#7A1F5C"
    assert {own[words] for words in own if words.startswith(measure)} == {"#131416"}
    assert "#EFE4EB" in pale - grey
    assert inks("FFE600")[0][finding] == "#131416"  # yellow cannot be read on white


@pytest.mark.parametrize(
    "base", ["https://stay.example.go.kr", "http://10.0.0.5:8501/", "https://a.kr/stay/"]
)
def test_a_base_makes_links_whole(tmp_path: Path, base: str) -> None:
    found = base_address(configured(tmp_path, f'base = "{base}"\n[gimhae]\ncolour = "#0b50d0"\n'))
    assert found == base.rstrip("/") + "/"
    figure = replace(city().figures[0], base=found)
    assert figure.link.startswith(f"{found}progress?")
    assert figure_address.snapshot_named(figure.link) == figure.snapshot_id
    assert figure.code == city().figures[0].code


@pytest.mark.parametrize(
    "base", ["javascript:alert(1)", "//a.kr", "https://a.kr/?x=1", "https://a b.kr", "file:///etc"]
)
def test_what_is_no_address_leaves_links_as_they_are(tmp_path: Path, base: str) -> None:
    assert base_address(configured(tmp_path, f'base = "{base}"\n')) == ""
    assert city().figures[0].link.startswith("./progress?")
