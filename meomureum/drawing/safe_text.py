"""Words that come from data, made harmless for the cells of a spreadsheet and the text of a document.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula; Korean and
Japanese editions take the full-width forms too, and some readers skip blanks and invisible
signs before they look. Such words get an apostrophe in front, which spreadsheets show as text.
The true minus (U+2212) of our own numbers starts no formula and stays.
"""

from __future__ import annotations

import unicodedata

FORMULA_STARTS = frozenset("=+-@")
GUARD = "'"
MOST_OF_A_LINE = 160
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
"""Control and format signs, half characters and no characters: none of them is for a reader."""


def visible(value: object) -> str:
    """The words without signs that cannot be seen; tabs become blanks, line ends stay."""
    words = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in words if sign == "\n" or unicodedata.category(sign) not in UNSEEN)


def one_line(words: str, most: int = MOST_OF_A_LINE) -> str:
    """What somebody typed for one line of a document: signs that can be seen, single blanks, no longer than that."""
    return " ".join(visible(words).split())[:most]


def safe_text(value: object) -> str:
    """The words as a cell may hold them: never the beginning of a formula."""
    words = visible(value)
    first = unicodedata.normalize("NFKC", words).lstrip()[:1]
    return GUARD + words if first in FORMULA_STARTS else words
