"""Any file damaged in any way: right values or a sentence, no exception, and a load makes it whole again.

Twenty corruptions on every day, 200 in a trial; `MEOMUREUM_CORRUPTIONS=2000` runs as many.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from damaging import harms
from loader import Stand

from etl import build, protected_releases
from etl.load_progress import Say, quietly
from meomureum.app.commands.briefing import main as briefing
from meomureum.app.commands.loading import main as etl
from meomureum.app.commands.protection import main as privacy
from meomureum.privacy import proofs
from meomureum.store import integrity, warehouse
from meomureum.store.integrity import Damaged
from meomureum.store.warehouse import Snapshot

EVERY_DAY = 20
TRIAL = int(os.environ.get("MEOMUREUM_CORRUPTIONS", "200"))
BESIDE = ("current", "pinned", "log.txt", "lock.txt")
Values = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Whole:
    """Two snapshots, an older and a newer one, and what each of them answers."""

    stand: Stand
    old: str
    new: str
    answers: dict[str, Values]


def values(snapshot: Snapshot) -> Values:
    """What a reader reads: rows, and every table of every release to its end."""
    tables = snapshot.query("SELECT table_name FROM duckdb_tables() ORDER BY table_name")["table_name"]
    sums = tuple(
        (name, str(snapshot.query(f'SELECT COUNT(*), SUM(HASH(t)) FROM "{name}" AS t').iloc[0].tolist()))
        for name in tables
    )
    rows = snapshot.query("SELECT year, enrolled, dropped_out FROM university_students ORDER BY ALL")
    return (*map(tuple, rows.to_numpy().tolist()), *sums)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Loads copy what the same inputs gave before: what is tried here is not the filling of tables."""
    filled: dict[str, Any] = {}
    place, fill = tmp_path_factory.mktemp("filled"), build._filled

    def copied(database: Path, inputs: list[Any], say: Say = quietly, **of: Any) -> Any:
        name = build.snapshot_id(inputs)
        if name in filled:
            filled[name].clean.clear()  # the files of that load are gone
        else:
            filled[name] = fill(database, inputs, say=say, **of)
            shutil.copyfile(database, place / name)
        if database.name != ":memory:":  # of a dry run
            shutil.copyfile(place / name, database)
        return filled[name]

    def beside(exact: Path, *_: object, **__: object) -> protected_releases.Written:
        shutil.copyfile(exact, exact.with_name("public.duckdb"))
        proofs.save({}, exact.with_name("public.proof.zip"))
        exact.with_name("dossier.ko.md").write_text("검토", "utf-8")
        return protected_releases.Written({}, ())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_filled", copied)
        patch.setattr(protected_releases, "protect", beside)
        patch.setattr(protected_releases, "enter", lambda _: None)
        stand = Stand(tmp_path_factory.mktemp("damage") / "stand")
        build.load([stand.file(2022)], stand.data, stand.snapshots)
        kept = warehouse.kept(stand.snapshots)
        yield Whole(stand, stand.old, stand.current().id, {each.id: values(each) for each in kept})


def asked(snapshots: Path) -> Snapshot | None:
    """What a page does: it asks for the snapshot, and again when that turns out to be damaged."""
    for _ in range(3):
        found = warehouse.current(snapshots)
        if found is None:
            return None
        try:
            values(found)
        except Damaged:
            continue
        return found
    raise AssertionError("a damaged snapshot is offered again and again")


def spoil(stand: Stand, chance: Random) -> str:
    """Damage one file of the snapshots' folder; what was done."""
    files = sorted(path for path in stand.snapshots.rglob("*") if path.is_file() and path.name != "lock")
    (newest,) = [path for path in files if path.parent.name == stand.current().id and path.suffix == ".json"]
    path = chance.choice([*files, *newest.parent.iterdir(), *(stand.snapshots / name for name in BESIDE)])
    if path.name == "pinned":
        warehouse.roll_back(stand.snapshots, stand.current().id)
    harm = chance.choice(harms(path.name))
    harm(path, chance)
    return f"{harm.__name__} {path.relative_to(stand.snapshots)}"


