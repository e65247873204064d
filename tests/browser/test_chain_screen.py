"""The chain on a wide and on a narrow screen: a flow chart, or the same as a table."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from browser.screen import Screen

Open = Callable[..., Screen]


def test_the_flow_chart_prints_its_numbers_and_a_narrow_screen_has_the_table(
    server: str, open_screen: Open
) -> None:
    page = open_screen(f"{server}/chain?set=sample&city=gimhae").page
    chart = page.locator('[class*="st-key-wide-only"] .js-plotly-plot')
    for words in ("5,806명 (100.0%)", "590명 (10.2%)", "약 4.9명 (0.08%)", "알 수 없음·추적 불가"):
        expect(chart.get_by_text(words).first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    expect(chart).not_to_be_visible()
    expect(page.locator(".mm-table").first.get_by_text("시 밖 대학 진학")).to_be_visible()
