"""The verdict on a figure that was handed out: its values, what a file shows of it, and what is said over it.

A title that somebody has written is theirs, and so are words beside a figure that are not of this
product: both are read by the claim checker, and what speaks against them is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from meomureum.drawing.particulars import MARKS
from meomureum.drawing.words import AUTHOR_TITLE
from meomureum.figures.recipes import figure_again
from meomureum.store.warehouse import Snapshot
from meomureum.texts import LANGUAGES
from meomureum.verify import claims
from meomureum.verify.figure_address import view_at
from meomureum.verify.issued_covers import covers_of
from meomureum.verify.issued_figures import Dispute, Issued, Verified, with_file
from meomureum.verify.issued_lines import lines_of
from meomureum.verify.received_comparison import Compared, by_code, compared
from meomureum.verify.received_files import leaves

STANDING = ("same", "issued")


def figures_in(
    content: bytes, register: Mapping[str, Issued], home: Path, kept: Callable[[str], Snapshot | None]
) -> dict[str, Compared]:
    """Each figure whose code stands in a file, with what the file shows of it; `kept` finds a snapshot by its
    id. Raises Unreadable."""
    read = leaves(content)
    codes = by_code(read)
    known = {code: completed(register[code], kept) for code in codes if code in register}
    covers = covers_of(home, codes)
    most = max((len(each.forms) for each in known.values()), default=1)
    tried = [
        compared(read, {code: _form(each, at) for code, each in known.items()}, covers) for at in range(most)
    ]
    return {
        code: min((each[code] for each in tried), key=lambda each: len(each.differences)) for code in codes
    }


def _form(issued: Issued, at: int) -> Issued:
    """A figure in the form that one version of this software gave it; in its last one where there are no more."""
    return replace(issued, lines=issued.forms[min(at, len(issued.forms) - 1)])


def completed(issued: Issued, kept: Callable[[str], Snapshot | None]) -> Issued:
    """A figure with all that files show of it: what an earlier version registered is worked out again where it can be."""
    if issued.lines.told or (own := kept(issued.snapshot)) is None:
        return issued
    figure = figure_again(own, issued.page, view_at(issued.address, own), issued.key)
    if figure is None or replace(figure, title=issued.title).code != issued.code:
        return issued
    return replace(issued, lines=lines_of(replace(figure, title=issued.title)))


def judged(found: Verified, snapshot: Snapshot, shown: Compared | None = None) -> Verified:
    """What was found of a figure, with what a file shows of it and what the data say against its words."""
    issued = found.issued
    if issued is None or found.outcome == "withheld":
        return found
    if shown is not None:
        found = with_file(found, shown.differences, shown.compared)
    disputes = tuple(_disputes(issued, shown or Compared(), snapshot))
    told = replace(found, by_author=is_of_author(issued), disputes=disputes)
    return replace(told, outcome="disputed") if disputes and told.outcome in STANDING else told


def is_of_author(issued: Issued) -> bool:
    """Whether a figure was handed out under a title that somebody wrote."""
    marks = [words for label, words in issued.lines.told if label in (MARKS.ko, MARKS.en)]
    return any(AUTHOR_TITLE(language) in words for words in marks for language in LANGUAGES)


def _disputes(issued: Issued, shown: Compared, snapshot: Snapshot) -> Iterator[Dispute]:
    titles = (*((issued.title,) if is_of_author(issued) else ()), *shown.titles)
    for words, title in (*((each, True) for each in titles), *((each, False) for each in shown.others)):
        reasons = tuple(dict.fromkeys(each.reason for each in _against(words, issued, snapshot)))
        if reasons:
            yield Dispute(words, reasons, title)


def _against(words: str, issued: Issued, snapshot: Snapshot) -> Sequence[claims.Check]:
    """What ledger and data say otherwise; if the words name no city, the only one of the figure is meant."""
    view = view_at(issued.address, snapshot)
    meant = view.cities if len(view.cities) == 1 else ()
    made_on = None
    with suppress(ValueError):
        made_on = date.fromisoformat(issued.made_on)
    return claims.contradictions(snapshot, words, view.data_set, meant, made_on)
