"""What an analyst may choose: the values that the data hold, each with a name in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small import Folder
from test_loading import csv_of

import kpis
from meomureum.figures import explore_question
from meomureum.measures import register
from meomureum.measures.indicators import dimensions
from meomureum.measures.measurement import DIMENSIONS
from meomureum.session import answers, snapshots
from meomureum.store.address import FILTERS, View, address, parse
from meomureum.store.warehouse import Snapshot


def test_what_is_drawn_together_is_of_one_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path)
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(folder.snapshots))
    old = folder.snapshot()
    with snapshots.one_snapshot():
        folder.write(csv_of([[2024, "인제대", 9017, 688]]))
        new = folder.snapshot()
        assert snapshots.snapshot().id == old.id
    assert snapshots.snapshot().id == new.id != old.id


def test_every_dimension_has_a_name() -> None:
    assert list(dimensions.NAMES) == list(DIMENSIONS)


def test_every_coded_value_in_the_data_has_a_name_of_its_own(snapshot: Snapshot) -> None:
    codes = register.codes(snapshot)
    for dimension in set(codes) - {"department", "strategy", "track"}:  # these are words themselves
        assert codes[dimension], dimension
        named = [text(language) for text in codes[dimension].values() for language in ("ko", "en")]
        assert not set(named) & set(codes[dimension]), dimension
    assert "스마트기계과" in codes["department"]


def test_every_filter_of_the_address_has_values_and_reaches_the_scope(snapshot: Snapshot) -> None:
    choices = answers.choices()
    chosen: dict[str, Any] = {field: tuple(choices.codes[name])[:1] for name, (field, _) in FILTERS.items()}
    view = replace(View(data_set="sample", cities=("gimhae",), institutions=("inje",)), **chosen)
    assert parse(address(view), choices) == (view, [])
    scope = explore_question.asked_of(snapshot, view)
    assert len(scope.filters()) == 2 + len(FILTERS)
    assert kpis.measure(snapshot, "university_graduates", scope)["status"].tolist() == ["not_applicable"]
