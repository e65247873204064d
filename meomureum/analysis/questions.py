"""Questions as an analyst writes them: every word is checked, and the answer comes with names and intervals where asked.

What `measures.measurement` answers to codes that are known to be right, this answers to codes that somebody types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from meomureum.analysis.targets.changes import count_of
from meomureum.measures import measurement, register
from meomureum.measures.facets import FILTER_OF
from meomureum.measures.indicators import KPIS, Kpi
from meomureum.measures.indicators.dimensions import NAMES, code_name
from meomureum.measures.measurement import DIMENSIONS, STATUSES, Scope, columns_of
from meomureum.measures.result_table import COLUMNS
from meomureum.measures.statements import Statement
from meomureum.measures.unknown_words import NotFitting, UnknownWord, nearest
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text, plain

Origin = Literal["computed", "published"]
Asked = str | Kpi
BY = ("city", "year")
LANGUAGE, ORIGIN, TABLE = Text("언어", "language"), Text("값의 유래", "origin"), Text("자료표", "table")
NO_SCOPE = Text("범위는 Scope(...)로 적습니다.", "a scope is written Scope(...)")


def measure(
    snapshot: Snapshot,
    kpi: Asked | Sequence[Asked] | None = None,
    scope: Scope | None = None,
    by: Sequence[str] = BY,
    formula_id: str = "",
    *,
    labels: Language | None = None,
    interval: bool = False,
    prefer: Origin | None = None,
) -> pd.DataFrame:
    """Measure an indicator, several or (without any) all of them: one row a group and origin, in the columns of `RESULT`.

    An indicator is named by its code or given as a `Kpi` of one's own. `by` are dimensions. `labels` adds
    `<dimension>_name`, `kpi_name`, `formula_name` and `status_name` in that language. `interval` adds `low` and `high`, the
    95% chance variation of a rate (0-1), which goes by the unit that a survey draws and takes its
    weights and design effect into account; empty where nobody was counted. `prefer` leaves one row a group: of that origin
    where it has a value, else of the other.

    Raises UnknownWord, a ValueError, for a set, code, dimension, indicator or formula that there is not, with the
    nearest that there are, and NotFitting for a value of the wrong kind.
    """
    _known(labels, LANGUAGES, LANGUAGE)
    _known(prefer, get_args(Origin), ORIGIN)
    by, every = _dimensions(by), _indicators(snapshot, kpi)
    _check_codes(snapshot, scope)
    found = [_measured(snapshot, each, scope, by, formula_id, interval=interval) for each in every]
    table = pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]
    if prefer:
        table = _one_a_group(table, by, prefer)
    return _labelled(snapshot, table, every, by, labels) if labels else table


def statement(
    snapshot: Snapshot,
    kpi: Asked,
    scope: Scope | None = None,
    by: Sequence[str] = BY,
    formula_id: str = "",
) -> Statement:
    """The SQL of a measurement and its parameters, as `measurement.statement`; raises what `measure` raises."""
    (one,) = _indicators(snapshot, kpi)
    _check_codes(snapshot, scope)
    return measurement.statement(snapshot, one, scope, _dimensions(by), formula_id)


def _known(word: str | None, known: Sequence[str], what: Text) -> None:
    if word is not None and word not in known:
        raise UnknownWord(what, word, nearest(str(word), known) or known)


def _dimensions(by: Sequence[str]) -> tuple[str, ...]:
    """One dimension may stand by itself."""
    asked = (by,) if isinstance(by, str) else tuple(by)
    measurement.dimension_columns(asked)
    return tuple(dict.fromkeys(asked))


def _indicators(snapshot: Snapshot, asked: Asked | Sequence[Asked] | None) -> tuple[Kpi, ...]:
    if asked is None:
        return KPIS
    each = (asked,) if isinstance(asked, (str, Kpi)) else tuple(asked)
    found = tuple(measurement.find(one) if isinstance(one, str) else one for one in each)
    for kpi in found:
        if not isinstance(kpi, Kpi):
            raise UnknownWord(measurement.INDICATOR, kpi)
        for formula in kpi.formulas:
            if formula.table and not columns_of(snapshot, formula.table):
                raise UnknownWord(TABLE, formula.table, nearest(formula.table, _tables(snapshot)))
    return found


def _tables(snapshot: Snapshot) -> list[str]:
    return list(
        register.table(snapshot, "SELECT DISTINCT table_name FROM contracts ORDER BY ALL")["table_name"]
    )


def _check_codes(snapshot: Snapshot, scope: Scope | None) -> None:
    """Raise UnknownWord for a code that neither the registers nor the rows know."""
    if scope is None:
        return
    if not isinstance(scope, Scope):
        raise NotFitting(plain("scope"), scope, NO_SCOPE)
    for dimension, field in FILTER_OF.items():
        codes: tuple[str, ...] = getattr(scope, field)
        known = register.known_codes(snapshot, dimension) if codes else None
        for code in codes if known is not None else ():
            if known is not None and code not in known:
                raise UnknownWord(_within_a_sentence(NAMES[dimension]), code, nearest(code, known, known))


def _within_a_sentence(name: Text) -> Text:
    return Text(name.ko, name.en[:1].lower() + name.en[1:])


def _measured(
    snapshot: Snapshot,
    kpi: Kpi,
    scope: Scope | None,
    by: Sequence[str],
    formula_id: str,
    *,
    interval: bool,
) -> pd.DataFrame:
    found = typed(measurement.measure(snapshot, kpi, scope, by, formula_id))
    return with_interval(kpi, found) if interval else found


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Measurements in columns of the types of `RESULT`."""
    return rows.astype({name: column.kind for name, column in COLUMNS.items()})


