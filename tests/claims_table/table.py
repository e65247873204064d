"""The table of verdicts: one row a form of sentence, true and altered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims_table.sentences import Sentence
from meomureum.store.warehouse import Snapshot
from meomureum.verify import claims

VERDICTS = ("right", "uncheckable", "wrong", "none")


@dataclass(frozen=True)
class Judged:
    """A sentence and what the claim checker says of it: the gravest verdict of its claims."""

    sentence: Sentence
    verdict: str


def judged(snapshot: Snapshot, sentences: Iterable[Sentence]) -> tuple[Judged, ...]:
    """Each sentence with its verdict."""
    return tuple(Judged(each, verdict_of(snapshot, each)) for each in sentences)


def verdict_of(snapshot: Snapshot, sentence: Sentence) -> str:
    """Wrong before right before uncheckable; "none" where nothing is claimed."""
    found = claims.check(snapshot, sentence.text, published_on=sentence.published_on)
    verdicts = {each.verdict for each in found}
    return next((each for each in ("wrong", "right", "uncheckable") if each in verdicts), "none")


def lines(found: Iterable[Judged], by: str) -> Iterator[str]:
    """How many of each verdict, by "form" or by what was "altered"."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        counted[str(getattr(each.sentence, by))][each.verdict] += 1
    yield f"{'':28}" + "".join(f"{verdict:>14}" for verdict in VERDICTS)
    for name, verdicts in counted.items():
        yield f"{name:28}" + "".join(f"{verdicts[verdict]:>14}" for verdict in VERDICTS)
    every = sum(counted.values(), Counter[str]())
    yield f"{'all':28}" + "".join(f"{every[verdict]:>14}" for verdict in VERDICTS)
