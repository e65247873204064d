"""What is seen on one leaf against what was issued of the figures that it names.

On a page of words, as a PDF has it, rows are cells that follow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from meomureum.drawing.particulars import MEASURE, TITLE
from meomureum.texts import Text
from meomureum.verify.chart_comparison import chart_findings
from meomureum.verify.expected_rows import ExpectedRow, nearest_row, trimmed
from meomureum.verify.issued_figures import Difference, codes_in
from meomureum.verify.issued_lines import ROW_OF_SUMMARY, Told
from meomureum.verify.known_figures import Finding, Known
from meomureum.verify.phrases import NUMBER, Phrases, canonical, is_made_of, stretches_of_page, united
from meomureum.verify.received_leaf import Cells, Leaf, Seen

WORDS = Text("글", "Words")
ROW = Text("표", "Table")
HEAD = Text("머리글", "Head")
UNSEEN = ("note", "alt")
"""What a room does not see of a slide."""


def findings(leaf: Leaf, mine: Sequence[Known], before: Sequence[Known], whole: Whole) -> Iterator[Finding]:
    """Everything on a leaf that is not as issued, and how much of it is.

    `mine` are the figures that it names (all of the file where it names none), `before` those of the
    leaf before, whose last line may stand on this one, `whole` what may be seen in the whole file.
    """
    held = _Held(tuple(mine), tuple(before), whole, bool(codes_in(leaf.words)))
    if leaf.paged:
        yield from page_findings(leaf.words, mine, held.phrases, partial(_of_stretch, held=held))
        return
    title = _place_of_title(leaf, held)
    following = (*leaf.seen[1:], Seen("text", ("",)))
    for at, (seen, after) in enumerate(zip(leaf.seen, following, strict=True)):
        if trimmed(seen.cells):
            yield _of_seen(replace(seen, kind="title") if at == title else seen, after, held)
    for chart in leaf.charts:
        yield from chart_findings(chart, mine)


@dataclass(frozen=True)
class Whole:
    """Every figure that a file names, and the words of the covers that it may have."""

    figures: tuple[Known, ...]
    cover: Phrases

    @cached_property
    def phrases(self) -> Phrases:
        """All words."""
        return united([*(each.phrases for each in self.figures), self.cover])


@dataclass(frozen=True)
class _Held:
    """The figures of a leaf, and all their words; `named` where the leaf itself names them."""

    mine: tuple[Known, ...]
    before: tuple[Known, ...]
    whole: Whole
    named: bool

    @cached_property
    def phrases(self) -> Phrases:
        return united([*(each.phrases for each in self.mine), self.whole.cover])

    @cached_property
    def earlier(self) -> Phrases:
        return united(each.phrases for each in self.before)

    def of_row(self, words: str) -> _Held:
        """A row that names one figure is about that one alone."""
        named = codes_in(words)
        own = tuple(each for each in self.mine if each.issued.code in named)
        return replace(self, mine=own) if len(own) == 1 and len(self.mine) > 1 else self

    def owner(self, told: tuple[str, str]) -> str:
        """The code of the figure that words belong to."""
        figures = (*self.mine, *self.whole.figures)
        return next((each.issued.code for each in figures if told in each.phrases.known.values()), "")


def _place_of_title(leaf: Leaf, held: _Held) -> int:
    """Where the title of the one figure of a leaf stands: before its subtitle; -1 where no such place is known."""
    if (
        len(held.mine) != 1
        or len(codes_in(leaf.words)) != 1
        or any(each.kind == "title" for each in leaf.seen)
    ):
        return -1
    told = dict(reversed(held.mine[0].issued.lines.told))
    measure = {canonical(told.get(label, "")) for label in (MEASURE.ko, MEASURE.en)} - {""}
    at = next((at for at, each in enumerate(leaf.seen) if canonical(each.words) in measure), 0)
    return at - 1


def _of_seen(seen: Seen, after: Seen, held: _Held) -> Finding:
    cells, own = trimmed(seen.cells), held.of_row(seen.words)
    for known in own.mine:
        if (row := known.row(cells)) is not None:
            return Finding(known.issued.code, compared=int(row.counted))
    stretches = own.phrases.left("\t".join(_shown(cells)))
    if not stretches or (own.before and not own.earlier.left(seen.words)):
        return Finding()
    if seen.kind == "title" and own.named and len(own.mine) == 1:
        return _other_title(seen.words.strip(), own.mine[0])
    if seen.kind == "title" and own.named and own.whole.phrases.nearest(seen.words) is None:
        return Finding(
            own.mine[0].issued.code, titles=(seen.words.strip(),)
        )  # somebody's own, over several figures
    if (found := _of_row(seen, after, own)) is not None:
        return found
    if seen.kind == "row" and codes_in(
        seen.words
    ):  # the row of a summary is one claim, whatever of it is as issued
        told = own.phrases.nearest("\t".join(_shown(cells)))
        if told is not None and told[0] in (ROW_OF_SUMMARY.ko, ROW_OF_SUMMARY.en):
            return _unlike("\t".join(_shown(cells)), told, own)
    return _joined([_of_stretch(each, own, drawn=seen.kind == "label") for each in stretches])


def _shown(cells: Cells) -> Iterator[str]:
    return (f"{cell:g}" if isinstance(cell, float) else cell for cell in cells)


def _other_title(words: str, known: Known) -> Finding:
    different = Difference(TITLE.ko, "", known.issued.title, words)
    return Finding(known.issued.code, (different,), titles=(words,))


def _of_row(seen: Seen, after: Seen, held: _Held) -> Finding | None:
    """The row of a table that must have been one of ours, or the head over the numbers of a chart."""
    cells = trimmed(seen.cells)
    if len(cells) < 2:
        return None
    for known in held.mine:
        if (head := _head(cells, trimmed(after.cells), known)) is not None:
            return Finding(known.issued.code, _named(head.differences(cells), HEAD))
    found = [(row, known) for known in held.mine if (row := nearest_row(known.rows, cells)) is not None]
    if not found:
        return None
    row, known = max(found, key=lambda each: each[0].likeness(cells))
    return Finding(known.issued.code, _named(row.differences(cells), ROW))


def _head(cells: Cells, after: Cells, known: Known) -> ExpectedRow | None:
    """The head that a row over numbers of a chart must have been."""
    if not any(each.holds(after) for each in known.chart):
        return None
    return next((each for each in known.heads if len(each.cells) == len(cells)), None)


def _named(found: Iterator[Difference], name: Text) -> tuple[Difference, ...]:
    return tuple(each if each.series else replace(each, series=name.ko) for each in found)


def _of_stretch(words: str, held: _Held, *, drawn: bool = False) -> Finding:
    """Words that were not issued so: ours, altered, or somebody's own."""
    phrases = held.phrases
    if drawn and is_made_of(canonical(words), phrases.short):
        return Finding()
    if (told := phrases.nearest(words)) is not None:
        return _unlike(words, told, held)
    finer = held.whole.phrases.left(words)
    return _joined([_of_others(each, held, drawn=drawn) for each in finer])


def _of_others(words: str, held: _Held, *, drawn: bool) -> Finding:
    """Words that are of none of the figures of a leaf: of another one of the file, or somebody's own."""
    if (told := held.whole.phrases.nearest(words)) is not None:
        return _unlike(words, told, held)
    return Finding(others=(words,)) if NUMBER.search(words) and not drawn else Finding()


def _unlike(words: str, told: Told, held: _Held) -> Finding:
    label, right = told
    titles = (words,) if label in (TITLE.ko, TITLE.en) else ()
    return Finding(held.owner(told), (Difference(label or WORDS.ko, "", right, words),), titles=titles)


def _joined(found: Sequence[Finding]) -> Finding:
    return Finding(
        next((each.code for each in found if each.code), ""),
        tuple(different for each in found for different in each.differences),
        titles=tuple(title for each in found for title in each.titles),
        others=tuple(words for each in found for words in each.others),
    )


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
