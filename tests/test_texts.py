"""Words for people: particles, rounding, signs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meomureum.texts import Text, literal, number, particle, percent, plain, points, rounded


@pytest.mark.parametrize(
    ("word", "topic", "direction"),
    [
        ("김해시", "김해시는", "김해시로"),
        ("인제대학교", "인제대학교는", "인제대학교로"),
        ("안산", "안산은", "안산으로"),
        ("시흥", "시흥은", "시흥으로"),
        ("서울", "서울은", "서울로"),
        ("취업률", "취업률은", "취업률로"),
        ("ERICA", "ERICA는", "ERICA로"),
        ("KESS", "KESS는", "KESS로"),
        ("CSV", "CSV는", "CSV로"),
        ("Excel", "Excel은", "Excel로"),
        ("HTML", "HTML은", "HTML로"),
        ("JSON", "JSON은", "JSON으로"),
        ("KOSME-M", "KOSME-M은", "KOSME-M으로"),
        ("2020", "2020은", "2020으로"),
        ("2021", "2021은", "2021로"),
        ("2022", "2022는", "2022로"),
        ("2023", "2023은", "2023으로"),
        ("2024", "2024는", "2024로"),
        ("2025", "2025는", "2025로"),
        ("2026", "2026은", "2026으로"),
        ("2027", "2027은", "2027로"),
        ("2028", "2028은", "2028로"),
        ("2029", "2029는", "2029로"),
        ("9.0%", "9.0%는", "9.0%로"),
        ("+4.0%p", "+4.0%p는", "+4.0%p로"),
        ("25개", "25개는", "25개로"),
        ("800명", "800명은", "800명으로"),
        ("350–400위", "350–400위는", "350–400위로"),
        ("가야대학교(김해)", "가야대학교(김해)는", "가야대학교(김해)로"),
        ("동남권(부울경)", "동남권(부울경)은", "동남권(부울경)으로"),
        ("정주율(1년)", "정주율(1년)은", "정주율(1년)로"),
        ("'담당자'", "'담당자'는", "'담당자'로"),
        ("「지역」", "「지역」은", "「지역」으로"),
        ("안산 ", "안산 은", "안산 으로"),
        ("", "는", "로"),
    ],
)
def test_a_word_takes_the_particle_that_its_last_sound_demands(word: str, topic: str, direction: str) -> None:
    assert particle(word, "은/는") == topic
    assert particle(word, "으로/로") == direction


@pytest.mark.parametrize(
    ("pair", "consonant", "vowel"),
    [
        ("은/는", "안산은", "김해는"),
        ("이/가", "안산이", "김해가"),
        ("을/를", "안산을", "김해를"),
        ("과/와", "안산과", "김해와"),
    ],
)
def test_every_pair_has_its_two_forms(pair: str, consonant: str, vowel: str) -> None:
    assert (particle("안산", pair), particle("김해", pair)) == (consonant, vowel)


def test_a_phrase_is_filled_in_both_languages() -> None:
    phrase = Text("{city:은/는} {year}년 {rate:으로/로}", "{city} in {year}: {rate}")
    filled = phrase.fill(city=Text("안산시", "Ansan"), year=2024, rate="9.0%")
    assert filled("ko") == "안산시는 2024년 9.0%로"
    assert filled("en") == "Ansan in 2024: 9.0%"


def test_what_is_filled_in_is_printed_as_it_is() -> None:
    hostile = "{0} {city} %s {city.__class__}"
    assert Text("{city}", "{city}").fill(city=hostile) == plain(hostile)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (0.0025, "0.3%"),
        (0.00249, "0.2%"),
        (0.0625, "6.3%"),
        (0.0805, "8.1%"),
        (0.09, "9.0%"),
        (0.2905, "29.1%"),
        (1, "100.0%"),
        (0, "0.0%"),
        (-0.0025, "−0.3%"),
    ],
)
def test_a_rate_is_rounded_half_up(rate: float, shown: str) -> None:
    assert percent(rate) == shown


def test_every_quarter_of_a_percent_is_rounded_half_up() -> None:
    for quarters in range(401):
        tenths = (quarters * 25 + 5) // 10
        assert percent(quarters / 400) == f"{tenths // 10}.{tenths % 10}%"


@given(st.integers(-100_000, 100_000))
def test_half_a_tenth_always_goes_away_from_zero(twentieths: int) -> None:
    shown = rounded(Decimal(twentieths) / 20)
    assert abs(shown) == Decimal((abs(twentieths) + 1) // 2) / 10


@pytest.mark.parametrize(
    ("difference", "shown"),
    [
        (0.04, "+4.0%p"),
        (-0.016, "−1.6%p"),
        (0.0004, "0.0%p"),
        (-0.0004, "0.0%p"),
        (0.0005, "+0.1%p"),
        (0, "0.0%p"),
    ],
)
def test_a_difference_of_rates_is_signed_and_named_points(difference: float, shown: str) -> None:
    assert points(difference) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1_234_567, 0, "1,234,567"),
        (-5, 0, "−5"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-0.4, 0, "0"),
        (1234.05, 1, "1,234.1"),
    ],
)
def test_a_number_is_grouped_and_has_a_true_minus_sign(value: float, decimals: int, shown: str) -> None:
    assert number(value, decimals) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("김해시", "김해시"),
        ("가야대학교(김해) - 1.5배", "가야대학교(김해) - 1.5배"),
        ("**a** _b_ `c`", r"\*\*a\*\* \_b\_ \`c\`"),
        ("[x](y) <b> $x$", r"\[x\](y) \<b\> \$x\$"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        (":red[x]", ":\u2060red\\[x\\]"),
        ("http://a www.a a@a", "http:\u2060//a www\u2060.a a@\u2060a"),
        ("합계: 3", "합계: 3"),
    ],
)
def test_a_label_shows_words_letter_by_letter(words: str, shown: str) -> None:
    assert literal(words) == shown
