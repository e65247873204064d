"""Which release of a snapshot answers: the most detailed one that the reader may see, or the one chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from access.roles import Role, may_use
from access.visitor import Refused, Visitor
from session.roles import visitor
from texts import Text
from warehouse import Snapshot

RELEASES: Mapping[str, Text] = {
    "exact": Text("정확", "Exact"),
    "internal": Text("내부", "Internal"),
    "public": Text("공개", "Public"),
}


def for_reader(of: Snapshot) -> Snapshot:
    """A snapshot as the person at this screen may read it; raises Refused for nobody."""
    who = visitor()
    offered = allowed(of, who)
    asked = st.query_params.get("release", "")
    return replace(of, only=who.institutions, release=asked if asked in offered else offered[0])


def allowed(of: Snapshot, who: Visitor) -> tuple[str, ...]:
    """The releases of a snapshot that somebody may see, the most detailed first.

    Who has signed in and may not see exact values sees protected ones or none.
    """
    found = tuple(each for each in of.releases if _may_see(who.role, each))
    if not found and who.signed_in:
        raise Refused("no role", who.name)
    return found or (of.release,)


def _may_see(role: Role, release: str) -> bool:
    if release == "exact":
        return may_use(role, "exact_values")
    return release == "public" or role != "viewer"
