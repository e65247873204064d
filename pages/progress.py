"""Progress: one indicator over the years, against its targets, with every number below."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import pandas as pd

import charts
import parts
import session
from findings import change, meaning, value_text
from kpis import MARKS, RUNGS, STATUSES, Formula, Kpi, find
from parts import Action
from progress import Target
from session import View
from texts import Language, Text

TITLE = Text("추이", "Progress")
LEAD = Text("지표 하나를 해마다 보고 목표와 견줍니다.", "One indicator over the years, against its targets.")
MEASURE = Text(
    "{name} · {places} · {first}~{last}년 · {formula}", "{name} · {places} · {first}-{last} · {formula}"
)
BY_INSTITUTION = Text("기관별 {name}", "{name} by institution")
EVENTS = Text("사건", "Events")
NO_CAUSE = Text(
    "그림의 번호는 아래 사건을 가리킵니다. 사건과 값의 변화 사이에 인과관계를 뜻하지 않습니다.",
    "The numbers in the chart refer to these events. No causal claim is made.",
)
SAME_VALUES = Text("같은 값의 표", "The same values as a table")
LOAD = Text("내 파일 불러오기", "Load my files")
SAMPLE = Text("표본으로 보기", "Show the sample")
STAND_IN = Text(
    "'{asked}'의 방식으로는 이 도시들의 값을 낼 수 없어 '{used}'의 값을 보여 드립니다. 두 산식의 값은 서로 견줄 수 없습니다.",
    "'{asked}' has no value for these cities, so '{used}' is shown. The two formulas cannot be compared.",
)
NOTHING = Text("보여 드릴 값이 없습니다", "There is nothing to show")
NO_ANSWER = Text("고른 조건에 맞는 값이 없습니다.", "No value meets the choices.")
LEGEND = Text(
    "채운 점은 자료에서 계산한 값, 빈 점은 공표된 값 그대로입니다. 점선은 목표 경로입니다.",
    "Filled points are computed from data, hollow points are taken over as published. The dashed line is the target path.",
)
ORIGINS = {"computed": Text("계산", "Computed"), "published": Text("공표", "Published")}
COLUMNS = {
    "place": Text("대상", "Place"),
    "year": Text("연도", "Year"),
    "value": Text("값", "Value"),
    "counted": Text("분자·분모", "Numerator, denominator"),
    "formula": Text("산식", "Formula"),
    "local": Text("지역 범위", "Local means"),
    "origin": Text("구분", "Origin"),
    "date": Text("기준일", "As of"),
    "status": Text("상태", "Status"),
    "source": Text("출처", "Source"),
}
MANY = Text("{count}곳의 값을 표로 보여 드립니다", "Values of {count} institutions, as a table")
MOST_LINES = 6


def render(view: View) -> None:
    """The chooser, the chart by city, the chart by institution, the definition."""
    language, kpi = view.language, find(view.kpi)
    parts.heading(TITLE(language), LEAD(language))
    session.choose_kpi(view, session.choices())
    session.choose_formula(view, session.choices())
    by_city = _rows(view, kpi, ("city", "year"))
    _stand_in(view, kpi, by_city)
    by_institution = _rows(view, kpi, ("city", "institution", "year")).dropna(subset=["institution_id"])
    if by_city["value"].isna().all() and by_institution["value"].isna().all():
        _nothing(view, kpi)
    if by_city["value"].notna().any():
        _figure(view, kpi, by_city, "city_id")
    if by_institution["value"].notna().any():
        parts.section(BY_INSTITUTION.fill(name=kpi.name)(language))
        _figure(view, kpi, by_institution, "institution_id")
    _definition(view, kpi, by_city)


def _stand_in(view: View, kpi: Kpi, rows: pd.DataFrame) -> None:
    """Say so when another formula than the one on the chooser is shown."""
    used = _formula_of(kpi, rows)
    if used.id != kpi.formula(view.formula).id:
        words = STAND_IN.fill(asked=kpi.formula(view.formula).name, used=used.name)
        parts.notices([words], view.language)


def _formula_of(kpi: Kpi, rows: pd.DataFrame) -> Formula:
    """The formula of the computed values, else of the first row."""
    computed = rows[rows["origin"] == "computed"]
    return kpi.formula((computed if len(computed) else rows)["formula_id"].iloc[0])


def _rows(view: View, kpi: Kpi, by: tuple[str, ...]) -> pd.DataFrame:
    """Measured by the chosen formula, else by the first one that has a value for these places."""
    tables = [
        session.measured(view, kpi.id, by, each)
        for each in ([view.formula] if view.formula else ["", *kpi.stand_ins])
    ]
    return next(
        (table for table in tables if (table["origin"].eq("computed") & table["value"].notna()).any()),
        tables[0],
    )


def _nothing(view: View, kpi: Kpi) -> None:
    reason = kpi.unavailable if view.data_set == "published" else NO_ANSWER
    ways = [Action(LOAD(view.language), session.href("data", view))]
    if view.data_set == "published":
        ways.append(Action(SAMPLE(view.language), session.href("progress", replace(view, data_set="sample"))))
    parts.empty_state(NOTHING(view.language), reason(view.language), ways)


def _figure(view: View, kpi: Kpi, rows: pd.DataFrame, by: str) -> None:
    """Finding, chart, events, source line and table of one grouping."""
    language, names = view.language, session.names()
    valued = rows[rows["value"].notna()]
    places = {code: name for code, name in names.items() if code in set(valued[by])}
    subtitle = _subtitle(kpi, valued, places, language)
    drawn = len(places) <= MOST_LINES
    if drawn:
        _drawing(view, kpi, rows, by, places, subtitle)
    else:
        parts.finding(MANY.fill(count=len(places))(language), subtitle)
    _source_line(view, kpi, valued)
    with parts.folded(SAME_VALUES(language)) if drawn else nullcontext():
        parts.table(_table(kpi, rows, by, language), SAME_VALUES(language), [COLUMNS["value"](language)])
    grouped = ("city", "year") if by == "city_id" else ("city", "institution", "year")
    parts.lineage(session.trace(view, kpi.id, grouped, _formula_of(kpi, rows).id), language)


def _drawing(
    view: View, kpi: Kpi, rows: pd.DataFrame, by: str, places: dict[str, Text], subtitle: str
) -> None:
    language, by_city = view.language, by == "city_id"
    cities = tuple(places) if by_city else ()
    sentences = [change(kpi, place, rows[rows[by] == code])(language) for code, place in places.items()]
    parts.finding(sentences[0], subtitle)
    if view.data_set == "sample":
        parts.synthetic_mark(language)
    if len(sentences) > 1:
        parts.listing(sentences[1:])
    events = session.events(cities)
    events = events[_within(view, events["date"])]
    figure = charts.trend(kpi, rows, places, _aims(kpi, cities), events, language)
    parts.chart(figure, " ".join(sentences), key=f"{kpi.id} {by}")
    parts.paragraph(LEGEND(language))
    if not events.empty:
        _events(events, language)


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
        places=Text(*(", ".join(place(each) for place in places.values()) for each in ("ko", "en"))),
        first=int(valued["year"].min()),
        last=int(valued["year"].max()),
        formula=Text(
            *(", ".join(kpi.formula(code).name(each) for code in formulas) for each in ("ko", "en"))
        ),
    )
    return words(language)


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
        words or parts.SYNTHETIC(language),
        as_of=str(valued["reference_date"].max()),
        snapshot=session.snapshot().id,
        definition=meaning(kpi, _formula_of(kpi, valued))(language),
    )


def _table(kpi: Kpi, rows: pd.DataFrame, by: str, language: Language) -> pd.DataFrame:
    names, cited = session.names(), session.sources()["publisher"]
    lines = [_line(kpi, row, names[row[by]], cited, language) for _, row in rows.iterrows()]
    return pd.DataFrame(lines, columns=[COLUMNS[name](language) for name in COLUMNS])


def _line(kpi: Kpi, row: pd.Series, place: Text, cited: pd.Series, language: Language) -> list[str]:
    marks = [MARKS[mark](language) for mark in str(row["marks"]).split()]
    valued, formula = pd.notna(row["value"]), kpi.formula(row["formula_id"])
    sources = [] if pd.isna(row["source_ids"]) else [cited[code] for code in row["source_ids"].split(";")]
    return [
        place(language),
        "–" if pd.isna(row["year"]) else str(int(row["year"])),
        value_text(kpi.unit, row["value"], row["value_high"])(language)
        if valued
        else STATUSES[row["status"]](language),
        parts.counted(kpi.unit, row)(language),
        formula.name(language),
        RUNGS[formula.geography](language),
        ORIGINS[row["origin"]](language),
        "–" if pd.isna(row["reference_date"]) else str(row["reference_date"]),
        ", ".join([STATUSES[row["status"]](language), *marks]),
        ", ".join(sources) or "–",
    ]


def _definition(view: View, kpi: Kpi, rows: pd.DataFrame) -> None:
    language, formula = view.language, _formula_of(kpi, rows)
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
