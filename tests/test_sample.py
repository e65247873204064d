"""The sample set: invented rows, agreeing with the published totals, the same bytes each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from sample_rows import CITIES, DATA, SAMPLE, Rows, city_of, observed, rows, summed

from etl import sample
from etl.build import fill
from etl.inputs import inputs_of
from etl.load_accounts import Account
from etl.sample.whole_numbers import Dealer

ENTERED = ("university", "junior_college")
OUTSIDE_BASE = ("advanced", "enlisted", "unable", "foreign", "excluded")
Built = tuple[duckdb.DuckDBPyConnection, list[Account]]


@pytest.fixture(scope="module")
def high_schools() -> Rows:
    return rows("high_school_outcomes")


@pytest.fixture(scope="module")
def graduates() -> Rows:
    return rows("university_outcomes")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    database = tmp_path_factory.mktemp("sample") / "exact.duckdb"
    accounts, problems = fill(database, [each for each in inputs_of(DATA) if each.data_set != "real"])
    assert problems == ()
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection, list(accounts)


def test_the_committed_files_are_written_anew_byte_for_byte(tmp_path: Path) -> None:
    written = sample.write(tmp_path / "sample", DATA)
    assert {path.name for path in written} == {path.name for path in SAMPLE.glob("*.csv")}
    for path in written:
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


def test_files_are_small_plain_utf8() -> None:
    contents = [path.read_bytes() for path in SAMPLE.glob("*.csv")]
    assert sum(map(len, contents)) <= 4_000_000
    assert sum(each.count(b"\n") for each in contents) <= 45_000
    for each in contents:
        assert b"\r" not in each
        assert not each.startswith(b"\xef\xbb\xbf")


def test_every_row_loads_and_no_key_comes_twice(built: Built) -> None:
    accounts = [account for account in built[1] if account.data_set == "sample"]
    assert {account.table for account in accounts} == {path.stem for path in SAMPLE.glob("*.csv")}
    for account in accounts:
        assert account.file == f"{account.table}.csv"
        assert (account.quarantined, account.already_present, account.notices) == (0, 0, [])
        assert account.loaded == account.rows_read - 1


def test_the_check_of_published_graduates_ran(built: Built) -> None:
    names = {row[0] for row in built[0].execute("SELECT name FROM checks").fetchall()}
    assert "types_add_up_to_published_graduates" in names


@pytest.mark.parametrize("year", ["2020", "2021"])
def test_outcomes_agree_with_the_published_ones(high_schools: Rows, year: str) -> None:
    def compared(found: Rows) -> Counter[tuple[str, ...]]:
        rest = dict.fromkeys(("other", "excluded", "unknown"), "unseparated")
        renamed = [{**row, "outcome": rest.get(row["outcome"], row["outcome"])} for row in found]
        return +summed(renamed, ("region_id", "school_type", "outcome"))

    kess = [
        row
        for row in rows("high_school_outcomes", "published")
        if row["method"] == "kess" and row["year"] == year and row["region_id"] in CITIES
    ]
    assert compared([row for row in high_schools if row["year"] == year]) == compared(kess)


def test_each_city_has_every_year_and_falls_slowly(high_schools: Rows) -> None:
    total = summed(high_schools, ("region_id", "year"))
    assert set(total) == {(city, str(year)) for city in CITIES for year in range(2019, 2026)}
    for city in CITIES:
        for year in range(2022, 2026):
            assert 0.94 < total[city, str(year)] / total[city, str(year - 1)] < 1


def test_schools_stand_in_their_city_with_departments(high_schools: Rows) -> None:
    cities = city_of()
    schools = {row["institution_id"] for row in high_schools} - {""}
    by_city = Counter(cities[school] for school in schools)
    assert by_city == {"ansan": 6, "gimhae": 4, "siheung": 4}
    for row in high_schools:
        specialised = row["school_type"] == "specialised"
        assert bool(row["institution_id"]) == bool(row["department"]) == specialised
        assert row["region_id"] == cities.get(row["institution_id"], row["region_id"])
    assert {row["sex"] for row in high_schools if row["institution_id"] == "gimhae_hanil"} == {"female"}


def test_participation_starts_with_the_programme(high_schools: Rows) -> None:
    first = {"gimhae": 2023, "ansan": 2025, "siheung": 9999}
    for row in high_schools:
        runs = row["school_type"] == "specialised" and int(row["year"]) >= first[row["region_id"]]
        assert (row["participant"] in ("yes", "no")) == runs
    assert {row["region_id"] for row in high_schools if row["participant"] == "yes"} == {"gimhae", "ansan"}


def test_destinations_are_stated_as_far_as_they_are_known(high_schools: Rows) -> None:
    cities = city_of()
    for row in high_schools:
        institution, region = row["destination_institution_id"], row["destination_region_id"]
        if row["outcome"] in ENTERED:
            assert region
            assert (region in CITIES) == bool(institution)
            assert not institution or cities[institution] == region
        elif row["outcome"] == "abroad":
            assert (institution, region) == ("", "abroad")
        else:
            assert bool(region) == (row["outcome"] == "employed")
            assert not institution


def test_the_excluded_and_the_unknown_are_few(high_schools: Rows) -> None:
    by_outcome = summed(high_schools, ("region_id", "year", "school_type", "outcome"))
    everyone = summed(high_schools, ("region_id", "year", "school_type"))
    for group, total in everyone.items():
        excluded, unknown = by_outcome[*group, "excluded"], by_outcome[*group, "unknown"]
        assert 0.01 <= excluded / total <= 0.03 if "specialised" in group else excluded == 0
        assert 0 < unknown / total <= 0.02


@pytest.mark.parametrize(("name", "later"), [("high_school_outcomes", "12m"), ("university_outcomes", "11m")])
def test_only_the_employed_can_be_retained(name: str, later: str) -> None:
    for row in rows(name):
        kept = row["retained_6m"], row[f"retained_{later}"]
        if row["outcome"] == "employed":
            assert int(kept[1]) <= int(kept[0]) <= int(row["graduates"])
        else:
            assert kept == ("-", "-")


def entry_rate(found: Rows, city: str, year: int) -> float:
    mine = [row for row in found if (row["region_id"], row["year"]) == (city, str(year))]
    entered = [row for row in mine if row["outcome"] in ENTERED and row["destination_region_id"] == city]
    return 100 * summed(entered, ()).total() / summed(mine, ()).total()


def test_local_university_entry_tells_the_story(high_schools: Rows) -> None:
    assert round(entry_rate(high_schools, "gimhae", 2023), 1) == 9.0
    assert round(entry_rate(high_schools, "gimhae", 2020) * 5806 / 100) == pytest.approx(590, abs=3)
    assert 12 <= entry_rate(high_schools, "gimhae", 2025) <= 14
    for year in range(2019, 2026):
        assert 11 <= entry_rate(high_schools, "ansan", year) <= 13
        assert 5 <= entry_rate(high_schools, "siheung", year) <= 8


def local_rate(found: Rows, city: str, year: int) -> float:
    cities = city_of()
    mine = [row for row in found if cities[row["institution_id"]] == city and row["year"] == str(year)]
    hired = [row for row in mine if row["outcome"] == "employed" and row["workplace_region_id"] == city]
    return 100 * summed(hired, ()).total() / summed(mine, ()).total()


def test_local_employment_tells_the_story(graduates: Rows) -> None:
    assert round(local_rate(graduates, "gimhae", 2023), 1) == 4.0
    assert 5 <= local_rate(graduates, "gimhae", 2025) <= 7
    for year in range(2019, 2026):
        assert 9 <= local_rate(graduates, "ansan", year) <= 12
        assert 8 <= local_rate(graduates, "siheung", year) <= 11


def test_graduates_and_employment_rates_of_universities_agree(graduates: Rows) -> None:
    latest = [row for row in graduates if row["year"] == "2025"]
    total = summed(latest, ("institution_id",))
    assert {key[0]: count for key, count in total.items()} == observed("university_graduates")
    base = summed([row for row in latest if row["outcome"] not in OUTSIDE_BASE], ("institution_id",))
    working = [row for row in latest if row["outcome"] in ("employed", "started_business")]
    for (university,), count in summed(working, ("institution_id",)).items():
        published = float(observed("university_employment_rate")[university])
        assert 100 * count / base[university,] == pytest.approx(published, abs=0.5), university


def test_university_rows_say_where_and_who(graduates: Rows) -> None:
    departments: dict[str, set[str]] = {}
    for row in graduates:
        departments.setdefault(row["institution_id"], set()).add(row["department"])
        assert row["field"]
        assert row["sex"]
        assert row["home_region_id"]
        works = row["outcome"] in ("employed", "started_business")
        assert bool(row["workplace_region_id"]) == works
    assert len(departments) == 10
    assert all(3 <= len(each) <= 6 for each in departments.values())


def test_students_agree_with_the_disclosed_ones() -> None:
    found = rows("university_students")
    assert {row["year"] for row in found} == {str(year) for year in range(2019, 2025)}
    assert len({row["institution_id"] for row in found}) == 10
    compared = 0
    for published in rows("university_students", "published"):
        place = published["institution_id"], published["year"]
        mine = [row for row in found if (row["institution_id"], row["year"]) == place]
        for count in ("enrolled", "dropped_out", "enrolled_first_year", "dropped_out_first_year"):
            if mine and published[count]:
                assert summed(mine, (), count).total() == int(published[count]), place
                compared += 1
    assert compared > 100


def test_reasons_add_up_and_no_row_holds_more_drop_outs_than_students() -> None:
    for row in rows("university_students"):
        dropped = int(row["dropped_out"])
        reasons = [int(row[name]) for name in row if name.startswith("dropped_") and "out" not in name]
        assert sum(reasons) == dropped <= int(row["enrolled"])
        if row["year"] == "2019":
            assert {row["enrolled_first_year"], row["dropped_out_first_year"]} == {"미공표"}
        else:
            assert int(row["dropped_out_first_year"]) <= min(int(row["enrolled_first_year"]), dropped)


def test_places_are_stated_once_and_agree() -> None:
    found = rows("freshmen")
    stated = [row for row in found if row["places"] != "-"]
    assert len({(row["institution_id"], row["year"]) for row in stated}) == len(stated) == 70
    latest = {row["institution_id"]: int(row["places"]) for row in stated if row["year"] == "2025"}
    assert latest == observed("admission_quota")
    entrants = summed([row for row in found if row["year"] == "2025"], ("institution_id",), "entrants")
    for university, rate in observed("freshman_fill_rate").items():
        assert 100 * entrants[university,] / latest[university] == pytest.approx(float(rate), abs=0.5)


def test_freshmen_from_a_city_are_not_fewer_than_its_leavers(high_schools: Rows) -> None:
    came = summed(rows("freshmen"), ("year", "institution_id", "home_region_id"), "entrants")
    went = summed(high_schools, ("year", "destination_institution_id", "region_id"))
    for (year, institution, city), leavers in went.items():
        assert not institution or came[year, institution, city] >= leavers


def test_residence_follows_the_cohorts_and_falls(high_schools: Rows, graduates: Rows) -> None:
    schools = summed(high_schools, ("year", "region_id"))
    cities = city_of()
    located = [{**row, "city_id": cities[row["institution_id"]]} for row in graduates]
    cohorts = {"high_school": schools, "university": summed(located, ("year", "city_id"))}
    resident: dict[tuple[str, str, str], list[int]] = {}
    for row in rows("residence"):
        assert int(row["cohort"]) == cohorts[row["origin"]][row["year"], row["city_id"]]
        assert int(row["year"]) + int(row["years_since"]) <= 2025
        resident.setdefault((row["year"], row["city_id"], row["origin"]), []).append(int(row["resident"]))
    assert len(resident) == 36
    assert all(counts == sorted(counts, reverse=True) for counts in resident.values())


def test_shares_add_up_and_stay_next_to_the_exact_ones() -> None:
    dealer = Dealer("test")
    for total in (0, 1, 7, 1000):
        weights = {"a": 5, "b": 0, "c": 3, "d": 1}
        parts = dealer.shares(total, weights)
        assert sum(parts.values()) == total
        assert all(abs(parts[each] - total * weight / 9) < 1 for each, weight in weights.items())


def test_the_folder_says_that_it_is_synthetic() -> None:
    text = (SAMPLE / "README.md").read_text("utf-8")
    assert "합성 표본 데이터" in text
    assert "synthetic sample data" in text
    assert "python -m etl sample" in text
