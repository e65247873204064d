"""The gate that a release passes before it is written: proof, replay, and leaks it must notice.

Here alone a proof is held against the truth: what is sensitive, and how much must stay open, is known
inside only.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from meomureum.privacy.proofs import Proof, replayed, unproved
from meomureum.privacy.publication import Counts, Members
from meomureum.privacy.suppression import Protected

Leak = tuple[str, list[tuple[Members, int]]]


def faults(protected: Protected, proof: Proof) -> list[str]:
    """Why a protected publication may not be published; none when it may.

    The proof must hold; every state of the world must look the same; and the check itself
    must notice each leak that is put in, or it would notice none.
    """
    sensitive = [(each.members, each.high) for each in protected.sensitive]
    found = ["proof"] if unproved(proof, sensitive) else []
    if len(replayed(proof)) > 1:
        found.append("replay")
    return found + [name for name, shown in mutations(protected) if not unproved(proof, sensitive, shown)]


def mutations(protected: Protected) -> Iterator[Leak]:
    """What somebody could add to a release, each of which gives something small away."""
    counts = protected.publication.counts
    if not protected.sensitive:
        return
    first, last = protected.sensitive[0].members, protected.sensitive[-1].members
    yield "unhidden cell", [_told(counts, first)]
    yield "tooltip", [_told(counts, last)]
    yield "linked table", [_told(counts, np.array([atom])) for atom in first]
    apart = next((each for each in _shown(protected) if not np.intersect1d(each, first).size), None)
    if apart is not None:
        yield "rolling window", [_told(counts, np.union1d(apart, first))]
    around = next((each for each in _shown(protected) if not np.setdiff1d(first, each).size), None)
    if around is not None:
        yield "caption with n", [_told(counts, np.setdiff1d(around, first))]


def _shown(protected: Protected) -> Iterator[Members]:
    cells = (protected.publication.cells[at].members for at in protected.shown)
    return (members for members in cells if len(members))


def _told(counts: Counts, members: Members) -> tuple[Members, int]:
    return members, int(counts[members].sum())
