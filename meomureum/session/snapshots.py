"""Which snapshot answers, by which release, and what a view of it shows, worked out once.

The snapshot is the one that readers see now, or a kept one that the address asks for; the release is the
most detailed one that the reader may see, or the one chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import streamlit as st

from meomureum.access.roles import may_use
from meomureum.access.visitor import Refused, Visitor, may_see
from meomureum.privacy import dossier
from meomureum.session.access_record import record, taker
from meomureum.session.roles import uses, visitor
from meomureum.store import warehouse
from meomureum.store.address import View
from meomureum.store.warehouse import Snapshot
from meomureum.texts import Language

EXACT_REASON = "reason for exact values"
KEPT = 128
Shown = TypeVar("Shown")
_ONE: ContextVar[Snapshot | None] = ContextVar("one snapshot", default=None)


def newest() -> Snapshot:
    """The current snapshot; the frame makes sure that one exists."""
    found = warehouse.current()
    if found is None:
        raise LookupError(warehouse.NO_SNAPSHOT.ko)
    return for_reader(found)


def snapshot() -> Snapshot:
    """The kept snapshot that the address asks for, else the one that readers see now."""
    return _ONE.get() or _asked_for() or newest()


@contextmanager
def one_snapshot(of: Snapshot | None = None) -> Iterator[None]:
    """Draw everything within from one snapshot (`of`, else the present one), whatever is loaded meanwhile."""
    token = _ONE.set(of or snapshot())
    try:
        yield
    finally:
        _ONE.reset(token)


def _asked_for() -> Snapshot | None:
    """The kept snapshot that the address names; None if it names none or one that cannot answer."""
    named = st.query_params.get("snapshot", "")
    return kept_snapshot(named) if named else None


def kept_snapshot(snapshot_id: str) -> Snapshot | None:
    """A kept snapshot by its id, if this version can still query it."""
    kept = (each for each in warehouse.kept() if each.id == snapshot_id)
    found = next((for_reader(each) for each in kept if readable(each)), None)
    return found if found is not None and columns_of(newest()) <= columns_of(found) else None


@lru_cache(maxsize=16)
def columns_of(of: Snapshot) -> frozenset[tuple[str, str]]:
    """The columns of each table that a snapshot holds."""
    found = of.query("SELECT table_name, column_name FROM duckdb_columns()")
    return frozenset(found.itertuples(index=False, name=None))


def once_a_view(compute: Callable[[View], Shown]) -> Callable[[View], Shown]:
    """Compute once per view of a snapshot; the result is shared between readers, so it must not be changed.

    The snapshot, by which the answer is kept, carries its release and what its reader may see.
    """

    @lru_cache(maxsize=KEPT)
    def kept(_of: Snapshot, view: View) -> Shown:
        return compute(view)

    return lambda view: kept(snapshot(), view)


# --- releases ----------------------------------------------------------------------


def for_reader(of: Snapshot) -> Snapshot:
    """A snapshot as the person at this screen may read it; raises Refused if they may not."""
    who = visitor()
    offered = allowed(of, who)
    asked = st.query_params.get("release", "")
    return replace(of, only=who.institutions, release=asked if asked in offered else offered[0])


def readable(of: Snapshot) -> bool:
    """Whether a snapshot holds any release that the person at this screen may see."""
    try:
        return bool(allowed(of, visitor()))
    except Refused:
        return False


def allowed(of: Snapshot, who: Visitor) -> tuple[str, ...]:
    """The releases of a snapshot that somebody may see, the most detailed first.

    Who has signed in and may not see exact values sees protected ones or none. Who may see them
    says why first, unless there is no other release to look at meanwhile.
    """
    found = tuple(
        each for each in of.releases if may_see(who, each, gave_reason=EXACT_REASON in st.session_state)
    )
    if not found and who.signed_in and not may_use(who.role, "exact_values"):
        raise Refused("no release", who.name)
    return found or (of.release,)


def review(of: Snapshot, language: Language) -> bytes | None:
    """The review paper of a snapshot's protected releases, for the steward; None if it has none."""
    path = of.folder / dossier.file_name(language)
    return path.read_bytes() if uses("load_files") and path.is_file() else None


def may_ask_for_exact(of: Snapshot, who: Visitor) -> bool:
    """Whether exact values are available to a reader who gives a reason and has not given one yet."""
    could = may_use(who.role, "exact_values") and "exact" in of.releases
    return could and "exact" not in allowed(of, who)


def open_exact(of: Snapshot, why: str) -> None:
    """Log the reason, then show exact values on this screen; raises PermissionError if that is not allowed."""
    asker = taker(why)
    if not (asker.gives_a_reason and may_ask_for_exact(of, asker.who)):
        raise PermissionError
    record("exact_values", of.id, asker.why, who=asker.who, at=asker.where)
    st.session_state[EXACT_REASON] = asker.why
