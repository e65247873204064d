"""Frozen figures: a code is found again, what a file shows is compared, an old snapshot keeps answering."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import every_kind
import pytest
import typst
from handed_over import every_page, trends
from handed_over import snapshot as shipped
from small import STUDENTS, Folder, written

from etl.build import ensure_current
from meomureum.drawing.figure import Briefing, Event, Figure, Point, Series, TemplateName
from meomureum.drawing.picture.paper import FONTS
from meomureum.export import FORMATS
from meomureum.figures.city_briefing import city_briefing
from meomureum.figures.recipes import figures_of
from meomureum.figures.trend import trend_figure
from meomureum.store import warehouse
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.verify import figure_address, issued_figures, received_files
from meomureum.verify.issued_covers import covers_of
from meomureum.verify.issued_figures import Verified
from meomureum.verify.issued_lines import NO_LINES
from meomureum.verify.judgement import completed, figures_in
from meomureum.verify.received_comparison import by_code, compared
from meomureum.verify.received_files import Unreadable, leaves

FILES = [name for name in ("pptx", "xlsx", "hwpx", "pdf") if name in FORMATS]


def built_from(folder: Folder) -> Snapshot:
    folder.build()
    found = warehouse.current(folder.snapshots)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("frozen"), published=True)


@pytest.fixture(scope="module")
def snapshot(folder: Folder) -> Snapshot:
    return built_from(folder)


@pytest.fixture(scope="module")
def briefing(snapshot: Snapshot) -> Briefing:
    return trends(city_briefing(snapshot, View(), "gimhae", "2026-11-21", most=15))


@pytest.fixture
def issued(briefing: Briefing, tmp_path: Path) -> dict[str, issued_figures.Issued]:
    issued_figures.issue(briefing, tmp_path)
    return issued_figures.register_of(tmp_path)


def changed(content: bytes, old: bytes, new: bytes, within: str) -> bytes:
    """The same archive with other words in one kind of member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            member = before.read(name)
            after.writestr(name, member.replace(old, new) if re.search(within, name) else member)
    return out.getvalue()


def read_back(
    content: bytes, issued: dict[str, issued_figures.Issued], home: Path | None = None
) -> dict[str, tuple[int, list[str]]]:
    """How many values of each figure were compared, and what differs; with the covers that `home` knows."""
    covers = () if home is None else covers_of(home, issued)
    return {
        code: (found.compared, [f"{each.before} -> {each.after}" for each in found.differences])
        for code, found in compared(leaves(content), issued, covers).items()
    }


def test_the_register_is_only_ever_added_to(briefing: Briefing, tmp_path: Path) -> None:
    issued_figures.issue(briefing, tmp_path)
    before = (tmp_path / issued_figures.REGISTER).read_bytes()
    issued_figures.issue(briefing, tmp_path)
    assert (tmp_path / issued_figures.REGISTER).read_bytes() == before
    other = replace(briefing, figures=(replace(briefing.figures[0], title="다른 제목"),))
    issued_figures.issue(other, tmp_path)
    assert (tmp_path / issued_figures.REGISTER).read_bytes().startswith(before)
    assert len(issued_figures.register_of(tmp_path)) == len(briefing.figures) + 1


def test_a_code_that_was_issued_names_the_same_values_for_ever() -> None:
    """What is only drawn is no part of a code; these were issued before figures held any of it."""
    points = (Point("2023", 0.09, "9.0%", 450, 5000, ("잠정",), low=0.082, high=0.098),)
    made = Figure(
        "k", "line", "제목", "부제", "percent",
        (Series("김해시", "computed", points), Series("목표", "target", (Point("2027", 0.25, "25.0%"),))),
        ("연도", "값"), (("2023", "9.0%"),), "교육부", "2023-04-01", "0123456789ab", "거르지 않음",
        "나눈 값", ("잠정",), False, "설명", "./progress", events=(Event(2023.5, "2023-07 비전"),),
    )  # fmt: skip
    assert made.code == "KS3J-2MQM"
    view = View("ko", "published", ("gimhae",), kpi="local_university_entry_rate")
    (trend,) = figures_of(shipped(), "progress", view)
    assert trend.beside
    as_told = (
        "김해시 지역 대학 진학률은 2023년 9%입니다"  # its finding then; now it says that the year is assumed
    )
    assert replace(trend, snapshot_id="0123456789ab", title=as_told).code == "EYTZ-I3SI"
    aside = replace(points[0], way="2023", note="잠정", weak=True, aside="(공표값)", chance=(0.08, 0.1))
    drawn = replace(made.series[0], points=(aside,), place="김해시", goal="목표", milestones=("2023",))
    assert replace(made, series=(drawn, made.series[1]), beside=(drawn,), breaks=(2019.5,)).code == made.code


