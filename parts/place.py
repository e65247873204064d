"""What a city has announced and who and what belongs to it: targets, industries, institutions, events."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

import parts
import session
from findings import value_text
from kpis import KPIS, STATUSES
from parts.steps import Life, timeline
from progress import Target
from session import View, places
from texts import Language, Text, number, plain

TARGETS = Text("공표된 목표", "Announced targets")
TARGETS_LEAD = Text(
    "발표한 그대로입니다. 비율이 서로 다른 목표는 한 줄로 합치지 않습니다.",
    "As they were announced. Targets of different ratios are never merged.",
)
NO_TARGETS = Text("공표된 목표가 없습니다.", "No target has been published.")
TARGET_NOTES = Text("목표마다의 설명", "Notes on each target")
DIRECTION_ONLY = Text("수치 없음, 방향만 공표", "A direction only, no number")
ASSUMED = Text("{year}년(가정)", "{year} (assumed)")
STATED = Text("{year}년", "{year}")
UNSTATED = Text("밝히지 않음", "Not stated")
BY = Text("{value}, {year}", "{value}, {year}")
TARGET_COLUMNS = (
    Text("지표", "Indicator"),
    Text("기준값", "Baseline"),
    Text("목표", "Target"),
    Text("사업", "Programme"),
    Text("발표", "Announced by"),
    Text("발표일", "Announced on"),
    Text("출처", "Source"),
)
INDUSTRIES = Text("전략산업", "Strategic industries")
INDUSTRIES_LEAD = Text(
    "해마다 어느 산업이 전략산업이었는지 봅니다. 전략산업 취업 비중은 그해에 지정된 산업만 셉니다.",
    "Which industries were strategic in which year. The strategic share counts only those in force in the year.",
)
INDUSTRY_COLUMNS = (Text("산업", "Industry"), Text("기간", "Period"), Text("출처", "Source"))
INSTITUTIONS = Text("학교와 대학", "Schools and universities")
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
DEMAND_SILENT = Text("인력수요 조사는 공표되지 않았습니다.", "No labour-demand survey has been published.")
DEMAND_KPIS = ("labour_shortage_rate", "unfilled_rate", "supply_demand_gap")
EVENTS = Text("사건", "Events")
NO_CAUSE = Text(
    "사건과 값의 변화 사이에 인과관계를 뜻하지 않습니다.",
    "No causal claim is made about any change of a value.",
)
INDUSTRY = Text("산업", "Industry")


def targets(view: View, city: str) -> None:
    """The ledger of a city: every target in force, those of a stage and without a number included."""
    language, aims = view.language, places.aims(city)
    parts.section(TARGETS(language), TARGETS_LEAD(language))
    if not aims:
        parts.paragraph(NO_TARGETS(language))
        return
    rows = [_target(aim, language) for aim in aims]
    parts.table(_framed(rows, TARGET_COLUMNS, language), TARGETS(language))
    notes = [f"{_indicator(aim)(language)}: {aim.note(language)}" for aim in aims if aim.note(language)]
    if notes:
        with parts.folded(TARGET_NOTES(language)):
            parts.listing(notes)


def _indicator(aim: Target) -> Text:
    return {kpi.id: kpi.name for kpi in KPIS}.get(aim.kpi_id, plain(aim.kpi_id))


def _target(aim: Target, language: Language) -> list[str]:
    names, source = session.names(), session.sources().loc[aim.source_id]
    return [
        _indicator(aim)(language),
        _at(aim.unit, aim.baseline, aim.baseline_high, aim.baseline_year, aim.year_assumed)(language),
        (DIRECTION_ONLY if aim.value is None else _at(aim.unit, aim.value, aim.value_high, aim.year, False))(
            language
        ),
        names[aim.programme_id](language) if aim.programme_id in names else "–",
        aim.announced_by or "–",
        aim.announced_on or "–",
        f"{source['publisher']} ({source['date']})",
    ]


def _at(unit: str, value: float | None, high: float | None, year: int | None, assumed: bool) -> Text:
    if value is None:
        return UNSTATED
    when = (ASSUMED if assumed else STATED).fill(year=year) if year else UNSTATED
    return BY.fill(value=value_text(unit, value, high), year=when)


def industries(view: View, city: str) -> None:
    """The strategic industries of a city by the years in which they were in force."""
    language, found = view.language, places.industries(city)
    if found.empty:
        return
    ends = [int(year) for year in [*found["valid_from"], *found["valid_to"].dropna()]]
    names, publishers = session.names(), session.sources()["publisher"]
    lives = [
        Life(
            name=names[str(code)](language),
            spans=tuple(
                (int(row.valid_from), None if pd.isna(row.valid_to) else int(row.valid_to))
                for row in own.itertuples()
            ),
            source=", ".join(dict.fromkeys(str(publishers[each]) for each in own["source_id"])),
        )
        for code, own in found.groupby("industry_id", sort=False)
    ]
    first, when, source = (each(language) for each in INDUSTRY_COLUMNS)
    parts.section(INDUSTRIES(language), INDUSTRIES_LEAD(language))
    timeline(lives, range(min(ends), max(ends) + 1), INDUSTRIES(language), (first, when, source), language)


def institutions(view: View, city: str) -> None:
    """The schools and universities of a city and the programmes that name them."""
    language, found = view.language, places.institutions(city)
    if found.empty:
        return
    names = session.names()
    rows = [
        [
            names[str(row["institution_id"])](language),
            places.KINDS[str(row["kind"])](language),
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
    parts.section(INSTITUTIONS(language))
    parts.table(_framed(rows, INSTITUTION_COLUMNS, language), INSTITUTIONS(language))


def _district(name: object, city: str, language: Language) -> str:
    """The district's name in the reader's language, where the reference data list it."""
    if name is None or pd.isna(name):
        return "–"
    known = [session.names()[code] for code in places.districts(city)]
    return next((each(language) for each in known if each.ko.endswith(str(name))), str(name))


def demand(view: View, city: str) -> None:
    """Shortage, unfilled openings and the gap by industry, from the newest survey."""
    if not places.surveyed(city):
        return
    language = view.language
    tables = {kpi_id: _by_industry(view, city, kpi_id) for kpi_id in DEMAND_KPIS}
    years = [int(rows["year"].max()) for rows in tables.values() if len(rows)]
    if not years:
        parts.section(DEMAND(language), DEMAND_SILENT(language))
        return
    parts.section(DEMAND(language), DEMAND_LEAD.fill(year=max(years))(language))
    if view.data_set == "sample":
        parts.synthetic_mark(language)
    codes = dict.fromkeys(code for rows in tables.values() for code in rows.index)
    names = {kpi.id: kpi for kpi in KPIS}
    labels = (INDUSTRY, *(names[kpi_id].name for kpi_id in DEMAND_KPIS))
    lines = [
        [session.names()[code](language), *(_cell(tables[kpi_id], code, language) for kpi_id in DEMAND_KPIS)]
        for code in codes
    ]
    parts.table(_framed(lines, labels, language), DEMAND(language), [label(language) for label in labels[1:]])
    every = pd.concat(list(tables.values()))
    parts.source_line(
        language,
        parts.SYNTHETIC(language) if view.data_set == "sample" else session.cited(every),
        as_of=str(every["reference_date"].max()),
        snapshot=session.snapshot().id,
    )


def _by_industry(view: View, city: str, kpi_id: str) -> pd.DataFrame:
    rows = session.measured(replace(view, cities=(city,)), kpi_id, by=("city", "industry", "year"))
    rows = rows[rows["industry_id"].notna()]
    return rows[rows["year"] == rows["year"].max()].set_index("industry_id", drop=False)


def _cell(rows: pd.DataFrame, code: str, language: Language) -> str:
    if code not in rows.index:
        return "–"
    row = rows.loc[code]
    if pd.isna(row["value"]):
        return STATUSES[row["status"]](language)
    counts = f"{number(row['numerator'])} / {number(row['denominator'])}"
    return f"{value_text(row['unit'], row['value'])(language)} ({counts})"


def events(view: View, city: str) -> None:
    """What happened, oldest first, without any claim of cause."""
    language, found = view.language, session.events((city,))
    if found.empty:
        return
    publishers = session.sources()["publisher"]
    titles = found["title" if language == "ko" else "title_en"]
    parts.section(EVENTS(language), NO_CAUSE(language))
    parts.listing(
        [
            f"{date} {title} ({publishers[source]})"
            for date, title, source in zip(found["date"], titles, found["source_id"], strict=True)
        ]
    )


def _framed(rows: list[list[str]], columns: tuple[Text, ...], language: Language) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[label(language) for label in columns])
