"""Indicator sheet: one printable page on one indicator, from its meaning to its revisions."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from meomureum import session
from meomureum.analysis.targets.ledger import PATHS, Target, path
from meomureum.analysis.words.symbols import formula_in_symbols, formula_in_words
from meomureum.analysis.words.values import announced_baseline, announced_text, row_text, value_text
from meomureum.components import elements, indicator, judged_indicator, value_table
from meomureum.components.markup import Action
from meomureum.measures.measurement import RUNGS, Formula, Kpi, find
from meomureum.session import View
from meomureum.texts import Language, Text, plain
from meomureum.units import UNITS

TITLE = Text("지표정의서", "Indicator sheet")
LEAD = Text(
    "지표 하나의 뜻, 산식, 출처, 목표와 실적, 개정 이력을 한 장에 담았습니다.",
    "Meaning, formula, source, targets, results and revisions of one indicator on one page.",
)
PRINT = Text("인쇄", "Print")
PROGRESS = Text("추이 보기", "See progress")
COMPARE = Text("다른 정의로 보기", "Compare definitions")
MEANING = Text("뜻과 산식", "Meaning and formula")
VARIANTS = Text("다른 산식", "Other formulas")
SOURCES = Text("출처와 시기", "Source and dates")
RESULTS = Text("목표와 실적", "Targets and results")
REVISIONS = Text("개정 이력", "Revision history")
CAVEATS = Text("주의", "Caveats")
NOT_KNOWN = Text("알려진 것이 없음", "Not known")
NOT_YET = Text("아직 값 없음", "No value yet")
NO_TARGET = Text("공표된 목표가 없습니다.", "No target has been published.")
NO_VALUE = Text("값이 없습니다. {reason}", "There is no value. {reason}")
NO_RESTATED = Text("정정된 값이 아직 없습니다.", "No value has been restated yet.")
NO_CHANGE = Text("정의가 바뀐 적이 없습니다.", "The definition has not changed.")
CHANGED = Text("{year}년: {words} {before} → {after}", "{year}: {words} {before} → {after}")
RESTATED = Text(
    "{item}, {column}: {old} → {new} ({why})",
    "{item}, {column}: {old} → {new} ({why})",
)
EARLIER = Text(
    "{on} 발표한 목표 {value}는 새 목표로 바뀌었습니다.", "The target {value} announced on {on} was replaced."
)
OF_TITLE = Text("{publisher}, {title} ({date})", "{publisher}, {title} ({date})")
NEXT = Text("{title}: {date}", "{title}: {date}")
ASSUMED = Text(" (어림)", " (estimated)")
YEAR_ASSUMED = Text("{value} ({year}년, 연도는 가정)", "{value} ({year}, year assumed)")
YEAR_STATED = Text("{value} ({year}년)", "{value} ({year})")
OWNER = Text("{by}, {programme}", "{by}, {programme}")
COLUMNS = (
    Text("연도", "Year"),
    Text("목표 경로", "Target path"),
    Text("실적", "Result"),
    Text("분자·분모", "Numerator, denominator"),
    Text("산식", "Formula"),
    Text("상태", "Status"),
)
MOST_RESTATED = 20


def render(view: View) -> None:
    """The whole sheet, in the order in which it is read on paper."""
    language, kpi = view.language, find(view.kpi)
    elements.heading(f"{TITLE(language)}: {kpi.name(language)}", LEAD(language))
    with elements.choosers("of the sheet"):
        session.choose_kpi(view, session.choices())
    elements.printing(PRINT(language))
    elements.actions(
        [
            Action(PROGRESS(language), session.href("progress", view)),
            Action(COMPARE(language), session.href("compare", view)),
        ]
    )
    if view.data_set == "sample":
        elements.synthetic_mark(language)
    _meaning(kpi, language)
    _sources(view, kpi)
    elements.section(RESULTS(language))
    for city in view.cities or tuple(session.choices().cities):
        _results(view, kpi, city)
    elements.section(CAVEATS(language))
    elements.paragraph(kpi.caveat(language) or NOT_KNOWN(language))
    _revisions(kpi, language)


def _meaning(kpi: Kpi, language: Language) -> None:
    formula = kpi.formula()
    pairs = [
        (Text("코드", "Code"), plain(kpi.id)),
        (Text("대상", "Population"), kpi.population),
        (Text("산식(말)", "Formula in words"), formula_in_words(kpi, formula)),
        (Text("산식(식)", "Formula in symbols"), formula_in_symbols(kpi, formula)),
        (Text("기본 산식", "Default formula"), formula.name),
        (Text("지역 범위", "Local means"), RUNGS[formula.geography]),
        (Text("단위", "Unit"), UNITS[kpi.unit].name),
        (Text("방향", "Direction"), indicator.DIRECTIONS[kpi.direction]),
    ]
    elements.section(MEANING(language))
    elements.facts([(label(language), words(language)) for label, words in pairs if words(language)])
    others = [each for each in kpi.formulas[1:] if each.table]
    if others:
        elements.section(VARIANTS(language))
        elements.facts([(each.name(language), _other(kpi, each, language)) for each in others])


def _other(kpi: Kpi, formula: Formula, language: Language) -> str:
    if formula.geography != kpi.formula().geography:
        # The words of the numerator name the default geography.
        return f"{RUNGS[formula.geography](language)} · {formula.note(language)}"
    words = (formula_in_symbols(kpi, formula), formula.note)
    return " · ".join(each(language) for each in words if each(language))


def _sources(view: View, kpi: Kpi) -> None:
    language = view.language
    rows = session.measured(view, kpi.id)
    listed, codes = _listed(), _cited(rows)
    cited = [_source(listed[code])(language) for code in codes]
    due = [_due(listed[code])(language) for code in codes if listed[code]["next_release"]]
    told = (
        "; ".join(cited)
        if cited
        else judged_indicator.source_of(view, rows)
        if rows["value"].notna().any()
        else ""
    )
    pairs = [
        (Text("정의의 출처", "Source of the definition"), kpi.official_source(language)),
        (Text("값의 출처", "Source of the values"), told or NOT_KNOWN(language)),
        (Text("기준일", "Reference day"), indicator.reference_day(kpi)(language)),
        (Text("공표 시기", "Released"), kpi.release(language) or NOT_KNOWN(language)),
        (Text("다음 공표", "Next release"), "; ".join(due) or NOT_KNOWN(language)),
        (Text("스냅숏", "Snapshot"), session.snapshot().id),
    ]
    elements.section(SOURCES(language))
    elements.facts([(label(language), words) for label, words in pairs])


def _listed() -> dict[str, dict[str, str]]:
    """The sources by their codes, what is blank as an empty word."""
    known = session.sources().fillna("").astype(str)
    return {str(code): dict(row) for code, row in known.iterrows()}


def _cited(rows: pd.DataFrame) -> list[str]:
    return sorted({code for each in rows["source_ids"].dropna() for code in str(each).split(";")})


def _source(source: Mapping[str, str]) -> Text:
    return OF_TITLE.fill(publisher=source["publisher"], title=source["title"], date=source["date"])


def _due(source: Mapping[str, str]) -> Text:
    told = NEXT.fill(title=source["title"], date=source["next_release"])
    basis = ASSUMED if source["next_release_basis"] == "assumed" else plain("")
    return Text(told.ko + basis.ko, told.en + basis.en)


def _results(view: View, kpi: Kpi, city: str) -> None:
    """Base, target and owner of one city, then what was asked for and reached year by year."""
    language, place = view.language, session.names()[city]
    target, rows = session.aim(kpi.id, city), session.headline(view, kpi.id)[city]
    valued = rows[rows["value"].notna()].sort_values("year")
    elements.finding(place(language))
    if target is None:
        elements.paragraph(NO_TARGET(language))
    else:
        elements.facts([(label(language), words(language)) for label, words in _aimed(target)])
    if valued.empty and not (target and path(target)):
        elements.paragraph(NO_VALUE.fill(reason=kpi.unavailable)(language))
        return
    table = pd.DataFrame(
        _years(kpi, target, valued, language), columns=[column(language) for column in COLUMNS]
    )
    elements.table(
        table, f"{place(language)} · {RESULTS(language)}", [column(language) for column in COLUMNS[1:3]]
    )


def _aimed(target: Target) -> list[tuple[Text, Text]]:
    names, listed = session.names(), _listed()
    programme = names.get(target.programme_id, plain(target.programme_id))
    owner = OWNER.fill(by=target.announced_by, programme=programme) if target.programme_id else None
    source = _source(listed[target.source_id]) if target.source_id in listed else None
    pairs = [
        (Text("기준값", "Base"), _base(target)),
        (Text("목표", "Target"), _goal(target)),
        (Text("경로", "Path"), PATHS[target.path_kind] if path(target) else None),
        (Text("담당(발표·사업)", "Owner (announcer, programme)"), owner or plain(target.announced_by)),
        (Text("발표일", "Announced on"), plain(target.announced_on)),
        (Text("발표의 출처", "Source of the announcement"), source),
        (Text("설명", "Note"), target.note),
    ]
    return [(label, words) for label, words in pairs if words is not None and words.ko]


def _base(target: Target) -> Text | None:
    shown = announced_baseline(target)
    if shown is None:
        return None
    words = YEAR_ASSUMED if target.year_assumed else YEAR_STATED
    return words.fill(value=shown, year=target.baseline_year) if target.baseline_year else shown


def _goal(target: Target) -> Text | None:
    if target.value is None:
        return None
    shown = announced_text(target.unit, target.value, target.value_high)
    return YEAR_STATED.fill(value=shown, year=target.year) if target.year else shown


def _years(kpi: Kpi, target: Target | None, valued: pd.DataFrame, language: Language) -> list[list[str]]:
    asked = path(target) if target else {}
    lines = []
    for year in sorted(set(asked) | {int(each) for each in valued["year"]}):
        due = value_text(kpi.unit, asked[year])(language) if year in asked else "–"
        results = [row for _, row in valued[valued["year"] == year].iterrows()]
        lines += [[str(year), due, *_result(kpi, row, language)] for row in results]
        if not results:
            lines.append([str(year), due, "–", "–", "–", NOT_YET(language)])
    return lines


def _result(kpi: Kpi, row: pd.Series, language: Language) -> list[str]:
    return [
        row_text(kpi.unit, row)(language),
        indicator.counted(kpi, row)(language),
        kpi.formula(row["formula_id"]).name(language),
        value_table.status_text(row, language),
    ]


def _revisions(kpi: Kpi, language: Language) -> None:
    """Changes of the definition, values that were restated, targets that were replaced."""
    elements.section(REVISIONS(language))
    changed = [
        CHANGED.fill(
            year=each.year,
            words=each.words,
            before=kpi.formula(each.before).name,
            after=kpi.formula(each.after).name,
        )
        for each in kpi.definition_changes
    ]
    told = [*(changed or [NO_CHANGE]), *(_restated(kpi) or [NO_RESTATED]), *_replaced(kpi)]
    elements.listing([each(language) for each in told])


def _restated(kpi: Kpi) -> list[Text]:
    tables = sorted({each.table for each in kpi.formulas if each.table})
    return [
        RESTATED.fill(
            item=str(row["item"]),
            column=str(row["column_name"]),
            old=str(row["old_value"]),
            new=str(row["new_value"]),
            why=Text(str(row["why_ko"]), str(row["why_en"])),
        )
        for table in tables
        for _, row in session.restated_values(table).head(MOST_RESTATED).iterrows()
    ]


def _replaced(kpi: Kpi) -> list[Text]:
    aims = [target for target in session.targets() if target.kpi_id == kpi.id]
    earlier = [old for target in aims for old in session.history(target) if old.superseded_by]
    return [
        EARLIER.fill(
            on=old.announced_on,
            value=announced_text(old.unit, old.value, old.value_high)
            if old.value is not None
            else plain("–"),
        )
        for old in earlier
    ]