@pytest.mark.parametrize("kept", [1, 100, -40, -1])
def test_a_line_that_a_power_cut_tore_costs_its_own_figure_alone(
    briefing: Briefing, tmp_path: Path, kept: int
) -> None:
    path, first = tmp_path / issued_figures.REGISTER, replace(briefing, figures=briefing.figures[:1])
    issued_figures.issue(first, tmp_path)
    whole = path.read_bytes()
    issued_figures.issue(replace(briefing, figures=briefing.figures[1:2]), tmp_path)
    path.write_bytes(whole + path.read_bytes()[len(whole) :][:kept])
    codes = [each.code for each in briefing.figures]
    assert list(issued_figures.register_of(tmp_path)) == codes[:1]
    issued_figures.issue(replace(briefing, figures=briefing.figures[2:3]), tmp_path)
    assert list(issued_figures.register_of(tmp_path))[-1] == codes[2]
    issued_figures.issue(briefing, tmp_path)
    assert set(issued_figures.register_of(tmp_path)) == set(codes)


def test_a_title_may_hold_any_letter(briefing: Briefing, tmp_path: Path) -> None:
    odd = replace(briefing.figures[0], title="줄\u2028나눔\x85표시\x1c")
    issued_figures.issue(replace(briefing, figures=(odd,)), tmp_path)
    assert [each.title for each in issued_figures.register_of(tmp_path).values()] == [odd.title]


def test_a_figure_computed_again_is_the_same(
    issued: dict[str, issued_figures.Issued], snapshot: Snapshot
) -> None:
    for each in issued.values():
        found = issued_figures.verified(each, snapshot, snapshot)
        assert (found.outcome, found.reproduced) == ("same", True)


@pytest.mark.parametrize("name", FILES)
def test_every_format_shows_what_was_issued(
    name: str, briefing: Briefing, issued: dict[str, issued_figures.Issued]
) -> None:
    found = read_back(FORMATS[name](briefing), issued)
    assert set(found) == set(issued)
    assert [code for code, (_, different) in found.items() if different] == []
    assert [code for code, (compared, _) in found.items() if not compared] == []


def test_a_changed_chart_value_is_named(briefing: Briefing, issued: dict[str, issued_figures.Issued]) -> None:
    content = FORMATS["pptx"](briefing)
    forged = changed(content, b"<c:v>0.25</c:v>", b"<c:v>0.35</c:v>", r"charts/chart")
    assert forged != content
    found = read_back(forged, issued)
    assert "25.0% -> 35.0%" in [words for _, different in found.values() for words in different]


def test_a_changed_step_of_a_bridge_is_named(snapshot: Snapshot, tmp_path: Path) -> None:
    bridge = every_kind.figure("bridge")
    made = replace(city_briefing(snapshot, View(), "gimhae", "2026-11-21"), figures=(bridge,))
    issued_figures.issue(made, tmp_path)
    issued = issued_figures.register_of(tmp_path)
    content = FORMATS["pptx"](made)
    compared, different = read_back(content, issued)[bridge.code]
    assert different == []
    assert compared >= len(bridge.series[0].points)
    values = re.findall(rb"<c:v>(0\.03[01]\d*)</c:v>", b"".join(_members(content, r"charts/chart")))
    assert values
    forged = changed(content, values[0], b"0.041", r"charts/chart")
    _, different = read_back(forged, issued)[bridge.code]
    assert [words.partition(" -> ")[2] for words in different] == ["4.1%"]


def _members(content: bytes, within: str) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist() if re.search(within, name)]


