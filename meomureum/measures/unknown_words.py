"""What is said of a word that nobody knows: which one, and the nearest that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from meomureum.texts import Text, plain

MOST_NEAREST, ALIKE = 3, 0.5
UNKNOWN = Text("{what} {word:을/를} 찾을 수 없습니다.", "There is no {what} {word}.")
NEAREST = Text(" 가까운 것: {nearest}.", " Nearest: {nearest}.")
NOT_FITTING = Text("{what} {word}: {expected}", "{what} {word}: {expected}")


class UnknownWord(ValueError):
    """A set, city, code, dimension, indicator or formula that there is not; `nearest` are those that resemble it.

    Its words are Korean and English; `what` says what kind of word it was meant to be.
    """

    def __init__(self, what: Text, word: object, nearest: Iterable[str] = ()) -> None:
        self.what, self.word, self.nearest = what, str(word), tuple(nearest)
        unknown = UNKNOWN.fill(what=what, word=f"'{self.word}'")
        near = NEAREST.fill(nearest=", ".join(self.nearest)) if self.nearest else plain("")
        super().__init__(f"{unknown.ko}{near.ko} / {unknown.en}{near.en}")


class NotFitting(ValueError):
    """A value of another kind than is wanted, as a year in words; its words are Korean and English."""

    def __init__(self, what: Text, word: object, expected: Text) -> None:
        told = NOT_FITTING.fill(what=what, word=repr(word), expected=expected)
        super().__init__(f"{told.ko} / {told.en}")


def nearest(word: str, known: Iterable[str], names: Mapping[str, Text] | None = None) -> tuple[str, ...]:
    """The known codes that a word resembles, itself or one of their names, the most alike first."""
    meant = {code.casefold(): code for code in known}
    for code, name in (names or {}).items():
        meant |= {spelled.casefold(): code for spelled in (name.ko, name.en) if spelled}
    found = get_close_matches(word.casefold(), list(meant), n=2 * MOST_NEAREST, cutoff=ALIKE)
    return tuple(dict.fromkeys(meant[each] for each in found))[:MOST_NEAREST]
