"""The settlement survey: shares by group and wave, what changed, and the codebook."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from meomureum import session
from meomureum.analysis.studies.settlement import (
    ANSWERS,
    INTENTION,
    QUESTIONS,
    SILENT,
    TOP_TWO,
    answers,
    questionnaire,
    released_questionnaire,
)
from meomureum.components import elements, figure_frame, known_instead, refusal
from meomureum.drawing.figure import Figure
from meomureum.figures.survey import caveats, grouping_of, groupings, held_in, rows_in
from meomureum.measures.measurement import STATUSES
from meomureum.measures.protected_answers import is_withheld
from meomureum.session import View, page_figures, survey_choices
from meomureum.texts import Language, Text, number, percent

TITLE = Text("정주의향 조사", "Settlement survey")
LEAD = Text(
    "청년이 이 도시에 살 뜻이 있는지를 집단별, 조사 차수별로 봅니다. 표본조사이므로 구간과 함께 읽습니다.",
    "Whether young people mean to stay, by group and wave. A sample survey: read it with its intervals.",
)
METHOD = Text("어떻게 셈했나", "How it was computed")
CODEBOOK = Text("문항과 응답", "Questions and answers")
CODEBOOK_LEAD = Text(
    "자료에 있는 문항과 응답 부호입니다. 고른 도시와 기간의 응답자를 더했습니다.",
    "The questions and answer codes that the data hold, with the respondents of the chosen cities and years.",
)
QUESTIONNAIRE = Text("조사표와 응답률", "Questionnaire and response")
QUESTIONNAIRE_LEAD = Text(
    "도시마다 가장 최근 조사에서 무엇을 누구에게 물었는지입니다.",
    "What was asked of whom in the newest survey of each city.",
)
NO_QUESTIONNAIRE = Text(
    "조사표가 들어 있지 않아 문장, 모집단, 조사 응답률을 알 수 없습니다. ‘정주의향 조사표’ 서식을 채워 적재하면 여기에 나옵니다.",
    "No questionnaire came with the survey: wording, population and response are not known. Fill in and load the form "
    "“Settlement questionnaire” to see them here.",
)
ASKED = (
    Text("도시", "City"),
    Text("연도", "Year"),
    Text("조사표 문장", "Wording"),
    Text("모집단", "Population"),
    Text("조사방법", "Method"),
    Text("요청(명)", "Invited"),
    Text("응답(명)", "Answered"),
    Text("응답률", "Response"),
)
TOP = Text(
    "‘그렇다’(4)와 ‘매우 그렇다’(5)를 뜻이 있는 것으로 셉니다. 무응답은 분모에서 뺍니다.",
    "“Agree” (4) and “Strongly agree” (5) count as yes; no answer is left out of the denominator.",
)
COLUMNS = (
    Text("문항", "Question"),
    Text("문항 부호", "Question code"),
    Text("응답", "Answer"),
    Text("응답 부호", "Answer code"),
    Text("세는 법", "Counted as"),
    Text("응답자(명)", "Respondents"),
    Text("가중 비율", "Weighted share"),
)
COUNTED, NOT_COUNTED, APART = (
    Text("분자와 분모", "Numerator and denominator"),
    Text("분모", "Denominator"),
    Text("따로 셈", "Counted apart"),
)
NOTHING = Text("조사 자료가 없습니다", "There is no survey")
MISSING = Text(
    "정주의향을 물은 조사가 공표되지 않았습니다. ‘정주의향 조사’ 파일(문항, 응답, 가중값, 응답자 수)을 적재하면 계산됩니다. "
    "채울 서식은 자료 화면에 있습니다.",
    "No survey of the intention to settle has been published. The Data page has the form to fill in and load.",
)
ONLY_INTENTION = Text(
    "다른 문항과 응답별 응답자 수는 이 공개 수준에서 제공하지 않습니다.",
    "Other questions, and respondents by answer, are not offered at this level.",
)
ANSWERED_INTENTION = Text(
    "이 공개 수준의 응답은 정주의향 문항에 답한 사람 수입니다. 무응답을 뺀 수이므로 응답률이 실제보다 조금 낮습니다.",
    "At this level, those who answered are those who answered the question on settling. Silence is left out, "
    "so the response shown is a little below the true one.",
)
NOT_OFFERED = Text(
    "정주의향 조사의 값이 이 공개 수준에 들어 있지 않습니다.",
    "This level holds no figures of the settlement survey.",
)
NO_ANSWER = Text(
    "고른 도시와 기간에는 조사가 없습니다.", "There is no survey of the chosen cities and years."
)
NOT_HERE = Text(
    "{place}: 고른 기간에 값을 낼 수 있는 조사가 없습니다.",
    "{place}: no survey of the chosen years gives a value.",
)
OTHER_QUESTIONS = Text("다른 문항", "Other questions")
UNKNOWN = "–"


def render(view: View) -> None:
    """Each city's shares, how they were computed, the codebook."""
    language, snapshot = view.language, session.snapshot()
    elements.heading(TITLE(language), LEAD(language))
    rows, can = rows_in(snapshot, view), groupings(snapshot, view)
    if not can:
        _nothing(view)
        return
    with elements.choosers("of the survey"):
        survey_choices.choose_grouping(view, grouping_of(snapshot, view), can)
    for city in view.cities or tuple(session.choices().cities):
        _city(view, city)
    elements.section(METHOD(language))
    elements.listing([each(language) for each in caveats(snapshot)])
    if rows.empty:
        _released_questionnaire(view)
        elements.paragraph(ONLY_INTENTION(language))
    else:
        _questionnaire(questionnaire(snapshot, rows), language)
        _codebook(rows, language)


