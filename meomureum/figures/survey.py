"""The settlement survey as a figure: weighted shares by group and wave, with interval, n and silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isnan

import pandas as pd

from meomureum.analysis.statistics.proportions import Movement
from meomureum.analysis.statistics.survey import Share
from meomureum.analysis.studies.settlement import (
    GROUP_NAMES,
    INTENTION,
    QUESTIONS,
    Shift,
    Wave,
    released_groupings,
    released_waves,
    rows_of,
    shifts,
    usable_groupings,
    waves,
)
from meomureum.analysis.words import settlement as sentences
from meomureum.analysis.words.values import gap_text, value_text
from meomureum.drawing.figure import Figure, Point, Series
from meomureum.figures.draft import Draft, Finding, Table
from meomureum.measures import measurement, register
from meomureum.measures.indicators.dimensions import code_name
from meomureum.measures.measurement import MARKS, STATUSES
from meomureum.measures.queries import RELIABLE_DENOMINATOR
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language, Text, number, percent, plain, points

KPI = "settlement_intention"
MOVEMENTS: Mapping[Movement, Text] = {
    "rose": Text("올랐음", "rose"),
    "fell": Text("내렸음", "fell"),
    "unclear": Text("뚜렷한 변화 없음", "no clear change"),
    "untested": Text("비교할 수 없음", "not tested"),
}
COLUMNS = (
    Text("집단", "Group"),
    Text("연도", "Year"),
    Text("비율", "Share"),
    Text("95% 구간", "95% interval"),
    Text("응답자(명)", "Respondents"),
    Text("유효 응답자(명)", "Effective n"),
    Text("문항 무응답", "Item non-response"),
    Text("이전 조사 대비", "Against the wave before"),
    Text("상태", "Status"),
)
SHIFT = Text("{points} ({low}~{high}), {movement}", "{points} ({low} to {high}), {movement}")
INTERVAL = Text("{low}~{high}", "{low} to {high}")
SILENCE = Text("{share} ({silent}명)", "{share} ({silent})")
ANSWERED = Text("(응답 {people}명)", "(n {people})")
EVERYONE = Text("모든 응답자", "All respondents")
FEW, VALUE = MARKS["low_reliability"], STATUSES["value"]

Known = tuple[Wave, Share]


def grouping_of(snapshot: Snapshot, view: View) -> str:
    """The first of the view's groupings by which everybody can be told apart, else by respondents."""
    can = groupings(snapshot, view)
    return next((each for each in (*view.groups, *can) if each in can), "city")


def groupings(snapshot: Snapshot, view: View) -> tuple[str, ...]:
    """What respondents can be told apart by; on a protected release, what it holds."""
    return usable_groupings(rows_in(snapshot, view)) or tuple(held_in(snapshot, view))


def held_in(snapshot: Snapshot, view: View) -> Mapping[str, pd.DataFrame]:
    """What a protected release shows by each grouping; nothing on the exact one."""
    if snapshot.release == "exact":
        return {}
    cities = view.cities or measurement.followed_cities(snapshot)
    return released_groupings(snapshot, view.data_set, cities, (view.first_year, view.last_year))


def rows_in(snapshot: Snapshot, view: View) -> pd.DataFrame:
    """Every row of the survey that a view covers."""
    cities = view.cities or measurement.followed_cities(snapshot)
    return rows_of(snapshot, view.data_set, cities, view.first_year, view.last_year)


def figures(snapshot: Snapshot, view: View) -> Iterator[Figure | None]:
    """One figure a city, of the intention to settle."""
    cities = view.cities or measurement.followed_cities(snapshot)
    for city in cities:
        yield settlement_figure(snapshot, view, city)


def other_questions(snapshot: Snapshot, view: View) -> dict[str, tuple[Figure, ...]]:
    """What was asked beside the intention to settle, by city."""
    others = [question for question in QUESTIONS if question != INTENTION]
    cities = view.cities or measurement.followed_cities(snapshot)
    made = {city: [settlement_figure(snapshot, view, city, each) for each in others] for city in cities}
    return {city: tuple(each for each in found if each is not None) for city, found in made.items()}


def settlement_figure(snapshot: Snapshot, view: View, city: str, question: str = INTENTION) -> Figure | None:
    """The shares of one city by group and wave; None if nothing was answered."""
    mine, found = _waves(snapshot, view, city, question)
    known = [(each, each.share) for each in found if each.share is not None]
    if not known:
        return None
    language, place = view.language, register.names(snapshot)[city]
    names = _names(snapshot)
    changes = shifts(found)
    years = [each.year for each, _ in known]
    first, last = min(years), max(years)
    period = plain(str(last)) if first == last else sentences.PERIOD.fill(first=first, last=last)
    sources = ";".join(sorted(set(mine.dropna()))) or None
    title = _title(found, changes, place, QUESTIONS[question], names)(language)
    draft = Draft(
        snapshot,
        "survey",
        view,
        unit="percent",
        source=register.references(snapshot, pd.DataFrame({"source_ids": [sources]})) if sources else "",
        as_of=f"{last}-{measurement.find(KPI).reference_day}",
        definition=sentences.DEFINITION(language),
    )
    subtitle = sentences.SUBTITLE.fill(question=QUESTIONS[question], place=place, years=period)
    return draft.figure(
        "bar",
        f"{question}-{city}",
        Finding(title, subtitle(language), [each(language) for each in caveats(snapshot)]),
        _series(known, names, language),
        _table(found, changes, names, language),
    )