def test_a_changed_title_is_named(briefing: Briefing, issued: dict[str, issued_figures.Issued]) -> None:
    title = briefing.figures[0].title
    forged = changed(FORMATS["pptx"](briefing), title.encode(), b"25%", r"ppt/(slides|notesSlides)/")
    assert read_back(forged, issued)[briefing.figures[0].code][1][0] == f"{title} -> 25%"


def test_a_changed_cell_is_named(briefing: Briefing, issued: dict[str, issued_figures.Issued]) -> None:
    dropout = next(
        each for each in briefing.figures if each.key.startswith("university_dropout_rate-institution")
    )
    exact = dropout.series[0].points[-1].value
    content = FORMATS["xlsx"](briefing)
    forged = changed(content, f"<v>{exact}".encode()[:12], b"<v>0.990000", r"worksheets/sheet")
    different = read_back(forged, issued)[dropout.code][1]
    assert any(words.endswith("-> 99%") for words in different), different


def test_a_restated_value_supersedes_and_the_old_snapshot_keeps_answering(tmp_path: Path) -> None:
    folder = Folder(tmp_path, published=True)
    folder.write(written(STUDENTS, [("2030", "인제대학교", 1000, 50)]))
    first = built_from(folder)
    briefing = trends(city_briefing(first, View(), "gimhae", "2026-11-21"))
    issued_figures.issue(briefing, folder.snapshots)
    folder.write(written(STUDENTS, [("2030", "인제대학교", 1000, 60)]))
    second = built_from(folder)
    found = [
        issued_figures.verified(each, second, first)
        for each in issued_figures.register_of(folder.snapshots).values()
    ]
    dropout = next(each for each in found if each.outcome == "superseded")
    assert ("5.0%", "6.0%") in [(each.before, each.after) for each in dropout.superseded]
    assert all(each.reproduced for each in found)


def test_a_link_is_answered_without_a_register(briefing: Briefing, snapshot: Snapshot) -> None:
    for figure in briefing.figures:
        assert figure_address.snapshot_named(figure.link) == snapshot.id
        (again,) = issued_figures.of_link(figure.link, snapshot, "2026-11-21")
        assert again.code == figure.code


def test_a_code_is_found_in_any_words() -> None:
    assert issued_figures.codes_in("그림 7KQ2-M4XA, (7KQ2-M4XA) X7KQ2-M4XA 2023-2025") == ("7KQ2-M4XA",)


def test_a_file_beats_every_other_finding() -> None:
    same = Verified("7KQ2-M4XA", "same")
    difference = issued_figures.Difference("김해시", "2027", "25.0%", "35.0%")
    assert issued_figures.with_file(same, [difference], 4).outcome == "altered"
    assert issued_figures.with_file(same, [], 4).outcome == "same"


def _archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _rows(cells: str, count: int = 1) -> bytes:
    """A sheet of rows that hold these cells."""
    return f"<worksheet>{f'<row>{cells}</row>' * count}</worksheet>".encode()


def test_cells_that_a_file_leaves_out_do_not_move_those_after_them() -> None:
    row = '<c r="A1"><v>2023</v></c><c r="C1"><v>0.1</v></c><c r="AB1" t="str"><v>x</v></c>'
    (leaf,) = leaves(_archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": _rows(row)}))
    assert leaf.tables == (((2023.0, "", 0.1, *[""] * 24, "x"),),)
    unnamed = b"<a><row><c><v>3</v></c><c><v>4</v></c></row></a>"
    (leaf,) = leaves(_archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": unnamed}))
    assert leaf.tables == (((3.0, 4.0),),)


def _behind_a_password(content: bytes) -> bytes:
    """An archive whose directory says that its member is encrypted."""
    start = content.index(b"PK\x01\x02") + 8
    return content[:start] + b"\x01" + content[start + 1 :]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        b"%PDF-1.7 broken",
        _archive({"word/document.xml": b"<a/>"}),
        _behind_a_password(_archive({"xl/worksheets/sheet1.xml": b"<a/>", "xl/workbook.xml": b"<a/>"})),
        _archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"<broken"}),
        _archive(
            {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}
        ),
        _archive({"xl/workbook.xml": b"<a/>", "../x": b""}),
        _archive({"xl/workbook.xml": b" " * 50_000_000}),
        _archive({f"{number}": b"" for number in range(received_files.MOST_ENTRIES + 1)}),
        _archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": _rows('<c r="XFD1"/>')}),
        _archive({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": _rows('<c r="ALL1"/>', 300)}),
    ],
    ids=[
        "empty",
        "words",
        "broken pdf",
        "other kind",
        "password",
        "broken xml",
        "entities",
        "path",
        "bomb",
        "entries",
        "far column",
        "wide rows",
    ],
)
def test_a_bad_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unreadable) as fault:
        leaves(content)
    assert fault.value.reason.ko
    assert fault.value.reason.en


