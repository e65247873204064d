"""Words for the settlement survey: what changed between waves, and how it was worked out."""

from __future__ import annotations

from meomureum.texts import Text

SUBTITLE = Text(
    "{question}, ‘그렇다’와 ‘매우 그렇다’의 가중 비율 · {place} · {years}년",
    "{question}, weighted share of “agree” and “strongly agree” · {place} · {years}",
)
PERIOD = Text("{first}~{last}", "{first}-{last}")
CHANGED = Text(
    "{place} {question}: {last}년 앞 조사보다 오른 집단 {rose}개, 내린 집단 {fell}개, 뚜렷하지 않은 집단 {unclear}개",
    "{place}, {question}, {last}: {rose} groups rose, {fell} fell, {unclear} without clear change",
)
CHANGED = Text(
    "{place} {question}: {last}년 앞 조사보다 오른 집단 {rose}개, 내린 집단 {fell}개, 뚜렷하지 않은 집단 {unclear}개",
    "{place}, {question}, {last}: {rose} groups rose, {fell} fell, {unclear} without clear change",
)
NONE_CHANGED = Text(
    "{place} {question}: {last}년 앞 조사보다 뚜렷하게 달라진 집단이 없습니다(집단 {unclear}개)",
    "{place}, {question}, {last}: no clear change in any of {unclear} groups",
)
ONE_CHANGED = Text(
    "{place} {group} {question}: {first}년 {old}에서 {last}년 {new}, {movement}",
    "{place}, {group}, {question}: {old} in {first}, {new} in {last}, {movement}",
)
ONE_WAVE = Text("{place} {group} {question}: {last}년 {low}", "{place}, {group}, {question}: {low} in {last}")
FROM_TO = Text(
    "{place} {question}: {last}년 {group} {low}에서 {highest} {high}까지",
    "{place}, {question}: from {low} ({group}) to {high} ({highest}) in {last}",
)
FROM_TO = Text(
    "{place} {question}: {last}년 {group} {low}에서 {highest} {high}까지",
    "{place}, {question}: from {low} ({group}) to {high} ({highest}) in {last}",
)
METHOD = Text(
    "비율은 가중값으로 냅니다. 구간은 유효 응답자 수에 낸 윌슨 구간이고, 유효 응답자 수는 (Σw)²/Σw²(키시)입니다. "
    "파일에는 응답마다 더한 가중값만 있어 한 칸 안의 가중값을 같다고 보았으므로 유효 응답자 수는 많아야 이만큼입니다.",
    "Shares are weighted. The interval is Wilson's on the effective n, (sum of w)² / sum of w² (Kish). The file holds weights summed "
    "by answer, taken as equal within a cell, so the effective n is at most this.",
)
CHANGE_METHOD = Text(
    "앞 조사와의 차이는 유효 응답자 수에 낸 뉴컴 구간이며(두 조사의 응답자가 서로 다르다고 봄), "
    "구간이 0을 벗어날 때만 올랐거나 내렸다고 합니다.",
    "A change between waves has Newcombe's interval on the effective n, the respondents taken as different people; it rose or fell "
    "only when that leaves out 0.",
)
NON_RESPONSE = Text(
    "문항 무응답은 비율에서 빼고 따로 셉니다. 조사에 아예 답하지 않은 사람은 가중값으로만 헤아리며, "
    "조사표에 요청 인원이 있으면 응답률을 함께 보입니다.",
    "Item non-response is left out of the share and counted apart. Those who did not answer the survey at all enter through the "
    "weights only; where the questionnaire says how many were invited, the response rate is shown.",
)
DEFINITION = Text(
    "‘그렇다’와 ‘매우 그렇다’의 가중 응답 / 가중 응답(무응답 제외)",
    "Weighted answers “agree” and “strongly agree” / weighted answers, no answer left out",
)
RELEASED_METHOD = Text(
    "비율은 가중값으로 냅니다. 이 공개 수준에는 응답별 가중값이 없어 구간은 응답자를 모두 같은 무게로 보고 냈습니다. 실제 구간은 이보다 "
    "넓을 수 있습니다. 응답자가 적은 집단은 가립니다.",
    "Shares are weighted. This level of detail holds no weights by answer, so the interval takes every respondent as one; the true "
    "interval may be wider. Groups of few respondents are hidden.",
)
CAVEATS = (METHOD, CHANGE_METHOD, NON_RESPONSE)
