"""What values are counted in: every unit by its code, once for files, indicators, pages and exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meomureum.texts import Text, number

WHOLE_FROM = 1000
"""From here on an amount is told without decimals."""


@dataclass(frozen=True)
class Unit:
    """`name` is what stands behind "Unit:", `after` what stands behind a number in either language, `words` what files call it.

    Amounts below `WHOLE_FROM` have so many `decimals`. Rates are 0-1 in code, all other values as they are told.
    """

    name: Text
    after: tuple[str, str] = ("", "")
    words: tuple[str, ...] = ()
    decimals: int = 0
    is_money: bool = False


def _money(ko: str, en: str, *words: str, decimals: int = 1) -> Unit:
    return Unit(Text(ko, en), (ko, f" {en}"), (ko, en, *words), decimals, is_money=True)


UNITS: Mapping[str, Unit] = {
    "percent": Unit(Text("%", "%"), words=("%", "퍼센트", "Percent")),
    "rank": Unit(Text("순위", "rank"), words=("위", "Rank")),
    "count": Unit(Text("개", "count"), ("개", ""), ("개", "Count")),
    "persons": Unit(Text("명", "persons"), ("명", ""), ("명", "Persons")),
    "stage": Unit(Text("단계", "stage"), words=("단계", "Stage")),
    "won": _money("원", "won", "KRW", decimals=0),
    "ten_thousand_won": _money("만원", "ten-thousand won", "만 원", "10,000 won"),
    "million_won": _money("백만원", "million won", "백만 원"),
    "hundred_million_won": _money("억원", "hundred-million won", "억 원"),
}


def amount(unit: str, value: float) -> str:
    """A value that is no rate as a number alone: 12,345 or, of money, 243.7."""
    return number(value, UNITS[unit].decimals if abs(value) < WHOLE_FROM else 0)
