"""Hundreds of bad inputs: a clear word about each, within bounded memory, and an unchanged snapshot."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bad_inputs import Bad, corpus
from small import PROJECT, Folder

pytestmark = pytest.mark.trial

AT_LEAST = 300
PATIENCE_SECONDS = 1800  # a busy machine
CHILD = Path(__file__).with_name("bad_inputs_child.py")


@pytest.fixture(scope="module")
def bad() -> list[Bad]:
    return corpus()


def laid_out(bad: list[Bad], folder: Path) -> None:
    folder.mkdir()
    for each in bad:
        if each.content is None:
            (folder / each.name).mkdir()
        else:
            (folder / each.name).write_bytes(each.content)


def tree(folder: Path) -> dict[str, str]:
    """Every file but the note of who held the lock last."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock.txt"
    }


def test_every_bad_input_ends_in_a_clear_word_and_an_unchanged_snapshot(
    bad: list[Bad], tmp_path: Path
) -> None:
    assert len(bad) >= AT_LEAST
    folder = Folder(tmp_path)
    folder.build()
    laid_out(bad, tmp_path / "corpus")
    before = tree(folder.snapshots), tree(folder.data)
    child = subprocess.run(
        [sys.executable, str(CHILD), str(tmp_path / "corpus"), str(folder.data), str(folder.snapshots)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert child.returncode == 0, child.stderr[-2000:]
    told = {
        name: (fate, reasons, words)
        for name, fate, reasons, words, _ in map(json.loads, child.stdout.splitlines())
    }
    assert set(told) == {each.name for each in bad}
    for each in bad:
        fate, reasons, words = told[each.name]
        assert fate in ("refused", "held", "harmless"), (each.name, fate, words)
        assert each.fate in ("any", fate), (each.name, fate, words)
        assert fate == "harmless" or (reasons and each.name.split("/")[0] in words), (each.name, words)
    assert (tree(folder.snapshots), tree(folder.data)) == before


def test_the_corpus_is_the_same_every_time(bad: list[Bad]) -> None:
    texts = [each for each in bad if each.name.endswith((".csv", ".tsv"))]
    assert texts == [each for each in corpus() if each.name.endswith((".csv", ".tsv"))]
