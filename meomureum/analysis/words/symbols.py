"""A formula written out: in words, and in symbols."""

from __future__ import annotations

from meomureum.measures.measurement import Formula, Kpi
from meomureum.texts import Text

SHARE = Text(
    "{base}에서 {counted:이/가} 차지하는 비율", "The share of the counted ({counted}) in the base ({base})"
)
PER = Text("{counted:을/를} {base:으로/로} 나눈 값", "{counted}, divided by: {base}")
LESS = Text("{counted}에서 {base:을/를} 뺀 수", "{counted}, less {base}")
COUNT = Text("{counted:을/를} 센 수", "The number of: {counted}")
RANK = Text("{counted}(구간)", "{counted} (a band)")
AS_STATED = Text("{counted}(공표된 그대로)", "{counted} (as published)")


def _base(kpi: Kpi, formula: Formula) -> Text:
    return formula.denominator_text if formula.denominator_text.ko else kpi.denominator


def formula_in_words(kpi: Kpi, formula: Formula) -> Text:
    """What is counted, and out of whom."""
    templates = {
        "ratio": SHARE if kpi.is_rate else PER,
        "difference": LESS,
        "count": COUNT,
        "band": RANK,
        "observed": AS_STATED,
    }
    if kpi.shape == "chain":
        return formula.note
    base = _base(kpi, formula)
    return templates[kpi.shape].fill(counted=kpi.numerator, base=Text(_signs(base.ko), _signs(base.en)))


def formula_in_symbols(kpi: Kpi, formula: Formula) -> Text:
    """(numerator) ÷ (denominator), of a rate × 100, with true minus and multiplication signs."""
    if not formula.table and kpi.shape != "chain":
        return Text("", "")
    if kpi.shape == "ratio":
        base, hundredfold = _base(kpi, formula), " × 100" if kpi.is_rate else ""
        return Text(
            *(
                f"({_signs(counted)}) ÷ ({_signs(divided)}){hundredfold}"
                for counted, divided in ((kpi.numerator.ko, base.ko), (kpi.numerator.en, base.en))
            )
        )
    if kpi.shape == "difference":
        return Text(
            *(
                f"({first}) − ({second})"
                for first, second in zip(
                    (kpi.numerator.ko, kpi.numerator.en),
                    (kpi.denominator.ko, kpi.denominator.en),
                    strict=True,
                )
            )
        )
    if kpi.shape == "chain":
        return Text(_signs(kpi.numerator.ko), _signs(kpi.numerator.en))
    return Text("", "")


def _signs(words: str) -> str:
    return words.replace(" - ", " − ").replace(" x ", " × ")
