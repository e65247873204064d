"""Sentences that the data allow: rose and fell only when chance is excluded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from math import sqrt

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small import shipped

from meomureum.analysis.statistics.proportions import newcombe
from meomureum.analysis.targets.judgement import assess
from meomureum.analysis.targets.ledger import Target, aim
from meomureum.analysis.words.plain_verdict import plain_verdict, whole_verdict
from meomureum.analysis.words.reasons import reservations, why_no_verdict
from meomureum.analysis.words.symbols import formula_in_symbols, formula_in_words
from meomureum.analysis.words.values import (
    change,
    distance,
    distance_in_people,
    gap_text,
    meaning,
    people_text,
    value_text,
)
from meomureum.analysis.words.workings import workings
from meomureum.measures.measurement import KPIS, Kpi, Scope, find, measure
from meomureum.texts import Text

ENTRY, GIMHAE = find("local_university_entry_rate"), Text("김해시", "Gimhae")
NONE = float("nan")


def measured(
    *rows: tuple[int, float, float], formula: str = "all_graduates", sample: float = NONE
) -> pd.DataFrame:
    """Counts of one place by year, in the shape of a measurement."""
    return pd.DataFrame(
        [
            {
                "formula_id": formula,
                "origin": "computed",
                "year": year,
                "numerator": numerator,
                "denominator": denominator,
                "value": numerator / denominator,
                "value_high": NONE,
                "sample_size": sample,
                "marks": "",
            }
            for year, numerator, denominator in rows
        ]
    )


def test_a_change_beyond_chance_rose() -> None:
    said = change(ENTRY, GIMHAE, measured((2023, 450, 5_000), (2025, 650, 5_000)))
    assert said.ko == "김해시 지역 대학 진학률은 2023년 9.0%에서 2025년 13.0%로 올랐습니다"
    assert said.en == "Local university entry rate, Gimhae: rose from 9.0% in 2023 to 13.0% in 2025"


def test_a_change_beyond_chance_fell() -> None:
    said = change(ENTRY, GIMHAE, measured((2023, 650, 5_000), (2024, 100, 5_000), (2025, 450, 5_000)))
    assert said.ko == "김해시 지역 대학 진학률은 2023년 13.0%에서 2025년 9.0%로 내렸습니다"
    assert said.en.endswith("fell from 13.0% in 2023 to 9.0% in 2025")


def test_the_same_points_among_few_graduates_are_no_clear_change() -> None:
    said = change(ENTRY, GIMHAE, measured((2023, 23, 250), (2025, 33, 250)))
    assert said.ko == "김해시 지역 대학 진학률은 2023년 9.2%, 2025년 13.2%로 뚜렷한 변화가 없습니다"
    assert said.en == "Local university entry rate, Gimhae: no clear change, 9.2% in 2023, 13.2% in 2025"


counts = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_a_direction_is_named_only_when_the_interval_excludes_no_change(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    said = change(ENTRY, GIMHAE, measured((2023, *first), (2024, *second)))
    interval = newcombe(first, second)
    assert ("올랐" in said.ko, "rose" in said.en) == (interval.low > 0, interval.low > 0)
    assert ("내렸" in said.ko, "fell" in said.en) == (interval.high < 0, interval.high < 0)
    assert ("뚜렷한 변화가 없" in said.ko) == (interval.low <= 0 <= interval.high)


def test_without_counts_two_values_are_stated_and_nothing_is_judged() -> None:
    table = measured((2023, 450, 5_000), (2025, 650, 5_000)).assign(numerator=NONE)
    said = change(ENTRY, GIMHAE, table)
    assert said.ko == "김해시 지역 대학 진학률은 2023년 9.0%, 2025년 13.0%입니다"
    assert said.en == "Local university entry rate, Gimhae: 9.0% in 2023, 13.0% in 2025"


def test_a_survey_is_judged_by_its_respondents_not_by_its_weights() -> None:
    weighted = ((2023, 9_200, 100_000), (2025, 13_200, 100_000))
    survey = find("settlement_intention")
    assert "뚜렷한 변화가 없습니다" in change(survey, GIMHAE, measured(*weighted, sample=250)).ko
    assert "올랐습니다" in change(survey, GIMHAE, measured(*weighted, sample=5_000)).ko


def test_values_of_two_formulas_are_never_joined() -> None:
    table = pd.concat([measured((2020, 10, 5_000), formula="of_advanced"), measured((2025, 650, 5_000))])
    assert change(ENTRY, GIMHAE, table).ko == "김해시 지역 대학 진학률은 2025년 13.0%입니다"


def test_nothing_published_says_so() -> None:
    said = change(ENTRY, GIMHAE, measured((2025, 1, 5)).assign(value=NONE))
    assert said.ko == "김해시 지역 대학 진학률은 공표된 값이 없습니다"
    assert said.en == "Local university entry rate, Gimhae: nothing has been published"


def test_a_count_or_rank_is_stated_without_a_test() -> None:
    partners = find("partner_institutions")
    said = change(partners, Text("안산시", "Ansan"), measured((2023, 18, 1), (2024, 25, 1)))
    assert said.ko == "안산시 협약기관은 2023년 18개, 2024년 25개입니다"


def test_the_shipped_drop_out_rate_of_inje_rose() -> None:
    table = measure(
        shipped(), "university_dropout_rate", Scope(institutions=("inje",)), ("institution", "year")
    )
    said = change(find("university_dropout_rate"), Text("인제대학교", "Inje"), table)
    assert said.ko == "인제대학교 중도탈락률은 2016년 4.5%에서 2024년 7.6%로 올랐습니다"


@pytest.mark.parametrize(
    ("unit", "value", "high", "korean", "english"),
    [
        ("percent", 0.09, None, "9.0%", "9.0%"),
        ("percent", 0.0025, None, "0.25%", "0.25%"),
        ("percent", 0.0, None, "0.0%", "0.0%"),
        ("percent", 0.0099, None, "0.99%", "0.99%"),
        ("percent", 0.0103, None, "1.0%", "1.0%"),
        ("rank", 350, 400, "350–400위", "rank 350–400"),
        ("rank", 351, NONE, "351위", "rank 351"),
        ("count", 1_025, None, "1,025개", "1,025"),
        ("persons", 800, None, "800명", "800"),
        ("stage", 1, None, "도입기", "Introduction"),
    ],
)
def test_a_value_is_shown_with_its_unit(
    unit: str, value: float, high: float | None, korean: str, english: str
) -> None:
    assert value_text(unit, value, high) == Text(korean, english)


@pytest.mark.parametrize(
    ("unit", "gap", "korean", "english"),
    [
        ("percent", 0.16, "+16.0%p", "+16.0 pp"),
        ("percent", -0.016, "−1.6%p", "−1.6 pp"),
        ("rank", -101, "−101위", "−101 places"),
        ("stage", 1, "1단계", "1 stage"),
        ("stage", 2, "2단계", "2 stages"),
        ("persons", 0, "0명", "0"),
        ("count", 7, "+7개", "+7"),
    ],
)
def test_a_distance_of_rates_is_in_points(unit: str, gap: float, korean: str, english: str) -> None:
    assert gap_text(unit, gap) == Text(korean, english)


def test_a_distance_has_no_direction_and_people_where_they_are_counted() -> None:
    assert distance("percent", -0.16) == distance("percent", 0.16) == Text("16.0%p", "16.0%p")
    assert distance("rank", -101) == Text("101위", "101 places")
    assert gap_text("count", -7) == Text("−7개", "−7")
    assert gap_text("rank", 0) == Text("0위", "0 places")
    assert distance_in_people("percent", 0.16, None) == Text("16.0%p", "16.0%p")
    assert distance_in_people("percent", -0.16, -800) == Text("16.0%p, 약 800명", "16.0%p, about 800 people")
    assert people_text(-149.6) == Text("약 150명", "about 150 people")


@pytest.mark.parametrize(
    ("kpi_id", "formula_id", "words", "symbols"),
    [
        (
            "local_university_entry_rate",
            "",
            "The share of the counted (Graduates of the city's high schools who entered a university in the city)"
            " in the base (All graduates of the city's high schools)",
            "(Graduates of the city's high schools who entered a university in the city)"
            " ÷ (All graduates of the city's high schools) × 100",
        ),
        (
            "vocational_employment_rate",
            "kess",
            "The share of the counted (Employed) in the base (Graduates less those who advanced or enlisted)",
            "(Employed) ÷ (Graduates less those who advanced or enlisted) × 100",
        ),
        (
            "supply_demand_gap",
            "",
            "Matched graduates (not advanced, not enlisted), less Planned hires",
            "(Matched graduates (not advanced, not enlisted)) − (Planned hires)",
        ),
        ("qs_asia_rank", "", "Rank band (a band)", ""),
        ("local_university_entry_rate", "announced", None, ""),
    ],
)
def test_a_formula_is_written_in_words_and_in_symbols(
    kpi_id: str, formula_id: str, words: str | None, symbols: str
) -> None:
    kpi = find(kpi_id)
    formula = kpi.formula(formula_id)
    if words is not None:
        assert formula_in_words(kpi, formula).en == words
    assert formula_in_symbols(kpi, formula).en == symbols


def test_a_chain_is_written_with_true_signs() -> None:
    kpi = find("retention_chain")
    assert formula_in_words(kpi, kpi.formula()) == kpi.formula().note
    symbols = formula_in_symbols(kpi, kpi.formula())
    assert "×" in symbols.ko
    assert "×" in symbols.en
    assert " x " not in symbols.ko + symbols.en
    partners = find("partner_institutions")
    assert formula_in_words(partners, partners.formula()).en.startswith("The number of: ")


# Mutations: a sentence with a swapped direction, significance, particle or unit is caught by a
# check that knows the counts and nothing of the code that wrote the sentence.

Count = tuple[int, int]
SAID = {
    "rose": ("올랐", "올라", "rose"),
    "fell": ("내렸", "내려", "fell"),
    "unclear": ("뚜렷한 변화가 없", "우연과 구별되지 않", "no clear change", "not distinguishable"),
}
SPOKEN = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True)) | {"%": "트", "p": "트"}
PAIRS = (("은", "는"), ("을", "를"), ("과", "와"), ("으로", "로"))
MOST_WORDS = 15


def proportion_interval(count: Count) -> tuple[float, float]:
    """Wilson's interval as centre and half-width, after Brown, Cai and DasGupta (2001)."""
    p, n, z = count[0] / count[1], count[1], 1.96
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return centre - half, centre + half


