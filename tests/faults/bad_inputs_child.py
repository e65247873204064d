"""Runs the whole corpus in one process of limited memory, and prints what became of each input.

Refused inputs go through a real load; what can be read goes through a dry run in batches.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from etl.build import check, load
from etl.contract import LoadRefused
from etl.inputs import inputs_of, read_all
from etl.large_text import LARGE
from etl.load_accounts import Input
from etl.load_ledger import Load

MEMORY_BYTES = 5 << 30  # of addresses: DuckDB reserves many more than it fills
RESIDENT_BYTES = 1 << 30
BATCH = 40


def main(corpus: Path, data: Path, snapshots: Path) -> None:
    """One line of JSON an input: name, what became of it, how many words of reason, seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    paths = sorted(corpus.iterdir())
    readable = [path for path in paths if path.is_file() and _is_readable(path)]
    first: dict[bytes, Path] = {}
    for path in paths:
        if path.is_file() and path not in readable:
            first.setdefault(path.read_bytes(), path)
    together = list(first.values())
    for at in range(0, len(together), BATCH):
        _load(together[at : at + BATCH], data, snapshots)
    for path in paths:  # folders, and what another file already says word for word
        if path not in readable and path not in together:
            _load([path], data, snapshots)
    for at in range(0, len(readable), BATCH):
        _dry_run(readable[at : at + BATCH], data)
    resident = _most_resident_bytes()
    assert resident < RESIDENT_BYTES, f"{resident:,} bytes"


def _most_resident_bytes() -> int:
    """Of this process alone: getrusage would count what the process that started it held by then."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


def _load(paths: list[Path], data: Path, snapshots: Path) -> None:
    """Load refused files; one that is refused does not hide what is wrong with the others."""
    started = time.monotonic()
    try:
        load(paths, data, snapshots)
    except LoadRefused as refusal:
        for path in paths:
            told = [each.sentence().en for each in refusal.problems if each.file.split("/")[0] == path.name]
            _say(path, "refused" if told else "not told", told, started)
    except BaseException as fault:  # noqa: BLE001 - whatever comes out is the finding
        for path in paths:
            _say(path, "fault", [f"{type(fault).__name__}: {fault}"[:300]], started)
    else:
        for path in paths:
            _say(path, "loaded", [], started)


def _is_readable(path: Path) -> bool:
    try:
        read_all([Input(path, "real")], LARGE)
    except LoadRefused:
        return False
    return True


def _turns(paths: list[Path]) -> list[Input]:
    """One load a file, so that files which give the same row do not contradict each other."""
    return [
        Input(path, "real", load=Load(at, "", "", path.name, "")) for at, path in enumerate(paths, start=1)
    ]


def _dry_run(paths: list[Path], data: Path) -> None:
    started = time.monotonic()
    try:
        outcome = check([*inputs_of(data), *_turns(paths)])
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
