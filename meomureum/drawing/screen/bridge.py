"""From one rate to another, step by step: what each part adds or takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meomureum.analysis.statistics import Step, StepKind
from meomureum.analysis.words import step_amount
from meomureum.drawing.screen.palette import FONT, QUIET, Figure, colour
from meomureum.texts import Language, Text

ROW_HEIGHT, EDGES = 54, 96
LEVELS = ("start", "end")
PADDING = 0.06
INKS: Mapping[StepKind, tuple[str, str]] = {
    "within": (colour(0), ""),
    "mix": (colour(1), "/"),
    "opened": (QUIET, "x"),
    "closed": (QUIET, "."),
}
KINDS: Mapping[StepKind, Text] = {
    "within": Text("안의 변화", "Change within"),
    "mix": Text("비중의 변화", "Change of share"),
    "opened": Text("끝 해에만 있음", "In the last year only"),
    "closed": Text("첫 해에만 있음", "In the first year only"),
}
ENDS = Text("처음과 끝", "First and last")


def bridge(drawn: Sequence[Step], labels: Sequence[Text], language: Language) -> Figure:
    """The steps below each other, each beginning where the one before ended.

    Levels are points and changes are bars between them, so the axis need not begin at zero.
    """
    # The amount first: on a narrow screen the end of a long name is cut off.
    words = [f"{step_amount(step)}  {label(language)}" for step, label in zip(drawn, labels, strict=True)]
    starts = [start for start, _ in spans(drawn)]
    traces = [_bars(kind, drawn, starts, words, language) for kind in KINDS]
    return {
        "data": [*(trace for trace in traces if trace["x"]), _levels(drawn, words, language)],
        "layout": _layout(words, spans(drawn)),
    }


def spans(drawn: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each step begins and ends; a level begins and ends at itself."""
    found, level = [], 0.0
    for step in drawn:
        start = step.amount if step.kind in LEVELS else level
        level = step.amount if step.kind in LEVELS else level + step.amount
        found.append((start, level))
    return found


def _bars(
    kind: StepKind, drawn: Sequence[Step], starts: Sequence[float], words: Sequence[str], language: Language
) -> Figure:
    mine = [at for at, step in enumerate(drawn) if step.kind == kind]
    ink, pattern = INKS[kind]
    return {
        "type": "bar",
        "orientation": "h",
        "name": KINDS[kind](language),
        "base": [starts[at] for at in mine],
        "x": [drawn[at].amount for at in mine],
        "y": mine,
        "marker": {
            "color": ink,
            "line": {"color": ink, "width": 1.5},
            "pattern": {"shape": pattern, "fillmode": "replace", "solidity": 0.35, "size": 7},
        },
        "customdata": ["" if drawn[at].summed else "".join(drawn[at].groups) for at in mine],
        "hovertext": [words[at] for at in mine],
        "hoverinfo": "text",
    }


def _levels(drawn: Sequence[Step], words: Sequence[str], language: Language) -> Figure:
    mine = [at for at, step in enumerate(drawn) if step.kind in LEVELS]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": ENDS(language),
        "x": [drawn[at].amount for at in mine],
        "y": mine,
        "marker": {"color": QUIET, "symbol": "diamond", "size": 13},
        "hovertext": [words[at] for at in mine],
        "hoverinfo": "text",
    }


def _layout(words: Sequence[str], reached: Sequence[tuple[float, float]]) -> Figure:
    ends = [each for span in reached for each in span]
    room = PADDING * (max(ends) - min(ends)) or PADDING
    return {
        "height": len(words) * ROW_HEIGHT + EDGES,
        "font": {"family": FONT, "size": 14},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 36},
        "bargap": 0.62,
        "barmode": "overlay",
        "separators": ".,",
        "legend": {"orientation": "h", "yanchor": "top", "y": -36 / (len(words) * ROW_HEIGHT), "x": 0},
        "showlegend": True,
        "hovermode": "closest",
        "clickmode": "event+select",
        "dragmode": False,
        "xaxis": {
            "tickformat": ".2~%",
            "range": [min(ends) - room, max(ends) + room],
            "nticks": 5,
            "zeroline": False,
            "title": {"text": ""},
        },
        "yaxis": {
            "range": [len(words) - 0.4, -0.75],
            "visible": False,
        },
        # Where a step ends the next begins; its name has the whole width above it.
        "shapes": [
            {
                "type": "line",
                "x0": end,
                "x1": end,
                "y0": at,
                "y1": at + 1,
                "line": {"color": QUIET, "width": 1},
            }
            for at, (_, end) in enumerate(reached[:-1])
        ],
        "annotations": [
            {"xref": "paper", "x": 0, "y": at - 0.42, "xanchor": "left", "text": text, "showarrow": False}
            for at, text in enumerate(words)
        ],
    }
