"""Measurements as a table in words: every value with all that it must not come without."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from meomureum.components.indicator import counted
from meomureum.figures import value_rows
from meomureum.figures.value_rows import status_text
from meomureum.measures.measurement import Kpi
from meomureum.texts import Language, Text

__all__ = ["COLUMNS", "status_text", "values"]

COLUMNS = {
    **{name: value_rows.COLUMNS[name] for name in ("place", "year", "value")},
    "counted": Text("분자·분모", "Numerator, denominator"),
    **{name: value_rows.COLUMNS[name] for name in ("formula", "local", "origin", "date", "status")},
    "source": Text("출처", "Source"),
}


def values(
    kpi: Kpi, rows: pd.DataFrame, by: str, names: Mapping[str, Text], cited: pd.Series, language: Language
) -> pd.DataFrame:
    """One line a measurement; `by` is the column of the place, `cited` the publishers by source."""
    lines = [_line(kpi, row, names[row[by]], cited, language) for _, row in rows.iterrows()]
    return pd.DataFrame(lines, columns=[COLUMNS[name](language) for name in COLUMNS])


def _line(kpi: Kpi, row: pd.Series, place: Text, cited: pd.Series, language: Language) -> list[str]:
    sources = [] if pd.isna(row["source_ids"]) else [cited[code] for code in row["source_ids"].split(";")]
    told = value_rows.in_words(kpi, row, place, language) | {
        "counted": counted(kpi, row)(language),
        "source": ", ".join(sources) or value_rows.NOT_KNOWN,
    }
    return [told[name] for name in COLUMNS]
