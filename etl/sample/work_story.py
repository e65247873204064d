"""Which divisions of the standard industrial classification the invented graduates work in.

A row of employed graduates works in one division: where its strategic industry stands in the
classification, else by field of study or by what a city's firms do.
"""

from __future__ import annotations

from collections.abc import Mapping

from etl.sample.whole_numbers import ANY, Dealer, Story

Weights = Mapping[str, int]

OF_INDUSTRY: Mapping[str, Weights] = {
    "biomedical": {"C21": 45, "C27": 55},
    "future_mobility": {"C30": 100},
    "smart_sensor": {"C26": 60, "C27": 40},
    "logistics": {"H49": 40, "H52": 60},
    "liquid_hydrogen": {"C20": 70, "D35": 30},
    "robotics": {"C29": 70, "J62": 30},
    "semiconductor": {"C26": 100},
    "digital_manufacturing": {"C25": 60, "C29": 40},
    "smart_factory": {"C28": 55, "J62": 45},
    "sample_machinery": {"C25": 40, "C29": 60},
    "sample_electronics": {"C26": 70, "C28": 30},
    "sample_care": {"C27": 40, "Q86": 60},
}
OF_FIELD: Mapping[str, Weights] = {
    "medicine": {"Q86": 88, "Q87": 8, "P85": 4},
    "education": {"P85": 86, "Q87": 14},
    "arts": {"R90": 36, "J59": 20, "M73": 24, "G47": 20},
    "humanities": {"P85": 34, "Q87": 30, "S94": 20, "G47": 16},
    "social": {"G46": 26, "K64": 14, "N75": 20, "Q87": 22, "O84": 18},
    "science": {"C20": 30, "C21": 30, "M70": 24, "M72": 16},
    "engineering": {"C26": 18, "C28": 18, "C29": 22, "C30": 14, "J62": 18, "M72": 10},
}
OF_CITY: Story[Weights] = Story(
    {
        "gimhae": {"C25": 20, "C29": 22, "C30": 14, "G47": 14, "I56": 12, "H49": 8, "Q86": 10},
        "ansan": {"C25": 20, "C26": 18, "C28": 14, "G47": 14, "I56": 14, "N75": 10, "Q86": 10},
        "siheung": {"C25": 24, "C29": 18, "C26": 12, "G47": 16, "I56": 14, "H52": 6, "Q86": 10},
        ANY: {"C25": 18, "C29": 16, "C26": 10, "G47": 18, "I56": 14, "N75": 8, "Q86": 16},
    }
)


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
