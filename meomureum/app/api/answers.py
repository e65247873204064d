"""What the API answers, from a reader's snapshot: the catalogue, values as JSON or CSV, an issued figure as a picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from meomureum.analysis.questions import measure
from meomureum.app.api import question
from meomureum.app.api.reader import Reader
from meomureum.drawing.cells import Cell
from meomureum.drawing.figure import Briefing
from meomureum.drawing.safe_text import safe_text
from meomureum.drawing.words import SYNTHETIC
from meomureum.export import FORMATS
from meomureum.export.text.csv_table import as_csv
from meomureum.measures import register
from meomureum.measures.indicators import KPIS
from meomureum.measures.register import every_city
from meomureum.store import environment
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Text
from meomureum.verify.issued_figures import Issued, as_issued, register_of

Pairs = Sequence[tuple[str, str]]
NOTICE = "notice"


def indicators(of: Snapshot) -> dict[str, Any]:
    """Every indicator with its formulas, and the cities by their codes."""
    return {
        **_stamp(of),
        "indicators": [
            {
                "id": kpi.id,
                "name": _both(kpi.name),
                "unit": kpi.unit,
                "better": kpi.direction,
                "numerator": _both(kpi.numerator),
                "denominator": _both(kpi.denominator),
                "caveat": _both(kpi.caveat),
                "formulas": [{"id": each.id, "name": _both(each.name)} for each in kpi.formulas],
            }
            for kpi in KPIS
        ],
        "cities": {code: _both(register.names(of)[code]) for code in every_city(of)},
    }


def values(of: Snapshot, pairs: Pairs) -> dict[str, Any] | bytes:
    """The rows of a question with their sources, page by page, or as CSV; raises UnknownWord or NotFitting."""
    asked = question.read(pairs, of)
    words = asked.words
    table = measure(
        of,
        asked.kpis,
        asked.scope,
        asked.by,
        words["formula"] or "",
        labels=words["lang"],
        interval=True,
        prefer=words["prefer"],
    )
    notice = SYNTHETIC(words["lang"]) if words["set"] == "sample" else ""
    shown = table.iloc[words["offset"] : words["offset"] + words["limit"]]
    rows = [{**_plain(row), NOTICE: notice} for row in shown.to_dict("records")]
    if words["format"] == "csv":
        columns = [*map(str, table.columns), NOTICE]
        cells = ([row[name] for name in columns] for row in rows)
        return as_csv([columns, *([_guarded(each) for each in row] for row in cells)])
    after = words["offset"] + len(rows)
    more = {**dict(pairs), "offset": str(after)}
    return {
        **_stamp(of),
        "set": words["set"],
        NOTICE: notice,
        "total": len(table),
        "next": f"?{urlencode(more)}" if rows and after < len(table) else None,
        "values": rows,
        "sources": _sources(of, shown),
    }


def picture(reader: Reader, code: str) -> bytes:
    """An issued figure as PNG, with its source and code in it; raises KeyError where none may be shown by that code."""
    issued = register_of(environment.home())[code]
    return _picture(reader.kept(issued.snapshot) or reader.now(), issued)


@lru_cache(maxsize=64)
def _picture(of: Snapshot, issued: Issued) -> bytes:
    figure = as_issued(of, issued)
    if figure is None:
        raise KeyError(issued.code)
    return FORMATS["png"](Briefing("", "", figure.language, issued.made_on, (figure,), of.id))


def _stamp(of: Snapshot) -> dict[str, Any]:
    return {"snapshot": of.id, "built_at": str(of.manifest["built_at"]), "release": of.release}


def _both(words: Text) -> dict[str, str]:
    return {language: words(language) for language in LANGUAGES}


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with None for what is missing and whole numbers whole."""
    return {str(name): _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number


def _guarded(cell: Any) -> Cell:
    return "" if cell is None else safe_text(cell) if isinstance(cell, str) else cell


def _sources(of: Snapshot, rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    known = register.sources(of)[["publisher", "title", "date"]].fillna("").astype(str)
    cited = known[known.index.isin(register.cited_sources(rows))]
    return {str(code): {str(name): str(word) for name, word in row.items()} for code, row in cited.iterrows()}