def difference_interval(first: Count, second: Count) -> tuple[float, float]:
    """Newcombe's interval of a difference, from the two above."""
    p1, p2 = first[0] / first[1], second[0] / second[1]
    (l1, u1), (l2, u2) = proportion_interval(first), proportion_interval(second)
    low = p2 - p1 - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2)
    high = p2 - p1 + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2)
    return low, high


def true_verb(first: Count, second: Count) -> str:
    """The verb that two counts allow."""
    low, high = difference_interval(first, second)
    return "rose" if low > 0 else "fell" if high < 0 else "unclear"


def wrong_particles(korean: str) -> list[str]:
    """Words with a particle that their last sound does not take."""
    wrong = []
    for word in re.sub(r"\([^)]*\)", "", korean).replace(",", "").split():
        for after_consonant, after_vowel in PAIRS:
            for particle, needs_consonant in ((after_consonant, True), (after_vowel, False)):
                stem = word.removesuffix(particle)
                if stem in (word, "", "없", "으") or (particle == "로" and stem.endswith("으")):
                    continue
                last = unicodedata.normalize("NFD", SPOKEN.get(stem[-1].lower(), stem[-1]))[-1]
                closed = "\u11a8" <= last <= "\u11c2" and not (after_vowel == "로" and last == "\u11af")
                if closed != needs_consonant:
                    wrong.append(word)
    return wrong


