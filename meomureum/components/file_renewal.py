"""A deck, document or workbook of last month brought up to date: dropped, looked over, downloaded."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

import streamlit as st

from meomureum.components import elements, fault_page
from meomureum.components.export_menu import reason
from meomureum.components.page_writer import show
from meomureum.components.value_table import datatable
from meomureum.export.renewal.today import OUTCOMES, Change
from meomureum.session import View
from meomureum.session.file_renewal import handed, renewed
from meomureum.session.roles import exports, uses
from meomureum.store.environment import today
from meomureum.texts import Language, Text
from meomureum.verify.received_leaf import Unreadable

KINDS = ("pptx", "hwpx", "xlsx")
MOST_FILE_MB = 20
TITLE = Text("지난 파일을 새 값으로", "Bring a file up to date")
LEAD = Text(
    "내보낸 뒤 손본 파일을 놓으면 그림 번호가 있는 그림만 지금 값으로 바꿉니다. 배치, 글꼴, 색, 직접 넣은 쪽과 발표자 노트는 그대로입니다.",
    "Drop a file that was exported and edited since: figures that bear a code get today's values; layout, fonts, "
    "colours, your own pages and speaker's notes stay.",
)
FILE = Text("지난 파일(PPTX, HWPX, XLSX)", "The file (PPTX, HWPX, XLSX)")
BY_THE_STEWARD = Text("파일을 올리는 일은 자료 담당자가 합니다.", "Files are handed in by the data steward.")
NO_CODE = Text("파일에서 그림 번호를 찾지 못했습니다.", "No code of a figure was found in the file.")
NOTHING = Text("모든 그림이 이미 지금의 값입니다.", "Every figure is already of today.")
DISPUTED = Text(
    "{where}: 제목이 자료와 어긋납니다. {reason}", "{where}: the title is disputed by the data. {reason}"
)
NOTES = Text(
    "발표자 노트는 고치지 않습니다. 지난 값이 적힌 곳: {where}",
    "Speaker's notes are not touched. They tell of old values on: {where}",
)
COLUMNS = (
    Text("곳", "Place"),
    Text("제목", "Title"),
    Text("결과", "Result"),
    Text("값", "Value"),
    Text("지난 값", "Then"),
    Text("지금 값", "Now"),
    Text("그림 번호", "Figure code"),
)
AUTHORS = Text("{title} (작성자 제목, 그대로 둠)", "{title} (author's title, kept)")
ALIKE = Text("값은 그대로", "values unchanged")
CAPTION = Text("무엇이 바뀌는지", "What changes")
SAVE = Text("새 파일 내려받기: {name}", "Download: {name}")


def file_renewal(view: View) -> None:
    """The field for a file, what would change in it, and the button for the new one."""
    language = view.language
    elements.section(TITLE(language), LEAD(language))
    if not uses("load_files"):
        elements.quiet(BY_THE_STEWARD(language))
        return
    file = st.file_uploader(
        FILE(language), type=list(KINDS), key=f"renewal file {language}", max_upload_size=MOST_FILE_MB
    )
    if file is not None:
        _preview(file.name, file.getvalue(), language)


def _preview(name: str, content: bytes, language: Language) -> None:
    try:
        found = renewed(content)
    except Unreadable as fault:
        elements.notices([fault.reason], language, "danger")
        return
    if not found.changes:
        elements.notices([NO_CODE], language, "warning")
        return
    rows = [row for each in found.changes for row in _rows(each, language)]
    columns = [each(language) for each in COLUMNS]
    show(datatable(columns, rows, [[None] * len(columns)] * len(rows), CAPTION(language), language))
    told = [
        DISPUTED.fill(where=each.where, reason=check.reason)
        for each in found.changes
        for check in each.disputes
    ]
    noted = dict.fromkeys(each.where(language) for each in found.changes if each.notes)
    told += [NOTES.fill(where=", ".join(noted))] if noted else []
    if told:
        elements.notices(told, language, "warning")
    if not found.changed:
        elements.notices([NOTHING], language)
        return
    kind = PurePath(name).suffix.lower().lstrip(".")
    taker = reason("renewal", language)
    if taker is not None and exports(kind):
        fresh = f"{PurePath(name).stem}-{today()}.{kind}"
        st.download_button(
            SAVE.fill(name=fresh)(language),
            data=fault_page.handing_out(partial(handed, found, kind, taker), language),
            file_name=fresh,
            on_click="ignore",
            type="primary",
            key=f"renewal save {language}",
        )


def _rows(change: Change, language: Language) -> list[list[str]]:
    """A line a value that changes; one for a figure none of whose values does."""
    title = AUTHORS.fill(title=change.title)(language) if change.kept else change.title
    code = f"{change.code} → {change.fresh}" if change.fresh not in ("", change.code) else change.code
    head = [change.where(language), title, OUTCOMES[change.outcome](language)]
    values = [[f"{each.series} {each.at}".strip(), each.before, each.after] for each in change.values]
    same = [ALIKE(language) if change.outcome == "renewed" else "", "", ""]
    return [[*head, *each, code] for each in values or [same]]
