"""The one result shape: what a measurement's columns become, with all that the SQL need not say.

Statuses, marks, geography and date follow from what was found; columns that were not asked for
are empty. All of it by whole columns: a national table has thousands of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from meomureum.measures.indicators import Formula, Kpi
from meomureum.measures.indicators.dimensions import NAMES
from meomureum.measures.indicators.formula import ANNOUNCED
from meomureum.measures.queries import DIMENSION_TYPES, RELIABLE_DENOMINATOR
from meomureum.measures.queries.scope import DIMENSIONS
from meomureum.texts import Text

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class ResultColumn:
    """One column of a result: the pandas type that it has in answers to analysts, and what it holds."""

    kind: str
    about: Text


COLUMNS: Mapping[str, ResultColumn] = {
    "kpi_id": ResultColumn("str", Text("지표 코드", "Code of the indicator")),
    "formula_id": ResultColumn("str", Text("값을 낸 산식의 코드", "Code of the formula behind the value")),
    "origin": ResultColumn("str", Text("computed(계산) 또는 published(공표)", "computed or published")),
    "data_set": ResultColumn(
        "str",
        Text(
            "published(공표), real(적재) 또는 sample(합성 표본)",
            "published, real (loaded) or sample (synthetic)",
        ),
    ),
    **{
        name: ResultColumn(
            "Int32" if name == "year" else "str",
            Text(f"{called.ko}(묶지 않으면 빔)", f"{called.en}; empty unless grouped by"),
        )
        for dimension, called in NAMES.items()
        for name in [DIMENSIONS[dimension]]
    },
    "numerator": ResultColumn(
        "float64",
        Text(
            "센 것. 가중값과 반기 평균은 정수가 아님",
            "What is counted; weights and half-year means are not whole",
        ),
    ),
    "denominator": ResultColumn("float64", Text("나눈 것", "What it is divided by")),
    "value": ResultColumn(
        "float64", Text("값. 비율은 0~1, 그 밖은 단위 그대로", "The value; rates 0-1, others in their unit")
    ),
    "value_high": ResultColumn("float64", Text("구간 값의 위 끝", "Upper end of a value that is a band")),
    "sample_size": ResultColumn(
        "float64", Text("표본조사의 응답 수(사람 또는 기업)", "How many answered a survey: persons or firms")
    ),
    "effective_size": ResultColumn(
        "float64", Text("가중값과 설계효과를 뺀 유효 응답 수", "The same after weights and design effect")
    ),
    "unit": ResultColumn("str", Text("단위 코드", "Code of the unit")),
    "status": ResultColumn("str", Text("값, 0, 또는 값이 없는 까닭", "A value, zero, or why there is none")),
    "marks": ResultColumn(
        "str", Text("값에 붙는 표시, 빈칸으로 나눔", "Reservations on the value, parted by spaces")
    ),
    "geography": ResultColumn("str", Text("'지역'의 범위", 'How far "local" reaches')),
    "reference_date": ResultColumn("str", Text("기준일", "The day the value refers to")),
    "source_ids": ResultColumn(
        "str", Text("출처 코드, 쌍반점으로 나눔", "Codes of the sources, parted by semicolons")
    ),
    "rows": ResultColumn("int64", Text("바탕이 되는 행의 수", "How many rows stand behind it")),
    "snapshot_id": ResultColumn("str", Text("스냅숏", "The snapshot that answered")),
}
"""The columns of every result in their order, whatever was asked."""
_NUMBERS = ("numerator", "denominator", "value", "value_high", "sample_size", "effective_size")
_MARKS = ("provisional", "revised", "low_reliability", "approximate", "assumed_year")
# Every set of marks in words, at the number whose bits are the marks.
_MARKED = tuple(
    " ".join(mark for at, mark in enumerate(_MARKS) if bits >> at & 1) for bits in range(1 << len(_MARKS))
)


@dataclass(frozen=True)
class Asked:
    """What every row of a result has in common; `cities` without a row get one with the status `silence`."""

    kpi: Kpi
    formula: Formula
    snapshot_id: str
    cities: tuple[str, ...] = ()
    silence: str = "missing"


@dataclass(frozen=True)
class _Found:
    """What a statement found; -1 in `order` is the place of a silent city."""

    columns: Mapping[str, Array]
    count: int
    silent: Sequence[str]
    order: Array | None

    def column(self, name: str, empty: object, kind: Any) -> Array:
        """One column, filled with `empty` for missing values, for an absent column and for silent places."""
        if name not in self.columns:
            return np.full(self.count, empty, kind)
        values = _filled(self.columns[name], empty)
        return values if self.order is None else np.append(values, np.array([empty], kind))[self.order]

    def words(self, name: str, empty: str | None = None, silent: object = None) -> Array:
        """A column of words; `silent` gives those of the silent places."""
        values = self.column(name, empty, object)
        if self.order is not None and silent is not None:
            values[self.order < 0] = silent
        return values


def table(columns: Mapping[str, Array], asked: Asked) -> pd.DataFrame:
    """What a statement found, as the one result shape."""
    found = _with_silent(columns, asked.cities)
    numbers = {name: found.column(name, np.nan, float) for name in _NUMBERS}
    numbers["effective_size"] = _effective(numbers, asked.formula)
    years = found.column("year", 0, np.int32)
    shown = {
        "kpi_id": _same(asked.kpi.id, found),
        "formula_id": _said(found, "formula_id", asked.formula.id),
        "origin": _said(found, "origin", "computed"),
        "data_set": found.words("data_set"),
        "city_id": found.words("city_id", silent=found.silent),
        **{name: found.words(name) for name in DIMENSION_TYPES if name not in ("city_id", "year")},
        "year": _years(years),
        **numbers,
        "unit": _same(asked.kpi.unit, found),
        "status": _statuses(found, numbers["value"], asked.silence),
        "marks": _picked(_MARKED, _marks(found, numbers, asked.kpi)),
        "geography": _geographies(found, asked),
        "reference_date": found.words("reference_date")
        if asked.formula.day and "reference_date" in found.columns
        else _dates(years, asked.kpi.reference_day),
        "source_ids": found.words("source_ids"),
        "rows": found.column("rows", 0, np.int64),
        "snapshot_id": _same(asked.snapshot_id, found),
    }
    return pd.DataFrame(shown)


def _effective(numbers: Mapping[str, Array], formula: Formula) -> Array:
    """The sample size that the interval goes by; a protected release holds no weights, so that all count as one."""
    known, plainly = numbers["effective_size"], numbers["sample_size"] / formula.design_effect
    return np.where(np.isnan(known), plainly, known)


def _with_silent(columns: Mapping[str, Array], cities: Sequence[str]) -> _Found:
    """Places of which nothing was found stand among the others, by their code."""
    count = len(next(iter(columns.values())))
    held = [] if "city_id" not in columns else [city for city in columns["city_id"].tolist() if city]
    silent = sorted(set(cities).difference(held))
    if not silent:
        return _Found(columns, count, (), None)
    places = np.searchsorted(np.array(held, object), np.array(silent, object))
    order = np.insert(np.arange(count), places, -1)
    return _Found(columns, len(order), silent, order)


def _filled(values: Array, empty: object) -> Array:
    if not isinstance(values, np.ma.MaskedArray):
        return values
    plain: Array = values.data.copy()
    plain[values.mask] = empty
    return plain


@lru_cache(maxsize=1024)
def _lexicon(words: tuple[str, ...]) -> Any:
    return pd.array(list(words), dtype="str")


def _picked(words: tuple[str, ...], at: Array) -> Any:
    """A column of a few words, each by its place; -1 is none."""
    return _lexicon(words).take(at, allow_fill=True) if len(at) else np.empty(0, object)


def _same(word: str, found: _Found) -> Any:
    return _picked((word,), np.zeros(found.count, np.intp))


def _said(found: _Found, name: str, otherwise: str) -> Any:
    return found.column(name, otherwise, object) if name in found.columns else _same(otherwise, found)


def _years(years: Array) -> Any:
    """No year is 0; a column that has no gap stays plain."""
    missing = years == 0
    return pd.arrays.IntegerArray(years, missing) if missing.any() else years


def _dates(years: Array, day: str) -> Any:
    """The day each year's value refers to."""
    known, at = np.unique(years, return_inverse=True)
    if not known.any():
        return np.full(len(years), None, object)
    return _picked(tuple(f"{year}-{day}" for year in known.tolist()), np.where(years == 0, -1, at))


