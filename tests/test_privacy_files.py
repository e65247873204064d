"""Prove what was written: what protected files hand out over several loads.

Rows of two cities in one table, handed in with every release; then again with one graduate more, with
a school removed, from a shell without releases, or after the table has been loaded otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from small import Folder, records
from small import written as text_of

import kpis
from kpis import Scope
from meomureum.app.commands.loading import GATE_CLOSED, OK, main
from meomureum.privacy import ledger
from meomureum.privacy.rows import KEY, NUMBERS
from meomureum.store import locks, warehouse
from meomureum.store.warehouse import Snapshot

HEADER = ("연도", "대학", "학과", "계열", "성별", "진로", "직장 소재지", "졸업자")
BECAME = (("취업", "{city}"), ("취업", "부산광역시"), ("기타", ""))
CITY = {
    "인제대학교": "김해시",
    "가야대학교": "김해시",
    "김해대학교": "김해시",
    "한국공학대학교": "시흥시",
    "경기과학기술대학교": "시흥시",
}
SIZES = {
    "인제대학교": (3, 80, 90),
    "가야대학교": (40, 60, 70),
    "김해대학교": (35, 50, 50),
    "한국공학대학교": (62, 71, 84),
    "경기과학기술대학교": (33, 45, 54),
}
Sizes = dict[str, tuple[int, int, int]]
KPI = "local_employment_rate"
CITIES = ("gimhae", "siheung")
LEVELS = ("internal", "public")


def graduates(sizes: Sizes) -> str:
    """Universities of two cities by graduates employed in the city, employed elsewhere, and others."""
    told = [
        (2025, name, "경영학과", "사회", sex, outcome, place.format(city=CITY[name]), count)
        for (name, counts), sex in product(sizes.items(), ("여", "남"))
        for (outcome, place), count in zip(BECAME, counts, strict=True)
    ]
    return text_of(HEADER, told)


def more(name: str, here: int) -> Sizes:
    """The same with so many more of each sex employed in the city."""
    counts = SIZES[name]
    return {**SIZES, name: (counts[0] + here, *counts[1:])}


@pytest.fixture(autouse=True)
def _served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """Both cities, loaded once with every release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
        folder = Folder(tmp_path_factory.mktemp("loaded"))
        folder.write(graduates(SIZES))
        folder.build()
        yield folder


@pytest.fixture
def folder(loaded: Folder, tmp_path: Path) -> Folder:
    """A copy of it, for one test to go on from."""
    return loaded.copied(tmp_path)


