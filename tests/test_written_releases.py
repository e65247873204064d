"""What is written of a small installation, cell by cell, and what the last look finds when a cell is written otherwise.

Students and drop-outs of three universities of Gimhae and two of Siheung are its own; one of Gimhae and one of
Ansan are published figures; the sample is a survey of young people.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from small import Folder, records, written

from meomureum.privacy import (
    dossier,
    ledger,
    proofs,
    release_build,
    release_files,
    sample_release,
    written_files,
)
from meomureum.privacy.ledger import Entry, Ledger
from meomureum.privacy.menu import parameters
from meomureum.privacy.proofs import Proof
from meomureum.privacy.shown_sums import HIDDEN
from meomureum.store import warehouse
from meomureum.store.warehouse import Snapshot

STUDENTS = ("연도", "대학", "재적학생", "중도탈락")
ANSWERS = ("연도", "도시", "응답자 집단", "문항", "응답", "가중값", "응답자")
OWN = {
    "인제대학교": (4000, 200),
    "가야대학교": (1500, 3),
    "김해대학교": (900, 70),
    "한국공학대학교": (5000, 90),
    "경기과학기술대학교": (2000, 7),
}
PUBLISHED = {"부산장신대학교": (600, 30), "안산대학교": (3000, 120)}
GROUPS = {"고등학생": (60, 90), "대학생": (40, 80), "청년 재직자": (4, 11)}
LEVELS = ("internal", "public")
RATE = "university_dropout_rate/enrolled"


def students(sizes: dict[str, tuple[int, int]]) -> str:
    return written(STUDENTS, [(2025, name, *counts) for name, counts in sizes.items()])


def survey() -> str:
    """Respondents who mean to stay and who do not; an answer weighs 1.5."""
    rows = [
        (2025, "김해시", group, "정주의향", answer, f"{1.5 * people:.1f}", people)
        for group, counts in GROUPS.items()
        for answer, people in zip(("그렇다", "그렇지 않다"), counts, strict=True)
    ]
    return written(ANSWERS, rows)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """The installation, with every release."""
    folder = Folder(tmp_path_factory.mktemp("installation"))
    folder.write(students(OWN), "own.csv")
    folder.write(students(PUBLISHED), "published.csv", "published")
    folder.write(survey(), "sample.csv", "sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_RELEASES", "exact")
        exact = folder.snapshot().folder / "exact.duckdb"
        release_build.write_sample(exact, folder.data)
        patch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
        folder.build()
        yield folder


@pytest.fixture
def folder(built: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A copy of it, for one test to damage."""
    monkeypatch.setenv("MEOMUREUM_RELEASES", "exact,internal,public")
    return built.copied(tmp_path)


def place_of(folder: Folder) -> Path:
    """The folder of the current snapshot, whatever has been done to its files."""
    return folder.snapshots / (folder.snapshots / "current").read_text("ascii").strip()


def ledger_of(folder: Folder) -> Ledger:
    return ledger.read(folder.snapshots / ledger.FILE)


# What each release shows.

SHOWN = {
    ("institution_id x year", "gimhae", "inje"): (200, 4000),
    ("institution_id x year", "gimhae", "kaya"): None,
    # Hidden for the sake of the three of kaya: of the others it is the smaller.
    ("institution_id x year", "gimhae", "gimhae_univ"): None,
    ("institution_id x year", "gimhae", "bpu"): (30, 600),
    ("year", "gimhae", None): (303, 7000),
    ("institution_id x year", "siheung", "tukorea"): (90, 5000),
    ("institution_id x year", "siheung", "gtec"): (7, 2000),
    ("year", "siheung", None): (97, 7000),
    ("institution_id x year", "ansan", "ansan_univ"): (120, 3000),
    ("year", "ansan", None): (120, 3000),
}
# Seven are too few outside, and with them the others of Siheung.
OUTSIDE = SHOWN | dict.fromkeys([("institution_id x year", "siheung", name) for name in ("tukorea", "gtec")])


