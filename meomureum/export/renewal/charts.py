"""The part of a native chart with the numbers of today, in the look that its author has given it.

The chart of today is drawn as for a new file. Each of its series gives its numbers, names and labels
to the series of that name in the received chart, which keeps its colours, lines and markers; series
that the figure no longer has go, and those that the author has added stay with the numbers they show.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from meomureum.drawing.drawing import Drawing
from meomureum.drawing.office.native import BREAKS, EVENTS, LEADERS, UPPER, WORDS, table_of
from meomureum.texts import LANGUAGES
from meomureum.verify.issued_lines import Lines
from meomureum.verify.office_xml import every, local

ORDER = (
    *(
        "idx",
        "order",
        "tx",
        "spPr",
        "invertIfNegative",
        "pictureOptions",
        "marker",
        "explosion",
        "dPt",
        "dLbls",
    ),
    *("trendline", "errBars", "cat", "val", "xVal", "yVal", "bubbleSize", "smooth", "shape", "extLst"),
)
"""The order in which the parts of a series stand."""
NUMBERS = ("tx", "errBars", "cat", "val", "xVal", "yVal")
"""What a series of today brings along."""
REFERENCES = {"numRef": "numLit", "strRef": "strLit"}
CLOSE = 1e-9


def names_of(lines: Lines, drawing: Drawing) -> frozenset[str]:
    """The names that the series of a figure's chart have or had."""
    beside = [each(language) for each in (BREAKS, EVENTS, LEADERS, WORDS) for language in LANGUAGES]
    upper = [UPPER.fill(name=name)(each) for name in lines.names for each in LANGUAGES]
    today = [each.name for each in table_of(drawing).columns]
    return frozenset((*lines.names, *upper, *beside, *today))


def renew(chart: Any, fresh: Any, ours: frozenset[str], before: Any | None = None) -> None:
    """Bring a chart (its root element) to the state of a fresh one.

    `ours` are the names of series that may go; `before` is the chart as it was handed out, where it
    is known: the ends of axes that differ from it are the author's.
    """
    if _kind(chart) != _kind(fresh):
        _replace_plot(chart, fresh)
        return
    received, today = _series(chart), _series(fresh)
    pairs = _pairs(received, today)
    last = received[-1] if received else None
    for series in today:
        mine = pairs.get(id(series))
        if mine is not None:
            _renew_series(mine, series)
        elif last is not None:
            last.addnext(deepcopy(series))
            last = last.getnext()
    taken = {id(each) for each in pairs.values()}
    for series in received:
        if id(series) not in taken:
            series.getparent().remove(series) if name_of(series) in ours else _by_itself(series)
    _number(chart, today)
    _legend(chart, fresh)
    _axes(chart, fresh, before)


def name_of(series: Any) -> str:
    """What a series is called."""
    return next((each.text or "" for text in _children(series, "tx") for each in every(text, "v")), "")


def _kind(chart: Any) -> str:
    """The kind of the first plot: barChart, lineChart, scatterChart."""
    return next((local(each.getparent()) for each in every(chart, "ser")), "")


def _series(chart: Any) -> list[Any]:
    return every(chart, "ser")


def _children(element: Any, *names: str) -> list[Any]:
    return [each for each in element if local(each) in names]


def _pairs(received: Sequence[Any], today: Sequence[Any]) -> dict[int, Any]:
    """The received series of each of today's, by its identity: the first of that name that is left."""
    left, found = list(received), {}
    for series in today:
        mine = next((each for each in left if name_of(each) == name_of(series)), None)
        if mine is not None:
            found[id(series)] = mine
            left.remove(mine)
    return found


def _replace_plot(chart: Any, fresh: Any) -> None:
    """What is drawn today is another kind of chart: it comes as it is."""
    for name in ("plotArea", "legend"):
        for old, new in zip(every(chart, name), every(fresh, name), strict=False):
            old.getparent().replace(old, deepcopy(new))


# --- one series ----------------------------------------------------------------------


def _renew_series(mine: Any, today: Any) -> None:
    before = _places(mine)
    own_labels, own_points = _children(mine, "dLbls"), _children(mine, "dPt")
    for child in _children(mine, *NUMBERS):
        mine.remove(child)
    for child in _children(today, *NUMBERS):
        _put(mine, deepcopy(child))
    _renew_points(mine, today, own_points, before)
    labels = [deepcopy(each) for each in _children(today, "dLbls")]
    for old in own_labels:
        mine.remove(old) if labels else _bare(old)
    for new in labels:
        for old in own_labels:
            _dress(new, old)
        _put(mine, new)


def _put(series: Any, child: Any) -> None:
    """Set a child in its place among the others."""
    rank = ORDER.index(local(child))
    after = next((each for each in series if local(each) in ORDER and ORDER.index(local(each)) > rank), None)
    series.append(child) if after is None else after.addprevious(child)


def _places(series: Any) -> list[str]:
    """Where the points of a series stand: years, sizes or categories, several of a place told apart."""
    places: dict[int, str] = {}
    for axis in _children(series, "cat", "xVal"):
        places = {int(each.get("idx", 0)): _value(each) for each in every(axis, "pt")}
    seen: dict[str, int] = {}
    found = []
    for at in range(max(places, default=-1) + 1):
        place = places.get(at, "")
        seen[place] = seen.get(place, 0) + 1
        found.append(f"{place}#{seen[place]}")
    return found


def _value(point: Any) -> str:
    return digits(next((each.text or "" for each in every(point, "v")), ""))


