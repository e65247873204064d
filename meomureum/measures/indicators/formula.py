"""What an indicator is: its meaning in words, its formulas, its source.

A numerator or denominator is an SQL expression over one row of the formula's table; it is
NULL where the source does not separate what the formula needs, and then the whole figure is
"not published" rather than guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from meomureum.measures.unknown_words import UnknownWord, nearest
from meomureum.texts import Text

FORMULA = Text("산식", "formula")
PRODUCT_DEFINITION = Text("머무름 정의(공식 통계에는 없음)", "Defined by Meomureum (no official statistic)")
NOTHING = Text("없음", "None")
LOAD_SCHOOLS = Text(
    "시군구 단위로 공표된 값이 없습니다. 학교의 졸업자 진로 자료를 적재하면 계산됩니다.",
    "No value has been published for the city. Loading the schools' graduate outcomes computes it.",
)
Shape = Literal["ratio", "count", "band", "difference", "observed", "chain"]
ADVANCED = "('university', 'junior_college', 'abroad', 'advanced')"
IN_A_CITY = "city_id IN (SELECT region_id FROM regions WHERE level = 'city')"


@dataclass(frozen=True)
class Formula:
    """One way to compute an indicator. Two formulas are never joined by one line.

    `measures` are the counted columns it needs; `sample_size` counts respondents of a survey;
    `geography` is the rung of the ladder that "local" means here; `by_industry` says that everyone
    in the denominator may have an industry, as the employed do and graduates at large do not; `day` is the
    column that holds the day a row refers to, where that is not the same every year; `numerator_text` and
    `denominator_text` say what is counted and divided by where that differs from the indicator's.

    `surveys` is the column that numbers the surveys of a year. A `stock` (employees) is averaged over
    them, a flow (hires) is added up. `sampled` is the unit that a survey draws, which `sample_size` counts and the interval
    goes by; `squares` are a row's squared weights, and `design_effect` says how much wider drawing
    within schools or firms makes the interval (its square; 1 where nobody has stated one).
    `numerator_only` are columns whose filter picks among those counted and leaves those divided by whole:
    hires into one industry of all graduates. `kinds` are the kinds of registered institutions whose rows it
    counts, where its table has others too.
    """

    id: str
    name: Text
    table: str = ""
    numerator: str = "NULL"
    denominator: str = "NULL"
    where: str = "TRUE"
    measures: tuple[str, ...] = ("graduates",)
    geography: str = "city"
    sample_size: str = "NULL"
    by_industry: bool = False
    day: str = ""
    note: Text = Text("", "")
    numerator_text: Text = Text("", "")
    denominator_text: Text = Text("", "")
    surveys: str = ""
    stock: bool = False
    sampled: Text = Text("응답 {sampled}명(가중)", "{sampled} respondents (weighted)")
    squares: str = ""
    design_effect: float = 1.0
    numerator_only: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def is_about(self, kind: str) -> bool:
        """Whether it counts institutions of a kind."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Stage:
    """One stage of a chain: an indicator, how many years after the cohort, or what survives it."""

    kpi_id: str
    formula_id: str
    years_after: tuple[int, ...]
    survivors: bool = False


@dataclass(frozen=True)
class DefinitionChange:
    """From `year` on a value comes from the formula `after`; before, from `before`. Never one line."""

    year: int
    before: str
    after: str
    words: Text


@dataclass(frozen=True)
class Kpi:
    """One indicator: its meaning in words, its formulas (the first is the default) and its source.

    `direction` says which way is better; `reference_day` is the month and day a year's value
    refers to; `unavailable` says why a place has no value and what would supply it; `stand_ins`
    are the formulas that an overview may show, under their own name, where the default one
    cannot be computed. `release` says when the source is published, as far as that is known.
    `counted_by` is the indicator that counts those in its denominator, where a value was announced without it.
    `ladder` names formulas that widen "local" step by step, each within the next and of the same
    denominator; `outer` are those that only complete the ladder and are not offered by themselves.
    `net` says that those counted are not a part of those divided by: people come as well as leave.
    """

    id: str
    name: Text
    population: Text
    numerator: Text
    formulas: tuple[Formula, ...]
    unavailable: Text
    denominator: Text = NOTHING
    official_source: Text = PRODUCT_DEFINITION
    unit: str = "percent"
    shape: Shape = "ratio"
    direction: Literal["up", "down"] = "up"
    reference_day: str = "04-01"
    headline: bool = False
    caveat: Text = Text("", "")
    stages: tuple[Stage, ...] = ()
    stand_ins: tuple[str, ...] = ()
    release: Text = Text("", "")
    definition_changes: tuple[DefinitionChange, ...] = ()
    ladder: tuple[str, ...] = ()
    outer: tuple[Formula, ...] = ()
    counted_by: str = ""
    net: bool = False

    @property
    def is_rate(self) -> bool:
        """Whether it is a share of those it divides by: other ratios, as an average wage, go beyond 1."""
        return self.shape == "ratio" and self.unit == "percent"

    @property
    def counts_people(self) -> bool:
        """Whether those counted are persons; rows without a count of their own are things, as tasks are."""
        return bool(self.formulas[0].measures)

    def formula(self, formula_id: str = "") -> Formula:
        """The formula with that id, or the default one; raises UnknownWord if there is none.

        Any indicator may have been announced, and then has a value by no formula of its own.
        """
        by_id = {formula.id: formula for formula in (ANNOUNCED, *self.formulas, *self.outer)}
        if formula_id and formula_id not in by_id:
            raise UnknownWord(FORMULA, formula_id, nearest(formula_id, by_id) or tuple(by_id)[1:])
        return by_id[formula_id] if formula_id else self.formulas[0]