def faults(said: Text, first: Count, second: Count) -> set[str]:
    """What is wrong with a sentence on a change from one count to another."""
    p1, p2 = first[0] / first[1], second[0] / second[1]
    found = set()
    verb = true_verb(first, second)
    for words in (said.ko, said.en):
        spoken = {name for name, forms in SAID.items() if any(form in words for form in forms)}
        if spoken != {verb}:
            found.add("verb")
        values = {f"{100 * p:.2f}" for p in (p1, p2)}
        for shown in re.findall(r"([\d.]+)%(?!p)", words):
            if all(abs(float(shown) - float(value)) > 0.06 for value in values):
                found.add("unit")
        for shown in re.findall(r"([\d.]+)%p", words):
            if abs(float(shown) - 100 * abs(p2 - p1)) > 0.06:
                found.add("unit")
    if wrong_particles(said.ko):
        found.add("particle")
    if len(said.ko.split()) > MOST_WORDS:
        found.add("length")
    return found


UP, DOWN, STILL = ((450, 5_000), (650, 5_000)), ((650, 5_000), (450, 5_000)), ((23, 250), (33, 250))


@given(counts, counts)
def test_no_sentence_says_more_than_its_counts(first: Count, second: Count) -> None:
    # At the very edge of the interval the noise of arithmetic decides.
    assume(min(map(abs, difference_interval(first, second))) > 1e-9)
    said = change(ENTRY, GIMHAE, measured((2023, *first), (2024, *second)))
    assert faults(said, first, second) == set()


