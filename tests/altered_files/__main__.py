"""python -m tests.altered_files: plant 300 alterations in files of every format, and print how many are found.

Untouched files are saved again by LibreOffice where it is installed, and must be found as they were.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main([str(Path(__file__).parent), "-n", "0", "-q", "-s", "-m", "trial"]))
