"""The wheel: built, installed into a fresh environment, used in a folder that is no checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
from readers import Screen, Server, ask, await_ready, free_port, started

from meomureum.command import COMMANDS
from meomureum.project import PROJECT
from meomureum.store import warehouse

STUDENTS = [
    ["연도", "대학", "재적학생", "중도탈락"],
    [2023, "인제대", 9832, 704],
    [2024, "인제대", 9017, 688],
]


@dataclass(frozen=True)
class Installed:
    """A fresh environment with the wheel, and an empty folder of somebody who uses it."""

    python: Path
    place: Path

    @property
    def command(self) -> str:
        return str(self.python.with_name("meomureum"))

    @property
    def environment(self) -> dict[str, str]:
        """That of somebody at home in the place, with nothing configured."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("MEOMUREUM")}
        ours.pop("PYTHONPATH", None)
        ours.pop("XDG_DATA_HOME", None)
        return {**ours, "HOME": str(self.place), "LOCALAPPDATA": str(self.place), "PYTHONUTF8": "1"}

    def run(self, *words: str) -> str:
        """What a command says; fails unless it ends well."""
        done = subprocess.run(
            words, cwd=self.place, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def says(self, statement: str) -> str:
        """What its Python prints for an expression."""
        return self.run(str(self.python), "-c", f"print({statement})").strip()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Installed:
    """Installed as `pip install .` does it; what the wheel needs is lent by this environment, unasked for."""
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "venv", place / "venv"], check=True)
    scripts = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    here = Installed(scripts / "python", place)
    modules = Path(here.says("__import__('sysconfig').get_path('purelib')"))
    (modules / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    options = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation")
    here.run(str(here.python), "-m", "pip", "install", *options, str(PROJECT))
    user = Path(here.says("__import__('meomureum.project').project.user_folder()"))
    assert user.is_relative_to(place)
    shutil.copytree(ready_snapshots, user / "data" / "snapshots")
    return here


def current_id() -> str:
    """The snapshot that the checkout's own data give."""
    current = warehouse.current()
    assert current is not None
    return current.id


def test_it_takes_one_name_on_the_path(installed: Installed) -> None:
    files = installed.says("*__import__('importlib.metadata').metadata.files('meomureum')").split()
    tops = {file.split("/")[0] for file in files if not file.startswith("..")}
    assert {top.partition("-")[0] for top in tops} == {"meomureum"}
    for name in ("pages", "etl", "data", "kpis", "dashboard"):
        assert installed.says(f"__import__('importlib.util').util.find_spec({name!r})") == "None"


def test_it_holds_every_file_of_the_product(installed: Installed) -> None:
    listed = subprocess.run(
        [
            "git",
            "ls-files",
            "-z",
            "meomureum",
            "pages",
            "etl",
            "data",
            "dashboard.py",
            "kpis.py",
            ".streamlit",
        ],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    package = Path(installed.says("*__import__('meomureum').__path__"))
    for name in filter(None, listed):
        place = package.parent if name.startswith("meomureum/") else package / "_project"
        if (PROJECT / name).exists():
            assert (place / name).read_bytes() == (PROJECT / name).read_bytes(), name


def test_every_command_is_there(installed: Installed) -> None:
    told = installed.run(installed.command, "--help")
    for name in COMMANDS:
        assert f"  {name} " in told


def test_it_reads_its_own_data_and_whatever_it_is_given(installed: Installed) -> None:
    assert current_id() in installed.run(installed.command, "status")
    with xlsxwriter.Workbook(installed.place / "students.xlsx") as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(STUDENTS):
            sheet.write_row(line, 0, cells)
    told = installed.run(installed.command, "--lang", "en", "check", "students.xlsx")
    (mine,) = [line for line in told.splitlines() if line.startswith("students.xlsx")]
    assert "-> university_students: 3 rows = " in mine
    assert re.search(r"^The \d\d files that come with the product were read in full", told, re.MULTILINE)


def test_a_briefing_is_written_and_verified(installed: Installed) -> None:
    installed.run(installed.command, "brief", "--city", "gimhae", "--format", "pdf", "--out", "briefing.pdf")
    assert (installed.place / "briefing.pdf").read_bytes().startswith(b"%PDF")
    told = installed.run(installed.command, "verify", "--lang", "en", "briefing.pdf")
    assert told.count("Same as computed now") == len(told.splitlines()) > 5


def test_it_serves_from_any_folder(installed: Installed) -> None:
    here = Server(free_port(), 0, installed.place, installed.place / "server.log", installed.place / "none")
    command = [installed.command, "run", "--server.port", str(here.port)]
    with started(here, command, installed.place, installed.environment):
        assert json.loads(await_ready(here).content) == {"ready": True, "stage": "ready"}
        assert '<html lang="en">' in ask(here, "/compare?lang=en").words
        assert ask(here, "/assets/look.css").status == 200
        screen = Screen(here)
        screen.open("progress", "lang=en&city=gimhae")
        assert "Gimhae" in screen.words
        screen.close()
    # The same inputs and the same code give the same snapshot: nothing was built anew.
    assert current_id() in installed.run(installed.command, "status")
    assert "Traceback" not in here.output.read_text("utf-8")
