"""Explore: filters that depend on each other, loosening, charts, files, reproducible tables, saved views."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from pyarrow import parquet
from python_calamine import CalamineWorkbook
from test_pages import opened, words

from kpis import Scope
from meomureum.analysis.words.groups import contrast
from meomureum.components.evidence import Shown, snippet, sql_text
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Bars, Line
from meomureum.drawing.figure import Briefing
from meomureum.export import FORMATS
from meomureum.figures import explore, explore_question
from meomureum.measures import facets, measurement
from meomureum.session import saved_views
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import plain

LOCAL, GRADUATES = "local_employment_rate", "university_graduates"


def view(**chosen: Any) -> View:
    return View(**{"data_set": "sample", "kpi": LOCAL, **chosen})


# What can be chosen.


def test_a_school_of_one_city_is_not_offered_for_another(snapshot: Snapshot) -> None:
    every = facets.facets(snapshot, LOCAL, Scope("sample"))
    ansan = facets.facets(snapshot, LOCAL, Scope("sample", cities=("ansan",)))
    assert "inje" in every.options["institution"]
    assert "inje" not in ansan.options["institution"]
    assert set(ansan.options["institution"]) < set(every.options["institution"])
    assert set(ansan.options["city"]) == {"gimhae", "ansan", "siheung"}, "a filter does not narrow itself"


def test_what_is_offered_is_what_the_rows_hold(snapshot: Snapshot) -> None:
    left = facets.facets(snapshot, LOCAL, Scope("sample", institutions=("inje",), sexes=("female",)))
    held = snapshot.query(
        "SELECT DISTINCT department FROM university_outcomes WHERE institution_id = 'inje' AND sex = 'female'"
    )
    assert set(left.options["department"]) == set(held["department"])
    assert left.rows == len(
        snapshot.query(
            "SELECT 1 FROM university_outcomes "
            "WHERE institution_id = 'inje' AND sex = 'female' AND data_set = 'sample'"
        )
    )


def test_rows_in_scope_are_those_that_the_measurement_reads(snapshot: Snapshot) -> None:
    scope = Scope("sample", cities=("ansan",), fields=("engineering",), first_year=2023)
    measured = measurement.measure(snapshot, LOCAL, scope)
    assert facets.facets(snapshot, LOCAL, scope).rows == measured["rows"].sum() > 0


# What empties an answer.


def test_an_empty_answer_names_each_filter_that_alone_empties_it(snapshot: Snapshot) -> None:
    left = facets.facets(snapshot, LOCAL, Scope("sample", cities=("ansan",), institutions=("inje",)))
    assert left.rows == 0
    loosened = dict(left.loosened)
    assert set(loosened) == {("city",), ("institution",)}
    for names, rows in loosened.items():
        changes = facets.loosening(names)
        scope = Scope(**{"data_set": "sample", "cities": ("ansan",), "institutions": ("inje",)} | changes)
        assert facets.facets(snapshot, LOCAL, scope).rows == rows > 0


def test_where_no_single_filter_would_do_the_smallest_set_is_named(snapshot: Snapshot) -> None:
    scope = Scope("sample", cities=("ansan",), institutions=("inje",), first_year=2026)
    left = facets.facets(snapshot, LOCAL, scope)
    assert {names for names, _ in left.loosened} == {("institution", "years"), ("city", "years")}


def test_a_filter_that_the_data_do_not_have_is_told_apart(snapshot: Snapshot) -> None:
    left = facets.facets(snapshot, "university_dropout_rate", Scope("sample", sexes=("female",)))
    assert (left.foreign, left.loosened) == (("sex",), ())
    assert left.rows > 0
    rate = facets.facets(snapshot, LOCAL, Scope("sample", outcomes=("employed",)))
    assert rate.foreign == ("outcome",)
    assert facets.facets(snapshot, GRADUATES, Scope("sample", outcomes=("employed",))).foreign == ()


def test_who_may_see_one_institution_is_offered_nothing_of_the_others(snapshot: Snapshot) -> None:
    own = replace(snapshot, only=("inje",))
    left = facets.facets(own, LOCAL, Scope("sample"))
    assert left.options["institution"] == ("inje",)
    assert set(left.options["department"]) < set(
        facets.facets(snapshot, LOCAL, Scope("sample")).options["department"]
    )


# The answer.


def test_two_groups_answer_by_both_and_the_year(snapshot: Snapshot) -> None:
    found = explore_question.answer(snapshot, view(groups=("field", "sex"), chart="heat"))
    rows, down, across = explore.matrix(snapshot, found)
    assert list(across) == ["female", "male"]
    assert set(rows["year"]) == {found.year}
    expected = measurement.measure(snapshot, LOCAL, Scope("sample"), ("field", "sex", "year"))
    expected = expected[expected["year"] == found.year]
    assert rows["value"].sum() == pytest.approx(expected["value"].sum())
    assert len(down) == expected["field"].nunique()


def test_too_many_groups_are_drawn_by_their_people_and_the_table_has_all(snapshot: Snapshot) -> None:
    found = explore_question.answer(snapshot, view(groups=("department",), chart="bars"))
    assert len(found.drawn) == explore_question.MOST_BARS < found.valued["series"].nunique()
    least = (
        found.valued[found.valued["series"].isin(found.drawn)].groupby("series")["denominator"].sum().min()
    )
    left_out = found.valued[~found.valued["series"].isin(found.drawn)]
    assert left_out.groupby("series")["denominator"].sum().max() <= least
    assert len(explore.table(snapshot, found, "ko")[1]) == len(found.rows)


@pytest.mark.parametrize("chart", ["trend", "panels"])
def test_two_groups_have_a_panel_a_value_of_the_first_and_a_line_a_value_of_the_second(
    snapshot: Snapshot, chart: str
) -> None:
    asked = view(groups=("city", "sex"), chart=chart, language="en")
    figure = explore.figure(snapshot, asked, explore_question.answer(snapshot, asked))
    assert figure is not None
    assert (figure.kind, figure.title) == ("panels", "Local employment rate: city (3), each by sex (2)")
    drawn = {(each.panel, each.line): each for each in figure.series}
    assert list(drawn) == [
        (city, sex) for city in ("Gimhae", "Ansan", "Siheung") for sex in ("Female", "Male")
    ]
    assert {each.name for each in figure.series} == {f"{city} · {sex}" for city, sex in drawn}
    measured = measurement.measure(snapshot, LOCAL, Scope("sample", cities=("ansan",), sexes=("male",)))
    expected = {str(year): value for year, value in zip(measured["year"], measured["value"], strict=True)}
    assert {each.at: each.value for each in drawn["Ansan", "Male"].points} == expected
    drawing = drawing_of(figure)
    assert drawing is not None
    lines = [mark for mark in drawing.marks if isinstance(mark, Line)]
    assert [line.name for line in lines if line.in_legend] == ["Female", "Male"]
    assert (len(drawing.panels), len(lines)) == (3, 6)


def test_bars_stand_in_the_order_of_their_values_with_the_chance_about_each(snapshot: Snapshot) -> None:
    asked = view(groups=("city",), chart="bars")
    figure = explore.figure(snapshot, asked, explore_question.answer(snapshot, asked))
    assert figure is not None
    drawing = drawing_of(figure)
    assert drawing is not None
    (bars,) = [mark for mark in drawing.marks if isinstance(mark, Bars)]
    values = [spot.value or 0.0 for spot in bars.spots]
    assert values == sorted(values, reverse=True)
    for spot in bars.spots:
        assert spot.low is not None
        assert spot.high is not None
        assert spot.low < (spot.value or 0.0) < spot.high


def test_more_lines_than_a_panel_holds_are_those_of_the_most_people_everywhere(snapshot: Snapshot) -> None:
    found = explore_question.answer(
        snapshot, view(kpi=GRADUATES, groups=("institution", "outcome"), chart="panels")
    )
    people = measurement.measure(snapshot, GRADUATES, Scope("sample"), ("outcome", "year"))
    largest = people.groupby("outcome")["value"].sum().nlargest(explore_question.MOST_LINES)
    assert {line for _, line in found.pairs.values()} == set(largest.index)
    assert len(people["outcome"].unique()) > explore_question.MOST_LINES
    departments = view(groups=("institution", "department"), chart="panels")
    pairs = explore_question.answer(snapshot, departments).pairs.values()
    assert 0 < len({line for _, line in pairs}) <= explore_question.MOST_LINES
    assert 0 < len({panel for panel, _ in pairs}) <= explore_question.MOST_OF_LINES


def test_one_group_in_panels_stays_a_panel_each(snapshot: Snapshot) -> None:
    asked = view(groups=("institution", "year"), chart="panels")
    figure = explore.figure(snapshot, asked, explore_question.answer(snapshot, asked))
    assert figure is not None
    drawing = drawing_of(figure)
    assert drawing is not None
    assert len(drawing.panels) == len(figure.series) == 10


def test_groups_that_the_data_do_not_have_are_left_out(snapshot: Snapshot) -> None:
    asked = explore_question.question(
        snapshot, view(kpi="university_dropout_rate", groups=("sex", "outcome"))
    )
    assert asked.groups == ("city",)
    assert "outcome" not in asked.offered


def test_published_points_and_computed_lines_are_never_joined(snapshot: Snapshot) -> None:
    asked = view(data_set="published", kpi="local_university_entry_rate")
    figure = explore.figure(snapshot, asked, explore_question.answer(snapshot, asked))
    assert figure is not None
    assert {series.role for series in figure.series} == {"published"}
    assert not figure.synthetic


def _row(at: str, numerator: float, denominator: float) -> dict[str, object]:
    counts = {"numerator": numerator, "denominator": denominator, "value": numerator / denominator}
    fixed = {"year": 2025, "formula_id": "a", "origin": "computed", "marks": "", "sample_size": float("nan")}
    return {"at": at, **counts, **fixed, "value_high": float("nan")}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"a": (400, 1000), "b": (100, 1000)}, "30.0%p 높습니다"),
        ({"a": (21, 100), "b": (20, 100)}, "차이가 뚜렷하지 않습니다"),
        # Apart as a pair, not as the best and worst of many.
        ({"a": (60, 200), "b": (40, 200)}, "10.0%p 높습니다"),
        ({"a": (60, 200), "b": (40, 200), **{str(n): (50, 200) for n in range(20)}}, "뚜렷하지 않습니다"),
        ({"a": (10, 20)}, "a 지역 취업률은 50.0%입니다"),
    ],
)
def test_highest_and_lowest_are_told_apart_only_beyond_chance(
    counts: dict[str, tuple[float, float]], said: str
) -> None:
    rows = pd.DataFrame([_row(name, *pair) for name, pair in counts.items()])
    names = {name: plain(name) for name in counts}
    assert said in contrast(measurement.find(LOCAL), rows, "at", names).ko


# Files.


def briefing_of(snapshot: Snapshot, asked: View) -> Briefing:
    figure = explore.figure(snapshot, asked, explore_question.answer(snapshot, asked))
    assert figure is not None
    return Briefing("t", "s", asked.language, "2026-11-21", (figure,), snapshot.id)


def test_every_file_of_a_table_holds_the_values_and_what_they_rest_on(snapshot: Snapshot) -> None:
    asked = view(groups=("city", "sex"), chart="heat", fields=("engineering",), language="en")
    briefing = briefing_of(snapshot, asked)
    measured = measurement.measure(
        snapshot, LOCAL, explore_question.scope_of(snapshot, asked), ("city", "sex", "year")
    )
    expected = sorted(measured["value"].tolist())
    rests_on = ("Synthetic sample data", "Field: Engineering", "All graduates", "2025-12-31", snapshot.id)

    table = parquet.read_table(io.BytesIO(FORMATS["parquet"](briefing)))
    values: list[float] = pd.Series(table["Value"].to_pylist()).tolist()
    assert sorted(values) == expected
    kinds = {
        name: str(table.schema.field(name).type) for name in ("Year", "Numerator", "Denominator", "Value")
    }
    assert kinds == {"Year": "int64", "Numerator": "int64", "Denominator": "int64", "Value": "double"}
    codes = json.loads(table.schema.metadata[b"codes"])
    assert (codes["kpi"], codes["field"], codes["set"]) == (LOCAL, "engineering", "sample")
    told = json.loads(table.schema.metadata[b"meomureum"])
    for phrase in rests_on:
        assert any(phrase in words for words in told.values()), phrase
    assert table.schema.metadata[b"synthetic"] == b"true"

    text = FORMATS["csv"](briefing)
    assert text.startswith(b"\xef\xbb\xbf")
    assert all(phrase in text.decode("utf-8-sig") for phrase in rests_on)

    book = CalamineWorkbook.from_filelike(io.BytesIO(FORMATS["xlsx"](briefing)))
    cells = [
        cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    ]
    written = {round(cell, 12) for cell in cells if isinstance(cell, float)}
    assert {round(value, 12) for value in expected} <= written
    assert all(any(phrase in str(cell) for cell in cells) for phrase in rests_on)


# The same table again.


def same(table: pd.DataFrame, found: explore_question.Answer) -> bool:
    """Whether a table has the rows of an answer, in their order."""
    rows = found.rows.drop(columns="series")
    given, right = (each.astype(object).where(each.notna(), None) for each in (table[list(rows)], rows))
    pd.testing.assert_frame_equal(given, right)
    return len(rows) > 0


def shown(of: Snapshot, found: explore_question.Answer) -> Shown:
    asked = found.question
    return Shown(of, asked.kpi.id, asked.scope, asked.by, asked.formula.id)


ASKED = pytest.mark.parametrize(
    "asked",
    [
        view(groups=("institution", "sex"), cities=("gimhae",), sexes=("female",), first_year=2023),
        view(data_set="published", kpi="university_dropout_rate"),
        view(kpi="retention_chain"),
        view(kpi=GRADUATES, groups=("outcome",), departments=("간호학과",)),
        view(kpi=GRADUATES, groups=("ksic",), ksic=("Q",), first_year=2025),
        view(kpi="labour_shortage_rate", groups=("industry",)),
        view(kpi="settlement_intention", cities=("ansan",)),
        view(data_set="published", kpi="youth_population"),
    ],
    ids=["filtered", "published", "chain", "counted", "section", "stock", "weighted", "register"],
)


@ASKED
def test_the_python_of_a_table_gives_the_same_rows(
    snapshot: Snapshot, asked: View, capsys: pytest.CaptureFixture[str]
) -> None:
    found = explore_question.answer(snapshot, asked)
    names: dict[str, Any] = {}
    exec(compile(snippet(shown(snapshot, found)), "snippet", "exec"), names)  # noqa: S102
    assert same(names["table"], found)
    assert capsys.readouterr().out


def test_the_python_of_a_table_runs_in_any_folder_and_prints_its_values(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    found = explore_question.answer(snapshot, view(data_set="published", kpi="university_dropout_rate"))
    plain_environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MEOMUREUM", "PYTHON"))
    }
    printed = subprocess.run(
        [sys.executable, "-c", snippet(shown(snapshot, found))],
        cwd=tmp_path,
        env=plain_environment | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    inje = found.rows[found.rows["value"].notna()].iloc[-1]
    assert f" {int(inje['numerator'])} " in printed, "a count is a whole number"
    assert len(printed.splitlines()) == len(found.rows) + 1
    for hidden in (str(tmp_path), str(snapshot.folder.parent)):
        assert hidden not in snippet(shown(snapshot, found), here=False)


@ASKED
def test_the_sql_of_a_table_runs_as_shown_on_the_file_alone(snapshot: Snapshot, asked: View) -> None:
    found = explore_question.answer(snapshot, asked)
    of = shown(snapshot, found)
    with duckdb.connect(str(snapshot.folder.parent / of.file), read_only=True) as alone:
        given = alone.execute(sql_text(of)).df()
    rows = found.rows[found.rows["rows"] > 0]
    assert len(given) == len(rows) > 0
    for name in [each for each in ("value", "numerator", "denominator", "year") if each in given]:
        assert given[name].astype(float).tolist() == pytest.approx(
            rows[name].astype(float).tolist(), nan_ok=True
        )


def test_the_python_of_a_protected_table_reads_the_same_release(
    snapshot: Snapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    protected = replace(snapshot, release="internal")
    found = explore_question.answer(protected, view())
    names: dict[str, Any] = {}
    code = snippet(shown(protected, found))
    assert shown(protected, found).file.endswith("/internal.duckdb")
    exec(compile(code, "snippet", "exec"), names)  # noqa: S102
    assert same(names["table"], found)
    assert "internal" in code
    assert capsys.readouterr().out


def test_the_sql_of_a_table_gives_the_same_rows(snapshot: Snapshot) -> None:
    found = explore_question.answer(snapshot, view(groups=("field",), sexes=("female",)))
    question = found.question
    sql, parameters = measurement.statement(snapshot, LOCAL, question.scope, question.by, question.formula.id)
    assert "female" not in sql
    given = snapshot.query(sql, parameters)
    figures = ["field", "year", "numerator", "denominator", "value", "rows", "source_ids"]
    assert len(given) > 0
    pd.testing.assert_frame_equal(given[figures].astype(object), found.rows[figures].astype(object))


# Saved views.


def test_saved_views_are_kept_renamed_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path))
    assert saved_views.saved_views() == ()
    assert saved_views.save("  여학생   진학 ", "./explore?sex=female") is None
    assert saved_views.save("여학생 진학", "./explore") is not None, "a name stands once"
    assert saved_views.save(" ", "./explore") is not None
    assert saved_views.rename("여학생 진학", "여학생") is None
    (kept,) = saved_views.saved_views()
    assert (kept.name, kept.address) == ("여학생", "./explore?sex=female")
    assert saved_views.delete("여학생") is None
    assert saved_views.saved_views() == ()


@pytest.mark.parametrize(
    "content", ["", "{", '[{"name": 1}]', '[{"name":"a","address":"https://e.org","saved_on":""}]']
)
def test_a_broken_or_foreign_file_of_views_holds_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path))
    (tmp_path / "views.json").write_text(content, "utf-8")
    assert saved_views.saved_views() == ()


def test_a_torn_file_of_views_is_set_aside_and_one_bad_view_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path))
    path = tmp_path / "views.json"
    assert saved_views.save("하나", "./explore") is None
    path.write_text(f'[{{"name": 1}}, {path.read_text("utf-8")[1:]}', "utf-8")
    assert [each.name for each in saved_views.saved_views()] == ["하나"]
    torn = path.read_bytes()[:-9]
    path.write_bytes(torn)
    assert saved_views.save("둘", "./map") is None
    assert [each.name for each in saved_views.saved_views()] == ["둘"]
    assert (tmp_path / "views.damaged").read_bytes() == torn


# The page.


@pytest.mark.parametrize(
    ("language", "phrases"),
    [
        ("ko", ("고른 조건에 맞는 자료가 없습니다", "학교·기관 또는 도시를 풀면", "도시 풀기(2,370행)")),
        (
            "en",
            ("No row meets all the filters", "Without City (2,370 rows)", "Without School or institution"),
        ),
    ],
)
def test_an_empty_page_says_what_empties_it_and_offers_to_loosen_it(
    language: str, phrases: tuple[str, ...]
) -> None:
    screen = opened("explore", set="sample", kpi=LOCAL, city="ansan", inst="inje", lang=language)
    told = words(screen)
    assert all(phrase in told for phrase in phrases)
    html = " ".join(element.proto.body for element in screen.get("html"))
    assert "city=ansan" not in html.split("2,370")[0].rsplit("href=", 1)[1]


def test_a_level_without_such_values_says_so_and_leads_back() -> None:
    told = words(opened("explore", set="sample", kpi=LOCAL, group="field", release="public"))
    assert "이 공개 수준에서는 이렇게 나누거나 거른 값을 내지 않습니다" in told
    assert "도시로 보기" in told


@pytest.mark.parametrize("chart", list(explore_question.CHARTS))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_chart_is_drawn_with_its_marks(chart: str, language: str) -> None:
    told = words(opened("explore", set="sample", kpi=LOCAL, group="city,sex", chart=chart, lang=language))
    for phrase in ("2025-12-31", "14,325", "합성 표본" if language == "ko" else "Synthetic sample data"):
        assert phrase in told


def test_a_filter_chosen_on_the_page_reaches_the_address() -> None:
    screen = opened("explore", set="sample", kpi=LOCAL, field="engineering")
    (sex,) = [each for each in screen.multiselect if each.label == "성별"]
    sex.select("female").run()
    assert (screen.query_params["sex"], screen.query_params["field"]) == ("female", "engineering")
    assert "계열 공학계열 · 성별 여자" in words(screen)


def test_a_section_of_industries_is_offered_before_its_divisions_and_said_to_be_the_whole() -> None:
    screen = opened("explore", set="sample", kpi=GRADUATES, ksic="Q")
    (industry,) = [each for each in screen.multiselect if each.label == "산업(표준산업분류)"]
    at = industry.options.index("Q 보건업 및 사회복지 서비스업 전체")
    assert industry.options[at + 1 : at + 3] == ["Q86 보건업", "Q87 사회복지 서비스업"]
    assert "산업(표준산업분류) Q 보건업 및 사회복지 서비스업 전체" in words(screen)