@pytest.mark.parametrize(
    ("counts_before", "counts_after"),
    [(UP, DOWN), (DOWN, UP), (UP, STILL), (STILL, UP), (DOWN, STILL), (STILL, DOWN)],
)
def test_swapped_counts_swap_the_verb(
    counts_before: tuple[Count, Count], counts_after: tuple[Count, Count]
) -> None:
    before, after = (
        change(ENTRY, GIMHAE, measured((2023, *first), (2024, *second)))
        for first, second in (counts_before, counts_after)
    )
    assert faults(before, *counts_before) == faults(after, *counts_after) == set()
    assert "verb" in faults(before, *counts_after)
    assert "verb" in faults(after, *counts_before)


@pytest.mark.parametrize(
    ("written", "mutated", "fault"),
    [
        ("올랐습니다", "내렸습니다", "verb"),
        ("rose", "fell", "verb"),
        ("2025년 13.0%로 올랐습니다", "2025년 13.0%로 뚜렷한 변화가 없습니다", "verb"),
        ("진학률은", "진학률는", "particle"),
        ("13.0%로", "13.0%으로", "particle"),
        ("13.0%", "13.0%p", "unit"),
        ("9.0%", "4.0%", "unit"),
    ],
)
def test_a_mutated_sentence_is_caught(written: str, mutated: str, fault: str) -> None:
    said = change(ENTRY, GIMHAE, measured((2023, 450, 5_000), (2025, 650, 5_000)))
    assert faults(said, *UP) == set()
    assert written in said.ko + said.en
    wrong = Text(said.ko.replace(written, mutated), said.en.replace(written, mutated))
    assert fault in faults(wrong, *UP)


@pytest.mark.parametrize(
    ("name", "particle"),
    [
        ("진학률", "은"),
        ("취업비", "는"),
        ("비율(시도)", "은"),
        ("단계(기초)", "는"),
        ("GPA", "는"),
        ("2026", "은"),
        ("2025", "는"),
    ],
)
def test_the_particle_follows_the_name(name: str, particle: str) -> None:
    kpi = replace(ENTRY, name=Text(name, name))
    said = change(kpi, GIMHAE, measured((2023, *UP[0]), (2025, *UP[1])))
    assert f"{name}{particle} " in said.ko
    assert wrong_particles(said.ko) == []


# The target.


def aimed(**changes: object) -> Target:
    entry = aim(shipped(), ENTRY.id, "gimhae")
    assert entry is not None
    return replace(entry, **changes)  # type: ignore[arg-type]


THREE = ((2023, 450, 5_000), (2024, 500, 5_000), (2025, 700, 5_000))


@pytest.mark.parametrize(
    ("rows", "changes", "korean", "english"),
    [
        (
            THREE,
            {},
            "2027년 25%: 2025년 값이 경로에 3.0%p 못 미쳐 속도를 내야 합니다. 목표까지 +11.0%p, 약 550명이 남았습니다."
            " 2027년 목표에 이르려면 2025년부터 해마다 +5.5%p(약 275명)씩 바뀌어야 합니다",
            "25% by 2027: 3.0 pp below the path in 2025, so the pace must rise; +11.0 pp, about 550 people to go;"
            " the 2027 target needs +5.5 pp (about 275 people) a year from 2025",
        ),
        (
            (*THREE[:2], (2025, 1_300, 5_000)),
            {},
            "2027년 25%: 2025년에 이루었습니다",
            "25% by 2027: reached in 2025",
        ),
        (
            ((2025, 1_300, 5_000),),
            {},
            "2027년 25%: 같은 산식의 값이 1개뿐이라 판단할 수 없습니다(3개부터)",
            "25% by 2027: comparable values so far: 1; a verdict takes 3",
        ),
        (
            THREE,
            {"year": None},
            "25%(기한 없음): 기한이나 기준값이 공표되지 않아 판단할 수 없습니다. 목표까지 +11.0%p, 약 550명이 남았습니다",
            "25%, no date: cannot be judged without a date or a baseline; +11.0 pp, about 550 people to go",
        ),
        (
            THREE,
            {"value": None, "year": None},
            "높이겠다는 방향만 공표되어 이루었는지 판단할 수 없습니다",
            "Only a direction (up) was announced, no number: it cannot be judged",
        ),
        (
            ((2025, 1, 5),),
            {"unpublished": True},
            "2027년 25%: 공표된 값이 없어 판단할 수 없습니다",
            "25% by 2027: cannot be judged, no value has been published",
        ),
    ],
)
def test_the_whole_verdict_tells_what_is_missing_and_what_a_year_has_to_bring(
    rows: tuple[tuple[int, int, int], ...], changes: dict[str, object], korean: str, english: str
) -> None:
    table = measured(*rows)
    if changes.pop("unpublished", False):
        table = table.assign(value=NONE)
    progress = assess(ENTRY.id, table, aimed(**changes))
    assert whole_verdict(progress, progress.people) == Text(korean, english)