@pytest.mark.parametrize(("release", "shown"), [("internal", SHOWN), ("public", OUTSIDE)])
def test_a_release_shows_what_is_large_or_public(
    folder: Folder, release: str, shown: dict[tuple[str, str, str | None], tuple[int, int] | None]
) -> None:
    of = replace(newest(folder), release=release)
    sql = "SELECT combination, city_id, institution_id, numerator, denominator, hidden FROM protected WHERE formula_id = 'enrolled'"
    found = records(of, sql)
    assert {row[:3]: None if row[5] else row[3:5] for row in found} == shown
    assert len(found) == len(shown)
    assert all(row[3:5] == (None, None) for row in found if row[5])
    # A rate of first-year students that nobody has stated has no value, and none of its two counts.
    others = records(
        of, "SELECT missing, hidden, numerator, denominator FROM protected WHERE formula_id = 'first_year'"
    )
    assert set(others) == {("missing", False, None, None)}
    assert records(of, "FROM closed ORDER BY ALL") == [
        ("settlement_survey", "sample"),
        ("university_students", "real"),
    ]
    survey = records(
        of,
        "SELECT respondent_group, sample_size, numerator, denominator FROM protected"
        " WHERE table_name = 'settlement_survey' ORDER BY ALL",
    )
    # 4 of 15 young workers are too few, and with them another group. An answer weighs 1.5.
    assert survey == [
        ("high_school", 150, 90, 225),
        ("university", None, None, None),
        ("young_worker", None, None, None),
        (None, 285, 156, 427.5),
    ]


def newest(folder: Folder) -> Snapshot:
    found = warehouse.current(folder.snapshots)
    assert found is not None
    return found


@pytest.mark.parametrize("release", LEVELS)
def test_a_file_holds_public_rows_and_no_others(folder: Folder, release: str) -> None:
    of = replace(newest(folder), release=release)
    assert records(of, "SELECT institution_id FROM university_students ORDER BY ALL") == [
        ("ansan_univ",),
        ("bpu",),
    ]
    assert records(of, "SELECT COUNT(*) FROM settlement_survey") == [(0,)]
    assert records(of, "SELECT COUNT(*) > 200 FROM institutions") == [(True,)]
    assert records(of, "SELECT DISTINCT data_set FROM files") == [("published",)]
    assert records(of, "SELECT COUNT(*) FROM duckdb_columns() WHERE data_type LIKE 'ENUM%'") == [(0,)]


def test_every_number_that_is_shown_is_told_by_its_place(folder: Folder) -> None:
    of = replace(newest(folder), release="public")
    assert set(release_files.numbers(of, "real/university_students/siheung")) == {
        ("year", "2025", f"of {RATE}", 97),
        ("year", "2025", f"all {RATE}", 7000),
    }
    # Of a weighted figure the respondents were judged.
    assert set(release_files.numbers(of, "sample/settlement_survey/gimhae")) == {
        ("year", "2025", "all settlement_intention/top_two", 285),
        ("respondent_group x year", "high_school|2025", "all settlement_intention/top_two", 150),
    }


def test_each_unit_is_proved_and_entered_once(folder: Folder) -> None:
    own = ["real/university_students/gimhae", "real/university_students/siheung"]
    for release in LEVELS:
        found = dict(proofs.load(place_of(folder) / sample_release.proof_file(release)))
        assert sorted(found) == [*own, "sample/settlement_survey/gimhae"]
        entered = {each.unit: each for each in ledger_of(folder).entries if each.release == release}
        assert sorted(entered) == own
        for unit in own:
            assert proofs.digest(proofs.unpacked(entered[unit].proof)) == proofs.digest(found[unit])
        # Two formulas of four universities of Gimhae, of two of Siheung, and of each city.
        assert [len(entered[unit].rows) for unit in own] == [10, 6]
        assert set(entered[own[0]].formulas) == {
            f"university_dropout_rate/{name}" for name in ("enrolled", "first_year", "other_kinds")
        }
    assert len(ledger_of(folder).entries) == 4


