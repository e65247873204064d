"""The data package of what the reader may see, as one file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from meomureum.components import elements, fault_page
from meomureum.components.export_menu import reason
from meomureum.export.package.description import STANDS
from meomureum.export.package.writing import packed
from meomureum.session import access_record, snapshot
from meomureum.session.access_record import Taker
from meomureum.session.roles import uses
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text

LEAD = Text(
    "지금 수준의 모든 표와 지표 값을 Parquet 파일과 설명(Frictionless 데이터 패키지, README)으로 묶습니다. "
    "Excel의 파워 쿼리, Power BI, R, Python, DuckDB에서 읽습니다.",
    "Every table and figure of this release as Parquet with a description (Frictionless data package, README), for Excel's "
    "Power Query, Power BI, R, Python and DuckDB.",
)
DOWNLOAD = Text("자료 묶음 내려받기 (ZIP)", "Download the data package (ZIP)")
OWN_ONLY = Text(
    "기관 하나만 보는 사람에게는 제공하지 않습니다. 화면의 표를 내려받으세요.",
    "Not offered to readers of single institutions. Download the tables on the screen instead.",
)


def package(language: Language) -> None:
    """A button that packs what the reader sees, after they have said why."""
    if not uses("take_package"):
        return
    here = snapshot()
    if here.only is not None:
        elements.paragraph(OWN_ONLY(language))
        return
    elements.paragraph(LEAD(language))
    elements.paragraph(STANDS[here.release](language))
    taker = reason("package", language)
    if taker is not None:
        st.download_button(
            DOWNLOAD(language),
            fault_page.handing_out(partial(_handed_out, taker, here), language),
            f"meomureum-{here.release}-{here.id}.zip",
            on_click="ignore",
            key=f"package {language}",
        )


def _handed_out(taker: Taker, of: Snapshot) -> bytes:
    """Who takes it along is asked once more, and entered in the access log first."""
    access_record.handed_out(taker, "export", f"package {of.release} {of.id}", function="take_package")
    return packed(of)
