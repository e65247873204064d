"""What is done at this screen, entered in the access log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from meomureum.access import log
from meomureum.access.log import Entry, Verdict, What
from meomureum.access.roles import may_export, may_use
from meomureum.access.server_settings import settings
from meomureum.access.visitor import Visitor
from meomureum.session import roles
from meomureum.store import warehouse

HERE = "localhost"
FEWEST_LETTERS = 4
_PAGE, _SIGN_IN = "page last logged", "sign-in logged"


@dataclass(frozen=True)
class Taker:
    """Who takes a file along, from where and why; known before the file is asked for."""

    who: Visitor
    where: str
    why: str = ""

    @property
    def gives_a_reason(self) -> bool:
        """Whether the reason is said; at one's own computer none is asked."""
        return not self.who.signed_in or len(self.why.strip()) >= FEWEST_LETTERS


def taker(why: str = "") -> Taker:
    """Who is at this screen, as the one who takes a file along."""
    return Taker(roles.visitor(), where(), why.strip())


def handed_out(taker: Taker, what: What, detail: str, form: str = "", *, content: bytes = b"") -> bytes:
    """Enter that a file is taken along, and give its content; PermissionError for who may not.

    A button that was drawn for a reader stays on the screen: whether they still may is asked here.
    """
    allowed = may_export(taker.who.role, form) if form else may_use(taker.who.role, "quarantined_rows")
    if not (allowed and taker.gives_a_reason and roles.holds(taker.who)):
        raise PermissionError
    record(what, detail, taker.why, who=taker.who, at=taker.where)
    return content


def where() -> str:
    """The address that the screen is at, as far as the server can see it."""
    known = settings()
    if known.proxy is not None:
        forwarded = st.context.headers.get("X-Forwarded-For", "")
        return forwarded.split(",")[-1].strip() or "proxy"
    return st.context.ip_address or HERE


def record(what: What, detail: str = "", why: str = "", *, who: Visitor | None = None, at: str = "") -> None:
    """Enter what was done. Raises OSError where somebody is signed in and it cannot be written.

    One person at their own computer is not stopped by a full disk or a folder they may only read.
    """
    person = who or roles.visitor()
    with suppress(*(() if person.signed_in else (OSError,))):
        log.append(
            warehouse.home(),
            who=person.name,
            role=person.role,
            where=at or where(),
            what=what,
            detail=detail,
            why=why,
        )


def record_page(page: str, parameters: dict[str, str], who: Visitor) -> None:
    """Enter that a page was opened: once for each page, data set and snapshot, not for every click."""
    told = {name: value for name, value in parameters.items() if name in ("set", "snapshot", "release")}
    detail = f"{page}?{urlencode(told)}" if told else page
    if who.signed_in and st.session_state.get(_SIGN_IN) != who.sign_in:
        st.session_state[_SIGN_IN] = who.sign_in
        record("sign_in", who=who)
    if st.session_state.get(_PAGE) != detail:
        st.session_state[_PAGE] = detail
        record("page", detail, who=who)


def record_refused(why: str, name: str) -> None:
    """Enter that somebody known was turned away, once for each screen and reason."""
    if name and st.session_state.get(_PAGE) != f"refused {why}":
        st.session_state[_PAGE] = f"refused {why}"
        with suppress(OSError):
            log.append(warehouse.home(), who=name, role="", where=where(), what="refused", detail=why)


def entries() -> list[Entry]:
    """The whole log, for who may read it."""
    if not roles.uses("access_log"):
        raise PermissionError
    return log.entries(warehouse.home())


def verdict() -> Verdict:
    """Whether the log is whole."""
    if not roles.uses("access_log"):
        raise PermissionError
    return log.verify(warehouse.home())


def review(month: str) -> None:
    """Mark a month as reviewed, at the state of the log as it stands; lines past their time are dropped."""
    if not roles.uses("access_log"):
        raise PermissionError
    person, place = roles.visitor(), warehouse.home()
    found = log.verify(place)
    record("review", f"{month} {found.lines} {'whole' if found.fault is None else 'broken'}")
    log.prune(place, person.name, person.role, where())
