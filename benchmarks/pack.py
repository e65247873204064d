"""A full pack of one city: twelve figures as slides, Hangul document, PDF and workbook, from a cold start.

python benchmarks/pack.py [rounds]

Each round is a process of its own: it opens the snapshot, computes the figures and writes the
four files. The first one is not counted: it compiles the modules, as installing does once.
Printed: medians in seconds of each format, of the figures and of the whole, start of the
process included, the same in processor time, and the size of each file.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

CITY, FIGURES = "gimhae", 12
PACK = ("pptx", "hwpx", "pdf", "xlsx")
ROUNDS = 5


def once() -> dict[str, float]:
    """One pack in this process: seconds by step, kilobytes by format."""
    from meomureum.export import FORMATS
    from meomureum.figures.city_briefing import city_briefing
    from meomureum.store import warehouse
    from meomureum.store.address import View

    snapshot = warehouse.current()
    assert snapshot is not None
    start = time.perf_counter()
    briefing = city_briefing(snapshot, View("ko", "sample", (CITY,)), CITY, "2026-11-21", FIGURES)
    assert len(briefing.figures) == FIGURES
    measured = {"figures": time.perf_counter() - start}
    for name in PACK:
        start = time.perf_counter()
        content = FORMATS[name](briefing)
        measured[name] = time.perf_counter() - start
        measured[f"{name} kB"] = len(content) / 1000
    return measured


def rounds(count: int) -> list[dict[str, float]]:
    """So many packs, a process each."""
    from etl.build import ensure_current

    found = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MEOMUREUM_SNAPSHOTS"] = folder
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder, "compiled"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        ensure_current()
        for _ in range(count + 1):
            start, before = time.perf_counter(), _processor()
            printed = subprocess.run(
                [sys.executable, __file__, "--once"], check=True, capture_output=True, text=True, cwd=PROJECT
            ).stdout
            measured: dict[str, float] = json.loads(printed)
            whole = {"whole": time.perf_counter() - start, "processor": _processor() - before}
            found.append(measured | whole)
    return found[1:]


def _processor() -> float:
    """The seconds that the processors have spent on ended processes of ours; a busy machine does not lengthen them."""
    spent = os.times()
    return spent.children_user + spent.children_system


def main() -> None:
    """Print the medians."""
    if "--once" in sys.argv:
        sys.stdout.write(json.dumps(once()))
        return
    found = rounds(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    for step in found[0]:
        sys.stdout.write(f"{step:10} {statistics.median(each[step] for each in found):8.2f}\n")


if __name__ == "__main__":
    main()
