"""Attacks in names and addresses, in a real browser: no dialog, no error, no other host, nothing obeyed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from hardening.drawing import hostile
from hardening.payloads import MARKUP
from playwright.sync_api import expect

from browser.conftest import serving
from browser.screen import Screen

pytestmark = pytest.mark.trial

PAGES = ("progress", "map", "explore", "data")  # every page is judged without a browser in hardening
ASKED = (
    "/?city=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "/?lang=en&set=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "/progress?kpi=' OR 1=1 --",
    "/progress?from=javascript:alert(1)&to=1e999",
    "/progress?snapshot=../../etc/passwd",
    "/compare?inst=" + "x" * 3000,
    "/?page=%3Csvg%20onload%3Dalert(1)%3E",
    "/map?unheard-of=**bold** [x](http://198.51.100.7/)",
    "/data?embed=true&embed_options=show_toolbar",
    "/city?city=gimhae&city=<b>x</b>",
    "/definitions?kpi=%00%ff",
    "/explore?group=$x^2$ :red[x] :smile:",
)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = hostile(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_DATA", str(folder.data))
        with serving(folder.snapshots) as address:
            yield address


def test_nothing_that_attacks_is_obeyed(attacked: str, open_screen: Callable[..., Screen]) -> None:
    screen = open_screen(f"{attacked}/?set=sample&city=gimhae")
    page, dialogs, shown = screen.page, [], ""
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for name in PAGES:
        screen.go(f"/{name}?set=sample&city=gimhae")
        shown += page.locator('[data-testid="stMain"]').inner_text()
        shown += page.locator(".st-key-choices").inner_text()
        for act in (
            "script",
            "iframe",
            "object",
            "embed",
            "base",
            "img[src^=http]",
            "a[href^=http]",
            "[onerror]",
        ):
            assert page.locator(f'[data-testid="stMain"] {act}').count() == 0, (name, act)
    assert all(" ".join(words.split()) in " ".join(shown.split()) for words in MARKUP if "\n" not in words)
    for asked in ASKED:
        screen.go(quote(asked, safe="/?&=%"))
        expect(page.locator("h1").first).to_be_visible()
        assert page.locator('[data-testid="stException"]').count() == 0, asked
    assert dialogs == []
