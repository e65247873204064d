"""`python -m meomureum brief`: what it writes, says and returns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from handed_over import MADE_ON, members, snapshot, whole_city
from small import PROJECT, Folder

from meomureum.app.commands.briefing import main
from meomureum.export import FORMATS
from meomureum.store import environment
from meomureum.verify.issued_figures import register_of


@pytest.fixture(autouse=True)
def _built() -> None:
    snapshot()


def arguments(out: Path, **changed: str) -> list[str]:
    given = {"city": "gimhae", "format": "pptx", "lang": "ko", "date": MADE_ON, "out": str(out)} | changed
    return [word for name, value in given.items() for word in (f"--{name}", value)]


@pytest.mark.parametrize("name", ["pptx", "xlsx"])
def test_it_writes_what_the_screen_would_hand_over(name: str, tmp_path: Path) -> None:
    out = tmp_path / f"briefing.{name}"
    assert main(arguments(out, format=name, set="sample")) == 0
    assert out.read_bytes() == FORMATS[name](whole_city("ko", "sample"))
    assert {figure.code for figure in whole_city("ko", "sample").figures} <= set(
        register_of(environment.home())
    )


def test_several_tables_become_a_zip_and_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(tmp_path / "tables.csv", format="csv", lang="en")) == 0
    said = capsys.readouterr().out
    assert "tables.zip" in said
    assert "ZIP" in said
    assert not (tmp_path / "tables.csv").exists()
    assert len(members((tmp_path / "tables.zip").read_bytes())) == len(whole_city("en").figures)


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        ({"city": "중구"}, ("서울특별시 중구", "대구광역시 중구")),
        ({"city": "창언"}, ("그런 시·군·구를 찾지 못했습니다",)),
        ({"format": "docx"}, tuple(FORMATS)),
    ],
)
def test_a_city_that_is_not_one_or_an_unknown_format_is_answered_with_what_would_do(
    changed: dict[str, str], known: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(tmp_path / "x", **changed)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert all(word in said.err for word in (*known, *changed.values()))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"set": "all"}, "--set에 'all'은(는) 쓸 수 없습니다. 쓸 수 있는 것: published, sample"),
        ({"lang": "de"}, "--lang에 'de'은(는) 쓸 수 없습니다. 쓸 수 있는 것: ko, en"),
        ({"template": "poster"}, "--template에 'poster'은(는) 쓸 수 없습니다"),
        ({"date": "2026-13-01"}, "--date에는 날짜를 적어 주십시오: 2026-11-21"),
        ({"from": "twenty", "lang": "en"}, "--from takes a year: 2019"),
        ({"shape": "round", "lang": "en"}, "'--shape' is not understood."),
    ],
)
def test_other_usage_faults_end_with_2_and_are_told_in_plain_words(
    changed: dict[str, str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(tmp_path / "x", **changed)) == 2
    assert told in capsys.readouterr().err


def test_all_that_is_missing_is_named_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--city", "gimhae", "--out"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.partition("이(가)")[0] for line in said[:-1]] == ["--format", "--out"]
    assert said[-1] == "쓰는 법: meomureum brief --help"


def test_a_city_that_nobody_follows_has_a_briefing_of_what_is_published(tmp_path: Path) -> None:
    out = tmp_path / "영양.csv"
    assert main(arguments(out, city="영양군", format="csv")) == 0
    told = "\n".join(
        content.decode("utf-8-sig") for content in members(out.with_suffix(".zip").read_bytes()).values()
    )
    # 3,041 residents of 15 to 39 in February 2019; 113 and 97 who finished high school.
    assert all(each in told for each in ("영양군", "3041", "113", "97"))


def test_a_period_without_figures_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments(tmp_path / "x", lang="en"), "--from", "1990", "--to", "1991"]) == 3
    assert "Gimhae has no figure" in capsys.readouterr().err


def test_a_first_start_builds_its_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path, published=True)
    monkeypatch.setenv("MEOMUREUM_DATA", str(folder.data))
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    assert main(arguments(tmp_path / "x.pptx")) == 0
    assert (tmp_path / "x.pptx").read_bytes().startswith(b"PK")
    assert (folder.snapshots / "current").is_file()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(tmp_path / "none" / "x.pptx")) == 73
    said = capsys.readouterr().err
    assert "none" in said
    assert said.rstrip().endswith("그런 폴더가 없습니다")


def test_it_runs_as_a_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "meomureum", "brief", *arguments(tmp_path / "x.xlsx", format="xlsx")]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "x.xlsx").exists()