def test_the_paper_says_what_is_hidden_and_whether_the_proofs_hold(folder: Folder) -> None:
    lines = dossier.dossier(place_of(folder), "one", "en").splitlines()
    outside = lines[lines.index("## Public") :]
    assert outside[2].startswith(
        "Counts of 1 to under 10, rates on fewer than 20, and 0% and 100% on fewer than 40"
    )
    assert "fewer than 20 answered, or where one firm could hold over 75% or two over 90%" in outside[4]
    assert [line for line in outside if line.startswith("|")] == [
        "| Set | Table | Combination | Figures | Hidden |",
        "|---|---|---|---|---|",
        "| Published | University students and drop-outs | School or institution × Year | 4 | 0 |",
        "| Published | University students and drop-outs | Year | 2 | 0 |",
        "| Loaded data | University students and drop-outs | School or institution × Year | 10 | 4 |",
        "| Loaded data | University students and drop-outs | Year | 4 | 0 |",
        "| Synthetic sample | Settlement survey | Respondent group × Year | 3 | 2 |",
        "| Synthetic sample | Settlement survey | Year | 1 | 0 |",
        "| Set | Table | City | Hidden cells | Proof |",
        "|---|---|---|---|---|",
        "| Loaded data | University students and drop-outs | Gimhae | 2 | Holds |",
        "| Loaded data | University students and drop-outs | Siheung | 2 | Holds |",
        "| Synthetic sample | Settlement survey | Gimhae | 2 | Holds |",
    ]
    assert lines[:4] == ["# Review of small-number protection", "", "one", ""]
    path = place_of(folder) / sample_release.proof_file("public")
    found = dict(proofs.load(path))
    proofs.save({name: replace(proof, base=proof.base + 1) for name, proof in found.items()}, path)
    assert dossier.dossier(place_of(folder), "one", "en").count("| Does not hold |") == 3
    (place_of(folder) / "public.duckdb").unlink()
    assert "## Public" not in dossier.dossier(place_of(folder), "one", "en")


# The sample, worked out beforehand.


def test_the_figures_of_the_sample_stand_while_it_is_the_same(folder: Folder) -> None:
    kept = folder.data / sample_release.FOLDER
    prints = kept / sample_release.FINGERPRINTS
    shutil.copyfile(place_of(folder) / "exact.duckdb", folder.data / "exact.duckdb")
    with duckdb.connect(str(folder.data / "exact.duckdb")) as connection:
        asked = ["settlement_survey", "residence"]

        def standing() -> int:
            found = sample_release.figures(connection, asked, folder.data)
            return -1 if found is None else len(found)

        assert (standing(), sample_release.outdated(connection, asked[:1], folder.data)) == (4, [])
        assert sample_release.figures(connection, ["residence"], folder.data) is not None
        assert sample_release.outdated(connection, asked, folder.data) == ["residence"]
        whole = prints.read_text("utf-8")
        # A formula that came later is not among them: the others stand until all are written anew.
        lines = whole.splitlines(keepends=True)
        prints.write_text("".join(line for line in lines if "top_two" not in line), "utf-8")
        assert (standing(), sample_release.outdated(connection, asked[:1], folder.data)) == (4, asked[:1])
        prints.write_text(whole.replace("top_two", "top_three"), "utf-8")
        assert standing() == 0
        prints.write_text(whole.replace("fingerprint", "digest"), "utf-8")
        assert standing() == -1
        prints.write_text(whole, "utf-8")
        connection.execute(
            "UPDATE settlement_survey SET respondents = respondents + 1 WHERE respondents = 90"
        )
        assert (standing(), sample_release.outdated(connection, asked[:1], folder.data)) == (0, asked[:1])
        prints.unlink()
        assert standing() == -1


