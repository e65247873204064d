"""Whom a row counts, what a menu shows of them, and which of their counts are one: small tables by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from etl import labour_demand, programme_participation, settlement_survey, university_students
from etl.contract import Source
from etl.typed_rows import create_staged
from meomureum.privacy import menu
from meomureum.privacy.menu import Parameters
from meomureum.privacy.people import asked_of, atoms, measures_of, possible
from meomureum.privacy.publication import Publication, Table, places_of, publication, row_key
from meomureum.privacy.rows import computed

COMPLETION, HIRE = "programme_completion_rate/of_participants", "completer_hire_rate/of_completers"
Row = Mapping[str, object]


@contextmanager
def holding(source: Source, rows: Iterable[Row]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database whose table holds these rows; of Gimhae and 2025, unless they say otherwise."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE regions (region_id VARCHAR, level VARCHAR)")
        create_staged(connection, source)
        connection.execute(f"ALTER TABLE {source.table}_staged RENAME TO {source.table}")
        for name in ("city_id", "kind"):
            connection.execute(f"ALTER TABLE {source.table} ADD COLUMN IF NOT EXISTS {name} VARCHAR")
        for row in rows:
            told = {"data_set": "real", "city_id": "gimhae", "year": 2025, **row}
            places = ", ".join(f"${name}" for name in told)
            connection.execute(f"INSERT INTO {source.table} ({', '.join(told)}) VALUES ({places})", told)
        yield connection


def people_of(
    source: Source, rows: Iterable[Row], anchor: int = 2021, data_set: str = "real"
) -> pd.DataFrame:
    """The atoms of a table that holds these rows."""
    with holding(source, rows) as connection:
        return atoms(connection, source.table, data_set, anchor)


def told(found: pd.DataFrame, *names: str) -> dict[tuple[object, ...], int]:
    """How many people stand in each class of some columns; classes of nobody are left out."""
    whole = found[found["people"] > 0].groupby(list(names))["people"].sum()
    return {tuple(row): int(people) for row, people in whole.items()}  # type: ignore[arg-type]


def counted(kpi: str) -> tuple[str, str]:
    return f"of {kpi}", f"all {kpi}"


# Whom a row counts.


def test_each_person_of_a_row_stands_in_one_part() -> None:
    row = {"programme_id": "root", "stage": "basic", "participants": 100, "completers": 80}
    found = people_of(programme_participation.SOURCE, [{**row, "hired_by_member_firms": 30}])
    assert told(found, *counted(COMPLETION), *counted(HIRE)) == {
        (True, True, True, True): 30,  # hired
        (True, True, False, True): 50,  # completed and not hired
        (False, True, False, False): 20,  # took part alone
    }
    assert set(found["programme_id"]) == {"root"}


def test_first_years_and_drop_outs_overlap() -> None:
    row = {"institution_id": "inje", "kind": "university", "enrolled": 1000, "dropped_out": 100}
    found = people_of(
        university_students.SOURCE, [{**row, "enrolled_first_year": 300, "dropped_out_first_year": 40}]
    )
    whole, first = "university_dropout_rate/enrolled", "university_dropout_rate/first_year"
    assert told(found, *counted(whole), *counted(first)) == {
        (True, True, True, True): 40,
        (False, True, False, True): 260,
        (True, True, False, False): 60,
        (False, True, False, False): 640,
    }
    assert not found[[*counted("university_dropout_rate/other_kinds")]].any().any()


def test_what_does_not_apply_counts_nobody_and_what_is_missing_counts_the_whole() -> None:
    row: Row = {"participants": 40, "completers": None, "hired_by_member_firms": None}
    silent = {"completers_missing": "not_applicable", "hired_by_member_firms_missing": "not_applicable"}
    names = (*counted(COMPLETION), *counted(HIRE))
    assert told(people_of(programme_participation.SOURCE, [{**row, **silent}]), *names) == {
        (False, False, False, False): 40
    }
    missing = {"completers_missing": "missing", "hired_by_member_firms_missing": "missing"}
    assert told(people_of(programme_participation.SOURCE, [{**row, **missing}]), *names) == {
        (False, True, False, False): 40
    }


def test_rows_alike_are_one_atom_and_another_set_is_none_of_them() -> None:
    rows: list[Row] = [
        {"stage": "basic", "participants": 10, "completers": 10, "hired_by_member_firms": 0},
        {"stage": "basic", "participants": 5, "completers": 5, "hired_by_member_firms": 0},
        {"stage": "advanced", "participants": 7, "completers": 7, "hired_by_member_firms": 0},
        {"stage": None, "participants": 3, "completers": 3, "hired_by_member_firms": 0},
        {"stage": "basic", "participants": 9, "completers": 9, "data_set": "sample"},
    ]
    found = people_of(programme_participation.SOURCE, rows)
    held = found[found["people"] > 0]
    assert dict(zip(held["stage"].fillna("none"), held["people"], strict=True)) == {
        "basic": 15,
        "advanced": 7,
        "none": 3,
    }
    sample = people_of(programme_participation.SOURCE, rows, data_set="sample")
    assert sample["people"].sum() == 9


@pytest.mark.parametrize(
    ("year", "block"), [(2021, 2021), (2025, 2021), (2026, 2026), (2020, 2016), (2016, 2016)]
)
def test_a_block_begins_in_the_anchor_year_and_every_fifth(year: int, block: int) -> None:
    found = people_of(
        programme_participation.SOURCE, [{"year": year, "participants": 4, "completers": 2}], anchor=2021
    )
    assert set(found["block"]) == {block}


def test_a_firm_answers_for_several_occupations_and_is_one_all_the_same() -> None:
    amounts = {"employees": 100, "shortage": 10, "openings": 20, "hires": 15}
    rows: list[Row] = [
        {"industry_id": "robotics", "firm_size": "5-29", "occupation": "a", **amounts, "firms_answered": 5},
        {"industry_id": "robotics", "firm_size": "5-29", "occupation": "b", **amounts, "firms_answered": 7},
        {
            "industry_id": "robotics",
            "firm_size": "300+",
            "occupation": "a",
            **amounts,
            "firms_answered": None,
        },
    ]
    found = people_of(labour_demand.SOURCE, rows)
    lacking = found[found["of labour_shortage_rate/official"]]
    assert dict(
        zip(lacking["firm_size"], zip(lacking["people"], lacking["firms"], strict=True), strict=True)
    ) == {
        "5-29": (20, 7),
        "300+": (10, 0),
    }
    # Of 20 openings five are left: hires are part of them, people lacking are not among the employed.
    small = found[found["firm_size"] == "300+"]
    names = (*counted("labour_shortage_rate/official"), *counted("unfilled_rate/official"))
    assert told(small, *names) == {
        (False, True, False, False): 100,
        (True, True, False, False): 10,
        (False, False, False, True): 15,
        (False, False, True, True): 5,
    }


def test_of_a_weighted_survey_respondents_are_counted() -> None:
    row = {"respondent_group": "worker", "question": "intends_to_settle", "weight": 400.5}
    found = people_of(
        settlement_survey.SOURCE,
        [
            {**row, "answer": "5", "respondents": 12},
            {**row, "answer": "2", "respondents": 30},
            {**row, "answer": "none", "respondents": 3},
        ],
    )
    assert told(found, *counted("settlement_intention/top_two")) == {
        (True, True): 12,
        (False, True): 30,
        (False, False): 3,
    }
    assert "firms" not in found


def test_the_measures_of_a_table_are_those_of_its_people() -> None:
    assert measures_of("programme_participation") == ("participants", "completers", "hired_by_member_firms")
    assert measures_of("labour_demand") == ("employees", "shortage", "openings", "hires")
    assert measures_of("supply_demand") == ()
    assert asked_of("supply_demand") == ()


# Who could stand where nobody stands.


def test_whoever_is_told_apart_could_stand_in_any_class_of_the_same_year_and_kind() -> None:
    columns = ["city_id", "year", "block", "institution_id", "school_type", "industry_id", "of x", "all x"]
    rows = [
        ("gimhae", 2025, 2021, "a", "general", "robotics", True, True, 5, 2),
        ("gimhae", 2025, 2021, "b", "general", "ships", False, True, 7, 3),
        ("gimhae", 2025, 2021, "c", "special", "ships", True, True, 9, 4),
        ("gimhae", 2024, 2021, "a", "general", "ships", False, True, 1, 1),
    ]
    found = pd.DataFrame(rows, columns=[*columns, "people", "firms"])

    def classes(*tables: list[str]) -> dict[tuple[object, ...], tuple[int, int]]:
        whole = possible(found, tables)
        keys = whole[["year", "institution_id", "industry_id", "of x"]].itertuples(index=False, name=None)
        return dict(zip(keys, zip(whole["people"], whole["firms"], strict=True), strict=True))

    before = {
        (2025, "a", "robotics", True): (5, 2),
        (2025, "b", "ships", False): (7, 3),
        (2025, "c", "ships", True): (9, 4),
        (2024, "a", "ships", False): (1, 1),
    }
    assert classes() == {
        **before,
        (2025, "a", "ships", False): (0, 0),
        (2025, "b", "robotics", True): (0, 0),
    }
    # A table that shows no row of these is known to have nobody there.
    assert classes(["institution_id", "industry_id", "year"]) == before
    assert classes(["institution_id", "year"]) == classes()


# What a menu shows.

RELEASES = """
[releases.internal]
k = 5
n_min = 10
[releases.public]
k = 10
n_min = 20
largest = 0.5
[blocks]
anchor = 2021
"""


def offered(tmp_path: Path, *entries: str, table: str = "university_outcomes") -> Parameters:
    text = RELEASES + "".join(f"[[menu.{table}]]\n{entry}\n" for entry in entries)
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.toml"
    path.write_text(text, "utf-8")
    return menu.parameters(path)


def test_the_parameters_are_read(tmp_path: Path) -> None:
    found = offered(tmp_path, 'columns = ["sex", "year"]\nformulas = "headline"\nweight = 60')
    assert [each.name for each in found.profiles] == ["internal", "public"]
    internal, public = found.profiles
    assert (internal.k, internal.n_min, internal.largest, internal.two_largest) == (5, 10, 0.75, 0.9)
    assert (public.k, public.n_min, public.largest) == (10, 20, 0.5)
    assert found.profile("public") is public
    with pytest.raises(KeyError):
        found.profile("exact")
    (offer,) = found.menu["university_outcomes"]
    assert (found.anchor, offer.weight, offer.head_count, offer.may_hide) == (2021, 60, False, False)
    with pytest.raises(LookupError, match="strangers"):
        offered(tmp_path, 'columns = ["year"]\nformulas = "all"\nweight = 1', table="strangers")


@pytest.mark.parametrize(
    ("formulas", "table", "count"),
    [
        # Two headline indicators, six others, two variants, five rungs of a ladder.
        ("headline", "university_outcomes", 2),
        ("own", "university_outcomes", 8),
        ("offered", "university_outcomes", 10),
        ("all", "university_outcomes", 15),
        # One headline indicator and two variants of it.
        ("headline", "university_students", 1),
        ("own", "university_students", 1),
        ("offered", "university_students", 3),
    ],
)
def test_a_menu_offers_formulas_down_to_a_rank(tmp_path: Path, formulas: str, table: str, count: int) -> None:
    entry = f'columns = ["year"]\nformulas = "{formulas}"\nweight = 1'
    (offer,) = offered(tmp_path, entry, table=table).menu[table]
    assert len(offer.formulas) == count


def test_a_headline_may_not_be_hidden_and_head_counts_are_known(tmp_path: Path) -> None:
    year = 'columns = ["year"]\nformulas = "own"\nweight = 400\n'
    found = offered(
        tmp_path,
        f"{year}head_count = true",
        f"{year}may_hide = true",
        'columns = ["sex", "year"]\nformulas = "headline"\nweight = 60',
    )
    whole, hidden, sexes = (offer.table for offer in found.menu["university_outcomes"])
    local, employed = "local_employment_rate/all_graduates", "university_employment_rate/official"
    assert whole.headline == {f"of {local}", f"all {local}", f"of {employed}", f"all {employed}"}
    # Whose denominator is all graduates; of the other headline it is some of them.
    assert whole.known == {f"all {local}", "all startup_rate/all_graduates"}
    assert (hidden.headline, hidden.known) == (frozenset(), frozenset())
    assert (sexes.headline, sexes.known) == (frozenset(), frozenset())
    assert (sexes.name, sexes.weight) == ("sex x year", 60)
    assert sexes.counts == (f"of {local}", f"all {local}", f"of {employed}", f"all {employed}")
    assert sexes.ratios == ((f"of {local}", f"all {local}"), (f"of {employed}", f"all {employed}"))
    assert len(whole.counts) == 2 * 8


def test_what_is_said_of_a_table_is_alike_where_it_is_the_same(tmp_path: Path) -> None:
    entry = 'columns = ["year"]\nformulas = "own"\nweight = 400\n'
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(f"{RELEASES}[[menu.freshmen]]\n{entry}", "utf-8")
    two.write_text(f"{RELEASES}[[menu.freshmen]]\n{entry}[[menu.residence]]\n{entry}", "utf-8")
    assert menu.decided("freshmen", one) == menu.decided("freshmen", two)
    assert menu.decided("residence", one) != menu.decided("residence", two)
    two.write_text(one.read_text("utf-8").replace("k = 5", "k = 6"), "utf-8")
    assert menu.decided("freshmen", one) != menu.decided("freshmen", two)


# The figures at every row of a menu.


def figures(
    known: Parameters, rows: Iterable[Row], cities: Sequence[str] = ("gimhae",), data_set: str = "real"
) -> dict[tuple[object, ...], tuple[float, float]]:
    """Block, city and row of each figure that has a value, with its numerator and denominator."""
    with holding(university_students.SOURCE, [{"kind": "university", **row} for row in rows]) as connection:
        found = computed(connection, known, "university_students", cities, data_set)
    assert set(found["table_name"]) <= {"university_students"}
    return {
        (None if pd.isna(row["block"]) else row["block"], row["city_id"], row["row_key"]): (
            row["numerator"],
            row["denominator"],
        )
        for row in found.to_dict("records")
        if pd.isna(row["missing"])
    }


def students(year: int, institution: str | None = "inje", left: int = 1, **more: object) -> Row:
    return {"year": year, "institution_id": institution, "enrolled": 100, "dropped_out": left, **more}


@pytest.mark.parametrize(
    ("last", "blocks"),
    [
        # Five years from 2016 and from 2021, as soon as their last year is in.
        (2019, []),
        (2020, [2016]),
        (2024, [2016]),
        (2025, [2016, 2021]),
        (2026, [2016, 2021]),
    ],
)
def test_a_block_is_told_of_once_it_is_closed(tmp_path: Path, last: int, blocks: list[int]) -> None:
    known = offered(
        tmp_path,
        'columns = ["institution_id", "block"]\nformulas = "headline"\nweight = 2',
        table="university_students",
    )
    # In 2016 one dropped out, in 2017 two and so on: 1 + 2 + 3 + 4 + 5, and 6 + 7 + 8 + 9 + 10.
    rows = [students(year, left=year - 2015) for year in range(2016, last + 1)]
    sums = {2016: (15, 500), 2021: (40, 500)}
    assert figures(known, rows) == {(block, "gimhae", f"inje|{block}"): sums[block] for block in blocks}


def test_each_city_and_year_has_its_own_figures(tmp_path: Path) -> None:
    known = offered(
        tmp_path,
        'columns = ["institution_id", "year"]\nformulas = "headline"\nweight = 2',
        'columns = ["year"]\nformulas = "headline"\nweight = 2',
        table="university_students",
    )
    rows = [
        *(students(2024, left=3), students(2025, left=4), students(2025, "kaya", 5)),
        students(2025, None, 6),
        *(students(2025, "tukorea", 7, city_id="siheung"), students(2025, "erica", 8, city_id="ansan")),
        *(students(2025, "bpu", 9, data_set="published"), students(2025, "inje", 50, data_set="sample")),
    ]
    # Without an institution they stand in the year alone; what is published counts with what is the city's own.
    gimhae = {
        *((None, "gimhae", "inje|2024"), (None, "gimhae", "inje|2025"), (None, "gimhae", "kaya|2025")),
        *((None, "gimhae", "bpu|2025"), (None, "gimhae", "2024"), (None, "gimhae", "2025")),
    }
    found = figures(known, rows)
    assert set(found) == gimhae
    assert (found[None, "gimhae", "2025"], found[None, "gimhae", "bpu|2025"]) == ((24, 400), (9, 100))
    assert set(figures(known, rows, ("gimhae", "ansan"))) == gimhae | {
        (None, "ansan", "erica|2025"),
        (None, "ansan", "2025"),
    }
    assert figures(known, rows, data_set="sample") == {
        (None, "gimhae", "inje|2025"): (50, 100),
        (None, "gimhae", "2025"): (50, 100),
    }
    assert figures(known, rows, data_set="published") == {
        (None, "gimhae", "bpu|2025"): (9, 100),
        (None, "gimhae", "2025"): (9, 100),
    }
    assert figures(known, rows, ()) == figures(known, rows, ("busan",)) == figures(known, []) == {}


# Which counts are one.

SCHOOLS = Table(("school", "year"), ("of", "all"), (("of", "all"),), 60, known=frozenset({"all"}))
SEXES = Table(("sex", "year"), ("of", "all"), (("of", "all"),), 20)
YEAR = Table(("year",), ("of", "all"), (("of", "all"),), 400, frozenset({"of"}))


def of(*rows: tuple[int, str | None, str, bool, int], tables: tuple[Table, ...]) -> Publication:
    """Year, school, sex, whether counted in the part, people."""
    found = pd.DataFrame(rows, columns=["year", "school", "sex", "of", "people"]).assign(all=True)
    return publication(found, tables)


def test_a_count_of_the_same_people_is_one_wherever_it_stands() -> None:
    city = of((2025, "a", "female", True, 3), (2025, "a", "female", False, 7), tables=(SCHOOLS, SEXES, YEAR))
    part, whole = city.cells
    assert city.counts.tolist() == [3, 7]
    assert city.values.tolist() == [3, 10]
    assert [city.value(at) for at in (0, 1)] == [3, 10]
    assert places_of(part) == [
        ("school x year", "a|2025", "of"),
        ("sex x year", "female|2025", "of"),
        ("year", "2025", "of"),
    ]
    # The dearest table counts; a headline or a register anywhere is one.
    assert (part.weight, part.headline, part.known, part.fixed) == (400, True, False, True)
    assert (whole.weight, whole.headline, whole.known, whole.fixed) == (400, False, True, True)
    assert [(each.numerator, each.denominator) for each in city.ratios] == [(0, 1)]


def test_people_whom_no_table_tells_apart_are_one_class() -> None:
    rows = (
        *((2025, "a", "female", True, 3), (2025, "b", "female", True, 4)),
        *((2025, "a", "male", True, 5), (2024, "a", "female", True, 6)),
    )
    assert of(*rows, tables=(YEAR,)).counts.tolist() == [12, 6]
    assert of(*rows, tables=(SEXES,)).counts.tolist() == [7, 5, 6]
    assert of(*rows, tables=(SCHOOLS, SEXES)).counts.tolist() == [3, 4, 5, 6]
    assert of(*rows, tables=(SEXES,)).parts.tolist() == [2025, 2025, 2024]


def test_who_has_no_school_stands_in_no_row_of_schools() -> None:
    city = of((2025, "a", "female", True, 3), (2025, None, "female", True, 4), tables=(SCHOOLS, YEAR))
    assert {places_of(cell)[0][:2]: city.value(at) for at, cell in enumerate(city.cells)} == {
        ("school x year", "a|2025"): 3,
        ("year", "2025"): 7,
    }
    assert of((2025, None, "female", True, 4), tables=(SCHOOLS,)).cells == ()


def test_a_row_is_named_by_its_codes() -> None:
    assert row_key(("inje", 2025)) == "inje|2025"
    assert row_key((2025.0, np.int64(3), "a")) == "2025|3|a"


def test_the_firms_behind_an_amount_are_those_of_every_size_that_adds_to_it() -> None:
    columns = ["year", "industry_id", "firm_size", "people", "firms", "of", "all"]
    rows = [
        (2025, "robotics", "5-29", 40, 6, True, True),
        (2025, "robotics", "5-29", 100, 8, False, True),
        (2025, "robotics", "300+", 70, 2, True, True),
        (2025, "ships", "5-29", 0, 9, True, True),
        (2025, None, None, 30, 4, True, True),
    ]
    city = publication(
        pd.DataFrame(rows, columns=columns),
        (Table(("industry_id", "year"), ("of", "all")), Table(("year",), ("of", "all"))),
    )
    assert city.firms is not None
    behind = {}
    for cell in city.cells:
        firms, amounts = city.firms.behind(cell.members)
        behind[places_of(cell)[0][1:]] = (firms, [int(each) for each in amounts if each])
    # Of ships nobody is lacked: its firms are not behind any amount.
    assert behind == {
        ("robotics|2025", "of"): (10, [70, 40]),
        ("robotics|2025", "all"): (10, [140, 70]),
        ("ships|2025", "of"): (0, []),
        ("2025", "of"): (14, [70, 40, 30]),
        ("2025", "all"): (14, [140, 70, 30]),
    }
