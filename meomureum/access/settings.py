"""How people come in: by this computer alone, by sign-in, by a proxy that has signed them in, or not at all.

Everything is read from the one file of secrets (`.streamlit/secrets.toml`): `[auth]` is
Streamlit's own section for OpenID Connect, `[access]` ours. What is half configured, weak or
open to other users of the machine closes the door instead of opening it.
"""

from __future__ import annotations

import ipaddress
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from meomureum.access.roles import ROLES, Role
from meomureum.texts import Text, plain

Way = Literal["this computer", "sign-in", "proxy", "closed"]
FEWEST_LETTERS = 32
FEWEST_KINDS = 10  # different letters in a secret that somebody has drawn at random
CALLBACK = "/oauth2callback"
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
# Each number of [access]: what it is without being set, and what one of it comes to.
_NUMBERS: Mapping[str, tuple[float, float]] = {
    "session_hours": (8, 3600),
    "idle_minutes": (30, 60),
    "sessions": (1, 1),
    "judged_minutes": (2, 60),
    "upload_session_mb": (100, 1e6),
    "upload_total_mb": (500, 1e6),
    "api_calls_a_minute": (60, 1),
}
API_READERS = ("signed-in", "everybody")
_PLACEHOLDERS = ("change", "secret", "example", "password", "xxx", "cookie", "random", "비밀")

NOT_CONFIGURED = Text(
    "다른 컴퓨터에서도 열리는 주소({address})인데 로그인이 설정되어 있지 않습니다. "
    "`.streamlit/secrets.toml`에 [auth]를 적거나, `server.address`를 localhost로 두십시오.",
    "The server listens beyond this computer ({address}) and no sign-in is configured. "
    "Write [auth] in `.streamlit/secrets.toml`, or set `server.address` to localhost.",
)
MISSING = Text("{name:이/가} 적혀 있지 않습니다.", "{name} is missing.")
WEAK = Text(
    "{name:이/가} 짧거나 보기 값 그대로입니다. 무작위 글자 {fewest}자 이상으로 바꾸십시오: "
    'python -c "import secrets; print(secrets.token_urlsafe(48))"',
    "{name} is short or still a placeholder. Set at least {fewest} random letters: "
    'python -c "import secrets; print(secrets.token_urlsafe(48))"',
)
READABLE = Text(
    "비밀이 든 파일 {name:을/를} 이 컴퓨터의 다른 사용자도 읽을 수 있습니다. 바꾸십시오: chmod 600 {name}",
    "The file of secrets {name} can be read by other users of this machine. Run: chmod 600 {name}",
)
NOT_SECURE = Text(
    "{name:은/는} https 주소여야 합니다(이 컴퓨터만은 http도 됩니다).",
    "{name} must be an https address (http only for this computer).",
)
CALLBACK_WANTED = Text(
    f"auth.redirect_uri는 {CALLBACK}로 끝나야 합니다.", f"auth.redirect_uri must end in {CALLBACK}."
)
NOT_A_NUMBER = Text("{name:은/는} 0보다 큰 수여야 합니다.", "{name} must be a number above 0.")
NOT_YES_OR_NO = Text("{name:은/는} true나 false여야 합니다.", "{name} must be true or false.")
NOT_READERS = Text(
    f"access.api에는 누가 읽는지를 적습니다: {', '.join(API_READERS)}",
    f"access.api says who reads it: {', '.join(API_READERS)}",
)
NOT_A_ROLE = Text(
    f"access.roles의 '{{word}}'에 적은 역할을 모릅니다. 아는 역할: {', '.join(ROLES)}",
    f"The role given for '{{word}}' in access.roles is not known. Known roles: {', '.join(ROLES)}",
)
NOT_AN_ADDRESS = Text(
    "access.proxy.addresses의 '{word}'는 IP 주소가 아닙니다.",
    "'{word}' in access.proxy.addresses is not an IP address.",
)
UNREADABLE = Text(
    "비밀이 든 파일을 읽을 수 없습니다. TOML 문법을 확인하십시오.",
    "The file of secrets cannot be read. Check its TOML.",
)


@dataclass(frozen=True)
class Proxy:
    """A proxy that signs people in, and how it proves its identity."""

    addresses: tuple[str, ...]
    secret_header: str
    secret: str = field(repr=False)
    name_header: str
    role_header: str
    institution_header: str = ""


