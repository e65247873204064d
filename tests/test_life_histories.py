"""Whatever happens to a ledger of loads, what stands is what loading only what counts would give.

`pytest -m trial -n 0 -s tests/test_life_histories.py` lives 10,000 lives and prints what was tried and found.
"""

from __future__ import annotations

import pytest
from life_histories import table


def test_what_stands_after_random_lives_is_what_counts() -> None:
    told, faults = table(300)
    assert not faults, f"{told}\n{faults[:5]}"


@pytest.mark.trial
def test_what_stands_after_ten_thousand_lives_is_what_counts() -> None:
    told, faults = table(10_000)
    print(f"\n{told}")
    assert not faults, faults[:20]
