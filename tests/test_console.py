"""What a command prints: values are shown and never obeyed, and a reader who leaves early stops nothing."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from meomureum import command, console

PROJECT = Path(__file__).parents[1]
# Two processes that a parent reads talk to it in JSON.
NOT_A_TERMINAL = {"etl/sandbox.py", "meomureum/verify/pdf_words.py"}
HOSTILE = {
    "\x1b[31mred\x1b[0m": r"\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07": r"\x1b]0;title\x07",
    "\x9b2J": r"\x9b2J",
    "a\nb\rc\td": r"a\nb\rc\td",
    "a\u2028b\x85c\x0b": r"a\u2028b\x85c\x0b",
    "\u202egnp.exe\u2066x\u200f": r"\u202egnp.exe\u2066x\u200f",
    "\ufeff\u200b\x7f\x00": r"\ufeff\u200b\x7f\x00",
    "\udcff": r"\udcff",
    "\U000e0041": r"\U000e0041",
}


@pytest.mark.parametrize(("value", "seen"), HOSTILE.items())
def test_what_a_terminal_would_obey_is_written_out(value: str, seen: str) -> None:
    assert console.shown(f"이름 {value}.csv") == f"이름 {seen}.csv"


def test_words_of_people_are_left_as_they_are() -> None:
    for words in (
        "김해시 3.5%p − 가야대학교(김해)",
        "a\u00a0b\u3000c",
        "naïve ‘q’ \\ 100%",
        "漢字 ひらがな 🏙",
    ):
        assert console.shown(words) == words


def test_a_line_is_one_line_and_goes_where_it_belongs(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("first", "a\nNothing new.", "last")
    console.complain("\x1b[2J")
    told = capsys.readouterr()
    assert told.out.split("\n") == ["first", r"a\nNothing new.", "last", ""]
    assert told.err == "\\x1b[2J\n"


def test_a_wrong_word_is_named_without_being_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        console.Parser(prog="x").parse_args(["\x1b[31m\nok"])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert r"\x1b[31m\nok" in told
    assert "\x1b" not in told


def test_nothing_else_prints() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.py"], cwd=PROJECT, capture_output=True, check=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (
            name.split("/")[0] in ("tests", "benchmarks", "install", ".ci", "meomureum/console.py")
            or name in NOT_A_TERMINAL
        ):
            continue
        called = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse((PROJECT / name).read_text("utf-8")))
            if isinstance(node, ast.Call)
        }
        assert not called & {"print", "sys.stdout.write", "sys.stderr.write"}, name
        assert not any(each.endswith("ArgumentParser") for each in called), name


# The commands themselves, each in a process of its own.

HEADER = "연도,대학코드,학과코드,재적생,중도탈락,\x1b[31m\u202e머리\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the snapshot of the tests."""
    return Path(shutil.copytree(os.environ["MEOMUREUM_SNAPSHOTS"], tmp_path / "snapshots"))


def told(place: Path, *words: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MEOMUREUM_SNAPSHOTS": str(place), "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )


COMMANDS = [
    ("etl", "check", "{file}"),
    ("etl", "load", "no\x1b[31m\nsuch.csv"),
    ("etl", "history", "--kpi", "\x1b[31m\u202e\nx"),
    ("etl", "rollback", "\x9b31m\nx"),
    ("etl", "template", "university_outcomes", "--to", "/dev/null/\x1b[31m"),
    ("etl", "trace", "--file", "\x1b[31m\nx"),
    ("etl", "\x1b[31m"),
    ("meomureum", "\x1b[31m"),
    ("meomureum", "trace", "\x1b[31m\nx"),
    ("meomureum", "brief", "--city", "\x1b[31m\nx", "--format", "csv", "--out", "x.csv"),
    ("meomureum", "brief", "--city", "gimhae", "--format", "\x1b[31m", "--out", "x"),
    ("meomureum", "access", "--folder", "/dev/null/\x1b[31m", "export", "--out", "/dev/null/\x1b]0;x\x07"),
    ("meomureum", "privacy", "verify", "\x1b[31m"),
]


@pytest.mark.parametrize(
    "words", COMMANDS, ids=lambda words: " ".join(words).encode("unicode_escape").decode()
)
def test_no_command_sends_a_value_to_the_terminal(
    place: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    hostile = tmp_path / "\x1b[31m\u202e\x9b학과.csv"
    hostile.write_text(HEADER + "2023,inje,\x1b[2J,10,1,x\n", "utf-8")
    done = told(place, *(str(hostile) if word == "{file}" else word for word in words))
    assert done.returncode not in (0, 1), done.stderr
    for letter in "\x1b\x9b\u202e\x07\r":
        assert letter not in done.stdout + done.stderr
    assert "\nx" not in done.stderr
    assert r"\x1b" in done.stderr or r"\x9b" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("etl", "status"), 0),
        (("etl", "history"), 0),
        (("etl", "load"), 0),
        (("etl", "trace", "local_employment_rate", "--set", "sample"), 0),
        (("etl", "--help"), 0),
        (("meomureum", "trace", "nothing"), 2),
        (("meomureum", "access", "verify"), 0),
        (("meomureum", "privacy", "verify", "public"), 0),
        (("meomureum", "brief", "--city", "nowhere"), 2),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="a pipe that closes is told otherwise there")
def test_who_stops_reading_stops_nothing(place: Path, words: tuple[str, ...], code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)  # as `| true` does, before the first line is written
    environment = {**os.environ, "MEOMUREUM_SNAPSHOTS": str(place)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=PROJECT,
            env=environment,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=300,
        )
    finally:
        os.close(writing)
    assert done.returncode == code, done.stderr
    assert b"Broken" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert (done.stderr == b"") == (code == 0), done.stderr


def test_what_an_old_terminal_cannot_write_is_written_out(place: Path) -> None:
    done = told(place, "etl", "status", encoding="ascii")
    assert done.returncode == 0
    assert r"\ud604\uc7ac" in done.stdout  # "현재"


def test_options_stand_before_or_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--lang", "en", "history", "--kpi", "nothing"]) == 2
    before = capsys.readouterr()
    assert command.main(["history", "--kpi", "nothing", "--lang", "en"]) == 2
    after = capsys.readouterr()
    assert before == after
    assert "There is no indicator 'nothing'" in before.err


def test_the_table_of_commands_names_each_with_its_purpose(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in command.COMMANDS)
    assert set(command.COMMANDS) >= {
        "run",
        "load",
        "check",
        "status",
        "history",
        "rollback",
        "template",
        "trace",
    }
    assert command.main(["lod"]) == 2
    assert "'lod'" in capsys.readouterr().err


def test_a_code_that_was_never_issued_does_not_verify(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["verify", "7KQ2-M4XA", "--lang", "en"]) == 4
    assert "7KQ2-M4XA: Not issued here" in capsys.readouterr().out
    assert command.main(["verify", "nothing of ours", "--lang", "en"]) == 2
    assert "neither a code" in capsys.readouterr().err
