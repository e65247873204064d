"""The figures in a handed-in file against the register: does the file show what was issued?

Everything that is seen is held against the words and numbers of the figures whose codes stand on the
same leaf - titles, paragraphs, rows, captions, notes, alt texts, charts and the workbooks within them.
What a file does not carry is not held against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from meomureum.drawing.particulars import TITLE
from meomureum.texts import Text
from meomureum.verify.issued_figures import Difference, Issued, codes_in
from meomureum.verify.issued_lines import Lines
from meomureum.verify.known_figures import Finding, Known
from meomureum.verify.phrases import Phrases, canonical
from meomureum.verify.received_leaf import Leaf
from meomureum.verify.seen_comparison import UNSEEN, Whole, findings

TITLE_GONE = Text("(파일에 없음)", "(not in the file)")


@dataclass(frozen=True)
class Compared:
    """What a file shows of one figure: what differs, how many values could be compared, the titles
    that it gives it in place of its own, and the words with numbers beside it that are not ours."""

    differences: tuple[Difference, ...] = ()
    compared: int = 0
    titles: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())


def by_code(leaves: Sequence[Leaf]) -> dict[str, tuple[Leaf, ...]]:
    """The leaves that belong to each code: those that name it and no other in sight, else all that name it."""
    named = [(codes_in(_in_sight(leaf)) or codes_in(leaf.words), leaf) for leaf in leaves]
    codes = dict.fromkeys(code for leaf in leaves for code in codes_in(leaf.words))
    own = {code: tuple(leaf for found, leaf in named if found == (code,)) for code in codes}
    return {
        code: leaves_ or tuple(leaf for leaf in leaves if code in codes_in(leaf.words))
        for code, leaves_ in own.items()
    }


def compared(
    leaves: Sequence[Leaf], register: Mapping[str, Issued], covers: Sequence[Lines] = ()
) -> dict[str, Compared]:
    """Each figure whose code stands in a file, in the order of the file; those never issued are empty."""
    own = by_code(leaves)
    known = {code: Known(register[code]) for code in own if code in register}
    cover = Phrases(tuple(told for each in covers for told in each.told))
    whole = Whole(tuple(known.values()), cover)
    found = {code: Compared() for code in own}
    before: tuple[Known, ...] = ()
    for leaf in leaves:
        mine = tuple(known[code] for code in codes_in(leaf.words) if code in known)
        if not mine and not covers:
            continue  # a page without a figure, of a briefing whose cover nobody has kept
        for finding in findings(leaf, mine or whole.figures, before, whole):
            code = finding.code or next((each.issued.code for each in mine or whole.figures), "")
            if code:
                found[code] = _with(found[code], finding)
        before = mine if leaf.flowing else ()
    return {code: _titled(each, known.get(code), own[code]) for code, each in found.items()}


def _titled(found: Compared, known: Known | None, leaves: Sequence[Leaf]) -> Compared:
    """A title that is nowhere to be seen is a difference too."""
    if known is None or any(each.series == TITLE.ko for each in found.differences):
        return found
    title = known.issued.title
    sight = "\n".join(_in_sight(leaf) for leaf in leaves)
    if canonical(title) in canonical(sight) or known.issued.code not in sight:
        return found  # a figure that only notes name has no title to be seen
    gone = Difference(TITLE.ko, "", title, TITLE_GONE.ko)
    return replace(found, differences=(*found.differences, gone))


def _in_sight(leaf: Leaf) -> str:
    """The words that a room sees; of a picture what it says of itself."""
    shown = [each.words for each in leaf.seen if each.kind not in UNSEEN]
    return "\n".join(shown) or leaf.words


def _with(found: Compared, finding: Finding) -> Compared:
    fresh = tuple(each for each in finding.differences if each not in found.differences)
    return Compared(
        (*found.differences, *fresh),
        found.compared + finding.compared,
        tuple(dict.fromkeys((*found.titles, *finding.titles))),
        tuple(dict.fromkeys((*found.others, *finding.others))),
    )
