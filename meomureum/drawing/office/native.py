"""A drawing as office programs draw: a table of numbers, a column a series, and the look of each.

Lines over the years and points over sizes become a scatter, in which events stand at their dates
and not on years; bars become columns by category. A band is its two edges, an event a line from
the lowest to the highest value, free words the labels of points that cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from meomureum.drawing.bridge import BASE
from meomureum.drawing.cells import number_format
from meomureum.drawing.drawing import Band, Bars, Drawing, Ink, Label, Line, Panel, Rule, Spot
from meomureum.drawing.office.chart_table import EDGE, THICK, THIN, Column, Row, Table, Tag, scale_of
from meomureum.drawing.palette import EVENT_LINE, QUIET_TEXT, TEXT, ink_on, on_paper, tint
from meomureum.texts import Text

UPPER = Text("{name}, 위쪽 끝", "{name}, upper end")
EVENTS, BREAKS = Text("사건", "Events"), Text("정의 변경", "Change of definition")
WORDS, LEADERS = Text("글", "Words"), Text("이름 선", "Lines to names")
ASIDE = 0.012
"""How far words at the end of a line stand from it, as a share of the axis."""
EDGE_SHARE = 0.5
"""The edges of a band are stronger than its area would be."""


def table_of(drawing: Drawing) -> Table:
    """The numbers and looks of a drawing that office programs have a chart for."""
    (panel,) = drawing.panels
    if drawing.across.kind == "categories":
        return _by_category(drawing, panel)
    columns = list(_scattered(drawing, panel))
    return _over_years(drawing, columns) if drawing.across.kind == "years" else _in_blocks(columns)


# --- bars ---------------------------------------------------------------------------


def _by_category(drawing: Drawing, panel: Panel) -> Table:
    rows = tuple(Row(at, name) for at, name in drawing.across.ticks)
    marks = [mark for mark in panel.marks if isinstance(mark, Bars | Line) and _has_column(drawing, mark)]
    columns = [_category(drawing, mark, len(rows)) for mark in marks]
    if drawing.form == "steps":
        columns = [_foot(panel, len(rows)), *columns]
    return Table(rows, tuple(columns), scatter=False)


def _has_column(drawing: Drawing, mark: Bars | Line) -> bool:
    """In a stack of columns each step shows itself where the one before it ended."""
    return isinstance(mark, Bars) or drawing.form == "lines" or bool(mark.symbol)


def _category(drawing: Drawing, mark: Bars | Line, count: int) -> Column:
    """One row a category: how long a bar is, or the value of a line."""
    held = {round(spot.across): spot for spot in mark.spots}
    spots = [held.get(at) for at in range(count)]
    if isinstance(mark, Bars):
        values = tuple(None if s is None or s.value is None else abs(s.value - s.start) for s in spots)
        signed = tuple(None if s is None or s.value is None else s.value - s.start for s in spots)
        column = Column(mark.name, signed if drawing.form == "bars" else values, _six(mark.ink), bar=True)
        column = replace(column, in_legend=mark.in_legend, hollow=mark.pale)
    else:
        values = tuple(None if s is None else s.value for s in spots)
        column = replace(_look(mark), values=values, bar=drawing.form == "steps")
    on_feet = drawing.form == "steps" and isinstance(mark, Bars)
    inks = {at: _six(s.ink) for at, s in enumerate(spots) if s is not None and s.ink is not None}
    tags = {
        at: _tag(drawing, mark, s)
        for at, s in enumerate(spots)
        if s is not None and s.label and s.value is not None and not on_feet
    }
    above, below = _reach(spots)
    return replace(column, inks=inks, tags=tags, above=above, below=below)


def _foot(panel: Panel, count: int) -> Column:
    """The invisible column under each change, which bears its words: a change may be too short for them."""
    changes = {
        round(spot.across): spot for mark in panel.marks if isinstance(mark, Bars) for spot in mark.spots
    }
    feet = {at: min(spot.start, spot.value) for at, spot in changes.items() if spot.value is not None}
    tags = {at: Tag(changes[at].label, "", "inside", TEXT) for at in feet}
    values = tuple(feet.get(at) for at in range(count))
    return Column(BASE, values, QUIET_TEXT, bar=True, unseen=True, tags=tags)


# --- lines and points ----------------------------------------------------------------


@dataclass(frozen=True)
class _Scatter:
    """A column on its way: its places across beside its values."""

    column: Column
    places: tuple[float, ...]
    names: tuple[str, ...] = ()


def _scattered(drawing: Drawing, panel: Panel) -> Iterator[_Scatter]:
    for mark in panel.marks:
        if isinstance(mark, Line):
            values = tuple(spot.value for spot in mark.spots)
            tags = {at: _tag(drawing, mark, s) for at, s in enumerate(mark.spots) if s.label}
            above, below = _reach(mark.spots)
            column = replace(_look(mark), values=values, tags=tags, above=above, below=below)
            names = tuple(spot.name for spot in mark.spots)
            yield _Scatter(column, tuple(spot.across for spot in mark.spots), names)
        elif isinstance(mark, Band):
            yield from _band(drawing, mark)
    rules = [mark for mark in panel.marks if isinstance(mark, Rule)]
    for kind, name in (("event", EVENTS), ("definition", BREAKS)):
        mine = [rule for rule in rules if rule.kind == kind]
        if mine:
            yield _rules(drawing, mine, name(drawing.language))
    if any(label.tip for label in panel.labels):
        yield _leaders(panel.labels, LEADERS(drawing.language))
    if panel.labels:
        yield _labels(drawing, panel.labels, WORDS(drawing.language))


def _look(line: Line) -> Column:
    return Column(
        line.name,
        (),
        _six(line.ink),
        dash=line.dash,
        width=THICK if line.thick else THIN,
        symbol=line.symbol,
        hollow=line.hollow,
        in_legend=line.in_legend,
    )


def _band(drawing: Drawing, band: Band) -> Iterator[_Scatter]:
    """Its two edges; where it is of a single place, a bar from the one to the other."""
    colour = tint(_six(Ink(band.ink.role)), 1 - EDGE_SHARE)
    low = Column(band.name, band.low, colour, dash="solid", width=EDGE, in_legend=band.in_legend)
    if len(band.across) == 1:
        reach = band.high[0] - band.low[0]
        yield _Scatter(replace(low, dash=None, above=(reach,), below=(0.0,)), band.across)
        return
    yield _Scatter(low, band.across)
    name = UPPER.fill(name=band.name)(drawing.language)
    yield _Scatter(replace(low, name=name, values=band.high, in_legend=False), band.across)


def _rules(drawing: Drawing, rules: Sequence[Rule], name: str) -> _Scatter:
    """One series for all of a kind, with a gap between two.

    Numbers of events stand beside the upper end, within the chart; what else is said stands at the foot.
    """
    scale = scale_of(drawing.up)
    ends = (scale.high or 0.0, scale.low or 0.0)
    foot, top = ends if drawing.up.reversed else ends[::-1]
    places: list[float] = []
    values: list[float | None] = []
    tags = {}
    for rule in rules:
        at = scale_of(drawing.across).held(rule.at)
        if places:
            places.append(at)
            values.append(None)
        high = rule.kind == "event"
        if rule.label:
            tags[len(places) + high] = Tag(rule.label, "", "right" if high else "above", QUIET_TEXT)
        places += [at, at]
        values += [foot, top]
    column = Column(
        name, tuple(values), EVENT_LINE, dash=rules[0].dash, width=EDGE, in_legend=False, tags=tags
    )
    return _Scatter(column, tuple(places))


def _leaders(labels: Sequence[Label], name: str) -> _Scatter:
    """Thin lines from words to the points that they name, one series with a gap between two."""
    ends = [end for each in labels if each.tip is not None for end in (each.at, each.tip, each.tip)]
    values = tuple(None if at % 3 == 2 else up for at, (_, up) in enumerate(ends))
    column = Column(name, values, EVENT_LINE, dash="solid", width=EDGE / 2, in_legend=False)
    return _Scatter(column, tuple(across for across, _ in ends))


def _labels(drawing: Drawing, labels: Sequence[Label], name: str) -> _Scatter:
    """Words at places that bear no point; those at the end of a line leave its last point in sight."""
    across, up = scale_of(drawing.across), scale_of(drawing.up)
    tags = {
        at: Tag(
            each.words, "", each.side, _readable(each.ink), "" if each.ground is None else _six(each.ground)
        )
        for at, each in enumerate(labels)
    }
    column = Column(name, tuple(up.held(each.at[1]) for each in labels), TEXT, in_legend=False, tags=tags)
    aside = ASIDE * ((drawing.across.high or 0.0) - (drawing.across.low or 0.0))
    places = (each.at[0] + aside * (each.side == "right" and each.tip is None) for each in labels)
    return _Scatter(column, tuple(map(across.held, places)))


def _over_years(drawing: Drawing, columns: Sequence[_Scatter]) -> Table:
    """A row a year for all lines, so that they are edited side by side; below, what stands at other places."""
    first, last = int(drawing.across.low or 0), int(drawing.across.high or 0)
    rows = [Row(float(year)) for year in range(first, last + 1)]
    years = {row.across: at for at, row in enumerate(rows)}
    places = []
    for each in columns:
        yearly = set(each.places) <= set(years) and len(set(each.places)) == len(each.places)
        places.append([years[at] for at in each.places] if yearly else _more(rows, each))
    return _table(rows, columns, places)


def _in_blocks(columns: Sequence[_Scatter]) -> Table:
    """Rows of their own for each series."""
    rows: list[Row] = []
    return _table(rows, columns, [_more(rows, each) for each in columns])


def _more(rows: list[Row], each: _Scatter) -> list[int]:
    """Rows for the points of one series, and where they stand."""
    start, names = len(rows), each.names or ("",) * len(each.places)
    rows += [Row(*pair) for pair in zip(each.places, names, strict=True)]
    return list(range(start, len(rows)))


def _table(rows: Sequence[Row], columns: Sequence[_Scatter], places: Sequence[Sequence[int]]) -> Table:
    """Every column as long as the table: LibreOffice loses a first series that is shorter than a later one."""
    pairs = zip(columns, places, strict=True)
    found = tuple(_spread(each.column, mine, len(rows)) for each, mine in pairs)
    return Table(tuple(rows), found, scatter=True)


def _spread(column: Column, places: Sequence[int], count: int) -> Column:
    """The same with its numbers in these rows."""

    def over(values: Sequence[float | None]) -> tuple[float | None, ...]:
        held = dict(zip(places, values, strict=True)) if values else {}
        return tuple(held.get(at) for at in range(count)) if values else ()

    return replace(
        column,
        values=over(column.values),
        above=over(column.above),
        below=over(column.below),
        tags={places[at]: tag for at, tag in column.tags.items()},
    )


# --- what both share -------------------------------------------------------------------


def _tag(drawing: Drawing, mark: Bars | Line, spot: Spot) -> Tag:
    """A number is written in its own form; a step says how it changes, not how long its column is.

    English points have no form that writes them as the words do.
    """
    worded = drawing.form == "steps" or spot.value is None or spot.label.endswith(" pp")
    form = "" if worded else number_format(spot.label)
    if drawing.form == "steps" or isinstance(mark, Bars):
        inside = drawing.form != "bars" or any(each.high is not None for each in mark.spots)
        colour = ink_on(_six(spot.ink or mark.ink)) if inside else TEXT
        return Tag(spot.label, form, "inside" if inside else spot.side, colour)
    return Tag(spot.label, form, spot.side, TEXT)


def _reach(spots: Sequence[Spot | None]) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """The intervals as lengths up and down; nothing where there is none."""
    if all(spot is None or spot.high is None for spot in spots):
        return (), ()

    def length(spot: Spot | None, end: float | None) -> float | None:
        return None if spot is None or spot.value is None or end is None else abs(end - spot.value)

    above = tuple(length(spot, None if spot is None else spot.high) for spot in spots)
    return above, tuple(length(spot, None if spot is None else spot.low) for spot in spots)


def _six(ink: Ink) -> str:
    """The colour on paper; what there is less of is paler, as no program mixes lines alike."""
    return tint(on_paper(ink)[1:], 1 - ink.share) if ink.share < 1 else on_paper(ink)[1:]


def _readable(ink: Ink) -> str:
    return TEXT if ink.role.startswith("series") else _six(ink)
