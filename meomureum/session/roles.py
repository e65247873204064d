"""Who is at this screen and what they may do. `access` decides; this is where Streamlit is asked.

Asked once before anything is drawn (`meomureum.app.script`), and again wherever values are read, written
or handed out, so that a page that forgets to ask gives nothing away.
"""

from __future__ import annotations

import time

import streamlit as st

from meomureum.access.request import by_now
from meomureum.access.roles import FunctionName, Role, may_export, may_open, may_use
from meomureum.access.server_settings import settings
from meomureum.access.visitor import AT_THIS_COMPUTER, SIGN_INS, Refused, Visitor, from_claims, from_proxy


def visitor() -> Visitor:
    """The person at this screen; raises Refused if there is none. Each call counts as an action."""
    known, now = settings(), time.time()
    if known.way == "this computer":
        return AT_THIS_COMPUTER
    headers = {name.lower(): value for name, value in st.context.headers.to_dict().items()}
    if known.way == "sign-in":
        return from_claims(by_now(dict(st.user), headers, known, now), known, SIGN_INS, now)
    if known.way == "proxy":
        return from_proxy(headers, known)
    raise Refused("closed")


def holds(who: Visitor) -> bool:
    """Whether a visitor known from before may still act; for use where no screen is at hand."""
    if settings().way != "sign-in":
        return True
    try:
        SIGN_INS.check(who.sign_in)
    except Refused:
        return False
    return True


def role() -> Role | None:
    """The role of the person at the screen; None if there is none."""
    try:
        return visitor().role
    except Refused:
        return None


def opens(page: str) -> bool:
    """Whether a page may be opened from this screen."""
    return may_open(role(), page)


def exports(form: str) -> bool:
    """Whether figures may be exported in a format."""
    return may_export(role(), form)


def uses(function: FunctionName) -> bool:
    """Whether a function may be used."""
    return may_use(role(), function)


def sign_out() -> None:
    """End this sign-in in every tab, and leave."""
    SIGN_INS.end(visitor().sign_in, time.time())
    st.logout()