ANNOUNCED = Formula(
    "announced",
    Text("발표값(산식 미공개)", "As announced (formula not stated)"),
    geography="not_stated",
    note=Text(
        "발표문이 분모와 지역의 범위를 밝히지 않았습니다.",
        "The announcement states neither denominator nor geography.",
    ),
)
PUBLISHED = Formula("published", Text("공표값", "As published"))


def only(condition: str, count: str = "graduates") -> str:
    """The count of the rows that meet a condition."""
    return f"IF({condition}, {count}, 0)"


def within(level: str, wider: tuple[str, ...], outcomes: str) -> str:
    """SQL for graduates of those outcomes whose destination lies within a rung of the ladder."""
    rungs = ", ".join(f"'{rung}'" for rung in wider)
    return f"""
        CASE
            WHEN outcome NOT IN {outcomes} THEN 0
            WHEN {level} IS NULL THEN NULL
            WHEN {level} IN ({rungs}) THEN graduates
            ELSE 0
        END
    """


LADDER: dict[str, tuple[str, ...]] = {
    "city": ("city",),
    "commuting_area": ("city", "commuting_area"),
    "province": ("city", "commuting_area", "province"),
    "macro_region": ("city", "commuting_area", "province", "macro_region"),
}
RUNGS: dict[str, Text] = {
    "city": Text("시군구", "City"),
    "commuting_area": Text("통근권", "Commuting area"),
    "province": Text("시도", "Province"),
    "macro_region": Text("권역", "Macro-region"),
    "anywhere": Text("전국과 국외", "Anywhere, abroad included"),
    "not_stated": Text("밝히지 않음", "Not stated"),
}


def widened_formulas(
    formula: str, table: str, level: str, outcomes: str, counted: Text, where: str = "TRUE"
) -> tuple[Formula, ...]:
    """The same rate with "local" read as each wider rung of the ladder; `counted` names the {rung}."""
    return tuple(
        Formula(
            id=f"{formula}_{rung}",
            name=Text(f"지역 = {RUNGS[rung].ko}", f"Local = {RUNGS[rung].en}"),
            table=table,
            numerator=within(level, LADDER[rung], outcomes),
            denominator="graduates",
            where=where,
            geography=rung,
            numerator_text=counted.fill(rung=Text(RUNGS[rung].ko, RUNGS[rung].en.lower())),
            note=Text(
                f"같은 산식이되 '지역'을 {RUNGS[rung].ko}까지 넓힙니다. 목표의 지역 범위와 다릅니다.",
                f"The same formula with 'local' widened to the {RUNGS[rung].en.lower()}; not the target's geography.",
            ),
        )
        for rung in ("commuting_area", "province", "macro_region")
    )


def ladder_of(formula: str) -> tuple[str, ...]:
    """The ids of a rate's ladder, narrowest first: its own, the wider rungs, anywhere, or unknown."""
    return (formula, *(f"{formula}_{rung}" for rung in (*LADDER, "anywhere", "or_unknown") if rung != "city"))


def outermost(formula: str, table: str, outcomes: str, where: str = "TRUE") -> tuple[Formula, ...]:
    """What completes a ladder: everyone with such an outcome whose place is known, then all the unknown.

    `outcomes` include those abroad, who stand within "elsewhere".
    """
    level = "workplace_level" if table == "university_outcomes" else "destination_level"
    known = f"""
        CASE
            WHEN outcome NOT IN {outcomes} THEN 0
            WHEN outcome = 'abroad' THEN graduates
            WHEN {level} IS NULL THEN NULL
            WHEN {level} = 'unknown' THEN 0
            ELSE graduates
        END
    """

    def rung(name: str, words: Text, numerator: str) -> Formula:
        return Formula(f"{formula}_{name}", words, table, numerator, "graduates", where, geography="anywhere")

    return (
        rung("anywhere", RUNGS["anywhere"], known),
        rung(
            "or_unknown",
            Text("미상 포함", "The unknown included"),
            only(f"outcome IN {outcomes} OR outcome = 'unknown'"),
        ),
    )