@dataclass(frozen=True)
class Settings:
    """How people sign in and what applies to them."""

    way: Way
    faults: tuple[Text, ...] = ()
    """Why the door is closed."""
    hosts: tuple[str, ...] = _LOOPBACK_NAMES
    """The names that a request may call this server by."""
    role_claim: str = "role"
    role_words: Mapping[str, Role] = field(default_factory=dict)
    """What the provider calls a role -> the role; the roles' own names without it."""
    institution_claim: str = ""
    withdrawn: tuple[str, ...] = ()
    """Accounts that are let in no more, whatever role the provider or the proxy still names."""
    session_seconds: float = 8 * 3600
    idle_seconds: float = 30 * 60
    judged_seconds: float = 2 * 60
    """How often it is asked whether an open screen may stay open; four minutes at most, so that five hold it all."""
    sessions: int = 0
    """How many tabs may be open at once; 0 for as many as the machine can hold."""
    upload_session_bytes: float = 100e6
    upload_total_bytes: float = 500e6
    asks_token: bool = False
    """Whether even the one person at this computer opens it by the address printed at its start."""
    asks_provider: bool = False
    """Whether the provider is asked again and again what role a signed-in person has by now."""
    metadata: str = ""
    """Where the provider says which of its addresses does what."""
    metrics_token: str = field(default="", repr=False)
    """What a monitoring program shows to read how the server is; without it there is nothing to read."""
    api: str = ""
    """Who may read the API, one of API_READERS; without it there is none."""
    api_calls_a_minute: float = 60
    https: bool = False
    """Whether people reach this server by https alone."""
    cookie_secret: str = field(default="", repr=False)
    """What the cookies of signed-in people are signed with."""
    proxy: Proxy | None = None


def is_loopback(address: str | None) -> bool:
    """Whether only this computer can reach an address; an unset address listens to everybody."""
    if not address:
        return False
    if address.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def settings_of(
    secrets: Mapping[str, Any] | None, address: str | None, files: Iterable[Path] = ()
) -> Settings:
    """The settings of a server that listens on an address; None if the secrets cannot be read."""
    if secrets is None:
        return Settings("closed", (UNREADABLE,))
    auth, access = _section(secrets, "auth"), _section(secrets, "access")
    proxy = _section(access, "proxy")
    read = _common(access)
    if proxy:
        read = _with_proxy(read, access, proxy)
    elif auth:
        read = _with_sign_in(read, access, auth)
    else:
        read = _without_sign_in(read, address)
    faults = (*read.faults, *(_exposed(files) if auth or proxy else ()))
    return replace(read, way="closed", faults=faults) if faults else read


