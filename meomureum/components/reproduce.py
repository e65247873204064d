"""The SQL behind a table, and the lines of Python that give the same table again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import streamlit as st

from meomureum.components import markup
from meomureum.measures import measurement
from meomureum.measures.measurement import DIMENSIONS, Scope
from meomureum.measures.reader_rights import release_and_scope
from meomureum.project import PROJECT
from meomureum.session.roles import visitor
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

SQL = Text("SQL 보기", "Show the SQL")
PYTHON = Text("Python으로 열기", "Open in Python")
HOW_SQL = Text(
    "DuckDB 1.2 이상에서 이 파일을 열어 그대로 실행합니다: duckdb {file}",
    "Runs as it stands on this file, in DuckDB 1.2 or newer: duckdb {file}",
)
HOW = Text(
    "어느 폴더에서나 이 프로그램의 Python으로 실행하면 화면과 같은 값을 보여 줍니다.",
    "Run in any folder with the product's Python, this prints the same values as the screen.",
)
PRINTED = ("formula_id", "origin", "numerator", "denominator", "value", "status")


@dataclass(frozen=True)
class Shown:
    """The question behind a table on the screen."""

    snapshot: Snapshot
    kpi_id: str
    scope: Scope
    by: tuple[str, ...]
    formula_id: str = ""

    @property
    def file(self) -> str:
        """The database that answers, below the folder of snapshots."""
        answering, _ = release_and_scope(self.snapshot, self.scope, self.by)
        return f"{answering.id}/{answering.release}.duckdb"


def reproduced(shown: Shown, language: Language) -> None:
    """Both, each drawn when it is opened; only who sits at this computer is told where its folders are."""
    of = f"{shown.kpi_id} {language}"
    asked = st.expander(SQL(language), on_change="rerun", key=f"sql {of}")
    here = not visitor().signed_in
    if asked.open:
        with asked:
            place = str(shown.snapshot.folder.parent.absolute() / shown.file) if here else shown.file
            st.html(str(markup.paragraph(HOW_SQL.fill(file=place)(language))))
            st.code(sql_text(shown), language="sql")
    opened = st.expander(PYTHON(language), on_change="rerun", key=f"python {of}")
    if opened.open:
        with opened:
            st.html(str(markup.paragraph(HOW(language))))
            st.code(snippet(shown, here=here), language="python")


def sql_text(shown: Shown) -> str:
    """The statement as DuckDB's own shell takes it."""
    return f"{measurement.statement(shown.snapshot, shown.kpi_id, shown.scope, shown.by, shown.formula_id)};"


def snippet(shown: Shown, *, here: bool = True) -> str:
    """The lines that measure the same again on the same snapshot, and print its values.

    With `here` they name the folders of this computer; else they are for one with the product installed.
    """
    columns = (*(DIMENSIONS[each] for each in shown.by), *PRINTED)
    snapshot = shown.snapshot
    read_as = {"only": snapshot.only, "release": snapshot.release}
    told = "".join(f", {name}={value!r}" for name, value in read_as.items() if value != _PLAINLY[name])
    return (
        f"{_FROM_HERE.format(project=str(PROJECT)) if here else _INSTALLED}"
        "\n"
        f"snapshots = {f'Path({str(snapshot.folder.parent.absolute())!r})' if here else 'environment.home()'}\n"
        f'snapshot = warehouse.Snapshot(snapshots / "{snapshot.id}"{told})\n'
        f"scope = kpis.Scope(\n{_scope_lines(shown.scope)})\n"
        f'table = kpis.measure(snapshot, "{shown.kpi_id}", scope, by={shown.by!r}, formula_id="{shown.formula_id}")\n'
        f"print(table[{list(columns)!r}].convert_dtypes().to_string(index=False))\n"
    )


_PLAINLY = {"only": None, "release": "exact"}
_FROM_HERE = """import sys
from pathlib import Path

sys.path[:0] = [{project!r}]
import kpis
from meomureum.store import warehouse
"""
_INSTALLED = """import sys

from meomureum.project import PROJECT

sys.path[:0] = [str(PROJECT)]
import kpis
from meomureum.store import environment, warehouse
"""


def _scope_lines(scope: Scope) -> str:
    plainly = Scope()
    given: dict[str, Any] = {field.name: getattr(scope, field.name) for field in fields(scope)}
    chosen = {name: value for name, value in given.items() if value != getattr(plainly, name)}
    return "".join(f"    {name}={value!r},\n" for name, value in chosen.items())
