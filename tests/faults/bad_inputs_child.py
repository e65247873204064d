"""Runs the whole corpus in one process of limited memory, and prints what became of each input.

Refused inputs go through a real load; what can be read goes through a dry run in batches.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from etl.build import check, inputs_of, load
from etl.contract import LoadRefused
from etl.loading import Input

MEMORY_BYTES = 3 << 30
BATCH = 40


def main(corpus: Path, data: Path, snapshots: Path) -> None:
    """One line of JSON an input: name, what became of it, how many words of reason, seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    readable = [path for path in sorted(corpus.iterdir()) if not _refused(path, data, snapshots)]
    for at in range(0, len(readable), BATCH):
        _dry_run(readable[at : at + BATCH], data)


def _refused(path: Path, data: Path, snapshots: Path) -> bool:
    started = time.monotonic()
    try:
        if path.is_file() and _is_readable(path):
            return False
        load([path], data, snapshots)
    except LoadRefused as refusal:
        _say(path, "refused", [problem.sentence().en for problem in refusal.problems], started)
    except BaseException as fault:  # noqa: BLE001 - whatever comes out is the finding
        _say(path, "fault", [f"{type(fault).__name__}: {fault}"[:300]], started)
    else:
        _say(path, "loaded", [], started)
    return True


def _is_readable(path: Path) -> bool:
    from etl.build import _read_all

    try:
        _read_all([Input(path, "real")])
    except LoadRefused:
        return False
    return True


def _dry_run(paths: list[Path], data: Path) -> None:
    started = time.monotonic()
    try:
        outcome = check([*inputs_of(data), *(Input(path, "real") for path in paths)])
    except BaseException as fault:  # noqa: BLE001
        if len(paths) > 1:
            for path in paths:
                _dry_run([path], data)
            return
        kind = "refused" if isinstance(fault, LoadRefused) else "fault"
        _say(paths[0], kind, [f"{type(fault).__name__}: {fault}"[:300]], started)
        return
    for path in paths:
        reasons = [each.sentence().en for each in outcome.problems if each.file == path.name]
        _say(path, "held" if reasons else "harmless", reasons, started)


def _say(path: Path, kind: str, reasons: list[str], started: float) -> None:
    seconds = round(time.monotonic() - started, 2)
    print(json.dumps([path.name, kind, len(reasons), " ".join(reasons)[:400], seconds]), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
