"""Signing in at a real OpenID Connect provider, in a real browser, as each role; and what ends it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from browser.conftest import serving
from browser.provider import CLIENT, CLIENT_SECRET, Provider, signing_in
from browser.screen import Screen
from meomureum.access import log

pytestmark = pytest.mark.trial

COOKIE, COOKIE_SECRET = "_streamlit_user", "Zk3x-9qLmV0a_Tt7RbYw2EoPfGh5JcNd8SuQ"
PEOPLE: dict[str, dict[str, Any]] = {
    "viewer": {"email": "viewer@city.example", "roles": ["viewer"]},
    "presenter": {"email": "presenter@city.example", "roles": ["presenter"]},
    "analyst": {"email": "analyst@city.example", "roles": ["analyst"]},
    "steward": {"email": "steward@city.example", "roles": ["steward", "viewer"]},
    "stranger": {"email": "stranger@city.example", "roles": ["janitor"]},
}
IDLE_SECONDS = 20
SIGN_IN, SIGN_OUT = "로그인", "로그아웃"


@dataclass(frozen=True)
class Served:
    """The server with sign-in, the provider and what the server has written to its own log."""

    address: str
    provider: Provider
    snapshots: Path
    output: Path


@pytest.fixture(scope="module")
def served(snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = tmp_path_factory.mktemp("sign-in")
    secrets, output = place / "secrets.toml", place / "server.log"
    with signing_in(PEOPLE) as provider:
        secrets.write_text(_secrets(provider), "utf-8")
        secrets.chmod(0o600)
        with (
            output.open("wb") as file,
            serving(snapshots, "--secrets.files", str(secrets), output=file) as address,
        ):
            yield Served(address, provider, snapshots, output)


def _secrets(provider: Provider) -> str:
    return f"""
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{CLIENT}"
client_secret = "{CLIENT_SECRET}"
server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"

