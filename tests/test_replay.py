"""The same release from two states of the world: every file and page must come out byte for byte the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from handed_over import MADE_ON
from small import Folder, records, written
from test_pages import opened, words

import warehouse
from address import View
from briefing import FORMATS
from briefing.content import Briefing, city_briefing
from briefing.recipes import figures_of
from privacy import people, releases, shipped
from privacy.menu import parameters
from privacy.publication import Counts, Publication
from privacy.rows import rows
from privacy.units import Unit, protected_units
from warehouse import Snapshot

pytestmark = pytest.mark.trial

TABLE = "university_outcomes"
HEADER = ("연도", "대학", "학과", "계열", "성별", "진로", "직장 소재지", "졸업자")
NAMES = {"inje": "인제대학교", "kaya": "가야대학교", "gimhae_univ": "김해대학교"}
BECAME = (("취업", "김해시"), ("취업", "부산광역시"), ("기타", ""))
SIZES = {"inje": (3, 80, 90), "kaya": (40, 60, 70), "gimhae_univ": (35, 50, 50)}
KPI = "local_employment_rate"
# What is asked of each release: a page and its choices.
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {}),
    ("progress", {"kpi": KPI, "by": "institution"}),
    ("explore", {"kpi": KPI, "group": "institution,year"}),
    ("explore", {"kpi": KPI, "group": "institution,sex", "lang": "en"}),
    ("compare", {"kpi": KPI, "group": "institution"}),
    ("funnel", {"kpi": KPI}),
)


@dataclass(frozen=True)
class World:
    """A state of the world in the files of a load: the truth, or a witness of a sensitive set."""

    home: Path
    snapshot: Snapshot


Worlds = tuple[str, Folder, World, World]  # the release, the truth, nobody, many


def text(people_of: dict[tuple[str, str, int], int]) -> str:
    """Graduates by university, sex and what became of them, as a university hands them in."""
    told = [
        (2025, NAMES[school], "경영학과", "사회", {"female": "여", "male": "남"}[sex], *BECAME[became], count)
        for (school, sex, became), count in people_of.items()
    ]
    return written(HEADER, told)


def truth() -> dict[tuple[str, str, int], int]:
    return {
        (school, sex, became): count
        for (school, counts), sex in product(SIZES.items(), ("female", "male"))
        for became, count in enumerate(counts)
    }


def classes(found: Publication, atoms: pd.DataFrame) -> list[int]:
    """The class of people that each row of atoms belongs to: that of the same cells."""
    inside = np.zeros((len(atoms), len(found.cells)), dtype=bool)
    for at, cell in enumerate(found.cells):
        place = cell.shown[0]
        same = [
            atoms[column] == code for column, code in zip(place.table.split(" x "), place.row, strict=True)
        ]
        inside[:, at] = np.logical_and.reduce([*same, atoms[place.count]])
    of: dict[bytes, int] = {}
    for number in range(len(found.counts)):
        mine = np.array([number in cell.members for cell in found.cells])
        of[mine.tobytes()] = number
    return [of[row.tobytes()] for row in inside]


def as_rows(witness: Counts, found: Publication, atoms: pd.DataFrame) -> dict[tuple[str, str, int], int]:
    """Rows of a load in which as many people stand in each class as in the witness."""
    told, left = dict.fromkeys(truth(), 0), witness.copy()
    for row, number in zip(atoms.to_dict("records"), classes(found, atoms), strict=True):
        here, employed = row[f"of {KPI}/all_graduates"], row["of university_employment_rate/official"]
        became = 0 if here else 1 if employed else 2
        told[row["institution_id"], row["sex"], became] += int(left[number])
        left[number] = 0  # all of a class may stand in any one of its rows
    assert not left.any()
    return told


@pytest.fixture(scope="module", autouse=True)
def _served() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
        yield


@pytest.fixture(scope="module", params=["internal", "public"])
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """The truth, loaded; and of what a release must hide the state without anybody and that with many."""
    folder = Folder(tmp_path_factory.mktemp("truth"))
    folder.write(text(truth()))
    built = folder.snapshot()
    with duckdb.connect(str(built.folder / "exact.duckdb"), read_only=True) as connection:
        (unit,) = protected_units(connection, parameters(), "real")
        known = people.atoms(connection, TABLE, "real", parameters().anchor)
    offers = parameters().menu[TABLE]
    atoms = people.possible(known, [offer.columns for offer in offers])
    level = unit.releases[request.param]
    asked = level.sensitive[0].members
    ordered = sorted(level.witnesses, key=lambda each: int(each[asked].sum()))
    assert ordered[0][asked].sum() == 0
    assert ordered[-1][asked].sum() >= level.sensitive[0].high
    none, many = (
        world(tmp_path_factory.mktemp(name), built, unit, as_rows(witness, level.publication, atoms))
        for name, witness in (("none", ordered[0]), ("many", ordered[-1]))
    )
    return request.param, folder, none, many


def world(place: Path, built: Snapshot, unit: Unit, counts: dict[tuple[str, str, int], int]) -> World:
    """What a load of these rows would publish if it hid what the true one hides."""
    twin = Folder(place)
    twin.write(text(counts))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MEOMUREUM_RELEASES")
        plain = twin.snapshot()
    home = place / "home"
    there = home / built.id
    there.mkdir(parents=True)
    shutil.copyfile(plain.folder / "exact.duckdb", there / "exact.duckdb")
    with duckdb.connect(str(there / "exact.duckdb"), read_only=True) as connection:
        figures = rows(connection, parameters(), [unit], "real")
    order = tuple(each.name for each in parameters().profiles)
    closed = [
        (str(table), str(name)) for table, name in records(replace(built, release="public"), "FROM closed")
    ]
    for release in order:
        releases.write(there / "exact.duckdb", release, figures, order, closed)
        shutil.copyfile(built.folder / shipped.proof_file(release), there / shipped.proof_file(release))
    for name in ("manifest.json", "dossier.ko.md", "dossier.en.md"):
        shutil.copyfile(built.folder / name, there / name)
    warehouse.point(home, built.id)
    return World(home, Snapshot(there))


def handed_out(world: World, release: str) -> dict[str, bytes]:
    """A briefing of the city with the figures of several pages, in every format."""
    snapshot = replace(world.snapshot, release=release)
    view = View("ko", "published", ("gimhae",), kpi=KPI)
    made: Briefing = city_briefing(snapshot, view, "gimhae", MADE_ON, most=2)
    further = [
        *figures_of(snapshot, "progress", replace(view, by="institution"))[:1],
        *figures_of(snapshot, "explore", replace(view, groups=("institution",), chart="bars"))[:1],
        *figures_of(snapshot, "explore", replace(view, groups=("institution", "sex"), chart="bars"))[:1],
    ]
    made = replace(made, figures=(*made.figures, *further))
    assert len(made.figures) >= 3
    return {form: write(made) for form, write in FORMATS.items()}


def drawn(world: World, folder: Folder, release: str) -> list[str]:
    """What the pages say and draw."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_SNAPSHOTS", str(world.home))
        patch.setenv("MEOMUREUM_DATA", str(folder.data))
        for page, choices in ASKED:
            screen = opened(page, set="published", city="gimhae", release=release, **choices)
            charts = [str(each.proto.spec) for each in screen.get("plotly_chart")]
            found.append(" ".join([words(screen), *charts]))
    return found


def test_no_file_and_no_page_tells_one_state_of_the_world_from_the_other(worlds: Worlds) -> None:
    release, folder, none, many = worlds
    one, other = handed_out(none, release), handed_out(many, release)
    assert set(one) == set(FORMATS)
    assert [form for form in FORMATS if one[form] != other[form]] == []
    assert drawn(none, folder, release) == drawn(many, folder, release)


def test_exact_values_do_tell_them_apart(worlds: Worlds) -> None:
    _, folder, none, many = worlds
    assert handed_out(none, "exact")["csv"] != handed_out(many, "exact")["csv"]
    assert drawn(none, folder, "exact") != drawn(many, folder, "exact")
