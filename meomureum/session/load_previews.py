"""What publishing would change, before it is done: rows, people, values of indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etl import trial_build
from etl.build import Outcome
from etl.load_accounts import Input
from etl.trial_build import Moved
from meomureum.analysis.value_changes import ValueChange, value_changes
from meomureum.store.warehouse import Snapshot


@dataclass(frozen=True)
class Preview:
    """What changes: rows and people of the city's own by place and time, and values of indicators."""

    moved: tuple[Moved, ...] = ()
    values: tuple[ValueChange, ...] = ()


UNCHANGED = Preview()


def preview_of(inputs: Sequence[Input], now: Snapshot | None) -> tuple[Outcome, Preview]:
    """What publishing these inputs would come to, and change of `now`; raises LoadRefused as a load would."""
    with trial_build.tried(inputs) as (outcome, after):
        if now is None:
            return outcome, UNCHANGED
        return outcome, Preview(tuple(trial_build.moved(now, after)), tuple(value_changes(now, after)))
