"""`python -m etl`: what each command says, writes and returns."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small import PROJECT, STUDENTS, Folder, records, written

from meomureum.access import log
from meomureum.app.commands.loading import main
from meomureum.store import integrity, locks, logbook, warehouse

GOOD = written(STUDENTS, [[2023, "인제대", 9832, 704], [2024, "인제대", 9017, 688]])
PARTLY = written(STUDENTS, [[2023, "인제대", 9832, 704], [2024, "없는대학", 1, 0]])

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    made = Folder(tmp_path)
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(made.snapshots))
    return made


@pytest.fixture
def run(folder: Folder, capsys: pytest.CaptureFixture[str]) -> Run:
    def one(command: str, *arguments: str | Path, lang: str = "ko") -> tuple[int, str, str]:
        whole = ["--lang", lang, command, *map(str, arguments)]
        takes_data = command in ("check", "load", "history", "quarantine", "template")
        code = main([*whole, "--data", str(folder.data)] if takes_data else whole)
        told = capsys.readouterr()
        return code, told.out, told.err

    return one


def given(tmp_path: Path, text: str, name: str = "대학.csv") -> Path:
    path = tmp_path / "handed over" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def everything(folder: Folder) -> list[Path]:
    return sorted(path for place in (folder.data, folder.snapshots) for path in place.rglob("*"))


def test_check_says_what_a_load_would_do_and_writes_nothing(tmp_path: Path, folder: Folder, run: Run) -> None:
    before = everything(folder)
    code, said, errors = run("check", given(tmp_path, GOOD))
    assert (code, errors) == (0, "")
    assert "아무것도 쓰지 않았습니다" in said
    assert "대학.csv -> university_students: 3행 = 적재 2 + 이미 있음 0 + 격리 0 + 자료 아님 1" in said
    assert "regions.csv" not in said, "what comes with the product does not hide what was handed in"
    assert "모든 행을 그대로 읽었습니다" in said
    assert everything(folder) == before


def test_load_publishes_and_keeps_the_file(tmp_path: Path, folder: Folder, run: Run) -> None:
    path = given(tmp_path, GOOD)
    code, said, _ = run("load", path)
    now = warehouse.current()
    assert now is not None
    assert code == 0
    assert f"스냅숏 {now.id}" in said
    assert "공표했습니다" in said
    assert records(now, "SELECT COUNT(*) FROM university_students") == [(2,)]
    (kept,) = (folder.data / "raw").glob("*/*.csv")
    assert kept.read_bytes() == path.read_bytes()
    path.unlink()
    assert run("load")[0] == 0
    assert warehouse.current() == now


def test_loading_the_same_file_again_says_nothing_new(tmp_path: Path, folder: Folder, run: Run) -> None:
    path = given(tmp_path, GOOD)
    run("load", path)
    first, before = warehouse.current(), everything(folder)
    assert first is not None
    for again in (
        [path],
        [given(tmp_path, GOOD, "같은 자료 다른 이름.csv")],
        [path, "--table", "university_students"],
        [path, path],
    ):
        code, said, _ = run("load", *again)
        assert code == 0
        assert f"새로운 자료가 없습니다. 현재 스냅숏: {first.id}" in said
        assert everything(folder) == before


def test_the_same_file_twice_in_one_load_is_one_file(tmp_path: Path, folder: Folder, run: Run) -> None:
    path, copy = given(tmp_path, GOOD), given(tmp_path, GOOD, "사본.csv")
    code, said, _ = run("load", path, copy, path)
    assert code == 0
    assert said.count("적재 2 + 이미 있음 0") == 1
    assert len(list((folder.data / "raw").glob("*/*.csv"))) == 1


def test_a_later_load_holds_all_that_came_before(tmp_path: Path, folder: Folder, run: Run) -> None:
    assert folder.data.is_dir()
    run("load", given(tmp_path, GOOD))
    run("load", given(tmp_path, written(STUDENTS, [[2024, "가야대", 2012, 179]]), "가야.csv"))
    now = warehouse.current()
    assert now is not None
    assert records(now, "SELECT COUNT(*) FROM university_students") == [(3,)]
    assert len(warehouse.kept()) == 2


def test_quarantined_rows_are_published_around_and_reported(tmp_path: Path, run: Run) -> None:
    path = given(tmp_path, PARTLY)
    code, said, errors = run("check", path)
    assert code == 5
    assert "적재 1 + 이미 있음 0 + 격리 1" in said
    assert "격리한 행의 문제 1건:" in errors
    code, said, errors = run("load", path)
    assert code == 5
    assert "공표했습니다" in said
    assert "대학.csv 3행 '기관' 열 값 '없는대학': 등록되지 않은" in errors
    now = warehouse.current()
    assert now is not None
    assert records(now, "SELECT year FROM university_students") == [(2023,)]


def test_a_refused_file_is_neither_loaded_nor_kept(tmp_path: Path, folder: Folder, run: Run) -> None:
    run("load", given(tmp_path, GOOD))
    before = everything(folder)
    bad = given(tmp_path, "연도,대학,중도탈락\n", "빠진 열.csv")
    code, said, errors = run("load", bad, given(tmp_path, "x", "한글.hwp"))
    assert (code, said) == (3, "")
    assert "적재하지 않았습니다. 문제 2건:" in errors
    assert "빠진 열.csv '재적학생' 열" in errors
    assert "한글.hwp: CSV와 XLSX, XLS, TSV, ZIP만" in errors
    assert everything(folder) == before
    assert run("check", bad)[0] == 3


def test_a_refused_file_does_not_hold_back_the_others(tmp_path: Path, folder: Folder, run: Run) -> None:
    bad = given(tmp_path, "연도,대학,중도탈락\n", "빠진 열.csv")
    code, said, errors = run("load", given(tmp_path, GOOD), bad)
    assert code == 5
    assert "공표" in said
    assert "빠진 열.csv '재적학생' 열" in errors
    assert [path.name[13:] for path in (folder.data / "raw").rglob("*.csv") if path.name != "loads.csv"] == [
        given(tmp_path, GOOD).name
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["publish"],
        ["load", "--table", "no_such_table"],
        ["--lang", "fr", "status"],
        ["check", "no/such/file.csv"],
    ],
)
def test_a_wrong_command_is_a_usage_error(
    folder: Folder, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--data", str(folder.data)] if "no/such/file.csv" in arguments else arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err != ""


def test_a_snapshots_folder_that_cannot_be_written_is_said(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("", "utf-8")
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(tmp_path / "a file" / "snapshots"))
    code, _, errors = run("load")
    assert code == 73
    assert str(tmp_path / "a file") in errors


def test_a_load_beside_another_is_told_to_wait(tmp_path: Path, folder: Folder) -> None:
    path = given(tmp_path, GOOD)
    command = [sys.executable, "-m", "etl", "--lang", "en", "load", str(path), "--data", str(folder.data)]
    with locks.sole_writer(folder.snapshots):
        ended = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, encoding="utf-8")
    assert ended.returncode == 75
    assert f"Another load is running (process {os.getpid()}, since" in ended.stderr
    assert warehouse.current(folder.snapshots) is None


def test_every_message_is_there_in_english(tmp_path: Path, run: Run) -> None:
    path = given(tmp_path, PARTLY, "uni.csv")
    told = [run("status", lang="en"), run("check", path, lang="en"), run("load", path, lang="en")]
    told += [run("load", path, lang="en"), run("status", lang="en")]
    assert [code for code, _, _ in told] == [0, 5, 5, 0, 0]
    (_, none, _), (_, check, _), (_, load, faults), (_, again, _), (_, status, _) = told
    account = (
        "uni.csv -> university_students: 3 rows = loaded 1 + already present 0 + quarantined 1 + not data 1"
    )
    assert "No data has been loaded yet" in none
    assert "Nothing was written" in check
    assert "Published snapshot" in load
    assert "Nothing new" in again
    assert all(account in said for said in (check, load, status))
    assert "Problems of quarantined rows, 1:" in faults
    assert "This name or code is not registered" in faults
    hangul = [
        line for line in (none + check + load + again + status).splitlines() if "가" <= max(line) <= "힣"
    ]
    assert hangul == []


def test_status_names_the_current_snapshot_and_how_many_are_kept(tmp_path: Path, run: Run) -> None:
    assert "아직 적재된 자료가 없습니다" in run("status")[1]
    run("load")
    run("load", given(tmp_path, GOOD))
    now = warehouse.current()
    assert now is not None
    code, said, _ = run("status")
    assert code == 0
    assert f"현재 스냅숏 {now.id}" in said
    assert "보관 중 2개" in said
    assert "대학.csv -> university_students: 3행" in said


def test_history_rollback_and_prune_say_what_they_did(tmp_path: Path, folder: Folder, run: Run) -> None:
    run("load", given(tmp_path, GOOD))
    first = warehouse.current()
    assert first is not None
    assert "정정된 값이 없습니다" in run("history")[1]
    run(
        "load", given(tmp_path, written(STUDENTS, [[2024, "인제대", 9020, 688]]), "정정.csv"), "--why", "공문"
    )
    code, said, _ = run("history")
    assert code == 0
    assert said.splitlines()[0].endswith(logbook.log(folder.snapshots)[0][2])
    assert "university_students 2024, inje enrolled: 9017 (대학.csv) -> 9020 (정정.csv, 공문)" in said
    assert "9020" in run("history", "--kpi", "university_dropout_rate")[1]
    assert "정정된 값이 없습니다" in run("history", "--kpi", "settlement_intention")[1]
    assert run("history", "--kpi", "no_such")[0] == 2
    code, said, _ = run("rollback", first.id)
    assert (code, warehouse.current()) == (0, first)
    assert "다음 적재는 이 상태 위에 더해집니다" in said
    code, _, errors = run("rollback", "0" * 12)
    assert code == 2
    assert first.id in errors
    assert "지운 스냅숏 0개" in run("prune", "--keep", "2")[1]
    assert len(warehouse.kept()) == 2


def test_a_snapshot_of_another_version_is_not_gone_back_to(tmp_path: Path, run: Run) -> None:
    run("load")
    old = warehouse.current()
    assert old is not None
    run("load", given(tmp_path, GOOD))
    now = warehouse.current()
    integrity.seal(old.folder, {**old.manifest, "shape": "of another version"})
    code, _, errors = run("rollback", old.id)
    assert (code, warehouse.current()) == (2, now)
    assert "다른 판의 제품" in errors


def test_quarantine_and_template_are_written_where_they_are_wanted(
    tmp_path: Path, folder: Folder, run: Run
) -> None:
    run("load", given(tmp_path, PARTLY))
    code, said, _ = run("quarantine", "--to", tmp_path / "out")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "대학-격리-사유-1.csv",
        "대학-격리-사유-1.xlsx",
    ]
    assert "썼습니다" in said
    run("template", "university_students", "--to", tmp_path / "out")
    assert (tmp_path / "out" / "university_students.xlsx").stat().st_size > 5000
    assert folder.data.is_dir()


def test_who_loads_and_goes_back_here_stands_in_the_access_log(
    tmp_path: Path, folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "kim")
    run("load", given(tmp_path, GOOD), "--why", "정기 적재")
    first = warehouse.current(folder.snapshots)
    assert first is not None
    run("load", given(tmp_path, PARTLY, "더.csv"))
    run("rollback", first.id)
    run("rollback", "0" * 12)  # done by nobody: there is no such snapshot
    found = log.entries(folder.snapshots)
    assert [(each.what, each.detail, each.why) for each in found] == [
        ("load", "대학.csv", "정기 적재"),
        ("load", "더.csv", ""),
        ("roll_back", first.id, ""),
    ]
    assert {(each.who, each.role, each.where) for each in found} == {("kim", "steward", "command line")}
    assert log.verify(folder.snapshots).fault is None