def command(stand: Stand, old: str, chance: Random) -> tuple[str, int]:
    """One of the commands that look at the snapshots, and its exit code."""
    out, data = str(stand.place / "out"), ["--data", str(stand.data)]
    lines: list[list[str]] = [
        ["etl", "history", *data],
        ["etl", "rollback", old],
        ["etl", "prune", "--keep", "5"],
        ["etl", "quarantine", "--to", out, *data],
        ["etl", "template", "university_students", "--to", out, *data],
        ["etl", "check", *data],
        ["etl", "trace", "university_dropout_rate"],
        ["privacy", "verify", "public"],
        ["privacy", "attack", "public"],
        ["briefing", "--city", "gimhae", "--format", "csv", "--out", out],
    ]
    program, *words = chance.choice(lines)
    return words[0], {"etl": etl, "privacy": privacy, "briefing": briefing}[program](words)


def survives(whole: Whole, place: Path, seed: str, capsys: pytest.CaptureFixture[str]) -> str:
    chance, stand = Random(seed), whole.stand.copied(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEOMUREUM_SNAPSHOTS", str(stand.snapshots))
        patch.setenv("MEOMUREUM_DATA", str(stand.data))
        reader = stand.current()
        assert values(reader) == whole.answers[whole.new]
        done = spoil(stand, chance)
        _answers(whole, stand, done)
        hurt = integrity.damaged(stand.snapshots)
        code = etl(["status"])
        assert code == (3 if hurt or warehouse.damage() else 0), done
        asked_for, code = command(stand, whole.old, chance)
        assert code in (0, 1, 2, 3, 5), done
        wanted = whole.old if (asked_for, code) == ("rollback", 0) else whole.new  # the next load adds to it
        hurt = integrity.damaged(stand.snapshots)
        outcome = build.load([], stand.data, stand.snapshots)
        assert outcome.snapshot_id == wanted
        assert outcome.published or wanted not in hurt, done
        assert (integrity.damaged(stand.snapshots), warehouse.damage()) == ({}, None), done
        healed = stand.current()
        assert (healed.id, values(healed)) == (wanted, whole.answers[wanted]), done
        if wanted == whole.new:  # what was gone back from is not built anew for who still reads it
            assert values(reader) == whole.answers[whole.new], done
        assert etl(["status"]) == 0, done
        assert "Traceback" not in "".join(capsys.readouterr()), done
    shutil.rmtree(place)
    return done


def _answers(whole: Whole, stand: Stand, done: str) -> None:
    """Right values of a whole snapshot, with a sentence where it is not the one that belongs here."""
    found, damage = asked(stand.snapshots), warehouse.damage(stand.snapshots)
    if found is not None:
        assert values(found) == whole.answers[found.id], done
    if found is None or found.id != whole.new:
        assert damage is not None, done
        assert damage.notice.ko != damage.notice.en, done
        assert bool(damage.built) == (found is not None), done


@pytest.mark.parametrize("seed", range(EVERY_DAY))
def test_a_damaged_file_gives_right_values_or_a_sentence_and_a_load_heals_it(
    whole: Whole, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    survives(whole, tmp_path / "spoilt", f"every day {seed}", capsys)


@pytest.mark.trial
def test_hundreds_of_corruptions_never_show_a_wrong_number(
    whole: Whole, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = [survives(whole, tmp_path / "spoilt", f"trial {at}", capsys) for at in range(TRIAL)]
    with capsys.disabled():
        print(f"\n{printed(done)}\n{TRIAL} corruptions, 0 wrong numbers, 0 tracebacks, all healed")


def printed(done: list[str]) -> str:
    """How often each file was damaged (columns), by what was done to it (rows)."""
    times = Counter((each.split(" ")[0], Path(each.split(" ")[1]).name) for each in done)
    harmed, files = (sorted({key[at] for key in times}) for at in (0, 1))
    wide = max(map(len, harmed)) + 2
    lines = [" " * wide + "  ".join(files)]
    for harm in harmed:
        told = (str(times[harm, file] or "").rjust(len(file)) for file in files)
        lines.append(harm.replace("_", " ").ljust(wide) + "  ".join(told))
    return "\n".join(lines)
