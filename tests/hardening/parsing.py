"""Reads one workbook as the parsing process does; prints the problems and the most memory it ever held."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from etl import sandbox

if __name__ == "__main__":
    sandbox.main(["read", *sys.argv[1:]])
    status = Path("/proc/self/status").read_text("utf-8")
    held = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
    sys.stderr.write(json.dumps({"kilobytes": held}))
