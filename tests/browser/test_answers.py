"""What an official comes for, with the clicks counted from the first screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from pptx import Presentation

from browser.screen import Screen

Open = Callable[..., Screen]
FIELD = '[class*="st-key-search"] input'


class Counted:
    """A screen on which every click is counted."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.page, self.clicks = screen, screen.page, 0

    def click(self, role: str, name: str, *, exact: bool = False) -> None:
        """One click on the first of that role and name in sight."""
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]

    def search(self, words: str) -> None:
        """A slash, the words, the enter key: no click."""
        expect(self.page.locator(FIELD)).to_be_visible(timeout=120_000)
        self.screen.settled()
        self.page.keyboard.press("/")
        expect(self.page.locator(FIELD)).to_be_focused()
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def reads(self, *words: str) -> None:
        for each in words:
            expect(self.page.get_by_text(each).locator("visible=true").first).to_be_visible(timeout=60_000)


def test_whether_a_target_is_on_track_and_how_many_more_it_takes_need_no_click(
    server: str, open_screen: Open
) -> None:
    reader = Counted(open_screen(server))
    reader.reads(
        "2027년 25%: 2023년 뒤 공표가 없어 판단할 수 없습니다",
        "약 817명이 더 필요합니다 (2021년 5,105명 기준)",
    )
    assert reader.clicks == 0


def test_two_cities_are_compared_by_a_bar_and_a_sentence(server: str, open_screen: Open) -> None:
    reader = Counted(open_screen(server))
    reader.search("안산 김해 직업계고 취업률")
    reader.page.wait_for_url("**/funnel?*")
    reader.reads("2021년 직업계고 취업률은 김해시(58.2%)가 안산시(46.4%)보다 11.8%p 높습니다")
    bar = reader.page.get_by_role("img", name="차이 +11.8%p, 우연을 고려한 95% 구간 +5.2%p에서 +18.2%p까지")
    expect(bar).to_be_visible()
    assert reader.clicks == 0
    reader.screen.settled()
    assert reader.screen.violations() == []


def test_which_school_moved_a_rate_is_named_or_why_it_cannot_be(server: str, open_screen: Open) -> None:
    for indicator, told in (
        ("중도탈락률", "가장 크게 움직인 학교: 인제대학교(+2."),
        ("직업계고 취업률", "학교별 인원이 공표되지 않아 어느 학교가 움직였는지는 알 수 없습니다"),
    ):
        reader = Counted(open_screen(server))
        reader.click("link", f"{indicator}")
        reader.page.wait_for_url("**/progress?*")
        reader.screen.settled()
        reader.click("link", "왜 달라졌나")
        reader.page.wait_for_url("**/explain?*")
        reader.reads(told)
        assert reader.clicks == 2


def test_a_chart_is_in_slides_after_one_click_and_in_the_basket_after_another(
    server: str, open_screen: Open, tmp_path: Path
) -> None:
    reader = Counted(open_screen(server))
    figure = reader.page.locator(".st-key-figure-retention_by_age")
    reader.clicks += 1
    with reader.page.expect_download(timeout=120_000) as waiting:
        figure.get_by_role("button", name="PPT").click()
    waiting.value.save_as(tmp_path / "figure.pptx")
    slides = Presentation(str(tmp_path / "figure.pptx")).slides
    titles = [slide.shapes[0].text_frame.text for slide in slides]
    assert len(titles) == 1, "no cover that says the same"
    assert titles[0].startswith("김해시: 21세 100명이 5년 뒤 75명으로 가장 적습니다")
    assert any(shape.has_chart for shape in slides[0].shapes)
    reader.clicks += 1
    figure.get_by_role("button", name="담기").click()
    expect(figure.get_by_role("button", name="담김")).to_be_disabled()
    assert reader.clicks == 2


def test_the_search_finds_a_city_of_the_country_a_school_and_a_page_in_either_language(
    server: str, open_screen: Open
) -> None:
    for language, words, address, heading in (
        ("ko", "춘천", "**/city?city=chuncheon*", "춘천시"),
        (
            "en",
            "Gimhae vocational employment rate 2021",
            "**/progress?*kpi=vocational_employment_rate*",
            "Progress",
        ),
        ("ko", "공정 비교", "**/funnel*", "공정 비교"),
    ):
        reader = Counted(open_screen(f"{server}/?lang={language}"))
        reader.search(words)
        reader.page.wait_for_url(address)
        reader.screen.settled()
        assert reader.screen.title == heading
        assert reader.clicks == 0
