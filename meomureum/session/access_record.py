"""What is done at this screen, entered in the access log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from meomureum.access import log
from meomureum.access.log import Entry, Verdict, What
from meomureum.access.roles import FunctionName, may_export, may_use
from meomureum.access.server_settings import settings
from meomureum.access.visitor import Visitor
from meomureum.session import roles
from meomureum.store import environment

HERE = "localhost"
FEWEST_LETTERS = 4
_PAGE, _SIGN_IN = "page last logged", "sign-in logged"


@dataclass(frozen=True)
class Taker:
    """Who downloads a file, from where and why; known before the file is requested."""

    who: Visitor
    where: str
    why: str = ""

    @property
    def gives_a_reason(self) -> bool:
        """Whether the reason is said; at one's own computer none is asked."""
        return not self.who.signed_in or len(self.why.strip()) >= FEWEST_LETTERS


def taker(why: str = "") -> Taker:
    """The person at this screen, as the one who downloads a file."""
    return Taker(roles.visitor(), where(), why.strip())


def handed_out(
    taker: Taker,
    what: What,
    detail: str,
    form: str = "",
    *,
    function: FunctionName = "quarantined_rows",
    content: bytes = b"",
) -> bytes:
    """Log that a file is downloaded and return its content; raises PermissionError if the person may not.

    A button that was drawn for a reader stays on the screen: whether they still may is asked here.
    """
    allowed = may_export(taker.who.role, form) if form else may_use(taker.who.role, function)
    if not (allowed and taker.gives_a_reason and roles.holds(taker.who)):
        raise PermissionError
    record(what, detail, taker.why, who=taker.who, at=taker.where)
    return content


def where() -> str:
    """The client address that the server sees."""
    known = settings()
    if known.proxy is not None:
        forwarded = st.context.headers.get("X-Forwarded-For", "")
        return forwarded.split(",")[-1].strip() or "proxy"
    return st.context.ip_address or HERE


def record(what: What, detail: str = "", why: str = "", *, who: Visitor | None = None, at: str = "") -> None:
    """Log what was done. Raises OSError if somebody is signed in and the log cannot be written.

    One person at their own computer is not stopped by a full disk or a folder they may only read.
    """
    person = who or roles.visitor()
    with suppress(*(() if person.signed_in else (OSError,))):
        log.append(
            environment.home(),
            who=person.name,
            role=person.role,
            where=at or where(),
            what=what,
            detail=detail,
            why=why,
        )


def record_page(page: str, parameters: dict[str, str], who: Visitor) -> None:
    """Log that a page was opened: once per page, data set and snapshot, not on every click."""
    told = {name: value for name, value in parameters.items() if name in ("set", "snapshot", "release")}
    detail = f"{page}?{urlencode(told)}" if told else page
    if who.signed_in and st.session_state.get(_SIGN_IN) != who.sign_in:
        st.session_state[_SIGN_IN] = who.sign_in
        record("sign_in", who=who)
    if st.session_state.get(_PAGE) != detail:
        st.session_state[_PAGE] = detail
        record("page", detail, who=who)


def record_refused(why: str, name: str) -> None:
    """Log that a known person was turned away, once per screen and reason."""
    if name and st.session_state.get(_PAGE) != f"refused {why}":
        st.session_state[_PAGE] = f"refused {why}"
        with suppress(OSError):
            log.append(environment.home(), who=name, role="", where=where(), what="refused", detail=why)


def entries() -> list[Entry]:
    """The whole log; raises PermissionError if the reader may not see it."""
    if not roles.uses("access_log"):
        raise PermissionError
    return log.entries(environment.home())


def verdict() -> Verdict:
    """Whether the log is whole."""
    if not roles.uses("access_log"):
        raise PermissionError
    return log.verify(environment.home())


def review(month: str) -> None:
    """Mark a month as reviewed, at the state of the log as it stands; lines past their time are dropped."""
    if not roles.uses("access_log"):
        raise PermissionError
    person, place = roles.visitor(), environment.home()
    found = log.verify(place)
    record("review", f"{month} {found.lines} {'whole' if found.fault is None else 'broken'}")
    log.prune(place, person.name, person.role, where())
