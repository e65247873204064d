"""Who is at the screen, and for how long: a signed-in person with a role, or the one at this computer."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from meomureum.access.roles import ROLES, Role, highest, may_use
from meomureum.access.settings import Settings

Refusal = Literal["closed", "not signed in", "too old", "idle", "ended", "no role", "no release"]
CLOCKS_DIFFER_BY_SECONDS = 120
EVERY_INSTITUTION = "*"
_MOST_LETTERS = 120


@dataclass(frozen=True)
class Visitor:
    """One person with a role; `institutions` are those shown exactly, None if there is no such limit."""

    name: str
    role: Role
    institutions: tuple[str, ...] | None = None
    sign_in: str = ""
    """What tells one sign-in from another; empty at this computer."""

    @property
    def signed_in(self) -> bool:
        """Whether somebody has signed in, here or at the proxy."""
        return bool(self.sign_in)


class Refused(Exception):
    """Access is refused; `refusal` says why, `name` says who it is if known."""

    def __init__(self, refusal: Refusal, name: str = "") -> None:
        self.refusal, self.name = refusal, name
        super().__init__(refusal)


AT_THIS_COMPUTER = Visitor("this computer", "steward")


@dataclass
class _Seen:
    first: float
    last: float
    ended: Refusal | None = None


@dataclass
class SignIns:
    """The sign-ins of this server: when each was last seen, and which have ended.

    A cookie only says who signed in and when. That a sign-in was ended in another tab, or left
    alone for too long, is known here, so an old cookie does not open anything again.
    """

    seen: dict[str, _Seen] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def touch(
        self, sign_in: str, signed_in_at: float, now: float, settings: Settings, *, acts: bool = True
    ) -> None:
        """Record an action; raises Refused if the sign-in is too old, was idle too long or has ended.

        Who only keeps a screen open does not act.
        """
        with self.lock:
            self._forget(now, settings)
            known = self.seen.get(sign_in)
            if known is None:
                # One that this server has not met (it may have been started anew) counts from its beginning.
                known = self.seen[sign_in] = _Seen(signed_in_at, signed_in_at)
            if known.ended is None:
                known.ended = _over(known, signed_in_at, now, settings)
            if known.ended is not None:
                raise Refused(known.ended)
            if acts:
                known.last = now

    def end(self, sign_in: str, now: float) -> None:
        """End a sign-in in every tab."""
        with self.lock:
            known = self.seen.setdefault(sign_in, _Seen(now, now))
            known.ended = "ended"

    def check(self, sign_in: str) -> None:
        """Raise Refused if a sign-in has ended; this does not count as an action."""
        with self.lock:
            known = self.seen.get(sign_in)
            ended = "ended" if known is None else known.ended
            if ended is not None:
                raise Refused(ended)

    def _forget(self, now: float, settings: Settings) -> None:
        """What is too old by its own date need not be remembered."""
        until = now - settings.session_seconds - CLOCKS_DIFFER_BY_SECONDS
        for old in [key for key, each in self.seen.items() if max(each.first, each.last) < until]:
            del self.seen[old]


SIGN_INS = SignIns()
"""Those of this server."""


def _over(known: _Seen, signed_in_at: float, now: float, settings: Settings) -> Refusal | None:
    if now - signed_in_at > settings.session_seconds or signed_in_at - now > CLOCKS_DIFFER_BY_SECONDS:
        return "too old"
    return "idle" if now - known.last > settings.idle_seconds else None


def may_see(who: Visitor | None, release: str, *, gave_reason: bool) -> bool:
    """Whether somebody, or the public where it is nobody, may see a release; exact values want a reason beside the role."""
    if release == "exact":
        return who is not None and may_use(who.role, "exact_values") and (gave_reason or not who.signed_in)
    return release == "public" or (who is not None and who.role != "viewer")


def from_claims(
    claims: Mapping[str, Any], settings: Settings, sign_ins: SignIns, now: float, *, acts: bool = True
) -> Visitor:
    """The visitor behind a sign-in; raises Refused if it has no date or role or is no longer valid."""
    if claims.get("is_logged_in") is not True:
        raise Refused("not signed in")
    name = _name(claims)
    signed_in_at = claims.get("iat")
    if isinstance(signed_in_at, bool) or not isinstance(signed_in_at, (int, float)):
        raise Refused("too old", name)
    sign_in = identity(claims)
    sign_ins.touch(sign_in, float(signed_in_at), now, settings, acts=acts)
    role = _role(_words(_claim(claims, settings.role_claim)), name, settings)
    institutions = None
    if settings.institution_claim:
        institutions = _institutions(_words(_claim(claims, settings.institution_claim)))
    return Visitor(name, role, institutions, sign_in)


def from_proxy(headers: Mapping[str, str], settings: Settings) -> Visitor:
    """The visitor that a proxy names; raises Refused when it does not prove itself or names no role."""
    proxy = settings.proxy
    if proxy is None or not proves_itself(headers, settings):
        raise Refused("not signed in")
    name = headers.get(proxy.name_header, "").strip()[:_MOST_LETTERS]
    if not name:
        raise Refused("not signed in")
    role = _role(_words(headers.get(proxy.role_header, "")), name, settings)
    institutions = None
    if proxy.institution_header:
        institutions = _institutions(_words(headers.get(proxy.institution_header, "")))
    return Visitor(name, role, institutions, f"proxy {name}")


def proves_itself(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether a request carries the proxy's secret."""
    if settings.proxy is None or not settings.proxy.secret:
        return False
    given = headers.get(settings.proxy.secret_header, "")
    return hmac.compare_digest(given.encode(), settings.proxy.secret.encode())


def identity(claims: Mapping[str, Any]) -> str:
    """An identifier of a sign-in that does not reveal whose it is."""
    parts = [claims.get(name) for name in ("iss", "sub", "iat", "nonce", "sid", "at_hash")]
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:24]


def _name(claims: Mapping[str, Any]) -> str:
    for name in ("email", "preferred_username", "name", "sub"):
        if isinstance(claims.get(name), str) and claims[name].strip():
            return str(claims[name]).strip()[:_MOST_LETTERS]
    return "?"


def _claim(claims: Mapping[str, Any], path: str) -> object:
    """A claim by its name, or by a path of names with dots."""
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(word for word in value.replace(",", " ").split() if word)
    if isinstance(value, Iterable) and not isinstance(value, (Mapping, bytes)):
        return tuple(each for each in value if isinstance(each, str))
    return ()


def _role(words: Iterable[str], name: str, settings: Settings) -> Role:
    known = settings.role_words or {role: role for role in ROLES}
    found = highest(known[word] for word in words if word in known)
    if found is None or name.lower() in settings.withdrawn:
        raise Refused("no role", name)
    return found


def _institutions(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """None for who may see every institution; nobody named means none."""
    return None if EVERY_INSTITUTION in words else words
