"""The mark that each sheet of a round's workbook carries: which round, whom and what it is for, signed with the round's key.

It stands in the hidden first row, so that a return is known whatever its file is called, and whoever
has saved it again. What the round knows already (year, institution) is part of it and is not typed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode

SIGN = "meomureum round"
Part = Literal["rows", "totals", "guide"]
_FIELDS = 7


@dataclass(frozen=True)
class Mark:
    """What one sheet is: a part of the form of a `table`, sent to a respondent of a round."""

    round_id: str
    respondent: str
    part: Part
    table: str = ""
    known: tuple[tuple[str, str], ...] = ()
    signature: str = ""

    def row(self, key: bytes) -> tuple[str, ...]:
        """The cells of the hidden row, signed."""
        return (*self._fields, _signature(self._fields, key))

    def is_genuine(self, key: bytes) -> bool:
        """Whether it was signed with this key and nothing of it was changed."""
        return hmac.compare_digest(_signature(self._fields, key).encode(), self.signature.encode())

    @property
    def _fields(self) -> tuple[str, ...]:
        return (SIGN, self.round_id, self.respondent, self.part, self.table, urlencode(self.known))


def mark_of(cells: Sequence[str]) -> Mark | None:
    """The mark in the first row of a sheet, whoever signed it; None for a sheet of no round."""
    row = [cell.strip() for cell in cells[:_FIELDS]]
    if len(row) < _FIELDS or row[0] != SIGN or row[3] not in ("rows", "totals", "guide"):
        return None
    part: Part = row[3]  # type: ignore[assignment]
    return Mark(row[1], row[2], part, row[4], tuple(parse_qsl(row[5], keep_blank_values=True)), row[6])


def known_of(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a round knows of every row of a sheet, in a fixed order."""
    return tuple(sorted(values.items()))


def _signature(fields: Sequence[str], key: bytes) -> str:
    return hmac.new(key, json.dumps(fields).encode(), hashlib.sha256).hexdigest()
