"""Type and colours named by their place in the theme, so that another master changes them."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn

from meomureum.drawing.palette import GROUND, KOREAN_FONT, QUIET_TEXT, SERIES, TEXT

PLACES = {TEXT: "tx1", QUIET_TEXT: "tx2", GROUND: "bg2", "FFFFFF": "bg1"} | {
    colour.lstrip("#").upper(): f"accent{number}" for number, colour in enumerate(SERIES, start=1)
}
TYPEFACES = {"latin": "+mn-lt", "ea": "+mn-ea"}


def follow_theme(element: Any) -> None:
    """Name what the theme has by its place in it: our typeface, and each colour that stands there too."""
    for tag, place in TYPEFACES.items():
        for each in element.iter(qn(f"a:{tag}")):
            if each.get("typeface") == KOREAN_FONT:
                each.set("typeface", place)
    for each in list(element.iter(qn("a:srgbClr"))):
        named = PLACES.get(each.get("val", "").upper())
        if named is not None:
            each.tag = qn("a:schemeClr")
            each.set("val", named)