def test_what_is_hidden_everywhere_is_not_kept_with_the_sample(folder: Folder) -> None:
    told = (folder.data / sample_release.FOLDER / sample_release.FIGURES).read_text("utf-8").splitlines()
    header, rows = told[0].split(","), [line.split(",") for line in told[1:]]
    places = [header.index(name) for name in ("respondent_group", "hidden", "numerator", "sample_size")]
    assert sorted(tuple(row[place] for place in places) for row in rows) == [
        ("", "", "156", "285"),
        ("high_school", "", "90", "150"),
        ("university", "internal", "", ""),
        ("young_worker", "internal", "", ""),
    ]


def test_a_word_that_looks_like_none_is_kept_and_another_table_stays(folder: Folder) -> None:
    shutil.copyfile(place_of(folder) / "exact.duckdb", folder.data / "exact.duckdb")
    with duckdb.connect(str(folder.data / "exact.duckdb")) as connection:
        found = sample_release.figures(connection, ["settlement_survey"], folder.data)
        assert found is not None
        words = found.assign(department=["NA", "null", "None", "nan"])
        sample_release.write(connection, parameters(), words, folder.data)
        again = sample_release.figures(connection, ["settlement_survey"], folder.data)
        assert again is not None
        assert sorted(again["department"]) == ["NA", "None", "nan", "null"]
        # The figures of one table are written anew, those of others stay.
        other = words.assign(table_name="residence")
        sample_release.write(connection, parameters(), other, folder.data)
        both = sample_release.figures(connection, ["settlement_survey", "residence"], folder.data)
        assert both is not None
        assert both["table_name"].value_counts().to_dict() == {"settlement_survey": 4, "residence": 4}
        sample_release.write(connection, parameters(), words.head(1), folder.data)
        fewer = sample_release.figures(connection, ["settlement_survey", "residence"], folder.data)
        assert fewer is not None
        assert fewer["table_name"].value_counts().to_dict() == {"residence": 4, "settlement_survey": 1}


# The last look at what was written.

TWICE, TELLS, OTHER_ROWS = (
    *("a cell stands there twice", "a hidden cell holds a number", "a cell differs from what was decided"),
)
UNDECIDED, NOT_NESTED = (
    *("a number is shown that the proof does not show", "public shows a number that internal does not"),
)
OTHER_PROOF, NO_PROOF = "the proof is not that of this snapshot", "the proof does not hold"
ROWS, FILE = (
    *(
        "its rows or tables are not those of this release",
        "the file holds deleted pages or things unknown",
    ),
)
Found = set[tuple[str, str, str, str]]
"""Release, table, city and why of each fault."""


def look(folder: Folder, before: Path | None = None, *, protects: bool = True) -> list[written_files.Fault]:
    place = written_files.Folder(
        place_of(folder),
        folder.snapshots / ledger.FILE,
        before or folder.data / "no ledger before",
        folder.data,
        protects,
    )
    return list(written_files.faults(place))


def found(faults: Sequence[written_files.Fault]) -> Found:
    return {(each.release, each.table, each.city, each.why.en) for each in faults}


def test_the_last_look_finds_nothing_in_what_a_load_writes(folder: Folder) -> None:
    assert look(folder) == []


def rewritten(folder: Folder, sql: str, release: str = "public") -> None:
    """Change a release, and write it anew as a load would: a file without deleted pages."""
    path = place_of(folder) / f"{release}.duckdb"
    with duckdb.connect() as connection:
        exact = (path.parent / "exact.duckdb").as_posix()
        connection.execute(f"ATTACH '{path.as_posix()}' AS damaged; ATTACH '{exact}' AS exact (READ_ONLY)")
        connection.execute(f"USE damaged; {sql}; USE memory; ATTACH '{path.as_posix()}.new' AS fresh")
        connection.execute("COPY FROM DATABASE damaged TO fresh; CHECKPOINT fresh; DETACH fresh")
    Path(f"{path}.new").replace(path)


