"""How pages grow with the cities that an installation follows and the rows that it has loaded, as one table.

python benchmarks/growth.py [cities,...] [thousands of rows,...]

For each size the published data are built anew with so many followed cities and so many further rows of graduates
(`national.py`); then a browser opens each page and changes a choice on it. Printed: processor time of the server for
the page and for the change, the elements of the page, and how long it is. What is compared are the columns of one run.
"""

from __future__ import annotations

import csv
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests"), str(Path(__file__).parent)]

import national  # noqa: E402
from browser.screen import Screen  # noqa: E402
from readers import Server, serving  # noqa: E402

from etl.build import build  # noqa: E402
from etl.inputs import inputs_of  # noqa: E402

CITIES, THOUSANDS = (3, 30, 229), (0, 1_000)
PAGES = ("", "city", "progress", "compare", "funnel", "explain", "map", "explore", "scenario", "data")
TICKS = os.sysconf("SC_CLK_TCK")
ELEMENTS = "document.querySelectorAll('*').length"


def followed(folder: Path, count: int) -> None:
    """The shipped data, with so many cities followed and the schools of the drawn rows."""
    shutil.copytree(PROJECT / "data" / "published", folder / "published")
    national.reference(folder)
    register = folder / "reference" / "regions.csv"
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cities = [row for row in rows if row["level"] == "city" and not row["valid_to"]]
    for row in sorted(cities, key=lambda row: not row["followed"])[:count]:
        row["followed"] = "yes"
    with register.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def installation(cities: int, thousands: int) -> Iterator[Server]:
    """A server on data of that size, ready."""
    with tempfile.TemporaryDirectory() as place:
        data, snapshots = Path(place) / "data", Path(place) / "snapshots"
        followed(data, cities)
        if thousands:
            (data / "raw" / "recognised").mkdir(parents=True)
            national.written(data / "raw" / "recognised" / "graduates.csv", thousands * 1_000, bad=0.0)
        build(inputs_of(data), snapshots)
        os.environ["MEOMUREUM_DATA"] = str(data)
        with serving(Path(place), snapshots) as server:
            yield server


def processor_seconds(process: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measured(server: Server, page: Page, name: str) -> tuple[str, ...]:
    """One page: server time to open it, server time for other years, its elements, its length."""
    screen, used = Screen(page), [processor_seconds(server.process)]
    for chosen in ("", "&to=2024"):
        screen.go(f"/{name}?lang=ko&set=published{chosen}")
        used.append(processor_seconds(server.process))
    opened, changed = (later - before for before, later in itertools.pairwise(used))
    return f"{opened:.2f}", f"{changed:.2f}", f"{page.evaluate(ELEMENTS):,}", f"{screen.height():,}"


def pages(server: Server) -> dict[str, tuple[str, ...]]:
    """The cells of each page, in one window."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(180_000)  # a busy machine
        page.goto(f"{server.origin}/settings?lang=ko")
        Screen(page).settled()
        return {name: measured(server, page, name) for name in PAGES}


def main(cities: list[int], thousands: list[int]) -> None:
    """Print the table, a size a group of columns, as soon as each is known."""
    print("| page | cities | rows loaded | open, CPU s | change, CPU s | elements | length, px |")
    print("|---|---|---|---|---|---|---|")
    for rows, count in itertools.product(thousands, cities):
        with installation(count, rows) as server:
            for name, cells in pages(server).items():
                told = [name or "overview", str(count), f"{rows * 1_000:,}", *cells]
                print(f"| {' | '.join(told)} |", flush=True)


if __name__ == "__main__":
    given = [[int(each) for each in words.split(",")] for words in sys.argv[1:3]]
    main(*(given + [[*CITIES], [*THOUSANDS]][len(given) :]))
