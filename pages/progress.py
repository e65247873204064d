"""Progress: one indicator over the years, against its targets, with every number below."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

import charts
import parts
import session
from address import By
from findings import breaks, change, meaning, outlook, signals
from kpis import Formula, Kpi, find
from parts import Action, judged, values
from parts.reproduce import reproduced
from progress import Target, path
from session import View
from studies.scenario import scenario_kpis
from texts import Language, Text

TITLE = Text("추이", "Progress")
LEAD = Text("지표 하나를 해마다 보고 목표와 견줍니다.", "One indicator over the years, against its targets.")
MEASURE = Text(
    "{name} · {places} · {first}~{last}년 · {formula}", "{name} · {places} · {first}-{last} · {formula}"
)
VERDICTS = Text("목표와 견주어", "Against the targets")
EVENTS = Text("사건", "Events")
NO_CAUSE = Text(
    "그림의 번호는 아래 사건을 가리킵니다. 사건과 값의 변화 사이에 인과관계를 뜻하지 않습니다.",
    "The numbers in the chart refer to these events. No causal claim is made.",
)
SAME_VALUES = Text("같은 값의 표", "The same values as a table")
LOAD = Text("내 파일 불러오기", "Load my files")
SAMPLE = Text("표본으로 보기", "Show the sample")
COMPARE = Text("다른 정의로 보기", "Compare definitions")
NEEDED = Text("무엇이 필요한가", "What would it take")
WHY = Text("왜 달라졌나", "Why it moved")
SHEET = Text("지표정의서 보기", "Indicator sheet")
STAND_IN = Text(
    "'{asked}'의 방식으로는 값을 낼 수 없어 '{used}'의 값을 보여 드립니다. 두 산식의 값은 서로 견줄 수 없습니다.",
    "'{asked}' has no value here, so '{used}' is shown. The two formulas cannot be compared.",
)
OTHER_WAY = Text(
    "고른 대상으로는 값이 없어 '{by}'별 값을 보여 드립니다.",
    "There is no value for what was chosen; values by '{by}' are shown.",
)
NOTHING = Text("보여 드릴 값이 없습니다", "There is nothing to show")
NOT_OFFERED = Text(
    "이 공개 수준에서는 제공하지 않습니다. 더 자세한 공개 수준을 고르거나 자료 담당자에게 문의하세요.",
    "Not offered at this level of detail. Choose a more detailed level or ask the data steward.",
)
NO_ANSWER = Text("고른 조건에 맞는 값이 없습니다.", "No value meets the choices.")
LEGEND = Text(
    "채운 점은 자료에서 계산한 값, 빈 점은 공표된 값 그대로입니다.",
    "Filled points are computed from data, hollow points are taken over as published.",
)
AIMED = Text("고른 파선은 목표 경로입니다.", "Even dashes are the target path.")
BAND = Text("옅은 띠: {words}.", "Light band: {words}.")
PANELS = Text(
    "한 칸이 한 곳이고 축은 모두 같습니다. *는 표의 상태를 보십시오.",
    "One panel a place, all on the same axes. * see status in the table.",
)
IN_PANELS = Text("{count}곳의 {name}", "{name} of {count} places")
COUNT = Text("{count}곳", "{count} places")
MANY = Text("{count}곳의 값을 표로 보여 드립니다", "Values of {count} places, as a table")
MOST_PANELS = 24
COLUMN: dict[By, str] = {"city": "city_id", "institution": "institution_id"}
OTHER: dict[By, By] = {"city": "institution", "institution": "city"}


def render(view: View) -> None:
    """The choosers and the answer; what they change is drawn again without the rest of the screen."""
    parts.heading(TITLE(view.language), LEAD(view.language))
    _answer()


@st.fragment
def _answer() -> None:
    """The choosers, the chart, the verdicts, the definition."""
    view = session.current()
    language, kpi = view.language, find(view.kpi)
    rows, by = _rows(view, kpi, view.by), view.by
    if rows["value"].isna().all() and (other := _rows(view, kpi, OTHER[by]))["value"].notna().any():
        rows, by = other, OTHER[by]
    used = _formula_of(kpi, rows) if len(rows) else kpi.formula(view.formula)
    choosers, answer = st.container(), st.container()
    with answer:  # sent first: the reader waits for the chart
        if rows["value"].isna().all():
            _nothing(view, kpi)
        else:
            _figure(view, kpi, _picked(view, rows, by), COLUMN[by])
        _definition(view, kpi, used)
    with choosers:
        session.choose_kpi(view, session.choices())
        session.choose_formula(view, session.choices())
        session.choose_by(view)
        if by != view.by:
            parts.notices([OTHER_WAY.fill(by=session.BY[by])], language)
        _stand_in(view, kpi, used)
        if by == "institution":
            session.choose_institutions(view, _offered(rows))


def _rows(view: View, kpi: Kpi, by: By) -> pd.DataFrame:
    """Measured by the chosen formula, else by the first one that has a value; with what came before it."""
    groups = ("city", "year") if by == "city" else ("city", "institution", "year")
    asked = [view.formula] if view.formula else ["", *kpi.stand_ins]
    tables = [session.measured(view, kpi.id, groups, each).dropna(subset=[COLUMN[by]]) for each in asked]
    found = next(
        (each for each in tables if (each["origin"].eq("computed") & each["value"].notna()).any()), tables[0]
    )
    earlier = [each.before for each in kpi.definition_changes if each.after in set(found["formula_id"])]
    older = [session.measured(view, kpi.id, groups, each) for each in earlier]
    before = [each[each["origin"].eq("computed") & each["value"].notna()] for each in older]
    before = [each.dropna(subset=[COLUMN[by]]) for each in before]
    joined = pd.concat([*(each for each in before if len(each)), found], ignore_index=True)
    return joined.sort_values([COLUMN[by], "year"], kind="stable")


def _offered(rows: pd.DataFrame) -> dict[str, Text]:
    """The institutions with a value."""
    with_value = set(rows.loc[rows["value"].notna(), "institution_id"])
    return {code: name for code, name in session.names().items() if code in with_value}


def _picked(view: View, rows: pd.DataFrame, by: By) -> pd.DataFrame:
    """Of the institutions with a value those that the reader picks; all of them when none is picked."""
    if by == "city":
        return rows
    offered = _offered(rows)
    picked = [code for code in view.institutions if code in offered]
    return rows[rows["institution_id"].isin(picked or list(offered))]


def _stand_in(view: View, kpi: Kpi, used: Formula) -> None:
    """Say so when another formula than the one on the chooser is shown."""
    if used.id != kpi.formula(view.formula).id:
        words = STAND_IN.fill(asked=kpi.formula(view.formula).name, used=used.name)
        parts.notices([words], view.language)


def _formula_of(kpi: Kpi, rows: pd.DataFrame) -> Formula:
    """The formula of the newest computed value, else of the last row."""
    places = np.flatnonzero(rows["origin"] == "computed")
    years = rows["year"].to_numpy(dtype=float, na_value=0)
    newest = places[np.argsort(years[places], kind="stable")][-1] if len(places) else -1
    return kpi.formula(rows["formula_id"].iloc[newest])


def _nothing(view: View, kpi: Kpi) -> None:
    reason = kpi.unavailable if view.data_set == "published" else NO_ANSWER
    if "not_offered" in set(session.measured(view, kpi.id)["status"]):
        reason = NOT_OFFERED
    ways = [Action(LOAD(view.language), session.href("data", view))]
    if view.data_set == "published":
        ways.append(Action(SAMPLE(view.language), session.href("progress", replace(view, data_set="sample"))))
    parts.empty_state(NOTHING(view.language), reason(view.language), ways)


def _figure(view: View, kpi: Kpi, rows: pd.DataFrame, by: str) -> None:
    """Finding, chart, events, source line and table of one grouping."""
    language, names = view.language, session.names()
    valued = rows[rows["value"].notna()]
    held = set(valued[by])
    places = {code: name for code, name in names.items() if code in held}
    drawn = len(places) <= MOST_PANELS
    subtitle, used = _subtitle(kpi, valued, places, language), _formula_of(kpi, rows)
    if len(places) <= charts.MOST_DIRECT_LABELS:
        _compared(view, kpi, rows, by, places, subtitle)
    elif drawn:
        _panels(view, kpi, rows, places, subtitle)
    else:
        parts.finding(MANY.fill(count=len(places))(language), subtitle)
    _source_line(view, kpi, valued)
    parts.export_button(view, "progress")
    with parts.folded(SAME_VALUES(language)) if drawn else nullcontext():
        table = values.values(kpi, rows, by, names, session.sources()["publisher"], language)
        parts.table(table, SAME_VALUES(language), [values.COLUMNS["value"](language)])
    grouped = ("city", "year") if by == "city_id" else ("city", "institution", "year")
    parts.lineage(session.trace(view, kpi.id, grouped, used.id), language)
    picked = view.institutions if by == "institution_id" else ()
    scope = replace(session.scope_of(view), institutions=picked)
    reproduced(session.snapshot(), kpi.id, scope, grouped, used.id, language)
    if by == "city_id":
        _verdicts(view, kpi, rows, places)


def _compared(
    view: View, kpi: Kpi, rows: pd.DataFrame, by: str, places: dict[str, Text], subtitle: str
) -> None:
    """Up to four places in one chart, with their events."""
    language, cities = view.language, tuple(places) if by == "city_id" else ()
    told = [change(kpi, place, rows[rows[by] == code])(language) for code, place in places.items()]
    parts.finding(told[0], subtitle)
    if view.data_set == "sample":
        parts.synthetic_mark(language)
    notes = [*told[1:], *_notes(kpi, rows, by, places, language)]
    if notes:
        parts.listing(notes)
    events = session.events(cities)
    events = events[_within(view, events["date"])]
    figure = charts.trend(kpi, rows, places, _aims(kpi, cities), events, language)
    parts.chart(figure, " ".join([*told, *notes]), key=f"{kpi.id} {by}")
    parts.paragraph(_legend(kpi, rows, cities, len(places), language))
    if not events.empty:
        _events(events, language)


def _legend(kpi: Kpi, rows: pd.DataFrame, cities: tuple[str, ...], places: int, language: Language) -> str:
    """What the kinds of points, lines and bands in sight mean."""
    words = [LEGEND, *([AIMED] if any(path(each) for each in _aims(kpi, cities)) else [])]
    if kpi.unit == "percent" and places <= charts.MOST_BANDS:
        words.append(BAND.fill(words=charts.chance(_formula_of(kpi, rows))))
    return " ".join(each(language) for each in words)


def _panels(view: View, kpi: Kpi, rows: pd.DataFrame, places: dict[str, Text], subtitle: str) -> None:
    """More places than one chart can hold: one small panel each."""
    language = view.language
    title = IN_PANELS.fill(count=len(places), name=kpi.name)(language)
    parts.finding(title, subtitle)
    if view.data_set == "sample":
        parts.synthetic_mark(language)
    figure = charts.panels(kpi, rows, places, _aims(kpi, tuple(places)), language)
    parts.chart(figure, f"{title}. {subtitle}", key=f"{kpi.id} panels")
    parts.paragraph(f"{PANELS(language)} {LEGEND(language)}")


def _notes(kpi: Kpi, rows: pd.DataFrame, by: str, places: dict[str, Text], language: Language) -> list[str]:
    """Where the definition changed, which values are signals, and what would follow."""
    told = breaks(kpi, rows)
    for code, place in places.items():
        mine = rows[rows[by] == code]
        told += signals(kpi, place, mine)
        if len(places) <= charts.MOST_BANDS:
            told += outlook(kpi, place, mine, session.aim(kpi.id, code) if by == "city_id" else None)
    return [each(language) for each in told]


def _verdicts(view: View, kpi: Kpi, rows: pd.DataFrame, places: dict[str, Text]) -> None:
    """The verdict on each city that has a target, with its source."""
    language = view.language
    aims = {code: session.aim(kpi.id, code) for code in places}
    aimed = [code for code, target in aims.items() if target is not None]
    if not aimed:
        return
    parts.section(VERDICTS(language))
    for code in aimed:
        row = judged.judged(view, kpi.id, code, places[code], rows[rows["city_id"] == code], aims[code])
        parts.verdict(row.progress, language, row.place, synthetic=row.synthetic)
        judged.sourced(row, language)


def _aims(kpi: Kpi, cities: tuple[str, ...]) -> list[Target]:
    found = [session.aim(kpi.id, city) for city in cities]
    return [target for target in found if target is not None]


def _within(view: View, dates: pd.Series[str]) -> pd.Series[bool]:
    years = dates.str[:4].astype(int)
    return years.between(view.first_year or 0, view.last_year or 9999)


def _subtitle(kpi: Kpi, valued: pd.DataFrame, places: dict[str, Text], language: Language) -> str:
    formulas = valued["formula_id"].drop_duplicates()
    words = MEASURE.fill(
        name=kpi.name,
        places=_named(places),
        first=int(valued["year"].min()),
        last=int(valued["year"].max()),
        formula=Text(
            *(", ".join(kpi.formula(code).name(each) for code in formulas) for each in ("ko", "en"))
        ),
    )
    return words(language)


def _named(places: dict[str, Text]) -> Text:
    if len(places) > charts.MOST_DIRECT_LABELS:
        return COUNT.fill(count=len(places))
    return Text(*(", ".join(place(each) for place in places.values()) for each in ("ko", "en")))


def _events(events: pd.DataFrame, language: Language) -> None:
    names = session.names()
    titles = events["title" if language == "ko" else "title_en"]
    told = zip(events["date"], events["city_id"], titles, strict=True)
    words = [f"{date} {names[city](language)}: {title}" for date, city, title in told]
    parts.section(EVENTS(language), NO_CAUSE(language))
    parts.listing(words, numbered=True)


def _source_line(view: View, kpi: Kpi, valued: pd.DataFrame) -> None:
    language, cited = view.language, session.sources()
    codes = sorted({code for each in valued["source_ids"].dropna() for code in each.split(";")})
    words = "; ".join(f"{cited.loc[code, 'publisher']}, {cited.loc[code, 'title']}" for code in codes)
    parts.source_line(
        language,
        words or judged.source_of(view, valued),
        as_of=str(valued["reference_date"].max()),
        snapshot=session.snapshot().id,
        definition=meaning(kpi, _formula_of(kpi, valued))(language),
    )


def _definition(view: View, kpi: Kpi, formula: Formula) -> None:
    language = view.language
    pairs = [
        (Text("뜻", "Meaning"), meaning(kpi, formula)),
        (Text("대상", "Population"), kpi.population),
        (Text("산식", "Formula"), formula.name),
        (Text("다른 산식과의 차이", "How this formula differs"), formula.note),
        (Text("정의의 출처", "Source of the definition"), kpi.official_source),
        (Text("주의", "Caveat"), kpi.caveat),
    ]
    parts.section(Text("정의", "Definition")(language))
    parts.facts([(label(language), words(language)) for label, words in pairs if words(language)])
    parts.actions(
        [
            Action(COMPARE(language), session.href("compare", view)),
            *([Action(NEEDED(language), session.href("scenario", view))] if kpi in scenario_kpis() else []),
            *([Action(WHY(language), session.href("explain", view))] if kpi.shape == "ratio" else []),
            Action(SHEET(language), session.href("sheet", view)),
        ]
    )
