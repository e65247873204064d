"""A template filled, whatever program it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from meomureum.export.renewal.package import Package
from meomureum.export.templates.deck_template import fill_deck
from meomureum.export.templates.document_template import fill_document
from meomureum.export.templates.placeholders import Filling
from meomureum.export.templates.workbook_template import fill_workbook

WRITERS: Mapping[str, Callable[[bytes, Filling], bytes]] = {
    "pptx": fill_deck,
    "hwpx": fill_document,
    "xlsx": fill_workbook,
}
SUFFIXES = tuple(f".{each}" for each in WRITERS)


def fill(content: bytes, filling: Filling) -> bytes:
    """The template with its placeholders filled.

    Raises Unreadable for what is no deck, document or workbook, and Faulty with every placeholder that
    cannot be filled; `filling` knows afterwards which figures stand in the file and what had no value.
    """
    return WRITERS[Package(content).kind](content, filling)