def digits(value: str | float) -> str:
    """A number as every program that saves it would write it; words as they are."""
    try:
        return f"{float(value):.9g}"
    except ValueError:
        return str(value)


def _renew_points(mine: Any, today: Any, own: Sequence[Any], before: Sequence[str]) -> None:
    """The looks of single points go with their places; the chart's own are kept for places that have none."""
    places = {place: at for at, place in enumerate(_places(today))}
    held = set()
    for point in own:
        at = int(_index(point).get("val", -1))
        place = places.get(before[at]) if 0 <= at < len(before) else None
        if place is None or place in held:
            mine.remove(point)
        else:
            _index(point).set("val", str(place))
            held.add(place)
    if not own:
        for point in _children(today, "dPt"):
            _put(mine, deepcopy(point))


def _index(element: Any) -> Any:
    return next(each for each in element if local(each) == "idx")


def _bare(labels: Any) -> None:
    """Labels none of which belongs to a point of today."""
    for each in _children(labels, "dLbl"):
        labels.remove(each)


def _dress(labels: Any, own: Any) -> None:
    """The letters of labels in the type of the author's, one after the other."""
    looks = [each for each in every(own, "dLbl") if not _children(each, "delete")]
    if not looks:
        return
    fresh = [each for each in every(labels, "dLbl") if not _children(each, "delete")]
    for at, label in enumerate(fresh):
        look = _letters(looks[min(at, len(looks) - 1)])
        for letters in _letters(label) if look else ():
            for name, value in look[0].attrib.items():
                letters.set(name, value)
            letters[:] = [deepcopy(each) for each in look[0]]


def _letters(label: Any) -> list[Any]:
    """The looks of letters: those of words first, as they are what is seen."""
    return every(label, "rPr") or every(label, "defRPr")


def _by_itself(series: Any) -> None:
    """A series of the author's no longer refers to a workbook in which other numbers stand now."""
    for name, literal in REFERENCES.items():
        for reference in every(series, name):
            cache = next((each for each in reference if local(each).endswith("Cache")), None)
            parent = reference.getparent()
            if cache is None:
                continue
            if local(parent) == "tx":
                value = next(iter(every(cache, "v")), None)
                parent[:] = [] if value is None else [value]
            else:
                cache.tag = f"{{{_space(cache)}}}{literal}"
                parent.replace(reference, cache)


def _space(element: Any) -> str:
    return str(element.tag)[1:].partition("}")[0]


# --- what all series share -------------------------------------------------------------


def _number(chart: Any, today: Sequence[Any]) -> None:
    """Today's series in their order, then the author's."""
    wanted = [name_of(each) for each in today]
    held = _series(chart)
    first = [each for name in wanted for each in held if name_of(each) == name]
    ordered = [*dict.fromkeys((*first, *held))]
    for at, series in enumerate(ordered):
        for child in _children(series, "idx", "order"):
            child.set("val", str(at))
    parent = ordered[0].getparent() if ordered else None
    if parent is not None and all(each.getparent() is parent for each in ordered):
        place = parent.index(held[0])
        for series in ordered:
            parent.remove(series)
        for at, series in enumerate(ordered):
            parent.insert(place + at, series)


def _legend(chart: Any, fresh: Any) -> None:
    """The entries that are left out are those of today."""
    for mine, today in zip(every(chart, "legend"), every(fresh, "legend"), strict=False):
        for entry in _children(mine, "legendEntry"):
            mine.remove(entry)
        position = next(iter(_children(mine, "legendPos")), None)
        for entry in reversed(_children(today, "legendEntry")):
            mine.insert(0, deepcopy(entry)) if position is None else position.addnext(deepcopy(entry))


def _axes(chart: Any, fresh: Any, before: Any | None) -> None:
    """Ends and steps of axes: ours are those of today; the author's stay while all values lie within them."""
    known = _scaled(before) if before is not None else []
    for at, (mine, today) in enumerate(zip(_scaled(chart), _scaled(fresh), strict=False)):
        old = known[at] if at < len(known) else None
        if old is not None and not _same(mine, old) and _holds(mine, today):
            continue
        if old is None and _holds(mine, today):
            continue
        _scale(mine, today)


def _scaled(chart: Any) -> list[Any]:
    return [each for each in every(chart, "plotArea")[0] if local(each) in ("valAx", "catAx", "dateAx")]


def _ends(axis: Any) -> dict[str, float]:
    wanted = [each for each in axis.iter() if local(each) in ("min", "max", "majorUnit")]
    return {local(each): float(each.get("val", 0)) for each in wanted}


def _same(one: Any, two: Any) -> bool:
    mine, other = _ends(one), _ends(two)
    return all(abs(mine.get(name, 0.0) - other.get(name, 0.0)) < 1e-6 for name in {*mine, *other})


def _holds(mine: Any, today: Any) -> bool:
    """Whether all that today's axis shows lies on the author's."""
    own, wanted = _ends(mine), _ends(today)
    low = own.get("min", float("-inf")) <= wanted.get("min", float("inf")) + CLOSE
    return low and own.get("max", float("inf")) >= wanted.get("max", float("-inf")) - CLOSE


def _scale(mine: Any, today: Any) -> None:
    for name in ("min", "max", "majorUnit"):
        new = next(iter(every(today, name)), None)
        for old in every(mine, name):
            old.getparent().remove(old) if new is None else old.set("val", new.get("val"))
