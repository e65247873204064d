"""Rows of one key that came more than once, settled by themselves: which stands, and what is told of the others."""

from __future__ import annotations

import duckdb
import pytest

from etl.contract import Column, Source
from etl.duplicate_rows import RESTATED_TABLE_SQL, settle
from etl.statements import TABLES_SQL
from etl.typed_rows import create_staged
from meomureum.texts import plain

SOURCE = Source(
    table="schools",
    label=plain("schools"),
    key=("year", "school"),
    columns=(
        Column("year", plain("연도"), "year"),
        Column("school", plain("학교")),
        Column("people", plain("인원"), "integer", measure=True),
        Column("head", plain("교장")),
    ),
)
# A file each: the load that brought it, and whose it is. Files 1 and 2 came together, 3 and 4 one after the other.
FILES = (
    (1, 1, "office"),
    (2, 1, "office"),
    (3, 2, "office"),
    (4, 3, "office"),
    (5, 3, "city"),
    (6, 3, "office"),
)
Row = tuple[int, int, str, int | None]
"""File, line, school and people; of 2024, without a headmaster."""
Told = list[tuple[int, int, str]]


def settled(
    *rows: Row, data_set: str = "real"
) -> tuple[Told, list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What `settle` tells of the lines, the rows that stand, and the changes that it keeps."""
    with duckdb.connect() as connection:
        for statement in TABLES_SQL:
            connection.execute(statement)
        connection.executemany("INSERT INTO origins VALUES (?, ?, ?, FALSE, FALSE)", FILES)
        connection.execute(
            "CREATE TABLE schools_staged (data_set VARCHAR, file_id INTEGER, line BIGINT, year INTEGER,"
            " school VARCHAR, people INTEGER, people_missing VARCHAR, head VARCHAR)"
        )
        connection.execute(RESTATED_TABLE_SQL)
        for file, line, school, people in rows:
            missing = "suppressed" if people is None else None
            connection.execute(
                "INSERT INTO schools_staged VALUES (?, ?, ?, 2024, ?, ?, ?, NULL)",
                [data_set if file != 2 else "real", file, line, school, people, missing],
            )
        told = settle(connection, SOURCE).lines
        standing = connection.execute(
            "SELECT file_id, line, people FROM schools_staged ORDER BY ALL"
        ).fetchall()
        changes = connection.execute(
            "SELECT item, year, column_name, old_value, new_value, old_file_id, old_line, new_file_id, new_line, kind"
            " FROM restated ORDER BY old_file_id, old_line"
        ).fetchall()
        return told, standing, changes


def test_rows_that_came_once_stand_and_nothing_is_told() -> None:
    assert settled((1, 2, "a", 5), (1, 3, "b", 5), (3, 2, "c", 5)) == (
        [],
        [(1, 2, 5), (1, 3, 5), (3, 2, 5)],
        [],
    )


@pytest.mark.parametrize("files", [(1, 1, 1), (1, 2, 3), (1, 3, 5), (1, 2, 5)])
def test_of_equal_rows_the_first_stands_whoever_sent_the_others(files: tuple[int, int, int]) -> None:
    told, standing, changes = settled(*((file, at, "a", 5) for at, file in enumerate(files, start=2)))
    assert told == [(files[1], 3, "present"), (files[2], 4, "present")]
    assert (standing, changes) == ([(files[0], 2, 5)], [])


@pytest.mark.parametrize(("file", "role"), [(1, "contradicts"), (2, "contradicts"), (5, "disputed")])
def test_rows_of_one_load_or_of_two_providers_that_differ_do_not_stand(file: int, role: str) -> None:
    told, standing, changes = settled((1, 2, "a", 5), (file, 3, "a", 6), (1, 4, "b", 7))
    assert told == [(1, 2, role), (file, 3, role)]
    assert (standing, changes) == ([(1, 4, 7)], [])


def test_a_later_load_corrects_and_the_change_is_kept() -> None:
    told, standing, changes = settled((1, 2, "a", 5), (3, 9, "a", 6), (1, 3, "b", 1))
    assert told == [(1, 2, "superseded")]
    assert standing == [(1, 3, 1), (3, 9, 6)]
    assert changes == [("2024, a", 2024, "people", "5", "6", 1, 2, 3, 9, "later_file")]


def test_each_of_several_corrections_is_kept() -> None:
    told, standing, changes = settled((1, 2, "a", 5), (3, 2, "a", 6), (4, 2, "a", 7))
    assert told == [(1, 2, "superseded"), (3, 2, "superseded")]
    assert standing == [(4, 2, 7)]
    assert [(each[3], each[4], each[5], each[7]) for each in changes] == [("5", "6", 1, 3), ("6", "7", 3, 4)]


def test_a_value_that_is_missing_is_told_by_its_kind() -> None:
    _, standing, changes = settled((1, 2, "a", 5), (3, 9, "a", None), (4, 1, "a", 5))
    assert standing == [(4, 1, 5)]
    assert [(each[3], each[4], each[5], each[7]) for each in changes] == [
        ("5", "suppressed", 1, 3),
        ("suppressed", "5", 3, 4),
    ]


def test_after_a_correction_an_equal_row_is_present_and_the_old_ones_superseded() -> None:
    told, standing, changes = settled((1, 2, "a", 5), (2, 2, "a", 5), (3, 2, "a", 6), (4, 2, "a", 6))
    assert told == [(1, 2, "superseded"), (2, 2, "superseded"), (4, 2, "present")]
    assert standing == [(3, 2, 6)]
    assert [(each[3], each[4]) for each in changes] == [("5", "6")]


def test_a_later_load_that_contradicts_itself_corrects_nothing() -> None:
    told, standing, changes = settled((1, 2, "a", 5), (3, 2, "a", 6), (3, 3, "a", 7))
    assert told == [(3, 2, "contradicts"), (3, 3, "contradicts")]
    assert (standing, changes) == ([(1, 2, 5)], [])


def test_a_contradiction_that_a_later_load_settles_is_superseded() -> None:
    told, standing, changes = settled((1, 2, "a", 5), (2, 2, "a", 6), (3, 2, "a", 6))
    assert told == [(1, 2, "superseded"), (2, 2, "superseded")]
    assert (standing, changes) == ([(3, 2, 6)], [])


def test_a_dispute_ends_by_itself_when_the_later_word_of_a_provider_agrees() -> None:
    told, standing, changes = settled((1, 2, "a", 5), (5, 2, "a", 6), (4, 2, "a", 6))
    assert told == [(1, 2, "superseded"), (5, 2, "present")]
    assert standing == [(4, 2, 6)]
    assert [(each[3], each[4]) for each in changes] == [("5", "6")]


def test_a_line_of_several_rows_is_told_of_once_by_the_worst_of_them() -> None:
    # Line 2 of file 1 gives a, b and c: a is contradicted, b is present already, c stands.
    mixed = settled((1, 1, "b", 5), (1, 2, "a", 5), (1, 2, "b", 5), (1, 2, "c", 5), (2, 7, "a", 6))
    assert mixed[0] == [(1, 2, "contradicts"), (2, 7, "contradicts")]
    assert mixed[1] == [(1, 1, 5), (1, 2, 5)]
    # Where one of its rows stands, a line is no duplicate; superseded comes before present.
    assert settled((1, 1, "b", 5), (1, 2, "b", 5), (1, 2, "c", 5))[0] == []
    assert settled((1, 1, "b", 5), (1, 2, "b", 5), (1, 2, "c", 5), (3, 1, "c", 6))[0] == [
        (1, 2, "superseded")
    ]


def test_two_sets_never_meet() -> None:
    rows: tuple[Row, ...] = ((1, 2, "a", 5), (2, 2, "a", 6))
    assert settled(*rows, data_set="sample") == ([], [(1, 2, 5), (2, 2, 6)], [])


# Departments of a school: who speaks of a school speaks of all of them.
DEPARTMENTS = Source(
    table="departments",
    label=plain("departments"),
    key=("year", "school", "department"),
    statement=("year", "school"),
    columns=(
        *(
            Column("year", plain("연도"), "year"),
            Column("school", plain("학교")),
            Column("department", plain("학과")),
        ),
        Column("people", plain("인원"), "integer", measure=True),
    ),
)


def replaced(*rows: tuple[int, int, str, str, int | None]) -> tuple[Told, list[tuple[object, ...]]]:
    """What `settle` tells of the lines, and the changes that it keeps, where each load comes instead.

    A row is its file, line, school, department and people; all of 2024.
    """
    with duckdb.connect() as connection:
        for statement in TABLES_SQL:
            connection.execute(statement)
        for name, identity in (
            ("regions", "region"),
            ("institutions", "institution"),
            ("programmes", "programme"),
        ):
            connection.execute(
                f"CREATE TABLE {name} ({identity}_id VARCHAR, name_ko VARCHAR, name_en VARCHAR)"
            )
        connection.executemany("INSERT INTO origins VALUES (?, ?, ?, TRUE, FALSE)", FILES)
        create_staged(connection, DEPARTMENTS)
        connection.execute(RESTATED_TABLE_SQL)
        for file, line, school, department, people in rows:
            missing = "suppressed" if people is None else None
            connection.execute(
                "INSERT INTO departments_staged VALUES ('real', ?, ?, 2024, ?, ?, ?, ?)",
                [file, line, school, department, people, missing],
            )
        told = settle(connection, DEPARTMENTS).lines
        changes = connection.execute(
            "SELECT item, year, column_name, old_value, new_value, old_file_id, old_line, new_file_id, new_line, kind"
            " FROM restated ORDER BY old_file_id, old_line"
        ).fetchall()
        return told, changes


def test_a_row_that_does_not_come_again_is_left_out_by_the_first_load_of_its_school() -> None:
    told, changes = replaced(
        *((1, 2, "a", "x", 5), (1, 3, "a", "y", 7), (1, 4, "b", "x", 9), (1, 5, "a", "z", None)),
        (3, 2, "a", "x", 5),
        (4, 2, "b", "x", 9),
        (4, 3, "a", "x", 6),
    )
    assert told == [
        (1, 2, "superseded"),
        (1, 3, "superseded"),
        (1, 5, "superseded"),
        (3, 2, "superseded"),
        (4, 2, "present"),
    ]
    assert changes == [
        # Nobody had counted z; y had seven, and file 3 spoke of the school without it.
        ("2024, a, y", 2024, "people", "7", "–", 1, 3, 3, None, "later_file"),
        ("2024, a, x", 2024, "people", "5", "6", 3, 2, 4, 3, "later_file"),
    ]


def test_a_department_that_goes_alone_is_told_of_by_the_first_file_of_the_load() -> None:
    told, changes = replaced(
        (1, 2, "a", "x", 5), (4, 2, "a", "y", 6), (6, 2, "a", "z", 7), (6, 3, "b", "x", 8)
    )
    assert told == [(1, 2, "superseded")]
    assert changes == [("2024, a, x", 2024, "people", "5", "–", 1, 2, 4, None, "later_file")]


def test_what_two_providers_do_not_both_have_is_disputed() -> None:
    told, changes = replaced(
        (1, 2, "a", "x", 5), (1, 3, "a", "y", 7), (5, 2, "a", "x", 5), (1, 4, "b", "y", 7)
    )
    assert (told, changes) == ([(1, 3, "disputed"), (5, 2, "present")], [])
