"""python -m tests.attacks: print what an outsider finds in how much that is hidden, and how many planted faults are caught.

The table takes a few minutes: rows are the kinds of data, columns the histories of loads, cells found / hidden.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TRIALS = "test_no_history_gives_anything_away or test_the_gate_catches_500_planted_faults"

if __name__ == "__main__":
    sys.exit(pytest.main([str(HERE), "-m", "trial", "-n", "0", "-q", "-s", "-k", TRIALS]))
