"""Workbooks parsed in a process of their own, with little memory and little time.

A workbook is the one kind of file here that takes a parser of some size. Should one be built
to make it run for ever, eat all memory or crash, that happens to a process nobody waits for:
`python -m etl.apart FILE NAME` prints the grids, or the problems, as JSON and ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from etl import archives
from etl.contract import LoadRefused, Problem
from etl.tables import Grid, from_workbook, refused
from texts import Text

PROJECT = Path(__file__).resolve().parents[1]
MEMORY_BYTES = 3 << 30  # of addresses; a sheet of the most cells that are taken needs two thirds of it
SECONDS = 60
TOO_MUCH = Text("읽는 데 메모리나 시간이 너무 많이 듭니다.", "It takes too much memory or time to read.")
SMALLER = Text(
    "값만 남긴 XLSX나 CSV로 저장하거나, 나누어 올리세요.",
    "Save it as XLSX with values only or as CSV, or in parts.",
)


def read_workbook(path: Path, name: str) -> list[Grid]:
    """Every sheet of a workbook that holds anything, read by another process; raises LoadRefused."""
    _judge_directory(path, name)
    command = [sys.executable, "-m", "etl.apart", str(path.resolve()), name]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"}
    try:
        child = subprocess.run(  # noqa: S603 - our own module, and the path of a file that we have named
            command,
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
        return _told(json.loads(child.stdout))
    except (subprocess.SubprocessError, ValueError) as error:
        raise refused(name, 0, TOO_MUCH, SMALLER) from error


def _judge_directory(path: Path, name: str) -> None:
    """What the directory of an archive gives away needs no other process."""
    with path.open("rb") as file:
        start = file.read(2)
    if start == b"PK":
        archives.opened(path, name, archives.BROKEN_WORKBOOK).close()


def _told(said: dict[str, Any]) -> list[Grid]:
    if "problems" in said:
        raise LoadRefused(tuple(_problem(each) for each in said["problems"]))
    return [
        Grid(
            each["file"],
            each["sheet"],
            each["encoding"],
            [(line, cells) for line, cells in each["rows"]],
            tuple((top, left, bottom, right) for top, left, bottom, right in each["merged"]),
        )
        for each in said["grids"]
    ]


def _problem(said: dict[str, Any]) -> Problem:
    told: dict[str, Any] = {
        name: Text(**each) if isinstance(each, dict) else each for name, each in said.items()
    }
    return Problem(**told)


def main(arguments: Sequence[str]) -> int:
    """Read one workbook within the limits and print what is in it."""
    _limit()
    path, name = arguments
    try:
        said = {"grids": [vars(grid) for grid in from_workbook(Path(path), name)]}
    except LoadRefused as refusal:
        said = {"problems": [asdict(problem) for problem in refusal.problems]}
    sys.stdout.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    return 0


def _limit() -> None:
    """Bound memory and processor time; Windows has no such limits, there the time alone is bounded."""
    if os.name == "nt":
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(kind)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
