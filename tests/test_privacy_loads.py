"""What protected releases hand out from load to load: rows that go, rules that change, changes that follow from others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import pytest
import test_privacy_files
from attacks.histories import other_parameters
from small import Folder
from test_privacy_files import LEVELS, SIZES, Sizes, figures, graduates, more, numerator

from etl.build import build, ensure_current
from etl.inputs import inputs_of
from etl.protected_releases import NOTHING_DECIDED, Decided
from meomureum.app.commands import protection
from meomureum.app.commands.loading import OK, REFUSED, main
from meomureum.privacy import ledger, proofs, sample_release, units
from meomureum.privacy.menu import parameters
from meomureum.privacy.publication import Publication, places_of
from meomureum.privacy.suppression import Protected, protect
from meomureum.privacy.units import publications
from meomureum.store import integrity

folder, loaded, _served = test_privacy_files.folder, test_privacy_files.loaded, test_privacy_files._served
UNIT = "real/university_outcomes/gimhae"


def entries(folder: Folder, unit: str = UNIT) -> list[ledger.Entry]:
    """All that was ever handed out of a unit."""
    return list(ledger.read(folder.snapshots / ledger.FILE).of(unit))


def without(name: str) -> Sizes:
    return {each: counts for each, counts in SIZES.items() if each != name}


def test_the_figures_stand_while_all_rows_of_a_university_are_gone_and_when_they_are_back(
    folder: Folder,
) -> None:
    first = {release: figures(folder.snapshot(), release, "gimhae") for release in LEVELS}
    for sizes in (without("김해대학교"), SIZES, more("인제대학교", 60)):
        folder.write(graduates(sizes))
        folder.build()
        if sizes != more("인제대학교", 60):
            assert {each: figures(folder.snapshot(), each, "gimhae") for each in LEVELS} == first
    # 2 x (3 + 40 + 35) employed in the city, and 2 x 60 more.
    assert numerator(folder.snapshot(), "public", "gimhae") == 276
    assert len(entries(folder)) == 2 * len(LEVELS)


def test_a_change_that_follows_from_two_large_ones_is_held_when_it_is_small(folder: Folder) -> None:
    """60 more employed in the city and 62 more graduates: two more who are not, which nobody may learn."""
    first = {release: figures(folder.snapshot(), release, "gimhae") for release in LEVELS}
    here, away, others = SIZES["가야대학교"]
    folder.write(graduates({**SIZES, "가야대학교": (here + 30, away, others + 1)}))
    assert {each: figures(folder.snapshot(), each, "gimhae") for each in LEVELS} == first
    folder.write(graduates({**SIZES, "가야대학교": (here + 30, away, others + 30)}))
    assert numerator(folder.snapshot(), "internal", "gimhae") == 216


def test_a_city_that_did_not_change_is_not_decided_anew(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = set[str]()

    def watched(publication: Publication, *further: Any) -> Protected:
        anew.update(row.split("|")[0] for cell in publication.cells for _, row, _ in places_of(cell))
        return protect(publication, *further)

    monkeypatch.setattr(units, "protect", watched)
    before = entries(folder)
    folder.write(graduates({**SIZES, "한국공학대학교": (92, 71, 84)}))
    folder.build()
    assert "tukorea" in anew
    assert "inje" not in anew
    assert entries(folder) == before
    assert len(entries(folder, "real/university_outcomes/siheung")) == 2 * len(LEVELS)


@pytest.mark.parametrize("k", [2, 30])
def test_another_k_opens_nothing_and_takes_nothing_back(folder: Folder, k: int) -> None:
    first = {release: figures(folder.snapshot(), release, "gimhae") for release in LEVELS}
    with other_parameters(lambda told: [each.update(k=k) for each in told["releases"].values()]):
        folder.write(graduates({**SIZES, "한국공학대학교": (92, 71, 84)}))
        second = folder.snapshot()
    assert numerator(second, "public", "siheung") == 250
    assert {release: figures(second, release, "gimhae") for release in LEVELS} == first


def test_a_table_that_joins_the_menu_opens_nothing_of_before(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def fewer(told: dict[str, dict[str, list[dict[str, object]]]]) -> None:
        menu = told["menu"]["university_outcomes"]
        told["menu"]["university_outcomes"] = [each for each in menu if each["columns"] != ["sex", "year"]]

    own = Folder(tmp_path_factory.mktemp("menu"))
    own.write(graduates(SIZES))
    with other_parameters(fewer):
        first = {release: figures(own.snapshot(), release, "gimhae") for release in LEVELS}
    own.write(graduates(more("인제대학교", 60)))
    for release in LEVELS:
        now = figures(own.snapshot(), release, "gimhae")
        assert first[release].keys() < now.keys()
        assert not [key for key, row in first[release].items() if row[0] and not now[key][0]]
        assert any(not row[0] for key, row in now.items() if key not in first[release])


def test_the_attack_adds_up_what_several_snapshots_and_the_ledger_handed_out(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    folder.write(graduates(more("인제대학교", 60)))
    folder.build()
    asked = ["--lang", "en", "--city", "gimhae", "attack", "public"]
    assert protection.main(asked) == protection.OK
    told = capsys.readouterr().out
    assert f"public {UNIT}: from 2 states handed out" in told
    assert " 0 worked out" in told


@pytest.mark.parametrize("opened", ["every hidden cell", "one hidden cell"])
def test_the_attack_finds_what_an_earlier_snapshot_gives_away_of_this_one(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opened: str
) -> None:
    """Whoever saw the 70 of gimhae_univ before 120 more of inje came knows them now, and inje's 126 = 276 - 80 - 70."""
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    first = folder.snapshot()
    place = first.folder / sample_release.proof_file("public")
    found = dict(proofs.load(place))
    hidden = found[UNIT].hidden
    values = found[UNIT].values.copy()
    with duckdb.connect(str(first.folder / "exact.duckdb"), read_only=True) as connection:
        truth = dict(publications(connection, parameters(), "university_outcomes", "real"))["gimhae"].values
    told = hidden if opened.startswith("every") else hidden[truth[hidden] == 70]
    values[told] = truth[told]
    folder.write(graduates(more("인제대학교", 60)))
    folder.build()
    asked = ["--lang", "en", "--city", "gimhae", "attack", "public"]
    assert protection.main(asked) == protection.OK
    proofs.save({**found, UNIT: replace(found[UNIT], values=values)}, place)
    integrity.seal(first.folder, first.manifest)
    assert protection.main(asked) == protection.BROKEN
    assert f"public {UNIT}: from 3 states handed out" in capsys.readouterr().out


