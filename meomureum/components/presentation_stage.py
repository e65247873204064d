"""One figure in large type for a room, and the keys that turn to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st
from markupsafe import Markup

from meomureum.components import elements, figure_frame, markup, page_writer
from meomureum.components.markup import Action
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.particulars import AS_OF, CODE, DEFINITION, MARKS, SOURCE
from meomureum.drawing.picture.pictures import picture
from meomureum.drawing.plotly import chart_of
from meomureum.drawing.spoken import answers, spoken
from meomureum.session import View
from meomureum.texts import Text

Aside = Literal["notes", "definition"]
BACK, FORWARD = Text("이전", "Previous"), Text("다음", "Next")
FIRST, LAST = Text("처음", "First"), Text("끝", "Last")
NOTES, DEFINED = Text("메모", "Notes"), Text("정의", "Definition")
KEYS = Text(
    "← → 이전·다음, Home End 처음·끝, N 메모, D 정의, Esc 나가기",
    "← → previous and next, Home End first and last, N notes, D definition, Esc leaves",
)
PLACE = Text("{at} / {count}", "{at} / {count}")
LETTERS, LEGEND_LETTERS, HEIGHT = 22, 17, 480
GROWTH = 1.6
ENLARGED = ("lines", "bars", "stacked", "points", "steps")
"""The forms whose words do not stand on each other when they are larger."""


def figure(figure: Figure, at: int, count: int, view: View, aside: str) -> None:
    """Finding, chart and source, large; what stands aside only when asked for."""
    language = view.language
    st.html(
        str(
            Markup(
                '<header class="mm-stage"><p class="mm-stage-place">{}</p><h1>{}</h1><p>{}</p>{}{}</header>'
            ).format(
                PLACE.fill(at=at + 1, count=count)(language),
                figure.title,
                figure.subtitle,
                markup.synthetic_mark(language) if figure.synthetic else "",
                markup.status(markup.Status("warning", figure.remark)) if figure.remark else "",
            )
        )
    )
    drawing = drawing_of(figure)
    if drawing is None:
        figure_frame.table(figure)
    elif drawing.form in ENLARGED:
        page_writer.chart(enlarged(chart_of(drawing)), figure.alt)
    else:
        wide, narrow = (picture(figure, language, shape, "png") for shape in ("stage", "small"))
        page_writer.picture(wide, narrow, figure.alt)
    _under(figure, view)
    if aside == "definition":
        elements.facts([(DEFINITION(language), figure.definition)])
    elif aside == "notes":
        elements.listing([*spoken(figure), *answers(figure)])


def _under(figure: Figure, view: View) -> None:
    pairs = [
        (SOURCE, figure.source),
        (AS_OF, figure.as_of),
        (MARKS, ", ".join(figure.marks)),
        (CODE, figure.code),
    ]
    elements.paragraph(" · ".join(f"{label(view.language)} {words}" for label, words in pairs if words))


def enlarged(picture: Mapping[str, Any]) -> dict[str, Any]:
    """The same chart for the back row."""
    layout = dict(picture["layout"])
    layout |= {"font": {**layout.get("font", {}), "size": LETTERS}, "height": HEIGHT}
    layout["margin"] = {side: GROWTH * room for side, room in layout["margin"].items()}
    layout["legend"] = {**layout.get("legend", {}), "font": {"size": LEGEND_LETTERS}, "y": -0.2}
    for axis in ("xaxis", "yaxis"):
        layout[axis] = {**layout.get(axis, {}), "tickfont": {"size": LETTERS}}
    return {"data": [_enlarged(trace) for trace in picture["data"]], "layout": layout}


def _enlarged(trace: Mapping[str, Any]) -> dict[str, Any]:
    line, marker = trace.get("line", {}), trace.get("marker", {})
    sizes = marker.get("size", 8)
    larger = [GROWTH * size for size in sizes] if isinstance(sizes, list | tuple) else GROWTH * sizes
    return {
        **trace,
        "textfont": {**trace.get("textfont", {}), "size": LETTERS},
        "line": {**line, "width": GROWTH * line.get("width", 2)},
        "marker": {**marker, "size": larger},
    }


def controls(
    view: View, at: int, count: int, go: Callable[[int], None], turn: Callable[[Aside], None]
) -> None:
    """Buttons with keys; nothing here needs a pointer."""
    language = view.language
    turns = (
        (BACK, "Left", at - 1, at > 0),
        (FORWARD, "Right", at + 1, at + 1 < count),
        (FIRST, "Home", 0, at > 0),
        (LAST, "End", count - 1, at + 1 < count),
    )
    with st.container(horizontal=True, key="mm-stage-controls"):
        for label, key, to, able in turns:
            st.button(
                label(language),
                shortcut=key,
                on_click=go,
                args=(to,),
                disabled=not able,
                key=f"stage {key} {language}",
            )
        asides: tuple[tuple[Text, str, Aside], ...] = ((NOTES, "N", "notes"), (DEFINED, "D", "definition"))
        for label, key, aside in asides:
            st.button(
                label(language), shortcut=key, on_click=turn, args=(aside,), key=f"stage {key} {language}"
            )
    elements.paragraph(KEYS(language))


def leave(way: Action) -> None:
    """The way off the stage; `links.js` follows it on Escape."""
    st.html(str(Markup('<p class="mm-ways mm-stage-leave">{}</p>').format(markup.action(way, "secondary"))))
