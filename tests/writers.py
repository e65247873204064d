"""What each writer shows of a drawing, read back from what it wrote: Plotly, charts of Office files, SVG."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from math import log10
from typing import Any
from xml.etree.ElementTree import Element, fromstring

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
SVG = "{http://www.w3.org/2000/svg}"
FEET, EVENTS = "\u00a0", ("사건", "Events", "정의 변경", "Change of definition")
UNSEEN = (FEET, "글", "Words", "이름 선", "Lines to names")
"""What bears words alone."""
UPPER = (", 위쪽 끝", ", upper end")
DIGITS = 9


@dataclass
class Shown:
    """Names and numbers of what is drawn on one pair of axes; categories are 0, 1, 2 ..."""

    points: set[tuple[str, float, float]] = field(default_factory=set)
    intervals: set[tuple[float, float, float]] = field(default_factory=set)
    """Where, lower and upper end."""
    bands: set[tuple[str, float, float, float]] = field(default_factory=set)
    rules: set[tuple[float, str]] = field(default_factory=set)
    """Where events and changes of definition stand, and what stands over them, if anything."""
    labels: Counter[str] = field(default_factory=Counter)


def _round(value: float) -> float:
    return round(value, DIGITS) + 0.0


# --- the page -------------------------------------------------------------------------


def of_page(chart: Mapping[str, Any]) -> list[Shown]:
    """What Plotly is handed, panel by panel."""
    chart = json.loads(json.dumps(chart))
    found: dict[str, Shown] = defaultdict(Shown)
    layout = chart["layout"]
    lying = any(each.get("orientation") == "h" for each in chart["data"])
    for trace in chart["data"]:
        _trace(found[trace.get("xaxis", "x")], trace, lying=lying)
    for each in layout["shapes"]:
        if each["x0"] == each["x1"] and not lying:
            found[each["xref"]].rules.add((_round(each["x0"]), ""))
    for each in layout["annotations"]:
        shown, words = found[str(each.get("xref", "x")).split(" ")[0]], _plain(each["text"])
        if each.get("name") in ("event", "definition"):
            shown.rules ^= {(_round(each["x"]), ""), (_round(each["x"]), words.strip())}
        elif "yshift" in each and str(each.get("xref")).startswith("x"):
            shown.labels[words] += 1
    return [found[name] for name in found if name != "paper"]


def _plain(told: str) -> str:
    return unescape(re.sub(r"</?b>", "", told.replace("<br>", "\n")))


def _trace(shown: Shown, trace: Mapping[str, Any], *, lying: bool) -> None:
    if trace["type"] == "heatmap":
        cells = [*zip(trace["text"], trace["z"], strict=True)]
        pairs = (pair for words, values in cells for pair in zip(words, values, strict=True))
        shown.labels.update(words for words, value in pairs if value is not None and words)
        return
    across, up = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
    name = _plain(trace.get("name", ""))
    if trace.get("fill") in ("toself", "none") and trace.get("hoveron") != "fills":
        half = len(across) // 2
        ends = zip(across[:half], up[:half], up[half:][::-1], strict=True)
        shown.bands |= {(name, _round(at), _round(low), _round(high)) for at, low, high in ends}
        return
    if trace.get("hoveron") == "fills":
        return
    places = [(at, value) for at, value in zip(across, up, strict=True) if value is not None]
    if name:
        shown.points |= {(name, _round(at), _round(value)) for at, value in places}
    shown.labels.update(_plain(words) for words in trace.get("text", ()) if words)
    bars = trace.get("error_x" if lying else "error_y")
    starts = trace.get("base", [0.0] * len(across))
    for at, value, start, plus, minus in zip(
        across, up, starts, bars["array"] if bars else (), bars["arrayminus"] if bars else (), strict=False
    ):
        if plus or minus:
            shown.intervals.add((_round(at), _round(start + value - minus), _round(start + value + plus)))


# --- charts of Office files ---------------------------------------------------------------


def of_office(content: bytes) -> Shown:
    """What a chart of a slide or a workbook holds."""
    shown, lows = Shown(), dict[str, dict[float, float]]()
    chart = fromstring(content)  # noqa: S314 - written by the test
    for series in chart.iter(f"{CHART}ser"):
        name = next(iter(_cached(series, "tx").values()))
        values = {
            at: float(value) for at, value in (_cached(series, "val") | _cached(series, "yVal")).items()
        }
        across = {at: float(place) for at, place in _cached(series, "xVal").items()}
        places = {at: across.get(at, float(at)) for at in values}
        tags = _tags(series, values)
        if name in EVENTS:
            told = {_round(places[at]): words for at, words in tags.items()}
            shown.rules |= {(at, told.get(at, "")) for at in map(_round, places.values())}
            continue
        shown.labels.update(tags.values())
        upper = next((name.removesuffix(end) for end in UPPER if name.endswith(end)), "")
        reach = {kind: _cached(series.find(f"{CHART}errBars"), kind) for kind in ("plus", "minus")}
        if upper:
            ends = {_round(places[at]): value for at, value in values.items()}
            shown.bands |= {
                (upper, at, _round(lows[upper].pop(at)), _round(high)) for at, high in ends.items()
            }
        elif name not in UNSEEN:
            lows.setdefault(name, {}).update({_round(places[at]): value for at, value in values.items()})
            _points(shown, name, places, values, reach, symbol=_symbol(series))
    for name in {name for name, *_ in shown.bands}:
        shown.points = {each for each in shown.points if each[0] != name}
    return shown


def _points(
    shown: Shown,
    name: str,
    places: Mapping[int, float],
    values: Mapping[int, float],
    reach: Mapping[str, Mapping[int, str]],
    *,
    symbol: str,
) -> None:
    for at, value in values.items():
        plus, minus = (float(reach[kind].get(at, 0)) for kind in ("plus", "minus"))
        if plus and symbol == "none" and not minus:
            shown.bands.add((name, _round(places[at]), _round(value), _round(value + plus)))
            continue
        shown.points.add((name, _round(places[at]), _round(value)))
        if plus or minus:
            shown.intervals.add((_round(places[at]), _round(value - minus), _round(value + plus)))


def _symbol(series: Element) -> str:
    found = series.find(f"{CHART}marker/{CHART}symbol")
    return "" if found is None else found.attrib["val"]


def _cached(series: Element | None, part: str) -> dict[int, str]:
    points = (
        ()
        if series is None
        else (p for each in series.findall(f"{CHART}{part}") for p in each.iter(f"{CHART}pt"))
    )
    return {int(point.attrib["idx"]): point.findtext(f"{CHART}v", "") for point in points}


def _tags(series: Element, values: Mapping[int, float]) -> dict[int, str]:
    """The labels that stand beside points, in words."""
    found = {}
    default = series.find(f"{CHART}dLbls/{CHART}numFmt")
    for label in series.iter(f"{CHART}dLbl"):
        at = int(label.find(f"{CHART}idx").attrib["val"])  # type: ignore[union-attr]
        own = label.find(f"{CHART}numFmt")
        form = own if own is not None else default
        paragraphs = [[t.text or "" for t in each.iter(TEXT)] for each in label.iter(TEXT[:-1] + "p")]
        words = "\n".join("".join(each) for each in paragraphs if each)
        if label.find(f"{CHART}delete") is not None or at not in values:
            continue
        found[at] = words or written(values[at], "" if form is None else form.attrib["formatCode"])
    return found


def written(value: float, form: str) -> str:
    """A number as an office program writes it in such a form."""
    before, digits, after = re.fullmatch(r'((?:"[^"]*")?)([#,0.]+)(.*)', form).groups()  # type: ignore[union-attr]
    percent = after.startswith("%")
    decimals = len(digits.partition(".")[2])
    grouped = "," if "," in digits else ""
    exact = abs(Decimal(repr(value))) * (100 if percent else 1)
    number = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):{grouped}}"
    sign = "−" if value < 0 and number.strip("0.,") else ""
    return f"{before}{sign}{number}{after}".replace('"', "")


# --- pictures -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Plot:
    """One pair of axes of a picture: every corner in it and the words there, in pixels."""

    across: list[tuple[float, str]]
    up: list[tuple[float, str]]
    corners: list[tuple[float, float]]
    words: Counter[str]
    box: tuple[float, float, float, float]


def of_picture(svg: bytes) -> tuple[list[Plot], Counter[str]]:
    """The axes of a picture, and all its words line by line."""
    root = fromstring(svg)  # noqa: S314 - written by the test
    axes = [each for each in root.iter(f"{SVG}g") if each.get("id", "").startswith("axes_")]
    return [_plot(each) for each in axes], _words(root)


def _words(element: Element) -> Counter[str]:
    return Counter(" ".join("".join(each.itertext()).split()) for each in element.iter(f"{SVG}text"))


def _plot(axes: Element) -> Plot:
    box = next(_path(each) for each in axes.iter(f"{SVG}path"))
    lefts, tops = zip(*box, strict=True)
    ticks = {"x": [], "y": []}  # type: dict[str, list[tuple[float, str]]]
    for each in axes.iter(f"{SVG}g"):
        kind = each.get("id", "")[:6]
        if kind in ("xtick_", "ytick_"):
            words = next(iter(_words(each)), "")
            grid = next((_path(path)[0] for path in each.iter(f"{SVG}path") if path.get("clip-path")), None)
            text = next(each.iter(f"{SVG}text"), None)
            if kind == "xtick_" and text is not None:
                ticks["x"].append((float(text.attrib["x"]), words))
            elif kind == "ytick_" and grid is not None:
                ticks["y"].append((grid[1], words))
    corners = [corner for path in axes.iter(f"{SVG}path") for corner in _path(path)]
    corners += list(_used(axes))
    ends = (min(lefts), max(lefts), min(tops), max(tops))
    return Plot(ticks["x"], ticks["y"], corners, _words(axes), ends)


def _path(path: Element) -> list[tuple[float, float]]:
    pairs = re.findall(r"[ML] (-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
    return [(float(across), float(up)) for across, up in pairs]


def _used(axes: Element) -> Iterator[tuple[float, float]]:
    """Where symbols stand, and the corners of areas that are defined apart from their place."""
    defined = {path.attrib["id"]: _path(path) for path in axes.iter(f"{SVG}path") if "id" in path.attrib}
    for use in axes.iter(f"{SVG}use"):
        left, top = float(use.get("x", 0)), float(use.get("y", 0))
        yield left, top
        name = use.attrib["{http://www.w3.org/1999/xlink}href"].removeprefix("#")
        yield from ((left + across, top + up) for across, up in defined.get(name, ()))


def scaled(value: float, ticks: list[tuple[float, float]], *, logarithmic: bool = False) -> float:
    """Where a value stands in pixels, by the first and the last tick (pixel, value)."""
    (start, low), *_, (end, high) = ticks
    if logarithmic:
        value, low, high = log10(value), log10(low), log10(high)
    return start + (value - low) / (high - low) * (end - start)


def lines_of(labels: Counter[str]) -> Iterator[tuple[str, int]]:
    """The lines of labels, with how often each stands there."""
    lines: Counter[str] = Counter()
    for words, count in labels.items():
        for line in words.split("\n"):
            lines[" ".join(line.split())] += count
    return iter(lines.items())
