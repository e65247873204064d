"""What a load is doing, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from etl.contract import Source
from etl.sources import SOURCES
from meomureum.texts import Text

Step = Literal["reading", "filling", "protecting", "publishing"]
STEPS: dict[Step, Text] = {
    "reading": Text("파일을 읽고 있습니다", "Reading the files"),
    "filling": Text("‘{table}’ 표를 검사하고 담고 있습니다", "Checking and filling the table “{table}”"),
    "protecting": Text("소수의 사람이 드러나지 않게 가리고 있습니다", "Protecting small numbers of people"),
    "publishing": Text("공표하고 있습니다", "Publishing"),
}
ALL = len(SOURCES) + 3


@dataclass(frozen=True)
class Doing:
    """One step of a load: its position among all steps and its name."""

    step: Step
    at: int
    words: Text
    of: int = ALL

    @property
    def share(self) -> float:
        """How much of the load is done, from 0 to 1."""
        return (self.at - 1) / self.of


Say = Callable[[Doing], None]
"""Told what is done next."""


def quietly(_doing: Doing) -> None:
    """Report no progress."""


def filling(at: int, source: Source) -> Doing:
    """The step that fills one table, the first of which is number 0."""
    return Doing("filling", at + 2, STEPS["filling"].fill(table=source.label))


READING = Doing("reading", 1, STEPS["reading"])
PROTECTING = Doing("protecting", ALL - 1, STEPS["protecting"])
PUBLISHING = Doing("publishing", ALL, STEPS["publishing"])
