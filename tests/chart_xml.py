"""The charts of office files as they are written: each series by its name."""

from __future__ import annotations

from xml.etree import ElementTree

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


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
