"""What a city has announced and who and what belongs to it: targets, industries, institutions, events."""

from __future__ import annotations

import pandas as pd

from meomureum import session
from meomureum.analysis.targets import Target
from meomureum.analysis.words import value_text
from meomureum.components import elements, indicator
from meomureum.components.indicator import NO_DENOMINATOR
from meomureum.components.indicator import UNSTATED as NOT_STATED
from meomureum.components.judged_indicator import source_of
from meomureum.components.step_drawings import Life, timeline
from meomureum.measures.measurement import KPIS, STATUSES, find
from meomureum.session import View, city_register
from meomureum.texts import Language, Text, number, plain

TARGETS = Text("공표된 목표", "Announced targets")
TARGETS_LEAD = Text(
    "발표한 그대로입니다. 비율이 서로 다른 목표는 한 줄로 합치지 않습니다.",
    "As they were announced. Targets of different ratios are never merged.",
)
NO_TARGETS = Text("공표된 목표가 없습니다.", "No target has been published.")
TARGET_LEDGER = Text("발표별 목표", "Targets by announcement")
TARGET_NOTES = Text("목표마다의 설명", "Notes on each target")
DIRECTION_ONLY = Text("수치 없음, 방향만 공표", "A direction only, no number")
ASSUMED = Text("{year}년, 가정", "{year}, assumed")
STATED = Text("{year}년", "{year}")
UNSTATED = Text("밝히지 않음", "Not stated")
AT = Text("{value} ({year})", "{value} ({year})")
OPEN_END = Text("기한 없음", "no date")
TARGET_COLUMNS = (
    Text("지표", "Indicator"),
    Text("기준값", "Baseline"),
    Text("목표", "Target"),
    Text("사업", "Programme"),
    Text("발표", "Announced"),
    Text("출처", "Source"),
)
INDUSTRIES = Text("전략산업", "Strategic industries")
INDUSTRIES_LEAD = Text(
    "해마다 어느 산업이 전략산업이었는지 봅니다. 전략산업 취업 비중은 그해에 지정된 산업만 셉니다.",
    "Which industries were strategic in which year. The strategic share counts only those in force in the year.",
)
INDUSTRY_LIVES = Text("산업별 지정 기간", "Years in force by industry")
INDUSTRY_COLUMNS = (Text("산업", "Industry"), Text("기간", "Period"), Text("출처", "Source"))
INSTITUTIONS = Text("학교와 대학", "Schools and universities")
INSTITUTION_LIST = Text("기관 목록", "List of institutions")
INSTITUTION_COLUMNS = (
    Text("이름", "Name"),
    Text("종류", "Kind"),
    Text("구", "District"),
    Text("설립", "Founding"),
    Text("참여 사업", "Programmes"),
)
FOUNDING = {"공립": Text("공립", "Public"), "사립": Text("사립", "Private"), "국립": Text("국립", "National")}
DEMAND = Text("산업별 인력수요", "Labour demand by industry")
DEMAND_LEAD = Text(
    "인력수요 조사 {year}년. 비율 옆은 분자와 분모입니다.", "Labour-demand survey {year}, with the counts."
)
DEMAND_VALUES = Text("산업별 비율과 격차", "Rates and gap by industry")
DEMAND_SILENT = Text("인력수요 조사는 공표되지 않았습니다.", "No labour-demand survey has been published.")
DEMAND_KPIS = ("labour_shortage_rate", "unfilled_rate", "supply_demand_gap")
OF_UNIVERSITIES = ("university_dropout_rate", "university_employment_rate")
UNIVERSITY = Text("대학", "University")
UNIVERSITIES = Text("대학별 중도탈락과 취업", "Drop-out and employment by university")
UNIVERSITY_VALUES = Text("대학별 최근 값", "Newest values by university")
UNIVERSITIES_LEAD = Text(
    "대학마다 가장 새로운 값, 분자·분모, 기준일입니다.",
    "The newest value of each university, its counts and its date.",
)
EVENTS = Text("사건", "Events")
NO_CAUSE = Text(
    "사건과 값의 변화 사이에 인과관계를 뜻하지 않습니다.",
    "No causal claim is made about any change of a value.",
)
INDUSTRY = Text("산업", "Industry")


