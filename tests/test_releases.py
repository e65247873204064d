"""Protected releases of a snapshot: what they hold, what they answer, and when there are none."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import pytest
from handed_over import MADE_ON, snapshot
from small import Folder, records, written

import kpis
from etl.protected_releases import Unprotected
from kpis import Scope
from meomureum.app.commands.loading import GATE_CLOSED, main
from meomureum.export import FORMATS
from meomureum.figures.city_briefing import city_briefing
from meomureum.privacy import dossier, proofs, sample_release
from meomureum.privacy.menu import parameters
from meomureum.privacy.people import PARTS, measures_of
from meomureum.privacy.release_files import OPEN, PERSONAL, numbers
from meomureum.project import PROJECT
from meomureum.store import warehouse
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES

GIMHAE = Scope("sample", cities=("gimhae",))
KEYS = ["city_id", "institution_id", "department", "year", "origin"]
OUTCOMES = ("연도", "대학", "학과", "계열", "성별", "진로", "직장 소재지", "졸업자")


def at(release: str) -> Snapshot:
    return replace(snapshot(), release=release)


def test_the_shipped_figures_belong_to_the_shipped_sample() -> None:
    with duckdb.connect(str(snapshot().folder / "exact.duckdb"), read_only=True) as connection:
        outdated = sample_release.outdated(connection, [*parameters().menu], PROJECT / "data")
    assert not outdated, f"run `make sample`: the protected figures of {', '.join(outdated)} are outdated"
    held = {row[0] for row in records(at("public"), "SELECT DISTINCT table_name FROM protected")}
    closed = {row[0] for row in records(at("public"), "SELECT table_name FROM closed")}
    assert closed - held == {"supply_demand"}, (
        "say in meomureum/privacy/people.py whom the table counts and in parameters.toml what is offered of it, "
        "or in release_files.OPEN that no person stands in it; then `make sample`"
    )


def test_every_formula_about_people_can_be_protected() -> None:
    for kpi in kpis.KPIS:
        for formula in (each for each in (*kpi.formulas, *kpi.outer) if each.table in PARTS):
            nameless = {*formula.measures} - {*measures_of(formula.table)}
            assert not nameless, (
                f"{kpi.id}/{formula.id}: no protected release offers it until PARTS in meomureum/privacy/people.py "
                f"says whom {', '.join(nameless)} counts; then `make sample`"
            )


def test_a_section_of_industries_is_a_sum_that_no_protected_release_holds() -> None:
    scope = Scope("sample", cities=("gimhae",), ksic=("C",))
    assert {*kpis.measure(at("internal"), "university_graduates", scope)["status"]} == {"not_offered"}


@pytest.mark.parametrize("release", ["internal", "public"])
def test_the_shipped_proofs_hold(release: str) -> None:
    found = dict(proofs.load(snapshot().folder / sample_release.proof_file(release)))
    assert len(found) == 24
    assert sum(len(proof.hidden) for proof in found.values()) > 400
    for name, proof in found.items():
        assert not proofs.contradicting(proof)
        assert not proofs.determined(proof)
        assert not proofs.contradictions(proof, numbers(at(release), name))


def test_a_number_that_the_proof_does_not_know_is_found() -> None:
    found = dict(proofs.load(snapshot().folder / sample_release.proof_file("public")))
    proof = found["sample/university_students/gimhae"]
    shown = [*numbers(at("public"), "sample/university_students/gimhae")]
    table, row, count, number = shown[0]
    assert proofs.contradictions(proof, [(table, row, count, number + 1)]) == 1
    assert proofs.contradictions(proof, [(table, "nowhere", count, number)]) == 1


@pytest.mark.parametrize(
    "by", [("city", "year"), ("city", "institution", "year"), ("city", "department", "year")]
)
def test_what_public_shows_internal_and_exact_show_alike(by: tuple[str, ...]) -> None:
    compared = 0
    for kpi_id in ("local_employment_rate", "vocational_employment_rate", "university_dropout_rate"):
        public, internal, exact = (
            kpis.measure(at(release), kpi_id, GIMHAE, by).set_index(KEYS)["value"]
            for release in ("public", "internal", "exact")
        )
        shown = public.dropna()
        compared += len(shown)
        assert (internal[shown.index] == shown).all()
        assert (exact[shown.index] == shown).all()
    assert compared > 10


def test_a_hidden_figure_has_neither_value_nor_counts() -> None:
    found = kpis.measure(at("public"), "local_employment_rate", GIMHAE, ("city", "institution", "year"))
    hidden = found[found["status"] == "suppressed"]
    assert len(hidden)
    assert hidden[["numerator", "denominator", "value", "sample_size"]].isna().all().all()
    assert not hidden["rows"].any()


@pytest.mark.parametrize(
    ("scope", "by"),
    [
        (GIMHAE, ("city", "sex", "department", "year")),
        (replace(GIMHAE, first_year=2020, last_year=2024), ("city", "institution", "department")),
        (replace(GIMHAE, first_year=2022, last_year=2024), ("city", "sex")),
        (replace(GIMHAE, institutions=("inje", "kaya")), ("city", "year")),
        (GIMHAE, ("city",)),
        (GIMHAE, ("year",)),
    ],
)
def test_what_the_menu_does_not_hold_is_not_offered(scope: Scope, by: tuple[str, ...]) -> None:
    scope = scope if "city" in by else replace(scope, cities=("gimhae", "ansan"))
    found = kpis.measure(at("public"), "local_employment_rate", scope, by)
    assert set(found["status"]) == {"not_offered"}


def test_a_closed_block_is_offered() -> None:
    block = replace(GIMHAE, first_year=2021, last_year=2025)
    found = kpis.measure(at("public"), "local_employment_rate", block, ("city", "institution", "department"))
    assert {"value", "suppressed"} <= set(found["status"])


def test_published_figures_pass_as_they_are() -> None:
    found = [
        kpis.measure(at(release), "university_dropout_rate", Scope(), ("city", "institution", "year"))
        for release in ("exact", "public")
    ]
    assert found[0].equals(found[1])


@pytest.mark.parametrize("release", ["internal", "public"])
def test_a_protected_file_holds_no_row_about_persons(release: str) -> None:
    for table in PERSONAL:
        assert not records(at(release), f"SELECT 1 FROM {table} WHERE data_set <> 'published'")
    known = {*PERSONAL, *OPEN, "files", "protected", "closed"}
    for (table,) in records(at(release), "SELECT table_name FROM duckdb_tables()"):
        assert table in known or not records(at(release), f"SELECT 1 FROM {table} LIMIT 1")
    listed = records(at(release), "SELECT table_name FROM files WHERE data_set <> 'published'")
    assert {row[0] for row in listed} <= set(OPEN)
    some = "numerator IS NOT NULL OR denominator IS NOT NULL OR sample_size IS NOT NULL"
    assert not records(at(release), f"SELECT 1 FROM protected WHERE hidden AND ({some})")


def test_a_process_opens_only_the_releases_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEOMUREUM_RELEASES", "public")
    assert snapshot().releases == ("public",)
    with pytest.raises(PermissionError):
        at("exact").query("SELECT 1")
    monkeypatch.setenv("MEOMUREUM_RELEASES", "publik")
    with pytest.raises(PermissionError):
        at("public").query("SELECT 1")


@pytest.mark.parametrize("form", ["csv", "xlsx", "pptx", "hwpx"])
def test_a_city_briefing_is_written_from_the_public_release(form: str) -> None:
    made = city_briefing(at("public"), View("ko", "sample", ("gimhae",)), "gimhae", MADE_ON)
    assert FORMATS[form](made)


# Rows of the city's own.


def graduates(sizes: dict[str, tuple[int, int, int]]) -> str:
    """Universities by graduates employed in the city, employed elsewhere, and others."""
    rows = [
        (2025, name, "경영학과", "사회", sex, outcome, place, count)
        for (name, counts), sex in product(sizes.items(), ("여", "남"))
        for outcome, place, count in zip(
            ("취업", "취업", "기타"), ("김해시", "부산광역시", ""), counts, strict=True
        )
    ]
    return written(OUTCOMES, rows)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")


@pytest.mark.usefixtures("served")
def test_rows_of_the_city_are_protected_when_a_protected_release_is_served(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    sizes = {"인제대학교": (3, 80, 90), "가야대학교": (40, 60, 70), "김해대학교": (35, 50, 50)}
    folder.write(graduates(sizes))
    built = folder.snapshot()
    assert built.releases == ("exact", "internal", "public")
    asked = Scope(cities=("gimhae",))
    by = ("city", "institution", "year")
    exact, public = (
        kpis.measure(replace(built, release=release), "local_employment_rate", asked, by).set_index(
            "institution_id"
        )
        for release in ("exact", "public")
    )
    assert exact.loc["inje", "numerator"] == 6
    assert public.loc["inje", "status"] == "suppressed"
    assert (public["status"] == "suppressed").sum() >= 2
    whole = kpis.measure(replace(built, release="public"), "local_employment_rate", asked)
    assert whole["numerator"].tolist() == [156]


@pytest.mark.usefixtures("served")
def test_a_city_too_small_to_protect_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Folder(tmp_path)
    path = folder.write(graduates({"인제대학교": (1, 8, 9)}), within="handed in")
    folder.write(path.read_text("utf-8"))
    with pytest.raises(Unprotected):
        folder.build()
    assert warehouse.current(folder.snapshots) is None
    (folder.data / "raw" / "recognised" / "loaded.csv").unlink()
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    assert main(["load", str(path), "--data", str(folder.data)]) == GATE_CLOSED
    told = capsys.readouterr().err
    assert "'year'" in told
    assert "may_hide = true" in told
    assert warehouse.current(folder.snapshots) is None
    assert not list((folder.data / "raw").rglob("*.csv"))


def test_rows_of_the_city_are_withheld_where_no_protected_release_is_named(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write(graduates({"인제대학교": (1, 8, 9)}))
    assert folder.snapshot().releases == ("exact",)


@pytest.mark.trial
@pytest.mark.usefixtures("served")
def test_what_was_shown_stays_known_and_a_change_of_two_persons_is_held_back(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    sizes = {"인제대학교": (3, 80, 90), "가야대학교": (40, 60, 70), "김해대학교": (35, 50, 50)}
    folder.write(graduates(sizes))
    first = folder.snapshot()
    folder.write(graduates({**sizes, "가야대학교": (41, 60, 70)}))
    second = folder.snapshot()
    assert second.id != first.id
    asked, by = Scope(cities=("gimhae",)), ("city", "institution", "year")
    for release in ("internal", "public"):
        before, after = (
            kpis.measure(replace(each, release=release), "local_employment_rate", asked, by)
            for each in (first, second)
        )
        assert before.drop(columns="snapshot_id").equals(after.drop(columns="snapshot_id"))
    folder.write(graduates({**sizes, "가야대학교": (90, 60, 70)}))
    third = replace(folder.snapshot(), release="public")
    assert kpis.measure(third, "local_employment_rate", asked)["numerator"].tolist() == [256]


def test_a_load_writes_the_paper_for_the_review_beside_its_releases() -> None:
    for language in LANGUAGES:
        paper = (snapshot().folder / dossier.file_name(language)).read_text("utf-8")
        assert paper == dossier.dossier(snapshot().folder, snapshot().id, language)
        assert snapshot().id in paper
    told = (snapshot().folder / "dossier.ko.md").read_text("utf-8")
    assert "| 합성 표본 | 고교 졸업자 진로 | 김해시 |" in told
    assert told.count("| 성립 |") == 48
    assert "성립하지 않음" not in told
    hidden, all_of = next(
        (line.split(" | ")[4].rstrip(" |"), line.split(" | ")[3])
        for line in told.split("## 공개")[1].splitlines()
        if "| 고교 졸업자 진로 | 학과 × 연도 |" in line
    )
    ((found, shown),) = records(
        at("public"),
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE NOT hidden) FROM protected"
        " WHERE table_name = 'high_school_outcomes' AND combination = 'department x year'",
    )
    assert (int(all_of), int(hidden)) == (found, found - shown)
