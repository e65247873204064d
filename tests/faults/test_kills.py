"""A load that is killed: readers keep a whole snapshot, the next load succeeds, nothing is left lying about.

`MEOMUREUM_KILLS=200` runs as many random moments as a release wants to see.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from loader import Hook, Stand, run, run_killed

from meomureum.store import warehouse

pytestmark = pytest.mark.trial

KILLS = int(os.environ.get("MEOMUREUM_KILLS", "4"))
WHOLE_RUN = 200
PARTS = 4 if KILLS >= WHOLE_RUN else 1  # a whole run is shared out by `--dist load`
NAMED_STEPS = [
    ("warehouse", "publish"),
    ("warehouse", "point"),
    ("durable", "sync"),
    ("durable", "replace"),
    ("logbook", "enter"),
    ("warehouse", "unpin"),
    ("build", "hand_in"),
    ("build", "_filled"),
    ("build", "read_all"),
    ("build", "_publish"),
    ("build", "accept"),
    ("file_intake", "_write_down"),
    ("file_intake", "keep"),
    ("load_ledger", "record"),
    ("shutil", "copyfile"),
]
# What comes after one step comes before the next; only a whole run tries both.
AFTER = (
    NAMED_STEPS
    if KILLS >= WHOLE_RUN
    else [("file_intake", "keep"), ("load_ledger", "record"), ("warehouse", "point")]
)
HOOKS = [(*step, True) for step in NAMED_STEPS] + [(*step, False) for step in AFTER]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    return Stand(tmp_path_factory.mktemp("killed") / "stand")


def survives(stand: Stand, files: list[Path]) -> None:
    """Readers see the old or the new state whole; the same files load; no litter stays."""
    years = stand.years()
    assert years in ([2021], [2021, 2022, 2023])
    assert stand.current().id == stand.old or years == [2021, 2022, 2023]
    begun_again = warehouse.current(stand.snapshots)
    assert run(stand, files).how in ("published", "nothing new")
    assert stand.years() == [2021, 2022, 2023]
    assert stand.litter() == []
    assert len(warehouse.kept(stand.snapshots)) == 2, "a killed load leaves no snapshot that nobody published"
    assert begun_again is not None


def handed(stand: Stand) -> list[Path]:
    return [stand.file(2022), stand.file(2023)]


@pytest.mark.parametrize("part", range(PARTS))
def test_a_load_killed_at_any_moment_loses_nothing(stand: Stand, tmp_path: Path, part: int) -> None:
    whole = stand.copied(tmp_path / "measured")
    seconds = run(whole, handed(whole)).seconds
    chance, how = Random(f"kills {KILLS} {part}"), Counter[str]()
    for at in range(part, KILLS, PARTS):
        spoilt = stand.copied(tmp_path / str(at))
        files = handed(spoilt)
        end = run_killed(spoilt, files, chance.uniform(0, 1.05 * seconds))
        how[end.how] += 1
        if end.how != "killed":  # the machine has become less busy than it was when measured
            seconds = min(seconds, end.seconds)
        survives(spoilt, files)
    assert how["killed"] >= how.total() / 2, f"most loads were faster than their end: {how}"
    print(f"\n{dict(how)}")


@pytest.mark.parametrize(("module", "function", "before"), HOOKS)
def test_a_load_killed_at_a_named_step_loses_nothing(
    stand: Stand, tmp_path: Path, module: str, function: str, before: bool
) -> None:
    spoilt = stand.copied(tmp_path / "spoilt")
    hook: Hook = (module, function, before)
    files = handed(spoilt)
    assert run(spoilt, files, hook).how == "killed"
    survives(spoilt, files)
