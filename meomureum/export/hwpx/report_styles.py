"""How the lines of a Hangul report look, in the manner of Korean offices."""

from __future__ import annotations

from dataclasses import replace

from meomureum.drawing.brand import Brand
from meomureum.drawing.palette import TEXT, WARNING_TEXT
from meomureum.export.hwpx.document import Style

TITLE = Style(size=20, bold=True, alignment="CENTER", after=4)
SUBTITLE = Style(size=12, alignment="CENTER", after=10)
MARKED = Style(size=11, bold=True, alignment="CENTER", colour=WARNING_TEXT, after=6)
FINDING = Style(size=15, bold=True, hanging=6.5, before=14, after=3, keep=True)
MEASURE = Style(size=13, left=3, hanging=6, after=3, keep=True)
VALUE = Style(size=12, left=7, hanging=4, after=2)
SOURCE_LINE = Style(size=10, left=3, hanging=5, after=1, colour=TEXT)
FOOTNOTE = Style(size=9)
PLACED = Style(size=10, before=3, after=3, alignment="CENTER")
LEAD = Style(size=13, before=6, after=10)
CARD_TITLE = Style(size=20, bold=True, alignment="CENTER", before=8, after=6)
CARD_WORDS = Style(size=13, alignment="CENTER", after=8)
BIG = Style(size=60, bold=True, alignment="CENTER", before=6, after=4)
PLAIN = (SUBTITLE, MARKED, MEASURE, VALUE, SOURCE_LINE, FOOTNOTE, PLACED, LEAD, CARD_WORDS)
HEADINGS = (TITLE, FINDING, CARD_TITLE)


def styles_of_city(brand: Brand) -> dict[Style, Style]:
    """Every style as it looks for a city: headings and big numbers in its colour where that can be read."""
    ink = brand.ink if brand.colour else TEXT
    return {
        **{style: style for style in PLAIN},
        **{style: replace(style, colour=ink) for style in HEADINGS},
        BIG: replace(BIG, colour=brand.ink),
    }
