"""The same release from two states of the world: every file and page must come out byte for byte the same."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from handed_over import MADE_ON
from pypdf import PdfReader
from small import Folder, records, written
from test_pages import figures, opened, words

import kpis
from meomureum.drawing.figure import Briefing
from meomureum.export import FORMATS
from meomureum.figures.city_briefing import city_briefing
from meomureum.figures.recipes import figures_of
from meomureum.privacy import people, release_files, sample_release
from meomureum.privacy.menu import parameters
from meomureum.privacy.publication import Counts, Publication
from meomureum.privacy.rows import rows
from meomureum.privacy.units import Unit, protected_units
from meomureum.store import integrity, warehouse
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot

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
        figures = rows(connection, parameters(), unit)
    order = tuple(each.name for each in parameters().profiles)
    closed = [
        (str(table), str(name)) for table, name in records(replace(built, release="public"), "FROM closed")
    ]
    for release in order:
        shown = release_files.as_released(figures, release, order)
        release_files.write(there / "exact.duckdb", release, shown, closed)
        shutil.copyfile(
            built.folder / sample_release.proof_file(release), there / sample_release.proof_file(release)
        )
    for name in ("dossier.ko.md", "dossier.en.md"):
        shutil.copyfile(built.folder / name, there / name)
    integrity.seal(there, built.manifest)
    warehouse.point(home, built.id)
    return World(home, Snapshot(there))


def handed_out(world: World, release: str) -> dict[str, bytes]:
    """What a world hands out at one level of detail."""
    return files(replace(world.snapshot, release=release))


def files(snapshot: Snapshot) -> dict[str, bytes]:
    """A briefing of the city with the figures of several pages, in every format."""
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
            found.append(" ".join([words(screen), str(figures(screen))]))
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


# One institution sees its own rows exactly, among hidden values of others.

OWN = "kaya"
SMALL, LARGE = 3, {"inje": 7_531, "gimhae_univ": 8_642}  # of each sex; no other number has these digits


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A small value that is hidden, and a large one of another institution for its sake."""
    folder = Folder(tmp_path_factory.mktemp("city"))
    here = {(school, sex, 0): LARGE.get(school, SMALL) for school in SIZES for sex in ("female", "male")}
    folder.write(text(truth() | here))
    return folder.snapshot()


def words_of(content: bytes) -> str:
    """All that a file says, whatever lies packed in it."""
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(words_of(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"PAR1"):
        return str(pd.read_parquet(io.BytesIO(content)).to_csv())
    return "" if content.startswith(b"\x89PNG") else content.decode("utf-8", "replace")


def test_what_an_institution_takes_along_holds_no_hidden_value_of_another(city: Snapshot) -> None:
    everybody, own = replace(city, release="public"), replace(city, release="public", only=(OWN,))
    found = kpis.measure(everybody, KPI, kpis.Scope(cities=("gimhae",)), ("city", "institution", "year"))
    status = found.set_index("institution_id")["status"]
    assert status[OWN] == "suppressed"
    (other,) = set(status[status == "suppressed"].index) - {OWN}
    hidden = [words for each in (LARGE[other], 2 * LARGE[other]) for words in (str(each), f"{each:,}")]
    taken = {form: words_of(content) for form, content in files(own).items()}
    assert [(form, value) for form, words in taken.items() for value in hidden if value in words] == []
    assert f",{2 * SMALL}," in taken["csv"]  # its own, exactly
    exact = files(replace(city, release="exact"))
    for form in ("csv", "parquet", "xlsx", "pptx", "hwpx", "hwpx-native", "pdf"):
        assert any(value in words_of(exact[form]) for value in hidden), form
