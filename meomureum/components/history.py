"""What was published and restated, going back, and the files a steward can take away."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from meomureum.components import elements, fault_page
from meomureum.components.export_menu import reason
from meomureum.components.steward_bench import restated
from meomureum.session import access_record, snapshot, snapshots, steward_desk
from meomureum.session.roles import uses
from meomureum.texts import Language, Text, literal, number

NONE_HELD = Text("격리된 행이 없습니다.", "No row is in quarantine.")
HELD = Text("{file}: {count}행", "{file}: {count} rows")
DOWNLOAD = Text("{file} 격리 행 {kind}", "Quarantined rows of {file}, {kind}")
TEMPLATE = Text("서식 내려받기 (XLSX)", "Download the template (XLSX)")
REVIEW = Text("검토서 내려받기 (Markdown)", "Download the paper (Markdown)")
REVIEW_LEAD = Text(
    "적재할 때 함께 만들어집니다. 무엇을 어떤 기준으로 가렸는지, 가린 값을 알아낼 수 없다는 증명이 성립하는지 적고 결정란을 두었습니다. "
    "가린 수는 들어 있지 않습니다.",
    "Written by the load: what is hidden and by which rules, whether the proof holds that it cannot be worked out, and room for the "
    "decision. It holds no hidden number.",
)
NO_REVIEW = Text("이 스냅숏에는 보호된 공개 수준이 없습니다.", "This snapshot has no protected release.")
TEMPLATE_OF = Text("자료 종류", "Table")
NONE_RESTATED = Text(
    "아직 정정된 값이 없습니다. 나중 파일이 앞 파일의 값을 바꾸면 여기에 앞의 값, 새 값, 까닭이 남습니다.",
    "No value has been restated yet. When a later file changes a value, it stands here with before, after and why.",
)
RESTATED = Text("정정된 값 {count}개", "Restated values: {count}")
LOG = Text("공표 이력", "What was published")
WHEN, WHAT, WHICH = Text("일시", "When"), Text("작업", "What"), Text("스냅숏", "Snapshot")
DONE = {
    "published": Text("공표", "Published"),
    "rolled_back": Text("되돌림", "Went back"),
    "pruned": Text("지움", "Removed"),
    "damaged": Text("손상 발견", "Found damaged"),
}
NOTHING_LOGGED = Text("아직 이력이 없습니다.", "Nothing has been published yet.")
BACK_TO = Text("되돌릴 스냅숏", "Snapshot to go back to")
GO_BACK = Text("이 스냅숏으로 되돌리기", "Go back to this snapshot")
NONE_KEPT = Text("되돌릴 수 있는 다른 스냅숏이 없습니다.", "There is no other snapshot to go back to.")
IN_FORCE = Text(
    "보관된 스냅숏으로 되돌린 상태입니다. 다음 적재는 이 상태 위에 더해집니다.",
    "A rollback is in force. The next load adds to this state.",
)
END_IT = Text("되돌리기 끝내기", "End the rollback")
_MOST_SHOWN = 200
_LOG_SHOWN = 20


def quarantine(language: Language) -> None:
    """Each sheet with rows in quarantine, and the files that hand them out."""
    held = steward_desk.quarantined_sheets()
    if not held:
        elements.paragraph(NONE_HELD(language))
        return
    taker = reason("quarantine", language)
    if taker is None:
        return
    for at, each in enumerate(held, start=1):
        name = f"{each.file} [{each.sheet}]" if each.sheet else each.file
        elements.paragraph(HELD.fill(file=name, count=number(len(each.rows)))(language))
        with st.container(horizontal=True):
            for ending in ("csv", "xlsx"):
                file_name, content = steward_desk.quarantine_file(each, at, ending, language)
                st.download_button(
                    literal(DOWNLOAD.fill(file=name, kind=ending.upper())(language)),
                    fault_page.handing_out(
                        partial(access_record.handed_out, taker, "download", file_name, content=content),
                        language,
                    ),
                    file_name,
                    on_click="ignore",
                    key=f"quarantine {at} {ending} {language}",
                )


def template(language: Language) -> None:
    """A table to choose, and its workbook."""
    if not uses("templates"):
        return
    labels = steward_desk.tables()
    table = st.selectbox(
        TEMPLATE_OF(language),
        list(labels),
        format_func=lambda code: labels[code](language),
        key=f"template {language}",
    )
    st.download_button(
        TEMPLATE(language),
        fault_page.handing_out(lambda: steward_desk.template(table), language),
        f"{table}.xlsx",
        on_click="ignore",
        key=f"template download {language}",
    )


def review(language: Language) -> None:
    """The paper for the review of the protected releases, for the steward."""
    if not uses("load_files"):
        return
    paper = snapshots.review(snapshot(), language)
    if paper is None:
        elements.paragraph(NO_REVIEW(language))
        return
    elements.paragraph(REVIEW_LEAD(language))
    st.download_button(
        REVIEW(language), paper, f"dossier.{language}.md", on_click="ignore", key=f"review {language}"
    )


def history(language: Language) -> None:
    """Restated values, then the log."""
    changes = steward_desk.changes()
    if changes:
        title = RESTATED.fill(count=number(len(changes)))(language)
        elements.table(restated(changes[:_MOST_SHOWN], language), title)
    else:
        elements.paragraph(NONE_RESTATED(language))
    log = steward_desk.published_log()[:_LOG_SHOWN]
    rows = [
        (when.replace("T", " ").replace("+00:00", " UTC"), DONE[what](language), which)
        for when, what, which in log
    ]
    if rows:
        columns = [WHEN(language), WHAT(language), WHICH(language)]
        elements.table(pd.DataFrame(rows, columns=columns), LOG(language))
    else:
        elements.paragraph(NOTHING_LOGGED(language))


def rollback(language: Language) -> None:
    """A kept snapshot to go back to, or the way out of a rollback; for the steward."""
    if not uses("roll_back"):
        return
    if steward_desk.is_rolled_back():
        elements.notices([IN_FORCE], language, "warning")
        if st.button(END_IT(language), key="end rollback"):
            steward_desk.return_to_newest()
            st.rerun()
    kept = {each.id: str(each.manifest["built_at"]) for each in steward_desk.rollback_choices()}
    if not kept:
        elements.paragraph(NONE_KEPT(language))
        return
    chosen = st.selectbox(
        BACK_TO(language),
        list(kept),
        format_func=lambda each: f"{each} · {kept[each].replace('T', ' ').replace('+00:00', ' UTC')}",
        key=f"rollback {language}",
    )
    if st.button(GO_BACK(language), key="go back"):
        steward_desk.roll_back(chosen)
        st.rerun()
