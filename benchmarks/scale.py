"""The sums of a large table by DuckDB in this process and by an Apache Spark on this machine.

python benchmarks/scale.py [millions of rows ...]     # needs pip install '.[spark]' and Java 17 or newer

Rows are drawn by a seed, as benchmarks/figures.py does it. Printed for each size: processor time, time on the clock and
peak memory of adding up; for Spark with the way of the facts out as Parquet and of the sums back. Sums that are not the
same in every cell end the run. CPU seconds compare on a busy machine, the clock does not.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(Path(__file__).parent)]

import duckdb  # noqa: E402
import figures  # noqa: E402
import sessions  # noqa: E402

from etl import cubes  # noqa: E402
from etl.sources import SOURCES  # noqa: E402
from meomureum.store import environment  # noqa: E402

ENGINES = {"DuckDB": "", "Spark": "local[2]"}
CUBES = [f"{figures.TABLE}_by_{name}" for name in cubes.CUBES[figures.TABLE]]


def row(connection: duckdb.DuckDBPyConnection, engine: str, millions: float) -> str:
    """One engine adding up, in figures; its sums stay under its name."""
    os.environ[environment.SPARK] = ENGINES[engine]
    for process in _processes():
        Path(f"/proc/{process}/clear_refs").write_text("5", "ascii")  # its peak from here on
    before, began = sum(map(sessions.processor, _processes())), time.perf_counter()
    cubes.build(connection, SOURCES)
    seconds = time.perf_counter() - began
    worked = sum(map(sessions.processor, _processes())) - before
    for cube in CUBES:
        connection.execute(f"ALTER TABLE {cube} RENAME TO {engine}_{cube}")
    peak = sum(map(_peak, _processes()))
    return f"| {millions:g}M | {engine} | {worked / 1000:.1f} s | {seconds:.0f} s | {peak:,.0f} MB |"


def _processes() -> list[int]:
    """This one and the machine of Spark, once there is one."""
    gateway = getattr(getattr(sys.modules.get("pyspark"), "SparkContext", None), "_gateway", None)
    return [os.getpid(), *([gateway.proc.pid] if gateway is not None else [])]


def _peak(process: int) -> float:
    """Megabytes that a process held at most."""
    (found,) = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found) / 1000


def main(sizes: list[float]) -> None:
    """Print the table."""
    cubes.LARGEST_SHARE = 1.0  # few rows hardly add up, and are to be compared all the same
    print("| rows | engine | CPU | clock | peak memory |")
    print("|---|---|---|---|---|")
    for millions in sizes:
        with (
            tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder,
            figures.facts(Path(folder), int(millions * 10**6)) as (_, connection),
        ):
            for engine in ENGINES:
                print(row(connection, engine, millions), flush=True)
            for cube in CUBES:
                one, other = (f"FROM {engine}_{cube}" for engine in ENGINES)
                assert connection.execute(f"{one} EXCEPT ALL {other}").fetchone() is None
                assert connection.execute(f"{other} EXCEPT ALL {one}").fetchone() is None


if __name__ == "__main__":
    main([float(each) for each in sys.argv[1:]] or [1, 10])