def _pdf(figure: Figure, rows: tuple[tuple[str, ...], ...], folder: Path) -> bytes:
    """A page with the figure's title, code and table, written by another program."""
    cells = json.dumps([*figure.columns, *(cell for row in rows for cell in row)])
    source = """
        #set text(font: "Pretendard GOV", size: 7pt)
        #sys.inputs.title

        #sys.inputs.code
        #table(columns: 10, ..json(bytes(sys.inputs.cells)))
    """
    page, fonts = folder / "page.typ", FONTS
    page.write_text(source, "utf-8")
    written = typst.compile(
        str(page),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"title": figure.title, "code": figure.code, "cells": cells},
    )
    assert isinstance(written, bytes)
    return written


def test_the_words_of_a_pdf_are_compared(
    briefing: Briefing, issued: dict[str, issued_figures.Issued], tmp_path: Path
) -> None:
    figure = briefing.figures[0]
    compared, different = read_back(_pdf(figure, figure.rows, tmp_path), issued)[figure.code]
    assert (compared, different) == (len(figure.rows), [])
    first = figure.rows[0]
    forged = (*first[:2], "99.9%", *first[3:])
    _, different = read_back(_pdf(figure, (forged, *figure.rows[1:]), tmp_path), issued)[figure.code]
    assert different == [f"{first[2]} -> 99.9%"]


def test_a_section_of_a_hangul_document_is_cut_figure_by_figure() -> None:
    def figure(code: str, value: str) -> str:
        cells = "".join(f"<tc><p><t>{words}</t></p></tc>" for words in ("김해시", "2023", value))
        return f"<p><t>제목 {code[0]}</t></p><p><tbl><tr>{cells}</tr></tbl></p><p><t>그림 번호 {code}</t></p>"

    section = f"<sec>{figure('AAAA-BBBB', '9.0%')}{figure('CCCC-DDDD', '4.0%')}</sec>"
    found = by_code(leaves(_archive({"Contents/section0.xml": section.encode()})))
    assert {code: own[0].tables[0][0][2] for code, own in found.items()} == {
        "AAAA-BBBB": "9.0%",
        "CCCC-DDDD": "4.0%",
    }


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_figure_is_compared_in_every_format(name: str, tmp_path: Path) -> None:
    made = every_kind.briefing()
    issued_figures.issue(made, tmp_path)
    found = read_back(FORMATS[name](made), issued_figures.register_of(tmp_path), tmp_path)
    kinds = {figure.code: figure.kind for figure in made.figures}
    assert {kinds[code]: different for code, (_, different) in found.items() if different} == {}
    assert {kinds[code] for code, (compared, _) in found.items() if compared} == set(every_kind.KINDS)


@pytest.mark.parametrize(
    ("name", "template"), [*((name, "council") for name in FILES), ("pdf", "press"), ("pdf", "card")]
)
def test_no_figure_of_any_page_is_called_altered_as_it_was_handed_over(
    name: str, template: TemplateName, tmp_path: Path
) -> None:
    """Tables of people beside charts of shares, two limits of one name, words beside a picture: all hold."""
    figures = every_page()
    made = Briefing("모든 화면", "", "ko", "2026-11-21", figures, figures[0].snapshot_id, template)
    issued_figures.issue(made, tmp_path)
    found = read_back(FORMATS[name](made), issued_figures.register_of(tmp_path), tmp_path)
    keys = {figure.code: figure.key for figure in figures}
    assert {keys[code]: different for code, (_, different) in found.items() if different} == {}
    compared = {keys[code] for code, (compared, _) in found.items() if compared}
    assert compared == set(keys.values()) or template != "council"


