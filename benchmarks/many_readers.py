"""Many readers who think: on one server, and on three behind nginx, the same number for the same time.

python benchmarks/many_readers.py [readers] [minutes]

Each reader has Explore open and changes a filter every twenty seconds, more or less, as benchmarks/sessions.py does it;
a change that is not answered ends the run. Printed: how long a change takes, and what memory the servers hold when all
readers are there, and at the end.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Collection
from contextlib import AsyncExitStack
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests"), str(Path(__file__).parent)]

import sessions  # noqa: E402
from replicas import behind_nginx  # noqa: E402

from etl.build import ensure_current  # noqa: E402

APP, THINKING_SECONDS, OPENED_AT_ONCE, MINUTE = "meomureum", 20, 4, 60


async def reader(
    address: str, minutes: float, taken: list[float], door: asyncio.Semaphore, everybody: asyncio.Barrier
) -> None:
    """One reader's changes, in milliseconds into `taken`, from when everybody is there until the time is over."""
    async with AsyncExitStack() as held:
        async with door:
            browser = await held.enter_async_context(sessions.opened(APP, address))
        await everybody.wait()
        until = time.monotonic() + minutes * MINUTE
        for choice in sessions.choices(APP):
            await asyncio.sleep(THINKING_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311
            if time.monotonic() > until:
                break
            taken.append(await browser.change(choice))
        await everybody.wait()


async def row(name: str, address: str, servers: Collection[int], readers: int, minutes: float) -> str:
    """So many readers at one address, in figures."""
    taken: list[float] = []
    door, everybody = asyncio.Semaphore(OPENED_AT_ONCE), asyncio.Barrier(readers + 1)
    coming = [asyncio.create_task(reader(address, minutes, taken, door, everybody)) for _ in range(readers)]
    await _arrived(everybody, coming)
    before, worked = _memory(servers), sum(map(sessions.processor, servers))
    await _arrived(everybody, coming)
    after, worked = _memory(servers), sum(map(sessions.processor, servers)) - worked
    taken.sort()
    p95, share = taken[int((len(taken) - 1) * 0.95)], worked / 1000 / minutes / MINUTE
    return (
        f"| {name}, {readers} readers | {len(taken)} | {statistics.median(taken):.0f} ms | {p95:.0f} ms "
        f"| {taken[-1]:.0f} ms | {share:.2f} | {before:.0f} MB | {after:.0f} MB |"
    )


async def _arrived(everybody: asyncio.Barrier, readers: list[asyncio.Task[None]]) -> None:
    """Everybody is at the barrier; raises what has befallen a reader who will not come."""
    coming = asyncio.create_task(everybody.wait())
    done, _ = await asyncio.wait([coming, *readers], return_when=asyncio.FIRST_COMPLETED)
    for each in done:
        await each
    await coming


def _memory(servers: Collection[int]) -> float:
    return sum(map(sessions.memory, servers))


def main(readers: int, minutes: float) -> None:
    """Print the table."""
    print("| | changes | median | p95 | longest | processors busy | memory, all there | at the end |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        snapshots = Path(folder) / "snapshots"
        ensure_current(snapshots=snapshots)
        with behind_nginx(Path(folder), snapshots, "") as servers:
            at = {name: each.process for name, each in servers.at_work.items()}
            one = (servers.at_work["1"].origin, [at["1"]])
            three = (servers.door.origin, list(at.values()))
            for name, (address, processes) in {"one server": one, "three behind nginx": three}.items():
                print(asyncio.run(row(name, address, processes, readers, minutes)), flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 200,
        float(sys.argv[2]) if len(sys.argv) > 2 else 30,
    )
