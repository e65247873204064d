"""Indicators of the city: programmes, settlement, labour demand, plans."""

from __future__ import annotations

from meomureum.measures.indicators.formula import PUBLISHED, Formula, Kpi, Stage, only
from meomureum.texts import Text

_LOAD_PARTICIPATION = Text(
    "공표된 값이 없습니다. 사업의 참여·이수 자료를 적재하면 계산됩니다.",
    "No value has been published. Loading the programme's participation file computes it.",
)
_LOAD_RESIDENCE = Text(
    "공표된 값이 없습니다. 졸업 코호트의 거주 자료를 적재하면 계산됩니다.",
    "No value has been published. Loading the residence of graduate cohorts computes it.",
)
_PARTICIPANTS = Text("그해 사업 참여자", "Participants of the programme in the year")


def _programme_rate(
    kpi_id: str, name: Text, numerator: tuple[str, Text], denominator: tuple[str, Text]
) -> Kpi:
    return Kpi(
        id=kpi_id,
        name=name,
        population=_PARTICIPANTS,
        numerator=numerator[1],
        denominator=denominator[1],
        reference_day="12-31",
        formulas=(
            Formula(
                f"of_{denominator[0]}",
                Text(f"{denominator[1].ko} 대비", f"Of {denominator[1].en.lower()}"),
                table="programme_participation",
                numerator=numerator[0],
                denominator=denominator[0],
                measures=(numerator[0], denominator[0]),
            ),
        ),
        unavailable=_LOAD_PARTICIPATION,
    )


COMPLETION = _programme_rate(
    "programme_completion_rate",
    Text("이수율", "Programme completion rate"),
    ("completers", Text("이수자", "Completers")),
    ("participants", Text("참여자", "Participants")),
)
COMPLETER_HIRES = _programme_rate(
    "completer_hire_rate",
    Text("이수자 참여기업 채용률", "Completers hired by member firms"),
    ("hired_by_member_firms", Text("참여기업에 채용된 이수자", "Completers hired by member firms")),
    ("completers", Text("이수자", "Completers")),
)

SETTLEMENT_INTENTION = Kpi(
    id="settlement_intention",
    name=Text("정주의향률", "Settlement intention"),
    population=Text("정주의향 조사 응답자", "Respondents of the settlement survey"),
    numerator=Text("'그렇다'와 '매우 그렇다'의 가중 응답", "Weighted answers 'agree' and 'strongly agree'"),
    denominator=Text("가중 응답(무응답 제외)", "Weighted answers (no answer left out)"),
    reference_day="10-31",
    headline=True,
    formulas=(
        Formula(
            "top_two",
            Text("상위 두 응답", "Top two answers"),
            table="settlement_survey",
            numerator=only("answer IN ('4', '5')", "weight"),
            denominator=only("answer <> 'none'", "weight"),
            where="question = 'intends_to_settle'",
            measures=("weight",),
            sample_size=only("answer <> 'none'", "respondents"),
            squares=only("answer <> 'none'", "weight * weight / NULLIF(respondents, 0)"),
        ),
    ),
    unavailable=Text(
        "공표된 값이 없습니다. 조사 원자료를 적재하면 계산됩니다.",
        "No value has been published. Loading the survey file computes it.",
    ),
    caveat=Text(
        "표본조사이므로 응답자 수와 신뢰구간을 함께 봅니다.",
        "A sample survey: read it with n and its interval.",
    ),
)


def _settlement(years: int) -> Kpi:
    def formula(origin: str, name: Text) -> Formula:
        return Formula(
            origin,
            name,
            table="residence",
            numerator="resident",
            denominator="cohort",
            where=f"years_since = {years} AND origin = '{origin}'",
            measures=("resident", "cohort"),
        )

    span = f"{years} year{'s' if years > 1 else ''}"
    return Kpi(
        id=f"settlement_rate_{years}y",
        name=Text(f"정주율({years}년)", f"Settlement rate ({span})"),
        population=Text(
            "졸업 코호트(연도는 졸업한 해)", "The graduating cohort (the year is that of graduation)"
        ),
        numerator=Text(f"{years}년 뒤 시에 사는 사람", f"Still resident in the city after {span}"),
        denominator=Text("코호트 전체", "The whole cohort"),
        reference_day="12-31",
        headline=years == 1,
        formulas=(
            formula("university", Text("대학 졸업자", "University graduates")),
            formula("high_school", Text("고교 졸업자", "High-school graduates")),
        ),
        unavailable=_LOAD_RESIDENCE,
    )


SETTLEMENT_1Y, SETTLEMENT_3Y, SETTLEMENT_5Y = _settlement(1), _settlement(3), _settlement(5)

