"""Readers of official layouts: one a layout, known by its header, never by its file name."""

from __future__ import annotations

from etl.grids import Grid
from etl.official import (
    academyinfo,
    catalogue,
    datagokr_universities,
    kedi_vocational,
    kess_graduates,
    kosis,
    register_by_age,
)
from etl.official.layout import Layout, find, set_aside
from etl.quarantine import restored_rows
from etl.sheet_reader import Sheet

# In the order in which a header is compared; of two that fit, the one with more labels counts.
LAYOUTS: tuple[Layout, ...] = (
    kess_graduates.LAYOUT,
    kedi_vocational.LAYOUT,
    academyinfo.LAYOUT,
    datagokr_universities.LAYOUT,
    register_by_age.LAYOUT,
    *catalogue.LAYOUTS,
)


def read(grid: Grid) -> Sheet | None:
    """The sheet as its layout says; None when it follows no layout known here.

    Raises LoadRefused when a header has drifted too far from the layout it is closest to.
    """
    grid = restored_rows(grid)
    found = find(grid, LAYOUTS)
    if found is None:
        return kosis.read(grid) or catalogue.read(grid)
    return found.layout.read(found) if found.layout.read else set_aside(found)


def none(_: Grid) -> Sheet | None:
    """No layout at all: of what the project ships, and where a person has named the table."""
    return None
