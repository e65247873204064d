"""Participants of a programme and the others as a figure: crude and standardised, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meomureum.analysis.statistics.effect import OVERLAP_NEEDS, Contrast, Stratum
from meomureum.analysis.statistics.proportions import Interval
from meomureum.analysis.studies.participation import Participation, participation, participation_kpis
from meomureum.analysis.words.values import gap_text, meaning, value_text
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.measures import measurement, register
from meomureum.measures.measurement import MARKS, Scope
from meomureum.measures.queries import RELIABLE_DENOMINATOR
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES, Language, Text, number, percent, points

FIRST_KPI = "vocational_employment_rate"
NOT_AN_EFFECT = Text("연관이며 효과가 아님", "association, not an effect")
TITLE = Text(
    "{place} {year}년 {name}: 참여자가 {difference} {standing} ({caution})",
    "{place}, {year}, {name}: participants {difference} {standing} ({caution})",
)
UNCLEAR = Text(
    "{place} {year}년 {name}: 참여자와 비참여자의 뚜렷한 차이 없음 ({caution})",
    "{place}, {year}, {name}: no clear difference for participants ({caution})",
)
REFUSED = Text(
    "{place} {year}년 {name}: 견줄 수 있는 참여자가 적어 표준화하지 않음 ({caution})",
    "{place}, {year}, {name}: too few participants can be compared ({caution})",
)
HIGHER, LOWER = Text("높음", "higher"), Text("낮음", "lower")
SUBTITLE = Text(
    "{name} · {place} {year}년 · 학교와 학과별 비교 · {formula}",
    "{name} · {place}, {year} · by school and department · {formula}",
)
CRUDE = Text("단순 비교", "Crude")
STANDARDISED = Text("학교·학과를 맞춘 비교", "Standardised by school and department")
COLUMNS = (
    Text("비교", "Comparison"),
    Text("참여자", "Participants"),
    Text("참여자(명)", "Participants (people)"),
    Text("비참여자", "Others"),
    Text("비참여자(명)", "Others (people)"),
    Text("차이", "Difference"),
    Text("95% 구간", "95% interval"),
    Text("상태", "Status"),
)
INTERVAL = Text("{low}~{high}", "{low} to {high}")
VALUE, FEW = Text("값", "Value"), MARKS["low_reliability"]
OVERLAP = Text(
    "겹침: 참여자 {people}명의 {overlap:이/가} 비참여자도 있는 학교·학과({count}곳)에 있습니다. 이들만 표준화에 들어갑니다.",
    "Overlap: {overlap} of {people} participants are in schools and departments ({count}) that have others too; "
    "only these enter the standardised comparison.",
)
REFUSAL = Text(
    "겹침이 {needed}에 미치지 못해 표준화한 차이를 내지 않습니다.",
    "The overlap is under {needed}, so no standardised difference is given.",
)
NO_OTHERS = Text("비참여자가 없어 뺀 곳: {names}", "Left out for want of others: {names}")
NO_PARTICIPANTS = Text(
    "참여자가 없어 뺀 학교·학과 {count}곳(비참여자 {people}명)",
    "Left out for want of participants: {count} schools and departments ({people} others)",
)
UNSTATED = Text(
    "참여 여부나 학교·학과를 알 수 없어 뺀 사람 {people}명",
    "Left out because participation, school or department is not stated: {people} people",
)
HIDDEN = Text(
    "공개되지 않은 칸이 있어 뺀 곳 {count}칸: 남은 값은 전체가 아닙니다.",
    "Left out because their counts are not public: {count} cells; what is left is not everyone.",
)
CAUTION = Text(
    "참여자는 스스로 고르거나 뽑힌 사람입니다. 학교·학과 말고 "
    "다른 차이(성적, 의욕, 가정)는 맞추지 못했으므로 사업의 효과라고 말할 수 없습니다.",
    "Participants chose or were chosen. Other differences than school and department (grades, will, family) are not "
    "evened out, so this cannot be called an effect of the programme.",
)
METHOD = Text(
    "표준화: 차이 = Σ w(p₁−p₀), w는 참여자의 학교·학과 분포. 아래 끝 = 차이 − √Σ w²[(p₁−l₁)²+(u₀−p₀)²], "
    "위 끝 = 차이 + √Σ w²[(u₁−p₁)²+(p₀−l₀)²], l과 u는 윌슨 구간의 끝"
    "(Zou·Huang·Zhang 2009; 한 곳뿐이면 뉴컴 구간). 단순 비교는 뉴컴 구간.",
    "Standardised: difference = Σ w(p₁−p₀), w where the participants are. Low end = difference − √Σ w²[(p₁−l₁)²+(u₀−p₀)²], "
    "high end = difference + √Σ w²[(u₁−p₁)²+(p₀−l₀)²], l and u the ends of Wilson intervals (Zou, Huang and Zhang 2009; of one "
    "stratum Newcombe's). The crude comparison has Newcombe's.",
)


def kpi_of(view: View) -> str:
    """The view's indicator where participation tells it apart, else the employment rate."""
    return view.kpi if view.kpi in {kpi.id for kpi in participation_kpis()} else FIRST_KPI


def found_in(snapshot: Snapshot, view: View) -> tuple[Participation, ...]:
    """Every city and year of a view that has both sides."""
    cities = view.cities or measurement.followed_cities(snapshot)
    scope = Scope(view.data_set, cities=cities, first_year=view.first_year, last_year=view.last_year)
    formula = view.formula if view.kpi == kpi_of(view) else ""
    return participation(snapshot, kpi_of(view), scope, formula)


