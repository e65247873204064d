"""Access log: who took what along, what is unusual, and whether the log is whole; reviewed once a month."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from meomureum import session
from meomureum.access.log import Verdict
from meomureum.access.log_table import WHAT_NAMES, Month, as_csv, local, month, months
from meomureum.access.roles import ROLE_NAMES
from meomureum.components import elements, fault_page
from meomureum.components.export_menu import reason
from meomureum.session import View, access_record
from meomureum.texts import Language, Text, number

TITLE = Text("접속 기록", "Access log")
LEAD = Text(
    "누가, 언제, 어디서, 무엇을, 왜 보고 내보냈는지 남긴 기록입니다. 한 달에 한 번 확인하고 2년 동안 보관합니다.",
    "Who saw and took along what, when, from where and why. Reviewed once a month, kept for two years.",
)
WHOLE = Text(
    "기록 {count}줄이 모두 이어집니다. 고치거나 지운 흔적이 없습니다.",
    "All {count} lines follow one another: nothing was changed or removed.",
)
BROKEN = Text(
    "기록이 온전하지 않습니다: {fault} 기록 파일을 그대로 보존하고 보안 담당자에게 알리십시오.",
    "The log is not whole: {fault} Keep the file as it is and tell the security officer.",
)
NOTHING = Text("아직 남은 기록이 없습니다", "Nothing has been recorded yet")
NOTHING_WHY = Text("화면을 열거나 내보내면 여기에 남습니다.", "Opened pages and exports will stand here.")
MONTH = Text("달", "Month")
UNUSUAL = Text("살펴볼 사항", "Worth a look")
NOTHING_UNUSUAL = Text("이 달에는 눈에 띄는 것이 없습니다.", "Nothing unusual this month.")
COUNTS = Text("사용자별 작업", "Who did what")
TAKEN = Text("내보내기와 정확한 값 보기", "Exports and exact views")
NOTHING_TAKEN = Text("이 달에는 내보낸 것이 없습니다.", "Nothing was taken along this month.")
MORE = Text(
    "가장 최근 {shown}건입니다. 나머지는 CSV에 있습니다.", "The latest {shown}; the rest is in the CSV."
)
REVIEWED = Text("{at} {who} 확인함", "Reviewed {at} by {who}")
NOT_REVIEWED = Text("아직 확인하지 않았습니다.", "Not reviewed yet.")
REVIEW = Text("{month} 확인했음", "Mark {month} as reviewed")
SAVE = Text("전체 기록 내려받기 (CSV)", "Download the whole log (CSV)")
COLUMNS = {
    "at": Text("일시", "When"),
    "who": Text("사용자", "Who"),
    "role": Text("역할", "Role"),
    "where": Text("어디서", "From"),
    "what": Text("작업", "What"),
    "detail": Text("내용", "Detail"),
    "why": Text("사유", "Why"),
}
COUNT = Text("횟수", "Count")
THIS_COMPUTER = Text("이 컴퓨터", "This computer")
_MOST_SHOWN = 200


def render(view: View) -> None:
    """The state of the log, then one month of it."""
    language = view.language
    elements.heading(TITLE(language), LEAD(language))
    entries = access_record.entries()
    _state(access_record.verdict(), language)
    if not entries:
        elements.empty_state(NOTHING(language), NOTHING_WHY(language))
        return
    chosen = st.selectbox(MONTH(language), months(entries), key=f"month {language}")
    found = month(entries, chosen)
    _unusual(found, language)
    _counts(found, language)
    _taken(found, language)
    _review(found, language)
    taker = reason("log", language)
    if taker is not None:
        st.download_button(
            SAVE(language),
            fault_page.handing_out(
                lambda: access_record.handed_out(taker, "download", "access log", content=as_csv(entries)),
                language,
            ),
            f"meomureum-access-{session.today()}.csv",
            on_click="ignore",
            key=f"save log {language}",
        )


def _state(verdict: Verdict, language: Language) -> None:
    if verdict.fault is None:
        elements.notices([WHOLE.fill(count=number(verdict.lines))], language, "good")
    else:
        elements.notices([BROKEN.fill(fault=verdict.fault)], language, "danger")


def _unusual(found: Month, language: Language) -> None:
    elements.section(UNUSUAL(language))
    if found.unusual:
        elements.listing([each(language) for each in found.unusual])
    else:
        elements.paragraph(NOTHING_UNUSUAL(language))


def _counts(found: Month, language: Language) -> None:
    rows = [(_who(who, language), _what(what, language), number(count)) for who, what, count in found.counts]
    columns = [COLUMNS["who"](language), COLUMNS["what"](language), COUNT(language)]
    elements.section(COUNTS(language))
    elements.table(pd.DataFrame(rows, columns=columns), COUNTS(language), [COUNT(language)])


def _taken(found: Month, language: Language) -> None:
    elements.section(TAKEN(language))
    if not found.taken:
        elements.paragraph(NOTHING_TAKEN(language))
        return
    latest = found.taken[::-1][:_MOST_SHOWN]
    rows = [
        (
            f"{local(each):%Y-%m-%d %H:%M}",
            _who(each.who, language),
            next((name(language) for role, name in ROLE_NAMES.items() if role == each.role), each.role),
            each.where,
            _what(each.what, language),
            each.detail,
            each.why,
        )
        for each in latest
    ]
    elements.table(
        pd.DataFrame(rows, columns=[label(language) for label in COLUMNS.values()]), TAKEN(language)
    )
    if len(latest) < len(found.taken):
        elements.quiet(MORE.fill(shown=_MOST_SHOWN)(language))


def _review(found: Month, language: Language) -> None:
    if found.reviews:
        last = found.reviews[-1]
        words = REVIEWED.fill(at=f"{local(last):%Y-%m-%d %H:%M}", who=_who(last.who, language))
    else:
        words = NOT_REVIEWED
    elements.paragraph(words(language))
    if st.button(
        REVIEW.fill(month=found.name)(language), type="primary", key=f"review {found.name} {language}"
    ):
        access_record.review(found.name)
        st.rerun()


def _who(name: str, language: Language) -> str:
    return THIS_COMPUTER(language) if name == "this computer" else name


def _what(code: str, language: Language) -> str:
    return WHAT_NAMES[code](language) if code in WHAT_NAMES else code
