"""What every page shows on its first screen, as one table.

python benchmarks/first_screens.py [language]

For a window 1440 and one 390 pixels wide: how far down the first picture stands, how long the page is, how often it
bears the same mark, by how much it scrolls sideways. The clicks to an answer are counted in
tests/browser/test_answers.py.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from browser.conftest import serving  # noqa: E402
from browser.screen import Screen  # noqa: E402

from meomureum.store.address import PAGES  # noqa: E402

WIDTHS = (1440, 390)
MARKS = ".mm-status, .mm-synthetic"


def measured(screen: Screen, page: str, language: str) -> tuple[str, ...]:
    """One page in one window: first picture, length, the most of one mark, overhang."""
    screen.go(f"/{'' if page == PAGES[0] else page}?lang={language}")
    screen.page.wait_for_timeout(1000)
    first = screen.first_picture()
    marks = Counter(screen.page.locator(MARKS).all_inner_texts())
    shown = "–" if first == float("inf") else f"{first:.0f}"
    return (
        shown,
        f"{screen.height():,}",
        str(max(marks.values(), default=0)),
        str(screen.wider_than_it_should_be()),
    )


def windows(browser: Browser, address: str, language: str) -> dict[str, list[str]]:
    """The cells of each page, one window after the other."""
    found: dict[str, list[str]] = {page: [] for page in PAGES}
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(180_000)  # a busy machine
        page.goto(f"{address}/settings?lang={language}")
        screen = Screen(page)
        screen.settled()
        for name in PAGES:
            found[name] += measured(screen, name, language)
        page.close()
    return found


def main(language: str) -> None:
    """Print the table."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        serving(Path(folder), until="/ready") as address,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        table = windows(browser, address, language)
        browser.close()
    head = [
        f"{width}: {name}"
        for width in WIDTHS
        for name in ("first picture", "length", "same mark", "overhang")
    ]
    print(f"| page | {' | '.join(head)} |\n|{'---|' * (len(head) + 1)}")
    for page, cells in table.items():
        print(f"| {page} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "ko")