def targets(view: View, city: str) -> None:
    """The ledger of a city: every target in force, those of a stage and without a number included."""
    language, aims = view.language, city_register.aims(city)
    elements.section(TARGETS(language), TARGETS_LEAD(language))
    if not aims:
        elements.paragraph(NO_TARGETS(language))
        return
    rows = [_target(aim, language) for aim in aims]
    elements.table(_framed(rows, TARGET_COLUMNS, language), TARGET_LEDGER(language))
    notes = [f"{_indicator(aim)(language)}: {aim.note(language)}" for aim in aims if aim.note(language)]
    if notes:
        with elements.folded(TARGET_NOTES(language)):
            elements.listing(notes)


def _indicator(aim: Target) -> Text:
    return {kpi.id: kpi.name for kpi in KPIS}.get(aim.kpi_id, plain(aim.kpi_id))


def _target(aim: Target, language: Language) -> list[str]:
    names, publishers = session.names(), session.sources()["publisher"]
    return [
        _indicator(aim)(language),
        _at(aim.unit, aim.baseline, aim.baseline_high, aim.baseline_year, aim.year_assumed)(language),
        (DIRECTION_ONLY if aim.value is None else _at(aim.unit, aim.value, aim.value_high, aim.year, False))(
            language
        ),
        names[aim.programme_id](language) if aim.programme_id in names else "–",
        " ".join(word for word in (aim.announced_by, aim.announced_on) if word) or "–",
        str(publishers.get(aim.source_id, "–")),
    ]


def _at(unit: str, value: float | None, high: float | None, year: int | None, assumed: bool) -> Text:
    if value is None:
        return UNSTATED
    when = (ASSUMED if assumed else STATED).fill(year=year) if year else OPEN_END
    return AT.fill(value=value_text(unit, value, high), year=when)


def industries(view: View, city: str) -> None:
    """The strategic industries of a city by the years in which they were in force."""
    language, found = view.language, city_register.industries(city)
    if found.empty:
        return
    lives = [_life(own, language) for _, own in found.groupby("industry_id", sort=False)]
    starts = [start for life in lives for start, _ in life.spans]
    ends = [end for life in lives for _, end in life.spans if end is not None]
    years = range(min(starts), max(*starts, *ends, city_register.newest_year()) + 1)
    first, when, source = (each(language) for each in INDUSTRY_COLUMNS)
    elements.section(INDUSTRIES(language), INDUSTRIES_LEAD(language))
    timeline(lives, years, INDUSTRY_LIVES(language), (first, when, source), language)


def _life(own: pd.DataFrame, language: Language) -> Life:
    publishers = session.sources()["publisher"]
    return Life(
        name=str(own[f"name_{language}"].iloc[-1]),
        spans=tuple(
            (int(row["valid_from"]), None if pd.isna(row["valid_to"]) else int(row["valid_to"]))
            for _, row in own.iterrows()
        ),
        source=", ".join(dict.fromkeys(str(publishers[each]) for each in own["source_id"])),
    )


def institutions(view: View, city: str) -> None:
    """The schools and universities of a city and the programmes that name them."""
    language, found = view.language, city_register.institutions(city)
    if found.empty:
        return
    names = session.names()
    rows = [
        [
            names[str(row["institution_id"])](language),
            city_register.KINDS[str(row["kind"])](language),
            _district(row["district"], city, language),
            "–"
            if pd.isna(row["founding"])
            else FOUNDING.get(row["founding"], plain(row["founding"]))(language),
            "–"
            if pd.isna(row["programmes"])
            else ", ".join(names[code](language) for code in str(row["programmes"]).split(";")),
        ]
        for _, row in found.iterrows()
    ]
    elements.section(INSTITUTIONS(language))
    framed = _framed(rows, INSTITUTION_COLUMNS, language)
    known = [column for column in framed if not framed[column].eq("–").all()]
    elements.table(framed[known], INSTITUTION_LIST(language))


def _district(name: object, city: str, language: Language) -> str:
    """The district's name in the reader's language, where the reference data list it."""
    if not isinstance(name, str):
        return "–"
    known = [session.names()[code] for code in city_register.districts(city)]
    return next((each(language) for each in known if each.ko.endswith(name)), name)


