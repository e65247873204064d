"""The draft of a table of registered facts, such as programmes and events: they have sources, but no unit."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from meomureum.figures.draft import Draft
from meomureum.measures import register
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot

NONE = "–"


def draft_of_register(snapshot: Snapshot, view: View, sources: Iterable[object], definition: str) -> Draft:
    """A draft for registered facts: their publishers by the codes of the sources, as of the newest source."""
    codes = sorted({code for code in sources if isinstance(code, str) and code})
    dates = [str(date) for date in register.sources(snapshot).loc[codes, "date"] if isinstance(date, str)]
    return Draft(
        snapshot,
        "city",
        view,
        unit="",
        source=register.references(snapshot, pd.DataFrame({"source_ids": codes}, dtype=object)),
        as_of=max(dates, default=""),
        definition=definition,
    )


def joined_words(words: Iterable[str]) -> str:
    """Each of some words once, in order; a dash where there is none."""
    return ", ".join(dict.fromkeys(words)) or NONE
