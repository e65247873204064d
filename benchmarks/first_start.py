"""What a first start costs in this checkout and in another one, say that of before a change: `first_start.py OTHER 3`.

Each start is `streamlit run dashboard.py` into an empty folder of snapshots, in turn, until `/ready` says ready;
processor time is that of the server and its children, so a busy machine weighs on both alike.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 600


def first_start(checkout: Path) -> tuple[float, int]:
    """CPU seconds of the first start of a checkout until it is ready, and the bytes of its snapshot."""
    with tempfile.TemporaryDirectory() as place:
        before = _children()
        server, port = _started(checkout, place)
        try:
            _wait_until_ready(port)
        finally:
            server.terminate()
            server.wait()
        return _children() - before, _size(Path(place))


def _started(checkout: Path, snapshots: str) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    options = ("--server.headless", "true", "--server.port", str(port))
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", *options],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout), "MEOMUREUM_SNAPSHOTS": snapshots},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return server, port


def _wait_until_ready(port: int) -> None:
    """Raises TimeoutError when the server has not got ready in time."""
    for _ in range(5 * PATIENCE_SECONDS):
        time.sleep(0.2)
        try:
            with urlopen(f"http://127.0.0.1:{port}/ready", timeout=60):
                return  # not ready is an HTTPError, which is a URLError
        except (URLError, TimeoutError, ConnectionError):
            continue
    raise TimeoutError(f"not ready after {PATIENCE_SECONDS} s")


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(other: Path, rounds: int) -> None:
    """Print data shipped, snapshot and CPU of both, and the ratio."""
    spent: dict[Path, list[float]] = {other: [], HERE: []}
    for _ in range(rounds):
        for checkout, seconds in spent.items():
            cpu, size = first_start(checkout)
            seconds.append(cpu)
            print(f"{checkout.name}: {cpu:.1f} s CPU, snapshot {size / 1e6:.1f} MB", flush=True)
    for checkout, seconds in spent.items():
        shipped = sum(_size(checkout / "data" / name) for name in ("published", "reference", "sample"))
        print(f"{checkout.name}: shipped {shipped / 1e6:.1f} MB, median {median(seconds):.1f} s CPU")
    print(f"ratio {median(spent[HERE]) / median(spent[other]):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
