"""A file that somebody wrote by hand and that cannot be used as it is."""

from __future__ import annotations

from collections.abc import Sequence

from meomureum.texts import Text


class Faulty(Exception):
    """A file that is not taken, and everything that is wrong with it."""

    def __init__(self, faults: Sequence[Text]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(each.en for each in faults))
