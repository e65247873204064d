"""Verify: whether a figure still holds, and what a press sentence gets right and wrong."""

from __future__ import annotations

from datetime import date

import streamlit as st

from meomureum.components import claim, elements
from meomureum.session import View, verification
from meomureum.session.roles import uses
from meomureum.texts import Text

TITLE = Text("확인", "Verify")
LEAD = Text(
    "내보낸 그림이 지금도 맞는지, 문장의 수치가 대장과 자료에 맞는지 봅니다.",
    "Whether an exported figure still holds, and whether the numbers of a sentence agree with ledger and data.",
)
FIGURES = Text("그림 확인", "Figures")
FIGURES_LEAD = Text(
    "그림 번호나 링크를 적거나 파일을 놓으면 그림마다 지금 계산과 같은지, 새 값으로 바뀌었는지, 파일에서 고쳐졌는지 알려 드립니다.",
    "Give a code or a link, or drop a file: figure by figure, same as now, superseded, or altered in the file.",
)
CODE = Text("그림 번호나 링크", "Figure code or link")
FILE = Text("파일(PPTX, HWPX, XLSX, PDF, CSV, 그림)", "File (PPTX, HWPX, XLSX, PDF, CSV, picture)")
BY_THE_STEWARD = Text(
    "파일째로 확인하는 것은 자료 담당자가 합니다. 번호나 링크는 누구나 확인할 수 있습니다.",
    "Whole files are verified by the data steward; codes and links by everybody.",
)
NO_CODE = Text("그림 번호나 링크를 찾지 못했습니다.", "No figure code or link was found.")
SENTENCES = Text("문장 확인", "Sentences")
SENTENCES_LEAD = Text(
    "보도자료나 기사의 문장을 붙이면 기준값, 단위, 지역, 연도를 대장과 자료에 견줍니다.",
    "Paste a press sentence: base, unit, place and year are held against the ledger and the data.",
)
SENTENCE = Text("확인할 문장", "Sentence to check")
PUBLISHED_ON = Text("글의 날짜(선택)", "Date of the text (optional)")
PUBLISHED_ON_HELP = Text(
    "‘올해’, ‘지난해’, ‘전년’이 어느 해인지 이 날짜로 압니다.",
    "It tells which years “this year” and “last year” are.",
)
NO_CLAIM = Text(
    "확인할 수치를 찾지 못했습니다. 지표 이름과 값이 함께 있는 문장을 적어 주십시오.",
    "No number to check was found. Give a sentence with an indicator and a value.",
)
MOST_LETTERS = 2000
MOST_FILE_MB = 20


def render(view: View) -> None:
    """Figures first, then sentences."""
    elements.heading(TITLE(view.language), LEAD(view.language))
    _figures(view)
    _sentences(view)


def _figures(view: View) -> None:
    language = view.language
    elements.section(FIGURES(language), FIGURES_LEAD(language))
    asked = st.text_input(CODE(language), key=f"verify code {language}", max_chars=MOST_LETTERS)
    if asked.strip():
        found = verification.figures_of_words(asked)
        claim.verified(found, language) if found else elements.notices([NO_CODE], language, "warning")
    if not uses("load_files"):
        elements.quiet(BY_THE_STEWARD(language))
        return
    file = st.file_uploader(
        FILE(language),
        type=list(verification.KINDS),
        key=f"verify file {language}",
        max_upload_size=MOST_FILE_MB,
    )
    if file is not None:
        _file(view, file.getvalue())


def _file(view: View, content: bytes) -> None:
    try:
        found = verification.figures_of_file(content)
    except verification.Unreadable as fault:
        elements.notices([fault.reason], view.language, "danger")
        return
    if found:
        claim.verified(found, view.language, from_file=True)
    else:
        elements.notices([NO_CODE], view.language, "warning")


def _sentences(view: View) -> None:
    language = view.language
    elements.section(SENTENCES(language), SENTENCES_LEAD(language))
    text = st.text_area(SENTENCE(language), key=f"verify sentence {language}", max_chars=MOST_LETTERS)
    published_on = st.date_input(
        PUBLISHED_ON(language),
        value=None,
        min_value=date(1990, 1, 1),
        key=f"verify date {language}",
        help=PUBLISHED_ON_HELP(language),
    )
    if not text.strip():
        return
    found = verification.claims_of_text(text[:MOST_LETTERS], view, published_on)
    claim.claims(found, language) if found else elements.notices([NO_CLAIM], language, "warning")
