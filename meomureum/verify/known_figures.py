"""What may be seen of a figure that was issued, ready to be compared, and what is found of it on a leaf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from meomureum.drawing.cells import Cell
from meomureum.verify.expected_rows import ExpectedRow, chart_heads, chart_rows, table_rows
from meomureum.verify.issued_figures import Difference, Issued
from meomureum.verify.phrases import Phrases, canonical


@dataclass(frozen=True)
class Finding:
    """What one thing on a leaf says of a figure: what differs, how many values are as issued, a title that
    is not the figure's own, and words with numbers that are not of this product."""

    code: str = ""
    differences: tuple[Difference, ...] = ()
    compared: int = 0
    titles: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Known:
    """One issued figure: its words, the rows of its tables, the rows of its chart and their heads."""

    issued: Issued

    @cached_property
    def phrases(self) -> Phrases:
        """Its words; of a line of an earlier version of the register the title alone."""
        issued = self.issued
        told = issued.lines.told or (("", issued.title),)
        joined = tuple("".join(row) for row in (issued.columns, *issued.rows) if row)
        cells = tuple({cell for row in (issued.columns, *issued.rows) for cell in row})
        return Phrases(told, joined, issued.lines.labels, cells, (len(issued.rows),))

    @cached_property
    def rows(self) -> tuple[ExpectedRow, ...]:
        """The rows of its tables and of its chart."""
        return (*table_rows(self.issued), *self.chart)

    @cached_property
    def chart(self) -> tuple[ExpectedRow, ...]:
        """The numbers of its native chart."""
        return tuple(chart_rows(self.issued))

    @cached_property
    def heads(self) -> tuple[ExpectedRow, ...]:
        """What may stand over the numbers of its chart."""
        return chart_heads(self.issued)

    @cached_property
    def _by_first(self) -> dict[str, list[ExpectedRow]]:
        found: dict[str, list[ExpectedRow]] = {}
        for row in self.rows:
            found.setdefault(row.first, []).append(row)
        return found

    def row(self, cells: Sequence[Cell]) -> ExpectedRow | None:
        """The row that a row of a file is; None where it is none of them."""
        first = cells[0] if cells else ""
        key = f"{first:g}" if isinstance(first, float) else canonical(first)
        return next((each for each in self._by_first.get(key, ()) if each.holds(cells)), None)