def _table(
    found: Sequence[Wave], changes: Sequence[Shift], names: Mapping[str, Text], language: Language
) -> Table:
    lines = [_row(each, changes, names, language) for each in found]
    return Table(
        [column(language) for column in COLUMNS],
        [words for words, _ in lines],
        [numbers for _, numbers in lines],
        named=(0, 1),
        valued=(2, 4, 5),
    )


def _waves(snapshot: Snapshot, view: View, city: str, question: str) -> tuple[pd.Series, tuple[Wave, ...]]:
    """The sources and the shares of one city, from the rows or from a protected release."""
    rows, grouping = rows_in(snapshot, view), grouping_of(snapshot, view)
    if len(rows) or question != INTENTION:
        mine = rows[rows["city_id"] == city]
        return mine["source_id"], waves(mine, question, grouping)
    held = held_in(snapshot, view)
    if grouping not in held:
        return pd.Series(dtype=str), ()
    shown = held[grouping]
    mine = shown[shown["city_id"] == city]
    return mine["source_ids"], released_waves(mine, grouping)


def caveats(snapshot: Snapshot) -> tuple[Text, ...]:
    """How the shares were computed, as far as the release lets it be done."""
    return (
        sentences.CAVEATS
        if snapshot.release == "exact"
        else (sentences.RELEASED_METHOD, sentences.CHANGE_METHOD)
    )


def _names(snapshot: Snapshot) -> Mapping[str, Text]:
    known = {**register.names(snapshot), **GROUP_NAMES, "": EVERYONE}
    return known | {code: code_name("sex", code) for code in ("female", "male")}


def _title(
    found: Sequence[Wave], changes: Sequence[Shift], place: Text, question: Text, names: Mapping[str, Text]
) -> Text:
    """The change to the newest wave: of one group its values, of several how many moved."""
    last = max(each.year for each in found if each.share is not None)
    newest = [each for each in changes if each.last == last]
    words: dict[str, Text | str | int] = {"place": place, "question": question, "last": last}
    if not newest:
        return _one_wave([each for each in found if each.year == last], words, names)
    if len(newest) == 1:
        (shift,) = newest
        rates = {
            each.year: each.share.rate
            for each in found
            if each.group == shift.group and each.share is not None
        }
        return sentences.ONE_CHANGED.fill(
            **words,
            first=shift.first,
            group=names[shift.group],
            old=value_text("percent", rates[shift.first]),
            new=value_text("percent", rates[shift.last]),
            movement=MOVEMENTS[shift.movement],
        )
    counts = {name: sum(each.movement == name for each in newest) for name in ("rose", "fell", "unclear")}
    told = sentences.CHANGED if counts["rose"] or counts["fell"] else sentences.NONE_CHANGED
    return told.fill(**words, **counts)


def _one_wave(wave: Sequence[Wave], words: Mapping[str, Text | str | int], names: Mapping[str, Text]) -> Text:
    """Without a wave before it: the lowest and the highest share of the groups."""
    rates = {each.group: each.share.rate for each in wave if each.share is not None}
    lowest, highest = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    told = sentences.ONE_WAVE if len(rates) == 1 else sentences.FROM_TO
    return told.fill(
        **words,
        group=names[lowest],
        highest=names[highest],
        low=value_text("percent", rates[lowest]),
        high=value_text("percent", rates[highest]),
    )


def _series(known: Sequence[Known], names: Mapping[str, Text], language: Language) -> list[Series]:
    groups = dict.fromkeys(each.group for each, _ in known)
    return [
        Series(
            names[group](language),
            "computed",
            tuple(_point(each, share, language) for each, share in known if each.group == group),
        )
        for group in groups
    ]


def _point(wave: Wave, share: Share, language: Language) -> Point:
    return Point(
        str(wave.year),
        share.rate,
        value_text("percent", share.rate)(language),
        denominator=share.people,
        marks=(FEW(language),) if share.effective < RELIABLE_DENOMINATOR else (),
        low=share.interval.low,
        high=share.interval.high,
        aside=ANSWERED.fill(people=number(share.people))(language),
    )


def _row(
    wave: Wave, changes: Sequence[Shift], names: Mapping[str, Text], language: Language
) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    name, share = names[wave.group](language), wave.share
    if share is None:
        return (name, str(wave.year), *("–",) * 6, STATUSES["suppressed"](language)), (
            None,
            float(wave.year),
            *(None,) * 7,
        )
    shift = next((each for each in changes if (each.group, each.last) == (wave.group, wave.year)), None)
    few = share.effective < RELIABLE_DENOMINATOR
    words = (
        value_text("percent", share.rate)(language),
        INTERVAL.fill(low=percent(share.interval.low), high=percent(share.interval.high))(language),
        number(share.people),
        number(share.effective),
        "–"
        if isnan(share.silent)
        else SILENCE.fill(share=percent(share.silence), silent=number(share.silent))(language),
        _shifted(shift)(language),
        (FEW if few else VALUE)(language),
    )
    silence = None if isnan(share.silent) else share.silence
    numbers = (float(wave.year), share.rate, None, share.people, share.effective, silence, None, None)
    return (name, str(wave.year), *words), (None, *numbers)


def _shifted(shift: Shift | None) -> Text:
    if shift is None:
        return Text("–", "–")
    return SHIFT.fill(
        points=gap_text("percent", shift.points),
        low=points(shift.interval.low),
        high=points(shift.interval.high),
        movement=MOVEMENTS[shift.movement],
    )