TABLE = "university_students"
INJE, KAYA = (f"institution_id = '{name}' AND formula_id = 'enrolled'" for name in ("inje", "kaya"))
FIRST_YEAR = "institution_id = 'inje' AND formula_id = 'first_year'"
OF_SIHEUNG = "institution_id IS NULL AND city_id = 'siheung' AND formula_id = 'enrolled'"
HIGH_SCHOOL = "respondent_group = 'high_school'"
GIMHAE = {why: ("public", TABLE, "gimhae", why) for why in (TWICE, TELLS, OTHER_ROWS, UNDECIDED, NOT_NESTED)}


def of_gimhae(*whys: str) -> Found:
    return {GIMHAE[why] for why in whys}


def of_public(table: str, why: str, city: str = "") -> Found:
    return {("public", table, city, why)}


OPENED = "hidden = FALSE, numerator = 3, denominator = 1500"
DAMAGES: list[tuple[str, Found]] = [
    ("SELECT 1", set()),
    # The figures.
    (f"INSERT INTO protected FROM protected WHERE {INJE}", of_gimhae(TWICE, OTHER_ROWS)),
    (
        f"INSERT INTO protected SELECT * REPLACE ('published' AS data_set) FROM protected WHERE {INJE}",
        of_gimhae(TWICE, OTHER_ROWS, NOT_NESTED),
    ),
    (  # of the sample the same cell may stand there too, but nobody has decided to show it
        f"INSERT INTO protected SELECT * REPLACE ('sample' AS data_set) FROM protected WHERE {INJE}",
        of_gimhae(OTHER_ROWS, UNDECIDED, NOT_NESTED),
    ),
    (f"UPDATE protected SET numerator = 3 WHERE {KAYA}", of_gimhae(TELLS, OTHER_ROWS)),
    (f"UPDATE protected SET sample_size = 3 WHERE {KAYA}", of_gimhae(TELLS, OTHER_ROWS)),
    (f"UPDATE protected SET hidden = NULL WHERE {INJE}", of_gimhae(TELLS, OTHER_ROWS)),
    (f"UPDATE protected SET hidden = TRUE WHERE {INJE}", of_gimhae(TELLS, OTHER_ROWS)),
    (f"UPDATE protected SET {OPENED} WHERE {KAYA}", of_gimhae(OTHER_ROWS, UNDECIDED, NOT_NESTED)),
    (f"UPDATE protected SET numerator = 201 WHERE {INJE}", of_gimhae(OTHER_ROWS, UNDECIDED, NOT_NESTED)),
    (  # a published figure has no proof
        "UPDATE protected SET numerator = 31 WHERE institution_id = 'bpu' AND formula_id = 'enrolled'",
        of_gimhae(OTHER_ROWS, NOT_NESTED),
    ),
    (
        f"UPDATE protected SET numerator = 98 WHERE {OF_SIHEUNG}",
        {("public", TABLE, "siheung", why) for why in (OTHER_ROWS, UNDECIDED, NOT_NESTED)},
    ),
    (f"UPDATE protected SET numerator = 4 WHERE {FIRST_YEAR}", of_gimhae(TELLS, OTHER_ROWS, NOT_NESTED)),
    (f"UPDATE protected SET missing = 'missing' WHERE {INJE}", of_gimhae(TELLS, OTHER_ROWS, NOT_NESTED)),
    (
        f"UPDATE protected SET missing = NULL, numerator = 3, denominator = 5 WHERE {FIRST_YEAR}",
        of_gimhae(OTHER_ROWS, UNDECIDED, NOT_NESTED),
    ),
    (
        f"UPDATE protected SET city_id = 'siheung' WHERE {INJE}",
        {("public", TABLE, "siheung", why) for why in (OTHER_ROWS, UNDECIDED, NOT_NESTED)}
        | of_gimhae(OTHER_ROWS),
    ),
    (f"UPDATE protected SET source_ids = 'x' WHERE {INJE}", of_gimhae(OTHER_ROWS, NOT_NESTED)),
    (f"UPDATE protected SET revised = TRUE WHERE {INJE}", of_gimhae(OTHER_ROWS, NOT_NESTED)),
    (f"UPDATE protected SET year = 2024 WHERE {INJE}", of_gimhae(OTHER_ROWS, UNDECIDED, NOT_NESTED)),
    (f"DELETE FROM protected WHERE {INJE}", of_gimhae(OTHER_ROWS)),
    (
        f"UPDATE protected SET sample_size = 151 WHERE {HIGH_SCHOOL}",
        {("public", "settlement_survey", "gimhae", why) for why in (OTHER_ROWS, UNDECIDED, NOT_NESTED)},
    ),
    (  # a weighted figure was judged by its respondents
        f"UPDATE protected SET numerator = 91 WHERE {HIGH_SCHOOL}",
        {("public", "settlement_survey", "gimhae", why) for why in (OTHER_ROWS, NOT_NESTED)},
    ),
    # The other tables.
    ("DELETE FROM closed WHERE data_set = 'real'", of_public("closed", ROWS)),
    ("CREATE VIEW beside AS SELECT 1 AS one", of_public("", FILE)),
    (
        "CREATE TYPE words AS ENUM ('a', 'b'); CREATE TABLE beside (word words)",
        of_public("", FILE) | of_public("beside", ROWS),
    ),
    # What a file can hold beside rows could tell a number too.
    *(
        (statement, of_public("", FILE))
        for statement in (
            f"CREATE SCHEMA other; CREATE TABLE other.{TABLE} AS FROM exact.{TABLE}",
            "CREATE SEQUENCE beside START 7",
            "CREATE MACRO beside() AS 7",
            "ALTER TABLE protected ALTER numerator SET DEFAULT 7",
            f"COMMENT ON TABLE {TABLE} IS '7'",
            "COMMENT ON COLUMN protected.numerator IS '7'",
        )
    ),
    (f"CREATE TABLE beside AS FROM exact.{TABLE}", of_public("beside", ROWS)),
    ("DROP TABLE events", of_public("events", ROWS)),
    (f"INSERT INTO {TABLE} FROM exact.{TABLE} WHERE institution_id = 'inje'", of_public(TABLE, ROWS)),
    (f"DELETE FROM {TABLE} WHERE institution_id = 'bpu'", of_public(TABLE, ROWS)),
    (f"UPDATE {TABLE} SET enrolled = 601 WHERE institution_id = 'bpu'", of_public(TABLE, ROWS)),
]


