"""The worked example of the documentation runs as it is printed."""

from __future__ import annotations

import doctest
from pathlib import Path

import kpis
from etl.build import ensure_current

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.md"


def test_the_examples_of_the_one_face_run_as_they_are_printed() -> None:
    ensure_current()
    failed, tried = doctest.testmod(kpis, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert (failed, tried > 10) == (0, True)


def test_the_worked_example_runs_as_it_is_printed() -> None:
    ensure_current()
    failed, tried = doctest.testfile(
        str(NOTEBOOK), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert (failed, tried > 15) == (0, True)
