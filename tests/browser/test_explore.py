"""An analyst's session in a browser: filter, group, draw, take along, share, go back, keep, show the SQL."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect

import kpis
from browser.screen import AT_REST, Screen
from kpis import Scope
from meomureum.store import warehouse

Open = Callable[..., Screen]
PATIENCE = 20_000
KPI = "local_employment_rate"


def pick(page: Page, label: str, option: str) -> None:
    """Choose from a list; what is drawn anew or moves at that moment closes it, so it is opened again."""
    chooser = page.get_by_role("combobox", name=label)
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(6):
        with suppress(AssertionError, PlaywrightError):
            expect(page.locator(AT_REST)).to_be_visible()
            chooser.scroll_into_view_if_needed(timeout=4_000)
            page.wait_for_timeout(400)
            chooser.click(timeout=4_000)
            wanted.click(timeout=4_000)
            return
    wanted.click()


def unfolded(page: Page, words: str, within: Locator) -> None:
    """Click until it stands open: what is drawn anew at that moment folds itself up again."""
    for _ in range(6):
        page.get_by_text(words, exact=True).click()
        try:
            expect(within.first).to_be_visible(timeout=4_000)
        except AssertionError:
            continue
        return
    expect(within.first).to_be_visible()


def test_an_analyst_filters_groups_takes_along_shares_and_keeps(
    server: str, snapshots: Path, open_screen: Open
) -> None:
    screen = open_screen(f"{server}/explore?set=sample&lang=en&kpi={KPI}")
    page = screen.page
    page.evaluate("window.openedOnce = true")
    unfolded(page, "Filters", page.get_by_role("combobox", name="Sex"))
    pick(page, "Sex", "Female")
    page.wait_for_url("**sex=female*")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Sex: Female")).to_be_visible()
    pick(page, "Then by", "Field")
    page.wait_for_url("**group=city%2Cfield*")
    screen.settled()
    page.get_by_text("Heat table", exact=True).click()
    page.wait_for_url("**chart=heat*")
    expect(page.locator(".mm-heat tbody tr")).to_have_count(3, timeout=PATIENCE)
    assert page.locator('.mm-navigation a[href*="sex=female"]').count() > 5, (
        "links to other pages fell behind"
    )
    shared = screen.choices
    assert (shared["sex"], shared["group"], shared["chart"]) == ("female", "city,field", "heat")

    table = page.locator(".mm-datatable")
    unfolded(page, "As a table", table)
    expected = measured(snapshots)
    expect(table.locator("tbody tr")).to_have_count(len(expected), timeout=PATIENCE)
    screen.settled()
    table.get_by_role("button", name="Value").click()
    expect(table.locator('th[aria-sort="ascending"]')).to_have_text("Value")
    smallest = table.locator("tbody tr").first.locator("td[data-value]").nth(1)
    first = float(smallest.get_attribute("data-value") or "nan")
    table.get_by_role("searchbox").fill("Gimhae")
    assert "Ansan" not in table.locator("tbody").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    assert first == expected["value"].min()
    assert taken_along(download.value.path()) == sorted(expected["value"].dropna())

    page.go_back()
    page.wait_for_url(lambda url: "chart=heat" not in url)
    expect(page.locator(".mm-heat")).to_have_count(0)
    page.go_forward()
    page.wait_for_url("**chart=heat*")
    expect(page.locator(".mm-heat tbody tr")).to_have_count(3, timeout=PATIENCE)
    page.get_by_text("Copy link", exact=True).click()
    expect(page.locator(".mm-copy")).to_have_text("Copied")

    unfolded(page, "Saved views", page.get_by_role("textbox", name="Name of this view"))
    page.get_by_role("textbox", name="Name of this view").fill("Women by field")
    page.get_by_role("textbox", name="Name of this view").press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Women by field")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Escape")
    screen.settled()
    page.get_by_text("Clear all", exact=True).click()
    page.wait_for_url(lambda url: "sex=" not in url)
    expect(page.get_by_text("Sex: Female")).to_have_count(0)
    screen.settled()
    unfolded(page, "Saved views", page.get_by_role("link", name="Women by field"))
    page.get_by_role("link", name="Women by field").click()
    page.wait_for_url("**sex=female*")
    page.keyboard.press("Escape")
    screen.settled()
    assert screen.choices == shared
    unfolded(page, "Evidence", page.get_by_text("LIST_CONTAINS(['female'], sex)"))
    assert page.evaluate("window.openedOnce"), "the page was loaded anew"
    assert screen.violations() == []


def measured(snapshots: Path) -> pd.DataFrame:
    snapshot = warehouse.current(snapshots)
    assert snapshot is not None
    return kpis.measure(snapshot, KPI, Scope("sample", sexes=("female",)), ("city", "field", "year"))


def taken_along(path: Path) -> list[float]:
    text = path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(text.split("\r\n\r\n")[0].splitlines())
    at = header.index("Value (number)")
    return sorted(float(row[at]) for row in rows if row[at])
