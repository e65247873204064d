"""Workbooks parsed and archives unpacked in a process of their own, with little memory and little time.

These are the kinds of file that take a parser of some size. Should one be built to make it
run for ever, eat all memory or crash, that happens to a process nobody waits for:
`python -m etl.sandbox read FILE NAME` prints the grids, or the problems, as JSON and ends;
`unpack FILE NAME FOLDER` writes what an archive holds and prints the names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from etl import archives
from etl.contract import LoadRefused, Problem
from etl.grids import Grid, from_workbook, refused
from meomureum.project import PROJECT, process_environment
from meomureum.texts import Text

MEMORY_BYTES = 3 << 30  # of addresses; a sheet of the most cells that are taken needs two thirds of it
SECONDS = 60
TOO_MUCH = Text("읽는 데 메모리나 시간이 너무 많이 듭니다.", "It takes too much memory or time to read.")
TOO_MUCH_PACKED = Text(
    "압축을 푸는 데 메모리나 시간이 너무 많이 듭니다.", "It takes too much memory or time to unpack."
)
LONGEST_ENDING = 8
SMALLER = Text(
    "값만 남긴 XLSX나 CSV로 저장하거나, 나누어 올리세요.",
    "Save it as XLSX with values only or as CSV, or in parts.",
)


def read_workbook(path: Path, name: str) -> list[Grid]:
    """Read every non-empty sheet of a workbook in another process; raises LoadRefused."""
    _judge_directory(path, name)
    return [_grid(each) for each in _asked(name, TOO_MUCH, "read", str(path.resolve()), name)["grids"]]


def unpack(path: Path, name: str, folder: Path) -> tuple[list[tuple[str, Path]], tuple[Problem, ...]]:
    """Unpack an archive into a folder in another process; returns its files with their names, and the faults.

    The names on disk are ours; what the archive calls its files is only shown.
    Raises LoadRefused for an archive that is refused as a whole.
    """
    archives.opened(path, name).close()
    said = _asked(name, TOO_MUCH_PACKED, "unpack", str(path.resolve()), name, str(folder.resolve()))
    return (
        [(inside, folder / place) for inside, place in said["files"]],
        tuple(_problem(each) for each in said["faults"]),
    )


def _asked(name: str, fault: Text, *words: str) -> dict[str, Any]:
    """What the other process answers; raises LoadRefused."""
    command = [sys.executable, "-m", "etl.sandbox", *words]
    environment = {**process_environment(), "PYTHONIOENCODING": "utf-8"}
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
        said: dict[str, Any] = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise refused(name, 0, fault, SMALLER) from error
    if "problems" in said:
        raise LoadRefused(tuple(_problem(each) for each in said["problems"]))
    return said


def _judge_directory(path: Path, name: str) -> None:
    """What the directory of an archive gives away needs no other process."""
    with path.open("rb") as file:
        start = file.read(2)
    if start == b"PK":
        archives.opened(path, name, archives.BROKEN_WORKBOOK).close()


def _grid(said: dict[str, Any]) -> Grid:
    return Grid(
        said["file"],
        said["sheet"],
        said["encoding"],
        [(line, cells) for line, cells in said["rows"]],
        tuple((top, left, bottom, right) for top, left, bottom, right in said["merged"]),
        said["set_aside"],
    )


def _problem(said: dict[str, Any]) -> Problem:
    told: dict[str, Any] = {
        name: Text(**each) if isinstance(each, dict) else each for name, each in said.items()
    }
    return Problem(**told)


def main(arguments: Sequence[str]) -> int:
    """Read one workbook, or unpack one archive, within the limits and print what is in it."""
    _limit()
    what, path, name, *folder = arguments
    try:
        said: dict[str, Any]
        if what == "unpack":
            said = _unpacked(Path(path), name, Path(*folder))
        else:
            said = {"grids": [vars(grid) for grid in from_workbook(Path(path), name)]}
    except LoadRefused as refusal:
        said = {"problems": [asdict(problem) for problem in refusal.problems]}
    sys.stdout.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    return 0


def _unpacked(path: Path, name: str, folder: Path) -> dict[str, Any]:
    """Write the files of an archive under numbers; a broken one is a fault, and the others are still told."""
    files: list[tuple[str, str]] = []
    faults: list[Problem] = []
    with archives.opened(path, name) as archive:
        for at, entry in enumerate(sorted(archives.entries(archive), key=lambda each: each.name)):
            place = f"{at}{PurePosixPath(entry.name).suffix.lower()[:LONGEST_ENDING]}"
            try:
                (folder / place).write_bytes(archives.content(archive, entry, name))
                files.append((entry.name, place))
            except LoadRefused as refusal:
                faults.extend(refusal.problems)
    return {"files": files, "faults": [asdict(each) for each in faults]}


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
