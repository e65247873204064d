"""The one frame of every figure on every page: finding, picture, table, source, notes, ways to hand it over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from math import ceil
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from meomureum.components import elements, export_menu, page_writer
from meomureum.components.evidence import EVIDENCE
from meomureum.components.page_writer import charted
from meomureum.components.value_table import Cell
from meomureum.components.value_table import heat as table_of_shades
from meomureum.drawing.compose import drawing_of
from meomureum.drawing.drawing import Drawing, Panel
from meomureum.drawing.figure import Figure
from meomureum.drawing.panels import COLUMNS
from meomureum.drawing.particulars import MARKS
from meomureum.drawing.plotly import chart_of
from meomureum.drawing.words import MARKED, is_starred
from meomureum.session import PageName, View
from meomureum.texts import Language, Text, plain

TABLE = Text("표로 보기", "As a table")
ACTS = {
    "picture": Text("그림 복사", "Copy picture"),
    "link": Text("링크 복사", "Copy link"),
    "enlarge": Text("크게 보기", "Enlarge"),
}
RESET = Text("처음 크기로", "Reset zoom")
DONE = Text("복사했습니다", "Copied")
SAME_TABLE = Text(
    "같은 값의 표는 ‘전국 시군구’ 분포 그림의 근거에 있습니다.",
    "Its table stands under the distribution of the same values.",
)
DEFINITION, SNAPSHOT = Text("정의", "Definition"), Text("스냅숏", "Snapshot")
NUMBER = re.compile(r"(?:약 |about |[+−~-])?\d[^가-힣]{0,24}\D?$|[^\d]{0,12}$")
"""A cell that is a number with its unit, or says that there is none."""
OF_A_CARD, OF_PANELS = ("picture", "enlarge"), ("link", "enlarge")
"""What is offered where a figure stands among others: the address is that of all of them; and where it is several
charts, none of which is the whole."""
MULTIPLE_HEIGHT, MULTIPLE_MARGIN = 118, {"t": 10, "b": 24}
# Below this width the look leaves the picture out and the table stands for it.
WIDE_ONLY = "wide only"


def box(name: str) -> DeltaGenerator:
    """The frame that the look draws round a figure, its ways in the corner; `name` is its own on the page."""
    return st.container(key=f"figure {name}")


@contextmanager
def frame(
    figure: Figure,
    page: PageName,
    view: View,
    *,
    ways: Mapping[str, str] | None = None,
    wide_only: bool = False,
    tabled: bool = True,
) -> Iterator[None]:
    """A figure of a page, whole; what is drawn within stands between its picture and its table.

    `ways` and `wide_only` are those of `picture`; not `tabled` is for a page with a table of its own.
    """
    with box(figure.key):
        finding(figure, view)
        if is_in_panels := _is_in_panels(figure):
            acts(figure.language, OF_PANELS)
            multiples(figure)
        drawn = is_in_panels or picture(figure, wide_only=wide_only, ways=ways, acting=True)
        yield
        if tabled:
            table(figure, folded=TABLE(view.language) if drawn and not wide_only else "")
        foot(figure, page, view)


def show(figure: Figure, page: PageName, view: View, *, wide_only: bool = False) -> None:
    """A figure of a page to which the page adds nothing."""
    with frame(figure, page, view, wide_only=wide_only):
        pass


def finding(figure: Figure, view: View, key: Markup = elements.NO_MARK) -> None:
    """What the figure shows, over its measure, place and period, with the mark of invented data.

    `key` says what its signs mean.
    """
    mark = elements.mark_of(view.language, synthetic=figure.synthetic)
    elements.finding(figure.title, figure.subtitle, mark + key)


def picture(
    figure: Figure,
    *,
    wide_only: bool = False,
    ways: Mapping[str, str] | None = None,
    height: int = 0,
    acting: bool = False,
) -> bool:
    """Its picture, with the `ways` that its bars lead; one that no narrow screen holds is left out there.

    `height` in pixels stands for its own where there is little room; `acting` offers what can be done
    with it at once. Returns whether there is one.
    """
    drawing = drawing_of(figure)
    if drawing is None or drawing.form == "cells":  # a page has tables of shades of its own
        return False
    with st.container(key=f"{WIDE_ONLY} {figure.key}") if wide_only else nullcontext():
        if acting:
            acts(figure.language)
        if drawing.form == "points":  # the one that is looked at more closely by dragging
            page_writer.show(
                Markup(
                    '<p class="mm-reset"><button type="button" class="mm-act" data-act="reset" hidden>{}</button></p>'
                ).format(RESET(figure.language))
            )
        sized = replace(drawing, height=height) if height else drawing
        page_writer.chart(chart_of(sized), figure.alt, ways)
    if is_starred(drawing):
        elements.paragraph(f"{MARKED}{MARKS(figure.language)}: {', '.join(figure.marks)}")
    return True


def acts(language: Language, offered: Collection[str] = tuple(ACTS)) -> None:
    """What a reader can do at once with the picture that follows, or else stands before; `chart.js` does it."""
    elements.acts(
        [(name, label(language)) for name, label in ACTS.items() if name in offered], DONE(language)
    )


def table(figure: Figure, *, folded: str = "") -> None:
    """Its table; `folded` names what stands one click away."""
    if folded:
        with elements.fold(folded):
            table(figure)
        return
    frame = pd.DataFrame(list(figure.rows), columns=list(figure.columns))
    elements.table(
        frame, figure.subtitle, [figure.columns[at] for at in figure.valued if _counts(figure, at)]
    )


def _counts(figure: Figure, at: int) -> bool:
    """Whether a column holds numbers, not words."""
    return all(NUMBER.match(row[at]) for row in figure.rows)


def foot(figure: Figure, page: PageName, view: View, notes: Sequence[str] | None = None) -> None:
    """Its notes, where it comes from, and the ways to hand it over."""
    told = figure.notes if notes is None else notes
    if told:
        elements.listing(told)
    elements.source_line(view.language, figure.source, figure.as_of, figure.snapshot_id, figure.definition)
    export_menu.export_button(view, page, figure.key, figure)


def card(figure: Figure, page: PageName, view: View, *, height: int = 0, tabled: bool = True) -> None:
    """A figure among others: its picture, all else one click away; panels stand side by side.

    `height` as in `picture`; not `tabled` is one whose table stands under another of them.
    """
    with box(figure.key):
        finding(figure, view)
        if figure.kind == "panels":
            multiples(figure)
            base(figure, page, view)
        else:
            picture(figure, height=height)
            base(figure, page, view, offered=OF_A_CARD, tabled=tabled)


def _is_in_panels(figure: Figure) -> bool:
    """Whether it is bars of several places, which stand side by side as far as there is room."""
    return figure.kind == "bar" and len({series.panel for series in figure.series}) > 1


def multiples(figure: Figure) -> None:
    """Each panel of its picture by itself, side by side as far as there is room, all on the same axes."""
    drawing = drawing_of(figure)
    if drawing is None:
        return
    items = Markup("").join(
        Markup("<li><h3>{}</h3>{}</li>").format(panel.name, charted(_small(drawing, panel), {}))
        for panel in drawing.panels
    )
    page_writer.show(
        Markup('<p class="mm-unseen">{}</p><ul class="mm-multiples mm-{}" role="list">{}</ul>').format(
            figure.alt, drawing.form, items
        )
    )


def _small(drawing: Drawing, panel: Panel) -> Mapping[str, Any]:
    """One panel as a chart of its own, as wide within its edges as the others; its name stands over it in the page.

    Bars are as high as they are, lines are low.
    """
    rows = ceil(len(drawing.panels) / COLUMNS)
    height = drawing.height // rows if drawing.form == "bars" else MULTIPLE_HEIGHT
    chart = chart_of(replace(drawing, panels=(replace(panel, name=""),), height=height, legend=False))
    margin = {**chart_of(drawing)["layout"]["margin"], **MULTIPLE_MARGIN}
    return {**chart, "layout": {**chart["layout"], "margin": margin}}


def base(
    figure: Figure,
    page: PageName,
    view: View,
    folds: Mapping[str, Markup] = MappingProxyType({}),
    offered: Collection[str] = (),
    *,
    tabled: bool = True,
) -> None:
    """What stands under a figure: source and date, its evidence one click away, the ways to hand it over.

    `folds` are further things one click away, by their names; `offered` what can be done at once; `tabled` as in
    `card`.
    """
    with page_writer.writing() as told:
        elements.source_line(view.language, figure.source, figure.as_of)
        for name, words in folds.items():
            with elements.fold(name):
                page_writer.show(words)
        with elements.fold(EVIDENCE(view.language)):
            elements.facts(
                [
                    (DEFINITION(view.language), figure.definition),
                    (SNAPSHOT(view.language), figure.snapshot_id),
                ]
            )
            if figure.notes:
                elements.listing(figure.notes)
            if tabled:
                table(figure)
            else:
                elements.paragraph(SAME_TABLE(view.language))
    with st.container(horizontal=True, vertical_alignment="center", key=f"base {figure.key}"):
        page_writer.show(Markup('<div class="mm-base">{}</div>').format(Markup("").join(told)))
        if offered:
            acts(figure.language, offered)
        export_menu.export_button(view, page, figure.key, figure)


def heat(
    figure: Figure,
    headings: Mapping[str, str],
    outlined: Collection[tuple[str, str]],
    language: Language,
) -> None:
    """Its rows as a table of shades; `headings` adds words to columns, `outlined` cells stand out."""
    columns = {point.at: None for series in figure.series for point in series.points}
    cells = {
        (series.name, point.at): Cell(point.shown, point.value, published=(series.name, point.at) in outlined)
        for series in figure.series
        for point in series.points
    }
    down = {series.name: plain(series.name) for series in figure.series}
    across = {at: plain(f"{at} {headings.get(at, '')}".strip()) for at in columns}
    st.html(str(table_of_shades(cells, down, across, figure.title, language)))
