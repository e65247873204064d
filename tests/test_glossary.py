"""The glossary: terms open where they stand, and every one of them stands somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import Markup

from meomureum.components.glossary import TERMS, explained

PROJECT = Path(__file__).parents[1]


def test_the_first_mention_of_a_term_opens_it_and_all_else_stays_literal() -> None:
    assert explained("윌슨 구간은 <b> 윌슨 구간") == Markup(
        '<button type="button" class="mm-term" popovertarget="term-wilson">윌슨 구간</button>은 &lt;b&gt; 윌슨 구간'
    )


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("평소 변동 범위와 우연 변동", ["term-usual", "term-chance"]),
        ("교육통계 산식(하한)", ["term-lower_bound"]),
        ("Newcombe's interval on the effective n", ["term-newcombe", "term-effective"]),
        ("an unweighted mean of cohorts", []),
        ("취업률", []),
    ],
)
def test_terms_are_found_in_either_language_as_whole_words(words: str, terms: list[str]) -> None:
    assert [part.split('"')[0] for part in explained(words).split('popovertarget="')[1:]] == terms


def test_what_is_html_already_stays_as_it_is() -> None:
    html = Markup("<em>코호트</em>")
    assert explained(html) is html


@pytest.mark.parametrize("code", list(TERMS))
def test_every_term_stands_in_the_words_of_the_product(code: str) -> None:
    sources = [path for folder in ("meomureum", "pages") for path in (PROJECT / folder).rglob("*.py")]
    words = "\n".join(path.read_text("utf-8") for path in sources if path.name != "glossary.py")
    assert TERMS[code].name.ko in words
    assert TERMS[code].name.en.casefold() in words.casefold()
