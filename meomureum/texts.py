"""Text for people: Korean first, English complete.

`Text` pairs the two languages of one phrase and stands with the thing it names.
Phrases that belong to no thing stand at the end of this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")


@dataclass(frozen=True)
class Text:
    """One phrase in Korean and English; calling it with a language gives the string.

    Placeholders are named in braces: `Text(ko="{city} 진학률", en="{city} entry rate")`
    and filled with `fill(city=...)`. A Korean placeholder may carry a particle pair,
    `{city:은/는}`, which takes the form that the filled word demands.
    """

    ko: str
    en: str

    def __post_init__(self) -> None:
        """A difference of two rates is written %p in Korean and pp in English."""
        if "%p" in self.en:
            object.__setattr__(self, "en", _POINTS.sub(" pp", self.en))

    def __call__(self, language: Language) -> str:
        """The phrase in that language."""
        return self.ko if language == "ko" else self.en

    def fill(self, **words: Text | str | int | float) -> Text:
        """Fill the named placeholders in both languages."""
        korean = {key: _Word(w.ko if isinstance(w, Text) else str(w)) for key, w in words.items()}
        english = {key: w.en if isinstance(w, Text) else str(w) for key, w in words.items()}
        return Text(ko=self.ko.format(**korean), en=self.en.format(**english))


def literal(words: str) -> str:
    """Words as a label shows them letter by letter: labels are Markdown, names from data are not.

    A sign that would begin Markdown, a formula or HTML gets a backslash; an address, a mail
    address or an emoji's code is kept apart by an invisible sign, as no backslash stops it.
    """
    escaped = _MARKDOWN.sub(r"\\\g<0>", words)
    return _BY_ITSELF.sub("\\g<0>\u2060", escaped)


def plain(value: str) -> Text:
    """The same words in both languages: a code, a file name, a number."""
    return Text(ko=value, en=value)


class _Word(str):
    """A filled-in word; a format spec with a slash asks for a particle."""

    def __format__(self, spec: str) -> str:
        return particle(self, spec) if "/" in spec else str.__format__(self, spec)


# Final sounds of what Korean readers say aloud for digits, Latin letters and signs:
# "" none, "l" ㄹ (which takes 로, not 으로), "c" any other consonant.
_FINAL_SOUNDS = {
    **dict.fromkeys("2459", ""),
    **dict.fromkeys("178", "l"),
    **dict.fromkeys("036", "c"),
    **dict.fromkeys("lr", "l"),
    **dict.fromkeys("mn", "c"),
    "%": "",
}
_MARKDOWN = re.compile(r"[\\`*_{}\[\]#~$<>|!&^=]|^[-+](?=\s)|(?<=\d)[.)](?=\s)")
_BY_ITSELF = re.compile(r":(?=\S)|@|\bwww", re.IGNORECASE)
_POINTS = re.compile(r"(?<=\d)%p")
NOISE_DECIMALS = 11
_HANGUL_FIRST, _HANGUL_LAST, _RIEUL = 0xAC00, 0xD7A3, 8


def _final_sound(word: str) -> str:
    spoken = word.rstrip()
    while spoken.endswith(")") and "(" in spoken:
        spoken = spoken[: spoken.rindex("(")].rstrip()
    spoken = spoken.rstrip("\"'”’」』>)]")
    if not spoken:
        return ""
    last = spoken[-1].lower()
    if spoken.endswith("%p"):
        return ""
    code = ord(last)
    if _HANGUL_FIRST <= code <= _HANGUL_LAST:
        final = (code - _HANGUL_FIRST) % 28
        return "" if final == 0 else "l" if final == _RIEUL else "c"
    return _FINAL_SOUNDS.get(last, "")


def particle(word: str, pair: str) -> str:
    """The word followed by the right one of a particle pair.

    `pair` is written consonant-first: "은/는", "이/가", "을/를", "과/와", "으로/로".
    A bracketed addition is not spoken: "가야대학교(김해)" takes "는".
    """
    after_consonant, after_vowel = pair.split("/")
    sound = _final_sound(word)
    if after_consonant == "으로" and sound == "l":
        sound = ""
    return str(word) + (after_consonant if sound else after_vowel)


def rounded(value: float | Decimal, decimals: int = 1) -> Decimal:
    """Round half up, as Korean publications do; for the screen only, never before computing."""
    exact = value if isinstance(value, Decimal) else _decimal(value)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float | Decimal, decimals: int = 0) -> str:
    """12,345 or 12,345.6: thousands separated, rounded half up, a true minus sign."""
    return f"{rounded(value, decimals) + 0:,}".replace("-", "−")


def percent(rate: float, decimals: int = 1) -> str:
    """A 0-1 rate in percent: 0.09 is "9.0%"."""
    return f"{number(_hundredfold(rate), decimals)}%"


def points(difference: float, decimals: int = 1) -> str:
    """A difference of two 0-1 rates in points, signed unless it rounds to nothing: "+4.0%p"."""
    shown = rounded(_hundredfold(difference), decimals)
    return f"{'+' if shown > 0 else ''}{number(shown, decimals)}%p"


def _hundredfold(rate: float) -> Decimal:
    return _decimal(rate) * 100


def _decimal(value: float) -> Decimal:
    """Without the noise of arithmetic in floats, which would turn a half into less than a half."""
    return Decimal(repr(round(float(value), NOISE_DECIMALS)))
