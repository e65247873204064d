"""Whatever happens to a ledger of loads, what stands is what loading only what counts would give.

`pytest -m trial -n 0 -s tests/test_life_histories.py` lives 10,000 lives and prints what was tried and found.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from life_histories import table, tried


def test_what_stands_after_random_lives_is_what_counts() -> None:
    told, faults = table(300)
    assert not faults, f"{told}\n{faults[:5]}"


def test_a_settlement_for_a_provider_whose_load_is_gone_leaves_the_others_in_dispute(tmp_path: Path) -> None:
    # Found among 10,000 lives: an earlier settlement for another provider must not come back by itself.
    assert tried(tmp_path, 156).faults == []


@pytest.mark.trial
def test_what_stands_after_ten_thousand_lives_is_what_counts() -> None:
    told, faults = table(10_000)
    print(f"\n{told}")
    assert not faults, faults[:20]
