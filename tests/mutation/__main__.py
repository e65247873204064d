"""Change the product at random, one place at a time, and see whether the tests notice.

python -m tests.mutation core --count 150 --seed 1     a group: core or strict
python -m tests.mutation meomureum/analysis/statistics/chain.py             every change of a file
python -m tests.mutation meomureum/app/guard.py --tests tests/test_guard_rules.py   by these tests
python -m tests.mutation silence                       no change: assertions that pass on nothing

Works in a copy that is thrown away; which test runs which line is traced first (some minutes)
and remembered until product or tests change; with --tests only these files are traced. Ends with 1 where a change survived that
equivalents.toml does not explain.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from .changes import mutants
from .silence import silent
from .trial import Copy

PROJECT = Path(__file__).resolve().parents[2]
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


def files_of(group: str) -> list[str]:
    """The modules of a group, of a folder or of one file."""
    found: list[str] = []
    for name in GROUPS.get(group, (group,)):
        path = PROJECT / name
        modules = sorted(path.glob("*.py")) if path.is_dir() else [path]
        found += [each.relative_to(PROJECT).as_posix() for each in modules]
    return found


def explained() -> dict[tuple[str, str, str], str]:
    """The changes that change nothing, by file, line as it is and line as it would be, with the reason."""
    listed = tomllib.loads((Path(__file__).parent / "equivalents.toml").read_text("utf-8"))
    return {(each["file"], each["line"], each["changed"]): each["reason"] for each in listed["equivalent"]}


def tried(copy: Copy, group: str, count: int | None, seed: int) -> int:
    """The number of survivors among changes of a group, all or some drawn at random."""
    every = [each for file in files_of(group) for each in mutants(file, PROJECT)]
    some = random.Random(seed).sample(every, min(count, len(every))) if count else every
    known, tally, survivors = explained(), Counter[str](), 0
    for mutant in some:
        number, was, now = mutant.lines((PROJECT / mutant.file).read_bytes())
        verdict = "equivalent" if (mutant.file, was, now) in known else copy.tried(mutant)
        tally[verdict] += 1
        if verdict in ("survived", "not reached"):
            survivors += 1
            print(f"{verdict}: {mutant.file}:{number}\n    - {was}\n    + {now}", flush=True)
        print(f"{sum(tally.values())}/{len(some)}", end="\r", file=sys.stderr, flush=True)
    killed, matter = tally["killed"] + tally["timed out"], len(some) - tally["equivalent"]
    print(
        f"{group}, seed {seed}: {len(some)} of {len(every)} changes, {tally['equivalent']} of them equivalent; "
        f"{killed} of {matter} killed ({100 * killed / max(matter, 1):.1f} %), {tally['timed out']} by time"
    )
    return survivors


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
        left = 0
        for group in asked.groups:
            silence = group == "silence"
            noted = ("tests",) if silence else tuple(files_of(group))
            copy.observed(PROJECT / ".pytest_cache" / "mutation", asked.tests, noted)
            left += silences(copy) if silence else tried(copy, group, asked.count, asked.seed)
        return int(left > 0)


if __name__ == "__main__":
    raise SystemExit(main())
