"""Drawings in words and boxes: stages over time, a growth path, shares as bars, years of validity.

Each takes words that are ready to read. Nothing depends on colour alone: a stage says
whether it is past, a bar prints its counts, a year prints whether it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from markupsafe import Markup

from meomureum.components.markup import facts, icon, synthetic_mark
from meomureum.texts import Language, Text

State = Literal["past", "now", "next", "unknown"]
STATES: dict[State, Text] = {
    "past": Text("지난 단계", "Past"),
    "now": Text("현재 단계", "Current stage"),
    "next": Text("앞으로의 단계", "Ahead"),
    "unknown": Text("현재 단계 자료 없음", "No current stage given"),
}
VALID = Text("지정", "in force")
NOT_VALID = Text("–", "–")
OPEN_ENDED = Text("{year}년부터", "since {year}")
SPAN = Text("{first}~{last}년", "{first}-{last}")
ONE_YEAR = Text("{first}년", "{first}")


@dataclass(frozen=True)
class Step:
    """One step of a path: its name, the figure it is read by, and further lines."""

    name: str
    value: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    state: State | None = None


@dataclass(frozen=True)
class Bar:
    """One whole in parts; `shares` are 0-1 and `words` say the same in counts."""

    name: str
    words: str
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Life:
    """One thing and the years it was in force; `last` is None while it still is."""

    name: str
    spans: tuple[tuple[int, int | None], ...]
    source: str = ""


def subsection(title: str, lead: str = "") -> None:
    """A part of a section."""
    _show(
        Markup('<div class="mm-subsection"><h3>{}</h3>{}</div>').format(
            title, Markup("<p>{}</p>").format(lead) if lead else ""
        )
    )


def path(steps: Sequence[Step], label: str, language: Language, *, synthetic: bool = False) -> None:
    """Steps one after the other: the announced stages, or what a growth path holds."""
    items = Markup("").join(_step(step, language) for step in steps)
    mark = synthetic_mark(language) if synthetic else Markup("")
    _show(Markup('{}<ol class="mm-path" role="list" aria-label="{}">{}</ol>').format(mark, label, items))


def _step(step: Step, language: Language) -> Markup:
    state = Markup("")
    if step.state is not None:
        state = Markup('<p class="mm-step-state">{}{}</p>').format(
            icon("good" if step.state == "past" else "arrow" if step.state == "now" else "gap"),
            STATES[step.state](language),
        )
    value = Markup('<p class="mm-step-value">{}</p>').format(step.value) if step.value else Markup("")
    return Markup('<li class="mm-step mm-step-{}"><p class="mm-step-name">{}</p>{}{}{}</li>').format(
        step.state or "plain", step.name, value, state, facts(step.lines) if step.lines else ""
    )


def bars(rows: Sequence[Bar], legend: Sequence[str], language: Language, *, synthetic: bool = False) -> None:
    """Wholes in parts under each other, with what the parts are called."""
    names = Markup("").join(
        Markup('<li><span class="mm-swatch mm-part-{}" aria-hidden="true"></span>{}</li>').format(at, name)
        for at, name in enumerate(legend)
    )
    items = Markup("").join(_bar(row) for row in rows)
    mark = synthetic_mark(language) if synthetic else Markup("")
    _show(
        Markup('{}<ul class="mm-legend" role="list">{}</ul><ul class="mm-bars" role="list">{}</ul>').format(
            mark, names, items
        )
    )


def _bar(row: Bar) -> Markup:
    parts = Markup("").join(
        Markup('<span class="mm-part-{}" style="width:{:.2f}%"></span>').format(at, share * 100)
        for at, share in enumerate(row.shares)
        if share > 0
    )
    return Markup(
        '<li><p class="mm-bar-name"><span>{}</span><span>{}</span></p>'
        '<div class="mm-bar" aria-hidden="true">{}</div></li>'
    ).format(row.name, row.words, parts)


def timeline(
    lives: Sequence[Life],
    years: Sequence[int],
    caption: str,
    columns: tuple[str, str, str],
    language: Language,
) -> None:
    """A table of years in which the cells in force join to a line."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(year) for year in years)
    body = Markup("").join(_life(life, years, language) for life in lives)
    _show(
        Markup(
            '<div class="mm-table mm-timeline" role="region" aria-label="{}" tabindex="0"><table>'
            '<caption>{}</caption><thead><tr><th scope="col">{}</th>{}<th scope="col">{}</th>'
            '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table></div>'
        ).format(caption, caption, columns[0], head, columns[1], columns[2], body)
    )


def _life(life: Life, years: Sequence[int], language: Language) -> Markup:
    cells = Markup("").join(
        Markup('<td><span class="mm-in-force"><span class="mm-unseen">{}</span></span></td>').format(
            VALID(language)
        )
        if _in_force(life, year)
        else Markup('<td><span class="mm-not-in-force">{}</span></td>').format(NOT_VALID(language))
        for year in years
    )
    told = ", ".join(span(first, last)(language) for first, last in life.spans)
    return Markup('<tr><th scope="row">{}</th>{}<td class="mm-when">{}</td><td>{}</td></tr>').format(
        life.name, cells, told, life.source
    )


def _in_force(life: Life, year: int) -> bool:
    return any(first <= year and (last is None or year <= last) for first, last in life.spans)


def span(first: int, last: int | None) -> Text:
    """Years in words: 2022~2024년, 2025년부터."""
    if last is None:
        return OPEN_ENDED.fill(year=first)
    return ONE_YEAR.fill(first=first) if first == last else SPAN.fill(first=first, last=last)


def _show(html: Markup) -> None:
    st.html(str(html))
