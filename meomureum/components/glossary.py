"""The glossary: what the terms of `glossary.toml` mean, opened where they stand.

`explained` makes the first mention of each term in some words a button; what it opens is written
once a page by `meanings`, whose language is the page's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from meomureum.components import page_writer
from meomureum.texts import LANGUAGES, Language, Text


@dataclass(frozen=True)
class Term:
    """A term as it stands in the words of the pages, and what it means."""

    name: Text
    meaning: Text


TERMS: Mapping[str, Term] = {
    code: Term(Text(*told["name"]), Text(*told["meaning"]))
    for code, told in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
_CODES = {term.name(language).casefold(): code for code, term in TERMS.items() for language in LANGUAGES}
_LONGEST_FIRST = sorted(_CODES, key=len, reverse=True)
# A Korean word goes on with its particle, an English one ends where its letters end.
_MENTION = re.compile(
    rf"(?<![A-Za-z])({'|'.join(map(re.escape, _LONGEST_FIRST))})(?![A-Za-z])", re.IGNORECASE
)
_BUTTON = Markup('<button type="button" class="mm-term" popovertarget="term-{}">{}</button>')


def explained(words: str) -> Markup:
    """Literal words in which the first mention of each term opens what it means; HTML stays as it is."""
    if isinstance(words, Markup):
        return words
    pieces, opened = _MENTION.split(words), set[str]()
    for at in range(1, len(pieces), 2):
        code = _CODES[pieces[at].casefold()]
        if code not in opened:
            pieces[at] = _BUTTON.format(code, pieces[at])
            opened.add(code)
    return Markup("").join(map(escape, pieces))


def meanings(language: Language) -> None:
    """What the buttons of a page open, once a page."""
    page_writer.show(
        Markup("").join(
            Markup('<div id="term-{}" class="mm-meaning" popover><strong>{}</strong><p>{}</p></div>').format(
                code, term.name(language), term.meaning(language)
            )
            for code, term in TERMS.items()
        )
    )
