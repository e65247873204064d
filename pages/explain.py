"""Why it moved: the change of a rate between two years, part by part, down to the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from meomureum import session
from meomureum.analysis.targets.movement import Moved, change_of
from meomureum.analysis.words.bridge import refusal, sums, who_moved
from meomureum.analysis.words.groups import difference_of_years, interval_text, people_of, stand_in
from meomureum.components import elements, figure_frame, judged_indicator, known_instead
from meomureum.components.evidence import Shown, evidence
from meomureum.components.markup import Action
from meomureum.figures.funnel import scope_of
from meomureum.measures.measurement import find
from meomureum.session import View, group_choices, page_figures, roles
from meomureum.texts import Text

TITLE = Text("변화 분석", "Why it moved")
LEAD = Text(
    "두 해 사이의 변화를 집단마다 나누어 봅니다. 집단 안에서 달라진 몫과 집단의 비중이 달라진 몫을 가릅니다.",
    "The change between two years by groups: what changed within them, and what only their shares changed.",
)
LOOK = Text("집단 하나를 들여다보기", "Look into one group")
CLICK = Text(
    "막대를 누르거나 아래에서 고르면 그 집단의 값과 행을 볼 수 있습니다.",
    "Click a bar, or choose below, to see a group's values and rows.",
)
DRILL = Text("{name}의 값과 행", "Values and rows of {name}")
IN_YEAR = Text("{year}년", "{year}")
ONE_YEAR_ONLY = Text(
    "이 집단은 두 해 가운데 한 해에만 있어 비율을 비교할 수 없습니다.",
    "This group stands in one of the two years only, so there are no two rates to compare.",
)
NOT_APART = Text(
    "이 부분만 따로 거를 수 없어 행을 보여 드릴 수 없습니다.",
    "This part cannot be filtered by itself, so its rows cannot be shown.",
)
EXPLORE = Text("탐색에서 열기", "Open in Explore")
FAIR = Text("공정 비교에서 보기", "See in Fair comparison")
NOTHING = Text("나누어 볼 변화가 없습니다", "There is no change to take apart")


def render(view: View) -> None:
    """The choosers, the bridge with its table, then the rows of one group."""
    elements.heading(TITLE(view.language), LEAD(view.language))
    asked, view = view, page_figures.opened("explain", view)
    with elements.choosers("of the change"):
        group_choices.choose_ratio(view)
        session.choose_formula(view, session.choices())
        found = group_choices.moved(view)
        _choosers(view, found)
    told = stand_in(found.question, view.formula)
    notices = [*group_choices.opened_with(asked, view), *([told] if told else [])]
    figure = page_figures.page_figures("explain", replace(view, pair=())).get("bridge")
    if figure is None:
        elements.notices(notices, view.language)
        _nothing(view, found)
        return
    offered = _offered(view, found)
    with figure_frame.frame(figure, "explain", view, ways=_into(view, offered)):
        _interval(view, found)
        elements.notices(notices, view.language)
    _drill(view, found, offered)


def _choosers(view: View, found: Moved) -> None:
    group_choices.choose_city(view, found.city)
    group_choices.choose_unit(view, found.question.units, found.question.unit)
    years, first, last = found.question.years, found.first_year, found.last_year
    if first is None or last is None:
        return
    group_choices.choose_earlier(view, [year for year in years if year < last], first)
    group_choices.choose_later(view, [year for year in years if year > first], last)


def _interval(view: View, found: Moved) -> None:
    """The sums of the parts, and how sure the change of the whole is."""
    told = interval_text(found.whole) if found.whole else None
    unit = found.question.unit
    who = who_moved(found, lambda code: group_choices.name_of(unit, code))
    words = [*([who] if who.ko else []), *sums(found), *([told] if told else [])]
    elements.listing([each(view.language) for each in words])


def _offered(view: View, found: Moved) -> dict[str, Text]:
    codes = [part.group for part in found.bridge.parts] if found.bridge else []
    return group_choices.named(found.question.unit, [code for code in codes if code], view)


def _into(view: View, offered: Mapping[str, Text]) -> dict[str, str]:
    """Where a click on a bar leads; a bar that sums up several leads nowhere."""
    return {code: session.href("explain", replace(view, pair=(code,))) for code in offered}


def _drill(view: View, found: Moved, offered: Mapping[str, Text]) -> None:
    language, unit = view.language, found.question.unit
    elements.section(LOOK(language), CLICK(language))
    group_choices.choose_group(view, offered)
    code = next((each for each in view.pair if each in offered), "")
    if not code:
        return
    name = offered[code]
    elements.finding(DRILL.fill(name=name)(language))
    if view.data_set == "sample":
        elements.synthetic_mark(language)
    _change(view, found, code, name)
    alone = group_choices.within(_of_years(view, found), unit, code)
    if alone is None:
        elements.paragraph(NOT_APART(language))
        return
    elements.actions(_ways(view, alone, unit))
    by, formula = ("city", "year"), found.question.formula.id
    evidence(Shown(session.snapshot(), view.kpi, scope_of(alone), by, formula), language)


def _change(view: View, found: Moved, code: str, name: Text) -> None:
    change = change_of(found, code)
    if change is None:
        elements.paragraph(ONE_YEAR_ONLY(view.language))
        return
    years = [IN_YEAR.fill(year=int(row["year"])) for row in (change.first, change.last)]
    words = [
        difference_of_years(change, found.question.kpi.name, name),
        interval_text(change),
        *people_of(change, years[0], years[1]),
        *group_choices.reserved(change, years),
    ]
    elements.listing([each(view.language) for each in words if each is not None])
    judged_indicator.change_source_line(view, change)


def _of_years(view: View, found: Moved) -> View:
    return replace(
        view, cities=(found.city,), first_year=found.first_year, last_year=found.last_year, pair=()
    )


def _ways(view: View, alone: View, unit: str) -> list[Action]:
    fair = Action(FAIR(view.language), session.href("funnel", replace(view, groups=(unit,))))
    if not roles.opens("explore"):
        return [fair]
    return [Action(EXPLORE(view.language), session.href("explore", replace(alone, groups=()))), fair]


def _nothing(view: View, found: Moved) -> None:
    told = refusal(found, lambda code: group_choices.name_of(found.question.unit, code))
    if found.refusal == "no_rows" and view.data_set == "published":
        told = group_choices.undivided(view) or find(view.kpi).unavailable
    known_instead.nothing(view, "explain", NOTHING, told)
