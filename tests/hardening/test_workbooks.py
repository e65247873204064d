"""Workbooks built to do harm are refused in a moment and in little memory, in a process of their own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from small import PROJECT, STUDENTS

from etl import sandbox
from etl.contract import LoadRefused
from etl.grids import from_workbook
from etl.sheet_reader import read
from etl.sources import KNOWN_HEADERS
from meomureum.texts import Text

pytestmark = pytest.mark.trial

MOST_SECONDS, MOST_KILOBYTES = 2, 300_000
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def sound() -> dict[str, bytes]:
    """The parts of a workbook that can be read."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, STUDENTS)
        page.write_row(1, 0, ["2023", "인제대학교", "9832", "704"])
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def with_parts(**parts: bytes) -> bytes:
    return packed(sound() | parts)


def sheet(cells: bytes) -> dict[str, bytes]:
    return {SHEET: HEAD + cells + TAIL}


def shared(word: bytes, times: int) -> dict[str, bytes]:
    """One long word, and a sheet full of cells that point at it."""
    cells = b'<row r="1">' + b'<c t="s"><v>0</v></c>' * times + b"</row>"
    return sheet(cells) | {"xl/sharedStrings.xml": b"<sst><si><t>" + word + b"</t></si></sst>"}


def lying() -> bytes:
    """A directory that declares a hundredth of what a part unpacks to."""
    content = bytearray(packed(sound() | sheet(b" " * 5_000_000)))
    at = content.rfind(SHEET.encode()) - 46
    content[at + 24 : at + 28] = (50_000).to_bytes(4, "little")
    return bytes(content)


HARMFUL: dict[str, Callable[[], bytes]] = {
    "a bomb of blanks": lambda: with_parts(**sheet(b" " * 150_000_000)),
    "more than may be unpacked": lambda: with_parts(**{f"xl/{n}.bin": bytes(90_000_000) for n in "abc"}),
    "a thousand and more parts": lambda: with_parts(**{f"xl/media/{n}.png": b"" for n in range(1001)}),
    "a path out of its folder": lambda: with_parts(**{"../../evil.xml": b"x"}),
    "macros": lambda: with_parts(**{"xl/vbaProject.bin": b"x"}),
    "links to other files": lambda: with_parts(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}),
    "entities that multiply": lambda: with_parts(**{SHEET: LAUGHS + HEAD + TAIL}),
    "an entity from outside": lambda: with_parts(**{"xl/sharedStrings.xml": OUTSIDE + b"<sst/>"}),
    "a cell at the far corner": lambda: with_parts(
        **sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    ),
    "one word a million times": lambda: with_parts(**shared(b"x" * 30_000, 1_000_000)),
    "one cell of ten megabytes": lambda: with_parts(
        **sheet(b'<row r="1"><c t="inlineStr"><is><t>' + b"x" * 10_000_000 + b"</t></is></c></row>")
    ),
    "a directory that lies": lying,
}


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("harmful")
    paths = {}
    for at, (name, make) in enumerate(HARMFUL.items()):
        paths[name] = folder / f"{at}.xlsx"
        paths[name].write_bytes(make())
    return paths


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_workbook_is_refused_in_a_moment_and_little_memory(
    harmful: dict[str, Path], name: str
) -> None:
    command = [
        sys.executable,
        str(Path(__file__).with_name("parsing.py")),
        str(harmful[name]),
        "올린 파일.xlsx",
    ]
    began = time.monotonic()
    child = subprocess.run(
        command,
        env={"PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    seconds = time.monotonic() - began
    (problem,) = json.loads(child.stdout)["problems"]
    assert problem["file"] == "올린 파일.xlsx"
    assert problem["expectation"]["ko"]
    assert seconds < MOST_SECONDS
    assert json.loads(child.stderr)["kilobytes"] < MOST_KILOBYTES


def test_a_sound_workbook_reads_the_same_in_the_other_process(tmp_path: Path) -> None:
    path = tmp_path / "학생.xlsx"
    path.write_bytes(packed(sound()))
    assert sandbox.read_workbook(path, "학생.xlsx") == from_workbook(path, "학생.xlsx")
    assert read(path, KNOWN_HEADERS)[0].rows.num_rows == 1


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (lambda path: sandbox.read_workbook(path, "학생.xlsx"), sandbox.TOO_MUCH),
        (lambda path: sandbox.unpack(path, "학생.zip", path.parent), sandbox.TOO_MUCH_PACKED),
    ],
    ids=["a workbook", "an archive"],
)
@pytest.mark.parametrize(
    "fault", ["import os; os.abort()", "sum(1 for _ in iter(int, 1))", "x = bytearray(8 << 30)", "print('{')"]
)
def test_a_parser_that_crashes_hangs_or_swells_is_a_refused_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Callable[[Path], object], words: Text, fault: str
) -> None:
    path = tmp_path / "학생.xlsx"
    path.write_bytes(packed(sound()))
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    run = subprocess.run

    def broken(command: list[str], **options: object) -> object:
        code = f"from etl import apart; apart._limit(); {fault}"
        return run([command[0], "-c", code], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", broken)
    with pytest.raises(LoadRefused) as caught:
        reader(path)
    (problem,) = caught.value.problems
    assert problem.expectation == words
