"""Words from data never begin a formula, in any alphabet of signs."""

from __future__ import annotations

import unicodedata

import pytest
from handed_over import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from meomureum.drawing.safe_text import GUARD, safe_text, visible


@pytest.mark.parametrize("words", HOSTILE)
def test_what_could_be_a_formula_is_guarded(words: str) -> None:
    assert safe_text(words).startswith(GUARD)


@pytest.mark.parametrize("words", ["﹢1", "⁺1", "\u200b=1", "\ufeff=1", "\u202e=1", "\u3000=1", "\n=1"])
def test_signs_that_look_alike_or_hide_are_guarded(words: str) -> None:
    assert safe_text(words).startswith(GUARD)


@pytest.mark.parametrize(
    "words", ["", "김해시", "9.0%", "350–400위", "−2.0%p", "a=b", "전체 졸업자 대비", "(-1)"]
)
def test_other_words_stay_as_they_are(words: str) -> None:
    assert safe_text(words) == words


@given(st.text(st.characters() | st.sampled_from("=+-@＝＋－＠\t\r\0 \u200b"), max_size=20))
def test_no_words_begin_a_formula_or_hold_signs_that_files_refuse(words: str) -> None:
    safe = safe_text(words)
    start = unicodedata.normalize("NFKC", safe).lstrip()[:1]
    assert start not in set("=+-@") or not start
    assert not set(safe) & {"\t", "\r", "\0", "\ufffe", "\uffff"}
    safe.encode("utf-8")
    assert safe_text(safe) == safe


def test_line_ends_are_kept_and_tabs_become_blanks() -> None:
    assert visible("a\r\nb\tc\rd") == "a\nb c\nd"
