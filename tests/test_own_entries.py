"""What a city enters about itself: checked by the contract of the table, written, published, told in a history."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from small import Folder, records

from etl import city_names, own_entries, own_files, own_sample
from etl.build import ensure_current
from etl.contract import LoadRefused
from etl.inputs import inputs_of
from etl.own_entries import Change, Entry, enter, problems
from meomureum.analysis.targets.ledger import targets
from meomureum.measures.measurement import Scope, followed_cities, measure
from meomureum.measures.register import colour
from meomureum.store import warehouse
from meomureum.store.warehouse import Snapshot

SOURCE = Entry(
    "sources",
    {
        "source_id": "pohang_paper",
        "title": "포항시 청년 정책 기본계획",
        "publisher": "포항시",
        "date": "2026-03-02",
        "kind": "city document",
    },
)
TARGET = {
    "target_id": "pohang_entry_2030",
    "city_id": "pohang",
    "kpi_id": "local_university_entry_rate",
    "baseline_low": "11",
    "baseline_year": "2025",
    "baseline_year_status": "stated",
    "target_low": "20",
    "target_year": "2030",
    "unit": "percent",
    "direction": "up",
    "announced_on": "2026-03-02",
    "source_id": "pohang_paper",
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, whole=True, published=True)


def written(folder: Folder, *entries: Entry, whole: tuple[str, ...] = (), why: str = "") -> Snapshot:
    enter(Change(entries, "kim", why, whole), folder.data, folder.snapshots)
    current = warehouse.current(folder.snapshots)
    assert current is not None
    return current


def picked(folder: Folder, *cities: str, colour: str = "") -> Snapshot:
    rows = [Entry("our_cities", {"city_id": city, "colour": colour}) for city in cities]
    return written(folder, *rows, whole=("our_cities",))


def said(folder: Folder, *entries: Entry) -> list[str]:
    return [each.sentence().ko for each in problems(Change(entries, "kim"), folder.data)]


def shipped(folder: Folder) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for name in ("reference", "published")
        for path in (folder.data / name).iterdir()
    }


# Picking cities.


def test_the_cities_picked_are_followed_in_their_order_and_no_others(folder: Folder) -> None:
    before = shipped(folder)
    snapshot = picked(folder, "pohang", "changwon", "chuncheon", colour="#12ab34")
    assert followed_cities(snapshot) == ("pohang", "changwon", "chuncheon")
    assert records(snapshot, "SELECT region_id FROM regions WHERE followed = 'yes' ORDER BY ALL") == [
        ("changwon",),
        ("chuncheon",),
        ("pohang",),
    ]
    assert colour(snapshot, "pohang") == "#12ab34"
    assert shipped(folder) == before  # what is shipped is never written to
    again = picked(folder, "chuncheon", "pohang")
    assert followed_cities(again) == ("chuncheon", "pohang")


def test_without_a_pick_the_marked_cities_are_followed(folder: Folder) -> None:
    assert followed_cities(folder.snapshot()) == ("gimhae", "ansan", "siheung")


def test_what_is_entered_is_current_after_a_restart(folder: Folder) -> None:
    snapshot = picked(folder, "pohang")
    assert ensure_current(folder.data, folder.snapshots).id == snapshot.id


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"city_id": "gyeongbuk", "colour": ""}, "'우리 도시가 모두 지금 있는 시군구임'"),
        ({"city_id": "nowhere", "colour": ""}, "'시군구' 열 값 'nowhere'"),
        ({"city_id": "pohang", "colour": "red"}, "'도시 색' 열 값 'red': 색은 '#0b50d0'처럼 적습니다."),
    ],
)
def test_what_is_no_city_or_colour_is_refused_by_name(folder: Folder, row: dict[str, str], told: str) -> None:
    assert any(told in sentence for sentence in said(folder, Entry("our_cities", row)))
    with pytest.raises(LoadRefused):
        written(folder, Entry("our_cities", row))
    assert not own_files.folder(folder.data).exists()
    assert warehouse.current(folder.snapshots) is None


# The sample of the cities picked.


def sample_rows(folder: Folder, table: str) -> list[dict[str, str]]:
    return own_files.rows(folder.data / "own" / "sample" / f"{table}.csv")


def test_the_sample_is_of_the_picked_cities_and_names_its_inventions(folder: Folder) -> None:
    snapshot = picked(folder, "pohang", "chuncheon")
    for table in (
        "high_school_outcomes",
        "university_outcomes",
        "labour_demand",
        "tasks",
        "settlement_survey",
    ):
        found = records(
            snapshot, f"SELECT DISTINCT city_id FROM {table} WHERE data_set = 'sample' ORDER BY ALL"
        )
        assert found == [("chuncheon",), ("pohang",)], table
    invented = records(snapshot, "SELECT name_ko FROM institutions WHERE data_set = 'sample' ORDER BY line")
    assert invented[0] == ("표본 직업계고 1(포항시)",)
    assert all(name.startswith("표본") for (name,) in invented)
    quarantined = records(snapshot, "SELECT SUM(quarantined)::INTEGER FROM files WHERE data_set = 'sample'")
    assert quarantined == [(0,)]


def test_a_registered_school_takes_the_place_of_the_invented_ones(folder: Folder) -> None:
    school = {
        "institution_id": "pohang_school",
        "city_id": "pohang",
        "kind": "specialised_high_school",
        "name_ko": "시험포항여자고등학교",
        "name_en": "Test Pohang Girls' High School",
        "source_id": "kess_2021",
    }
    picked(folder, "pohang")
    # Pohang's universities and colleges are registered, so three schools are all that is invented.
    assert [row["kind"] for row in sample_rows(folder, "institutions")] == ["specialised_high_school"] * 3
    written(folder, Entry("institutions", school))
    mine = [row for row in sample_rows(folder, "high_school_outcomes") if row["institution_id"]]
    assert {row["institution_id"] for row in mine} == {"pohang_school"}
    assert {row["sex"] for row in mine} == {"female"}
    assert sample_rows(folder, "institutions") == []


def test_a_university_that_a_city_enters_takes_no_rate_of_its_province_away(folder: Folder) -> None:
    university = {
        "institution_id": "pohang_new",
        "city_id": "pohang",
        "kind": "university",
        "name_ko": "시험새대학교",
        "name_en": "Test New University",
        "source_id": "kess_2021",
    }
    snapshot = written(folder, Entry("institutions", university))
    wholes = Scope(cities=("gyeongbuk", "korea"), first_year=2024)
    assert measure(snapshot, "university_dropout_rate", wholes)["denominator"].notna().tolist() == [
        True,
        True,
    ]


def test_a_file_changed_by_hand_draws_the_sample_anew(folder: Folder) -> None:
    picked(folder, "pohang")
    (folder.data / "own" / "our_cities.csv").write_text("city_id,colour\nchangwon,\n", "utf-8")
    assert not own_sample.is_drawn(folder.data)
    snapshot = ensure_current(folder.data, folder.snapshots)
    assert followed_cities(snapshot) == ("changwon",)
    assert {row["city_id"] for row in sample_rows(folder, "labour_demand")} == {"changwon"}
    assert own_sample.is_drawn(folder.data)


def test_two_cities_without_a_story_are_not_alike(folder: Folder) -> None:
    picked(folder, "pohang", "chuncheon")
    entered = {"pohang": 0, "chuncheon": 0}
    for row in sample_rows(folder, "high_school_outcomes"):
        entered[row["region_id"]] += bool(row["destination_institution_id"]) * int(row["graduates"])
    assert entered["pohang"] != entered["chuncheon"]


# Targets, programmes, institutions, events.


def test_a_target_is_entered_with_its_source_and_history(folder: Folder) -> None:
    snapshot = written(folder, SOURCE, Entry("targets", TARGET), why="기본계획 확정")
    (mine,) = [each for each in targets(snapshot) if each.city_id == "pohang"]
    assert (mine.value, mine.baseline, mine.year, mine.source_id) == (0.2, 0.11, 2030, "pohang_paper")
    newest, older = own_entries.history(folder.data)
    assert (newest.table, newest.key, newest.who, newest.why) == (
        "targets",
        "pohang_entry_2030",
        "kim",
        "기본계획 확정",
    )
    assert (newest.before, newest.after["target_low"], older.table) == ({}, "20", "sources")


def test_a_target_is_corrected_replaced_ended_and_taken_out(folder: Folder) -> None:
    written(folder, SOURCE, Entry("targets", TARGET))
    written(folder, Entry("targets", {**TARGET, "target_low": "22"}))
    corrected = own_entries.history(folder.data)[0]
    assert (corrected.before["target_low"], corrected.after["target_low"]) == ("20", "22")
    later = {**TARGET, "target_id": "pohang_entry_2032", "target_year": "2032"}
    snapshot = written(
        folder, Entry("targets", later), Entry("targets", {**TARGET, "superseded_by": "pohang_entry_2032"})
    )
    assert [each.id for each in targets(snapshot) if each.city_id == "pohang"] == ["pohang_entry_2032"]
    ended = written(folder, Entry("targets", {**later, "ended_on": "2026-11-30"}))
    assert [each.id for each in targets(ended) if each.city_id == "pohang"] == []
    gone = written(folder, Entry("targets", later, removes=True), Entry("targets", TARGET, removes=True))
    assert records(gone, "SELECT COUNT(*) FROM targets WHERE city_id = 'pohang'") == [(0,)]
    assert not (folder.data / "own" / "targets.csv").exists()


def test_a_shipped_row_is_corrected_beside_it_and_comes_back(folder: Folder) -> None:
    (shipped_row,) = [
        each.row for each in own_entries.standing("targets", folder.data) if each.key == "gimhae_entry_2027"
    ]
    before = shipped(folder)
    snapshot = written(folder, Entry("targets", {**shipped_row, "target_low": "30", "target_high": "30"}))
    (mine,) = [each for each in targets(snapshot) if each.id == "gimhae_entry_2027"]
    assert mine.value == 0.3
    restated = records(
        snapshot,
        "SELECT column_name, old_value, new_value FROM restated WHERE table_name = 'targets' ORDER BY ALL",
    )
    assert [(name, float(old), float(new)) for name, old, new in restated] == [
        ("target_high", 25.0, 30.0),
        ("target_low", 25.0, 30.0),
    ]
    back = written(folder, Entry("targets", dict(shipped_row), removes=True))
    assert next(each.value for each in targets(back) if each.id == "gimhae_entry_2027") == 0.25
    assert shipped(folder) == before


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("targets", {"target_year": "2020"}, "'목표연도' 열 값 '2020': 목표연도는 기준연도 뒤여야 합니다."),
        ("targets", {"target_low": "120"}, "비율은 0에서 100 사이여야 합니다."),
        ("targets", {"target_low": "스물"}, "'목표값 하한' 열 값 '스물'"),
        ("targets", {"unit": ""}, "'단위' 열"),
        ("targets", {"source_id": ""}, "'출처' 열: 출처가 있어야 합니다. 출처를 고르거나 새로 적으세요."),
        ("targets", {"source_id": "nobody"}, "'출처' 열 값 'nobody'"),
        ("targets", {"superseded_by": "nothing"}, "대체한 목표가 모두 있음"),
    ],
)
def test_a_faulty_entry_names_the_field_and_writes_nothing(
    folder: Folder, table: str, change: dict[str, str], told: str
) -> None:
    faulty = Entry(table, {**TARGET, **change})
    assert any(told in sentence for sentence in said(folder, SOURCE, faulty)), said(folder, SOURCE, faulty)
    with pytest.raises(LoadRefused):
        written(folder, SOURCE, faulty)
    assert not own_files.folder(folder.data).exists()


def test_a_second_target_for_the_same_year_says_what_to_do(folder: Folder) -> None:
    written(folder, SOURCE, Entry("targets", TARGET))
    (sentence,) = said(folder, Entry("targets", {**TARGET, "target_id": "another"}))
    assert "사업·지표·연도마다 현행 목표가 하나임" in sentence
    assert "앞의 목표를 바꾸거나 거두세요." in sentence


def test_a_programme_its_member_and_an_event_stand_in_the_snapshot(folder: Folder) -> None:
    programme = {
        "programme_id": "pohang_programme",
        "city_id": "pohang",
        "name_ko": "포항 청년 정주 사업",
        "name_en": "Pohang youth programme",
        "started": "2026-03",
        "source_id": "pohang_paper",
    }
    member = {
        "programme_id": "pohang_programme",
        "institution_id": "inje",
        "valid_from": "2026",
        "source_id": "pohang_paper",
    }
    event = {
        "date": "2026-03-02",
        "city_id": "포항시",
        "title": "청년 정책 선포식, 1차",
        "title_en": "Declaration",
        "source_id": "pohang_paper",
    }
    snapshot = written(
        folder, SOURCE, Entry("programmes", programme), Entry("memberships", member), Entry("events", event)
    )
    assert records(snapshot, "SELECT city_id, title FROM events WHERE source_id = 'pohang_paper'") == [
        ("pohang", "청년 정책 선포식, 1차")
    ]
    assert records(
        snapshot, "SELECT institution_id FROM memberships WHERE programme_id = 'pohang_programme'"
    ) == [("inje",)]
    # What is entered comes back as it was, with its comma, from a file that any spreadsheet reads.
    with (folder.data / "own" / "events.csv").open(encoding="utf-8", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["청년 정책 선포식, 1차"]


def test_a_new_code_is_never_one_that_is_taken(folder: Folder) -> None:
    assert own_entries.unused_id("targets", "pohang_entry_2030", folder.data) == "pohang_entry_2030"
    written(folder, SOURCE, Entry("targets", TARGET))
    assert own_entries.unused_id("targets", "pohang_entry_2030", folder.data) == "pohang_entry_2030_2"


def test_the_same_entry_again_changes_nothing(folder: Folder) -> None:
    first = written(folder, SOURCE, Entry("targets", TARGET))
    before = len(own_entries.history(folder.data))
    assert written(folder, SOURCE, Entry("targets", TARGET)).id == first.id
    assert len(own_entries.history(folder.data)) == before


def test_a_torn_line_of_the_history_is_left_out(folder: Folder) -> None:
    written(folder, SOURCE)
    with (folder.data / "own" / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"at": "2026')
    written(folder, Entry("targets", TARGET))
    assert [each.table for each in own_entries.history(folder.data)] == ["targets", "sources"]


def test_a_reader_of_the_folder_finds_what_is_entered_in_the_usual_layout(folder: Folder) -> None:
    written(folder, SOURCE, Entry("targets", TARGET))
    own = [each for each in inputs_of(folder.data) if each.path.parent.name == "own"]
    assert [(each.path.name, each.data_set) for each in own] == [
        ("sources.csv", "published"),
        ("targets.csv", "published"),
    ]


# Names of cities.


@pytest.mark.parametrize(
    ("word", "city"),
    [
        ("포항시", "pohang"),
        ("포항", "pohang"),
        ("경북 포항시", "pohang"),
        ("경상북도 포항시", "pohang"),
        ("Pohang", "pohang"),
        ("창원", "changwon"),
        ("춘천시", "chuncheon"),
        ("서울 중구", "seoul_jung"),
        ("해운대구", "busan_haeundae"),
    ],
)
def test_a_city_is_found_by_the_names_people_use(folder: Folder, word: str, city: str) -> None:
    assert [each.id for each in city_names.named(word, city_names.cities(folder.data))] == [city]


def test_every_city_of_the_country_can_be_picked_by_its_full_name(folder: Folder) -> None:
    known = city_names.cities(folder.data)
    assert len(known) == 229
    for each in known:
        assert city_names.named(each.name.ko, known) == (each,), each.name.ko


def test_a_name_that_several_cities_bear_names_none_and_offers_them(folder: Folder) -> None:
    known = city_names.cities(folder.data)
    assert city_names.named("중구", known) == ()
    assert {"seoul_jung", "busan_jung"} <= {each.id for each in city_names.alike("중구", known)}