def _city(view: View, city: str) -> None:
    """The intention to settle; the other questions one click away."""
    intention = page_figures.page_figures("survey", view).get(f"{INTENTION}-{city}")
    if intention is None:
        elements.paragraph(NOT_HERE.fill(place=session.names()[city])(view.language))
    else:
        figure_frame.show(intention, "survey", view)
    asked = survey_choices.other_questions(view).get(city)
    if asked:
        with elements.folded(f"{session.names()[city](view.language)}: {OTHER_QUESTIONS(view.language)}"):
            for figure in asked:
                _table(figure)


def _table(figure: Figure) -> None:
    columns: Sequence[str] = figure.columns
    elements.table(pd.DataFrame(figure.rows, columns=list(columns)), figure.title, columns[2:-2])


def _released_questionnaire(view: View) -> None:
    """What a protected release can say of the questionnaire."""
    held = held_in(session.snapshot(), view).get("respondents")
    if held is not None:
        asked = released_questionnaire(session.snapshot(), held)
        _questionnaire(asked, view.language)
        if not asked.empty:
            elements.paragraph(ANSWERED_INTENTION(view.language))


def _questionnaire(asked: pd.DataFrame, language: Language) -> None:
    """Wording, population, method and response of the newest wave."""
    elements.section(QUESTIONNAIRE(language), QUESTIONNAIRE_LEAD(language))
    if asked.empty:
        elements.paragraph(NO_QUESTIONNAIRE(language))
        return
    columns = [column(language) for column in ASKED]
    lines = [_asked(row, language) for row in asked.to_dict("records")]
    elements.table(pd.DataFrame(lines, columns=columns), QUESTIONNAIRE(language), columns[5:])


def _asked(row: Mapping[Hashable, Any], language: Language) -> list[str]:
    """One question to one group."""
    told = [_words(row, name)(language) for name in ("wording", "population", "method")]
    invited, answered = row["invited"], row["answered"]
    counts = [UNKNOWN if pd.isna(each) else number(each) for each in (invited, answered)]
    if row.get("status") == "suppressed":
        counts[1] = STATUSES["suppressed"](language)
    known = not pd.isna(invited) and not pd.isna(answered) and invited > 0
    response = percent(answered / invited) if known else UNKNOWN
    return [session.names()[row["city_id"]](language), str(row["year"]), *told, *counts, response]


def _words(row: Mapping[Hashable, Any], name: str) -> Text:
    """What has no translation stands in Korean in both languages."""
    korean, english = (None if pd.isna(row[each]) else str(row[each]) for each in (name, f"{name}_en"))
    return Text(korean or UNKNOWN, english or korean or UNKNOWN)


def _codebook(rows: pd.DataFrame, language: Language) -> None:
    elements.section(CODEBOOK(language), CODEBOOK_LEAD(language))
    elements.paragraph(TOP(language))
    found = answers(rows)
    given = found[found["answer"] != SILENT].groupby("question")["weight"].sum()
    columns = [column(language) for column in COLUMNS]
    lines = [_answer(row, float(given[row["question"]]), language) for _, row in found.iterrows()]
    elements.table(pd.DataFrame(lines, columns=columns), CODEBOOK(language), columns[5:])


def _answer(row: pd.Series, weight: float, language: Language) -> list[str]:
    question, answer = str(row["question"]), str(row["answer"])
    counted = APART if answer == SILENT else COUNTED if answer in TOP_TWO else NOT_COUNTED
    share = UNKNOWN if answer == SILENT or not weight else percent(float(row["weight"]) / weight)
    return [
        QUESTIONS.get(question, Text(question, question))(language),
        question,
        ANSWERS.get(answer, Text(answer, answer))(language),
        answer,
        counted(language),
        UNKNOWN if pd.isna(row["respondents"]) else number(row["respondents"]),
        share,
    ]


def _nothing(view: View) -> None:
    language = view.language
    if is_withheld(session.snapshot(), "settlement_survey", view.data_set):
        refusal.not_offered(NOT_OFFERED, language)
        return
    if view.data_set == "published":
        known_instead.show(view, "survey", MISSING, ("place_among", "retention_by_age"))
        return
    known_instead.nothing(view, "survey", NOTHING, NO_ANSWER)
