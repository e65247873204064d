"""Fifty readers at once on one server, beside one: how long a change takes them, and what memory each costs.

python benchmarks/sessions.py [sessions] [changes of each]

Readers speak to the server as a browser does, and draw nothing: each changes a filter of Explore,
waits two seconds after the answer, more or less, and changes it again. Printed: the median for one
reader, median and 95th percentile for all of them, and what the server's memory grew by for each.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).parent)]

import first_chart  # noqa: E402
import websockets  # noqa: E402
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402
from websockets.typing import Subprotocol  # noqa: E402

THINKING_SECONDS = 2
SUCCEEDED = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
CHOICES = ("female", "male", "")


async def reader(address: str, changes: int, taken: list[float], everybody: asyncio.Barrier) -> None:
    """One reader's changes, in milliseconds into `taken`, once everybody is there and until all have finished."""
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None) as line:
        await changed(line, "")
        await everybody.wait()
        for turn in range(changes):
            await asyncio.sleep(THINKING_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311
            taken.append(await changed(line, CHOICES[turn % len(CHOICES)]))
        await everybody.wait()


async def changed(line: websockets.ClientConnection, sex: str) -> float:
    """Ask for a filter and read until the script has run; milliseconds."""
    asked = BackMsg()
    chosen = {"set": "sample", "lang": "en", "kpi": first_chart.KPI, **({"sex": sex} if sex else {})}
    asked.rerun_script.query_string = urlencode(chosen)
    asked.rerun_script.page_name = "explore"
    began = time.perf_counter()
    await line.send(asked.SerializeToString())
    while True:
        said = ForwardMsg()
        said.ParseFromString(await line.recv(decode=False))
        if said.WhichOneof("type") == "script_finished" and said.script_finished == SUCCEEDED:
            return (time.perf_counter() - began) * 1000


def memory(process: int) -> float:
    """Megabytes that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def together(address: str, sessions: int, changes: int, server: int) -> tuple[list[float], float]:
    """What each change takes so many readers, and the server's memory while they are all there."""
    everybody = asyncio.Barrier(sessions + 1)
    taken: list[float] = []
    readers = [asyncio.create_task(reader(address, changes, taken, everybody)) for _ in range(sessions)]
    await everybody.wait()
    while len(taken) < sessions * changes:
        await asyncio.sleep(0.1)
    held = memory(server)
    await everybody.wait()
    await asyncio.gather(*readers)
    return sorted(taken), held


def main(sessions: int, changes: int) -> None:
    """Print the table."""
    print("| | one reader, median | all, median | all, p95 | all p95 / one | memory a reader |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        environment = first_chart.written(folder)
        with first_chart.serving("dashboard.py", environment) as (address, _, server):
            one, before = asyncio.run(together(address, 1, 3 * changes, server))
            taken, after = asyncio.run(together(address, sessions, changes, server))
    alone, p95 = statistics.median(one), taken[int((len(taken) - 1) * 0.95)]
    each = (after - before) / sessions
    print(
        f"| {sessions} readers | {alone:.0f} ms | {statistics.median(taken):.0f} ms | {p95:.0f} ms "
        f"| {p95 / alone:.1f} | {each:.2f} MB |"
    )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 50,
        int(sys.argv[2]) if len(sys.argv) > 2 else 6,
    )
