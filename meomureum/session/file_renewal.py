"""A file that was handed out, brought up to date for the person at this screen."""

from __future__ import annotations

import hashlib

import streamlit as st

from meomureum.export.renewal.update import Update, updated
from meomureum.session.access_record import Taker, handed_out
from meomureum.session.snapshots import kept_snapshot, newest
from meomureum.store import environment, warehouse
from meomureum.store.environment import today
from meomureum.store.warehouse import Snapshot
from meomureum.verify import issued_figures
from meomureum.verify.issued_figures import Issued

_KEPT = "renewed file"


def renewed(content: bytes) -> Update:
    """The file on the newest snapshot, by what this reader may see; worked out once a file.

    Raises Unreadable for what is no deck, document or workbook.
    """
    of = newest()
    key = (hashlib.sha256(content).hexdigest(), of.id, of.release)
    known = st.session_state.get(_KEPT)
    if known is None or known[0] != key:
        register = issued_figures.register_of(environment.home())
        known = (key, updated(content, register, of, _readable(), str(today()), _may_see))
        st.session_state[_KEPT] = known
    found: Update = known[1]
    return found


def _readable() -> list[Snapshot]:
    found = (kept_snapshot(each.id) for each in warehouse.kept())
    return [each for each in found if each is not None]


def _may_see(issued: Issued) -> bool:
    """Whether the reader sees the figure as it was issued, on its own snapshot or on the newest."""
    own = kept_snapshot(issued.snapshot)
    return any(issued_figures.shows(each, issued) for each in (own, newest()) if each is not None)


def handed(found: Update, kind: str, taker: Taker) -> bytes:
    """The new file, its figures registered first and who takes it entered in the log; raises PermissionError."""
    codes = " ".join(each.code for each in found.figures)
    handed_out(taker, "export", f"{kind} {found.snapshot_id} {codes}", kind)
    found.enter(environment.home())
    return found.content
