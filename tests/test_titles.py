"""A title is read in one breath: fifteen words at most, whatever the page and the language."""

from __future__ import annotations

import pytest
from handed_over import city, every_page

from meomureum.texts import LANGUAGES, Language

MOST_WORDS = 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_of_any_page_is_longer_than_fifteen_words(language: Language) -> None:
    found = every_page(language)
    assert {each.kind for each in found} >= {
        "line",
        "bar",
        "stacked",
        "funnel",
        "bridge",
        "heat",
        "flow",
        "map",
    }
    for figure in (*found, *city(language, "sample").figures):
        # A number and its unit are one word.
        assert len(figure.title.replace(" pp", "pp").split()) <= MOST_WORDS, figure.title
