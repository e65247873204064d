"""Which divisions of the standard industrial classification the invented graduates work in.

A row of employed graduates works in one division: where its strategic industry stands in the
classification, else by field of study or by what a city's firms do.
"""

from __future__ import annotations

from collections.abc import Mapping

from etl.sample.whole_numbers import Dealer, Story, told

Weights = Mapping[str, int]

_TOLD = told("work")
OF_INDUSTRY: Mapping[str, Weights] = _TOLD["of_industry"]
OF_FIELD: Mapping[str, Weights] = _TOLD["of_field"]
OF_CITY: Story[Weights] = _TOLD["of_city"]


class Employers:
    """Deals divisions for one table; it has a dealer of its own, so that it moves no other number."""

    def __init__(self, table: str) -> None:
        self.dealer = Dealer(f"{table}/ksic")

    def division(self, outcome: str, industry: str, field: str, city: str) -> str:
        """The division that a row of graduates works in; blank for those who are not employed."""
        if outcome != "employed":
            return ""
        weights = OF_INDUSTRY.get(industry) or OF_FIELD.get(field) or OF_CITY[city]
        return self.dealer.deal(1, weights)[0]
