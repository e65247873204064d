"""The charts of office files as they are written: each series by its name."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LETTERS = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIGITS = 12


def drawn(chart: ElementTree.Element) -> dict[str, dict[float, float]]:
    """What a chart holds for drawing: each series by its name, its values by their places across."""
    return {_words(each): _joined(each) for each in chart.iter(f"{CHART}ser")}


def _words(series: ElementTree.Element) -> str:
    return next((each.text or "" for each in series.iterfind(f"{CHART}tx//{CHART}v")), "")


def _joined(series: ElementTree.Element) -> dict[float, float]:
    across, up = (_values(series, name) for name in ("xVal", "yVal"))
    return {across[at]: value for at, value in up.items()}


def _values(series: ElementTree.Element, name: str) -> dict[int, float]:
    return {
        int(point.attrib["idx"]): float(point.findtext(f"{CHART}v", ""))
        for point in series.iterfind(f"{CHART}{name}//{CHART}pt")
    }


def series_shown(chart: ElementTree.Element) -> Iterator[tuple[object, ...]]:
    """Each series as a reader sees it: name, places across, numbers, words beside points, ends of intervals."""
    for series in chart.iter(f"{CHART}ser"):
        across = [*_rounded(series, "xVal"), *_texts(series.find(f"{CHART}cat"), f"{CHART}v")]
        up = [*_rounded(series, "yVal"), *_rounded(series, "val")]
        words = {
            int(label.findall(f"{CHART}idx")[0].attrib["val"]): "".join(_texts(label, f"{LETTERS}t")).replace(
                "\n", ""
            )
            for label in series.iter(f"{CHART}dLbl")
            if label.find(f"{CHART}delete") is None
        }
        ends = [_lengths(series.find(f"{CHART}errBars/{CHART}{side}")) for side in ("plus", "minus")]
        yield _words(series), across, up, words, ends


def _rounded(series: ElementTree.Element, name: str) -> list[tuple[int, float]]:
    return [(at, float(f"{value:.{DIGITS}g}")) for at, value in _values(series, name).items()]


def _lengths(side: ElementTree.Element | None) -> list[float]:
    """How far intervals reach; a bar without one reaches nowhere."""
    found = [] if side is None else [float(each.text or 0) for each in side.iter(f"{CHART}v")]
    return [round(each, DIGITS) for each in found if round(each, DIGITS)]


def _texts(element: ElementTree.Element | None, tag: str) -> list[str]:
    return [] if element is None else [each.text or "" for each in element.iter(tag)]
