"""Rows that add others up, wherever they stand: right when some sum of rows is theirs, else told with both numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.contract import Column, Source
from etl.sheet_reader import Sheet, read, spelling
from etl.table_recognition import counts
from etl.totals import checked
from meomureum.texts import plain

SOURCE = Source(
    table="schools",
    label=plain("schools"),
    key=("school",),
    columns=(
        Column("school", plain("학교")),
        Column("rank", plain("순위"), "integer"),
        Column("people", plain("인원"), "integer", aliases=("학생수",), measure=True),
        Column("left", plain("중퇴"), "integer", measure=True),
        Column("rate", plain("비율"), "decimal", measure=True),
    ),
)
KNOWN = {spelling(header) for column in SOURCE.columns for header in column.headers()}


def sheet(tmp_path: Path, table: str, header: str = "학교,인원") -> Sheet:
    """A table of cells between commas, rows between blanks; the header stands on line 1."""
    file = tmp_path / "handed over.csv"
    file.write_text("\n".join([header, *table.split()]) + "\n", "utf-8")
    (found,) = read(file, KNOWN)
    return found


def faults(found: Sheet) -> list[tuple[int, str, str]]:
    """Line, stated number and the sum that its sentence names, of each wrong total."""
    return [
        (each.line, each.value, each.expectation.en.rpartition("rows, ")[2].rstrip("."))
        for each in checked(found, counts(found.header, SOURCE)).faults
    ]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        # Beneath its rows, above them, and above and beneath those of a part.
        ("a,3 b,4 합계,7", []),
        ("합계,7 a,3 b,4", []),
        ("a,3 b,4 소계,7 c,5 소계,5 합계,12", []),
        ("소계,7 a,3 b,4 소계,5 c,5", []),
        ("합계,12 a,3 b,4 소계,7 c,5 소계,5", []),
        ("소계,3 a,3 소계,9 b,4 c,5 소계,6 d,6", []),
        # A whole that leaves out the row before or behind it is none.
        ("a,3 b,4 합계,8", [(4, "8", "7")]),
        ("a,3 b,4 합계,3", [(4, "3", "7")]),
        ("합계,4 a,3 b,4", [(2, "4", "7")]),
        # The last total is held against everything, one before it against the rows since the one before.
        ("a,3 b,4 소계,7 c,5 합계,13", [(6, "13", "12")]),
        ("a,3 b,4 소계,8 c,5 합계,12", [(4, "8", "7")]),
        ("a,3 소계,3 b,4 c,1 소계,6 d,5 합계,13", [(6, "6", "5")]),
        ("a,3 소계,3 b,4 c,1 소계,9 d,5 합계,14", [(6, "9", "5"), (8, "14", "13")]),
        # Written with words and commas; a large one is told with commas.
        ('a,"1,200명" b,34 합계,"1,234"', []),
        ('a,"1,200명" b,34 합계,"2,234"', [(4, "2,234", "1,234")]),
        # Without a number, or with a gap among its rows, there is nothing to hold it against.
        ("a,3 b,4 합계,", []),
        ("a,3 b,4 합계,-", []),
        ("a,3 b,4 합계", []),
        ("a,3 b, 합계,9", []),
        ("a,3 b,x 합계,9", []),
        ("a,3 b,4 c 합계,9", []),
        ("합계,0 a,0", []),
        ("a,0 합계,1", [(3, "1", "0")]),
    ],
)
def test_a_total_is_the_sum_of_rows_above_beneath_or_of_all(
    tmp_path: Path, table: str, wrong: list[tuple[int, str, str]]
) -> None:
    assert faults(sheet(tmp_path, table)) == wrong


def test_only_counts_of_people_are_added_up(tmp_path: Path) -> None:
    found = sheet(tmp_path, "a,1,3,1,30 b,2,4,1,25 합계,9,7,3,90", "학교,순위,학생수,중퇴,비율")
    (fault,) = checked(found, counts(found.header, SOURCE)).faults
    assert (fault.file, fault.line, fault.column, fault.value) == ("handed over.csv", 4, "중퇴", "3")
    assert "2" in fault.expectation.ko


def test_each_count_of_a_wrong_total_is_told_and_its_line_is_no_longer_passed_over(tmp_path: Path) -> None:
    found = sheet(tmp_path, "a,3,1 소계,3,1 b,4,1 합계,8,3", "학교,인원,중퇴")
    assert found.not_data == ((1, "header"), (3, "total"), (5, "total"))
    held = checked(found, counts(found.header, SOURCE))
    assert [(each.line, each.column, each.value) for each in held.faults] == [
        (5, "인원", "8"),
        (5, "중퇴", "3"),
    ]
    assert held.not_data == ((1, "header"), (3, "total"))
    # Faults that were known before stay, first.
    again = checked(held, counts(held.header, SOURCE))
    assert again.faults == (*held.faults, *held.faults)


def test_a_sheet_without_totals_stays_what_it_is(tmp_path: Path) -> None:
    found = sheet(tmp_path, "a,3 b,4")
    assert checked(found, counts(found.header, SOURCE)) is found