def with_interval(kpi: Kpi, rows: pd.DataFrame) -> pd.DataFrame:
    """Measurements of an indicator with `low` and `high`."""
    ends = [_interval(kpi, row) for row in rows.to_dict("records")]
    low, high = ([end[at] for end in ends] for at in (0, 1))
    return rows.assign(low=low, high=high).astype({"low": "float64", "high": "float64"})


def _interval(kpi: Kpi, row: Mapping[Any, Any]) -> tuple[float, float]:
    counted = count_of(kpi, row)  # type: ignore[arg-type]  # it reads by name alone
    if row["origin"] != "computed" or counted is None or not counted.denominator > 0:
        return np.nan, np.nan
    if not 0 <= counted.numerator <= (np.inf if counted.net else counted.denominator):
        return np.nan, np.nan
    found = counted.interval()
    return float(found.low), float(found.high)


def _one_a_group(table: pd.DataFrame, by: Sequence[str], prefer: Origin) -> pd.DataFrame:
    """Of each indicator's groups the row of the origin preferred, where it has a value; else of the other."""
    keys = ["kpi_id", *(DIMENSIONS[name] for name in by)]
    ranked = table.assign(
        without=table["value"].isna(), other=table["origin"] != prefer, place=np.arange(len(table))
    ).sort_values(["without", "other", "place"])
    kept = ranked[~ranked.duplicated(keys)].sort_values("place")
    return kept[list(table.columns)].reset_index(drop=True)


def _labelled(
    snapshot: Snapshot, table: pd.DataFrame, every: Sequence[Kpi], by: Sequence[str], language: Language
) -> pd.DataFrame:
    formulas = {
        (kpi.id, formula): kpi.formula(formula).name(language)
        for kpi in every
        for formula in table.loc[table["kpi_id"] == kpi.id, "formula_id"].unique()
    }
    names = {"kpi_name": table["kpi_id"].map({kpi.id: kpi.name(language) for kpi in every})}
    pairs = zip(table["kpi_id"], table["formula_id"], strict=True)
    names["formula_name"] = pd.Series([formulas[pair] for pair in pairs], index=table.index)
    for dimension, column in _worded(by):
        names[f"{column.removesuffix('_id')}_name"] = table[column].map(
            _names(snapshot, dimension, list(table[column].dropna().unique()), language)
        )
    names["status_name"] = table["status"].map({code: text(language) for code, text in STATUSES.items()})
    return table.assign(**{name: column.astype("str") for name, column in names.items()})


def _worded(by: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((name, DIMENSIONS[name]) for name in by if name != "year")


def _names(snapshot: Snapshot, dimension: str, codes: Sequence[str], language: Language) -> dict[str, str]:
    named = register.names(snapshot)
    return {code: (named.get(code) or code_name(dimension, code))(language) for code in codes}
