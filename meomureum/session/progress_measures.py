"""What Progress measures: an indicator by city or by institution, as far as the data can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from meomureum.figures.trend import COLUMN, GROUPED, rows_of
from meomureum.measures.measurement import Formula, Kpi, find
from meomureum.session.answers import measured, names
from meomureum.store.address import By, View
from meomureum.texts import Text

OTHER: dict[By, By] = {"city": "institution", "institution": "city"}


@dataclass(frozen=True)
class Found:
    """The rows of a view, by what they could be told apart; `used` is the formula of the newest value.

    `offered` are the institutions with a value, of which the reader may pick some; `places` what
    has a value among the rows, in order.
    """

    kpi: Kpi
    by: By
    rows: pd.DataFrame
    used: Formula
    offered: Mapping[str, Text]
    places: Mapping[str, Text]

    @property
    def column(self) -> str:
        """The column of the places."""
        return COLUMN[self.by]

    @property
    def grouped(self) -> tuple[str, ...]:
        """The dimensions that were measured."""
        return GROUPED[self.by]

    @property
    def valued(self) -> pd.DataFrame:
        """The rows with a value."""
        return self.rows[self.rows["value"].notna()]

    def of(self, place: str) -> pd.DataFrame:
        """The rows of one place."""
        return self.rows[self.rows[self.column] == place]


def found(view: View) -> Found:
    """The rows that a view asks for; by the other grouping where its own has no value."""
    kpi, by = find(view.kpi), view.by
    rows = _rows(view, kpi, by)
    if rows["value"].isna().all() and (other := _rows(view, kpi, OTHER[by]))["value"].notna().any():
        rows, by = other, OTHER[by]
    offered = _with_value(rows, COLUMN[by]) if by == "institution" else {}
    if offered:
        picked = [code for code in view.institutions if code in offered]
        rows = rows[rows["institution_id"].isin(picked or list(offered))]
    used = _formula_of(kpi, rows) if len(rows) else kpi.formula(view.formula)
    return Found(kpi, by, rows, used, offered, _with_value(rows, COLUMN[by]))


def _rows(view: View, kpi: Kpi, by: By) -> pd.DataFrame:
    """Measured by the chosen formula, else by the first one that has a value; with what came before it."""
    return rows_of(
        kpi, view.formula, lambda formula: measured(view, kpi.id, GROUPED[by], formula), COLUMN[by]
    )


def _with_value(rows: pd.DataFrame, column: str) -> dict[str, Text]:
    held = set(rows.loc[rows["value"].notna(), column])
    return {code: name for code, name in names().items() if code in held}


def _formula_of(kpi: Kpi, rows: pd.DataFrame) -> Formula:
    """The formula of the newest computed value, else of the last row."""
    places = np.flatnonzero(rows["origin"] == "computed")
    years = rows["year"].to_numpy(dtype=float, na_value=0)
    newest = places[np.argsort(years[places], kind="stable")][-1] if len(places) else -1
    return kpi.formula(rows["formula_id"].iloc[newest])
