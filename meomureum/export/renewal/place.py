"""One place of a file where figures stand - a slide, or a stretch of a document - and its words brought up to date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from meomureum.drawing.compose import drawing_of
from meomureum.drawing.figure import Figure
from meomureum.drawing.particulars import printed_link
from meomureum.drawing.picture.pictures import SIZES, Shape, picture
from meomureum.drawing.qr import QR_NAME, qr_picture
from meomureum.drawing.summary import lead_of_titles
from meomureum.export.pptx.chart_parts import chart_parts
from meomureum.export.renewal import tables
from meomureum.export.renewal.charts import digits, names_of, renew
from meomureum.export.renewal.package import parsed, serialised
from meomureum.export.renewal.paragraphs import paragraphs_of, rewritten, words_in, write
from meomureum.export.renewal.today import Today, has_chart
from meomureum.export.renewal.wording import Pairs, described
from meomureum.export.renewal.xml_table import XmlTable
from meomureum.verify.issued_figures import Issued, codes_in
from meomureum.verify.office_xml import every, local
from meomureum.verify.received_charts import chart_of

PNG = b"\x89PNG\r\n\x1a\n"


def codes_at(roots: Sequence[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes that stand in lines, and those that stand in the rows of tables: a summary only names its figures."""
    inside: list[str] = []
    outside: list[str] = []
    for root in roots:
        for paragraph in paragraphs_of(root):
            found = codes_in(words_in(paragraph))
            (inside if _row_of(paragraph) is not None else outside).extend(found)
    return tuple(dict.fromkeys(outside)), tuple(dict.fromkeys(inside))


def _row_of(element: Any) -> Any | None:
    return next((each for each in element.iterancestors() if local(each) == "tr"), None)


def lines_at(roots: Sequence[Any]) -> list[str]:
    """The words of every paragraph."""
    return [words_in(each) for root in roots for each in paragraphs_of(root)]


def lead_of(figures: Sequence[Today]) -> tuple[str, str]:
    """The findings one after the other, as a press release begins, then and now."""
    then, now = [each.issued.title for each in figures], [each.figure.title for each in figures]
    return lead_of_titles(then), lead_of_titles(now)


def renew_words(
    roots: Sequence[Any],
    here: Mapping[str, Pairs],
    named: Mapping[str, Pairs],
    lines: Pairs,
    own: Collection[Any] = (),
) -> None:
    """Every line with the words of today: those of the figures it or its row names, else of those here.

    `lines` are the words of the whole file; the figures' `own` tables are left out. In a row that names
    no figure a short word may be anybody's.
    """
    for root in roots:
        for paragraph in list(paragraphs_of(root)):
            words, row = words_in(paragraph), _row_of(paragraph)
            if row is not None and row.getparent() in own:
                continue
            near = "\n".join(map(words_in, paragraphs_of(row))) if row is not None else words
            meant = [named[code] for code in codes_in(near) if code in named]
            whole, within = merged(meant or list(here.values()), short=bool(meant) or row is None)
            write(paragraph, rewritten(words, {**lines.whole, **whole}, {**lines.within, **within}))


def merged(pairs: Sequence[Pairs], *, short: bool) -> tuple[dict[str, str], dict[str, str]]:
    """The words of several figures; what two of them would replace by different words is left as it is."""
    whole = _agreed([{**each.whole, **(each.short if short else {})} for each in pairs])
    return whole, _agreed([each.within for each in pairs])


def _agreed(pairs: Sequence[Mapping[str, str]]) -> dict[str, str]:
    wanted: dict[str, set[str]] = {}
    for own in pairs:
        for old, new in own.items():
            wanted.setdefault(old, set()).add(new)
    return {old: next(iter(new)) for old, new in wanted.items() if len(new) == 1}


def renew_tables(roots: Sequence[Any], figures: Sequence[Today]) -> list[Any]:
    """Each table by the first figure whose table it is; the tables that are some figure's."""
    return [
        table
        for root in roots
        for table in every(root, "tbl")
        if any(tables.renew(XmlTable(table), each.issued, each.figure) for each in figures)
    ]


def chart_owner(chart: Any, told: str, figures: Sequence[Today]) -> Today | None:
    """The figure that a chart shows: the one that it is described as, else the one whose values it holds."""
    for each in figures:
        if (
            has_chart(each.figure)
            and told
            and told in (each.issued.title, *described(each.lines, each.figure.language))
        ):
            return each
    return next((each for each in figures if has_chart(each.figure) and _shows(chart, each.issued)), None)


def _shows(chart: Any, issued: Issued) -> bool:
    """Whether most of what a chart shows is as it was issued of a figure."""
    lines = issued.lines
    known = {
        (name, digits(place), digits(value))
        for place, _, values in lines.rows
        for name, value in zip(lines.names, values, strict=True)
        if value is not None
    } or {
        (each.series, digits(each.at), digits(each.value)) for each in issued.values if each.value is not None
    }
    shown = [(name, *point) for name, points in _drawn(chart) for point in points]
    right = sum(each in known for each in shown)
    return right > 0 and len(shown) <= 2 * right


def renew_chart(chart: Any, today: Today) -> bytes | None:
    """Bring the root of a received chart up to date; the workbook that belongs to it, None where nothing is new."""
    drawing = drawing_of(today.figure)
    assert drawing is not None  # noqa: S101  (it has a native chart)
    part, workbook = chart_parts(today.figure)
    fresh, before = parsed(part), None
    if today.before is not None and has_chart(today.before):
        known, _ = chart_parts(today.before)
        if known == part and _drawn(chart) == _drawn(fresh):
            return None
        before = parsed(known)
    renew(chart, fresh, names_of(today.lines, drawing), before)
    return workbook


def _drawn(chart: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a chart shows, to as many digits as every program keeps."""
    return [
        (each.name, [(digits(at), digits(value)) for at, value in each.values])
        for each in chart_of(serialised(chart)).lines
    ]


def drawn_again(before: bytes, told: Collection[str], figures: Sequence[Today]) -> bytes | None:
    """What a picture of those names shows today: a figure, or the code that opens it; None where it is nobody's."""
    for each in figures:
        if QR_NAME.format(each.issued.code) in told:
            return qr_picture(printed_link(each.figure)) or None
        if {each.issued.code, *described(each.lines, each.figure.language)} & set(told):
            return picture_again(before, each.figure)
    return None


def renamed(today: Today) -> dict[str, str]:
    """What the drawings of a figure were called and described as, and what they are now."""
    old, new = today.issued, today.figure
    return {
        **today.pairs.within,
        **today.pairs.whole,
        old.title: new.title,
        old.code: new.code,
        QR_NAME.format(old.code): QR_NAME.format(new.code),
    }


def picture_again(before: bytes, figure: Figure) -> bytes | None:
    """The picture of a figure in the shape that it had; None where the received one is no PNG of ours."""
    if not before.startswith(PNG):
        return None
    wide, high = (int.from_bytes(before[at : at + 4], "big") for at in (16, 20))
    fitting = [name for name, size in SIZES.items() if abs(size[0] / size[1] - wide / max(high, 1)) < 0.01]
    shapes: list[Shape] = [each for each in fitting if each in ("slide", "plot", "small")]
    return picture(figure, figure.language, shapes[0], "png") if shapes else None
