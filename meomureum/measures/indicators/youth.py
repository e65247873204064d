"""Indicators of the young on the register: how many there are, and how many are there five years on."""

from __future__ import annotations

from meomureum.measures.indicators.formula import Formula, Kpi
from meomureum.texts import Text

COUNTED_ON = "counted_on"
_AGES = (10, 39)
"""The first and the last age of those who are followed for five years."""
_BANDS = ((15, 19), (20, 24), (25, 29), _AGES)
_REGISTER = Text(
    "행정안전부 주민등록 인구통계로 머무름이 계산",
    "Computed by Meomureum from the resident register (Ministry of the Interior and Safety)",
)
_RELEASED = Text("달마다 말일 기준으로 공표", "Published each month, as of its last day")
_EVERYBODY = Text("주민등록 인구(계)", "Everybody on the register")


def _moved_on(first: int, last: int, suffix: str, when: tuple[str, Text], note: Text) -> Formula:
    """Residents of some ages, and those five years older five years later; `when` picks the month."""
    named = Text(
        f"{first}~{last}세 → {first + 5}~{last + 5}세", f"Aged {first}-{last} to {first + 5}-{last + 5}"
    )
    return Formula(
        f"ages_{first}_{last}{suffix}",
        Text(f"{named.ko}({when[1].ko})", f"{named.en} ({when[1].en})"),
        table="cohorts",
        numerator="residents_after",
        denominator="residents_before",
        where=f"age BETWEEN '{first}' AND '{last}' AND {when[0]}",
        measures=("residents_before", "residents_after"),
        day=COUNTED_ON,
        numerator_text=Text(
            f"5년 뒤 {first + 5}~{last + 5}세 주민",
            f"Residents aged {first + 5} to {last + 5} five years later",
        ),
        denominator_text=Text(f"{first}~{last}세 주민", f"Residents aged {first} to {last}"),
        note=note,
    )


_LAST = ("last_of_year", Text("그해 마지막 기준월", "last month of the year"))
_JUNE = ("month[6:] = '06'", Text("6월 말", "end of June"))
_SINGLE = Text(
    "나이별로 나누어 보기 위한 산식입니다. 합친 값은 연령대의 산식을 씁니다.",
    "Meant to be divided by single years of age; for one number take an age band.",
)
_OTHER_MONTH = Text(
    "6월 말에서 5년 뒤 6월 말까지입니다. 12월 말의 값과 한 선으로 잇지 않습니다.",
    "From the end of June to the end of June five years later; never on one line with December.",
)

NET_RETENTION = Kpi(
    id="youth_net_retention",
    name=Text("청년 순잔존율", "Net youth retention"),
    population=_EVERYBODY,
    numerator=Text("5년 뒤 다섯 살 많은 주민", "Residents five years older, five years later"),
    denominator=Text("5년 전 그 나이의 주민", "Residents of the age, five years before"),
    reference_day="12-31",
    headline=True,
    net=True,
    formulas=(
        *(_moved_on(*band, "", _LAST, _SINGLE if band == _AGES else Text("", "")) for band in _BANDS),
        *(_moved_on(*band, "_june", _JUNE, _OTHER_MONTH) for band in _BANDS),
    ),
    official_source=_REGISTER,
    release=_RELEASED,
    unavailable=Text(
        "5년 떨어진 같은 달의 나이별 주민등록 인구가 모두 있어야 합니다.",
        "It needs the register by age of the same month in two years five years apart.",
    ),
    caveat=Text(
        "들어온 사람과 나간 사람을 서로 뺀 뒤의 값이며, 새로 들어선 주택은 값을 올리고 대학은 18~22세를 올리고 "
        "23~27세를 낮춥니다. 남은 사람의 비율이 아닙니다.",
        "Net of arrivals: those who came count against those who left. New housing raises it, universities raise ages "
        "18 to 22 and lower 23 to 27. It is never the share who stayed.",
    ),
)


def _sum(first: int, last: int) -> str:
    return " + ".join(f"age_{age}" for age in range(first, last + 1))


def _living(formula_id: str, name: Text, table: str, ages: str, note: Text) -> Formula:
    return Formula(
        formula_id,
        name,
        table=table,
        numerator=ages,
        where="last_of_year",
        measures=("total",),
        day=COUNTED_ON,
        note=note,
    )


YOUTH_POPULATION = Kpi(
    id="youth_population",
    name=Text("청년 인구", "Youth population"),
    population=_EVERYBODY,
    numerator=Text("청년 주민", "Young residents"),
    unit="persons",
    shape="count",
    reference_day="12-31",
    formulas=(
        _living(
            "everybody_15_39",
            Text("15~39세(계)", "Aged 15-39 (everybody)"),
            "population_by_age",
            _sum(15, 39),
            Text(
                "거주불명자와 재외국민까지 모두 셉니다.", "Counts those of unknown residence or abroad too."
            ),
        ),
        _living(
            "everybody_19_34",
            Text("19~34세(계), 청년기본법", "Aged 19-34 (everybody), Framework Act on Youth"),
            "population_by_age",
            _sum(19, 34),
            Text(
                "청년기본법의 청년입니다. 거주불명자와 재외국민까지 모두 셉니다.",
                "The young of the Framework Act; counts those of unknown residence or abroad too.",
            ),
        ),
        _living(
            "residents_15_39",
            Text("15~39세(거주자)", "Aged 15-39 (resident)"),
            "population_by_age_band",
            " + ".join(f"age_{age}_{age + 4}" for age in range(15, 40, 5)),
            Text(
                "거주불명자와 재외국민을 뺀 '거주자'입니다. '계'와 범위가 달라 한 선으로 잇지 않습니다.",
                "Leaves out those of unknown residence or abroad: another coverage, never on one line with everybody.",
            ),
        ),
    ),
    official_source=Text(
        "행정안전부 주민등록 인구통계", "Resident register, Ministry of the Interior and Safety"
    ),
    release=_RELEASED,
    unavailable=Text(
        "나이별 주민등록 인구를 적재하면 계산됩니다.", "Loading the register by age computes it."
    ),
    caveat=Text(
        "비율이 아니라 주민 수이며, 해마다 기준월이 다를 수 있습니다.",
        "Residents, not a rate; the month may differ from year to year.",
    ),
)
