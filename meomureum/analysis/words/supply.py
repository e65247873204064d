"""Supply and demand in words: what the gaps of a year allow to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meomureum.analysis.studies.industries import Industry
from meomureum.analysis.studies.supply import Gap
from meomureum.texts import Text, number, percent, plain

MORE_PLANS = Text(
    "{city} {year}년 {industry}: 채용계획이 졸업자보다 {people}명 많습니다({range})",
    "{city} {year}, {industry}: planned hires exceed graduates by {people} ({range})",
)
MORE_GRADUATES = Text(
    "{city} {year}년 {industry}: 졸업자가 채용계획보다 {people}명 많습니다({range})",
    "{city} {year}, {industry}: graduates exceed planned hires by {people} ({range})",
)
UNCLEAR = Text(
    "{city} {year}년: 인력의 과부족이 통계적으로 확인된 산업은 없습니다",
    "{city} {year}: no industry can be said to have too many or too few",
)
RANGE = Text("{low}~{high}명", "{low} to {high}")
AT_LEAST, AT_MOST = Text("{low}명 이상", "{low} or more"), Text("{high}명 이하", "{high} or less")
UNBOUNDED = Text("범위 모름", "range unknown")
NOT_COUNTED = Text("미집계", "Not counted")
NO_DEPARTMENT = Text("연계된 학과 없음", "No department matched")
NOT_SURVEYED = Text("조사 없음", "Not surveyed")


def gap_with_sign(people: float) -> str:
    """A gap in people, with its sign."""
    return f"{'+' if round(people) > 0 else ''}{number(people)}"


def range_text(gap: Gap) -> Text:
    """From the lowest to the highest it may be."""
    if gap.low_open and gap.high_open:
        return UNBOUNDED
    template = AT_LEAST if gap.high_open else AT_MOST if gap.low_open else RANGE
    return template.fill(low=gap_with_sign(gap.low), high=gap_with_sign(gap.high))


def supply_finding(industries: Sequence[Industry], city: Text, names: Mapping[str, Text]) -> Text:
    """The clearest gap of a year: one whose whole range lies on one side, a lack of people first."""
    year = industries[0].year
    clear = [(each.gap, each) for each in industries if each.gap is not None and each.gap.is_clear]
    if not clear:
        return UNCLEAR.fill(city=city, year=year)
    lacking = [pair for pair in clear if pair[0].value < 0]
    gap, found = (
        min(lacking, key=lambda pair: pair[0].high) if lacking else max(clear, key=lambda pair: pair[0].low)
    )
    return (MORE_PLANS if lacking else MORE_GRADUATES).fill(
        city=city,
        year=year,
        industry=names[found.industry_id],
        people=number(abs(gap.value)),
        range=range_text(gap),
    )


def rate_text(rate: float | None) -> Text:
    """A rate of the survey, or a note that it was not counted."""
    return NOT_COUNTED if rate is None else plain(percent(rate))


def people_or(people: float | None, otherwise: Text) -> Text:
    """A count, or why there is none."""
    return otherwise if people is None else plain(number(people))


def no_gap(industry: Industry) -> Text:
    """Why an industry has no gap."""
    if industry.supply.graduates is None:
        return NO_DEPARTMENT if not industry.versions else NOT_COUNTED
    return NOT_SURVEYED if industry.demand.employees is None else NOT_COUNTED