def test_the_published_figures_of_gimhae_are_told_with_their_silence() -> None:
    table = measure(shipped(), ENTRY.id, Scope(cities=("gimhae",)))
    told = change(ENTRY, GIMHAE, table), whole_verdict(assess(ENTRY.id, table, aimed()), None)
    assert [said.ko for said in told] == [
        "김해시 지역 대학 진학률은 2023년(가정) 9%입니다",
        "2027년 25%: 2023년 뒤 공표가 없어 판단할 수 없습니다. 목표까지 +16.0%p가 남았습니다."
        " 2027년 목표에 이르려면 2023년(가정)부터 해마다 +4.0%p씩 바뀌어야 합니다",
    ]


def test_ranks_and_stages_are_told_in_their_own_units() -> None:
    told = []
    for kpi, city in (("qs_asia_rank", "gimhae"), ("programme_stage", "ansan")):
        rows = measure(shipped(), kpi, Scope(cities=(city,)))
        told.append(whole_verdict(assess(kpi, rows, aim(shipped(), kpi, city)), None).ko)
    assert told[0].endswith("목표에 이르려면 2023년(가정)부터 해마다 25계단 올라야 합니다")
    assert told[1] == "2027년 확산기: 지금은 도입기입니다. 목표까지 2단계가 남았습니다"


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.id)
def test_no_headline_of_any_indicator_is_longer_than_fifteen_words(kpi: Kpi) -> None:
    longest = Text("안산 루트", "Ansan Root")
    scale = 1 if kpi.unit == "percent" else 100
    tables = [measured(*((year, part * scale, of) for year, part, of in rows)) for rows in (THREE, THREE[:1])]
    for table in [*tables, *(each.assign(formula_id="announced") for each in tables)]:
        for target in (
            None,
            *(aimed(kpi_id=kpi.id, unit=kpi.unit, value=value) for value in (0.1, 0.9, None)),
        ):
            for said in (change(kpi, longest, table), plain_verdict(assess(kpi.id, table, target))):
                assert len(said.ko.split()) <= MOST_WORDS, said.ko
                assert wrong_particles(said.ko) == [], said.ko


# The workings.


def recomputed(printed: str) -> tuple[float, float]:
    """Both sides of a printed formula, worked out anew."""
    plain = printed.replace("%p", "").replace(",", "").replace("−", "-")
    plain = plain.replace("×", "*").replace("^", "**").replace("²", "**2").replace("√", "sqrt")
    left, right = plain.split("=")
    return float(eval(left, {"__builtins__": {}, "sqrt": sqrt})), float(right)  # noqa: S307


def printed(value: int, year: int = 2025, **changes: object) -> dict[str, str]:
    table = measured((2023, 450, 5_000), (2024, 500, 5_000), (year, value, 5_000))
    progress = assess(ENTRY.id, table, aimed(**changes))
    return {step.name.en: step.filled.ko for step in workings(progress)}


def test_the_formulas_are_printed_with_their_numbers() -> None:
    assert printed(700) == {
        "Value due in 2025": "9.0 + (25.0 − 9.0) × 2/4 = 17.0",
        "Progress by the path": "(14.0 − 9.0) / (17.0 − 9.0) = 0.625",
        "Progress by growth (Eurostat method)": "((14.0/9.0)^(1/2) − 1) / ((25.0/9.0)^(1/4) − 1) = 0.850",
        "Missing to the path in 2025": "17.0 − 14.0 = 3.0%p",
        "Missing to the path in 2025, in people": "5,000 × (17.0 − 14.0) / 100 = 150",
        "Missing to the target": "25.0 − 14.0 = 11.0%p",
        "Missing to the target, in people": "5,000 × (25.0 − 14.0) / 100 = 550",
        "Change needed a year from the latest value": "(25.0 − 14.0) / (2027 − 2025) = 5.5%p",
        "Change needed a year from the latest value, in people": "5,000 × (25.0 − 14.0) / (2027 − 2025) / 100 = 275",
        "Interval of the last change, lower end": "14.0 − 10.0 − √((14.0 − 13.1)² + (10.9 − 10.0)²) = 2.73%p",
        "Interval of the last change, upper end": "14.00 − 10.00 + √((14.99 − 14.00)² + (10.00 − 9.20)²) = 5.27%p",
    }


