"""A copy of the project in which one change at a time is tried by the tests that reach it."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Literal, NoReturn

import pytest

from . import reach
from .changes import Mutant
from .reach import OF, WHERE_TO, WHOLE_FILE

Verdict = Literal["killed", "timed out", "survived", "not reached"]
Whole = tuple[str, bytes]
"""A file as it was before a change: its name and what stands in it."""
PYTEST = ("-n", "0", "-q", "--no-header", "--hypothesis-seed=0")
# Most of the time of a short run goes into these.
for each in ("hypothesis", "pandas", "duckdb", "streamlit.testing.v1"):
    importlib.import_module(each)
# Most changes fall to the first few tests, before the others are even imported.
FIRST_SECONDS, FIRST_FILES = 4.0, 6
MOST_SECONDS = 30.0
"""Tests of one change, by the time they take under trace; what it would take longer to kill survives.

Of test files that are named all tests that reach a change are asked.
"""
PATIENCE, SLOWER = 20.0, 6.0
"""A change that makes tests so much slower than they were is taken for an endless loop; by the time that they
compute, which does not grow on a busy machine, and where they wait for something, by so many times more."""
WAITING = 10.0


@dataclass(frozen=True)
class Reach:
    """One test file: the lines that its tests run, and the seconds that each passed test takes."""

    file: str
    lines: dict[str, dict[str, frozenset[int]]]
    seconds: dict[str, float]
    shared: dict[str, float]
    """The seconds of each fixture that several tests stand on."""
    stands_on: dict[str, list[str]]

    def of_itself(self) -> frozenset[int]:
        """The lines of the test file itself that have run."""
        return frozenset[int]().union(*(each.get(self.file, ()) for each in self.lines.values()))

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that run a changed statement, or for a constant those that run its module."""
        lines = range(mutant.first, mutant.last + 1)

        def runs(test: str) -> bool:
            run = self.lines.get(test, {}).get(mutant.file, frozenset())
            return bool(run) if mutant.whole_module else not run.isdisjoint(lines)

        shared = not mutant.whole_module and runs(WHOLE_FILE)
        return [each for each in self.seconds if shared or runs(each)]

    def cost(self, test: str) -> float:
        """The seconds of a test that is asked alone."""
        return self.seconds[test] + sum(self.shared[name] for name in self.stands_on[test])

    def tests_around(self, mutant: Mutant) -> list[str]:
        """The tests that run anything beside a module: of one that has no functions of its own."""
        folder = mutant.file.rpartition("/")[0]
        return [
            each
            for each in self.seconds
            if any(file.rpartition("/")[0] == folder for file in self.lines.get(each, {}))
        ]


