"""What the reader of a snapshot may see by themselves: everything, or their own institutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from meomureum.measures.queries.scope import Scope
from meomureum.store.warehouse import Snapshot

NO_INSTITUTION = ("",)
"""A code that no row has."""


def release_and_scope(snapshot: Snapshot, scope: Scope, by: Sequence[str]) -> tuple[Snapshot, Scope]:
    """Return the release and the scope that may answer this reader's question.

    A whole city answers in the reader's own release; below it they see their own institutions
    alone, and those exactly.
    """
    if snapshot.only is None or ({*by} <= {"city", "year"} and not {*scope.filters()} - {"city_id"}):
        return snapshot, scope
    asked = scope.institutions or snapshot.only
    own = tuple(code for code in asked if code in snapshot.only)
    release = "exact" if "exact" in snapshot.releases else snapshot.release
    return replace(snapshot, release=release), replace(scope, institutions=own or NO_INSTITUTION)