@pytest.mark.parametrize(("sql", "named"), DAMAGES)
def test_each_damage_is_found_and_named(folder: Folder, sql: str, named: Found) -> None:
    rewritten(folder, sql)
    assert found(look(folder)) == named


def test_the_cells_that_are_wrong_are_named(folder: Folder) -> None:
    rewritten(folder, f"UPDATE protected SET {OPENED} WHERE {KAYA}", "internal")
    first, second = look(folder)
    assert (first.release, first.why.en) == ("internal", OTHER_ROWS)
    assert first.cells == ("university_dropout_rate kaya 2025",) * 2
    # 1500 students of kaya are shown to nobody: what is told otherwise is how many dropped out of them.
    assert (second.why.en, second.cells) == (UNDECIDED, (f"institution_id x year / kaya|2025 / of {RATE}",))
    rewritten(folder, "DELETE FROM protected WHERE city_id = 'gimhae'", "internal")
    lacking = next(each for each in look(folder) if each.table == TABLE and each.release == "internal")
    assert len(lacking.cells) == written_files.MOST_NAMED


def proofs_of(
    folder: Folder, change: Callable[[dict[str, Proof]], dict[str, Proof]], release: str = "public"
) -> Found:
    """What the last look finds where the proofs of a release are others."""
    path = place_of(folder) / sample_release.proof_file(release)
    proofs.save(change(dict(proofs.load(path))), path)
    return found(look(folder))


