"""What a view shows, worked out once and kept: for each snapshot, release and reader's right anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from meomureum.session.snapshots import snapshot
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot

KEPT = 128
Shown = TypeVar("Shown")


def once_a_view(compute: Callable[[View], Shown]) -> Callable[[View], Shown]:
    """Compute once per view of a snapshot; the result is shared between readers, so it must not be changed.

    The snapshot, by which the answer is kept, carries its release and what its reader may see.
    """

    @lru_cache(maxsize=KEPT)
    def kept(_of: Snapshot, view: View) -> Shown:
        return compute(view)

    return lambda view: kept(snapshot(), view)