def test_a_forged_value_of_every_kind_is_named(tmp_path: Path) -> None:
    """Each kind: one value of its chart or table, in the program's own file, made another."""
    made = every_kind.briefing()
    issued_figures.issue(made, tmp_path)
    issued = issued_figures.register_of(tmp_path)
    content = FORMATS["xlsx"](made)
    for at, figure in enumerate(made.figures):
        sheet = rf"worksheets/sheet{at + 4}\.xml"
        values = [point.value for series in figure.series for point in series.points if point.value]
        forged = next(
            other
            for value in values or [0.015]
            if (other := changed(content, f"<v>{abs(value):.16G}</v>".encode(), b"<v>0.7654</v>", sheet))
            != content
        )
        assert read_back(forged, issued)[figure.code][1], figure.kind


def test_a_figure_of_exact_values_is_told_to_nobody_who_sees_less(tmp_path: Path) -> None:
    exact = ensure_current()
    view = View("ko", "sample", ("gimhae",), kpi="local_employment_rate", by="institution")
    trend = trend_figure(exact, view, view.kpi, view.by)
    open_to_all = trend_figure(exact, replace(view, by="city"), view.kpi, "city")
    assert trend is not None
    assert open_to_all is not None
    briefing = city_briefing(exact, view, "gimhae", "2026-11-21", most=1)
    issued_figures.issue(replace(briefing, figures=(trend, open_to_all)), tmp_path)
    kept = issued_figures.register_of(tmp_path)
    public = replace(exact, release="public")
    seen = {
        (reader.release, reader.only): [
            issued_figures.shows(reader, kept[each.code]) for each in (trend, open_to_all)
        ]
        for reader in (exact, public, replace(public, only=("inje",)))
    }
    assert seen == {
        ("exact", None): [True, True],
        ("public", None): [False, True],
        ("public", ("inje",)): [False, True],
    }


def test_what_an_earlier_version_registered_is_worked_out_again(
    snapshot: Snapshot, issued: dict[str, issued_figures.Issued]
) -> None:
    """Its line holds no words: they are those of the figure on the snapshot that it was made from, while that is kept."""
    for each in issued.values():
        old = replace(each, lines=NO_LINES)
        assert completed(old, lambda _: snapshot) == each
        assert completed(old, lambda _: None) == old


def test_a_table_that_is_cut_says_how_many_rows_it_shows(snapshot: Snapshot, tmp_path: Path) -> None:
    """The review prints a long table on two slides, other files twenty rows of it: both counts are right."""
    place = next(
        each
        for each in city_briefing(snapshot, View(), "gimhae", "2026-11-21").figures
        if each.kind == "swarm"
    )
    review = Briefing("점검", "", "ko", "2026-11-21", (place,), place.snapshot_id, "internal")
    issued_figures.issue(review, tmp_path)
    register = issued_figures.register_of(tmp_path)
    content = FORMATS["pptx"](review)
    assert read_back(content, register)[place.code][1] == []
    told = f"{len(place.rows)}행 가운데".encode()
    forged = changed(content, told, f"{len(place.rows) + 1}행 가운데".encode(), r"ppt/slides/")
    assert forged != content
    assert len(read_back(forged, register)[place.code][1]) == 1


def test_a_figure_that_another_version_worded_otherwise_holds_in_both_forms(
    briefing: Briefing, tmp_path: Path
) -> None:
    """Its code is of its values: a note, a caption or the order of a chart's series may change with the software."""
    figure = next(each for each in briefing.figures if each.notes)
    forms = [
        replace(figure, notes=(*figure.notes, f"{year}년부터 달라진 풀이입니다.")) for year in (2025, 2026)
    ]
    for each in forms:
        made = replace(briefing, figures=(each,))
        issued_figures.issue(made, tmp_path)
        issued_figures.issue(made, tmp_path)
    register = issued_figures.register_of(tmp_path)
    assert [len(each.forms) for each in register.values()] == [2]
    for each in forms:
        content = FORMATS["csv"](replace(briefing, figures=(each,)))
        (found,) = figures_in(content, register, tmp_path, lambda _: None).values()
        assert found.differences == ()
    other = content.replace("2026년부터".encode(), "2027년부터".encode())
    (found,) = figures_in(other, register, tmp_path, lambda _: None).values()
    assert [each.after for each in found.differences] == ["유의 2027년부터 달라진 풀이입니다"]
