"""Change the product at random, one place at a time, and see whether the tests notice.

python -m tests.mutation core --count 150 --seed 1     a group: core or strict
python -m tests.mutation meomureum/analysis/statistics/chain.py             every change of a file
python -m tests.mutation meomureum/app/guard.py --tests tests/test_guard_rules.py   by these tests
python -m tests.mutation silence                       no change: assertions that pass on nothing

Works in a copy that is thrown away; which test runs which line is traced first (some minutes)
and remembered until product or tests change; with --tests only these files are traced, and for the group
strict only its own. Prints a line for each part of a group, and ends with 1 where a change survived that
equivalents.toml does not explain.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping
from math import inf
from pathlib import Path

from .changes import mutants
from .silence import silent
from .trial import MOST_SECONDS, Copy

PROJECT = Path(__file__).resolve().parents[2]
LEFT = ("survived", "not reached")
GROUPS = {
    "core": (
        "meomureum/analysis/statistics",
        "meomureum/analysis/studies",
        "meomureum/analysis/targets",
        "meomureum/analysis/words",
        "meomureum/measures/queries",
        "meomureum/verify/claims",
    ),
    "strict": (
        "meomureum/privacy",
        "meomureum/access",
        "meomureum/app/guard.py",
        "meomureum/store/integrity.py",
        "meomureum/store/pointer.py",
        "meomureum/store/warehouse.py",
        "etl/duplicate_rows.py",
        "etl/totals.py",
    ),
}

TESTS = {
    "strict": (
        *("access", "duplicate_rows", "guard", "handed_out", "integrity", "other_states", "privacy"),
        *("proofs", "readable_snapshot", "rules", "snapshots", "suppression", "totals"),
        *("whom_a_table_counts", "written_releases"),
    ),
}
"""How the names of the test files of a group begin, where tracing all files would cost an hour."""


def files_of(group: str) -> list[str]:
    """The modules of a group, of a folder or of one file."""
    found: list[str] = []
    for name in GROUPS.get(group, (group,)):
        path = PROJECT / name
        modules = sorted(path.glob("*.py")) if path.is_dir() else [path]
        found += [each.relative_to(PROJECT).as_posix() for each in modules]
    return found


def tests_of(group: str) -> list[str]:
    """The test files that a group names as its own; none stands for all."""
    found = (path for start in TESTS.get(group, ()) for path in PROJECT.glob(f"tests/test_{start}*.py"))
    return sorted({path.relative_to(PROJECT).as_posix() for path in found})


def explained() -> dict[tuple[str, str, str], str]:
    """The changes that change nothing, by file, line as it is and line as it would be, with the reason."""
    listed = tomllib.loads((Path(__file__).parent / "equivalents.toml").read_text("utf-8"))
    return {(each["file"], each["line"], each["changed"]): each["reason"] for each in listed["equivalent"]}


def tried(copy: Copy, group: str, count: int | None, seed: int) -> int:
    """The number of survivors among changes of a group, all or some drawn at random."""
    every = [each for file in files_of(group) for each in mutants(file, PROJECT)]
    some = random.Random(seed).sample(every, min(count, len(every))) if count else every
    known, found = explained(), {part: Counter[str]() for part in GROUPS.get(group, (group,))}
    for place, mutant in enumerate(some, 1):
        number, was, now = mutant.lines((PROJECT / mutant.file).read_bytes())
        verdict = "equivalent" if (mutant.file, was, now) in known else copy.tried(mutant)
        found[next(part for part in found if mutant.file.startswith(part))][verdict] += 1
        if verdict in LEFT:
            print(f"{verdict}: {mutant.file}:{number}\n    - {was}\n    + {now}", flush=True)
        print(f"{place}/{len(some)}", end="\r", file=sys.stderr, flush=True)
    whole = sum(found.values(), Counter[str]())
    print("\n".join(table({**found, f"{group}, seed {seed}, of {len(every)}": whole})))
    return sum(whole[each] for each in LEFT)


def table(found: Mapping[str, Counter[str]]) -> list[str]:
    """A line for each part of a group: how many changes were tried, how many of them matter and are killed."""
    rows: list[tuple[str, ...]] = [("", "tried", "equivalent", "by time", "left", "killed")]
    for part, tally in found.items():
        killed, matter = tally["killed"] + tally["timed out"], tally.total() - tally["equivalent"]
        share = f"{killed} of {matter} ({100 * killed / max(matter, 1):.1f} %)"
        counts = (tally.total(), tally["equivalent"], tally["timed out"], matter - killed)
        rows.append((part, *map(str, counts), share))
    return ["  ".join([row[0].ljust(36), *(each.rjust(10) for each in row[1:5]), row[5]]) for row in rows]


def silences(copy: Copy) -> int:
    """The number of assertions that pass on nothing."""
    found = [
        f"{reach.file}:{line}: {text}"
        for reach in copy.reaches
        for line, text in silent(PROJECT / reach.file, reach.of_itself())
    ]
    print("\n".join([*found, f"{len(found)} assertions that pass on nothing"]))
    return len(found)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.split("\n\n")[0])
    parser.add_argument("groups", nargs="+", help=f"{', '.join(GROUPS)}, a folder, a file, or silence")
    parser.add_argument("--count", type=int, help="so many changes of each group, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--tests", nargs="+", default=(), metavar="FILE", help="test files that alone are asked"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as place:
        copy = Copy(PROJECT, Path(place)).made()
        copy.most_seconds = inf if asked.tests else MOST_SECONDS
        left = 0
        for group in asked.groups:
            silence = group == "silence"
            noted = ("tests",) if silence else tuple(files_of(group))
            copy.observed(PROJECT / ".pytest_cache" / "mutation", asked.tests or tests_of(group), noted)
            left += silences(copy) if silence else tried(copy, group, asked.count, asked.seed)
        return int(left > 0)


if __name__ == "__main__":
    raise SystemExit(main())