def _statuses(found: _Found, value: Array, silence: str) -> Array:
    """Why there is no value, or that there is one."""
    reasons = found.words("missing", "not_applicable", silence)
    return np.where(value == 0, "zero", np.where(np.isnan(value), reasons, "value"))


def _marks(found: _Found, numbers: Mapping[str, Array], kpi: Kpi) -> Array:
    """The marks of each row as the bits of a number."""
    people = np.where(np.isnan(numbers["sample_size"]), numbers["denominator"], numbers["sample_size"])
    few = (people < RELIABLE_DENOMINATOR) & ~np.isnan(numbers["value"]) & (kpi.unit == "percent")
    basis = found.column("basis", "", object)
    provisional, revised = (found.column(name, False, bool) for name in _MARKS[:2])
    every = (provisional, revised, few, basis == _MARKS[3], basis == _MARKS[4])
    return sum((mark.astype(np.intp) << at for at, mark in enumerate(every)), np.zeros(found.count, np.intp))


def _geographies(found: _Found, asked: Asked) -> Any:
    """How far "local" reaches in each row's formula; published values bring their own."""
    if "formula_id" not in found.columns:
        return _same(asked.formula.geography, found)
    known = {each.id: each.geography for each in (*asked.kpi.formulas, ANNOUNCED)}
    used = found.column("formula_id", asked.formula.id, object).tolist()
    return np.array([known.get(formula, asked.formula.geography) for formula in used], object)
