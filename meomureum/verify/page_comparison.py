"""A page of words, as a PDF has it, against what was issued: rows are cells that follow each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from meomureum.verify.issued_figures import Difference
from meomureum.verify.known_figures import Finding, Known
from meomureum.verify.phrases import Phrases, canonical, is_made_of, stretches_of_page

Row = tuple[str, ...]
FEWEST = 3
"""Cells of a row that is known by all the others; a name and its value stand in charts too."""


def page_findings(
    words: str, mine: Sequence[Known], phrases: Phrases, judged: Callable[[str], Finding]
) -> Iterator[Finding]:
    """What stands on a page, whatever is between the letters; other stretches are `judged` as words."""
    page = canonical(words)
    for known in mine:
        rows = [canonical("".join(row)) for row in known.issued.rows]
        yield Finding(known.issued.code, compared=sum(bool(row) and row in page for row in rows))
    for stretch in stretches_of_page(words, phrases):
        tried = (_of_rows(line, mine) for line in (stretch, *stretch.split("\n")))
        found = next((each for each in tried if each is not None), None)
        if found is not None:
            yield found
        elif not phrases.is_part(stretch) and not is_made_of(canonical(stretch), phrases.scattered):
            yield judged(stretch)


def _of_rows(stretch: str, mine: Sequence[Known]) -> Finding | None:
    """The row that a stretch must have been: one cell is another one, or two have changed places."""
    shown = canonical(stretch)
    letters = sorted(shown)
    for known in mine:
        for row in known.issued.rows:
            if (different := _cell(shown, row)) is not None:
                return Finding(known.issued.code, (different,))
            if len(row) > 1 and letters == sorted(canonical("".join(row))):
                return Finding(known.issued.code, (Difference(_name(row), "", " ".join(row), stretch),))
    return None


def _cell(shown: str, row: Row) -> Difference | None:
    """The one cell that differs where all others of the row are as issued."""
    cells = [canonical(cell) for cell in row]
    if len(cells) < FEWEST:
        return None
    for at, words in enumerate(row):
        start, end = "".join(cells[:at]), "".join(cells[at + 1 :])
        inner = shown[len(start) : len(shown) - len(end)]
        around = bool(start or end) and len(shown) > len(start) + len(end)
        if around and shown.startswith(start) and shown.endswith(end):
            return Difference(_name(row), "", words, inner)
    return None


def _name(row: Row) -> str:
    return " ".join(row[:2])