RETENTION_CHAIN = Kpi(
    id="retention_chain",
    name=Text("정주 사슬", "Retention chain"),
    population=Text(
        "고교 졸업 코호트(연도는 고교 졸업한 해)",
        "The cohort leaving high school (the year is that of leaving)",
    ),
    numerator=Text(
        "진학 × 학업 지속 × 지역 취업 × 정주", "Entry x completion x local employment x residence"
    ),
    denominator=Text("고교 졸업 코호트", "The cohort leaving high school"),
    shape="chain",
    formulas=(
        Formula(
            "matched_cohorts",
            Text("코호트를 맞춘 곱", "Product over matched cohorts"),
            note=Text(
                "Y년 진학, Y~Y+3년 학업 지속, Y+4년 지역 취업, Y+4년 코호트의 1년 정주를 곱합니다. 한 단계라도 없으면 내지 않습니다.",
                "Entry in Y, staying enrolled in Y to Y+3, local employment in Y+4, residence one year after Y+4; "
                "withheld when any stage is missing.",
            ),
        ),
    ),
    stages=(
        Stage("local_university_entry_rate", "all_graduates", (0,)),
        Stage("university_dropout_rate", "enrolled", (0, 1, 2, 3), survivors=True),
        Stage("local_employment_rate", "all_graduates", (4,)),
        Stage("settlement_rate_1y", "university", (4,)),
    ),
    unavailable=Text(
        "코호트가 맞는 네 단계의 자료가 모두 있어야 합니다.",
        "All four stages are needed for matching cohorts.",
    ),
    caveat=Text(
        "같은 사람을 따라간 값이 아니라 코호트 연도를 맞춘 단계별 비율의 곱입니다.",
        "A product of stage rates of matching years, not a follow-up of the same persons.",
    ),
)


TASK_COMPLETION = Kpi(
    id="task_completion",
    name=Text("실행과제 추진율", "Task completion"),
    population=Text("종합계획의 실행과제", "Tasks of the plan"),
    numerator=Text("완료한 과제", "Tasks done"),
    denominator=Text("전체 과제", "All tasks"),
    reference_day="12-31",
    formulas=(
        Formula(
            "done",
            Text("완료 과제 비율", "Share of tasks done"),
            table="tasks",
            numerator="IF(status = 'done', 1, 0)",
            denominator="1",
            measures=(),
        ),
        Formula(
            "started",
            Text("착수 과제 비율(추진 중 + 완료)", "Share of tasks started (in progress or done)"),
            table="tasks",
            numerator="IF(status IN ('in_progress', 'done'), 1, 0)",
            denominator="1",
            measures=(),
            note=Text(
                "완료하지 않은 과제도 셉니다. 추진율과 비교할 수 없습니다.",
                "Counts tasks that are not done yet; not comparable with completion.",
            ),
        ),
    ),
    unavailable=Text(
        "과제 수만 공표되고 추진 상황은 공표되지 않았습니다. 점검표를 적재하면 계산됩니다.",
        "Only the number of tasks is published, no progress. Loading the review sheet computes it.",
    ),
)


def _partners(kpi_id: str, name: Text, kind: str) -> Kpi:
    return Kpi(
        id=kpi_id,
        name=name,
        population=Text("사업 협약의 참여 주체", "Parties to the programme's agreement"),
        numerator=name,
        unit="count",
        shape="count",
        reference_day="12-31",
        formulas=(
            Formula(
                "listed",
                Text("명부 집계", "Counted from the list"),
                table="partners",
                numerator="1",
                where=f"kind = '{kind}'",
                measures=(),
            ),
            PUBLISHED,
        ),
        unavailable=Text("공표된 값이 없습니다.", "No value has been published."),
    )


PARTNER_INSTITUTIONS = _partners(
    "partner_institutions", Text("협약기관", "Partner institutions"), "institution"
)
MEMBER_FIRMS = _partners("member_firms", Text("참여기업", "Member firms"), "firm")

FIELD_CAMPUSES = Kpi(
    id="field_campuses",
    name=Text("현장캠퍼스(인제대 계획)", "Field campuses (Inje plan)"),
    population=Text("인제대 글로컬대학 계획", "Inje Glocal plan"),
    numerator=Text("현장캠퍼스 수", "Field campuses"),
    unit="count",
    shape="observed",
    reference_day="12-31",
    formulas=(PUBLISHED,),
    unavailable=Text(
        "목표만 공표되고 실적은 공표되지 않았습니다.", "Only the target is published, no result."
    ),
)

PROGRAMME_STAGE = Kpi(
    id="programme_stage",
    name=Text("추진 단계", "Programme stage"),
    population=Text("사업", "Programmes"),
    numerator=Text("현재 단계", "Current stage"),
    unit="stage",
    shape="observed",
    reference_day="12-31",
    formulas=(PUBLISHED,),
    unavailable=Text("공표된 단계가 없습니다.", "No stage has been published."),
)
STAGE_NAMES: dict[int, Text] = {
    1: Text("도입기", "Introduction"),
    2: Text("안정기", "Stabilisation"),
    3: Text("확산기", "Expansion"),
}
