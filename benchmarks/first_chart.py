"""Server start to first painted chart, and warm filter changes, beside a reference app.

python benchmarks/first_chart.py [rounds]

Each round starts both servers anew, one after the other, and measures until the chart's lines
are on the screen. Then both stand open in one browser and are changed in turn: a filter of
Explore against the same filter of the reference page, a city of Progress against its city.
A change lasts from the click until other lines are on the screen. Printed: medians, p95, ratios.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from etl.build import ensure_current  # noqa: E402
from kpis import Scope, measure  # noqa: E402

KPI = "local_employment_rate"
LINES = ".js-plotly-plot .scatterlayer .trace"
# What is drawn, so that a change is seen whatever the number of lines.
DRAWN = (
    f"""Array.from(document.querySelectorAll('{LINES} path.js-line')).map(e => e.getAttribute('d')).join()"""
)
# Milliseconds from the next click until other lines were painted. The page's own clock, for an answer
# to us from a page that goes on working would come late.
PAINTED = f"""() => {{
    const before = {DRAWN};
    window.painted = new Promise((done) => {{
        addEventListener("pointerdown", ({{ timeStamp: clicked }}) => {{
            const afterPaint = new MessageChannel();
            afterPaint.port1.onmessage = () => done(performance.now() - clicked);
            const look = () => {{
                const now = {DRAWN};
                if (now && now !== before) afterPaint.port2.postMessage(null);
                else requestAnimationFrame(look);
            }};
            requestAnimationFrame(look);
        }}, {{ once: true, capture: true }});
    }});
}}"""
SCRIPTS = {"meomureum": "dashboard.py", "reference": "benchmarks/reference_app.py"}
QUERY = f"?set=sample&lang=en&kpi={KPI}"
CHANGES = 12
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Measured:
    """One way to change a page, on each of the two apps, with what it took in milliseconds."""

    name: str
    paths: dict[str, str]
    choices: dict[str, tuple[str, ...]]
    filter: dict[str, str] = field(default_factory=dict)
    """The chooser that the choices stand in; without one they are buttons."""
    taken: dict[str, list[float]] = field(default_factory=lambda: {app: [] for app in SCRIPTS})


def measured() -> list[Measured]:
    """Explore against the page of the same content, Progress against the same change of city."""
    return [
        Measured(
            "filter change on Explore",
            {"meomureum": f"/explore{QUERY}", "reference": "/"},
            {"meomureum": ("Female", "Male"), "reference": ("female", "male")},
            {"meomureum": "Sex", "reference": "sex"},
        ),
        Measured(
            "city change on Progress",
            {"meomureum": f"/progress{QUERY}", "reference": "/"},
            {"meomureum": ("Ansan", "Siheung"), "reference": ("ansan", "siheung")},
        ),
    ]


@contextmanager
def serving(script: str, environment: dict[str, str]) -> Iterator[tuple[str, float, int]]:
    """A fresh server; gives its address, the moment it was started and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    options = ["--server.headless", "true", "--server.port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, *options],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://localhost:{port}"
        while not _answers(address):
            time.sleep(0.02)
        yield address, started, server.pid
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=2):
            return True
    except (URLError, ConnectionError, TimeoutError):
        return False


def opened(browser: Browser, address: str) -> Page:
    """A page with its chart painted."""
    # Waiting in the page needs eval, which our own policy refuses.
    page = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True).new_page()
    page.goto(address)
    page.wait_for_selector(LINES)
    return page


def start_of(browser: Browser, app: str, environment: dict[str, str]) -> float:
    """Milliseconds from the start of a server to the painted chart."""
    with serving(SCRIPTS[app], environment) as (address, started, _):
        page = opened(browser, address + measured()[0].paths[app])
        painted = (time.perf_counter() - started) * 1000
        page.context.close()
    return painted


def change(page: Page, what: Measured, app: str, turn: int) -> None:
    """Make one change and note how long it took until it was painted."""
    page.bring_to_front()
    choices = what.choices[app]
    chosen = choices[turn % len(choices)]
    if what.filter:
        target = page.get_by_role("option", name=chosen, exact=True)
        _open_list(page, what.filter[app])
    else:
        target = page.locator(f"button:has-text('{chosen}')").first
    page.evaluate(PAINTED)
    target.click()
    what.taken[app].append(page.evaluate("painted"))
    page.wait_for_timeout(300)


def _open_list(page: Page, name: str) -> None:
    """Empty a chooser and unfold its list, both before the clock starts."""
    chooser = page.get_by_role("combobox", name=name)
    if not chooser.count():
        page.get_by_text("Filters", exact=True).click()
    chooser.wait_for()
    page.wait_for_timeout(500)
    chooser.focus()
    page.keyboard.press("Backspace")
    page.wait_for_timeout(700)
    page.keyboard.press("Escape")
    chooser.click()
    page.wait_for_timeout(300)


def written(folder: str) -> dict[str, str]:
    """The data of both apps: a snapshot, and for the reference page the cube that it draws."""
    snapshot = ensure_current(snapshots=Path(folder) / "snapshots")
    by = ("city", "institution", "department", "field", "sex", "year")
    cube = measure(snapshot, KPI, Scope("sample"), by)
    cube = cube.rename(columns={"city_id": "city", "institution_id": "institution"})
    cube[[*by, "numerator", "denominator"]].to_csv(f"{folder}/values.csv", index=False)
    return {"MEOMUREUM_SNAPSHOTS": f"{folder}/snapshots", "REFERENCE_VALUES": f"{folder}/values.csv"}


def changed(browser: Browser, environment: dict[str, str]) -> list[Measured]:
    """Every change on both apps, in turn."""
    found = measured()
    with ExitStack() as servers:
        at = {app: servers.enter_context(serving(script, environment))[0] for app, script in SCRIPTS.items()}
        for what in found:
            pages = {app: opened(browser, at[app] + path) for app, path in what.paths.items()}
            for turn in range(-1, CHANGES):
                for app, page in pages.items():
                    change(page, what, app, turn)
            for app, page in pages.items():
                what.taken[app] = what.taken[app][1:]  # the first one warms up
                page.context.close()
    return found


def told(name: str, taken: dict[str, list[float]]) -> str:
    """Medians, p95 and their ratios in a line."""
    median = {app: statistics.median(values) for app, values in taken.items()}
    p95 = {app: sorted(values)[int((len(values) - 1) * 0.95)] for app, values in taken.items()}
    ours, theirs = "meomureum", "reference"
    return (
        f"{name}: median {median[ours]:.0f} / {median[theirs]:.0f} ms = {median[ours] / median[theirs]:.2f}, "
        f"p95 {p95[ours]:.0f} / {p95[theirs]:.0f} ms = {p95[ours] / p95[theirs]:.2f}"
    )


def main(rounds: int) -> None:
    """Measure both apps in turn and print medians, p95 and ratios."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    starts: dict[str, list[float]] = {app: [] for app in SCRIPTS}
    changes = {what.name: what.taken for what in measured()}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = written(folder)
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(QUIET))
        for _ in range(rounds):
            for app in SCRIPTS:
                starts[app].append(start_of(browser, app, environment))
            for what in changed(browser, environment):
                for app in SCRIPTS:
                    changes[what.name][app].extend(what.taken[app])
        browser.close()
    for name, taken in {"start to first chart": starts, **changes}.items():
        print(told(name, taken))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