@dataclass
class Copy:
    """The project somewhere else, with all that is not ignored."""

    project: Path
    place: Path
    reaches: list[Reach] = field(default_factory=list)
    most_seconds: float = MOST_SECONDS

    def made(self) -> Copy:
        """The files are put there."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.project,
            capture_output=True,
            check=True,
            text=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (self.project / name).is_file():
                (self.place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self.project / name, self.place / name)
        # Tests of the project ask git which files it has.
        for arguments in (("init", "-q"), ("add", "-A")):
            subprocess.run(["git", *arguments], cwd=self.place, check=True)
        return self

    def observed(self, kept: Path, only: Sequence[str], of: Sequence[str]) -> None:
        """Which test runs which lines `of` some files; looked up where neither product nor test file has changed since.

        `only` names the test files to ask; none named, all are. Raises FileNotFoundError for a name without a file.
        """
        kept.mkdir(parents=True, exist_ok=True)
        noted, files = os.pathsep.join(of), [(self.place / name).resolve(strict=True) for name in only]
        files = files or sorted((self.place / "tests").glob("test_*.py"))
        self.reaches.clear()
        self._ready(files[0])
        product = [each for each in self.place.rglob("*.py") if "tests" not in each.parts[-3:]]
        noting = _digest([*product, Path(reach.__file__)])[:16]
        for file in files:
            name = f"{hashlib.sha256(noted.encode()).hexdigest()[:8]}-{file.stem}"
            known = kept / f"{name}-{_digest([file])[:16]}-{noting}.json"
            if not known.exists():
                print(f"tracing {file.name}", file=sys.stderr, flush=True)
                for old in kept.glob(f"{name}-*.json"):
                    old.unlink()
                self._traced(file, known, noted)
            self.reaches.append(_read(file.relative_to(self.place).as_posix(), known))

    def _ready(self, file: Path) -> None:
        """The snapshot that every test starts from is built by the product as it is, and not under trace."""
        command = [sys.executable, "-m", "pytest", *PYTEST, "--setup-only", "-k", "test_", str(file)]
        subprocess.run(command, cwd=self.place, capture_output=True, check=False)

    def _traced(self, file: Path, into: Path, of: str) -> None:
        command = [sys.executable, "-m", "pytest", *PYTEST, "-p", "tests.mutation.reach", str(file)]
        environment = {**os.environ, WHERE_TO: str(into), OF: of}
        subprocess.run(command, cwd=self.place, env=environment, capture_output=True, check=False)

    def tried(self, mutant: Mutant) -> Verdict:
        """What the tests say of a change; the copy is whole again afterwards."""
        path = self.place / mutant.file
        source, state = path.read_bytes(), path.stat()
        try:
            return self._verdict(mutant, source, state.st_mtime_ns + 10_000_000_000)
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
            shutil.rmtree(self.place / ".hypothesis", ignore_errors=True)

    def _verdict(self, mutant: Mutant, source: bytes, changed_at: int) -> Verdict:
        path, reached = self.place / mutant.file, False
        for tests, seconds in self._batches(mutant):
            path.write_bytes(mutant.applied(source))
            # Compiled files are told apart by the second and the size of their source.
            os.utime(path, ns=(changed_at, changed_at))
            reached = True
            whole, patience = (mutant.file, source), PATIENCE + SLOWER * seconds
            code = self._run([*PYTEST, "-x", "--assert=plain", *tests], patience, whole)
            if code is None:
                return "timed out"
            if code not in (0, 1, 2, 4):
                raise RuntimeError(f"pytest ended with {code} on {tests[0]} and others")
            if code:
                return "killed"
        return "survived" if reached else "not reached"

    def _batches(self, mutant: Mutant) -> Iterator[tuple[list[str], float]]:
        """The quickest tests, of a few files, then all others that there is time for; file by file."""
        first: list[str] = []
        later: list[str] = []
        files, spent, within = set[str](), 0.0, 0.0
        for seconds, test in self._by_cost(mutant):
            spent += seconds
            files.add(_file(test))
            if not first or (spent <= FIRST_SECONDS and len(files) <= FIRST_FILES):
                first.append(test)
                within = spent
            elif spent <= self.most_seconds:
                later.append(test)
        for batch, seconds in ((first, within), (later, spent)):
            if batch:
                place = {file: at for at, file in enumerate(dict.fromkeys(map(_file, batch)))}
                yield sorted(batch, key=lambda test: place[_file(test)]), seconds

    def _by_cost(self, mutant: Mutant) -> Iterator[tuple[float, str]]:
        """The tests that reach a change, the quickest first, and what each takes after those before it.

        What several tests of a file stand on is built for the first of them.
        """
        reaching = [(each, test) for each in self.reaches for test in each.tests(mutant)]
        if not reaching and mutant.whole_module:
            reaching = [(each, test) for each in self.reaches for test in each.tests_around(mutant)]
        built = set[tuple[str, str]]()
        for each, test in sorted(reaching, key=lambda one: (one[0].cost(one[1]), one[1])):
            needed = {(each.file, name) for name in each.stands_on[test]} - built
            built |= needed
            yield each.seconds[test] + sum(each.shared[name] for _, name in needed), test

    def _run(self, arguments: Sequence[str], patience: float, whole: Whole) -> int | None:
        """The exit code of pytest in a fork of this process, which has imported what does not change.

        The name of a snapshot depends on the code that builds it: a change would have the one that every test
        starts from built anew. So the file is put back `whole` as soon as the change is imported.
        """
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (ceil(patience), resource.RLIM_INFINITY))
            self._in_fork(arguments, whole)
        end = time.monotonic() + WAITING * patience
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                return None if code == -signal.SIGXCPU else code
            time.sleep(0.02)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return None

    def _in_fork(self, arguments: Sequence[str], whole: Whole) -> NoReturn:
        code = 3
        try:
            os.setsid()
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nothing, stream)
            os.chdir(self.place)
            sys.path[:] = [
                str(self.place),
                *(each for each in sys.path if each not in ("", str(self.project))),
            ]
            sys.dont_write_bytecode = True
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
            self._imported(*whole)
            code = int(pytest.main([*arguments]))
        finally:
            os._exit(code)

    def _imported(self, file: str, source: bytes) -> None:
        """Import a changed file, and put it as it was in its place: whoever reads it sees no change."""
        with suppress(Exception):  # what cannot be imported falls to the tests
            for name in ("etl.build", file.removesuffix(".py").replace("/", ".")):
                importlib.import_module(name)
            (self.place / file).write_bytes(source)


def _file(test: str) -> str:
    return test.partition("::")[0]


def _digest(files: Sequence[Path]) -> str:
    return hashlib.sha256(b"".join(each.read_bytes() for each in sorted(files))).hexdigest()


def _read(file: str, known: Path) -> Reach:
    found = json.loads(known.read_text("utf-8"))
    lines = {
        test: {file: frozenset(numbers) for file, numbers in files.items()}
        for test, files in found["lines"].items()
    }
    return Reach(file, lines, found["seconds"], found["shared"], found["stands_on"])
