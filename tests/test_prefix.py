"""Under a path prefix: every page, what it loads and links to, its files and its way in stay under the prefix."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest
from browser.provider import CLIENT_SECRET, signing_in
from readers import SECRET, SIGN_IN, Answer, Screen, Server, ask, serving

from meomureum.store.address import PAGES

UNDER = "city/stay"


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory, ready_snapshots: Path) -> Path:
    return Path(shutil.copytree(ready_snapshots, tmp_path_factory.mktemp("prefix") / "snapshots"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, snapshots: Path) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server"), snapshots, under=UNDER) as running:
        yield running


def at(server: Server, url: str) -> Answer:
    """What is answered at an address as a browser has worked it out."""
    parts = urlsplit(url)
    assert parts.path.startswith(f"/{UNDER}/"), url
    return ask(server, parts.path.removeprefix(f"/{UNDER}") + (f"?{parts.query}" if parts.query else ""))


def test_every_page_and_all_that_its_document_loads_is_there(server: Server) -> None:
    loaded: dict[str, str] = {}
    for page in ("", *PAGES[1:]):
        url = f"{server.origin}/{UNDER}/{page}"
        answer = at(server, url)
        assert (answer.status, "머무름" in answer.words) == (200, True), page
        for name in re.findall(r'(?:src|href)="([^"#]+)"', answer.words):
            loaded[urljoin(url, name)] = page
    assert len(loaded) > 8
    for url, page in loaded.items():
        assert at(server, url).status == 200, (page, url)
    fonts = re.findall(r'url\("?([^")]+woff2)', at(server, f"{server.origin}/{UNDER}/assets/look.css").words)
    assert fonts
    for name in fonts:
        assert at(server, urljoin(f"{server.origin}/{UNDER}/assets/look.css", name)).status == 200


def test_a_mistyped_page_and_a_forgotten_slash_stay_under_the_prefix(server: Server) -> None:
    sent = ask(server, "/nosuchpage")
    assert sent.status == 303
    assert urljoin(f"/{UNDER}/nosuchpage", sent.header("location")) == f"/{UNDER}/?page=nosuchpage"
    bare = ask(server, "")
    assert bare.status in (200, 307)
    if bare.status == 307:
        assert urlsplit(bare.header("location")).path == f"/{UNDER}/"


@pytest.mark.parametrize(
    "path", ["/", "/progress", "/assets/look.css", "/signin", "/_stcore/metrics", "/city", "/citystay/"]
)
def test_nothing_is_served_beside_the_prefix(server: Server, path: str) -> None:
    bare = Server(server.port, 0, server.snapshots, server.output, server.secrets)
    assert ask(bare, path).status >= 400


def test_links_of_a_page_and_a_file_made_for_its_reader_stay_under_the_prefix(server: Server) -> None:
    screen = Screen(server)
    screen.open("progress", "lang=en&city=gimhae")
    links = set(re.findall(r'href="([^"]+)"', screen.words))
    assert links
    assert not [each for each in links if each.startswith("/")]
    screen.open("data", "lang=en")
    urls = [each.delta.new_element.download_button.url for each in screen.drawn]
    (made, *_) = filter(None, urls)
    answer = ask(server, made.removeprefix(f"/{UNDER}"), headers={"Cookie": screen.cookies})
    assert (answer.status, len(answer.content) > 0) == (200, True)
    screen.close()


def test_signing_in_at_the_provider_comes_back_to_the_page_asked_for_under_the_prefix(
    tmp_path: Path, snapshots: Path
) -> None:
    cookies = CookieJar()
    browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(cookies))
    with signing_in({"kim": {"email": "kim@city.example", "roles": ["steward"]}}) as provider:
        secrets = SIGN_IN.replace("{origin}/oauth2callback", f"{{origin}}/{UNDER}/oauth2callback")
        secrets = secrets.replace("http://localhost:9", provider.issuer).replace(SECRET[::-1], CLIENT_SECRET)
        with serving(tmp_path, snapshots, secrets=secrets, under=UNDER) as server:
            asked = quote("progress?city=gimhae", safe="")
            chooser = browser.open(f"{server.origin}/{UNDER}/signin?to={asked}").read().decode()
            (chosen,) = re.findall(r'href="(/chosen[^"]+)"', chooser)
            back = browser.open(provider.issuer + unescape(chosen))
            assert back.url == f"{server.origin}/{UNDER}/progress?city=gimhae"
            screen = Screen(server, "; ".join(f"{each.name}={each.value}" for each in cookies))
            screen.open("progress", "lang=en")
            assert "kim@city.example" in screen.words
            screen.close()


@pytest.mark.trial
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn(server: Server, page: str) -> None:
    screen = Screen(server)
    screen.open(page, "lang=en")
    assert len(screen.words) > 100
    assert not [each for each in screen.drawn if each.delta.new_element.WhichOneof("type") == "exception"]
    screen.close()
