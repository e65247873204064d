"""One figure in large type for a room, and the keys that turn to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

import streamlit as st
from markupsafe import Markup

from meomureum.components import elements, figure_frame, markup, page_writer
from meomureum.components.markup import Action
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.line_figure import stands_alone
from meomureum.drawing.particulars import AS_OF, CODE, DEFINITION, EVENTS, MARKS, SOURCE, events_in_words
from meomureum.drawing.picture.pictures import picture
from meomureum.drawing.plotly import chart_of
from meomureum.drawing.spoken import ASKED, answers, spoken
from meomureum.drawing.summary import big_number
from meomureum.session import View
from meomureum.texts import Text

Aside = Literal["notes", "definition"]
BACK, FORWARD = Text("이전", "Previous"), Text("다음", "Next")
FIRST, LAST = Text("처음", "First"), Text("끝", "Last")
NOTES, DEFINED = Text("메모", "Notes"), Text("정의", "Definition")
KEYS = Text(
    "← → Page Up/Down 스페이스 넘기기 · Home End 처음·끝 · N 메모 · W 메모 창 · D 정의 · F 전체 화면 · . 화면 끄기 · Esc 나가기",
    "← → Page Up/Down space turn · Home End first, last · N notes · W notes window · D definition · F full screen · . blank · Esc leaves",
)
NOTES_WINDOW, FULL = Text("메모 창", "Notes window"), Text("전체 화면", "Full screen")
FOLLOWING = Text("다음: {title}", "Next: {title}")
NO_NEXT = Text("마지막 그림입니다.", "This is the last figure.")
PLACE = Text("{at} / {count}", "{at} / {count}")
LETTERS, LEGEND_LETTERS, HEIGHT = 22, 17, 480
GROWTH, AHEAD = 1.6, 0.05
MOST_ROWS = 12
ENLARGED = ("lines", "bars", "stacked", "points", "steps")
"""The forms whose words do not stand on each other when they are larger."""


def figure(figure: Figure, at: int, count: int, view: View, aside: str) -> None:
    """Finding, chart and source, large; what stands aside only when asked for."""
    language = view.language
    st.html(
        str(
            Markup(
                '<header class="mm-stage"><p class="mm-stage-place">{}</p><h1>{}</h1><p>{}</p>{}{}{}</header>'
            ).format(
                PLACE.fill(at=at + 1, count=count)(language),
                figure.title,
                figure.subtitle,
                Markup('<p class="mm-stage-verdict">{}</p>').format(figure.verdict) if figure.verdict else "",
                markup.synthetic_mark(language) if figure.synthetic else "",
                markup.status(markup.Status("warning", figure.remark)) if figure.remark else "",
            )
        )
    )
    drawing, number = drawing_of(figure), big_number(figure) if stands_alone(figure) else None
    if number is not None:
        told = Markup('<p class="mm-stage-number">{}</p><p>{}</p>').format(number.shown, number.told)
        st.html(str(Markup('<div class="mm-stage">{}</div>').format(told)))
    elif drawing is None:
        figure_frame.table(replace(figure, rows=figure.rows[:MOST_ROWS]))
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
    told = [" · ".join(f"{label(view.language)} {words}" for label, words in pairs if words)]
    told += [f"{EVENTS(view.language)}: {events}"] if (events := events_in_words(figure)) else []
    lines = Markup("").join(Markup("<p>{}</p>").format(each) for each in told)
    st.html(str(Markup('<footer class="mm-stage-foot">{}</footer>').format(lines)))


def speakers_notes(figure: Figure, at: int, count: int, following: str, view: View) -> None:
    """What the speaker alone sees, in a window of its own: `links.js` shows there what stands here unseen."""
    language = view.language
    said = Markup("").join(Markup("<p>{}</p>").format(each) for each in spoken(figure))
    asked = Markup("").join(Markup("<li>{}</li>").format(each) for each in answers(figure))
    after = FOLLOWING.fill(title=following)(language) if following else NO_NEXT(language)
    st.html(
        str(
            Markup(
                '<div class="mm-spoken" title="{}"><h2>{} {}</h2>{}<p><strong>{}</strong></p><h3>{}</h3><ul>{}</ul></div>'
            ).format(
                NOTES_WINDOW(language),
                PLACE.fill(at=at + 1, count=count)(language),
                figure.title,
                said,
                after,
                ASKED(language),
                asked,
            )
        )
    )


def enlarged(picture: Mapping[str, Any]) -> dict[str, Any]:
    """The same chart for the back row."""
    layout = dict(picture["layout"])
    layout |= {"font": {**layout.get("font", {}), "size": LETTERS}, "height": HEIGHT}
    layout["margin"] = {side: GROWTH * room for side, room in layout["margin"].items()}
    layout["legend"] = {**layout.get("legend", {}), "font": {"size": LEGEND_LETTERS}, "y": -0.2}
    for axis in ("xaxis", "yaxis"):
        own = layout.get(axis, {})
        title = {**own.get("title", {}), "font": {"size": LEGEND_LETTERS}}
        layout[axis] = {**own, "tickfont": {"size": LETTERS}, "title": title}
    if len(ends := layout["xaxis"].get("range", ())) == 2 and all(
        isinstance(end, int | float) for end in ends
    ):
        layout["xaxis"]["range"] = [
            ends[0] - AHEAD * (ends[1] - ends[0]),
            ends[1],
        ]  # words of the first point
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


def leave(way: Action, view: View) -> None:
    """Full screen, the notes' window, and the way off the stage, which `links.js` follows on Escape; the keys."""
    language = view.language
    ways = Markup('<a class="mm-action mm-stage-{}" href="#">{}</a>')
    st.html(
        str(
            Markup('<p class="mm-ways mm-stage-leave">{}{}{}</p><p class="mm-stage-keys">{}</p>').format(
                ways.format("full", FULL(language)),
                ways.format("notes", NOTES_WINDOW(language)),
                markup.action(way, "secondary"),
                KEYS(language),
            )
        )
    )