def figures(snapshot: Snapshot, release: str, city: str) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Every row of a release about a city, by its key; each key stands there once."""
    of = replace(snapshot, release=release)
    told = records(
        of,
        f"SELECT {', '.join((*KEY, 'hidden', *NUMBERS))} FROM protected WHERE table_name = 'university_outcomes' AND city_id = '{city}'",
    )
    found = {row[: len(KEY)]: row[len(KEY) :] for row in told}
    assert len(found) == len(told) > 0
    return found


def numerator(snapshot: Snapshot, release: str, city: str) -> float:
    """What the release says of all graduates of a city."""
    (row,) = kpis.measure(replace(snapshot, release=release), KPI, Scope(cities=(city,))).to_dict("records")
    return float(row["numerator"])


@pytest.mark.parametrize("release", LEVELS)
def test_a_held_city_keeps_its_old_rows_and_nothing_else_while_another_goes_on(
    folder: Folder, release: str
) -> None:
    first = warehouse.current(folder.snapshots)
    assert first is not None
    changed = more("가야대학교", 1) | {"한국공학대학교": (92, 71, 84)}
    folder.write(graduates(changed))
    second = folder.snapshot()
    assert figures(second, release, "gimhae") == figures(first, release, "gimhae")
    assert (numerator(second, release, "siheung"), numerator(second, "exact", "siheung")) == (250, 250)
    by = ("city", "institution", "year")
    found = kpis.measure(replace(second, release=release), KPI, Scope(cities=CITIES), by)
    assert not found.duplicated(["city_id", "institution_id", "year"]).any()


def test_what_was_hidden_once_stays_hidden_when_it_has_become_large(folder: Folder) -> None:
    hidden = {
        release: {key for key, row in figures(folder.snapshot(), release, "gimhae").items() if row[0]}
        for release in LEVELS
    }
    folder.write(graduates(more("인제대학교", 60)))
    second = folder.snapshot()
    for release in LEVELS:
        now = figures(second, release, "gimhae")
        assert hidden[release] <= {key for key, row in now.items() if row[0]}
        assert numerator(second, release, "gimhae") == 276
    assert hidden["public"]


def test_a_shell_without_releases_neither_drops_them_nor_forgets_what_they_showed(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = folder.snapshot()
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    monkeypatch.delenv("MEOMUREUM_RELEASES")
    other = folder.write(
        text_of(("연도", "대학", "재적학생", "중도탈락"), [(2025, "인제대학교", 4000, 200)]),
        "other.csv",
        "in",
    )
    asked = ["--lang", "en", "load", str(other), "--data", str(folder.data)]
    assert main(asked) == GATE_CLOSED
    assert "--drop-releases" in capsys.readouterr().err
    assert warehouse.current(folder.snapshots) == first
    assert main([*asked, "--drop-releases"]) == OK
    between = warehouse.current(folder.snapshots)
    assert between is not None
    assert between.releases == ("exact",)
    monkeypatch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
    folder.write(graduates(more("가야대학교", 1)))
    third = folder.snapshot()
    for release in LEVELS:
        assert figures(third, release, "gimhae") == figures(first, release, "gimhae")


def test_going_back_to_a_snapshot_without_releases_is_asked_for_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Folder(tmp_path)
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(own.snapshots))
    monkeypatch.delenv("MEOMUREUM_RELEASES")
    own.write(graduates(SIZES))
    plain = own.snapshot()
    monkeypatch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
    assert own.snapshot().releases == ("exact", *LEVELS)
    assert main(["--lang", "en", "rollback", plain.id]) == GATE_CLOSED
    assert "--drop-releases" in capsys.readouterr().err
    assert main(["--lang", "en", "rollback", plain.id, "--drop-releases"]) == OK
    now = warehouse.current(own.snapshots)
    assert now is not None
    assert now.id == plain.id


def test_old_figures_outlive_their_snapshot(folder: Folder) -> None:
    first = {release: figures(folder.snapshot(), release, "gimhae") for release in LEVELS}
    folder.write(
        text_of(("연도", "대학", "재적학생", "중도탈락"), [(2025, "인제대학교", 4000, 200)]), "other.csv"
    )
    folder.build()
    with locks.sole_writer(folder.snapshots):
        assert len(warehouse.prune(folder.snapshots, keep=1)) == 1
    folder.write(graduates(more("가야대학교", 2)))
    last = folder.snapshot()
    assert {release: figures(last, release, "gimhae") for release in LEVELS} == first


# The ledger.


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1],
        lambda text: text[: text.rindex("\n", 0, -1) + 1],
        lambda text: text.replace('"release":"public"', '"release":"publik"', 1),
        lambda text: text.replace("40.0", "41.0", 1).replace("80.0", "81.0", 1),
        lambda text: "\n".join(reversed(text.split("\n"))),
        lambda _: "",
    ],
    ids=["torn", "cut short", "a word", "a number", "turned over", "emptied"],
)
def test_a_damaged_ledger_is_named_and_nothing_is_loaded(
    folder: Folder,
    damage: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = folder.snapshots / ledger.FILE
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    fresh = folder.write(graduates(more("가야대학교", 30)), "fresh.csv", "in")
    before = warehouse.current(folder.snapshots)
    assert main(["--lang", "en", "load", str(fresh), "--data", str(folder.data)]) == GATE_CLOSED
    assert "ledger of what was handed out" in capsys.readouterr().err
    assert warehouse.current(folder.snapshots) == before


def test_the_ledger_holds_nothing_that_is_hidden(folder: Folder) -> None:
    for entry in ledger.read(folder.snapshots / ledger.FILE).entries:
        hidden = [row for row in entry.rows if row[-1]]
        numbers = [row[-len(NUMBERS) - 2 : -2] for row in hidden]
        assert all(each is None for row in numbers for each in row)


def test_a_folder_with_an_apostrophe_in_its_name_is_published_whole(tmp_path: Path) -> None:
    assert Folder(tmp_path / "it's ours", published=True).snapshot().releases == (
        "exact",
        "internal",
        "public",
    )
