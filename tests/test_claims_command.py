"""`meomureum verify --text`: what it prints and the code it leaves with, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
RIGHT = "올해 직업계고 취업률은 55.3%로 지난해(55.7%)보다 0.4%p 떨어졌다."
WRONG = "직업계고 졸업자 6만 3005명 중 3만 2016명이 진학해 진학률은 48%다."


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "meomureum", "verify", *words],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "보도자료.txt"
    path.write_text(f"{RIGHT}\n{WRONG}\n", encoding="utf-8")
    return path


def test_the_claims_of_a_text_come_as_json(text: Path) -> None:
    done = ran("--text", str(text), "--published", "2024-11-06", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (4, "")
    assert answer["published_on"] == "2024-11-06"
    assert [each["verdict"] for each in answer["claims"]] == ["right", "right", "wrong"]
    (check, together) = answer["claims"][2]["checks"]
    assert "30,216명" in check["reason"]
    assert "교육부" in check["source"]
    assert together["verdict"] == "uncheckable"


def test_lines_are_for_people_and_a_text_without_faults_leaves_0(text: Path) -> None:
    text.write_bytes(RIGHT.encode("cp949"))
    done = ran("--text", str(text), "--published", "2024-11-06")
    assert done.returncode == 0
    assert done.stdout.startswith("[맞음] 전국 직업계고 취업률: ")
    undated = ran("--text", str(text), "--lang", "en")
    assert (undated.returncode, "give the date of the text" in undated.stdout) == (0, True)


def test_a_text_that_claims_nothing_says_so(text: Path) -> None:
    text.write_text("오늘은 맑다.", encoding="utf-8")
    assert ran("--text", str(text)).stdout == "확인할 수 있는 주장이 없습니다.\n"
    assert json.loads(ran("--text", str(text), "--json").stdout)["claims"] == []


def test_control_letters_of_a_text_stay_json_and_stay_off_the_terminal(text: Path) -> None:
    text.write_text(RIGHT.replace("55.3%로", "55.3%로\u202e 🏙\x9b"), encoding="utf-8")
    done = ran("--text", str(text), "--published", "2024-11-06", "--json")
    assert all(each.isprintable() for each in done.stdout.rstrip("\n"))
    assert "\u202e" in json.loads(done.stdout)["claims"][0]["quote"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--text", "없는 파일.txt"), "없는 파일.txt"),
        ((), "--text"),
        (("7KQ2-M4XA", "--text", "a.txt"), "--text"),
        (("--text", "a.txt", "--published", "어제"), "2024-11-06"),
    ],
)
def test_wrong_words_are_told_and_leave_2(words: tuple[str, ...], told: str) -> None:
    done = ran(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_bytes_of_no_encoding_are_told(text: Path) -> None:
    text.write_bytes(b"\x80\xff\xff\n")
    done = ran("--text", str(text))
    assert (done.returncode, done.stdout) == (2, "")
    assert text.name in done.stderr
