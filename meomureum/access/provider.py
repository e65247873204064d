"""What the sign-in provider says of a person by now; their cookie holds what it said at the sign-in.

It is asked at its userinfo address, with the access token of the sign-in, which stands in a signed
cookie beside the claims. Who the person is, and since when, stays as the cookie says; all else, the
role before all, is what the provider answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

from meomureum.access.settings import is_secure
from meomureum.access.visitor import Refused, identity

FRESH_SECONDS = 60
"""How long an answer counts; a screen that is judged every four minutes is cut within five."""
KEPT_SECONDS = 240
"""How long the last answer counts while the provider does not answer."""
AGAIN_SECONDS = 15
"""How long a provider that does not answer is left alone."""
PATIENCE_SECONDS = 5
WHO = ("is_logged_in", "iss", "sub", "iat", "nonce", "sid", "at_hash", "email", "preferred_username", "name")
Claims = Mapping[str, Any]
Ask = Callable[[str, str], Claims | None]


class Unreachable(Exception):
    """The provider gives no answer, or none that can be read."""


@dataclass(frozen=True)
class _Answer:
    claims: Claims
    at: float
    tried: float


_NEVER = _Answer({}, float("-inf"), float("-inf"))


@dataclass
class Provider:
    """What it has answered of each sign-in, and when; `ask` takes the metadata's address and a token."""

    ask: Ask
    answers: dict[str, _Answer] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def by_now(self, claims: Claims, metadata: str, token: str, now: float) -> Claims:
        """The claims of a sign-in as they are by now; raises Refused if the provider does not stand by it.

        An answer of the last minute counts; without an answer the last one counts four minutes.
        """
        sign_in = identity(claims)
        with self.lock:
            answer = self.answers.get(sign_in, _NEVER)
        if now - answer.at > FRESH_SECONDS and now - answer.tried > AGAIN_SECONDS:
            answer = replace(answer, tried=now)
            with suppress(Unreachable):
                answer = _Answer((self.ask(metadata, token) if token else None) or {}, now, now)
            self._keep(sign_in, answer, now)
        if now - answer.at > KEPT_SECONDS or answer.claims.get("sub") != claims.get("sub"):
            raise Refused("too old")
        return {name: claims[name] for name in WHO if name in claims} | {
            name: value for name, value in answer.claims.items() if name not in WHO
        }

    def _keep(self, sign_in: str, answer: _Answer, now: float) -> None:
        with self.lock:
            for old in [each for each, at in self.answers.items() if now - at.tried > KEPT_SECONDS]:
                del self.answers[old]
            self.answers[sign_in] = answer


def userinfo(metadata: str, token: str) -> Claims | None:
    """What the provider says of the holder of a token; None if it does not know the token any more.

    Raises Unreachable. The token goes to a secure address that the metadata names, and nowhere else.
    """
    try:
        told = httpx2.get(metadata, timeout=PATIENCE_SECONDS).raise_for_status().json()
        address = str(told["userinfo_endpoint"])
        if not is_secure(address):
            raise Unreachable
        answer = httpx2.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_SECONDS)
        if answer.status_code in (401, 403):
            return None
        found = answer.raise_for_status().json()
    except (httpx2.HTTPError, ValueError, LookupError, TypeError) as failure:
        raise Unreachable from failure
    if not isinstance(found, dict):
        raise Unreachable
    return found


PROVIDER = Provider(userinfo)
"""The one of this server."""
