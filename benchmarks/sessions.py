"""Fifty readers at once on one server, beside one: how long a change takes them, and what memory each costs.

python benchmarks/sessions.py [sessions] [changes of each]

Readers speak to the server as a browser does, and draw nothing: each changes a filter of Explore,
waits two seconds after the answer, more or less, and changes it again. The same for the reference
app. Printed: the median for one reader, median and 95th percentile for all of them, the server's
processor time for a change, and what its memory grew by for each.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).parent)]

import first_chart  # noqa: E402
import websockets  # noqa: E402
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402
from websockets.typing import Subprotocol  # noqa: E402

THINKING_SECONDS = 2
FINISHED = (
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)
TICKS = os.sysconf("SC_CLK_TCK")


class Reader:
    """One browser's side of the talk: it knows which filter of the last answer to change."""

    def __init__(self, app: str, line: websockets.ClientConnection) -> None:
        explore = first_chart.measured()[0]
        self._page, _, self._query = explore.paths[app].strip("/").partition("?")
        self._line, self._filter_name = line, explore.filter[app]
        self._filter, self._fragment = "", ""

    async def open(self) -> None:
        """The whole page, by a link with a filter: it opens with the filters in sight."""
        asked = BackMsg()
        asked.rerun_script.query_string = f"{self._query}&sex=female"
        asked.rerun_script.page_name = self._page
        await self._answered(asked)

    async def change(self, choice: str) -> float:
        """The part of the page that a filter changes; milliseconds until its script has run."""
        asked = BackMsg()
        asked.rerun_script.query_string, asked.rerun_script.fragment_id = self._query, self._fragment
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = self._filter
        state.string_array_value.data.extend([choice] if choice else [])
        began = time.perf_counter()
        await self._answered(asked)
        return (time.perf_counter() - began) * 1000

    async def _answered(self, asked: BackMsg) -> None:
        await self._line.send(asked.SerializeToString())
        while True:
            said = ForwardMsg()
            said.ParseFromString(await self._line.recv(decode=False))
            chooser = said.delta.new_element.multiselect
            if chooser.label == self._filter_name:
                self._filter, self._fragment = chooser.id, said.delta.fragment_id
            if said.WhichOneof("type") == "script_finished" and said.script_finished in FINISHED:
                return


@asynccontextmanager
async def opened(app: str, address: str) -> AsyncIterator[Reader]:
    """A reader with Explore open, as long as wanted."""
    stream = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None) as line:
        browser = Reader(app, line)
        await browser.open()
        yield browser


def choices(app: str) -> Iterator[str]:
    """What a reader chooses, one after the other."""
    return itertools.cycle(("", *first_chart.measured()[0].choices[app]))


async def reader(
    app: str, address: str, changes: int, taken: list[float], everybody: asyncio.Barrier
) -> None:
    """One reader's changes, in milliseconds into `taken`, once everybody is there and until all have finished."""
    async with opened(app, address) as browser:
        await everybody.wait()
        for choice in itertools.islice(choices(app), changes):
            await asyncio.sleep(THINKING_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311
            taken.append(await browser.change(choice))
        await everybody.wait()


def memory(process: int) -> float:
    """Megabytes that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor(process: int) -> float:
    """Milliseconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


async def together(
    app: str, address: str, sessions: int, changes: int, server: int
) -> tuple[list[float], float, float]:
    """What each change takes so many readers, and the server's memory and work while they are all there."""
    everybody = asyncio.Barrier(sessions + 1)
    taken: list[float] = []
    readers = [asyncio.create_task(reader(app, address, changes, taken, everybody)) for _ in range(sessions)]
    await everybody.wait()
    before = processor(server)
    while len(taken) < sessions * changes:
        await asyncio.sleep(0.1)
    held, worked = memory(server), processor(server) - before
    await everybody.wait()
    await asyncio.gather(*readers)
    return sorted(taken), held, worked / len(taken)


def row(app: str, environment: Mapping[str, str], sessions: int, changes: int) -> str:
    """One server in figures."""
    with first_chart.serving(first_chart.SCRIPTS[app], dict(environment)) as (address, _, server):
        one, before, _ = asyncio.run(together(app, address, 1, 3 * changes, server))
        taken, after, work = asyncio.run(together(app, address, sessions, changes, server))
    alone, p95 = statistics.median(one), taken[int((len(taken) - 1) * 0.95)]
    return (
        f"| {app}, {sessions} readers | {alone:.0f} ms | {statistics.median(taken):.0f} ms | {p95:.0f} ms "
        f"| {p95 / alone:.1f} | {work:.0f} ms | {(after - before) / sessions:.2f} MB |"
    )


def main(sessions: int, changes: int) -> None:
    """Print the table."""
    print(
        "| | one reader, median | all, median | all, p95 | all p95 / one | CPU a change | memory a reader |"
    )
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        environment = first_chart.written(folder)
        for app in first_chart.SCRIPTS:
            print(row(app, environment, sessions, changes), flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 50,
        int(sys.argv[2]) if len(sys.argv) > 2 else 6,
    )
