"""What the firms of a labour-demand survey answered, with the survey's own uncertainty."""

from __future__ import annotations

from meomureum.analysis.studies.industries import Industry, Market
from meomureum.analysis.studies.supply import FEW_FIRMS
from meomureum.analysis.words import supply as words
from meomureum.drawing.figure import Figure
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.measures import register
from meomureum.measures.measurement import find
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent, plain

SHORTAGE, UNFILLED = find("labour_shortage_rate"), find("unfilled_rate")
SURVEY_SUBTITLE = Text(
    "인력수요 조사 · {city} · {year}년 · 응답한 기업 기준",
    "Labour-demand survey · {city} · {year} · firms that answered",
)
SURVEY_TITLE = Text(
    "{city} {year}년 인력수요 조사: 조사한 기업의 {rate:이/가} 응답했습니다",
    "{city} {year}, labour-demand survey: {rate} of the firms asked answered",
)
SURVEY_COLUMNS = (
    Text("산업", "Industry"),
    Text("부족인원", "Shortage"),
    Text("인력부족률(95%)", "Shortage rate (95%)"),
    Text("구인", "Openings"),
    Text("채용", "Hires"),
    Text("미충원율(95%)", "Unfilled rate (95%)"),
    Text("응답 기업(응답률)", "Firms that answered"),
    Text("입지계수", "Location quotient"),
    Text("상태", "Status"),
)
ANSWERED = Text("{asked}곳 중 {answered}곳 ({rate})", "{answered} of {asked} ({rate})")
WITH_INTERVAL = Text("{rate} ({low}–{high})", "{rate} ({low}–{high})")
WEAK = Text("신뢰도 낮음", "Low reliability")
VALUE = Text("값", "Value")
INTERVAL_NOTE = Text(
    "95% 구간은 같은 수의 기업을 다시 뽑아 물었을 때의 우연 변동입니다. 한 기업의 사람들은 서로 닮으므로 사람이 아니라 "
    "응답한 기업 수(한 반기, 가장 많이 답한 직종)로 셈합니다. 응답하지 않은 기업이 다를 때의 치우침은 담지 못합니다.",
    "The 95% interval is the chance variation of asking as many firms again. People of one firm are alike, so firms "
    "are counted (those of a half-year, in the occupation most answered for). It does not hold what silent firms would add.",
)
COUNTS_NOTE = Text(
    "부족인원은 반기 조사의 평균, 구인·채용은 한 해의 합입니다. '신뢰도 낮음'은 응답 기업이 {few}곳 미만이라는 뜻입니다.",
    "Shortage is the mean of the half-year surveys, openings and hires are added up. Low reliability: under {few} firms.",
).fill(few=FEW_FIRMS)
QUOTIENT_NOTE = Text(
    "입지계수는 조사한 산업의 종사자 가운데 그 산업의 비중을, 같은 산업을 조사한 이 자료의 도시를 합한 비중으로 나눈 값입니다. "
    "전국 자료가 아니며, 다른 도시에서 조사하지 않은 산업은 내지 않습니다.",
    "The location quotient divides an industry's share of the surveyed employees by that of all cities here surveyed in "
    "it. It is not national, and none is given where no other city was surveyed.",
)


def survey_figure(snapshot: Snapshot, view: View, found: Market, year: int) -> Figure:
    """What the firms answered, with the survey's own uncertainty."""
    language, names = view.language, {**register.names(snapshot), **found.names}
    surveyed = [each for each in found.of(year) if each.demand.employees is not None]
    asked = sum(each.demand.asked or 0 for each in surveyed)
    answered = sum(each.demand.answered or 0 for each in surveyed)
    told = {"city": names[found.city_id], "year": plain(str(year))}
    rate = percent(answered / asked) if asked else "–"
    draft = Draft(
        snapshot,
        "supply",
        view,
        unit="percent",
        source=found.sources(snapshot),
        as_of=f"{year}-{SHORTAGE.reference_day}",
        definition="; ".join(
            f"{kpi.name(language)}: {kpi.numerator(language)} / {kpi.denominator(language)}"
            for kpi in (SHORTAGE, UNFILLED)
        ),
    )
    finding = Finding(
        SURVEY_TITLE.fill(**told, rate=rate)(language),
        SURVEY_SUBTITLE.fill(**told)(language),
        [note(language) for note in (COUNTS_NOTE, INTERVAL_NOTE, QUOTIENT_NOTE)],
    )
    table = Table(
        [label(language) for label in SURVEY_COLUMNS],
        [_survey_row(each, names[each.industry_id], language) for each in surveyed],
        [_survey_numbers(each) for each in surveyed],
        named=(0,),
        valued=range(1, 8),
    )
    return draft.figure("table", f"survey-{found.city_id}", finding, table=table)


def _survey_row(each: Industry, name: Text, language: Language) -> tuple[str, ...]:
    demand = each.demand
    firms = (
        ANSWERED.fill(
            asked=number(demand.asked),
            answered=number(demand.answered),
            rate=words.rate_text(demand.response),
        )
        if demand.asked is not None and demand.answered is not None
        else words.NOT_COUNTED
    )
    cells = (
        name,
        words.people_or(demand.shortage, words.NOT_COUNTED),
        _with_interval(each, demand.shortage_rate),
        words.people_or(demand.openings, words.NOT_COUNTED),
        words.people_or(demand.hires, words.NOT_COUNTED),
        _with_interval(each, demand.unfilled_rate),
        firms,
        plain("–" if each.quotient is None else number(each.quotient, 2)),
        WEAK if demand.is_weak else VALUE,
    )
    return tuple(cell(language) for cell in cells)


def _with_interval(each: Industry, rate: float | None) -> Text:
    interval = each.demand.interval(rate)
    if interval is None:
        return words.rate_text(rate)
    return WITH_INTERVAL.fill(
        rate=words.rate_text(rate), low=percent(interval.low), high=percent(interval.high)
    )


def _survey_numbers(each: Industry) -> tuple[float | None, ...]:
    d = each.demand
    counts = (d.shortage, d.shortage_rate, d.openings, d.hires, d.unfilled_rate)
    return (None, *counts, d.response, each.quotient, None)