UNIT, OTHER_UNIT, SAMPLE = f"real/{TABLE}/gimhae", f"real/{TABLE}/siheung", "sample/settlement_survey/gimhae"


def test_a_proof_that_is_lost_or_another_is_named(folder: Folder) -> None:
    path = place_of(folder) / sample_release.proof_file("public")
    whole = path.read_bytes()
    assert proofs_of(folder, lambda told: told) == set()
    for unit, city in ((UNIT, "gimhae"), (OTHER_UNIT, "siheung")):
        path.write_bytes(whole)
        lost = proofs_of(folder, lambda told, unit=unit: {name: told[name] for name in told if name != unit})  # type: ignore[misc]
        assert ("public", TABLE, city, OTHER_PROOF) in lost
        assert ("public", TABLE, city, UNDECIDED) in lost
        assert not [each for each in lost if each[2] != city]
    path.write_bytes(whole)
    assert proofs_of(folder, lambda told: told | {f"real/{TABLE}/ansan": told[UNIT]}) == {
        ("public", TABLE, "ansan", OTHER_PROOF),
        ("public", TABLE, "ansan", NOT_NESTED),
    }
    path.write_bytes(whole)
    states = proofs_of(
        folder, lambda told: told | {SAMPLE: replace(told[SAMPLE], base=told[SAMPLE].base + 1)}
    )
    assert states == {("public", "settlement_survey", "gimhae", OTHER_PROOF)}
    swapped = proofs_of(folder, lambda told: told | {UNIT: told[OTHER_UNIT], OTHER_UNIT: told[UNIT]})
    assert {("public", TABLE, city, OTHER_PROOF) for city in ("gimhae", "siheung")} <= swapped
    path.write_bytes(whole)

    def opened(told: dict[str, Proof]) -> dict[str, Proof]:
        values = told[UNIT].values.copy()
        values[told[UNIT].cell_of["institution_id x year", "kaya|2025", f"of {RATE}"]] = 3
        return told | {UNIT: replace(told[UNIT], values=values)}

    # One number more than inside.
    shown = proofs_of(folder, opened)
    assert {("public", TABLE, "gimhae", why) for why in (OTHER_PROOF, NOT_NESTED)} <= shown
    path.write_bytes(b"no archive")
    assert found(look(folder)) == {("", "", "", "something in it cannot be read")}


def test_a_file_that_nobody_knows_is_named(folder: Folder) -> None:
    (place_of(folder) / "notes.txt").write_text("", "utf-8")
    assert found(look(folder)) == {("", "", "", "the snapshot holds an unknown file")}
    (place_of(folder) / "notes.txt").unlink()
    (place_of(folder) / "public.duckdb.wal").write_bytes(b"")
    assert ("public", "", "", FILE) in found(look(folder))


def test_deleted_pages_of_a_release_are_noticed(folder: Folder) -> None:
    with duckdb.connect(str(place_of(folder) / "public.duckdb")) as connection:
        connection.execute("CREATE TABLE beside AS SELECT range AS number FROM range(500000); CHECKPOINT")
        connection.execute("DROP TABLE beside; CHECKPOINT")
    assert found(look(folder)) == of_public("", FILE)


def test_a_city_that_does_not_protect_publishes_none_of_its_own(folder: Folder) -> None:
    # The figures of the sample may be there, those of the city may not.
    told = found(look(folder, protects=False))
    assert {each[:3] for each in told} >= {("internal", TABLE, "gimhae"), ("public", TABLE, "siheung")}
    assert not [each for each in told if each[1] == "settlement_survey"]
    for release in LEVELS:
        (place_of(folder) / f"{release}.duckdb").unlink()
    assert [each[3] for each in found(look(folder, protects=False))] == []
    assert look(folder) != []


