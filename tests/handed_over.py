"""Briefings for the tests of formats: a city's, and one whose names try to be formulas."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from etl.build import ensure_current
from kpis import Scope
from meomureum.drawing.figure import Briefing, Figure, FigureKind, Point, Series
from meomureum.figures.city_briefing import city_briefing
from meomureum.figures.recipes import RECIPES, figures_of, page_of
from meomureum.measures import measurement
from meomureum.store.address import DataSet, View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language

MADE_ON = "2026-11-21"
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    " =1",
)


@cache
def snapshot() -> Snapshot:
    """The shipped data, built once: a briefing and what it is compared with are of one state."""
    return ensure_current()


@cache
def city(language: Language = "ko", data_set: DataSet = "published", name: str = "gimhae") -> Briefing:
    """The trends of a city's briefing; the tables and pictures that its story begins with have tests of their own."""
    return trends(city_briefing(snapshot(), View(language, data_set, (name,)), name, MADE_ON, most=15))


def whole_city(language: Language = "ko", data_set: DataSet = "published", name: str = "gimhae") -> Briefing:
    """A city's briefing as it is handed over, from its story to its appendix."""
    return city_briefing(snapshot(), View(language, data_set, (name,)), name, MADE_ON)


def trends(briefing: Briefing) -> Briefing:
    """The same briefing with its first dozen lines over the years alone."""
    lines = tuple(each for each in briefing.figures if page_of(each.address) == "progress")
    return replace(briefing, figures=lines[:12], appendix=None)


@cache
def every_page(language: Language = "ko") -> tuple[Figure, ...]:
    """The figures of every page of a city, on the sample."""
    view = View(language, "sample", ("gimhae",))
    return tuple(each for page in RECIPES for each in figures_of(snapshot(), page, view))


Writer = Callable[[Briefing], bytes]


def once(write: Writer) -> Writer:
    """The same writer, which writes each briefing once a process."""
    kept: dict[int, tuple[Briefing, bytes]] = {}

    def written(briefing: Briefing) -> bytes:
        if id(briefing) not in kept:
            kept[id(briefing)] = (briefing, write(briefing))
        return kept[id(briefing)][1]

    return written


def queried(figure: Figure, data_set: DataSet, name: str = "gimhae") -> dict[tuple[str, int], float]:
    """The values behind a figure of one city, asked anew: by (origin, year)."""
    kpi_id = figure.key.split("-")[0]
    scope = Scope(data_set, cities=(name,))
    kpi = measurement.find(kpi_id)
    for formula in ("", *kpi.stand_ins):
        rows = measurement.measure(snapshot(), kpi_id, scope, ("city", "year"), formula)
        rows = rows[rows["value"].notna()]
        if rows["origin"].eq("computed").any() or not kpi.stand_ins:
            break
    found = rows[["origin", "year", "value"]].itertuples(index=False, name=None)
    return {(origin, int(year)): float(value) for origin, year, value in found}


@cache
def hostile(kind: FigureKind = "bar", attacks: tuple[str, ...] = HOSTILE) -> Briefing:
    """A figure of invented data, every word of which tries to be a formula."""
    figure = city("ko", "sample").figures[0]
    points = tuple(Point(words, 0.1 + at / 50, f"{10 + 2 * at}.0%") for at, words in enumerate(attacks))
    made = replace(
        figure,
        kind=kind,
        title="=HYPERLINK(1)",
        subtitle="+subtitle",
        series=(Series("=2+2", "computed", points), Series("@name", "computed", points))
        if kind != "table"
        else (),
        columns=("=name", "값"),
        rows=tuple((words, f"{at}") for at, words in enumerate(attacks)),
        numbers=(),
        source="@source",
        definition="-definition",
        filters="=filters",
        alt="=alt",
        notes=("=note",),
    )
    return replace(city("ko", "sample"), title="=title", figures=(made,))


def members(content: bytes, ending: str = "") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(ending)}


def texts(xml: bytes) -> list[str]:
    """Every run of text in a part of an Office file."""
    return [each.text or "" for each in ElementTree.fromstring(xml).iter() if each.tag.endswith("}t")]  # noqa: S314


def as_pdf(content: bytes, name: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file; skips plainly where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / name),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / name).with_suffix(".pdf").read_bytes()
