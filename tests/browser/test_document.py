"""The document and the headers, asked from the running server."""

from __future__ import annotations

import gzip
import re
from urllib.request import Request, urlopen

import pytest

from meomureum.app import server as shell
from meomureum.store.address import PAGES


def text(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode("utf-8"))


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_page_opens_on_our_own_document(server: str, page: str) -> None:
    html = text(f"{server}/{page}")
    assert '<html lang="ko">' in html
    assert "<title>머무름 Meomureum</title>" in html
    assert 'src="./static/js/' in html, "Streamlit's own script has gone"
    assert "<script>" not in html, "the policy refuses inline scripts"


def test_what_every_page_is_made_of_comes_with_the_document(server: str) -> None:
    html = text(server)
    for element in ("Html", "ButtonGroup", "Selectbox", "Button", "DownloadButton"):
        found = re.search(
            rf'<link rel="modulepreload" crossorigin href="\./(static/js/{element}\.[^"]+)">', html
        )
        assert found, element
        assert text(f"{server}/{found[1]}")


def test_the_document_names_the_language_asked_for(server: str) -> None:
    assert '<html lang="en">' in text(f"{server}/progress?lang=en")
    assert '<html lang="ko">' in text(f"{server}/progress?lang=%22%3E%3Cscript%3E")


def test_a_page_that_does_not_exist_leads_to_the_first_one(server: str) -> None:
    with urlopen(f"{server}/secrets") as answer:
        assert answer.url == f"{server}/?page=secrets"
    with urlopen(f"{server}/secrets?lang=en") as answer:
        assert answer.url == f"{server}/?page=secrets&lang=en"


def test_the_first_page_has_one_address_and_keeps_what_was_chosen(server: str) -> None:
    for asked, found in {"overview": "", "overview?lang=en&cities=ansan": "?lang=en&cities=ansan"}.items():
        with urlopen(f"{server}/{asked}") as answer:
            assert answer.url == f"{server}/{found}"


@pytest.mark.parametrize("path", ["/", "/assets/look.css", "/_stcore/health", "/manifest.json"])
def test_every_answer_carries_the_security_headers(server: str, path: str) -> None:
    with urlopen(server + path) as answer:
        assert {name: answer.headers[name] for name in shell.HEADERS} == shell.HEADERS


def test_what_draws_the_charts_comes_from_here_packed_or_not(server: str) -> None:
    found = re.search(r'<script src="\./(assets/plotly-[\d.]+\.min\.js)" id="plotly" async>', text(server))
    assert found
    script = text(f"{server}/{found[1]}")
    assert "plotly.js v" in script[:200]
    packed = Request(f"{server}/{found[1]}", headers={"Accept-Encoding": "gzip"})
    with urlopen(packed) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert gzip.decompress(answer.read()).decode() == script
