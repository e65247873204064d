"""What is said of a sentence: right, wrong or not checkable, each with its reason and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from meomureum.measures import register
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Text

Verdict = Literal["right", "wrong", "uncheckable"]
VERDICTS: dict[Verdict, Text] = {
    "right": Text("맞음", "Right"),
    "wrong": Text("틀림", "Wrong"),
    "uncheckable": Text("확인할 수 없음", "Not checkable"),
}
PLACE = Text("지역", "Place")
UNIT = Text("단위", "Unit")
CHANGE = Text("변화폭", "Change")
TOGETHER = Text("문장 안의 수", "Numbers of the sentence")
NO_SOURCE = Text("", "")
SOURCE = Text("{publisher}, {title} ({date})", "{publisher}, {title} ({date})")


@dataclass(frozen=True)
class Check:
    """One thing that a sentence says, and whether it holds."""

    aspect: Text
    verdict: Verdict
    reason: Text
    source: Text = NO_SOURCE


@dataclass(frozen=True)
class Claim:
    """What a sentence says of one subject: the words read, what they are about, the checks."""

    quote: str
    subject: Text
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        """Wrong when anything is wrong; right when something is right and nothing wrong."""
        found = {each.verdict for each in self.checks}
        return "wrong" if "wrong" in found else "right" if "right" in found else "uncheckable"


def source_of(snapshot: Snapshot, codes: str) -> Text:
    """Publisher, title and date of each source of a list such as "kess_2020;kess_2021"."""
    known = register.sources(snapshot)
    named = [known.loc[code] for code in codes.split(";") if code in known.index]
    told = [
        SOURCE.fill(publisher=str(row["publisher"]), title=str(row["title"]), date=str(row["date"]))
        for row in named
    ]
    return Text("; ".join(each.ko for each in told), "; ".join(each.en for each in told))
