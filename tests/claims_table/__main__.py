"""python -m tests.claims_table: print how the claim checker judges 200 true sentences and 200 altered ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main([str(Path(__file__).parent), "-n", "0", "-q", "-s"]))
