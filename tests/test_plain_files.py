"""Large plain files read in bulk give what reading with care gives: rows, problems, account, figures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import Folder

from etl.build import fill
from etl.finished_table import Finished
from etl.inputs import inputs_of
from etl.large_files import Bulk

pytestmark = pytest.mark.trial

CARE, BULK = 1 << 62, 1
HEADER = "연도,행정구역,학교,학교유형,학과,과정,성별,졸업 후 진로,진로 지역,졸업자,6개월 유지,조사방법"
GOOD = ("2024", "김해시", "", "일반고", "", "", "여", "취업", "창원시", "12", "9", "행정자료연계")
# Every cell that a column of such a file may come to hold, good and bad.
CELLS = (
    ("2024", "2025", "２０２４", "2024년", "1889", "이천", "", "2024.0"),
    ("김해시", "gimhae", "없는시", "", " 김해시", "안산시", "합계"),
    ("", "inje", "INJE", "없는학교"),
    ("일반고", "특성화고", "일반", ""),
    ("", "-", "디자인과", " 디자인과 ", "null", "소계", "없음", "디자인과"),
    ("", "취업트랙"),
    ("여", "남", "female", "모름", ""),
    ("취업", "대학교", "미상", "취업자", "", "그 밖"),
    ("창원시", "", "미상", "unknown", "서울"),
    (
        "12",
        "0",
        "1,200",
        "-",
        "",
        "미공표",
        "x",
        "열둘",
        "-3",
        "007",
        "1e2",
        "12.0",
        "99999999999",
        " 5",
        "7명",
    ),
    ("9", "-", "", "13", "*", "…", "2.5"),
    ("행정자료연계", "", "조사"),
)
# What may happen to a whole line: nothing, a cell too many or too few, blanks, a total, a quote, a foot.
LINES = (
    "{}",
    "{}",
    "{}",
    "{}",
    "{}",
    "{},",
    "{},,다섯",
    "2024,김해시",
    "",
    ",,,,,,,,,,,",
    "합계,,,,,,,,,12,,",
    '"{}',
    "주: 잠정",
)


def outcome(folder: Folder, large: int) -> dict[str, Any]:
    """Everything that a load comes to, but for the moment."""
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "release" / "exact.duckdb"
        database.parent.mkdir()
        accounts, problems = fill(database, inputs_of(folder.data), large=large)
        with duckdb.connect(str(database), read_only=True) as connection:
            names = [
                name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            ]
            tables = {name: sorted(map(repr, _rows(connection, name))) for name in names if name != "files"}
    return {"accounts": accounts, "problems": sorted(map(repr, problems)), **tables}


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"FROM {table}").fetchall()


def alike(text: bytes, folder: Folder) -> None:
    path = folder.data / "raw" / "recognised" / "large.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    results = []
    for large in (CARE, BULK):
        try:
            results.append(outcome(folder, large))
        except Exception as refusal:  # noqa: BLE001  # a refusal is an outcome too, and must be the same
            results.append({"refused": repr(refusal)})
    assert results[0].keys() == results[1].keys()
    for name, found in results[0].items():
        assert found == results[1][name], name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_every_odd_cell_is_told_as_with_care(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    lines = [GOOD, *([*GOOD[:at], cell, *GOOD[at + 1 :]] for at, cells in enumerate(CELLS) for cell in cells)]
    lines = [[*cells[:4], cells[4] or f"제{at % 7}과", *cells[5:]] for at, cells in enumerate(lines)]
    torn = [f"{','.join(lines[0])},", f"{','.join(lines[0])},,다섯", "2024,김해시"]
    text = "\n".join(
        [HEADER, *(",".join(cells) for cells in lines if not {"합계", "소계"} & {*cells}), *torn]
    )
    read_in_bulk: list[str] = []

    take = Finished.take

    def noted(finished: Finished, bulk: Bulk) -> None:
        take(finished, bulk)
        read_in_bulk.append(bulk.sheet.file)

    monkeypatch.setattr(Finished, "take", noted)
    alike(text.encode(encoding), folder)
    assert "large.csv" in read_in_bulk


def test_keys_that_came_twice_are_told_as_with_care(folder: Folder, tmp_path: Path) -> None:
    twice = folder.copied(tmp_path)
    rows = [[*GOOD[:4], f"제{at}과", *GOOD[5:]] for at in range(60)]
    other = [[*row[:9], str(12 + at % 2), *row[10:]] for at, row in enumerate(rows[40:])]
    other += [[*GOOD[:4], f"새{at}과", *GOOD[5:]] for at in range(5)]
    first, second = ("\n".join([HEADER, *map(",".join, each)]) for each in ([*rows, rows[0]], other))
    twice.write(second, "second.csv")
    alike(first.encode(), twice)
    found = outcome(twice, BULK)
    # Of 20 keys in both files ten have other counts; one row came twice in one file.
    assert [(a.rows_read, a.loaded, a.already_present, a.quarantined) for a in found["accounts"][-2:]] == [
        (62, 50, 1, 10),
        (26, 5, 10, 10),
    ]


@st.composite
def files(draw: st.DrawFn) -> str:
    lines = [",".join(GOOD)]
    for _ in range(draw(st.integers(1, 30))):
        odd = draw(st.sets(st.integers(0, len(GOOD) - 1), max_size=2))
        cells = [draw(st.sampled_from(CELLS[at])) if at in odd else cell for at, cell in enumerate(GOOD)]
        cells[4] = cells[4] or f"제{draw(st.integers(1, 4))}과"
        lines.append(draw(st.sampled_from(LINES)).format(",".join(cells)))
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    return ends.join([HEADER, *lines]) + draw(st.sampled_from(["", ends, ends * 2]))


@settings(max_examples=8)
@given(text=files(), encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp949"]))
def test_both_ways_come_to_the_same(folder: Folder, text: str, encoding: str) -> None:
    alike(text.encode(encoding, "replace"), folder)