def test_a_path_of_growth_or_milestones_prints_its_own_formula() -> None:
    assert printed(700, path_kind="growth")["Value due in 2025"] == "9.0 × (25.0/9.0)^(2/4) = 15.0"
    milestones = printed(700, path_kind="milestones", milestones={2025: 0.12})
    assert milestones["Value due in 2025"] == "12.0"
    assert milestones["Progress by the path"] == "(14.0 − 9.0) / (12.0 − 9.0) = 1.667"


@given(st.integers(1, 5_000), st.integers(2025, 2029), st.sampled_from(["line", "growth"]))
def test_every_printed_formula_gives_its_result_when_recomputed(value: int, year: int, kind: str) -> None:
    for name, text in printed(value, year, path_kind=kind).items():
        left, right = recomputed(text)
        decimals = len(text.split("=")[1].strip(" %p").partition(".")[2])
        assert left == pytest.approx(right, abs=0.5000001 * 10**-decimals), name


def test_without_a_target_or_a_second_value_there_is_nothing_to_work_out() -> None:
    assert workings(assess(ENTRY.id, measured(THREE[0]), None)) == ()
    assert workings(assess(ENTRY.id, measured(*THREE).assign(value=NONE), aimed())) == ()
    other_unit = workings(assess(ENTRY.id, measured(*THREE), aimed(unit="count", value=48.0)))
    assert [each.name.en for each in other_unit] == [
        "Interval of the last change, lower end",
        "Interval of the last change, upper end",
    ]


@pytest.mark.parametrize(
    ("rows", "changes", "told"),
    [
        (THREE, {}, None),
        (THREE[:2], {}, "observed values of one formula: 2. It takes 3"),
        (THREE, {"baseline_year": 2025}, "nothing is due yet"),
        (THREE, {"year": None}, "without a date or a baseline"),
        (THREE, {"value": None}, "a direction without a number"),
        (THREE, {"unit": "count"}, "different units"),
    ],
)
def test_a_verdict_is_refused_with_its_reason(
    rows: tuple[tuple[int, int, int], ...], changes: dict[str, object], told: str | None
) -> None:
    reason = why_no_verdict(assess(ENTRY.id, measured(*rows), aimed(**changes)))
    assert reason is None if told is None else reason is not None and told in reason.en


def test_without_a_target_or_a_value_there_is_nothing_to_reserve() -> None:
    assert reservations(assess(ENTRY.id, measured(*THREE), None)) == ()
    assert reservations(assess(ENTRY.id, measured(*THREE).assign(value=NONE), aimed())) == ()


def test_the_growth_method_is_set_aside_where_it_does_not_apply() -> None:
    def told(*rows: tuple[int, float, float]) -> str:
        return " ".join(each.en for each in reservations(assess(ENTRY.id, measured(*rows), aimed())))

    late = ((2026, 450, 5_000), (2027, 500, 5_000), (2028, 700, 5_000))
    assert "The growth method does not apply" in told(*late)
    assert "The growth method does not apply" not in told(*THREE)
    assert "The growth method does not apply" not in told(*late[2:])
    assert "chance variation" not in told(*THREE[:1])


def test_a_verdict_carries_its_reservations() -> None:
    told = " ".join(each.en for each in reservations(assess(ENTRY.id, measured(*THREE), aimed())))
    for phrase in (
        "The baseline year 2023 is not in the announcement and is assumed",
        "The baseline of 9% was announced without its formula; the latest value is by 'Of all graduates'",
        "keep the denominator of 2025, 5,000",
        "chance variation if each person's choice were repeated",
    ):
        assert phrase in told


def test_the_meaning_of_a_widened_formula_names_how_far_it_reaches() -> None:
    kpi = find("local_university_entry_rate")
    assert meaning(kpi, kpi.formula()).ko == (
        "시의 고교 졸업자 가운데 시 안의 대학에 진학한 사람 ÷ 시의 고교 졸업자 전체"
    )
    wider = meaning(kpi, kpi.formula("all_graduates_province"))
    assert wider.ko == "시의 고교 졸업자 가운데 시도 안의 대학에 진학한 사람 ÷ 시의 고교 졸업자 전체"
    assert "entered a university in the province" in wider.en
