"""The screen as a reader meets it, for the browser tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OUTPUT = Path(__file__).parents[1] / "output"
# A bar, a small trend, a chart, a table of shades: whatever is drawn from a value.
PICTURES = ".mm-bullet, .mm-trend, .mm-chart, .mm-difference, .mm-heat, .mm-picture"
# Where things stand on the page, however far it is scrolled.
_ENDS = """selector => {
    const page = document.querySelector('[data-testid=stMain]');
    const top = page.getBoundingClientRect().top - page.scrollTop;
    return [...document.querySelectorAll(selector)].filter(each => each.checkVisibility())
        .map(each => each.getBoundingClientRect()).map(box => [box.top - top, box.bottom - top]);
}"""
PUBLISHED = "공표했습니다"
PUBLISHED_WITHIN = 180_000  # milliseconds; a whole snapshot is built
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass(frozen=True)
class Screen:
    """One open page."""

    page: Page

    def settled(self) -> None:
        """Wait until the page is drawn and no run is under way."""
        expect(self.page.locator("h1").first).to_be_visible(timeout=60_000)
        self.page.wait_for_selector(AT_REST)
        # A stale element is one of the page before, greyed until the run replaces it.
        expect(self.page.locator('[data-stale="true"]')).to_have_count(0)
        # What is still being fetched is not shown, nor what it would push.
        expect(self.page.locator('[data-testid="stSkeleton"]')).to_have_count(0)

    def go(self, address: str) -> None:
        """Follow an address within the session, as the links of the pages do."""
        self.page.evaluate(
            """address => {
                history.pushState({}, "", address);
                dispatchEvent(new PopStateEvent("popstate"));
            }""",
            address,
        )
        self.page.wait_for_timeout(150)
        self.settled()

    def publish(self, button: str) -> None:
        """Press a button that publishes, and wait until the page names a snapshot that it did not name before."""
        told = self.page.get_by_text(PUBLISHED)
        before = told.all_inner_texts()
        self.page.get_by_role("button", name=button).click()
        told.filter(has_not_text=before[0] if before else "\0").wait_for(timeout=PUBLISHED_WITHIN)
        self.settled()

    def wear(self, theme: Literal["light", "dark"]) -> None:
        """Change between day and night as the operating system does."""
        night = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        if night == (theme == "dark"):
            return
        app = self.page.locator('[data-testid="stApp"]')
        before = app.evaluate("e => getComputedStyle(e).backgroundColor")
        self.page.emulate_media(color_scheme=theme)
        expect(app).not_to_have_css("background-color", before)
        self.settled()

    @property
    def path(self) -> str:
        """The page's part of the address."""
        return urlsplit(self.page.url).path

    @property
    def choices(self) -> dict[str, str]:
        """The address's parameters."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    @property
    def title(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").first.inner_text()

    @property
    def language(self) -> str:
        """What the document says its language is."""
        return str(self.page.evaluate("document.documentElement.lang"))

    def violations(self) -> list[str]:
        """What axe has against the page, in short."""
        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]

    def wider_than_it_should_be(self) -> int:
        """By how many pixels the page scrolls sideways."""
        return int(
            self.page.evaluate(
                """() => Math.max(...[document.documentElement,
                    document.querySelector('[data-testid="stMain"]')]
                    .map(e => e.scrollWidth - e.clientWidth))"""
            )
        )

    def ends(self, selector: str) -> list[tuple[float, float]]:
        """Top and bottom of everything of a kind that is in sight, from the top of the page."""
        found: list[tuple[float, float]] = [tuple(each) for each in self.page.evaluate(_ENDS, selector)]
        return sorted(found)

    def first_picture(self) -> float:
        """How far down the first thing drawn from a value stands; endlessly far where nothing is."""
        return min((top for top, _ in self.ends(PICTURES)), default=float("inf"))

    def height(self) -> int:
        """How long the page is."""
        return int(self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))

    def photograph(self, name: str) -> None:
        """A picture of the whole page for people to look at."""
        OUTPUT.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png")