# The ledger: what it says now, and what it said before.


def told_otherwise(folder: Folder, change: Callable[[Entry], Entry | None]) -> Path:
    """A ledger of the same entries, some of them changed or left out."""
    entries = [change(each) for each in ledger_of(folder).entries]
    path = folder.data / "other ledger"
    ledger.write(Ledger().with_more(each for each in entries if each is not None), path)
    return path


def test_a_unit_that_was_not_entered_is_named(folder: Folder) -> None:
    shorter = told_otherwise(
        folder, lambda each: None if (each.release, each.unit) == ("public", UNIT) else each
    )
    shorter.replace(folder.snapshots / ledger.FILE)
    assert ("public", TABLE, "gimhae", "it was not entered in the ledger") in found(look(folder))
    assert not [each for each in found(look(folder)) if each[0] != "public" or each[2] != "gimhae"]


def test_a_number_that_is_written_and_entered_but_not_true_is_named(folder: Folder) -> None:
    """Someone writes 210 drop-outs of inje for 200 into both releases, the ledger and the proofs."""

    def proved(proof: Proof) -> Proof:
        at = proof.cell_of["institution_id x year", "inje|2025", f"of {RATE}"]
        values = proof.values.copy()
        values[at] += 10
        return replace(proof, values=values)

    def changed(entry: Entry) -> Entry:
        if entry.unit != UNIT:
            return entry
        rows = tuple(tuple(210.0 if cell == 200.0 else cell for cell in row) for row in entry.rows)
        return replace(entry, rows=rows, proof=proofs.packed(proved(proofs.unpacked(entry.proof))))

    told_otherwise(folder, changed).replace(folder.snapshots / ledger.FILE)
    for release in LEVELS:
        rewritten(folder, f"UPDATE protected SET numerator = 210 WHERE {INJE}", release)
        path = place_of(folder) / sample_release.proof_file(release)
        proofs.save({name: proved(each) if name == UNIT else each for name, each in proofs.load(path)}, path)
    untrue = {(release, TABLE, "gimhae", "a number differs from the exact release") for release in LEVELS}
    assert found(look(folder)) == untrue | {(release, TABLE, "gimhae", NO_PROOF) for release in LEVELS}


def shown_before(folder: Folder, number: int | None, count: str = "of", unit: str = UNIT) -> Found:
    """What the last look finds where the releases had shown another number of inje before, or hidden it."""

    def changed(entry: Entry) -> Entry:
        if entry.unit != unit:
            return entry
        proof = proofs.unpacked(entry.proof)
        values = proof.values.copy()
        values[proof.cell_of["institution_id x year", "inje|2025", f"{count} {RATE}"]] = (
            HIDDEN if number is None else number
        )
        return replace(entry, proof=proofs.packed(replace(proof, values=values)))

    return found(look(folder, told_otherwise(folder, changed)))


@pytest.mark.parametrize(
    ("number", "releases"),
    [(200, ()), (204, LEVELS), (196, LEVELS), (195, ("public",)), (209, ("public",)), (210, ()), (190, ())],
)
def test_a_number_that_has_moved_by_a_few_is_named(
    folder: Folder, number: int, releases: Sequence[str]
) -> None:
    assert shown_before(folder, number) == {
        (release, TABLE, "gimhae", "a number differs too little from what was handed out before")
        for release in releases
    }


def test_a_number_that_was_hidden_before_is_named(folder: Folder) -> None:
    assert shown_before(folder, None) == {
        (release, TABLE, "gimhae", "a cell is shown that was hidden before") for release in LEVELS
    }


def test_what_stands_from_before_is_not_looked_at_again(folder: Folder) -> None:
    assert look(folder, folder.snapshots / ledger.FILE) == []
