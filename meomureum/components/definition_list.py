"""Indicators as the catalogue defines them: a list of folds, each with its facts and its formulas as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from meomureum.components import markup
from meomureum.components.page_writer import show
from meomureum.texts import Language


@dataclass(frozen=True)
class Entry:
    """One indicator as the list of definitions tells it: its facts, its formulas as a table, its sheet's address."""

    code: str
    name: str
    divided: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[str]
    formulas: Sequence[Sequence[str]]
    address: str
    is_open: bool = False


def _fold(entry: Entry, language: Language) -> Markup:
    """One described indicator, with its code for who looks it up in a file or an address."""
    return Markup(
        '<details class="mm-fold mm-entry"{}><summary><h2>{}</h2> <span>{}</span></summary>{}{}{} <code>{}</code></details>'
    ).format(
        Markup(" open") if entry.is_open else "",
        entry.name,
        entry.divided,
        markup.facts(entry.facts),
        markup.table(entry.columns, entry.formulas, f"{entry.name}: {entry.columns[0]}"),
        markup.sheet_link(entry.address, entry.name, language),
        entry.code,
    )


def entries(entries: Sequence[Entry], language: Language) -> None:
    """A long list of indicators described alike, each one fold."""
    show(Markup("").join(_fold(each, language) for each in entries))