def universities(view: View, city: str) -> None:
    """Drop-out and employment of each university as far as they are known, with their counts."""
    language, names = view.language, session.names()
    tables = [city_register.newest_by_institution(view, city, kpi_id) for kpi_id in OF_UNIVERSITIES]
    every = pd.concat(tables)
    if every.empty:
        return
    elements.section(UNIVERSITIES(language), UNIVERSITIES_LEAD(language))
    if view.data_set == "sample":
        elements.synthetic_mark(language)
    keyed = [city_register.by_code(rows, "institution_id") for rows in tables]
    lines = [
        [names[code](language), *(_dated(rows.get(code), language) for rows in keyed)]
        for code in dict.fromkeys(code for rows in keyed for code in rows)
    ]
    columns = (UNIVERSITY, *(find(kpi_id).name for kpi_id in OF_UNIVERSITIES))
    elements.table(_framed(lines, columns, language), UNIVERSITY_VALUES(language))
    _sourced(view, every)


def _dated(row: pd.Series | None, language: Language) -> str:
    """A value with its counts and its date, in words."""
    if row is None:
        return "–"
    value = value_text(row["unit"], row["value"])(language)
    counted = indicator.counted(row["unit"], row)
    counted = NO_DENOMINATOR if counted == NOT_STATED else counted
    return " · ".join((value, counted(language), str(row["reference_date"])))


def demand(view: View, city: str) -> None:
    """Shortage, unfilled openings and the gap by industry, from the newest survey."""
    if not city_register.has_labour_survey(city):
        return
    language = view.language
    tables = [city_register.newest_by_industry(view, city, kpi_id) for kpi_id in DEMAND_KPIS]
    every = pd.concat(tables)
    if every.empty:
        elements.section(DEMAND(language), DEMAND_SILENT(language))
        return
    elements.section(DEMAND(language), DEMAND_LEAD.fill(year=int(every["year"].max()))(language))
    if view.data_set == "sample":
        elements.synthetic_mark(language)
    keyed = [city_register.by_code(rows, "industry_id") for rows in tables]
    lines = [
        [_industry(code, city, language), *(_cell(rows.get(code), language) for rows in keyed)]
        for code in dict.fromkeys(code for rows in keyed for code in rows)
    ]
    labels = (INDUSTRY, *(find(kpi_id).name for kpi_id in DEMAND_KPIS))
    figures = [label(language) for label in labels[1:]]
    elements.table(_framed(lines, labels, language), DEMAND_VALUES(language), figures)
    _sourced(view, every)


def _industry(code: str, city: str, language: Language) -> str:
    """What the city itself calls an industry: two cities may give one code different names."""
    listed = city_register.industries(city)
    own = listed.loc[listed["industry_id"] == code, f"name_{language}"]
    return str(own.iloc[-1]) if len(own) else session.names()[code](language)


def _cell(row: pd.Series | None, language: Language) -> str:
    if row is None:
        return "–"
    if pd.isna(row["value"]):
        return STATUSES[row["status"]](language)
    counts = f"{number(row['numerator'])} / {number(row['denominator'])}"
    return f"{value_text(row['unit'], row['value'])(language)} ({counts})"


def _sourced(view: View, rows: pd.DataFrame) -> None:
    elements.source_line(
        view.language,
        source_of(view, rows),
        as_of=str(rows["reference_date"].max()),
        snapshot=session.snapshot().id,
    )


def events(view: View, city: str) -> None:
    """What happened, oldest first, without any claim of cause."""
    language, found = view.language, session.events((city,))
    if found.empty:
        return
    publishers = session.sources()["publisher"]
    titles = found["title" if language == "ko" else "title_en"]
    elements.section(EVENTS(language), NO_CAUSE(language))
    elements.listing(
        [
            f"{date} {title} ({publishers[source]})"
            for date, title, source in zip(found["date"], titles, found["source_id"], strict=True)
        ]
    )


def _framed(rows: list[list[str]], columns: tuple[Text, ...], language: Language) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[label(language) for label in columns])