def _section(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _common(access: Mapping[str, Any]) -> Settings:
    numbers = {name: access.get(name, default) for name, (default, _) in _NUMBERS.items()}
    wrong = [name for name, value in numbers.items() if not _is_above_0(value)]
    faults = [NOT_A_NUMBER.fill(name=f"access.{name}") for name in wrong]
    meant = {name: 1 if name in wrong else value * _NUMBERS[name][1] for name, value in numbers.items()}
    words = {str(word): str(role) for word, role in _section(access, "roles").items()}
    faults += [NOT_A_ROLE.fill(word=word) for word, role in words.items() if role not in ROLES]
    token = _section(access, "metrics").get("token", "")
    faults += [WEAK.fill(name="access.metrics.token", fewest=FEWEST_LETTERS)] * _is_no_token(token)
    switches = [name for name in ("token", "ask_provider") if not isinstance(access.get(name, False), bool)]
    faults += [NOT_YES_OR_NO.fill(name=f"access.{name}") for name in switches]
    api = access.get("api", "")
    faults += [NOT_READERS] if api not in ("", *API_READERS) else []
    return Settings(
        "closed",
        tuple(faults),
        role_claim=str(access.get("role_claim", Settings.role_claim)),
        role_words=cast(Mapping[str, Role], words),
        institution_claim=str(access.get("institution_claim", "")),
        withdrawn=tuple(each.lower() for each in _words(access.get("withdrawn"))),
        session_seconds=meant["session_hours"],
        idle_seconds=meant["idle_minutes"],
        judged_seconds=min(meant["judged_minutes"], 240),
        sessions=int(meant["sessions"]) if "sessions" in access else 0,
        upload_session_bytes=meant["upload_session_mb"],
        upload_total_bytes=meant["upload_total_mb"],
        asks_token=access.get("token") is True,
        asks_provider=access.get("ask_provider") is True,
        metrics_token="" if _is_no_token(token) else str(token),
        api=str(api),
        api_calls_a_minute=meant["api_calls_a_minute"],
    )


def _is_no_token(token: object) -> bool:
    return not isinstance(token, str) or (bool(token) and is_weak(token))


def _is_above_0(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


def _without_sign_in(read: Settings, address: str | None) -> Settings:
    if is_loopback(address):
        return replace(read, way="this computer")
    unset = NOT_CONFIGURED.fill(address=address or "0.0.0.0")  # noqa: S104
    return replace(read, faults=(unset, *read.faults))


def _with_sign_in(read: Settings, access: Mapping[str, Any], auth: Mapping[str, Any]) -> Settings:
    faults = [*read.faults]
    redirect, metadata = str(auth.get("redirect_uri", "")), str(auth.get("server_metadata_url", ""))
    needed = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    faults += [MISSING.fill(name=f"auth.{name}") for name in needed if not str(auth.get(name, "")).strip()]
    if auth.get("cookie_secret") and is_weak(str(auth["cookie_secret"])):
        faults.append(WEAK.fill(name="auth.cookie_secret", fewest=FEWEST_LETTERS))
    if auth.get("client_secret") and _is_placeholder(str(auth["client_secret"])):
        faults.append(WEAK.fill(name="auth.client_secret", fewest=FEWEST_LETTERS))
    if redirect and not redirect.endswith(CALLBACK):
        faults.append(CALLBACK_WANTED)
    for name, url in (("auth.redirect_uri", redirect), ("auth.server_metadata_url", metadata)):
        if url and not is_secure(url):
            faults.append(NOT_SECURE.fill(name=name))
    hosts = (*_words(access.get("hosts")), urlsplit(redirect).hostname or "")
    secret = str(auth.get("cookie_secret", ""))
    return replace(
        read,
        way="sign-in",
        faults=tuple(faults),
        hosts=_lower(hosts),
        cookie_secret=secret,
        metadata=metadata,
        https=urlsplit(redirect).scheme == "https",
    )


def _with_proxy(read: Settings, access: Mapping[str, Any], proxy: Mapping[str, Any]) -> Settings:
    faults = [*read.faults]
    addresses = _words(proxy.get("addresses"))
    faults += [NOT_AN_ADDRESS.fill(word=each) for each in addresses if not _is_ip(each)]
    hosts = _words(access.get("hosts"))
    given = {name: str(proxy.get(name, "")).strip() for name in ("secret", "name_header", "role_header")}
    faults += [MISSING.fill(name=f"access.proxy.{name}") for name, value in given.items() if not value]
    faults += [] if addresses else [MISSING.fill(name="access.proxy.addresses")]
    faults += [] if hosts else [MISSING.fill(name="access.hosts")]
    if given["secret"] and is_weak(given["secret"]):
        faults.append(WEAK.fill(name="access.proxy.secret", fewest=FEWEST_LETTERS))
    known = Proxy(
        addresses,
        str(proxy.get("secret_header", "X-Meomureum-Proxy")).lower(),
        given["secret"],
        given["name_header"].lower(),
        given["role_header"].lower(),
        str(proxy.get("institution_header", "")).strip().lower(),
    )
    return replace(read, way="proxy", faults=tuple(faults), hosts=_lower(hosts), proxy=known)


def is_weak(secret: str) -> bool:
    """Whether a secret is short, uses few letters, or is copied from an example."""
    return len(secret) < FEWEST_LETTERS or len(set(secret)) < FEWEST_KINDS or _is_placeholder(secret)


def _is_placeholder(secret: str) -> bool:
    written = secret.lower()
    return len(set(secret)) < 4 or any(word in written for word in _PLACEHOLDERS)


def is_secure(url: str) -> bool:
    """Whether an address is one of https, or of this computer."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))


def _is_ip(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True


def _exposed(files: Iterable[Path]) -> list[Text]:
    """Files of secrets that others may read; Windows keeps that in lists of its own."""
    if os.name == "nt":
        return []
    open_ones = [path for path in files if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    return [READABLE.fill(name=plain(path.name)) for path in open_ones]


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, Sequence):
        return tuple(str(each).strip() for each in value if str(each).strip())
    return ()


def _lower(hosts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(host.lower().rstrip(".") for host in hosts if host))
