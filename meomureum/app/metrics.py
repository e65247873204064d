"""What a monitoring program may read at `/metrics`, as Prometheus text: how the server is, nothing of the data or of anybody.

There is no such address unless `[access.metrics]` sets a token; the guard asks for it, under a path prefix too.
"""

from __future__ import annotations

import hmac
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from meomureum.app import readiness
from meomureum.app.open_screens import SCREENS
from meomureum.store import background, environment, warehouse
from meomureum.store.pointer import folders

if TYPE_CHECKING:
    from starlette.requests import Request

    from meomureum.access.settings import Settings

# The name of each number, and what it is.
HELP = {
    "ready": "1 when the data answer a question, else 0",
    "screens_open": "open screens",
    "work_failed": "kinds of work in the background that have died and were not done since",
    "snapshot_damaged": "1 when readers should see another snapshot than they do",
    "snapshot_built_timestamp_seconds": "when the snapshot that readers see was built",
    "snapshots_kept": "snapshots on disk",
    "snapshots_bytes": "bytes of all snapshots",
    "disk_free_bytes": "free bytes where snapshots are built",
}


def is_told(authorization: str, known: Settings) -> bool:
    """Whether a request carries the token that the settings name; never where they name none."""
    wanted = f"Bearer {known.metrics_token}"
    return bool(known.metrics_token) and hmac.compare_digest(authorization.encode(), wanted.encode())


def metrics(_request: Request) -> PlainTextResponse:
    """The numbers of now."""
    lines = [
        f"# HELP meomureum_{name} {HELP[name]}\n# TYPE meomureum_{name} gauge\nmeomureum_{name} {value!r}\n"
        for name, value in _numbers()
    ]
    kind = "text/plain; version=0.0.4; charset=utf-8"
    return PlainTextResponse("".join(lines), headers={"Content-Type": kind, "Cache-Control": "no-store"})


def _numbers() -> Iterator[tuple[str, float]]:
    home = environment.home()
    yield "ready", int(readiness.PREPARATION.told()["ready"])
    yield "screens_open", SCREENS.open
    yield "work_failed", len(background.failures())
    yield "snapshot_damaged", int(warehouse.damage(home) is not None)
    now = warehouse.current(home)
    if now is not None:
        built = datetime.fromisoformat(str(now.manifest["built_at"]))
        yield (
            "snapshot_built_timestamp_seconds",
            (built if built.tzinfo else built.replace(tzinfo=UTC)).timestamp(),
        )
    found = folders(home)
    yield "snapshots_kept", len(found)
    yield "snapshots_bytes", sum(path.lstat().st_size for folder in found for path in folder.iterdir())
    if home.is_dir():
        yield "disk_free_bytes", shutil.disk_usage(home).free
