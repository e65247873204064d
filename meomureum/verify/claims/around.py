"""What a number is judged with: the clause that it stands in, the data, the date of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from meomureum.measures import measurement
from meomureum.store.warehouse import Snapshot
from meomureum.verify.claims.amounts import Amount
from meomureum.verify.claims.attribution import OF_WHAT_FOLLOWS
from meomureum.verify.claims.clauses import Clause
from meomureum.verify.claims.measured import Measured, at_place
from meomureum.verify.claims.places import Place
from meomureum.verify.claims.written_years import Year

_RIGHT_BEFORE = re.compile(r"(?:에는|에도|에|은|는|이|가|의|도|말|기준|현재|학년도|[\s(,])*")
_IN_BRACKETS = re.compile(r"\s*(?:\(|in\s)\s*['’]?", re.IGNORECASE)


@dataclass(frozen=True)
class Around:
    """What a number is judged with: the clause that it stands in, the data, the date of the text."""

    snapshot: Snapshot
    clause: Clause
    data_set: str
    published_on: date | None

    @property
    def until(self) -> int | None:
        """The year of the text."""
        return self.published_on.year if self.published_on else None

    def at(self, found: Measured, amount: Amount) -> Measured:
        """The values of the place of a number."""
        if amount.place in (None, found.code):
            return found
        return at_place(self.snapshot, found.kpi, str(amount.place), self.clause, self.data_set)

    def points(self, found: Measured, amount: Amount) -> Iterator[Measured]:
        """The other indicators and places that the sentence may mean by a number."""
        clause, first = self.clause, amount is self.clause.amounts[0]
        kpis = [found.kpi.id]
        if clause.others and not first and not amount.ordered:
            kpis += [kpi for each in clause.others for kpi in each.kpis]
        codes = dict.fromkeys((found.code, *(each.code for each in clause.sites)))
        beside = amount.ordered or _is_beside(clause, clause.sites, amount)
        for kpi in kpis:
            for code in [found.code] if beside else codes:
                yield at_place(self.snapshot, measurement.find(kpi), code, clause, self.data_set)

    def years(self, amount: Amount) -> set[int]:
        """The years that the sentence may mean by a number."""
        beside = amount.ordered or _is_beside(self.clause, self.clause.years, amount)
        if amount.year is not None and beside:
            return {amount.year}
        return {each.year for each in self.clause.years if each.year is not None}


def _is_beside(clause: Clause, tokens: Sequence[Year] | Sequence[Place], amount: Amount) -> bool:
    """Whether a year or place stands right before a number, or in brackets after it: then it is that number's."""
    return any(
        _RIGHT_BEFORE.fullmatch(clause.quote, max(each.end, 0), amount.start)
        if each.end <= amount.start
        else bool(
            _IN_BRACKETS.fullmatch(clause.quote, amount.end, each.start)
            or OF_WHAT_FOLLOWS.fullmatch(clause.quote, amount.end, each.start)
        )
        for each in tokens
        if each.end > 0
    )
