"""What stands behind the values in sight: the lines of the files, the SQL, the Python that gives them again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import streamlit as st

from meomureum import session
from meomureum.components import elements, fault_page, page_writer
from meomureum.components.lineage import origin
from meomureum.measures import measurement
from meomureum.measures.measurement import DIMENSIONS, Scope
from meomureum.measures.protected_answers import release_and_scope
from meomureum.project import PROJECT
from meomureum.session.roles import visitor
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

EVIDENCE = Text("근거와 계산", "Evidence")
SQL, PYTHON = Text("SQL", "SQL"), Text("Python", "Python")
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


@fault_page.part
def evidence(shown: Shown, language: Language) -> None:
    """One fold under a figure, whose contents are worked out when it is opened.

    Only who sits at this computer is told where its folders are.
    """
    box = st.expander(EVIDENCE(language), on_change="rerun", key=f"evidence {shown.kpi_id} {language}")
    if not box.open:
        return
    here = not visitor().signed_in
    place = str(shown.snapshot.folder.parent.absolute() / shown.file) if here else shown.file
    with box:
        trace = session.trace(shown.kpi_id, shown.scope, shown.by, shown.formula_id)
        page_writer.show(origin(trace, language))
        elements.minor(SQL(language), HOW_SQL.fill(file=place)(language))
        st.code(sql_text(shown), language="sql")
        elements.minor(PYTHON(language), HOW(language))
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
