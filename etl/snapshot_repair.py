"""While a server runs: snapshots read again to their end, and a damaged one built anew meanwhile."""

from __future__ import annotations

import logging
import threading
import time

from etl.build import ensure_current, shape
from etl.contract import LoadRefused
from meomureum.store import background, environment, integrity, locks, warehouse

EXAMINED_EVERY_SECONDS = 6 * 3600
TRIED_EVERY_SECONDS = 300
LOG = logging.getLogger("meomureum")
_healing = threading.Lock()
_tried: list[float] = []


def examine() -> None:
    """Read every file of every snapshot, log what is damaged, and mend what readers should see."""
    for name, files in integrity.damaged(environment.home()).items():
        LOG.error("snapshot %s is damaged: %s", name, ", ".join(files))
    if warehouse.damage() is not None:
        heal()


def answers_meanwhile() -> bool:
    """Whether the snapshot that answers for a damaged one has the tables that this code reads."""
    found = warehouse.current()
    return found is not None and found.manifest.get("shape") == shape()


def heal() -> threading.Thread | None:
    """Start rebuilding what readers should see; None if that is under way or was tried a moment ago."""
    with _healing:
        if _tried and time.monotonic() - _tried[-1] < TRIED_EVERY_SECONDS:
            return None
        _tried[:] = [time.monotonic()]
    return background.start("healing", _mend)


def _mend() -> None:
    try:
        LOG.warning("snapshot %s was built anew", ensure_current().id)
    except LoadRefused as refusal:
        LOG.error("not built anew: %s", "; ".join(each.sentence().en for each in refusal.problems))
    except (locks.LoadRunning, integrity.Damaged, OSError) as fault:
        LOG.error("not built anew: %s", fault)