[access]
role_claim = "roles"
idle_minutes = {IDLE_SECONDS / 60}
"""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    contexts: list[BrowserContext] = []

    def new() -> BrowserContext:
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 900}))
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="module", autouse=True)
def left_alone(browser: Browser, served: Served) -> Iterator[tuple[Screen, float]]:
    """A screen that somebody signs in at before all other tests and leaves; and when that was."""
    context = browser.new_context()
    yield signed_in(context, served, "viewer"), time.monotonic()
    context.close()


def opened(context: BrowserContext, served: Served, path: str = "/") -> Screen:
    screen = Screen(context.new_page())
    screen.page.goto(served.address + path)
    screen.settled()
    return screen


def signed_in(context: BrowserContext, served: Served, person: str, path: str = "/") -> Screen:
    screen = opened(context, served, path)
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("로그인이 필요합니다")
    screen.page.get_by_role("link", name=SIGN_IN, exact=True).click()
    screen.page.get_by_role("link", name=person).click()
    screen.page.wait_for_url(f"{served.address}/**")
    screen.settled()
    return screen


def navigation(page: Page) -> list[str]:
    return [link.get_attribute("href") or "" for link in page.locator(".mm-navigation a").all()]


def test_nobody_sees_a_value_before_signing_in(served: Served, visit: Callable[[], BrowserContext]) -> None:
    screen = opened(visit(), served, "/progress?set=sample")
    assert screen.title == "로그인이 필요합니다"
    assert navigation(screen.page) == []
    assert screen.page.locator(".mm-value, .js-plotly-plot, .mm-table").count() == 0
    assert screen.violations() == []
    screen.page.set_viewport_size({"width": 390, "height": 844})
    assert screen.wider_than_it_should_be() == 0


def test_the_link_asked_for_opens_after_signing_in_and_only_once(
    served: Served, visit: Callable[[], BrowserContext]
) -> None:
    path = "/progress?set=sample&city=gimhae&kpi=local_employment_rate"
    context = visit()
    screen = signed_in(context, served, "viewer", path)
    assert urlsplit(screen.page.url).path == "/progress"
    assert {"set=sample", "city=gimhae", "kpi=local_employment_rate"} <= set(
        urlsplit(screen.page.url).query.split("&")
    )
    assert screen.title == "추이"
    assert "meomureum_asked" not in {each["name"] for each in context.cookies()}
    assert urlsplit(opened(context, served).page.url).path == "/"


def test_whose_sign_in_has_ended_comes_back_to_the_page_they_were_at(
    served: Served, visit: Callable[[], BrowserContext]
) -> None:
    context = visit()
    screen = signed_in(context, served, "viewer")
    screen.page.get_by_role("link", name="추이").first.click()
    screen.settled()
    other = opened(context, served, "/city").page
    other.get_by_role("button", name=SIGN_OUT).click()
    expect(other.get_by_role("link", name=SIGN_IN, exact=True)).to_be_visible(timeout=30_000)
    screen.page.get_by_role("link", name="지도").first.click()
    screen.page.get_by_role("link", name=SIGN_IN, exact=True).click()
    screen.page.get_by_role("link", name="viewer").click()
    screen.page.wait_for_url(f"{served.address}/map**")


@pytest.mark.parametrize(
    ("person", "data", "briefing"),
    [("viewer", False, False), ("analyst", True, True)],
)
def test_each_role_is_offered_its_pages_and_is_told_of_the_others(
    served: Served, visit: Callable[[], BrowserContext], person: str, data: bool, briefing: bool
) -> None:
    screen = signed_in(visit(), served, person)
    links = navigation(screen.page)
    assert ("./data" in links, "./briefing" in links, "./log" in links) == (data, briefing, False)
    expect(screen.page.locator(".mm-quiet-line").last).to_contain_text(f"{person}@city.example")
    screen.go("/log" if data else "/data")
    expect(screen.page.locator("h1").first).to_have_text("이 화면은 볼 수 없습니다")
    assert screen.page.locator(".mm-table").count() == 0


def test_an_account_without_a_role_is_refused_and_told_whom_to_ask(
    served: Served, visit: Callable[[], BrowserContext]
) -> None:
    screen = signed_in(visit(), served, "stranger")
    assert screen.title == "아직 역할이 없습니다"
    expect(screen.page.get_by_text("stranger@city.example 계정에는")).to_be_visible()
    assert navigation(screen.page) == []


def test_an_export_asks_why_and_the_steward_finds_it_in_the_log(
    served: Served, visit: Callable[[], BrowserContext]
) -> None:
    screen = signed_in(visit(), served, "presenter")
    screen.go("/progress?set=sample&city=gimhae")
    page = screen.page
    page.get_by_text("내보내기", exact=True).first.click()
    reason = page.get_by_role("textbox", name="내보내는 사유").first
    expect(reason).to_be_visible()
    assert page.get_by_role("button", name="그림(SVG)").count() == 0
    reason.fill("시의회 업무보고")
    reason.press("Enter")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="그림(SVG)").click()
    assert waiting.value.suggested_filename.endswith(".svg")
    assert page.get_by_role("button", name="엑셀(XLSX)").count() == 0
    taken = [entry for entry in log.entries(served.snapshots) if entry.what == "export"]
    assert [(each.who, each.role, each.why) for each in taken] == [
        ("presenter@city.example", "presenter", "시의회 업무보고")
    ]
    steward = signed_in(visit(), served, "steward")
    steward.page.get_by_role("button", name="정확한 값 보기").click()
    steward.page.get_by_role("textbox", name="정확한 값이 필요한 사유").fill("월례 점검")
    steward.page.get_by_role("button", name="보기", exact=True).click()
    expect(steward.page.get_by_role("radio", name="정확")).to_be_checked()
    steward.go("/log")
    expect(steward.page.get_by_role("cell", name="월례 점검")).to_be_visible()
    expect(steward.page.get_by_text("모두 이어집니다")).to_be_visible()
    expect(steward.page.get_by_role("cell", name="시의회 업무보고")).to_be_visible()
    assert steward.violations() == []
    steward.page.get_by_role("button", name="확인했음").click()
    expect(steward.page.get_by_text("steward@city.example 확인함")).to_be_visible()
    assert log.verify(served.snapshots).fault is None


def test_signing_out_in_one_tab_ends_the_other_at_its_next_action(
    served: Served, visit: Callable[[], BrowserContext]
) -> None:
    context = visit()
    here = signed_in(context, served, "viewer")
    kept = context.cookies()
    there = opened(context, served, "/city")
    assert there.title != "로그인이 필요합니다"
    here.page.get_by_role("button", name=SIGN_OUT).click()
    expect(here.page.locator("h1").first).to_have_text("로그인이 필요합니다")
    there.page.get_by_role("link", name="지표").first.click()
    expect(there.page.get_by_text("다른 창에서 로그아웃했습니다")).to_be_visible()
    assert navigation(there.page) == []
    with replaying(visit(), kept) as context:
        assert "로그아웃했습니다" in opened(context, served).page.inner_text("main, body")


@contextmanager
def replaying(context: BrowserContext, cookies: Any) -> Iterator[BrowserContext]:
    context.add_cookies(cookies)
    yield context


def cookie(served: Served, secret: str = COOKIE_SECRET, **changes: Any) -> str:
    claims = {
        "is_logged_in": True,
        "origin": served.address,
        "provider": "default",
        "sub": "x",
        "nonce": "n",
        "iat": int(time.time()),
        "roles": ["steward"],
        "email": "forged@city.example",
        **changes,
    }
    return create_signed_value(secret, COOKIE, json.dumps(claims)).decode()


def test_a_cookie_that_is_forged_changed_or_expired_opens_nothing(
    served: Served, visit: Callable[[], BrowserContext]
) -> None:
    good = cookie(served)
    at = len(good) // 3
    values = {
        "signed with another secret": cookie(served, "change-me"),
        "changed": good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :],
        "of yesterday": cookie(served, iat=int(time.time()) - 86_400),
        "of another site": cookie(served, origin="https://other.example"),
        "without a date": cookie(served, iat=None),
    }
    for kind, value in values.items():
        context = visit()
        context.add_cookies([{"name": COOKIE, "value": value, "url": served.address}])
        screen = opened(context, served)
        assert screen.title == "로그인이 필요합니다", kind
        assert navigation(screen.page) == [], kind


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/", {"Host": "evil.example"}), ("/_stcore/metrics", {}), ("/_stcore/host-config", {"Host": "evil"})],
)
def test_the_door_refuses_other_names_and_what_is_inside(
    served: Served, path: str, headers: dict[str, str]
) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(served.address + path, headers=headers), timeout=10)
    assert caught.value.code == 403
    caught.value.close()


def test_a_screen_left_alone_is_signed_out_by_the_server(left_alone: tuple[Screen, float]) -> None:
    screen, since = left_alone
    screen.page.wait_for_timeout(max(0, 1000 * (since + IDLE_SECONDS + 1 - time.monotonic())))
    screen.page.evaluate(
        "history.pushState({}, '', '/progress'); dispatchEvent(new PopStateEvent('popstate'))"
    )
    expect(screen.page.get_by_text("한동안 쓰지 않아")).to_be_visible()
    assert navigation(screen.page) == []


def test_no_other_log_holds_who_signed_in(served: Served) -> None:
    written = served.output.read_text("utf-8")
    assert "@city.example" not in written
    assert COOKIE_SECRET not in written
    assert not any(token in written for token in served.provider.tokens)
