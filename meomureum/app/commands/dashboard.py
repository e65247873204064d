"""meomureum run [OPTIONS]: start the dashboard. Options are those of `streamlit run`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from meomureum.project import PROJECT


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the server and wait for its end; the exit code is the server's."""
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "dashboard.py"), *(arguments or ())]
    try:
        return subprocess.run(command, cwd=PROJECT, check=False).returncode  # noqa: S603 - our own file, and options
    except KeyboardInterrupt:
        return 0
