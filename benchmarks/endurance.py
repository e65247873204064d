"""The server's memory while readers come, change filters and leave again, for as long as wanted.

python benchmarks/endurance.py [minutes]

Fifty readers at a time, each of whom opens Explore, makes a few changes without thinking and
leaves; another takes the place. Printed each minute: sessions and changes so far, memory. Fifty
people who think for two seconds make some 20 changes a second.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).parent)]

import first_chart  # noqa: E402
import sessions  # noqa: E402

AT_A_TIME, CHANGES, MINUTE = 50, 8, 60
APP = "meomureum"


async def visits(address: str, until: float, seen: list[int]) -> None:
    """One reader after the other until the time is over; how many changes each made into `seen`."""
    choices = sessions.choices(APP)
    while time.monotonic() < until:
        async with sessions.opened(APP, address) as browser:
            for choice in itertools.islice(choices, CHANGES):
                await browser.change(choice)
            seen.append(CHANGES)


async def watched(address: str, server: int, minutes: int) -> None:
    """All readers, and a line a minute."""
    seen: list[int] = []
    until = time.monotonic() + minutes * MINUTE
    readers = [asyncio.create_task(visits(address, until, seen)) for _ in range(AT_A_TIME)]
    for minute in range(1, minutes + 1):
        await asyncio.sleep(MINUTE)
        print(f"| {minute} | {len(seen)} | {sum(seen)} | {sessions.memory(server):.0f} MB |", flush=True)
    await asyncio.gather(*readers)


def main(minutes: int) -> None:
    """Print the table."""
    print("| minute | sessions | changes | memory |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        environment = first_chart.written(folder)
        with first_chart.serving(first_chart.SCRIPTS[APP], environment) as (address, _, server):
            asyncio.run(watched(address, server, minutes))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
