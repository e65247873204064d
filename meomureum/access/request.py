"""Who sends a request: the person of its cookie, or whom the proxy names; and what a relay leaves in it."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from starlette.requests import cookie_parser
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from meomureum.access.provider import PROVIDER
from meomureum.access.settings import Settings
from meomureum.access.visitor import (
    AT_THIS_COMPUTER,
    SIGN_INS,
    Refused,
    Visitor,
    from_claims,
    from_proxy,
    proves_itself,
)

# What a browser that speaks to this server itself never says. A name of one of these words says
# where a request has been; nearly every other relay marks it with a name of its own under X-.
_OF_RELAYS = re.compile(
    r"(^|-)(via|forward(ed|s|ing)?|relay(ed)?|proxy|proxied|hops?|loop|remote|client|real|original|originating"
    r"|ip|addr(ess)?|cf|cdn|fastly|akamai|fly|ngrok|tailscale|cloudfront|envoy|front|surrogate|coming|trace(parent|state)?|b3)(-|$)"
    r"|forwarded|clientip|^x-(?!xsrf-?token$|requested-with$)"
)
_OF_BROWSERS = re.compile(r"^sec-")


def is_relayed(headers: Iterable[str], http_version: str = "1.1") -> bool:
    """Whether the headers or the HTTP version of a request show that a relay sent it.

    Browsers speak HTTP/1.1 to a server without TLS; only programs in between still speak 1.0.
    """
    names = [name.lower().replace("_", "-") for name in headers]
    relayed = any(_OF_RELAYS.search(name) and not _OF_BROWSERS.match(name) for name in names)
    return relayed or http_version < "1.1"


def is_of_this_computer(client: tuple[str, int] | None) -> bool:
    """Whether a connection comes from this computer."""
    try:
        address = ipaddress.ip_address(client[0] if client else "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def is_from_proxy(client: tuple[str, int] | None, headers: Mapping[str, str], known: Settings) -> bool:
    """Whether a request comes from the configured proxy, by its address and its secret.

    For a proxy on this machine the server below has already put the forwarded address in its
    place; it marks that with the port 0, which no real connection comes from.
    """
    allowed = known.proxy.addresses if known.proxy else ()
    host, port = client or ("", -1)
    here = port == 0 and bool({"127.0.0.1", "::1"} & set(allowed))
    return (host in allowed or here) and proves_itself(headers, known)


def is_https(scope: Mapping[str, Any], headers: Mapping[str, str], known: Settings) -> bool:
    """Whether a request came over https, according to a trusted proxy."""
    if known.https:
        return True
    if is_from_proxy(scope.get("client"), headers, known):
        return headers.get("x-forwarded-proto", "").split(",")[0].strip().lower() == "https"
    return scope.get("scheme") in ("https", "wss") and not is_relayed(headers)


def place_of(client: tuple[str, int] | None, headers: Mapping[str, str], known: Settings) -> str:
    """The client address that the server sees."""
    if known.proxy is not None:
        return headers.get("x-forwarded-for", "").split(",")[-1].strip() or "proxy"
    return client[0] if client else ""


def visitor(headers: Mapping[str, str], known: Settings, now: float, *, acts: bool = True) -> Visitor:
    """The person who sends a request; raises Refused if nobody may be let in."""
    if known.way == "this computer":
        return AT_THIS_COMPUTER
    if known.way == "sign-in":
        return from_claims(
            by_now(claims(headers, known), headers, known, now), known, SIGN_INS, now, acts=acts
        )
    if known.way == "proxy":
        return from_proxy(headers, known)
    raise Refused("closed")


def by_now(
    told: Mapping[str, Any], headers: Mapping[str, str], known: Settings, now: float
) -> Mapping[str, Any]:
    """The claims of a sign-in, with what the provider says of its person by now where it is asked; raises Refused."""
    if not known.asks_provider or told.get("is_logged_in") is not True:
        return told
    token = str(_signed(headers, known, TOKENS_COOKIE_NAME).get("access_token", ""))
    return PROVIDER.by_now(told, known.metadata, token, now)


def claims(headers: Mapping[str, str], known: Settings) -> Mapping[str, Any]:
    """The claims in the cookie of a signed-in person; empty if this server did not sign it."""
    return _signed(headers, known, USER_COOKIE_NAME)


def _signed(headers: Mapping[str, str], known: Settings, cookie: str) -> Mapping[str, Any]:
    cookies = cookie_parser(headers.get("cookie", ""))

    def signed(name: str) -> bytes | None:
        value = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(known.cookie_secret, name, value) if value else None

    with suppress(ValueError):
        found = json.loads(get_cookie_with_chunks(signed, cookie) or b"{}")
        return found if isinstance(found, dict) else {}
    return {}
