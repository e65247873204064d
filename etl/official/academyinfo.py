"""대학알리미 disclosures: each known by the columns it has; the others are called by their title or words."""

from __future__ import annotations

from etl.official import academyinfo_dropouts, academyinfo_rates, catalogue
from etl.official.academyinfo_form import FORMER, LABELS, OPTIONAL, title
from etl.official.layout import Found, Layout, set_aside
from etl.sheet_reader import Sheet
from meomureum.texts import Text


def read(found: Found) -> Sheet:
    """The disclosure that a table is used for; any other is known and set aside."""
    if at := academyinfo_dropouts.places(found):
        return academyinfo_dropouts.read(found, at)
    if table := academyinfo_rates.table(found):
        return academyinfo_rates.read(found, table)
    known = catalogue.named(found.header)
    called = title(found) or (known.name.ko if known else "")
    return set_aside(found, called, known.instead if known else None)


LAYOUT = Layout(
    id="academyinfo",
    name=Text("대학알리미 공시", "Academyinfo disclosure"),
    labels=LABELS,
    former=FORMER,
    optional=OPTIONAL,
    read=read,
    open_ended=True,
)
