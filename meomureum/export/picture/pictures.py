"""Pictures: one figure is one file, several are handed over in one ZIP."""

from __future__ import annotations

from meomureum.drawing.archive import archive_of
from meomureum.drawing.figure import Briefing
from meomureum.drawing.picture.pictures import Form, Shape, picture


def write(briefing: Briefing) -> bytes:
    """PNG at 16:9, for slides."""
    return _pictures(briefing, "wide", "png")


def write_square(briefing: Briefing) -> bytes:
    """PNG at 1:1, for notices."""
    return _pictures(briefing, "square", "png")


def write_half_page(briefing: Briefing) -> bytes:
    """PNG of half an A4 page, for documents."""
    return _pictures(briefing, "half_page", "png")


def write_svg(briefing: Briefing) -> bytes:
    """SVG at 16:9, its letters as outlines: the same on every machine."""
    return _pictures(briefing, "wide", "svg")


def _pictures(briefing: Briefing, shape: Shape, form: Form) -> bytes:
    card = briefing.template == "card"
    drawn = [
        picture(figure, briefing.language, shape, form, briefing.brand, card=card)
        for figure in briefing.figures
    ]
    if len(drawn) == 1:
        return drawn[0]
    named = zip(briefing.figures, drawn, strict=True)
    return archive_of(
        {f"{at:02d}-{figure.code}.{form}": content for at, (figure, content) in enumerate(named, start=1)}
    )
