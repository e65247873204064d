"""A real nginx at work on the configurations that the product ships, on ports of its own."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from readers import free_port
from small import PROJECT

START_SECONDS = 60
CERTIFICATE, KEY = "c.pem", "c.key"


def self_signed(folder: Path) -> None:
    """A certificate and a key for this computer."""
    kind = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    files = ("-addext", "subjectAltName=DNS:localhost", "-out", folder / CERTIFICATE, "-keyout", folder / KEY)
    subprocess.run(("openssl", "req", *kind, *files), check=True, capture_output=True)


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate / CERTIFICATE))


def example(port: int, behind: int, certificate: Path) -> str:
    """docs/nginx.conf, listening on a port with TLS, before a server on another."""
    changes = {
        "listen 80;": f"listen {free_port()};",
        "listen 443 ssl;": f"listen {port} ssl;",
        "indicators.example.kr": "localhost",
        "/etc/ssl/certs/indicators.pem": str(certificate / CERTIFICATE),
        "/etc/ssl/private/indicators.key": str(certificate / KEY),
        "http://127.0.0.1:8501": f"http://127.0.0.1:{behind}",
    }
    return changed("docs/nginx.conf", changes)


def changed(name: str, changes: Mapping[str, str]) -> str:
    """A shipped configuration with other ports and files; each of them must stand in it."""
    configured = (PROJECT / name).read_text("utf-8")
    for old, new in changes.items():
        assert old in configured, old
        configured = configured.replace(old, new)
    return configured


@contextmanager
def running(configured: str, port: int, place: Path) -> Iterator[None]:
    """An nginx with this configuration, from when it listens on the port until the test is done."""
    temporary = " ".join(
        f"{name}_temp_path {place}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off; error_log stderr; pid {place}/pid; events {{}}\nhttp {{ access_log off; {temporary}\n{configured}\n}}"
    (place / "nginx.conf").write_text(whole, "utf-8")
    with (place / "nginx.log").open("wb") as output:
        started = subprocess.Popen(
            ["nginx", "-p", place, "-c", place / "nginx.conf"], stdout=output, stderr=output
        )
        try:
            _wait(port, started, place)
            yield
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(timeout=30)


def _wait(port: int, started: subprocess.Popen[bytes], place: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and started.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail((place / "nginx.log").read_text("utf-8"))