def test_a_load_says_what_is_held_and_a_steward_lets_a_university_go_for_good(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    load = ["--lang", "en", "load", "--data", str(folder.data)]
    folder.write(graduates(without("가야대학교")))
    assert main(load) == OK
    told = capsys.readouterr().out
    assert "Held: University graduate outcomes, Gimhae" in told
    assert "all rows of Kaya University (Gimhae), published before, are gone" in told
    assert "load with --accept-withdrawn kaya" in told
    assert main([*load, "--accept-withdrawn", "gimhae_univ"]) == REFUSED
    assert "Now these are: kaya" in capsys.readouterr().err
    assert numerator(folder.snapshot(), "public", "gimhae") == 156
    assert main([*load, "--accept-withdrawn", "kaya"]) == OK
    told = capsys.readouterr().out
    assert "Held" not in told
    assert "which may narrow hidden ones of it or tell them" in told
    # 2 x (3 + 35) employed in the city: the 80 of the university that is gone follow, as was said.
    accepted = folder.snapshot()
    assert numerator(accepted, "public", "gimhae") == 76
    handed = ledger.read(folder.snapshots / ledger.FILE)
    assert handed.accepted(UNIT) == {"kaya": len(LEVELS)}
    assert ensure_current(folder.data, folder.snapshots) == accepted  # a start builds nothing anew


def test_a_university_that_came_back_and_goes_again_is_held_again(folder: Folder) -> None:
    def load(sizes: Sizes, decided: Decided = NOTHING_DECIDED) -> list[str]:
        folder.write(graduates(sizes))
        outcome = build(inputs_of(folder.data), folder.snapshots, decided=decided)
        return [words("en").partition(" ")[0] for words in outcome.releases]

    gone = without("가야대학교")
    assert load(gone, Decided(withdrawn=("kaya",))) == ["Accepted,"]
    assert load({**gone, "한국공학대학교": (92, 71, 84)}) == []
    assert load(SIZES | {"한국공학대학교": (92, 71, 84)}) == []
    assert load(gone | {"한국공학대학교": (92, 71, 84)}) == ["Held:"]
