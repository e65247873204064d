"""A small OpenID Connect provider for the tests: discovery, sign-in page, tokens with RS256, keys, userinfo, sign-out."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "meomureum", "b7Qx2-Lm9ZkV_t0aTRwYeoPGfh5JcNd8"


@dataclass
class Provider:
    """People with their claims; each code is good once, for who asked with the right PKCE verifier."""

    people: dict[str, Mapping[str, Any]]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)
    """Whose each access token is."""
    issuer: str = ""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/sign-out",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def chooser(self, asked: Mapping[str, str]) -> str:
        """The sign-in page: a link for each person."""
        links = "".join(
            f'<p><a href="/chosen?{escape(urlencode({**asked, "person": name}))}">{escape(name)}</a></p>'
            for name in self.people
        )
        return f"<!doctype html><title>Sign in</title><h1>Who are you?</h1>{links}"

    def chosen(self, asked: Mapping[str, str]) -> str:
        """Where the browser goes with a fresh code."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(asked)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens of a code; None for a wrong client, code, address or verifier."""
        basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            authorization != f"Basic {basic}"
            or asked is None
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "sub": subject(asked["person"]),
            **self.people[asked["person"]],
        }
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        access = secrets.token_urlsafe(16)
        self.tokens += [signed, access]
        self.holders[access] = asked["person"]
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def userinfo(self, authorization: str) -> dict[str, Any] | None:
        """The claims that the holder of an access token has by now; None for a token that it does not know."""
        person = self.holders.get(authorization.removeprefix("Bearer "))
        return None if person is None else {"sub": subject(person), **self.people[person]}


def subject(person: str) -> str:
    """What the provider calls a person."""
    return hashlib.sha256(person.encode()).hexdigest()[:12]


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5  # a browser keeps connections open that it will not use

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/.well-known/openid-configuration":
                self._json(provider.discovery())
            elif parts.path == "/keys":
                self._json({"keys": [provider.key.as_dict(private=False)]})
            elif parts.path == "/userinfo":
                found = provider.userinfo(self.headers.get("Authorization", ""))
                self._answer(401, b"", "text/plain") if found is None else self._json(found)
            elif parts.path == "/authorize":
                self._answer(200, provider.chooser(asked).encode(), "text/html; charset=utf-8")
            elif parts.path == "/chosen":
                self._go(provider.chosen(asked))
            elif parts.path == "/sign-out":
                self._go(asked["post_logout_redirect_uri"])
            else:
                self._answer(404, b"", "text/plain")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            found = provider.token(form, self.headers.get("Authorization", ""))
            if found is None:
                self._answer(400, b'{"error": "invalid_grant"}', "application/json")
            else:
                self._json(found)

        def _json(self, content: object) -> None:
            self._answer(200, json.dumps(content).encode(), "application/json")

        def _go(self, address: str) -> None:
            self.send_response(302)
            self.send_header("Location", address)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _answer(self, code: int, content: bytes, kind: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def signing_in(people: Mapping[str, Mapping[str, Any]]) -> Iterator[Provider]:
    """The provider, on a port of its own until the tests are done."""
    provider = Provider(dict(people))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
