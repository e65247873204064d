"""Why nothing new is shown of a unit, so that its earlier figures stand: told to the steward, and to nobody else.

Whoever sees the releases must not be able to tell a unit that is held from one that has not changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from meomureum.texts import Text


@dataclass(frozen=True)
class Hold:
    """The reason, as a part of a sentence; whose rows are gone where that is the reason."""

    why: Text
    withdrawn: frozenset[str] = frozenset()


OTHER_MEANING = Hold(
    Text(
        "앞서 낸 값의 산식이 이제 다른 것을 셉니다",
        "a formula whose values were handed out counts something else now",
    )
)
FEW_CHANGED = Hold(
    Text(
        "몇 명만 바뀌어, 앞서 낸 값과 견주면 그 몇 명이 드러납니다",
        "so few persons changed that comparing with the earlier figures would show them",
    )
)
NOT_PROTECTED = Hold(
    Text(
        "앞서 낸 값과 함께 놓으면 소수를 가릴 수 없습니다",
        "beside the earlier figures its small numbers cannot be protected",
    )
)
GONE = Text(
    "앞서 공표한 {senders}의 행이 모두 빠졌습니다", "all rows of {senders}, published before, are gone"
)


def withdrawn(senders: frozenset[str]) -> Hold:
    """A unit that is held until the rows of these senders are back, or a steward accepts that they stay away."""
    return Hold(GONE, senders)
