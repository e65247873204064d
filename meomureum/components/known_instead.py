"""Where a page has nothing to show: that it is so and why, the ways on, and what is known instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from meomureum import session
from meomureum.components import elements, figure_frame
from meomureum.components.markup import SHOW_SAMPLE, Action
from meomureum.figures.absence import REASONS, reason_of
from meomureum.figures.standing import of_indicator
from meomureum.measures.measurement import find
from meomureum.session import PageName, View, page_figures
from meomureum.texts import LANGUAGES, Text

ANOTHER = Text(
    "{places}: ‘{asked}’ 지표의 값이 없어({reason}) ‘{used}’ 지표를 보여 드립니다.",
    "{places}: “{asked}” has no value ({reason}); “{used}” is shown instead.",
)
LOAD = Text("내 파일 불러오기", "Load my files")
OTHERS = Text(
    "{places}: ‘{name}’ 지표의 값이 없어({reason}) 다른 곳의 값만 보여 드립니다.",
    "{places}: “{name}” has no value ({reason}); only other places are shown.",
)
KNOWN = Text("{why} 알려진 값을 대신 보여 드립니다.", "{why} What is known is shown instead.")


def show(view: View, page: PageName, why: Text, questions: Sequence[str] = ()) -> None:
    """Why there is nothing, with the sample one click away; then figures of the city page by what they answer."""
    known = page_figures.by_question("city", view) if questions else {}
    shown = [known[question] for question in questions if question in known]
    told = KNOWN.fill(why=why) if shown else why
    elements.absent(told(view.language), _sample(view, page), view.language)
    for figure in shown:
        figure_frame.show(figure, "city", view)


def nothing(view: View, page: PageName, title: Text, reason: Text, ways: Sequence[Action] = ()) -> None:
    """Nothing to show: that it is so, why, and the ways on: those given, one's own files, the sample."""
    found = [*ways, Action(LOAD(view.language), session.href("data", view))]
    if sample := _sample(view, page):
        found.append(Action(SHOW_SAMPLE(view.language), sample))
    elements.empty_state(title(view.language), reason(view.language), found)


def another(asked: View, used: View, page: PageName) -> None:
    """Where a page opens with another indicator than the one asked for: whose value is absent, and which of five reasons."""
    if used.kpi == asked.kpi:
        return
    places, reason = _where_and_why(asked)
    told = ANOTHER.fill(places=places, asked=find(asked.kpi).name, reason=reason, used=find(used.kpi).name)
    show(asked, page, told)


def others(view: View, page: PageName) -> None:
    """Where a page has values of other places alone: that the view's cities have none, and which of five reasons."""
    places, reason = _where_and_why(view)
    show(view, page, OTHERS.fill(places=places, name=find(view.kpi).name, reason=reason))


def _where_and_why(view: View) -> tuple[Text, Text]:
    names, cities = session.names(), view.cities or tuple(session.choices().cities)
    reason = reason_of(
        session.snapshot(), view, of_indicator(session.snapshot(), view, cities[0], find(view.kpi))
    )
    return Text(*(", ".join(names[city](language) for city in cities) for language in LANGUAGES)), REASONS[
        reason
    ]


def _sample(view: View, page: PageName) -> str:
    """Where the sample is shown; nowhere where it is already."""
    return "" if view.data_set == "sample" else session.href(page, replace(view, data_set="sample"))
