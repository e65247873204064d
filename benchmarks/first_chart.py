"""Server start to first painted chart, and a warm filter change, beside a reference app.

python benchmarks/first_chart.py [rounds]

Each round starts both servers anew, one after the other in turn, opens a fresh browser
context and measures until the chart's lines are on the screen. A filter change is a click on
a city until the number of lines has changed. Printed: medians in milliseconds and ratios.
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
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from etl.build import ensure_current  # noqa: E402
from kpis import measure  # noqa: E402

LINES = ".js-plotly-plot .scatterlayer .trace"
APPS = {
    "meomureum": ("dashboard.py", "/progress?kpi=university_dropout_rate", "button:has-text('{}')"),
    "reference": ("benchmarks/reference_app.py", "/", "button:has-text('{}')"),
}
CITIES = {"meomureum": ("안산시", "시흥시"), "reference": ("ansan", "siheung")}
CHANGES = 10
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def serving(script: str, environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    """A fresh server; gives its address and the moment it was started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            script,
            "--server.headless",
            "true",
            "--server.port",
            str(port),
        ],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://localhost:{port}"
        while not _answers(address):
            time.sleep(0.02)
        yield address, started
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=2):
            return True
    except (URLError, ConnectionError, TimeoutError):
        return False


def first_chart(browser: Browser, app: str, environment: dict[str, str]) -> tuple[float, list[float]]:
    """Milliseconds from server start to the painted chart, and of each warm filter change."""
    script, path, button = APPS[app]
    with serving(script, environment) as (address, started):
        # Waiting in the page needs eval, which our own policy refuses.
        page = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True).new_page()
        page.goto(address + path)
        page.wait_for_selector(LINES)
        painted = (time.perf_counter() - started) * 1000
        page.wait_for_timeout(1500)
        changes = [_change(page, button.format(CITIES[app][turn % 2])) for turn in range(CHANGES)]
        page.context.close()
    return painted, changes


def _change(page: Page, button: str) -> float:
    before = page.locator(LINES).count()
    started = time.perf_counter()
    page.click(button)
    page.wait_for_function(f"document.querySelectorAll('{LINES}').length != {before}")
    return (time.perf_counter() - started) * 1000


def main(rounds: int) -> None:
    """Measure both apps in turn and print medians and ratios."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    starts: dict[str, list[float]] = {app: [] for app in APPS}
    changes: dict[str, list[float]] = {app: [] for app in APPS}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        snapshot = ensure_current(snapshots=Path(folder) / "snapshots")
        values = measure(snapshot, "university_dropout_rate")[["city_id", "year", "value"]]
        values.rename(columns={"city_id": "city"}).to_csv(f"{folder}/values.csv", index=False)
        environment = {
            "MEOMUREUM_SNAPSHOTS": f"{folder}/snapshots",
            "REFERENCE_VALUES": f"{folder}/values.csv",
        }
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(QUIET))
        for _ in range(rounds):
            for app in APPS:
                painted, changed = first_chart(browser, app, environment)
                starts[app].append(painted)
                changes[app].extend(changed)
        browser.close()
    for name, measured in (("start to first chart", starts), ("filter change", changes)):
        ours, reference = (statistics.median(measured[app]) for app in APPS)
        p95 = sorted(measured["meomureum"])[int(len(measured["meomureum"]) * 0.95)]
        print(
            f"{name}: {ours:.0f} ms (p95 {p95:.0f}), reference {reference:.0f} ms, ratio {ours / reference:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