def newest_of(found: Sequence[Participation]) -> tuple[Participation, ...]:
    """The newest year of each city."""
    cities = dict.fromkeys(each.city_id for each in found)
    return tuple(next(each for each in found if each.city_id == city) for city in cities)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """One figure a city, of its newest year."""
    for each in newest_of(found_in(snapshot, view)):
        yield participation_figure(snapshot, view, each)


def participation_figure(snapshot: Snapshot, view: View, of: Participation) -> Figure:
    """The crude and the standardised difference, with both sides' counts."""
    language, place = view.language, register.names(snapshot)[of.city_id]
    title = headline(of, place)(language)
    notes = [each(language) for each in caveats(snapshot, of)]
    rows = [_row(name, contrast, of, language) for name, contrast in _contrasts(of)]
    draft = Draft(
        snapshot,
        "effect",
        view,
        unit="percent",
        source=register.references(snapshot, of.reference.to_frame().T),
        as_of=str(of.reference["reference_date"]),
        definition=meaning(of.kpi, of.formula)(language),
    )
    subtitle = SUBTITLE.fill(name=of.kpi.name, place=place, year=of.year, formula=of.formula.name)
    alt = " ".join([title, *(row[0] + " " + row[5] for row, _ in rows)])
    return draft.figure(
        "bar",
        f"participation-{of.city_id}",
        Finding(title, subtitle(language), notes, alt),
        [Series(COLUMNS[5](language), "computed", tuple(_points(of, language)))],
        Table(
            [column(language) for column in COLUMNS],
            [row for row, _ in rows],
            [numbers for _, numbers in rows],
            named=(0,),
            valued=(1, 3, 5),
        ),
    )


def headline(of: Participation, place: Text) -> Text:
    """The standardised difference in one sentence that never calls it an effect."""
    contrast = of.association.standardised
    words: dict[str, Text | str | int] = {
        "place": place,
        "year": of.year,
        "name": of.kpi.name,
        "caution": NOT_AN_EFFECT,
    }
    if contrast is None:
        return REFUSED.fill(**words)
    if not contrast.interval.excludes(0):
        return UNCLEAR.fill(**words)
    higher = contrast.difference > 0
    far = points(abs(contrast.difference)).removeprefix("+")
    return TITLE.fill(**words, difference=far, standing=HIGHER if higher else LOWER)


def caveats(snapshot: Snapshot, of: Participation) -> list[Text]:
    """The caution, the overlap, who is left out and how it was computed."""
    found = of.association
    without_others = [each for each in found.one_sided if each.participants.people]
    without_participants = [each for each in found.one_sided if each.others.people]
    notes = [CAUTION, _overlap(of)]
    if found.standardised is None:
        notes.append(REFUSAL.fill(needed=percent(OVERLAP_NEEDS, 0)))
    if without_others:
        notes.append(NO_OTHERS.fill(names=_named(snapshot, without_others)))
    if without_participants:
        people = sum(each.others.people for each in without_participants)
        notes.append(NO_PARTICIPANTS.fill(count=len(without_participants), people=number(people)))
    if of.unstated:
        notes.append(UNSTATED.fill(people=number(of.unstated)))
    if of.hidden:
        notes.append(HIDDEN.fill(count=of.hidden))
    return [*notes, METHOD]


def _overlap(of: Participation) -> Text:
    found = of.association
    return OVERLAP.fill(
        people=number(found.participants.people),
        overlap=percent(found.overlap),
        count=len(found.compared),
    )


def _named(snapshot: Snapshot, strata: Sequence[Stratum]) -> Text:
    names = register.names(snapshot)
    return Text(
        *(
            ", ".join(
                f"{names[each.code[0]](language)} {each.code[1]} ({number(each.participants.people)})"
                for each in strata
            )
            for language in LANGUAGES
        )
    )


def _contrasts(of: Participation) -> list[tuple[Text, Contrast]]:
    found = of.association
    each = [(CRUDE, found.crude)]
    return each if found.standardised is None else [*each, (STANDARDISED, found.standardised)]


def _people(of: Participation, name: Text) -> tuple[float, float]:
    """Both sides' numbers: everyone, or those of the strata compared."""
    found = of.association
    if name is CRUDE:
        return found.participants.people, found.others.people
    sides = [(each.participants.people, each.others.people) for each in found.compared]
    return sum(one for one, _ in sides), sum(other for _, other in sides)


def _row(
    name: Text, contrast: Contrast, of: Participation, language: Language
) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    participants, others = _people(of, name)
    few = min(participants, others) < RELIABLE_DENOMINATOR
    words = (
        name(language),
        value_text("percent", contrast.participants)(language),
        number(participants),
        value_text("percent", contrast.others)(language),
        number(others),
        gap_text("percent", contrast.difference)(language),
        _interval(contrast.interval)(language),
        (FEW if few else VALUE)(language),
    )
    exact = (contrast.participants, participants, contrast.others, others, contrast.difference)
    return words, (None, *exact, None, None)


def _interval(interval: Interval) -> Text:
    return INTERVAL.fill(low=points(interval.low), high=points(interval.high))


def _points(of: Participation, language: Language) -> Iterator[Point]:
    for name, contrast in _contrasts(of):
        yield Point(
            name(language),
            contrast.difference,
            gap_text("percent", contrast.difference)(language),
            low=contrast.interval.low,
            high=contrast.interval.high,
        )
