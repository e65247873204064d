"""Progress in words and one chart: what an indicator did over the years, written once a view."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace

from markupsafe import Markup

from meomureum import session
from meomureum.analysis.studies.scenario import scenario_kpis
from meomureum.analysis.targets.judgement import assess
from meomureum.analysis.words.outlook import breaks, outlook, signals
from meomureum.analysis.words.values import change, meaning
from meomureum.components import (
    elements,
    figure_frame,
    judged_indicator,
    known_instead,
    page_writer,
    value_table,
)
from meomureum.components.markup import Action
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.line_figure import MOST_NAMED
from meomureum.drawing.plotly import chart_of
from meomureum.figures.line_annotations import MOST_BANDS
from meomureum.figures.standing import Standing
from meomureum.figures.trend import MOST_PANELS, figure_of_rows
from meomureum.measures.measurement import Kpi, Scope
from meomureum.session import View, progress_measures
from meomureum.session.progress_measures import Found
from meomureum.session.snapshots import once_a_view
from meomureum.texts import Language, Text

MEASURE = Text(
    "{name} · {places} · {first}~{last}년 · {formula}", "{name} · {places} · {first}-{last} · {formula}"
)
VERDICTS = Text("목표 대비", "Against the targets")
EVENTS = Text("사건", "Events")
NO_CAUSE = Text(
    "그림의 번호는 아래 사건을 가리킵니다. 사건과 값의 변화 사이에 인과관계를 뜻하지 않습니다.",
    "The numbers in the chart refer to these events. No causal claim is made.",
)
COMPARE = Text("다른 정의로 보기", "Compare definitions")
NEEDED = Text("무엇이 필요한가", "What would it take")
WHY = Text("왜 달라졌나", "Why it moved")
SHEET = Text("지표정의서 보기", "Indicator sheet")
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
AIMED = Text("파선은 목표 경로입니다.", "Even dashes are the target path.")
BAND = Text("옅은 띠: {words}.", "Light band: {words}.")
PANELS = Text(
    "한 칸이 한 곳이고 축은 모두 같습니다. *는 표의 상태를 보십시오.",
    "One panel a place, all on the same axes. * see status in the table.",
)
IN_PANELS = Text("{count}곳의 {name}", "{name} of {count} places")
COUNT = Text("{count}곳", "{count} places")
MANY = Text("{count}곳의 값을 표로 보여 드립니다", "Values of {count} places, as a table")


@dataclass(frozen=True)
class Told:
    """What Progress says of a view, with its chart; `scope` is what was measured."""

    found: Found
    words: Markup
    scope: Scope


@once_a_view
def told(view: View) -> Told:
    """The chart, what stands over it and what it means."""
    found = progress_measures.found(view)
    figure = figure_of_rows(session.snapshot(), view, found.kpi, found.by, found.rows)
    with page_writer.writing() as words:
        _above(view, found, figure)
        if figure is not None:
            _below(view, found, figure)
    picked = view.institutions if found.by == "institution" else ()
    return Told(
        found,
        words.whole,
        replace(session.scope_of(view), institutions=picked),
    )


@once_a_view
def beneath(view: View) -> tuple[Markup, Markup]:
    """What nobody waits for: the table; the verdicts and the definition."""
    found = told(view).found
    with page_writer.writing() as behind:
        if found.places:
            _behind(view, found)
    with page_writer.writing() as further:
        if found.by == "city":
            _verdicts(view, found)
        _definition(view, found)
    return behind.whole, further.whole


def _above(view: View, found: Found, figure: Figure | None) -> None:
    """What was found, and its chart."""
    language, places = view.language, found.places
    if figure is None:
        _nothing(view, found.kpi)
        return
    subtitle, drawing = _subtitle(found, language), drawing_of(figure)
    if drawing is None:
        elements.finding(MANY.fill(count=len(places))(language), subtitle)
        return
    if figure.kind == "line":
        told = _findings(found, figure)
        notes = [*told[1:], *_notes(found, language)]
        title, words = told[0], " ".join([told[0], *notes])
    else:
        title, notes = IN_PANELS.fill(count=len(places), name=found.kpi.name)(language), []
        words = f"{title}. {subtitle}"
    mark = elements.mark_of(language, synthetic=view.data_set == "sample")
    elements.finding(title, subtitle, mark)
    figure_frame.acts(language)
    page_writer.chart(chart_of(drawing), words)
    if notes:  # a picture stands under two sentences at most
        elements.listing(notes)


def _findings(found: Found, figure: Figure) -> list[str]:
    """What happened in each place; in a single one the title of its figure says it."""
    if len(found.places) == 1:
        return [figure.title]
    return [change(found.kpi, place, found.of(code))(figure.language) for code, place in found.places.items()]


def _below(view: View, found: Found, figure: Figure) -> None:
    """What the signs in the chart mean, what happened meanwhile, and where the values come from."""
    language = view.language
    if figure.kind == "line":
        elements.paragraph(_legend(figure))
        if figure.events:
            elements.section(EVENTS(language), NO_CAUSE(language))
            elements.listing([event.words for event in figure.events], numbered=True)
    elif figure.kind == "panels":
        elements.paragraph(f"{PANELS(language)} {LEGEND(language)}")
    _source_line(view, found)


def _behind(view: View, found: Found) -> None:
    """The same values as a table, folded where a chart shows them."""
    language, title = view.language, figure_frame.TABLE(view.language)
    cited = session.sources()["publisher"]
    table = value_table.values(found.kpi, found.rows, found.column, session.names(), cited, language)
    with elements.fold(title) if len(found.places) <= MOST_PANELS else nullcontext():
        elements.table(table, title, [value_table.COLUMNS["value"](language)])


def _legend(figure: Figure) -> str:
    """What the kinds of points, lines and bands in sight mean."""
    words = [LEGEND(figure.language)]
    if any(series.role == "target" for series in figure.series):
        words.append(AIMED(figure.language))
    bands = dict.fromkeys(series.name for series in figure.beside if series.role == "chance")
    return " ".join([*words, *(BAND.fill(words=band)(figure.language) for band in bands)])


def _notes(found: Found, language: Language) -> list[str]:
    """Where the definition changed, which values are signals, and what would follow."""
    kpi = found.kpi
    told = breaks(kpi, found.rows)
    for code, place in found.places.items():
        mine = found.of(code)
        told += signals(kpi, place, mine)
        if len(found.places) <= MOST_BANDS:
            told += outlook(kpi, place, mine, session.aim(kpi.id, code) if found.by == "city" else None)
    return [each(language) for each in told]


def _verdicts(view: View, found: Found) -> None:
    """The verdict on each city that has a target, with its source."""
    language, kpi = view.language, found.kpi
    aims = {code: session.aim(kpi.id, code) for code in found.places}
    aimed = [code for code, target in aims.items() if target is not None]
    if not aimed:
        return
    elements.section(VERDICTS(language))
    for code in aimed:
        rows = found.of(code)
        each = Standing(code, found.places[code], assess(kpi.id, rows, aims[code]), rows)
        elements.verdict(each.progress, language, each.place, synthetic=view.data_set == "sample")
        judged_indicator.sourced(view, each)


def _subtitle(found: Found, language: Language) -> str:
    kpi, valued = found.kpi, found.valued
    formulas = valued["formula_id"].drop_duplicates()
    words = MEASURE.fill(
        name=kpi.name,
        places=_named(found.places),
        first=int(valued["year"].min()),
        last=int(valued["year"].max()),
        formula=Text(
            *(", ".join(kpi.formula(code).name(each) for code in formulas) for each in ("ko", "en"))
        ),
    )
    return words(language)


def _named(places: Mapping[str, Text]) -> Text:
    if len(places) > MOST_NAMED:
        return COUNT.fill(count=len(places))
    return Text(*(", ".join(place(each) for place in places.values()) for each in ("ko", "en")))


def _source_line(view: View, found: Found) -> None:
    language, valued, cited = view.language, found.valued, session.sources()
    codes = sorted({code for each in valued["source_ids"].dropna() for code in each.split(";")})
    words = "; ".join(f"{cited.loc[code, 'publisher']}, {cited.loc[code, 'title']}" for code in codes)
    elements.source_line(
        language,
        words or judged_indicator.source_of(view, valued),
        as_of=str(valued["reference_date"].max()),
        snapshot=session.snapshot().id,
        definition=meaning(found.kpi, found.used)(language),
    )


def _nothing(view: View, kpi: Kpi) -> None:
    reason = kpi.unavailable if view.data_set == "published" else NO_ANSWER
    if "not_offered" in set(session.measured(view, kpi.id)["status"]):
        reason = NOT_OFFERED
    known_instead.nothing(view, "progress", NOTHING, reason)


def _definition(view: View, found: Found) -> None:
    language, kpi, formula = view.language, found.kpi, found.used
    pairs = [
        (Text("뜻", "Meaning"), meaning(kpi, formula)),
        (Text("대상", "Population"), kpi.population),
        (Text("산식", "Formula"), formula.name),
        (Text("다른 산식과의 차이", "How this formula differs"), formula.note),
        (Text("정의의 출처", "Source of the definition"), kpi.official_source),
        (Text("주의", "Caveat"), kpi.caveat),
    ]
    elements.section(Text("정의", "Definition")(language))
    elements.facts([(label(language), words(language)) for label, words in pairs if words(language)])
    elements.actions(
        [
            Action(COMPARE(language), session.href("compare", view)),
            *([Action(NEEDED(language), session.href("scenario", view))] if kpi in scenario_kpis() else []),
            *([Action(WHY(language), session.href("explain", view))] if kpi.is_rate else []),
            Action(SHEET(language), session.href("sheet", view)),
        ]
    )
