"""Which snapshot answers: the one that readers see now, or a kept one that the address asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import streamlit as st

from meomureum.session.releases import for_reader, readable
from meomureum.store import warehouse
from meomureum.store.warehouse import Snapshot

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
