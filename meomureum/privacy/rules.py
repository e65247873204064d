"""Which counts are too small to be shown, and how much must stay open about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from math import ceil

import numpy as np
from numpy.typing import NDArray

from meomureum.privacy.menu import Profile
from meomureum.privacy.publication import Firms, Members, Publication

OPEN_ABOVE = 1.5  # a hidden amount could be this many times as large
Found = tuple[Members, tuple[int, ...]]


@dataclass(frozen=True)
class Sensitive:
    """Some people about whom little must be known.

    Given all that is shown there could be none of them, and there could be `high` of them.
    `cells` would give them away: where it is one cell, that one is hidden.
    """

    members: Members
    high: int
    cells: tuple[int, ...]


def sensitive(publication: Publication, profile: Profile) -> tuple[Sensitive, ...]:
    """Everything that the rules protect in one release, each set of people once.

    Counts of 1 to k-1; what a rate leaves of its denominator when that is 1 to k-1; numerators
    on a denominator under n_min; 0% and 100% on a denominator under twice n_min. What a
    headline or a public head-count says by itself is no secret of this release.
    Amounts of firms: those of fewer than n_min firms, and those of which one firm or two can
    hold too large a share.
    """
    limits, found = _Limits(publication), dict[bytes, Sensitive]()
    amounts = publication.firms is not None
    unsafe = (
        _amounts(publication, profile)
        if amounts
        else chain(_small(publication, profile), _rates(publication, profile))
    )
    for members, cells in unsafe:
        if len(members) and not limits.told(members, cells):
            wide = ceil(OPEN_ABOVE * int(publication.counts[members].sum())) if amounts else 0
            high = min(max(profile.k, wide), limits.most(members))
            found.setdefault(members.tobytes(), Sensitive(members, high, cells))
    return tuple(found.values())


def primary_of(found: Iterable[Sensitive]) -> frozenset[int]:
    """The cells that are sensitive themselves."""
    return frozenset(each.cells[0] for each in found if len(each.cells) == 1)


def _amounts(publication: Publication, profile: Profile) -> Iterator[Found]:
    """The amounts that few firms hold: those shown, and what a rate leaves of its denominator."""
    for at, cell in enumerate(publication.cells):
        if _few_hold(publication.firms, cell.members, profile):
            yield cell.members, (at,)
    for ratio in publication.ratios:
        top, base = publication.cells[ratio.numerator].members, publication.cells[ratio.denominator].members
        rest = np.setdiff1d(base, top)
        if _few_hold(publication.firms, rest, profile):
            yield rest, (ratio.numerator, ratio.denominator)


def _few_hold(firms: Firms | None, members: Members, profile: Profile) -> bool:
    """Whether too few firms stand behind an amount, or as far as anybody can tell hold nearly all of it."""
    if firms is None:
        return False
    contributors, largest = firms.behind(members)
    whole = int(largest.sum())
    if not whole:
        return False
    alone = largest[0] > profile.largest * whole or largest[:2].sum() > profile.two_largest * whole
    return bool(contributors < profile.n_min or alone)


def _small(publication: Publication, profile: Profile) -> list[Found]:
    values = publication.values
    small = np.flatnonzero((values > 0) & (values < profile.k))
    return [(publication.cells[at].members, (int(at),)) for at in small]


def _rates(publication: Publication, profile: Profile) -> list[Found]:
    values = publication.values
    found: list[Found] = []
    for ratio in publication.ratios:
        top, base = publication.cells[ratio.numerator].members, publication.cells[ratio.denominator].members
        of, out_of = int(values[ratio.numerator]), int(values[ratio.denominator])
        if not out_of or ratio.numerator == ratio.denominator:
            continue
        if out_of < profile.n_min or (of == 0 and out_of < 2 * profile.n_min):
            found.append((top, (ratio.numerator,)))
        if 0 < out_of - of < profile.k or (of == out_of and out_of < 2 * profile.n_min):
            found.append((np.setdiff1d(base, top), (ratio.numerator, ratio.denominator)))
    return found


class _Limits:
    """What the fixed numbers of a publication say by themselves."""

    def __init__(self, publication: Publication) -> None:
        fixed = [cell for cell in publication.cells if cell.fixed]
        self._known = {cell.members.tobytes() for cell in publication.cells if cell.known}
        self._values = np.array([publication.counts[cell.members].sum() for cell in fixed], dtype=np.int64)
        self._inside = np.zeros((len(fixed), len(publication.counts)), dtype=bool)
        for at, cell in enumerate(fixed):
            self._inside[at, cell.members] = True
        self._empty = self._told_empty(publication)

    def _told_empty(self, publication: Publication) -> NDArray[np.bool_]:
        """The atoms that a headline of 0% or 100% shows to be empty."""
        empty = self._inside[self._values == 0].any(axis=0)
        for ratio in publication.ratios:
            top, base = publication.cells[ratio.numerator], publication.cells[ratio.denominator]
            sums = (publication.counts[top.members].sum(), publication.counts[base.members].sum())
            if top.fixed and base.fixed and sums[0] == sums[1]:
                empty[np.setdiff1d(base.members, top.members)] = True
        return np.asarray(empty, dtype=bool)

    def told(self, members: Members, cells: tuple[int, ...]) -> bool:
        """Whether the public knows the count already."""
        return bool(self._empty[members].all()) or (len(cells) == 1 and members.tobytes() in self._known)

    def most(self, members: Members) -> int:
        """How many of them there can be at most, by the fixed numbers alone."""
        around = self._inside[:, members].all(axis=1)
        return int(self._values[around].min(initial=np.iinfo(np.int64).max))
