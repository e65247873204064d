"""A sheet to draw on: type in the bundled font, set from the top left, one unit a pixel at 96 dots an inch."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.image import imread
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Rectangle

from meomureum.drawing.safe_text import visible

FONTS = Path(__file__).parents[1] / "fonts"
FAMILY = "Pretendard GOV"
FACES = {False: FONTS / "PretendardGOV-Regular.otf", True: FONTS / "PretendardGOV-Bold.otf"}
"""The bundled faces by whether they are bold."""
NO_LETTER = "□"
"""Stands for a letter that the bundled font does not hold, such as a rare Chinese character."""
LINE_HEIGHT = 1.32
UNITS_AN_INCH = 72
MEASURED_AT = 1000.0
NARROWEST = 0.6
"""How far type may shrink before its words are cut."""


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Make the bundled fonts known by their family name; asked once a process."""
    for face in FACES.values():
        fontManager.addfont(str(face))


def style(*, outlined: bool = True) -> dict[str, Any]:
    """The settings of the drawing library under which a sheet is drawn and written.

    `outlined` letters look the same everywhere; else they stay letters, for a reader who has the font.
    """
    return {
        "font.family": [FAMILY],
        "text.parse_math": False,
        "text.hinting": "none",  # else letters are set wider at small sizes than on paper
        "svg.fonttype": "path" if outlined else "none",
        "svg.hashsalt": FAMILY,
        "axes.unicode_minus": False,
        "hatch.linewidth": 0.5,
    }


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The letters that the bundled font holds."""
    return frozenset(get_font(str(FACES[False])).get_charmap())


def printable(words: str) -> str:
    """The words on one line, in letters that the bundled font can show."""
    line = " ".join(visible(words).split("\n"))
    return "".join(letter if ord(letter) in _letters() else NO_LETTER for letter in line)


@cache
def _advance(letter: str, bold: bool) -> float:
    """How far a letter moves the next one on, in type of size 1."""
    font = get_font(str(FACES[bold]))
    font.set_size(MEASURED_AT, UNITS_AN_INCH)
    return (
        float(font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / MEASURED_AT
    )


def width_of(words: str, size: float, bold: bool = False) -> float:
    """How wide the words run; pairs of letters that stand closer are counted at full width."""
    return size * sum(_advance(letter, bold) for letter in printable(words))


def lines_of_width(words: str, width: float, size: float, bold: bool = False) -> list[str]:
    """The words in lines of that width: broken at spaces, and within a word only when it is too long."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if width_of(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width, size, bold)
        lines += full
    return [*lines, line] if line else lines


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter, size, bold) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def lines_that_fit(
    words: str, width: float, size: float, most_lines: int, bold: bool = False
) -> tuple[list[str], float]:
    """The words in at most so many lines, smaller when they must be; cut only as the last resort."""
    least = size * NARROWEST
    while True:
        lines = lines_of_width(words, width, size, bold)
        if len(lines) <= most_lines:
            return lines, size
        if size <= least:
            return [*lines[: most_lines - 1], lines[most_lines - 1] + "…"], size
        size = max(least, size * 0.94)


@dataclass
class Paper:
    """One sheet of so many units; `left`, `right` and `bottom` are its margins, `top` is where type goes next."""

    width: float
    height: float
    margin: float
    top: float = 0.0
    bottom: float = 0.0
    canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        """An empty white sheet."""
        load_fonts()
        size = (self.width / UNITS_AN_INCH, self.height / UNITS_AN_INCH)
        self.canvas = Canvas(figsize=size, dpi=UNITS_AN_INCH, facecolor="white")
        self.top, self.bottom = self.margin, self.height - self.margin

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def text(
        self,
        left: float,
        top: float,
        words: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = "#131416",
        align: str = "left",
    ) -> None:
        """One line of words, its box beginning there."""
        self.canvas.text(
            left / self.width,
            1 - (top + size * LINE_HEIGHT * 0.78) / self.height,
            printable(words),
            fontproperties=FontProperties(family=FAMILY, weight="bold" if bold else "normal"),
            color=colour,
            ha=align,
            va="baseline",
            size=size,
        )

    def lines(
        self, lines: Sequence[str], size: float, *, bold: bool = False, colour: str = "#131416"
    ) -> None:
        """Lines below each other from `top`, which moves down."""
        for line in lines:
            self.text(self.margin, self.top, line, size, bold=bold, colour=colour)
            self.top += size * LINE_HEIGHT

    def rule(self, top: float, colour: str, left: float | None = None, right: float | None = None) -> None:
        """A thin line across the sheet."""
        start, end = left or self.margin, right or self.width - self.margin
        level = 1 - top / self.height
        across = [start / self.width, end / self.width]
        self.canvas.add_artist(Line2D(across, [level, level], color=colour, linewidth=1))

    def label(self, left: float, top: float, words: str, size: float, ink: str, ground: str) -> float:
        """Words on a rounded ground; how wide it is."""
        wide, high = width_of(words, size, True) + 1.4 * size, size * 1.75
        box = FancyBboxPatch(
            (left / self.width, 1 - (top + high) / self.height),
            wide / self.width,
            high / self.height,
            boxstyle="square,pad=0",
            transform=self.canvas.transFigure,
            facecolor=ground,
            edgecolor=ink,
            linewidth=0.8,
        )
        self.canvas.add_artist(box)
        self.text(left + 0.7 * size, top + 0.22 * size, words, size, bold=True, colour=ink)
        return wide

    def bar(self, left: float, top: float, wide: float, high: float, colour: str) -> None:
        """A rectangle of one colour."""
        box = Rectangle(
            (left / self.width, 1 - (top + high) / self.height),
            wide / self.width,
            high / self.height,
            transform=self.canvas.transFigure,
            facecolor=colour,
        )
        self.canvas.add_artist(box)

    def logo(self, content: bytes, left: float, top: float, wide: float, high: float) -> None:
        """A picture in a box."""
        form = "png" if content.startswith(b"\x89PNG") else "jpg"
        place = self.axes(left, top, left + wide, top + high)
        place.imshow(imread(io.BytesIO(content), format=form), aspect="auto")
        place.axis("off")

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """A place to draw data in."""
        return self.canvas.add_axes(
            (
                left / self.width,
                1 - bottom / self.height,
                (right - left) / self.width,
                (bottom - top) / self.height,
            )
        )
