"""The choices of a scenario, kept in the address like all others, and its answers."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from meomureum.analysis.studies.peers import Peers, peers
from meomureum.analysis.studies.scenario import WAYS, Situation, announced_rate
from meomureum.drawing import boundaries
from meomureum.figures import scenario as scenario_figures
from meomureum.figures.scenario import Scenario, scenario_of
from meomureum.measures.indicators.dimensions import NAMES
from meomureum.session.snapshots import once_a_view, snapshot
from meomureum.session.view import change, choose_one, current, drawn_from
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

# Sliders beyond so many parts would be a form, not a question: the largest have one.
MOST_LEVERS = 12
LEVER_STEP = 0.5

_WAY = Text("어떻게 올리나", "In which way")
_AIM = Text("목표(%)", "Target (%)")
_AIM_HELP = Text("비우면 발표된 목표를 씁니다.", "Left empty, the announced target is used.")
_GROUPING = Text("무엇별로", "By")
_WHOLE = Text("나누지 않음", "Not divided")
_LEVER = Text("{name} 개선(%p)", "{name}, better by (pp)")


@once_a_view
def scenario(view: View) -> Scenario | None:
    """The scenario that a view asks for."""
    return scenario_of(snapshot(), view)


@once_a_view
def warnings(view: View) -> tuple[Text, ...]:
    """Why the target of a scenario cannot be reached."""
    found = scenario(view)
    return () if found is None else tuple(scenario_figures.warnings(snapshot(), view, found))


def peers_of(view: View, found: Scenario) -> Peers:
    """Cities like this one; a period that ends after the data names the year of an own target."""
    of = found.situation
    year = target_year(view, found)
    years = None if year is None else year - of.year
    gap = None if found.target is None else found.target - of.rate
    required = None if gap is None else gap if of.upward else -gap
    return _peers(snapshot(), of.kpi.id, of.formula.id, view.data_set, of.city_id, years, required)


def target_year(view: View, found: Scenario) -> int | None:
    """The announced year, else the end of the period in sight where it lies after the data."""
    target = found.situation.target
    announced = None if target is None or announced_rate(target) is None else target.year
    year = announced or view.last_year
    return year if year is not None and year > found.situation.year else None


@lru_cache(maxsize=64)
def _peers(
    of: Snapshot,
    kpi_id: str,
    formula_id: str,
    data_set: str,
    city: str,
    years: int | None,
    required: float | None,
) -> Peers:
    distances = boundaries.kilometres_to_the_capital()
    return peers(of, kpi_id, formula_id, data_set, city, kilometres=distances, years=years, required=required)


def grouping_name(of: Situation) -> Text:
    """What the parts of a situation are told apart by."""
    return NAMES[of.grouping]


# --- the choices on the screen ------------------------------------------------------


def choose_way(view: View) -> None:
    """The four ways."""
    choose_one(view, "way", _WAY, WAYS, view.way or next(iter(WAYS)))


def choose_aim(view: View, announced: float | None) -> None:
    """A target of one's own, in percent with one decimal; empty is the announced one."""
    key = drawn_from("aim", None if view.aim is None else view.aim / 10, view.language)
    st.number_input(
        _AIM(view.language),
        min_value=0.0,
        max_value=100.0,
        step=0.5,
        format="%.1f",
        placeholder="" if announced is None else f"{announced * 100:.1f}",
        help=_AIM_HELP(view.language),
        key=key,
        on_change=lambda: change(aim=_tenths(st.session_state[key])),
    )


def _tenths(percent: float | None) -> int | None:
    return None if percent is None else round(percent * 10)


def choose_grouping(view: View, of: Situation) -> None:
    """What the people are told apart by, where there is a choice."""
    if len(of.groupings) < 2:
        return
    key = drawn_from("group", of.grouping, f"{view.language} {of.groupings}")
    st.selectbox(
        _GROUPING(view.language),
        list(of.groupings),
        format_func=lambda code: (_WHOLE if code == of.groupings[-1] else NAMES[code])(view.language),
        key=key,
        on_change=lambda: change(groups=(st.session_state[key],), levers=()),
    )


def choose_levers(view: View, of: Situation) -> None:
    """A slider for each of the largest parts: how many points it improves."""
    chosen = dict(view.levers)
    for part in of.parts[:MOST_LEVERS]:
        room = (1 - part.rate if of.upward else part.rate) * 100 // LEVER_STEP * LEVER_STEP
        if not room:
            continue
        better = min(chosen.get(part.code, 0) / 10, room)
        key = drawn_from(f"lever {part.code}", better, f"{view.language} {of.kpi.id} {of.city_id} {room}")
        st.slider(
            _LEVER.fill(name=part.name)(view.language),
            min_value=0.0,
            max_value=room,
            step=LEVER_STEP,
            format="%.1f",
            key=key,
            on_change=_pull,
            args=(key, part.code),
        )


def _pull(key: str, code: str) -> None:
    levers = dict(current().levers) | {code: _tenths(st.session_state[key]) or 0}
    change(levers=tuple((each, tenths) for each, tenths in levers.items() if tenths))
