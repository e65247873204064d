"""What a first start costs in this checkout and in another one, say that of before a change: `first_start.py OTHER 3`.

Each build runs in a process of its own, into an empty folder, in turn; processor time is that of the process and
its children, so a busy machine weighs on both alike.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parents[1]
BUILD = "import pathlib, sys; from etl.build import ensure_current; ensure_current(snapshots=pathlib.Path(sys.argv[1]))"


def first_build(checkout: Path) -> tuple[float, int]:
    """CPU seconds of the first snapshot of a checkout, and its bytes."""
    with tempfile.TemporaryDirectory() as place:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", BUILD, place],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout)},
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return spent, _size(Path(place))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(other: Path, rounds: int) -> None:
    """Print data shipped, snapshot and CPU of both, and the ratio."""
    spent: dict[Path, list[float]] = {other: [], HERE: []}
    for _ in range(rounds):
        for checkout, seconds in spent.items():
            cpu, size = first_build(checkout)
            seconds.append(cpu)
            print(f"{checkout.name}: {cpu:.1f} s CPU, snapshot {size / 1e6:.1f} MB", flush=True)
    for checkout, seconds in spent.items():
        shipped = sum(_size(checkout / "data" / name) for name in ("published", "reference", "sample"))
        print(f"{checkout.name}: shipped {shipped / 1e6:.1f} MB, median {median(seconds):.1f} s CPU")
    print(f"ratio {median(spent[HERE]) / median(spent[other]):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
