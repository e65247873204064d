"""Three servers over one folder behind install/replicas.conf, each of which can be killed and started again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from nginx_server import changed, example, running, self_signed
from readers import SIGN_IN, Server, await_ready, free_port, started
from small import PROJECT

NAMES = ("1", "2", "3")
"""What the cookie calls the servers."""


@dataclass
class Replicas:
    """The servers that run, by the cookie's word for each; where readers come in, with TLS and without."""

    door: Server
    tls_port: int
    certificate: Path
    ports: dict[str, int]
    at_work: dict[str, Server] = field(default_factory=dict)
    _ends: dict[str, ExitStack] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """One server, until it is ready."""
        port, place = self.ports[name], self.certificate
        here = replace(self.door, port=port, output=place / f"server{name}.log")
        environment = {**os.environ, "MEOMUREUM_SNAPSHOTS": str(here.snapshots)}
        options = ("--server.port", str(port), "--secrets.files", str(here.secrets))
        command = [sys.executable, "-m", "meomureum", "run", *options]
        self._ends[name] = ExitStack()
        self.at_work[name] = self._ends[name].enter_context(started(here, command, PROJECT, environment))
        await_ready(self.at_work[name])

    def stop(self, name: str) -> None:
        """As a service is stopped; what is under way may end."""
        self._ends[name].close()
        del self.at_work[name]

    def kill(self, name: str) -> None:
        """As a machine dies."""
        os.kill(self.at_work[name].process, signal.SIGKILL)
        self.stop(name)

    def end(self) -> None:
        """Stop those that run."""
        for name in list(self.at_work):
            self.stop(name)


@contextmanager
def behind_nginx(place: Path, snapshots: Path, secrets: str = SIGN_IN) -> Iterator[Replicas]:
    """All three, ready, behind one nginx with both configurations."""
    self_signed(place)
    ports, inner, outer = {name: free_port() for name in NAMES}, free_port(), free_port()
    door = Server(inner, 0, snapshots, place / "nginx.log", place / "secrets.toml")
    door.secrets.write_text(secrets.replace("{origin}", door.origin), "utf-8")
    door.secrets.chmod(0o600)
    moved = {f":851{name}": f":{port}" for name, port in ports.items()}
    configured = changed("install/replicas.conf", {**moved, ":8501": f":{inner}"})
    replicas = Replicas(door, outer, place, ports)
    with ExitStack() as ending:
        ending.enter_context(running(example(outer, inner, place) + configured, inner, place))
        for name in NAMES:
            replicas.start(name)
        ending.callback(replicas.end)
        yield replicas
