"""What is found of the planted alterations, in a table of formats and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from altered_files.planting import Alteration
from meomureum.drawing.figure import Briefing
from meomureum.verify.issued_figures import issue, register_of
from meomureum.verify.judgement import figures_in


@dataclass(frozen=True)
class Tried:
    """An alteration, and whether Verify names it."""

    alteration: Alteration
    found: bool


def differences_of(content: bytes, home: Path) -> list[str]:
    """Everything that Verify says is not as issued."""
    return [
        f"{each.series} {each.at}: {each.before} -> {each.after}"
        for found in figures_in(content, register_of(home), home, lambda _: None).values()
        for each in found.differences
    ]


def tried(alterations: Iterable[Alteration], home: Path) -> list[Tried]:
    """Each alteration looked for in the file that holds it."""
    return [Tried(each, bool(differences_of(each.content, home))) for each in alterations]


def issued_at(home: Path, briefings: Iterable[Briefing]) -> None:
    """The briefings entered in the register."""
    for each in briefings:
        issue(each, home)


def lines(found: Iterable[Tried]) -> Iterator[str]:
    """Found of planted, by place and format."""
    planted: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for each in found:
        at = (each.alteration.place, each.alteration.form)
        planted[at] += 1
        seen[at] += each.found
    forms = list(dict.fromkeys(form for _, form in planted))
    yield f"{'':18}" + "".join(f"{form:>13}" for form in (*forms, "all"))
    for place in sorted({place for place, _ in planted}):
        yield f"{place:18}" + "".join(map(_cell, *_row({place}, forms, seen, planted)))
    yield f"{'all':18}" + "".join(map(_cell, *_row({place for place, _ in planted}, forms, seen, planted)))


def _row(
    places: Collection[str], forms: Collection[str], *counted: Mapping[tuple[str, str], int]
) -> Iterator[list[int]]:
    """How many stand in these places, format by format and together."""
    for each in counted:
        counts = [sum(each.get((place, form), 0) for place in places) for form in forms]
        yield [*counts, sum(counts)]


def _cell(found: int, planted: int) -> str:
    return f"{f'{found}/{planted}' if planted else '':>13}"
