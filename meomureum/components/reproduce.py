"""The SQL behind a table, and the lines of Python that give the same table again."""

from __future__ import annotations

from typing import Any

import streamlit as st

from meomureum.components import markup
from meomureum.measures import measurement
from meomureum.measures.measurement import Scope
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

SQL = Text("SQL 보기", "Show the SQL")
PYTHON = Text("Python으로 열기", "Open in Python")
HOW = Text(
    "이 프로그램의 폴더에서 실행하면 화면과 같은 표를 돌려줍니다.",
    "Run in the product's folder, this gives the same table as the screen.",
)


def reproduced(
    snapshot: Snapshot, kpi_id: str, scope: Scope, by: tuple[str, ...], formula_id: str, language: Language
) -> None:
    """Both, each drawn when it is opened."""
    of = f"{kpi_id} {language}"
    asked = st.expander(SQL(language), on_change="rerun", key=f"sql {of}")
    if asked.open:
        with asked:
            st.code(str(measurement.statement(snapshot, kpi_id, scope, by, formula_id)), language="sql")
    opened = st.expander(PYTHON(language), on_change="rerun", key=f"python {of}")
    if opened.open:
        with opened:
            st.html(str(markup.paragraph(HOW(language))))
            st.code(snippet(snapshot, kpi_id, scope, by, formula_id), language="python")


def snippet(snapshot: Snapshot, kpi_id: str, scope: Scope, by: tuple[str, ...], formula_id: str) -> str:
    """The lines that measure the same again, on the same snapshot."""
    read_as = {"only": snapshot.only, "release": snapshot.release}
    plainly = {"only": None, "release": "exact"}
    told = "".join(f", {name}={value!r}" for name, value in read_as.items() if value != plainly[name])
    given = {name: value for name, value in _told(scope).items() if value != _told(Scope())[name]}
    within = "".join(f"    {name}={value!r},\n" for name, value in given.items())
    return (
        "import kpis\n"
        "from meomureum.store import environment, warehouse\n"
        "\n"
        f'snapshot = warehouse.Snapshot(environment.home() / "{snapshot.id}"{told})\n'
        f"scope = kpis.Scope(\n{within})\n"
        f'table = kpis.measure(snapshot, "{kpi_id}", scope, by={by!r}, formula_id="{formula_id}")\n'
        "print(table)\n"
    )


def _told(scope: Scope) -> dict[str, Any]:
    return dict(vars(scope))
